"""Two organisers at once: the second is told, an event is sent once, an address answers once. Each with its control,
the same deed without its transaction and its lock."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from catalogue.organising import actions, polls
from catalogue.organising.actions import EditedMeanwhile, save_sheet
from catalogue.organising.making import Origin
from catalogue.organising.models import PollReply
from catalogue.organising.polls import Reply, answer, make_poll
from catalogue.organising.sheet import Sheet
from catalogue.sessions import actions as deeds
from catalogue.sessions import events
from catalogue.sessions.actions import publish_session
from catalogue.sessions.models import PeerSession
from tests import factories
from tests.catalogue.session_factories import paris, peer_session, session_format

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("in_january_2027"),
]


def at_once(*calls):
    """Do `calls` in as many threads, started together. Return what each raised, None when it was done."""
    start, ends = threading.Barrier(len(calls)), [None] * len(calls)

    def alone(place, call):
        try:
            start.wait(10)
            call()
        except Exception as error:
            ends[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def without_lock(read):
    """Return what stands for a lock that locks nothing: everybody has read before anybody writes."""
    together = threading.Barrier(2)

    def unlocked(row):
        found = read(row)
        together.wait(10)
        return found

    return unlocked


@pytest.fixture
def author(db):
    return factories.person("rose@example.org", group="trainer")


@pytest.fixture
def session(author):
    return peer_session(facilitators=[author], created_by=author, state="draft")


def saves(session, author, save):
    """Return two saves of two titles, from what the same page had shown."""
    base = Sheet(session, user=author).kept
    shelves = {"audiences": [], "themes": []}
    rows = {"places": [], "facilitators": []}
    base |= {"places": [], "facilitators": []}
    PeerSession.objects.get(pk=session.pk).places.all().delete()
    PeerSession.objects.get(pk=session.pk).facilitators.all().delete()
    return [
        lambda title=title: save(session, {"title": title, **shelves, **rows}, base=base, by=author)
        for title in ("Un", "Deux")
    ]


def test_race_two_organisers_save_the_same_sheet_and_the_second_is_told(session, author):
    ends = at_once(*saves(session, author, save_sheet))
    assert sorted(type(end).__name__ for end in ends) == ["EditedMeanwhile", "NoneType"]
    [told] = [end for end in ends if isinstance(end, EditedMeanwhile)]
    assert told.theirs["title"] == PeerSession.objects.get().title


def test_race_control_without_the_lock_one_text_is_lost_in_silence(session, author, monkeypatch):
    monkeypatch.setattr(actions, "lock_session", without_lock(lambda row: PeerSession.objects.get(pk=row.pk)))
    monkeypatch.setattr(actions, "facts_of", without_lock(actions.facts_of))
    assert at_once(*saves(session, author, save_sheet.__wrapped__)) == [None, None]


def publications(session, author, publish):
    heard = []

    def hear(sender, *, session, **_facts):
        heard.append(session.pk)

    events.session_published.connect(hear)
    try:
        ends = at_once(*[lambda: publish(session, by=author)] * 2)
    finally:
        events.session_published.disconnect(hear)
    return ends, len(heard)


def test_race_two_presses_publish_once_and_tell_once(session, author):
    assert publications(session, author, publish_session) == ([None, None], 1)


def test_race_control_without_the_lock_publication_is_told_twice_or_breaks(session, author, monkeypatch):
    monkeypatch.setattr(deeds, "lock_session", without_lock(lambda row: PeerSession.objects.get(pk=row.pk)))
    # Whoever writes the same facets second is refused by the database, before or after being heard.
    assert publications(session, author, publish_session.__wrapped__) != ([None, None], 1)


def made_poll(author):
    dates = [(paris(2027, 3, day, 10), paris(2027, 3, day, 10) + timedelta(hours=2)) for day in (2, 3, 4)]
    return make_poll(Origin(), dates, by=author, key=uuid.uuid4().hex, title="Se voir", format=session_format())


def replies(poll, keep):
    return at_once(
        *(
            lambda name=name: keep(poll, Reply(name=name, answers={}), email="lea@example.org")
            for name in ("Un", "Deux")
        )
    )


def test_race_two_answers_of_one_address_are_one_answer(author):
    assert replies(made_poll(author), answer) == [None, None]
    assert PollReply.objects.count() == 1


def test_race_control_without_the_lock_one_of_two_answers_breaks(author, monkeypatch):
    poll = made_poll(author)
    monkeypatch.setattr(polls, "lock_poll", lambda row: row)
    monkeypatch.setattr(polls, "known_answers", without_lock_of_two(polls.known_answers))
    ends = replies(poll, answer.__wrapped__)
    assert sorted(type(end) for end in ends if end is not None) == [IntegrityError]


def without_lock_of_two(do):
    together = threading.Barrier(2)

    def unlocked(*args):
        found = do(*args)
        together.wait(10)
        return found

    return unlocked
