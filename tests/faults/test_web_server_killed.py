"""FLT-01: the web server is killed at any moment. What it acknowledged is kept; what it did not, the same form repairs."""

import random
import threading
import time

import pytest
from django.db import connection

from catalogue.registering.models import LIVING, Registration
from outillerie.outbox.models import OutboxMessage
from tests.bench.load import Client
from tests.bench.people import signed_in
from tests.catalogue import session_factories as made
from tests.faults.processes import free_port, full_or_short, kill, start_server
from tests.faults.visits import press

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CYCLES = full_or_short(1_000, 3)
PEOPLE = full_or_short(20_000, 200)
LONGEST_LIFE = 0.3
VISITORS = 3


class Journal:
    """Who was told that it is done, and who was told nothing and will press again."""

    def __init__(self, people):
        self.to_come, self.acknowledged, self.unanswered = list(people), [], []
        self.lock = threading.Lock()

    def next_person(self):
        with self.lock:
            return (self.unanswered or self.to_come).pop()

    def note(self, person, told):
        with self.lock:
            (self.acknowledged if told.is_done else self.unanswered).append(person)


def visit(port, slug, journal, is_over):
    try:
        client = Client(port)
    except OSError:
        return
    while not is_over.is_set():
        person = journal.next_person()
        told = press(port, slug, person, client)
        journal.note(person, told)
        if not told.is_done:
            return


def one_life(folder, slug, journal, seconds):
    """Let people register until the server is killed, `seconds` after it began to answer them."""
    port = free_port()
    server, is_over = start_server(folder, port, workers=1), threading.Event()
    visitors = [threading.Thread(target=visit, args=(port, slug, journal, is_over)) for _visitor in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    time.sleep(seconds)
    kill(server)
    is_over.set()
    for visitor in visitors:
        visitor.join()


def finish(folder, slug, journal):
    """Whoever was told nothing presses the same button again, of a server that lives."""
    port = free_port()
    server = start_server(folder, port, workers=1)
    try:
        again, journal.unanswered = journal.unanswered, []
        for person in again:
            journal.note(person, press(port, slug, person))
    finally:
        kill(server)


def test_FLT_01_a_killed_web_server_loses_nothing_that_it_acknowledged(tmp_path):
    place = made.peer_session(places=[made.online(capacity=40)]).places.get()
    people, chance = signed_in(PEOPLE), random.Random(11)
    journal = Journal(people)
    for _cycle in range(CYCLES):
        one_life(tmp_path, place.session.slug, journal, chance.uniform(0.02, LONGEST_LIFE))
        kept = set(Registration.objects.filter(state__in=LIVING).values_list("person", flat=True))
        assert {person.pk for person in journal.acknowledged} <= kept
    finish(tmp_path, place.session.slug, journal)
    pressed = {person.pk for person in people} - {person.pk for person in journal.to_come}
    # One row each, whether the first answer came or not; one mail each.
    assert sorted(Registration.objects.values_list("person", flat=True)) == sorted(pressed)
    assert OutboxMessage.objects.filter(kind="session-mail").count() == len(pressed) > 0
    assert journal.unanswered == []
    place.refresh_from_db()
    assert (place.taken, place.waiting) == (min(40, len(pressed)), max(0, len(pressed) - 40))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
