import pytest

from outillerie.outbox.actions import due, handle
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.badges.factories import issuer


@pytest.fixture
def ines(db):
    return factories.person("ines@example.org", first_name="Inès", group="hub staff")


@pytest.fixture
def marc(db):
    """Somebody else of the hub's staff."""
    return factories.person("marc@example.org", first_name="Marc", group="administrator")


@pytest.fixture
def odile(db):
    return factories.person("odile@example.org", first_name="Odile", group="trainer")


@pytest.fixture
def hub(db):
    return issuer()


@pytest.fixture
def staff(client, ines):
    """The browser of Inès, in English: the language of the code."""
    client.force_login(ines)
    client.cookies["affichage"] = "language=en"
    return client


@pytest.fixture
def work():
    """Do what the worker would, until nothing is due."""

    def drain():
        while waiting := list(due().values_list("pk", flat=True)):
            for number in waiting:
                handle(number)
        errors = OutboxMessage.objects.exclude(last_error="").values_list("last_error", flat=True)
        assert list(errors) == []

    return drain


@pytest.fixture
def english(settings):
    """The language of the code."""
    settings.LANGUAGE_CODE = "en"
