"""FLT-06 for sessions: the mail server refuses, hangs, is busy, cuts. Nobody fails to register, no mail is lost, and none
comes twice but where nobody can know whether it came."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.registering import actions
from catalogue.registering.models import Registration
from outillerie.outbox.actions import sweep
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import accept_terms
from outillerie.privacy.queries import terms_version
from tests import factories
from tests.catalogue import session_factories as made
from tests.faults.smtp import smtp_server

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
# The site waits 20 s for each answer; a test cannot.
PATIENCE = 0.3


@pytest.fixture
def mail_server(settings):
    """Return a function that starts a scripted server and has the site deliver to it."""
    opened = []

    def start(*behaviours):
        context = smtp_server(*behaviours)
        server = context.__enter__()
        opened.append(context)
        options = {"host": "127.0.0.1", "port": server.port, "timeout": PATIENCE}
        settings.MAILERS = {
            "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
            "delivery": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options},
        }
        return server

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def let_a_day_pass():
    """Have the worker go round twice: a mail of a session may ask for another effect."""
    for _round in range(2):
        OutboxMessage.objects.filter(state=State.WAITING).update(not_before=timezone.now() - timedelta(seconds=1))
        sweep()


def received(server) -> list[tuple[str, str]]:
    read = (message_from_bytes(message, policy=policy.default) for message in server.taken)
    return [(message["To"], message["Message-ID"]) for message in read]


@pytest.mark.parametrize("fault", ["busy", "refuse", "full", "hang", "drop", "close", "accept-then-drop"])
def test_FLT_06_registering_succeeds_at_once_and_its_mail_comes_once(client, mail_server, fault):
    server = mail_server(fault, "accept")
    session = made.peer_session(places=[made.online(capacity=1)])
    lea = factories.person("lea@example.org")
    accept_terms(lea, terms_version())
    client.force_login(lea)
    answer = client.post(reverse("register", args=[session.slug]), {"key": "essai-lea-0001"})
    assert (answer.status_code, answer.url) == (303, f"{session.get_absolute_url()}?inscription=notee#inscription")
    assert Registration.objects.get().state == Registration.State.REGISTERED
    for _day in range(4):
        let_a_day_pass()
    assert [address for address, _name in received(server)] == ["lea@example.org"]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.DONE}


def test_FLT_06_through_a_bad_week_every_mail_of_a_session_comes_once(mail_server):
    """A whole life of a session: registered, waiting, cancelled, offered, taken, while the server behaves at random."""
    server = mail_server(*["busy", "close", "accept", "full", "hang", "refuse", "accept"] * 3, "accept")
    place = made.peer_session(places=[made.online(capacity=3)]).places.get()
    people = [factories.person(f"p{number}@example.org") for number in range(8)]
    rows = [actions.register(place, key=f"essai-{person.pk:04d}", person=person, joins_queue=True) for person in people]
    let_a_day_pass()
    actions.cancel_registration(rows[0])
    let_a_day_pass()
    actions.accept_offer(rows[3])
    for _day in range(9):
        let_a_day_pass()
    asked = OutboxMessage.objects.filter(kind="session-mail")
    names = Counter(name for _address, name in received(server))
    assert set(names.values()) == {1}
    # An offer that was answered before its mail could leave is no longer told: the answer is.
    told = Counter(address for address, _name in received(server))
    # What was cancelled before its mail could leave is told as cancelled, once.
    assert told["p0@example.org"] in (1, 2)
    assert told["p3@example.org"] in (2, 3)
    assert {address: told[address] for address in ("p1@example.org", "p7@example.org")} == {
        "p1@example.org": 1,
        "p7@example.org": 1,
    }
    assert set(asked.values_list("state", flat=True)) == {State.DONE}
