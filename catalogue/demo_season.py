"""The demonstration's season of peer sessions (fixtures/demo/sessions.yaml), in the venues of venues.csv."""

import uuid
from datetime import date, datetime, time, timedelta
from itertools import count

import yaml
from django.conf import settings
from django.utils import timezone

from catalogue.attending.actions import mark_presence
from catalogue.learning.models import AttendanceMark
from catalogue.organising.formats.recurrence import Asked, Repeat
from catalogue.organising.making import Origin, from_kit, from_module, make_session
from catalogue.organising.series import make_series
from catalogue.outcomes.models import Headcount, SessionFeedback, SessionReport
from catalogue.paths.models import Module
from catalogue.registering.actions import register
from catalogue.registering.models import Registration
from catalogue.sessions.actions import cancel_session, hold_session, move_session, publish_session
from catalogue.sessions.formats.local_time import moment_of
from catalogue.sessions.models import PeerSession, SessionFormat, SessionPlace
from catalogue.sessions.queries import half_days_of
from catalogue.venues.imports import import_venues
from catalogue.venues.models import Territory, Venue
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from outillerie.outbox.models import OutboxMessage

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
ZONE = "Europe/Paris"
# Read from the same rows, the same season has the same keys.
SEASON = uuid.UUID("7d3f6a52-64f0-4a0c-9a2b-0d5f1f0a8c11")
WORDS = ("title", "intention", "audience", "accessibility", "to_bring", "is_anonymous")


def load_season() -> None:
    """Make the venues and the sessions of the demonstration, once: what people change in them since stays."""
    if PeerSession.objects.exists():
        return
    import_venues((FOLDER / "venues.csv").read_bytes())
    rows = yaml.safe_load((FOLDER / "sessions.yaml").read_text(encoding="utf-8"))
    crowd = Crowd(rows["people"], rows["employers"])
    staff = User.objects.get(email=rows["staff"])
    for row in rows["sessions"]:
        write_session(row, crowd, staff=staff)
    # Nobody reads the mail of invented people.
    OutboxMessage.objects.filter(kind="session-mail", state=OutboxMessage.State.WAITING).delete()


class Crowd:
    """Invented people who register, each with an address that can receive nothing."""

    def __init__(self, names: list[str], employers: list[str]):
        self.names, self.employers, self.numbers = names, employers, count()

    def next(self) -> dict[str, str]:
        number = next(self.numbers)
        return {
            "name": self.names[number % len(self.names)],
            "email": f"personne-{number}@exemple.invalid",
            "employer": self.employers[number % len(self.employers)],
        }


def write_session(row: dict, crowd: Crowd, *, staff: User) -> None:
    owner = User.objects.get(email=row["owner"])
    starts_at, ends_at, pause = dates_of(row)
    session = make_session(
        origin_of(row, owner),
        by=owner,
        key=uuid.uuid5(SEASON, row["title"]),
        starts_at=starts_at,
        ends_at=ends_at,
        break_starts_at=pause[0] if pause else None,
        break_ends_at=pause[1] if pause else None,
        **facts_of(row),
    )
    if starts_at < timezone.now():
        return write_past(session, row, crowd, staff=staff)
    session = publish_session(session, by=staff)
    fill(session, row, crowd)
    if "weekly" in row:
        write_series(session, row["weekly"], staff=staff)
    if "moved" in row:
        later = timedelta(weeks=row["moved"]["weeks"])
        dates = {"starts_at": starts_at + later, "ends_at": ends_at + later}
        move_session(session, **dates, reason=row["moved"]["reason"], by=staff)
    if "cancelled" in row:
        cancel_session(session, reason=row["cancelled"], by=staff)


def origin_of(row: dict, owner: User) -> Origin:
    """Return what the session is made from: its kit, its module, or nothing; its own rows come over."""
    made = Origin()
    if "kit" in row:
        made = from_kit(newest_version(KitPage.objects.get(slug=row["kit"])))
    elif "module" in row:
        made = from_module(Module.objects.get(title=row["module"]))
    people = {person.email: person for person in User.objects.filter(email__in=row["facilitators"])}
    return Origin(
        facts=made.facts,
        places=tuple(place_of(place) for place in row["places"]),
        facilitators=tuple(
            {"person": people.get(name), "name": "" if name in people else name, "role": ""}
            for name in row["facilitators"]
        ),
    )


