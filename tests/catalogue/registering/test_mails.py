"""The mails of a session: true when they leave, once, and each for its reader alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from catalogue.registering import news
from catalogue.registering.actions import ask_registration, cancel_registration, confirm_address, register
from catalogue.registering.emails import send_session_mail, write_to_everyone
from catalogue.registering.links import own_address
from catalogue.registering.models import Registration
from catalogue.sessions.actions import cancel_session, move_session
from outillerie.accounts.models import Organisation
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.session_factories import online, peer_session, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
State = Registration.State
LINK = "https://visio.example.org/salle-secrete"


@pytest.fixture
def english(settings):
    settings.LANGUAGE_CODE = "en"


def work():
    """Do what the worker would: every mail that waits, and the lists of people before them."""
    for kind in ("session-mails", "session-mail"):
        for message in OutboxMessage.objects.filter(kind=kind, state="waiting").order_by("pk"):
            handle(message.pk)
    failed = OutboxMessage.objects.exclude(last_error="").values_list("last_error", flat=True)
    assert list(failed) == []


def subjects():
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_each_step_of_a_line_is_told_to_whom_it_concerns(one_seat, lea, marc, organiser):
    place = one_seat.places.first()
    first = register(place, person=lea, key="cle-de-lea")
    register(place, person=marc, key="cle-de-marc", joins_queue=True)
    work()
    cancel_registration(first, by=organiser, reason="La salle est trop petite.")
    work()
    title = one_seat.title
    assert subjects() == [
        ("lea@example.org", f"You are registered: {title}"),
        ("marc@example.org", f"You are on the waiting list: {title}"),
        ("lea@example.org", f"Your registration was cancelled: {title}"),
        ("marc@example.org", f"A seat is free for you: {title}"),
    ]
    assert "La salle est trop petite." in mail.outbox[2].body
    assert own_address(Registration.objects.get(person=marc)) in mail.outbox[3].body


def test_the_link_to_the_video_room_is_for_those_who_have_a_seat(lea, marc):
    session = peer_session(places=[online(capacity=1)])
    place = session.places.first()
    first = register(place, person=lea, key="cle-de-lea")
    register(place, person=marc, key="cle-de-marc", joins_queue=True)
    ask_registration(place, key="cle-d-ana", name="Ana", email="ana@example.org")
    work()
    cancel_registration(first)
    work()
    told = {(message.to[0], message.subject.split(":")[0]): LINK in message.body for message in mail.outbox}
    assert [who for who, is_said in told.items() if is_said] == [("lea@example.org", "You are registered")]
    assert len(told) == 5


def test_LEAK_09_no_invitation_holds_the_link_to_the_video_room(lea):
    session = peer_session(places=[online()])
    register(session.places.first(), person=lea, key="cle-de-lea")
    work()
    [message] = mail.outbox
    parts = [part for part in message.message().walk() if "calendar" in part.get_content_type() or part.get_filename()]
    assert len(parts) == 2
    assert not any("salle-secrete" in part.get_payload(decode=True).decode() for part in parts)


def test_nothing_is_sent_to_whoever_cancelled_meanwhile(one_seat, lea):
    cancel_registration(register(one_seat.places.first(), person=lea, key="cle-de-lea"))
    work()
    assert subjects() == [("lea@example.org", f"Your registration is cancelled: {one_seat.title}")]


def test_a_mail_that_leaves_twice_is_the_same_mail(one_seat, lea):
    """A worker that died after sending sends it again: mail programs know one message by its number."""
    row = register(one_seat.places.first(), person=lea, key="cle-de-lea")
    for _twice in range(2):
        send_session_mail({"registration": row.pk, "kind": news.REGISTERED})
    numbers = [message.message()["Message-ID"] for message in mail.outbox]
    assert numbers == [f"<session-{row.pk}-registered@localhost>"] * 2 or len(set(numbers)) == 1


def test_an_address_that_is_registered_already_learns_it_and_nobody_else_does(lea, client):
    session = peer_session()
    standing = register(session.places.first(), person=lea, key="cle-de-lea")
    answers = []
    for number, email in enumerate(("lea@example.org", "inconnue@example.org")):
        sent = {"key": f"cle-numero-{number}", "name": "Léa", "email": email}
        answers.append(client.post(f"/seances/{session.slug}/inscription/", sent))
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (303, f"/seances/{session.slug}/inscription/envoyee/")
    ] * 2
    work()
    found = [
        message for message in mail.outbox if message.subject.startswith(("You are registered already", "Confirm"))
    ]
    assert [message.to[0] for message in found] == ["lea@example.org", "inconnue@example.org"]
    assert own_address(standing) in found[0].body
    assert "Confirm" not in found[0].subject and found[1].subject.startswith("Confirm")


def test_ATK_ENUM_01_the_same_rows_are_written_whoever_the_address_belongs_to(lea, django_assert_num_queries):
    session = peer_session()
    place = session.places.first()
    register(place, person=lea, key="cle-de-lea")
    for number, email in enumerate(("lea@example.org", "inconnue@example.org")):
        with django_assert_num_queries(9):
            ask_registration(place, key=f"cle-numero-{number}", name="Léa", email=email)


def test_a_link_that_is_opened_confirms_once(one_seat):
    row = ask_registration(one_seat.places.first(), key="cle-d-ana", name="Ana", email="ana@example.org")
    for _twice in range(2):
        confirm_address(row)
    work()
    assert [subject.split(":")[0] for _to, subject in subjects()] == ["You are registered"]


def test_guests_read_who_registered_them(organiser):
    hub = Organisation.objects.create(name="Médiathèque des Tisserands")
    place = peer_session().places.first()
    register(
        place,
        key="cle-de-zoe",
        name="Zoé",
        email="zoe@example.org",
        source="organisation",
        organisation=hub,
        by=organiser,
    )
    work()
    assert "Médiathèque des Tisserands registered you to this session." in mail.outbox[0].body


def test_a_move_is_told_with_the_date_before_and_asks_those_who_have_a_seat(one_seat, lea, marc, organiser):
    place = one_seat.places.first()
    register(place, person=lea, key="cle-de-lea")
    register(place, person=marc, key="cle-de-marc", joins_queue=True)
    work()
    mail.outbox.clear()
    starts_at = one_seat.starts_at + timedelta(days=1)
    move_session(one_seat, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), reason="Grève.", by=organiser)
    work()
    assert subjects() == [
        ("lea@example.org", f"New date: {one_seat.title}"),
        ("marc@example.org", f"New date: {one_seat.title}"),
    ]
    assert ["Do you still come?" in message.body for message in mail.outbox] == [True, False]
    assert all("Grève." in message.body and "It moved." in message.body for message in mail.outbox)
    invitation = [part for part in mail.outbox[0].message().walk() if part.get_content_type() == "text/calendar"]
    assert "METHOD:REQUEST" in invitation[0].get_payload(decode=True).decode()


def test_a_cancelled_session_is_told_to_all_with_what_takes_it_back(one_seat, lea, marc, organiser):
    place = one_seat.places.first()
    register(place, person=lea, key="cle-de-lea")
    register(place, person=marc, key="cle-de-marc", joins_queue=True)
    work()
    mail.outbox.clear()
    cancel_session(one_seat, reason="La salle est inondée.", by=organiser)
    work()
    assert [to for to, _subject in subjects()] == ["lea@example.org", "marc@example.org"]
    [part] = [part for part in mail.outbox[0].message().walk() if part.get_content_type() == "text/calendar"]
    assert "METHOD:CANCEL" in part.get_payload(decode=True).decode()


def test_another_title_is_told_and_another_number_of_seats_is_not(lea, organiser):
    from catalogue.registering.following import follow_change

    session = peer_session()
    register(session.places.first(), person=lea, key="cle-de-lea")
    work()
    mail.outbox.clear()
    follow_change(session, frozenset({"capacity", "facilitators"}))
    work()
    assert subjects() == []
    follow_change(session, frozenset({"title"}))
    work()
    assert [subject.split(":")[0] for _to, subject in subjects()] == ["This session changes"]


def test_a_letter_reaches_each_participant_alone_with_the_address_to_answer(organiser):
    session = peer_session(contact_email="hub@example.org")
    for state in ("registered", "registered", "waiting", "cancelled"):
        registration(session, state=state, place_in_line=1 if state == "waiting" else None)
    news.tell_everyone(
        session,
        news.LETTER,
        again="cle-de-lettre",
        subject="Salle 3",
        body="Montez <au> 2e & dernier étage.",
        by="Odile",
    )
    work()
    assert [(message.to, message.cc, message.bcc, message.reply_to) for message in mail.outbox] == [
        ([row.email], [], [], ["hub@example.org"]) for row in session.registrations.filter(state="registered")
    ]
    assert {message.subject for message in mail.outbox} == {"Salle 3"}
    assert "Montez <au> 2e & dernier étage." in mail.outbox[0].body


def test_writing_to_everyone_again_adds_nobody_twice(organiser):
    session = peer_session()
    registration(session)
    payload = {"session": session.pk, "kind": news.LETTER, "again": "cle", "subject": "S", "body": "B", "by": ""}
    for _twice in range(2):
        write_to_everyone(payload)
    assert OutboxMessage.objects.filter(kind="session-mail").count() == 1


def test_no_header_of_a_mail_is_written_by_a_title(lea):
    session = peer_session("Titre\r\nBcc: tous@example.org")
    register(session.places.first(), person=lea, key="cle-de-lea")
    work()
    [message] = mail.outbox
    assert (message.message()["Bcc"], "\n" in message.subject) == (None, False)


def test_an_offer_that_is_over_is_no_longer_told(one_seat, lea):
    row = registration(one_seat, lea, state=State.OFFERED, offer_ends_at=timezone.now())
    news.tell(row, news.OFFERED)
    work()
    assert subjects() == []
