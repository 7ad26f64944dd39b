import pytest

from outillerie.accounts.models import Membership, Organisation
from tests import factories
from tests.badges.factories import issuer


@pytest.fixture
def relais(db):
    """A partner organisation that issues badges."""
    return issuer("relais", name="Le relais", organisation=Organisation.objects.create(name="Le relais"))


@pytest.fixture
def hub(db):
    return issuer()


@pytest.fixture
def ines(db):
    return factories.person("ines@example.org", first_name="Inès", group="hub staff")


@pytest.fixture
def odile(relais):
    """A trainer of the partner organisation."""
    person = factories.person("odile@example.org", first_name="Odile", group="trainer")
    Membership.objects.create(person=person, organisation=relais.organisation, state="active")
    return person


@pytest.fixture
def wenceslas(db):
    """A trainer of nobody's organisation."""
    return factories.person("wenceslas@example.org", first_name="Wenceslas", group="trainer")


@pytest.fixture
def english(settings):
    """The language of the code."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def trainer(client, odile):
    """The browser of Odile, in English."""
    client.force_login(odile)
    client.cookies["affichage"] = "language=en"
    return client