def place_of(row: dict) -> dict:
    venue = Venue.objects.get(standard_id=row["venue"]) if "venue" in row else None
    commune = Territory.objects.get(kind="commune", code=row["commune"]) if "commune" in row else None
    return {
        "is_online": row.get("is_online", False),
        "venue": venue,
        "territory": commune,
        "capacity": row["capacity"],
        **{name: row.get(name, "") for name in ("name", "address", "room", "directions", "video_link")},
    }


def facts_of(row: dict) -> dict:
    facts = {name: row[name] for name in WORDS if name in row}
    if "moments" in row:
        facts["moments"] = row["moments"]
    facts["format"] = SessionFormat.objects.get(code=row["format"])
    facts["organisation"] = Organisation.objects.get(name=row["organisation"])
    return facts


def dates_of(row: dict) -> tuple[datetime, datetime, tuple[datetime, datetime] | None]:
    """Return the moments of a row, counted from the Monday of this week: there is always a season around today."""
    today = timezone.localdate()
    day = today - timedelta(days=today.weekday()) + timedelta(weeks=row["week"], days=row["day"] - 1)
    pause = tuple(at(day, hour) for hour in row["break"]) if "break" in row else None
    return at(day, row["from"]), at(day, row["to"]), pause


def at(day: date, hour: str) -> datetime:
    # Clocks change at night: no hour of the season is absent or comes twice.
    return moment_of(datetime.combine(day, time.fromisoformat(hour)), ZONE)


def write_series(session: PeerSession, times: int, *, staff: User) -> None:
    """Make the other sessions of a series, but on the eves when nobody comes."""
    first_day = timezone.localdate(session.starts_at)
    eves = [date(first_day.year, 12, day) for day in (24, 31)]
    asked = Asked(repeat=Repeat.WEEKLY, first_day=first_day, count=times)
    make_series(session, asked, excluded=eves, is_published=True, by=staff, key=uuid.uuid5(SEASON, "series"))


def fill(session: PeerSession, row: dict, crowd: Crowd) -> None:
    """Register people one after the other, in each place in turn, then those who wait."""
    places = list(session.places.all())
    for number in range(row.get("registered", 0) + row.get("waiting", 0)):
        place = places[number % len(places)]
        register(place, key=f"demo-{session.pk}-{number}", joins_queue=True, **crowd.next())
    for email in row.get("people", ()):
        register(places[0], key=f"demo-{session.pk}-{email}", person=User.objects.get(email=email))


def write_past(session: PeerSession, row: dict, crowd: Crowd, *, staff: User) -> None:
    """Write a session that took place: its people as they had registered, then what the facilitator recorded."""
    now = session.starts_at - timedelta(days=20)
    PeerSession.objects.filter(pk=session.pk).update(state="published", published_at=now)
    session.refresh_from_db()
    # Nobody facilitates and records themselves.
    by = session.created_by
    for number, registration in enumerate(past_registrations(session, row, crowd, now)):
        is_absent = number < row.get("absent", 0)
        for part in half_days_of(session):
            mark_presence(
                registration,
                half_day=part.code,
                state="absent" if is_absent else "present",
                way=AttendanceMark.Way.PAPER,
                key=f"demo-{registration.pk}-{part.code}",
                by=by,
            )
    Headcount.objects.bulk_create(Headcount(session=session, **headcount) for headcount in row.get("headcounts", ()))
    if "report" in row:
        SessionReport.objects.create(session=session, written_by=by, written_at=session.ends_at, **row["report"])
    answered_on = timezone.localdate(session.ends_at) + timedelta(days=1)
    SessionFeedback.objects.bulk_create(
        SessionFeedback(session=session, answered_on=answered_on, **answer) for answer in row.get("feedback", ())
    )
    hold_session(session, by=by)


def past_registrations(session: PeerSession, row: dict, crowd: Crowd, now: datetime) -> list[Registration]:
    place = session.places.get()
    known = User.objects.filter(email__in=row.get("people", ()))
    people = [crowd.next() for _number in range(row.get("registered", 0))]
    people += [{"name": str(person), "email": person.email, "person": person} for person in known]
    facts = {"session": session, "place": place, "state": Registration.State.REGISTERED}
    made = Registration.objects.bulk_create(
        Registration(**facts, **person, key=f"demo-{session.pk}-{number}", asked_at=now, registered_at=now)
        for number, person in enumerate(people)
    )
    SessionPlace.objects.filter(pk=place.pk).update(taken=len(made))
    return made
