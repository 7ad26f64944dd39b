"""People around a proposal. Each page is read in English, so that sentences are compared as they are written."""

import pytest
from django.utils import translation

from outillerie.kits.models import KitPage
from outillerie.moderation.actions import submit_kit
from outillerie.writing.actions import begin_kit
from tests import factories

FILE = b"%PDF-1.7 les cartes"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def author(db):
    return factories.person("lea@example.org", group="contributor", first_name="Léa")


@pytest.fixture
def moderator(db):
    return factories.person("gaspard@example.org", group="moderator", first_name="Gaspard")


@pytest.fixture
def other_moderator(db):
    return factories.person("nora@example.org", group="moderator", first_name="Nora")


@pytest.fixture
def staff(db):
    return factories.person("ines@example.org", group="hub staff", first_name="Inès")


@pytest.fixture
def stranger(db):
    return factories.person("zoe@example.org", group="contributor", first_name="Zoé")


@pytest.fixture
def kit(author):
    """A draft that nobody has read."""
    return begun(author)


@pytest.fixture
def proposal(kit, author):
    return submit_kit(kit, by=author, message="Première version, relisez surtout l’étape 2.")


@pytest.fixture
def browsing(client):
    """Return the client, signed in as someone and reading English."""

    def signed_in(person):
        client.logout()
        if person is not None:
            client.force_login(person)
        client.cookies["affichage"] = "language=en"
        return client

    return signed_in


def begun(author, **facts) -> KitPage:
    return begin_kit(factories.content(organisation="", **facts), by=author)


def rewritten(kit, by, **values) -> KitPage:
    """Change the draft of `kit` as its author would."""
    draft = KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, clean=False)
    return KitPage.objects.get(pk=kit.pk)


def fresh(kit) -> KitPage:
    return KitPage.objects.get(pk=kit.pk)
