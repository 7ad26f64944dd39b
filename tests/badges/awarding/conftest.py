import pytest

from badges.awarding.models import Credential
from tests import factories
from tests.faults.deeds import work


@pytest.fixture
def english(settings):
    """Have the site write in English: what a test reads is then what the code says."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lea(db):
    """A learner."""
    return factories.person("lea@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def tom(db):
    """Another learner."""
    return factories.person("tom@example.org", first_name="Tom")


@pytest.fixture
def odile(db):
    """Somebody of the hub's team, who awards its badges."""
    return factories.person("odile@example.org", first_name="Odile", group="hub staff")


@pytest.fixture
def done():
    """Return what has the worker do all that is due, as after a deed is committed."""
    return work


@pytest.fixture
def badges_held():
    """Return what gives the names of the badges of somebody that stand, the oldest first."""

    def held(person) -> list[str]:
        rows = Credential.objects.filter(holder=person, revoked_at=None, erased_at=None).order_by("pk")
        return [row.version.content.name for row in rows.select_related("version")]

    return held
