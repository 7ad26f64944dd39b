"""FLT-05: the database is held, cut or gone. People are told to try again, nothing is half written, and the site comes
back by itself."""

import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction

from catalogue.registering.models import Registration
from catalogue.sessions.locking import lock_session
from outillerie.outbox.models import OutboxMessage
from tests.bench.load import Client
from tests.bench.people import signed_in
from tests.catalogue import session_factories as made
from tests.faults.processes import database_address, full_or_short, serving, wait_until
from tests.faults.proxy import proxy_before
from tests.faults.visits import press

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
# The site itself waits 20 s for SQLite, and 3 s for a row of PostgreSQL.
PATIENCE = full_or_short({}, {"SQLITE_PATIENCE": "0.5"})
# What is on its way when the connection is cut, and whether the database did it.
CUTS = [
    (b'INSERT INTO "catalogue_registration"', False, 0),
    (b"COMMIT", False, 0),
    (b"COMMIT", True, 1),
]


@pytest.fixture
def session():
    return made.peer_session(places=[made.online(capacity=5)])


def written() -> tuple[int, int]:
    return Registration.objects.count(), OutboxMessage.objects.filter(kind="session-mail").count()


def check_told_to_try_again(told):
    assert (told.status, told.retry_after) == (503, "30")
    assert "<h1>" in told.page and "Traceback" not in told.page


def test_FLT_05_a_database_held_by_somebody_else_answers_503_and_reads_go_on(session, tmp_path):
    [person] = signed_in(1)
    with serving(tmp_path, workers=1, **PATIENCE) as port:
        with transaction.atomic():
            lock_session(session)
            check_told_to_try_again(press(port, session.slug, person))
            assert Client(port).get("/kits/")[0] == 200
        assert written() == (0, 0)
        assert press(port, session.slug, person).is_done
        assert press(port, session.slug, person).is_done
    assert written() == (1, 1)


@contextmanager
def serving_behind_a_proxy(folder):
    facts = connection.settings_dict
    with (
        proxy_before(facts["HOST"], int(facts["PORT"])) as proxy,
        serving(folder, workers=1, DATABASE_URL=database_address(port=proxy.port)) as port,
    ):
        yield proxy, port


def check_cut(proxy, port, slug, person, statement: bytes, is_after: bool, rows: int):
    """Cut the connection on `statement`: `rows` more are written, all of them or nothing; pressing again writes the rest."""
    before, cuts = written(), proxy.cuts
    proxy.is_after, proxy.cut_at = is_after, statement
    check_told_to_try_again(press(port, slug, person))
    assert proxy.cuts == cuts + 1
    wait_until(lambda: written() == (before[0] + rows, before[1] + rows), seconds=10)
    # The same button again, without anything restarted.
    assert press(port, slug, person).is_done
    assert written() == (before[0] + 1, before[1] + 1)


if not IS_SQLITE:
    # A file cannot be cut off: for SQLite, what stands here is FLT-01.

    def test_FLT_05_a_cut_at_any_moment_leaves_all_of_a_registration_or_nothing(session, tmp_path):
        people = signed_in(len(CUTS) + 1)
        with serving_behind_a_proxy(tmp_path) as (proxy, port):
            assert press(port, session.slug, people[-1]).is_done
            for person, cut in zip(people, CUTS, strict=False):
                check_cut(proxy, port, session.slug, person, *cut)
            # Then the whole database is gone for a while.
            proxy.go_away()
            check_told_to_try_again(press(port, session.slug, people[0]))
            threading.Timer(0.5, proxy.come_back).start()
            wait_until(lambda: press(port, session.slug, people[0]).is_done, seconds=10)
        assert written() == (len(people), len(people))
