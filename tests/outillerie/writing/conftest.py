import pytest

from outillerie.writing.actions import begin_kit
from tests import factories


@pytest.fixture
def samir(db):
    """Someone who writes kits."""
    return factories.person("samir@example.org", first_name="Samir", group="contributor")


@pytest.fixture
def theo(db):
    """Someone else."""
    return factories.person("theo@example.org", first_name="Théo", group="contributor")


@pytest.fixture
def kit(samir):
    """A draft of Samir's, whole and never published."""
    return begin_kit(factories.content(), by=samir)


@pytest.fixture
def writer(client, samir):
    """The browser of Samir, in English: the language of the code."""
    client.force_login(samir)
    client.cookies["affichage"] = "language=en"
    return client
