import pytest

from tests import factories
from tests.catalogue.session_factories import peer_session


@pytest.fixture
def organiser():
    return factories.person("odile@example.org", first_name="Odile")


@pytest.fixture
def lea():
    return factories.person("lea@example.org", first_name="Léa")


@pytest.fixture
def marc():
    return factories.person("marc@example.org", first_name="Marc")


@pytest.fixture
def ines():
    return factories.person("ines@example.org", first_name="Inès")


@pytest.fixture
def one_seat(organiser):
    return peer_session(places=[{"capacity": 1}], facilitators=[organiser], created_by=organiser)
