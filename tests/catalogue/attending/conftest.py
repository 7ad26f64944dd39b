from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from tests import factories
from tests.catalogue.session_factories import peer_session, registration


@pytest.fixture
def english(settings):
    """Have actions speak English: what a test reads is then what the code says."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def client(client):
    """A browser whose reader chose English."""
    client.cookies[settings.DISPLAY_COOKIE_NAME] = "language=en"
    return client


@pytest.fixture
def odile(db):
    """A trainer, who facilitates the sessions of these tests."""
    cache.clear()
    return factories.person("odile@example.org", first_name="Odile", last_name="Vasseur", group="trainer")


@pytest.fixture
def tom(db):
    """Another trainer, who facilitates with her."""
    return factories.person("tom@example.org", first_name="Tom", last_name="Lens", group="trainer")


@pytest.fixture
def lea(db):
    """A participant with an account."""
    return factories.person("lea@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def stranger(db):
    return factories.person("stranger@example.org")


@pytest.fixture
def session(odile, tom):
    """A session under way, without a break: one half-day of two hours."""
    return under_way(facilitators=[odile, tom])


def under_way(**facts):
    return peer_session(starts_at=timezone.now().replace(microsecond=0) - timedelta(minutes=30), **facts)


@pytest.fixture
def ondine(session):
    """A participant without an account."""
    return registration(session, name="Ondine Exemple", employer="Mairie", needs="Boucle magnétique")
