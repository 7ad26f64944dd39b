"""A season of sessions where every word is too long, and one session of each state: what the pages are judged with."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from catalogue.agenda.actions import rebuild_facets
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.organising.formats.recurrence import Asked, Repeat
from catalogue.organising.making import Origin
from catalogue.organising.models import DatePoll
from catalogue.organising.polls import Reply, answer, make_poll
from catalogue.organising.series import make_series
from catalogue.outcomes.models import SessionFeedback, SessionReport
from catalogue.registering.models import Registration
from catalogue.sessions.actions import cancel_session, move_session
from catalogue.sessions.models import PeerSession, SessionSeries
from catalogue.sessions.queries import half_days_of
from catalogue.venues.models import Venue
from outillerie.accounts.models import User
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from tests import factories
from tests.catalogue.session_factories import online, peer_session, registration, session_format, venue
from tests.journeys.walkers import known

LONG = ("Anticonstitutionnellement " * 7).strip()
ENDLESS = "Anticonstitutionnellement" * 4
STATES = Registration.State


@dataclass(frozen=True, kw_only=True)
class Season:
    """`sessions` by what they are: long, full, cancelled, moved, held, draft, under-way, closed, anonymous, weekly."""

    odile: User
    lea: User
    venue: Venue
    kit: KitPage
    sessions: dict[str, PeerSession]
    series: SessionSeries
    poll: DatePoll
    # What Léa has: a seat, a place in the line, an offer, a seat to confirm again, a seat of a session that took place.
    own: dict[str, Registration]


def season() -> Season:
    odile = known("odile@example.org", first_name="Odile", last_name=ENDLESS, group="trainer")
    lea = known("lea@example.org", first_name="Léa", last_name=ENDLESS)
    where, kit = long_venue(), factories.kit(slug="long", title=LONG)
    sessions = {"long": long_session(odile, where, kit), **other_sessions(odile, where)}
    own = own_registrations(lea, sessions)
    make_full(sessions["long"])
    later = timezone.now() + timedelta(days=31)
    move_session(
        sessions["moved"], starts_at=later, ends_at=later + timedelta(hours=2), reason=f"{LONG} {ENDLESS}", by=odile
    )
    cancel_session(sessions["cancelled"], reason=f"{LONG} {ENDLESS}", by=odile)
    tell_what_came_of(sessions["held"], odile)
    series = repeat(sessions["weekly"], odile)
    rebuild_facets()
    return Season(
        odile=odile, lea=lea, venue=where, kit=kit, sessions=sessions, series=series, poll=poll_of(odile, lea), own=own
    )


def long_venue() -> Venue:
    return venue(
        LONG, address=LONG, address_more=ENDLESS, getting_there=LONG, accessibility=f"{LONG} {ENDLESS}", summary=LONG,
        description=f"{LONG}\n{ENDLESS}", source=ENDLESS, emails=[f"{'contact' * 8}@example.org"], phone="+33320000000",
        websites=[f"https://example.org/{ENDLESS}"], opening_hours="Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00",
        services=["Aide aux démarches administratives"], labels=["Aidants Connect"], parent_organisation=ENDLESS,
        accessibility_url="https://example.org/acces", booking_url="https://example.org/rendez-vous",
        typologies=["BIB"], fees=["Gratuit"], itinerancy=["Fixe"],
    )  # fmt: skip


def long_session(odile: User, where: Venue, kit: KitPage) -> PeerSession:
    places = [
        {"venue": where, "capacity": 40, "room": LONG[:110], "directions": LONG},
        {**online(), "name": ENDLESS},
    ]
    moments = [{"title": title, "minutes": 20, "text": LONG} for title in (ENDLESS, LONG, "Trier")]
    return peer_session(
        ENDLESS, places=places, facilitators=[odile, ENDLESS], kit_version=newest_version(kit), moments=moments,
        created_by=odile, format=session_format(), intention=LONG, aims=f"{LONG}\n{ENDLESS}", audience=LONG,
        prerequisites=LONG, to_bring=LONG, price=ENDLESS, accessibility=LONG, material=f"{LONG}\n{ENDLESS}",
        contact_name=ENDLESS, contact_email=f"{'contact' * 8}@example.org",
    )  # fmt: skip


def other_sessions(odile: User, where: Venue) -> dict[str, PeerSession]:
    now = timezone.now().replace(microsecond=0)
    one_seat, facts = [{"venue": where, "capacity": 1}], {"facilitators": [odile], "created_by": odile}
    soon, ago = now + timedelta(days=9), now - timedelta(days=20)
    return {
        "full": peer_session(LONG, places=one_seat, starts_at=soon, **facts),
        "offered": peer_session(f"{ENDLESS} bis", places=one_seat, starts_at=soon + timedelta(days=3), **facts),
        "cancelled": peer_session(f"{LONG} annulé", starts_at=soon, **facts),
        "moved": peer_session(f"{LONG} déplacé", starts_at=soon, **facts),
        "held": peer_session(f"{LONG} passé", starts_at=ago, state="held", held_at=ago, **facts),
        "draft": peer_session(ENDLESS, starts_at=soon, state="draft", places=[{"venue": where}, online()], **facts),
        "under-way": peer_session(ENDLESS, starts_at=now - timedelta(minutes=30), **facts),
        "closed": peer_session(LONG, starts_at=soon, registration_closes_at=ago, contact_email=CONTACT, **facts),
        "anonymous": peer_session("Sans inscription", starts_at=soon, is_anonymous=True, **facts),
        "weekly": peer_session(ENDLESS, starts_at=soon, **facts),
    }


CONTACT = f"{'contact' * 8}@example.org"


def own_registrations(lea: User, sessions: dict[str, PeerSession]) -> dict[str, Registration]:
    """Give Léa something of each kind; others have the seats that she waits for."""
    now = timezone.now()
    registration(sessions["full"], name=ENDLESS)
    offer = {"offered_at": now, "offer_ends_at": now + timedelta(hours=20)}
    own = {
        "seat": registration(sessions["long"], lea, place=sessions["long"].places.last(), needs=LONG, note=LONG),
        "waits": registration(sessions["full"], lea, state=STATES.WAITING, place_in_line=1),
        "offered": registration(sessions["offered"], lea, state=STATES.OFFERED, **offer),
        "must-confirm": registration(sessions["moved"], lea),
        "came": registration(sessions["held"], lea),
        "comes": registration(sessions["under-way"], lea, needs=LONG, note=LONG, employer=LONG),
        "cancelled": registration(sessions["cancelled"], lea),
    }
    asked = {"name": "Ana Exemple", "email": "ana@example.org"}
    own["unconfirmed"] = registration(sessions["weekly"], state=STATES.UNCONFIRMED, **asked)
    own["lapsed"] = registration(sessions["weekly"], state=STATES.LAPSED, ended_at=now)
    return own


def make_full(session: PeerSession) -> None:
    """Fill the first place with 40 people, of whom one is offered her seat, and have three wait."""
    place, now = session.places.first(), timezone.now()
    said = {"employer": LONG, "needs": LONG, "note": f"{LONG} {ENDLESS}"[:400]}
    for number in range(39):
        email = f"{'participante' * 4}.{number}@example.org"
        registration(session, place=place, name=f"{number} {ENDLESS}", email=email, **said)
    offer = {"offered_at": now, "offer_ends_at": now + timedelta(hours=20)}
    registration(session, place=place, name=ENDLESS, state=STATES.OFFERED, **offer)
    for number in range(1, 4):
        registration(
            session, place=place, name=f"{number} {LONG}"[:120], state=STATES.WAITING, place_in_line=number, **said
        )


def tell_what_came_of(session: PeerSession, odile: User) -> None:
    """A session that took place: 40 people of whom one is absent and one is twice, a report, three opinions."""
    half = half_days_of(session)[0]
    rows = [*session.registrations.all(), *(registration(session, name=f"{n} {ENDLESS}") for n in range(11))]
    for number, row in enumerate(rows):
        state = "absent" if number == 1 else "present"
        kept = {"state": state, "minutes": half.minutes if state == "present" else 0}
        line = Attendance.objects.create(
            session=session, registration=row, person=row.person, held_on=half.day, half_day=half.code,
            recorded_by=odile, has_conflict=number == 2, **kept,
        )  # fmt: skip
        AttendanceMark.objects.create(
            attendance=line, way="list", said_by=odile, said_at=timezone.now(), key=uuid4().hex, **kept
        )
    SessionReport.objects.create(
        session=session, written_by=odile, written_at=timezone.now(), is_public=True,
        done=f"{LONG}\n{ENDLESS}", outcome=LONG, next_steps=ENDLESS,
    )  # fmt: skip
    marks = {"useful": 4, "welcome": 3, "learned": 4, "recommend": 2}
    for _number in range(3):
        SessionFeedback.objects.create(
            session=session, comment=f"{LONG} {ENDLESS}", answered_on=timezone.localdate(), **marks
        )


def repeat(session: PeerSession, odile: User) -> SessionSeries:
    first_day: date = timezone.localtime(session.starts_at).date()
    asked = Asked(repeat=Repeat.WEEKLY, first_day=first_day, count=4)
    left_out = {first_day + timedelta(days=14)}
    return make_series(session, asked, excluded=left_out, is_published=True, by=odile, key=uuid4())


def poll_of(odile: User, lea: User) -> DatePoll:
    day = (timezone.now() + timedelta(days=12)).replace(minute=0, second=0, microsecond=0)
    dates = [(day + timedelta(days=n), day + timedelta(days=n, hours=2)) for n in range(5)]
    facts = {"title": ENDLESS, "intention": LONG, "place": LONG, "format": session_format()}
    poll = make_poll(Origin(), dates, by=odile, key=uuid4().hex, **facts)
    for name, person in ((ENDLESS, lea), (LONG[:110], odile)):
        words = {str(row.pk): "yes" if number % 2 else "maybe" for number, row in enumerate(poll.dates.all())}
        answer(poll, Reply(name=name, answers=words, comment=f"{LONG} {ENDLESS}"), person=person)
    return poll


def ordinary_season() -> PeerSession:
    """Announce 24 sessions with ordinary words in twelve venues, one in three online too. Return the first one."""
    odile, kit = known("odile@example.org", first_name="Odile"), factories.kit(slug="camille")
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    venues = [
        venue(
            f"Maison du numérique {number}", latitude=50.3 + number / 10, longitude=2.5 + number / 8,
            services=["Aide aux démarches administratives"], opening_hours="Mo-Fr 09:00-12:00,14:00-17:30",
        )
        for number in range(12)
    ]  # fmt: skip
    moments = [{"title": title, "minutes": 40, "text": "On essaie."} for title in ("Accueillir", "Jouer", "Discuter")]
    facts = {
        "intention": "Venez essayer.",
        "aims": "Choisir\nAdapter",
        "material": "cartes\ncrayons",
        "moments": moments,
    }
    sessions = [
        peer_session(
            f"Tester un kit {number}", starts_at=now + timedelta(days=2 + number), facilitators=[odile],
            kit_version=newest_version(kit), **facts,
            places=[{"venue": venues[number % 12]}, *([online()] if number % 3 == 0 else [])],
        )
        for number in range(24)
    ]  # fmt: skip
    for number, session in enumerate(sessions):
        for _seat in range(number % 9):
            registration(session)
    rebuild_facets()
    return sessions[0]
