"""Where a session takes place and who facilitates it: rows of a session, changed with it locked.

The single deeds lock and tell by themselves; `write_places` and `write_facilitators` are for a deed that already
holds the lock and tells once.
"""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalogue.sessions.actions import check_capacity, check_changeable, tell_change
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionPlace
from outillerie.errors import Refused

PLACE_FACTS = (
    "is_online", "venue", "name", "address", "territory", "room", "directions", "video_link", "capacity",
)  # fmt: skip
FACILITATOR_FACTS = ("person", "name", "role")


class PlaceInUse(Refused):
    pass


class NobodyLeft(Refused):
    pass


class TwiceTheSame(Refused):
    pass


@transaction.atomic
def add_place(session: PeerSession, *, by, **facts) -> SessionPlace:
    current = lock_session(session)
    check_changeable(current, {})
    made = SessionPlace.objects.create(session=current, order=current.places.count(), **facts)
    tell_change(current, {"places"}, by=by)
    return made


@transaction.atomic
def change_place(place: SessionPlace, *, by, with_series: bool = False, **facts) -> SessionPlace:
    current = lock_session(place.session)
    check_changeable(current, {})
    row = SessionPlace.objects.get(pk=place.pk)
    tell_change(current, changed_place(row, facts), by=by, with_series=with_series)
    return row


@transaction.atomic
def remove_place(place: SessionPlace, *, by) -> None:
    current = lock_session(place.session)
    check_changeable(current, {})
    take_away(SessionPlace.objects.get(pk=place.pk))
    check_still_ready(current)
    tell_change(current, {"places"}, by=by)


def write_places(session: PeerSession, rows: list[tuple[int | None, dict]]) -> set[str]:
    """Make the places of a locked session those of `rows` (pk or None, facts), in this order. Return what changed."""
    held = {place.pk: place for place in session.places.all()}
    kept = {pk for pk, _facts in rows if pk in held}
    changed = {"places"} if held.keys() - kept else set()
    for pk in held.keys() - kept:
        take_away(held[pk])
    for order, (pk, facts) in enumerate(rows):
        if pk in held:
            changed |= changed_place(held.pop(pk), facts | {"order": order})
        else:
            SessionPlace.objects.create(session=session, order=order, **facts)
            changed.add("places")
    return changed


def changed_place(place: SessionPlace, facts: dict) -> set[str]:
    """Write what differs on a place whose session is locked. Return "capacity" for its seats, "places" for the rest."""
    changed = {name for name, value in facts.items() if getattr(place, name) != value}
    if "capacity" in changed:
        check_capacity(place, facts["capacity"])
    for name in changed:
        setattr(place, name, facts[name])
    if changed:
        place.save(update_fields=sorted(changed))
    return (changed & {"capacity"}) | ({"places"} if changed - {"capacity", "order"} else set())


def take_away(place: SessionPlace) -> None:
    sentence = _("“%(place)s” stays: people registered there. Cancel their registrations, or cancel the session.")
    if place.taken or place.waiting:
        raise PlaceInUse(sentence % {"place": place})
    try:
        with transaction.atomic():
            place.delete()
    except ProtectedError as error:
        raise PlaceInUse(sentence % {"place": place}) from error


@transaction.atomic
def add_facilitator(session: PeerSession, *, by, person=None, name: str = "", role: str = "") -> SessionFacilitator:
    """Add somebody who facilitates. The same person twice is one."""
    current = lock_session(session)
    check_changeable(current, {})
    if person is not None and (found := current.facilitators.filter(person=person).first()):
        return found
    made = SessionFacilitator.objects.create(
        session=current, person=person, name=name, role=role, order=current.facilitators.count()
    )
    tell_change(current, {"facilitators"}, by=by)
    return made


@transaction.atomic
def remove_facilitator(facilitator: SessionFacilitator, *, by) -> None:
    current = lock_session(facilitator.session)
    check_changeable(current, {})
    current.facilitators.filter(pk=facilitator.pk).delete()
    check_still_ready(current)
    tell_change(current, {"facilitators"}, by=by)


def write_facilitators(session: PeerSession, rows: list[dict]) -> bool:
    """Make those who facilitate a locked session those of `rows`, in this order. Return whether any changed."""
    people = [facts["person"] for facts in rows if facts["person"] is not None]
    if len(set(people)) < len(people):
        raise TwiceTheSame(_("The same person facilitates twice: remove one of the two lines."))
    held = list(session.facilitators.select_related("person"))
    if [tuple(getattr(row, name) for name in FACILITATOR_FACTS) for row in held] == [
        tuple(facts[name] for name in FACILITATOR_FACTS) for facts in rows
    ]:
        return False
    session.facilitators.all().delete()
    SessionFacilitator.objects.bulk_create(
        SessionFacilitator(session=session, order=order, **facts) for order, facts in enumerate(rows)
    )
    return True


def check_still_ready(session: PeerSession) -> None:
    """A published session keeps somewhere to be and somebody who facilitates."""
    if session.state != PeerSession.State.PUBLISHED:
        return
    if not session.places.exists():
        raise NobodyLeft(_("A published session keeps at least one place. Add the new one first."))
    if not session.facilitators.exists():
        raise NobodyLeft(_("A published session keeps at least one person who facilitates. Add somebody else first."))
