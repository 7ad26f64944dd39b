import pytest
from django.core.cache import cache

from tests import factories


@pytest.fixture
def english(settings):
    """Have the site write in English: what a test reads is then what the code says."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lea(db):
    """A learner."""
    cache.clear()
    return factories.person("lea@example.org", first_name="Léa")


@pytest.fixture
def tom(db):
    """Another learner."""
    return factories.person("tom@example.org", first_name="Tom")


@pytest.fixture
def odile(db):
    """A trainer, whose paths these are."""
    return factories.person("odile@example.org", first_name="Odile", group="trainer")
