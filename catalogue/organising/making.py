"""A session made from something: a kit at a version, a module, an earlier session, or nothing.

What is taken is copied once. The session keeps the reference, and nothing of its text moves when the kit does.
"""

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from catalogue.paths.models import Module
from catalogue.sessions.actions import SHELVES
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionPlace
from catalogue.sessions.placing import FACILITATOR_FACTS, PLACE_FACTS
from outillerie.accounts.models import User
from outillerie.kits.formats.content import KitContent, Material, Step
from outillerie.kits.formats.text import plain
from outillerie.kits.models import Audience, KitVersion, Theme
from outillerie.kits.queries import newest_version
from outillerie.pages.arranging import keep_at_free_address

USUAL_MINUTES = 120
USUAL_SEATS = 12
MOST_SEATS_OF_A_KIT = 200
COPIED = (
    "title", "intention", "format", "kit_version", "module", "aims", "moments", "material", "to_bring", "prerequisites",
    "audience", "level", "price", "accessibility", "organisation", "contact_name", "contact_email", "time_zone",
    "has_waiting_list", "offer_hours", "is_anonymous",
)  # fmt: skip
# Addresses beside those of sessions that mean something else.
TAKEN = ("seance",)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a session begins with. `facts` go by the names of the model; `places` and `facilitators` are their rows."""

    facts: dict = field(default_factory=dict)
    minutes: int = USUAL_MINUTES
    places: tuple[dict, ...] = ()
    facilitators: tuple[dict, ...] = ()


def from_kit(version: KitVersion) -> Origin:
    """Return what a session takes from a kit, at this version: aims, material, moments, and who it is for."""
    content = version.content
    facts = {
        "kit_version": version,
        "title": content.title[:200],
        "intention": content.hook[:600],
        "aims": "\n".join(content.objectives)[:3000],
        "material": "\n".join(map(material_line, content.material))[:3000],
        "moments": [moment_of_step(step) for step in content.steps],
        "prerequisites": plain(content.prerequisites_participants)[:400],
        "level": content.level,
        "audiences": list(Audience.objects.filter(code__in=content.audiences)),
        "themes": list(Theme.objects.filter(code__in=content.themes)),
    }
    return Origin(facts=facts, minutes=minutes_of(content))


def minutes_of(content: KitContent) -> int:
    return content.duration or sum(step.minutes or 0 for step in content.steps) or USUAL_MINUTES


def usual_seats(session: PeerSession) -> int:
    """Return how many seats a new place begins with: those that the kit is made for."""
    content = session.kit_version.content if session.kit_version_id else None
    return min(content.participants_max or USUAL_SEATS, MOST_SEATS_OF_A_KIT) if content else USUAL_SEATS


def material_line(line: Material) -> str:
    return " ".join(filter(None, [line.quantity, line.label]))


def moment_of_step(step: Step) -> dict:
    """Return what participants read of a step: never what the facilitator alone should know."""
    return {"title": step.title, "minutes": step.minutes, "text": plain(step.participants or step.aim)[:600]}


def from_module(module: Module) -> Origin:
    """Return what a session takes from a module: its aims, and the moments and material of its kits at their version."""
    kits = [from_kit(row.version) for row in module.kit_rows.select_related("version")]
    lists = {
        name: list({row.pk: row for kit in kits for row in kit.facts[name]}.values())
        for name in ("audiences", "themes")
    }
    facts = {
        "module": module,
        "kit_version": kits[0].facts["kit_version"] if len(kits) == 1 else None,
        "title": module.title[:200],
        "intention": module.summary[:600],
        "aims": module.aims,
        "material": "\n".join(filter(None, (kit.facts["material"] for kit in kits)))[:3000],
        "moments": [moment for kit in kits for moment in kit.facts["moments"]],
        "organisation": module.organisation,
        **lists,
    }
    return Origin(facts=facts, minutes=min(module.minutes or USUAL_MINUTES, 12 * 60))


def from_session(session: PeerSession) -> Origin:
    """Return all that another session says, but its dates, its participants and what became of it."""
    facts = {name: getattr(session, name) for name in COPIED} | {
        name: list(getattr(session, name).all()) for name in SHELVES
    }
    minutes = round((session.ends_at - session.starts_at).total_seconds() / 60)
    places = tuple({name: getattr(row, name) for name in PLACE_FACTS} for row in session.places.all())
    people = tuple({name: getattr(row, name) for name in FACILITATOR_FACTS} for row in session.facilitators.all())
    return Origin(facts=facts, minutes=minutes, places=places, facilitators=people)


@transaction.atomic
def make_session(origin: Origin, *, by: User, key: uuid.UUID, **facts) -> PeerSession:
    """Keep a new draft, with what `facts` say beside its origin. The same `key` again returns the same draft."""
    # One deed at a time for one person: two presses at once would both find nothing.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    uid = uuid.uuid5(key, str(by.pk))
    if (held := PeerSession.objects.filter(uid=uid).first()) is not None:
        return held
    values = {**origin.facts, **facts}
    shelves = {name: values.pop(name, ()) for name in SHELVES}
    made = PeerSession(uid=uid, created_by=by, changed_at=timezone.now(), **values)
    keep_at_free_address(made, otherwise="seance", taken=TAKEN)
    for name, rows in shelves.items():
        getattr(made, name).set(rows)
    copy_rows(made, origin, by=by)
    return made


def copy_rows(made: PeerSession, origin: Origin, *, by: User | None) -> None:
    """Write the places and facilitators of the origin; without any, whoever makes the session facilitates it."""
    SessionPlace.objects.bulk_create(
        SessionPlace(session=made, order=order, **facts) for order, facts in enumerate(origin.places)
    )
    people = origin.facilitators or (({"person": by, "name": "", "role": ""},) if by else ())
    SessionFacilitator.objects.bulk_create(
        SessionFacilitator(session=made, order=order, **facts) for order, facts in enumerate(people)
    )


def newer_version(session: PeerSession) -> KitVersion | None:
    """Return the version that came after the one this session was made from; nothing moves by itself."""
    if session.kit_version_id is None:
        return None
    newest = newest_version(session.kit_version.kit)
    return newest if newest is not None and newest.number > session.kit_version.number else None
