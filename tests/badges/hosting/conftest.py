import pytest

from badges.awarding.models import Credential
from tests.badges import factories

SITE = "https://badges.example.org"


@pytest.fixture
def permanent(settings, db):
    """Badges live under an address of their own, which is not the name that requests come by."""
    settings.PERMANENT_URL = SITE


@pytest.fixture
def version(permanent):
    return factories.published(
        translations=[{"language": "en", "name": "Welcoming with care", "description": "can welcome somebody."}]
    )


def given(version, email="ada@example.org", *, name="Ada L.") -> Credential:
    """Return a badge that was awarded by hand to an address, and signed."""
    return factories.credential(version=version, email=email, name=name, reason="Trois séances animées.")


@pytest.fixture
def credential(version):
    return given(version)
