"""What peer sessions promise: the agenda, a page, a feed, venues, and a rush of registrations on one session."""

import threading
import time
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import Client, percentile, times_of
from tests.bench.measures import Row
from tests.bench.people import SignedIn, signed_in
from tests.bench.training import at_most

# The venues of Auvergne-Rhône-Alpes, as their hub publishes them.
VENUES = Path("tests/data/venues/lieux-auvergne-rhone-alpes-hinaura-v1.csv")
REGISTRATIONS_OF_A_SESSION = 10
# More people than seats, as when a newsletter has just left; those who come too late join the waiting list.
RUSH_SEATS, RUSH_PEOPLE, CONNECTIONS = 1_000, 1_500, 8
SHORT_SEATS, SHORT_PEOPLE = 200, 300


def venues_import() -> Row:
    """Import the venues of a region, as published, into a database that knows none of them."""
    from django.core.management import call_command

    start = time.perf_counter()
    call_command("import_venues", str(VENUES), stdout=StringIO())
    seconds = time.perf_counter() - start
    from catalogue.venues.models import Venue

    count = Venue.objects.count()
    return Row(f"import of {count} real venues", f"{seconds:.1f} s", "≤ 5 s", seconds <= 5 and count >= 687)


def seeding(sessions: int) -> Row:
    from django.db import connection

    from tests.bench.session_seeds import analyse, grow_sessions

    start = time.perf_counter()
    grow_sessions(sessions, registrations=sessions * REGISTRATIONS_OF_A_SESSION)
    analyse()
    connection.close()
    return Row(f"planting of {sessions} sessions", f"{time.perf_counter() - start:.0f} s", "–", True)


def pages(port: int, sessions: int) -> list[Row]:
    """The pages that people without an account read, each asked for the first time (nothing of it is kept)."""
    from django.utils import timezone

    today = timezone.localdate()
    themes, department = values_in_use("theme"), fullest_department()
    plain = [f"/agenda/?_={n}" for n in range(60)]
    chosen = [f"/agenda/?territoire={department}&theme={themes[n % len(themes)]}&_={n}" for n in range(60)]
    months = [f"/agenda/mois/{today:%Y-%m}/?_={n}" for n in range(60)]
    # The first of the seeds are to come.
    one_by_one = [f"/seances/essai-{n % (sessions // 3)}/?_={n}" for n in range(200)]
    rows = []
    for what, paths, most in (
        ("agenda, plain", plain, 100),
        ("agenda of a department and a theme", chosen, 100),
        ("agenda of a month", months, 100),
        ("page of a session", one_by_one, 60),
    ):
        times_of(port, paths[:5])
        rows.append(at_most(what, times_of(port, paths), most))
    return rows


def values_in_use(facet: str) -> list[str]:
    """Return the values of `facet`, those of most sessions first."""
    from django.db.models import Count

    from catalogue.sessions.models import SessionFacet

    found = SessionFacet.objects.filter(facet=facet).values_list("value", flat=True)
    values = list(found.annotate(count=Count("pk")).order_by("-count", "value"))
    close()
    return values


def fullest_department() -> str:
    return next(value for value in values_in_use("territory") if value.startswith("department-"))


def feed(port: int, sessions: int) -> Row:
    """Read the whole calendar of an organisation with two thousand sessions to come, as a program does."""
    from outillerie.accounts.models import Organisation
    from tests.bench.session_seeds import LARGEST_FEED, SHARE_TO_COME

    address = f"/agenda/agenda.ics?organisme={Organisation.objects.get(name='Hub de mesure').slug}"
    close()
    expected = min(LARGEST_FEED, int(sessions * SHARE_TO_COME))
    times = []
    for number in range(11):
        start = time.perf_counter()
        status, body = Client(port, f"127.3.0.{number + 1}").get(f"{address}&_={number}")
        times.append((time.perf_counter() - start) * 1000)
        count = body.count(b"\r\nBEGIN:VEVENT\r\n")
        if (status, count) != (200, expected):
            raise SystemExit(f"The feed answered {status} with {count} events, not {expected}.")
    p95 = percentile(times[1:], 0.95)
    return Row(f"feed of {expected} events, whole, p95", f"{p95:.0f} ms", "≤ 500 ms", p95 <= 500)


