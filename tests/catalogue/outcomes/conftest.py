import pytest
from django.core.cache import cache, caches

from tests import factories


@pytest.fixture(autouse=True)
def a_site_of_its_own(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()
    caches["throttle"].clear()


@pytest.fixture
def samir(db):
    """A contributor who organises sessions."""
    return factories.person("samir@example.org", first_name="Samir", last_name="Haddad", group="contributor")


@pytest.fixture
def lea(db):
    """Somebody who comes to sessions."""
    return factories.person("lea@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def wenceslas(db):
    """Of the hub’s staff."""
    return factories.person("wenceslas@example.org", first_name="Wenceslas", group="hub staff")
