"""Twenty thousand plausible sessions and two hundred thousand registrations, the same at every run."""

import random
from datetime import datetime, time, timedelta
from itertools import cycle, islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from catalogue.agenda.actions import rebuild_facets
from catalogue.paths.models import Module
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionFormat, SessionPlace
from catalogue.venues.models import Territory, Venue
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import Audience, Theme
from tests.bench.catalogue_seeds import phrase

BATCH = 2_000
PARIS = ZoneInfo("Europe/Paris")
State, Seat = PeerSession.State, Registration.State
# A season behind us and one before us; most of what a hub keeps is over.
DAYS_BEHIND, DAYS_AHEAD = 700, 180
SHARE_TO_COME = 0.4
# The organisation whose calendar is measured has as many sessions as the largest feed that is promised.
LARGEST_FEED = 2_000
CAPACITIES = (8, 12, 12, 15, 20, 30)


def grow_sessions(sessions: int, *, registrations: int) -> None:
    chance = random.Random(2027)
    people = [row.pk for row in plant_people(max(200, registrations // 10))]
    planted = plant_sessions(sessions, plant_places(), people, chance)
    plant_registrations(planted, registrations, people, chance)
    rebuild_facets()


def plant_people(count: int) -> list[User]:
    return User.objects.bulk_create(
        (User(email=f"pair-{n}@example.org", first_name=f"Camille {n}", last_name="Essai") for n in range(count)), BATCH
    )


def plant_places() -> list[Venue]:
    """Return venues with a commune: those that were imported, or else one in each of a few communes."""
    known = list(Venue.objects.exclude(territory=None).select_related("territory"))
    if known:
        return known
    communes = list(Territory.objects.filter(kind="commune").exclude(latitude=None).order_by("code")[:300])
    communes = communes or plant_communes(60)
    return Venue.objects.bulk_create(
        Venue(
            standard_id=f"essai-{commune.code}",
            slug=f"essai-{commune.code}",
            name=f"Médiathèque de {commune.name}",
            commune=commune.name,
            postcode=f"{commune.code[:2]}000",
            insee_code=commune.code,
            address="1 place de la Mairie",
            latitude=commune.latitude,
            longitude=commune.longitude,
            updated_on=timezone.localdate(),
            territory=commune,
        )
        for commune in communes
    )


def plant_communes(count: int) -> list[Territory]:
    region, _ = Territory.objects.get_or_create(
        kind="region", code="32", defaults={"name": "Hauts-de-France", "plain_name": "hauts de france"}
    )
    department, _ = Territory.objects.get_or_create(
        kind="department", code="59", defaults={"name": "Nord", "plain_name": "nord", "region": region}
    )
    return Territory.objects.bulk_create(
        Territory(
            kind="commune",
            code=f"59{number:03d}",
            name=f"Commune {number}",
            plain_name=f"commune {number}",
            department=department,
            region=region,
            latitude=50.1 + number * 0.01,
            longitude=2.5 + number * 0.01,
        )
        for number in range(1, count + 1)
    )


def plant_sessions(count: int, venues: list[Venue], people: list[int], chance) -> list[PeerSession]:
    formats = list(SessionFormat.objects.all())
    modules = list(Module.objects.order_by("pk").values_list("pk", flat=True)[:200]) or [None]
    hub, _ = Organisation.objects.get_or_create(name="Hub de mesure")
    others = list(Organisation.objects.exclude(pk=hub.pk)[:50]) or [hub]
    now = timezone.now()
    to_come = int(count * SHARE_TO_COME)
    rows = []
    for number in range(count):
        is_to_come = number < to_come
        rows.append(
            session_row(
                number,
                is_to_come=is_to_come,
                now=now,
                chance=chance,
                format=chance.choice(formats),
                module_id=chance.choice(modules) if chance.random() < 0.3 else None,
                organisation=hub if is_to_come and number < LARGEST_FEED else chance.choice(others),
                created_by_id=chance.choice(people),
            )
        )
    made = PeerSession.objects.bulk_create(rows, BATCH)
    SessionPlace.objects.bulk_create((place_row(session, venues, chance) for session in made), BATCH)
    SessionFacilitator.objects.bulk_create(
        (SessionFacilitator(session=session, person_id=chance.choice(people)) for session in made), BATCH
    )
    hang_words(made, chance)
    return made


def session_row(number: int, *, is_to_come: bool, now: datetime, chance, **facts) -> PeerSession:
    day = timezone.localdate() + timedelta(
        days=chance.randint(1, DAYS_AHEAD) if is_to_come else -chance.randint(1, DAYS_BEHIND)
    )
    starts_at = datetime.combine(day, time(chance.choice((9, 10, 14, 18)), chance.choice((0, 30))), PARIS)
    state = State.CANCELLED if chance.random() < 0.03 else State.PUBLISHED if is_to_come else State.HELD
    return PeerSession(
        uid=UUID(int=chance.getrandbits(128), version=4),
        slug=f"essai-{number}",
        state=state,
        title=f"{phrase(chance, 4)} {number}",
        intention=phrase(chance, 10),
        aims="\n".join(phrase(chance, 6) for _aim in range(3)),
        level=chance.randint(1, 4),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=chance.choice((2, 3, 7))),
        changed_at=now,
        published_at=now,
        **facts,
    )


def place_row(session: PeerSession, venues: list[Venue], chance) -> SessionPlace:
    capacity = chance.choice(CAPACITIES)
    if chance.random() < 0.2:
        return SessionPlace(
            session=session, is_online=True, video_link="https://visio.example.org/essai", capacity=capacity
        )
    return SessionPlace(session=session, venue=chance.choice(venues), capacity=capacity)


def hang_words(sessions: list[PeerSession], chance) -> None:
    """Give each session an audience and two themes."""
    audiences, themes = (list(model.objects.values_list("pk", flat=True)) for model in (Audience, Theme))
    heard, about = PeerSession.audiences.through, PeerSession.themes.through
    heard.objects.bulk_create(
        (heard(peersession=session, audience_id=chance.choice(audiences)) for session in sessions), BATCH
    )
    about.objects.bulk_create(
        (about(peersession=session, theme_id=pk) for session in sessions for pk in chance.sample(themes, 2)), BATCH
    )


def plant_registrations(sessions: list[PeerSession], count: int, people: list[int], chance) -> None:
    """Fill the sessions with people in turn: a seat as long as there is one, then the line. Nobody comes twice."""
    found = SessionPlace.objects.filter(session__slug__startswith="essai-")
    places = {place.session_id: place for place in found}
    names = cycle(people)
    shares = shares_of(count, len(sessions), chance)
    now = timezone.now()
    rows, number = [], 0
    for session, share in zip(sessions, shares, strict=True):
        place = places[session.pk]
        for pk in islice(names, share):
            number += 1
            rows.append(registration_row(session, place, pk, number, now))
    Registration.objects.bulk_create(rows, BATCH)
    SessionPlace.objects.bulk_update(places.values(), ["taken", "waiting"], BATCH // 4)


def shares_of(count: int, sessions: int, chance) -> list[int]:
    """Return how many register for each session: from none to a crowd, `count` in all."""
    mean = count // sessions
    shares = [chance.randint(0, 2 * mean) for _session in range(sessions)]
    while lacking := count - sum(shares):
        step = 1 if lacking > 0 else -1
        for index in chance.sample(range(sessions), min(abs(lacking), sessions)):
            shares[index] = max(0, shares[index] + step)
    return shares


def registration_row(
    session: PeerSession, place: SessionPlace, person: int, number: int, now: datetime
) -> Registration:
    has_seat = place.taken < place.capacity
    place.taken, place.waiting = (place.taken + 1, place.waiting) if has_seat else (place.taken, place.waiting + 1)
    return Registration(
        session=session,
        place=place,
        person_id=person,
        name=f"Camille {number}",
        email=f"inscription-{number}@example.org",
        state=Seat.REGISTERED if has_seat else Seat.WAITING,
        place_in_line=None if has_seat else place.waiting,
        key=f"essai-{number}",
        asked_at=now,
        registered_at=now if has_seat else None,
    )


def analyse() -> None:
    """Let the database know how many rows there are of each kind: after a bulk load it still thinks there are none."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
