"""A kit of Alice, adapted and published by Bachir. Each page is read in English, the language of the code."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import Credit
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from outillerie.remix import proposals
from outillerie.remix.actions import adapt
from outillerie.remix.models import Adaptation
from tests.factories import kit, person


@pytest.fixture
def people(db):
    """Everyone by what they are to the two kits. Their names and addresses are nobody else's."""
    alice = person("alice@example.org", first_name="Alice")
    bachir = person("bachir@example.org", first_name="Bachir")
    found = {
        "anonymous": None,
        "stranger": person("zoe@example.org", group="trusted contributor", first_name="Zoé"),
        "source's author": alice,
        "source's colleague": person("carole@example.org", first_name="Carole"),
        "author": bachir,
        "colleague": person("dina@example.org", first_name="Dina"),
        "moderator": person("marc@example.org", group="moderator", first_name="Marc"),
    }
    for name, organisation in (("source's colleague", "Hub des Beffrois"), ("colleague", "Atelier du Canal")):
        team = Organisation.objects.get_or_create(name=organisation)[0]
        Membership.objects.create(person=found[name], organisation=team, state=Membership.State.ACTIVE)
    return found


@pytest.fixture
def source(people):
    page = kit(licence="CC-BY-SA-4.0", credits=(Credit(name="Alice Roseau"),), slug="camille")
    KitPage.objects.filter(pk=page.pk).update(owner=people["source's author"])
    return KitPage.objects.get(pk=page.pk)


@pytest.fixture
def copy(source, people):
    """The adaptation, published at version 1 with two changes of its own."""
    page = adapt(newest_version(source), by=people["author"])
    KitPage.objects.filter(pk=page.pk).update(organisation=Organisation.objects.get(name="Atelier du Canal"))
    page.refresh_from_db()
    return publish_draft(page, by=people["author"], hook="Mieux dit.", variants="En plein air.")


@pytest.fixture
def adaptation(copy):
    return Adaptation.objects.select_related("kit", "source", "base").get(kit=copy)


@pytest.fixture
def offered(adaptation, people):
    """Both changes, offered to Alice."""
    chosen = [row.key for row in proposals.offerable_changes(adaptation) if row.path[0] in ("hook", "variants")]
    return proposals.offer_changes(adaptation, chosen, message="Animé huit fois.", by=people["author"])


@pytest.fixture
def browsing(client):
    """Return the client, signed in as someone and reading English."""

    def signed_in(someone):
        client.logout()
        if someone is not None:
            client.force_login(someone)
        client.cookies["affichage"] = "language=en"
        return client

    return signed_in


def publish_draft(page, *, by, **facts) -> KitPage:
    """Publish the newest draft of `page`, with these facts changed."""
    draft = KitPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.organisation = page.organisation
    draft.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return KitPage.objects.get(pk=page.pk)


def latest(page):
    """Return what the newest draft of `page` says."""
    return content_of(KitPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def keys_on(response) -> dict[str, str]:
    """Return the key of each change shown, by its title."""
    rows = page_of(response).select(".change-choice")
    fields = {
        row.select_one("input")["name"]: row.select_one(".change__title") for row in rows if row.select_one("input")
    }
    return {list(title.stripped_strings)[-1]: name for name, title in fields.items()}


def unpublish(page):
    KitPage.objects.get(pk=page.pk).unpublish()


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
