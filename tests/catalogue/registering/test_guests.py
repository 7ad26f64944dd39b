"""An organisation registers its people: seen first, line by line, once."""

import pytest
from django.urls import reverse

from catalogue.registering.models import Registration
from catalogue.sessions.models import SessionPlace
from outillerie.accounts.models import Membership, Organisation
from tests.catalogue.session_factories import peer_session, registration

pytestmark = pytest.mark.django_db
LIST = "Zoé Exemple, zoe@mairie.fr\nsans adresse\nBo, bo@mairie.fr\nZoé encore, ZOE@mairie.fr\nAna, ana@mairie.fr"


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Tisserands")


@pytest.fixture
def manager(lea, library):
    Membership.objects.create(person=lea, organisation=library, role="manager", state="active")
    return lea


@pytest.fixture
def two_seats(organiser):
    return peer_session(places=[{"capacity": 2}], created_by=organiser)


def url(session):
    return reverse("register-guests", args=[session.pk])


def said(page):
    return [answer.outcome for answer in page.context["answers"]]


def rows():
    return list(Registration.objects.order_by("pk").values_list("name", "email", "state", "source"))


def test_a_preview_says_what_each_line_would_become_and_writes_nothing(client, manager, library, two_seats):
    registration(two_seats, email="bo@mairie.fr")
    client.force_login(manager)
    facts = {"guests": LIST, "organisation": library.pk, "key": "cle-de-la-liste", "deed": "preview"}
    page = client.post(url(two_seats), facts)
    assert said(page) == ["seat", "refused", "known", "twice", "waiting"]
    assert Registration.objects.count() == 1
    assert "Zoé Exemple, zoe@mairie.fr" in page.content.decode()


def test_each_line_has_its_own_answer_and_the_same_list_again_registers_nobody_twice(
    client, manager, library, two_seats
):
    client.force_login(manager)
    facts = {"guests": LIST, "organisation": library.pk, "key": "cle-de-la-liste", "deed": "register"}
    for _twice in range(2):
        assert said(client.post(url(two_seats), facts)) == ["seat", "refused", "seat", "twice", "waiting"]
    assert rows() == [
        ("Zoé Exemple", "zoe@mairie.fr", "registered", "organisation"),
        ("Bo", "bo@mairie.fr", "registered", "organisation"),
        ("Ana", "ana@mairie.fr", "waiting", "organisation"),
    ]
    assert set(Registration.objects.values_list("organisation", "registered_by", "person")) == {
        (library.pk, manager.pk, None)
    }
    assert SessionPlace.objects.values_list("taken", "waiting").get() == (2, 1)


def test_whoever_organises_adds_people_by_hand(client, organiser, two_seats):
    client.force_login(organiser)
    client.post(url(two_seats), {"guests": "Zoé, zoe@mairie.fr", "key": "cle-de-la-liste", "deed": "register"})
    assert rows() == [("Zoé", "zoe@mairie.fr", "registered", "organiser")]


@pytest.mark.parametrize("membership", [None, ("member", "active"), ("manager", "requested")])
def test_only_managers_and_organisers_register_others(client, marc, library, two_seats, membership):
    if membership:
        Membership.objects.create(person=marc, organisation=library, role=membership[0], state=membership[1])
    client.force_login(marc)
    facts = {"guests": "Zoé, zoe@mairie.fr", "organisation": library.pk, "key": "cle-de-la-liste", "deed": "register"}
    assert [client.get(url(two_seats)).status_code, client.post(url(two_seats), facts).status_code] == [404, 404]
    assert rows() == []


def test_a_manager_names_their_own_organisation_only(client, manager, two_seats):
    other = Organisation.objects.create(name="Une autre")
    client.force_login(manager)
    facts = {"guests": "Zoé, zoe@mairie.fr", "organisation": other.pk, "key": "cle-de-la-liste", "deed": "register"}
    assert client.post(url(two_seats), facts).context["form"].errors.keys() == {"organisation"}
    assert rows() == []


def test_too_long_a_list_is_refused_and_kept(client, organiser, two_seats):
    client.force_login(organiser)
    facts = {
        "guests": "\n".join(f"p{number}@mairie.fr" for number in range(101)),
        "key": "cle-de-la-liste",
        "deed": "register",
    }
    page = client.post(url(two_seats), facts)
    assert (page.context["form"].errors.keys(), rows()) == ({"guests"}, [])
    assert "p100@mairie.fr" in page.content.decode()
