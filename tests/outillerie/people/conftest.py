import pytest
from django.core.cache import cache
from django.test import Client

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import Membership, Organisation
from outillerie.notifications.models import Kind, Notification
from outillerie.people import actions
from tests import factories

PAGE = "/organisations/atelier-du-canal/"
TEAM, JOIN = f"{PAGE}equipe/", f"{PAGE}rejoindre/"
ACTIVE, REQUESTED = Membership.State.ACTIVE, Membership.State.REQUESTED


def someone(first_name, **fields):
    person = factories.person(f"{first_name.lower()}@example.org", first_name=first_name, **fields)
    trust_address(person)
    return person


def member_of(organisation, person, role="member", state="active"):
    return Membership.objects.create(organisation=organisation, person=person, role=role, state=state)


def browser_of(person, **options):
    browser = Client(**options)
    browser.cookies["affichage"] = "language=en"
    if person is not None:
        browser.force_login(person)
    return browser


def press(person, path, **data):
    """Have `person` send a form."""
    return browser_of(person).post(path, data)


def told():
    """Return who was told what, in the order of the deeds."""
    rows = Notification.objects.filter(kind=Kind.MEMBERSHIP).select_related("person").order_by("pk")
    return [(row.person.first_name, row.facts["event"]) for row in rows]


def team(organisation):
    rows = Membership.objects.filter(organisation=organisation).order_by("pk")
    return [(row.person.first_name, row.role, row.state) for row in rows]


def invited(organisation, by, email="noe@example.org", role="member"):
    return actions.invite(organisation, email, role=role, by=by)


@pytest.fixture
def organisation(db):
    """An organisation that has a public kit, and therefore a page."""
    cache.clear()
    factories.kit(slug="canal", title="Le kit du canal", organisation="Atelier du Canal")
    return Organisation.objects.get(name="Atelier du Canal")


@pytest.fixture
def manager(organisation):
    person = someone("Ines")
    member_of(organisation, person, role="manager")
    return person


@pytest.fixture
def member(organisation):
    person = someone("Samir")
    member_of(organisation, person)
    return person


@pytest.fixture
def stranger(db):
    return someone("Mallory")


@pytest.fixture
def hub_staff(db):
    return someone("Odile", group="hub staff")
