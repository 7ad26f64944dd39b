"""What people see and press: the same page for all, a registration for its holder alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.registering.links import key_of, registration_by_key
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue.session_factories import online, peer_session, registration

pytestmark = pytest.mark.django_db
State = Registration.State
LINK = "https://visio.example.org/salle-secrete"


def register_url(session):
    return reverse("register", args=[session.slug])


def own_url(row):
    return reverse("registration", args=[key_of(row)])


def sent(**facts):
    return {"key": "cle-de-la-page", **facts}


def test_one_press_registers_and_the_page_says_so(client, lea):
    session = peer_session()
    client.force_login(lea)
    answer = client.post(register_url(session), sent())
    assert (answer.status_code, answer.url) == (303, f"{session.get_absolute_url()}?inscription=notee#inscription")
    assert list(session.registrations.values_list("person", "state")) == [(lea.pk, "registered")]
    page = client.get(register_url(session) + "?inscription=notee").content.decode()
    assert "C’est noté." in page or "It is noted." in page


def test_the_press_that_registers_asks_few_questions(client, lea, django_assert_num_queries):
    session = peer_session()
    client.force_login(lea)
    client.get(reverse("my-sessions"))
    # Session, person, what pages are stale, terms; the session, its places; then under the lock: key, who stands, place, count, row, mail (2).
    # Four are the marks of two transactions.
    with django_assert_num_queries(18):
        client.post(register_url(session), sent())


def test_the_last_seat_taken_while_typing_is_said_and_waiting_is_confirmed(client, lea):
    session = peer_session(places=[{"capacity": 1}])
    registration(session)
    client.force_login(lea)
    page = client.post(register_url(session), sent(needs="Boucle magnétique"))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="joins_queue" value="True"' in text
    assert "Boucle magnétique" in text and 'value="cle-de-la-page"' in text
    assert session.registrations.filter(person=lea).count() == 0
    client.post(register_url(session), sent(needs="Boucle magnétique", joins_queue="True"))
    assert session.registrations.get(person=lea).state == "waiting"


def test_ATK_MASS_01_only_the_fields_of_the_form_are_read(client, lea, marc):
    session = peer_session(places=[{"capacity": 1}])
    registration(session)
    other = peer_session()
    client.force_login(lea)
    forged = {"state": "registered", "person": marc.pk, "source": "walk-in", "place_in_line": "0", "organisation": "1",
              "email": "marc@example.org", "name": "Marc", "place": other.places.first().pk, "joins_queue": "True", "must_confirm": "on"}  # fmt: skip
    client.post(register_url(session), sent(**forged))
    row = Registration.objects.get(person=lea)
    assert (row.state, row.source, row.email, row.session, row.place_in_line) == (
        "waiting",
        "self",
        "lea@example.org",
        session,
        1,
    )
    assert Registration.objects.filter(person=marc).count() == 0


@pytest.mark.parametrize("field", ["leave_empty", "key", "email", "name"])
def test_what_is_typed_stays_when_a_form_is_refused(client, field):
    session = peer_session()
    facts = sent(name="Ana Nouvelle", email="ana@example.org", needs="Boucle magnétique")
    facts[field] = {"leave_empty": "robot", "key": "", "email": "ana@", "name": ""}[field]
    page = client.post(register_url(session), facts)
    assert page.status_code == 200
    assert "Boucle magnétique" in page.content.decode()
    assert Registration.objects.count() == 0


def test_a_draft_has_no_page_to_register(client, lea):
    draft = peer_session(state="draft", published_at=None)
    client.force_login(lea)
    assert [client.get(register_url(draft)).status_code, client.post(register_url(draft), sent()).status_code] == [
        404,
        404,
    ]


def test_registering_without_an_account_is_limited_by_address_and_by_mailbox(client):
    session = peer_session()
    answers = [
        client.post(
            register_url(session), sent(key=f"cle-numero-{number}", name="Ana", email="ana@example.org")
        ).status_code
        for number in range(7)
    ]
    assert answers == [303] * 5 + [429] * 2
    assert Registration.objects.count() == 5


# --- the link of a mail ---


def test_ATK_CSRF_01_reading_a_link_changes_nothing_and_a_button_acts_once(client):
    session = peer_session()
    row = registration(session, state=State.UNCONFIRMED)
    for method in (client.get, client.head):
        assert method(own_url(row)).status_code == 200
    assert Registration.objects.get().state == "unconfirmed"
    for _twice in range(2):
        assert client.post(own_url(row), {"deed": "confirm"}).status_code == 303
    assert (Registration.objects.get().state, SessionPlace.objects.get().taken) == ("registered", 1)


@pytest.mark.parametrize("url_name", ["register", "registration"])
def test_ATK_CSRF_01_no_deed_without_the_token_of_the_page(url_name, lea):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    session = peer_session()
    row = registration(session)
    strict.force_login(lea)
    url = {"register": register_url(session), "registration": own_url(row)}[url_name]
    assert strict.post(url, sent(deed="cancel")).status_code == 403
    assert list(Registration.objects.values_list("state", flat=True)) == ["registered"]


def test_ATK_CSRF_01_every_deed_on_registrations_is_refused_by_get(client, organiser, one_seat):
    row = registration(one_seat)
    client.force_login(organiser)
    client.get(own_url(row) + "?deed=cancel")
    client.get(register_url(one_seat) + "?key=cle-de-la-page")
    client.get(reverse("remove-registration", args=[one_seat.pk, row.pk]) + "?reason=Non")
    client.get(reverse("register-guests", args=[one_seat.pk]) + "?deed=register")
    client.get(reverse("write-to-participants", args=[one_seat.pk]) + "?subject=a&body=b&key=cle-de-la-page")
    assert list(Registration.objects.values_list("state", flat=True)) == ["registered"]
    assert OutboxMessage.objects.count() == 0


def test_ATK_IDOR_05_a_link_cannot_be_guessed(client):
    row, other = registration(peer_session()), registration(peer_session())
    key = key_of(row)
    forged = [str(other.pk), key.replace(f"{row.pk}.", f"{other.pk}.", 1), key[:-1], f"{key}x", "x", f"{other.pk}."]
    assert [registration_by_key(bad) for bad in forged] == [None] * 6
    assert [client.get(f"/inscriptions/{bad}/").status_code for bad in forged] == [404] * 6


def test_one_cancels_with_the_link_and_the_seat_is_free(client):
    session = peer_session()
    row = registration(session)
    page = client.post(own_url(row), {"deed": "cancel"}, follow=True)
    text = page.content.decode()
    assert (
        "Votre place est libérée. Merci d’avoir prévenu." in text
        or "Your seat is free again. Thank you for telling." in text
    )
    assert (Registration.objects.get().state, SessionPlace.objects.get().taken) == ("cancelled", 0)


def test_an_unknown_deed_does_nothing(client):
    row = registration(peer_session())
    assert client.post(own_url(row), {"deed": "delete"}).status_code == 404
    assert client.post(own_url(row), {"deed": "cancel", "from": "https://ailleurs.example"}).url == own_url(row)


def test_LEAK_09_the_video_link_is_on_the_page_of_those_who_have_a_seat(client, lea, marc):
    session = peer_session(places=[online(capacity=1)])
    seated, waits = registration(session, lea), registration(session, marc, state=State.WAITING, place_in_line=1)
    assert LINK in client.get(own_url(seated)).content.decode()
    assert LINK not in client.get(own_url(waits)).content.decode()
    found = []
    for who in (None, lea, marc, factories.person("passante@example.org")):
        client.logout()
        if who:
            client.force_login(who)
        found.append(LINK in client.get(register_url(session)).content.decode())
    assert found == [False, True, False, False]


def test_LEAK_09_names_and_needs_are_for_those_who_welcome(client, lea, organiser, one_seat):
    registration(
        one_seat, name="Zoé Discrète", email="zoe@example.org", needs="Fauteuil roulant", note="Je suis timide"
    )
    secrets = ("Zoé Discrète", "zoe@example.org", "Fauteuil roulant", "Je suis timide")
    pages = ["session-registrations", "write-to-participants"]
    for who in (None, lea):
        client.logout()
        if who:
            client.force_login(who)
        assert [client.get(reverse(page, args=[one_seat.pk])).status_code for page in pages] == [
            404 if who else 302
        ] * 2
        text = client.get(register_url(one_seat)).content.decode()
        assert [secret for secret in secrets if secret in text] == []
    client.force_login(organiser)
    text = client.get(reverse("session-registrations", args=[one_seat.pk])).content.decode()
    assert [secret for secret in secrets if secret not in text] == []


def test_ATK_IDOR_02_my_session_with_your_registration_is_nothing(client, organiser, one_seat):
    theirs = registration(peer_session())
    client.force_login(organiser)
    url = reverse("remove-registration", args=[one_seat.pk, theirs.pk])
    assert [client.get(url).status_code, client.post(url, {"reason": "Non"}).status_code] == [404, 404]
    assert Registration.objects.get().state == "registered"
    other = reverse("remove-registration", args=[theirs.session_id, theirs.pk])
    assert client.post(other, {"reason": "Non"}).status_code == 404


def test_whoever_organises_removes_with_a_reason(client, organiser, one_seat):
    row = registration(one_seat)
    client.force_login(organiser)
    url = reverse("remove-registration", args=[one_seat.pk, row.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Erreur de liste."}).status_code == 303
    assert Registration.objects.get().state == "cancelled"


def test_a_letter_is_sent_once_for_one_form(client, organiser, one_seat):
    client.force_login(organiser)
    for _twice in range(2):
        client.post(reverse("write-to-participants", args=[one_seat.pk]), sent(subject="Salle", body="Au deuxième."))
    assert OutboxMessage.objects.filter(kind="session-mails").count() == 1


# --- one's own sessions ---


@pytest.mark.parametrize("number", [1, 3])
def test_my_sessions_cost_the_same_whatever_their_number(client, lea, number, django_assert_num_queries):
    for _each in range(number):
        session = peer_session(places=[{"capacity": 1}, online()])
        registration(session, lea)
        registration(peer_session(), lea, state=State.WAITING, place_in_line=1)
    client.force_login(lea)
    client.get(reverse("my-sessions"))
    with django_assert_num_queries(MY_SESSIONS):
        page = client.get(reverse("my-sessions"))
    assert (len(page.context["coming"]), len(page.context["waiting"])) == (number, number)


MY_SESSIONS = 10


def test_registrations_made_by_mail_become_those_of_the_account_that_proves_the_address(client, lea):
    row = registration(peer_session(), email="lea@example.org")
    client.force_login(lea)
    client.get(reverse("my-sessions"))
    assert Registration.objects.get(pk=row.pk).person is None
    lea.emailaddress_set.create(email="Lea@example.org", verified=True, primary=True)
    assert row.session.title in client.get(reverse("my-sessions")).content.decode()
    assert Registration.objects.get(pk=row.pk).person == lea


def test_what_is_over_stands_apart_and_cancelled_ones_are_gone(client, lea):
    past = registration(peer_session("Passée"), lea)
    begins = timezone.now() - timedelta(days=9)
    PeerSession.objects.filter(pk=past.session_id).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    registration(peer_session("Annulée par moi"), lea, state=State.CANCELLED)
    registration(peer_session("À venir"), lea)
    client.force_login(lea)
    page = client.get(reverse("my-sessions"))
    titles = {name: [line["session"].title for line in page.context[name]] for name in ("coming", "waiting", "past")}
    assert titles == {"coming": ["À venir"], "waiting": [], "past": ["Passée"]}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_a_session_costs_the_same_whatever_its_length(
    client, organiser, one_seat, number, django_assert_num_queries
):
    SessionPlace.objects.update(capacity=9)
    for place in range(number):
        registration(one_seat)
        registration(one_seat, state=State.WAITING, place_in_line=place + 1)
    client.force_login(organiser)
    url = reverse("session-registrations", args=[one_seat.pk])
    client.get(url)
    with django_assert_num_queries(LIST):
        client.get(url)


LIST = 11


def test_the_rank_of_each_is_shown_in_the_list(client, organiser, one_seat):
    registration(one_seat, must_confirm=True)
    for number in (1, 2):
        registration(one_seat, state=State.WAITING, place_in_line=number)
    client.force_login(organiser)
    page = client.get(reverse("session-registrations", args=[one_seat.pk]))
    [group] = page.context["groups"]
    assert ([line["rank"] for line in group["waiting"]], page.context["silent"]) == (["1re", "2e"], 1)
