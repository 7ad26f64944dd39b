import pytest
from django.core.cache import cache

from tests import factories


@pytest.fixture
def english(settings):
    """Have the site write in English: what a test reads is then what the code says."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lea(db):
    cache.clear()
    return factories.person("lea@example.org", first_name="Léa")


@pytest.fixture
def samir(db):
    return factories.person("samir@example.org", first_name="Samir")


@pytest.fixture
def camille(db):
    """A published kit."""
    return factories.kit(slug="camille")
