"""Territories, venues, sessions and those who come, in the situations that tests name."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionFormat, SessionPlace
from catalogue.venues.models import Territory, Venue

PARIS = ZoneInfo("Europe/Paris")
numbers = count(1)


def paris(*numbers) -> datetime:
    """Return a moment by what the clocks of Paris show: `paris(2027, 3, 2, 14, 30)`."""
    return datetime(*numbers, tzinfo=PARIS).astimezone(UTC)


def territory(kind="commune", code="59512", name="Roubaix", **facts) -> Territory:
    """Return a territory, the same one when asked twice."""
    facts = {"name": name, "plain_name": name.lower(), **facts}
    return Territory.objects.get_or_create(kind=kind, code=code, defaults=facts)[0]


def roubaix() -> Territory:
    """Return the commune of Roubaix, in its intercommunality, its department and its region."""
    region = territory("region", "32", "Hauts-de-France", latitude=49.97, longitude=2.77)
    department = territory("department", "59", "Nord", region=region, latitude=50.45, longitude=3.22)
    around = {"department": department, "region": region}
    mel = territory("intercommunality", "200093201", "Métropole Européenne de Lille", **around)
    place = {"latitude": 50.69, "longitude": 3.18, "postcodes": ["59100"], "population": 98_286}
    return territory("commune", "59512", "Roubaix", intercommunality=mel, **around, **place)


def venue(name="Médiathèque des Tisserands", **facts) -> Venue:
    """Return a venue of Roubaix."""
    number = next(numbers)
    facts = {
        "standard_id": f"essai-{number}",
        "slug": f"lieu-{number}",
        "commune": "Roubaix",
        "postcode": "59100",
        "insee_code": "59512",
        "address": "12 rue Exemple",
        "updated_on": date(2026, 1, 5),
        "territory": facts["territory"] if "territory" in facts else roubaix(),
        "latitude": 50.692,
        "longitude": 3.178,
        **facts,
    }
    return Venue.objects.create(name=name, **facts)


def session_format(code="echange-entre-pairs") -> SessionFormat:
    return SessionFormat.objects.get_or_create(code=code, defaults={"label": "Échange entre pairs"})[0]


def peer_session(title="Tester un kit avant de l’animer", *, places=None, facilitators=(), **facts) -> PeerSession:
    """Return a published session of two hours, in two weeks, with 12 seats in a venue.

    `places` are the facts of each place; `facilitators` are people or names. `starts_at` alone keeps the two hours.
    """
    now = timezone.now()
    starts_at = facts.pop("starts_at", None) or (now + timedelta(days=14)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    state = facts.get("state", PeerSession.State.PUBLISHED)
    made = PeerSession.objects.create(
        title=title,
        starts_at=starts_at,
        **{
            "slug": f"seance-{next(numbers)}",
            "state": state,
            "format": facts.get("format") or session_format(),
            "ends_at": starts_at + timedelta(hours=2),
            "changed_at": now,
            "published_at": None if state == PeerSession.State.DRAFT else now,
            **facts,
        },
    )
    for order, row in enumerate([{"venue": venue()}] if places is None else places):
        SessionPlace.objects.create(session=made, **{"order": order, "capacity": 12, **row})
    for order, row in enumerate(facilitators):
        named = {"name": row} if isinstance(row, str) else {"person": row}
        SessionFacilitator.objects.create(session=made, order=order, **named)
    return made


def online(capacity=20, link="https://visio.example.org/salle-secrete") -> dict:
    """Return the facts of a place online."""
    return {"is_online": True, "video_link": link, "capacity": capacity}


def registration(session, person=None, *, state=Registration.State.REGISTERED, place=None, **facts) -> Registration:
    """Return a row as it stands once written, with the seats and the queue of its place counted."""
    number, now = next(numbers), timezone.now()
    place = place or session.places.first()
    made = Registration.objects.create(
        session=session,
        place=place,
        person=person,
        state=state,
        **{
            "name": str(person) if person else f"Personne {number}",
            "email": person.email if person else f"personne-{number}@example.org",
            "key": f"essai-{number}",
            "asked_at": now,
            "registered_at": now if state == Registration.State.REGISTERED else None,
            **facts,
        },
    )
    seated = (Registration.State.OFFERED, Registration.State.REGISTERED)
    SessionPlace.objects.filter(pk=place.pk).update(
        taken=place.registrations.filter(state__in=seated).count(),
        waiting=place.registrations.filter(state=Registration.State.WAITING).count(),
    )
    place.refresh_from_db()
    return made
