import pytest

from tests.badges.factories import rsa_key as made_once
from tests.badges.verification.world import published


@pytest.fixture(scope="session")
def rsa_key():
    return made_once(0)


@pytest.fixture
def world(rsa_key):
    return published(rsa_key)