# --- The rush ---------------------------------------------------------------------------------------------------------


def rush(port: int, *, is_short: bool) -> list[Row]:
    """Everyone presses the button of one session at once; count the answers that say it is done, then the rows."""
    seats, count = (SHORT_SEATS, SHORT_PEOPLE) if is_short else (RUSH_SEATS, RUSH_PEOPLE)
    slug, people = open_session("ruee", seats), signed_in(count)
    # The first answers of a server are slower, whatever they are: these are not counted.
    before, early = open_session("avant", CONNECTIONS), signed_in(2 * CONNECTIONS, name="avant")
    close()
    press(port, before, early)
    start = time.perf_counter()
    done, times = press(port, slug, people)
    seconds = time.perf_counter() - start
    speed, taken = done / seconds, rows_of(slug)
    is_right = (done, *taken) == (count, min(seats, count), max(0, count - seats), min(seats, count))
    drained = worker_drains()
    return [
        Row(
            f"rush of {count} people on {seats} seats, the worker running",
            f"{speed:.0f} acknowledged/s",
            "≥ 100/s",
            speed >= 100,
        ),
        Row(
            "… slowest answer",
            f"{max(times):.0f} ms, p95 {percentile(times, 0.95):.0f} ms",
            "≤ 5 s",
            max(times) <= 5000,
        ),
        Row("… seats given, people in line, seats counted", " / ".join(map(str, taken)), "none oversold", is_right),
        Row("… every mail of the rush handed over, by one worker", f"{drained:.0f} s after", "–", True),
    ]


def open_session(slug: str, seats: int) -> str:
    from datetime import timedelta

    from django.utils import timezone

    from catalogue.sessions.models import PeerSession, SessionFormat, SessionPlace

    now = timezone.now()
    session = PeerSession.objects.create(
        slug=slug,
        state=PeerSession.State.PUBLISHED,
        title="La séance que tout le monde attend",
        format=SessionFormat.objects.first(),
        starts_at=now + timedelta(days=20),
        ends_at=now + timedelta(days=20, hours=2),
        changed_at=now,
        published_at=now,
    )
    SessionPlace.objects.create(session=session, is_online=True, capacity=seats)
    return session.slug


def press(port: int, slug: str, people: list[SignedIn]) -> tuple[int, list[float]]:
    """Send the form of each of `people`, by a few connections that never wait; return how many were told that it is done."""
    times, done, lock = [], [0], threading.Lock()

    def alone(number: int) -> None:
        client = Client(port, f"127.4.0.{number + 1}")
        mine, noted = [], 0
        for person in people[number::CONNECTIONS]:
            fields = {"csrfmiddlewaretoken": person.token, "key": f"presse-{person.pk:08d}", "joins_queue": "True"}
            start = time.perf_counter()
            status, _body = client.post(f"/seances/{slug}/inscription/", urlencode(fields), cookies=person.cookies)
            mine.append((time.perf_counter() - start) * 1000)
            noted += status == 303 and "inscription=notee" in client.headers.get("location", "")
        with lock:
            times.extend(mine)
            done[0] += noted

    threads = [threading.Thread(target=alone, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done[0], times


def rows_of(slug: str) -> tuple[int, int, int]:
    """Return how many have a seat, how many wait, and how many seats the place says are taken."""
    from catalogue.registering.models import Registration
    from catalogue.sessions.models import SessionPlace

    place = SessionPlace.objects.get(session__slug=slug)
    states = list(Registration.objects.filter(place=place).values_list("state", flat=True))
    close()
    return states.count("registered"), states.count("waiting"), place.taken


def worker_drains(seconds: int = 600) -> float:
    """Return how long the worker takes to hand over what the rush asked it."""
    from outillerie.outbox.actions import due

    start = time.perf_counter()
    while due().exists():
        if time.perf_counter() - start > seconds:
            raise SystemExit("The worker did not hand over the mails of the rush.")
        time.sleep(0.5)
    close()
    return time.perf_counter() - start


def close() -> None:
    from django.db import connection

    connection.close()
