import pytest

from badges.openbadges import tokens
from badges.openbadges.values import PublicKey
from tests.badges.openbadges.samples import HOST, HUB


@pytest.fixture(scope="session")
def rsa_key():
    """A key of the size we use: making one takes half a second, so one for all tests."""
    return tokens.new_rsa_key()


@pytest.fixture(scope="session")
def rsa_public(rsa_key):
    return PublicKey(
        method=f"{HUB.id}#key-2",
        hosted_id=f"{HOST}/openbadges/keys/hub-2.json",
        kind="rsa",
        pem=tokens.public_pem(rsa_key),
    )
