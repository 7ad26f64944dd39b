"""«Tell me when a session of this path opens near me»: asked once, told once for each session that opens."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import newest_version
from catalogue.registering.models import LIVING, SessionInterest
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import place_words, when_words
from catalogue.venues.distance import km_between
from catalogue.venues.models import Territory
from outillerie.accounts.models import User
from outillerie.notifications.actions import notify
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handles, schedule

SESSION_NEAR = "session-near"
NEAR_KM = 30
TOLD_AT_ONCE = 500


def ask_to_be_told(person: User, path: LearningPathPage, territory: Territory | None) -> SessionInterest:
    """Keep what `person` wants to be told of `path`: near `territory`, or anywhere. Asked again, the new place counts."""
    found, _is_new = SessionInterest.objects.update_or_create(
        person=person, path=path, defaults={"territory": territory}
    )
    return found


def stop_telling(person: User, path: LearningPathPage) -> None:
    SessionInterest.objects.filter(person=person, path=path).delete()


def announce_session(session: PeerSession) -> None:
    """Have those who asked told of a session that opens, after commit: they may be many."""
    if session.module_id:
        schedule("session-near", {"session": session.pk}, key=f"session-near:{session.pk}")


@handles("session-near")
def tell_interested(payload: dict) -> None:
    """Tell, once each, those who follow what the session trains for, near enough."""
    sessions = with_places(PeerSession.objects.filter(state=PeerSession.State.PUBLISHED, starts_at__gt=timezone.now()))
    session = sessions.select_related("module").filter(pk=payload["session"]).first()
    if session is None or session.module is None:
        return
    paths = paths_with(session)
    while tell_some(session, paths):
        pass


def paths_with(session: PeerSession) -> list[int]:
    """Return the paths that somebody asked about and whose newest version holds the module of `session`."""
    asked = LearningPathPage.objects.live().filter(pk__in=SessionInterest.objects.values("path"))
    versions = [(path, newest_version(path)) for path in asked]
    key = str(session.module.key)
    return [path.pk for path, version in versions if version is not None and version.content.module(key)]


def tell_some(session: PeerSession, paths: list[int]) -> bool:
    """Tell the next people in one transaction, and return whether there were any."""
    with transaction.atomic():
        told = Notification.objects.filter(kind=SESSION_NEAR, facts__session=session.pk).values("person")
        asked = SessionInterest.objects.filter(path__in=paths, person__is_active=True).exclude(person__in=told)
        others = asked.exclude(person__in=people_of(session)).select_related("person", "territory").order_by("pk")
        near = first_of_each(row for row in others if is_near(row.territory, session.places.all()))
        for row in near:
            notify([row.person], SESSION_NEAR, path=session.get_absolute_url(), session=session.pk)
    return len(near) == TOLD_AT_ONCE


def people_of(session: PeerSession) -> list[int]:
    """Return who knows already: who made it, who facilitates it, who registered."""
    coming = session.registrations.filter(state__in=LIVING, person__isnull=False).values_list("person", flat=True)
    facilitating = [row.person_id for row in session.facilitators.all() if row.person_id]
    return [*coming, *facilitating, *filter(None, [session.created_by_id])]


def first_of_each(rows: Iterable[SessionInterest]) -> list[SessionInterest]:
    """Return one row a person: the same session may be in two of their paths."""
    kept = {}
    for row in rows:
        if len(kept) < TOLD_AT_ONCE:
            kept.setdefault(row.person_id, row)
    return list(kept.values())


def is_near(territory: Territory | None, places: Iterable[SessionPlace]) -> bool:
    return territory is None or any(place.is_online or place_is_near(territory, place) for place in places)


def place_is_near(territory: Territory, place: SessionPlace) -> bool:
    """Return whether `place` is in `territory`, or at most 30 km from its middle."""
    commune = place.venue.territory if place.venue_id and place.venue.territory_id else place.territory
    around = {commune.pk, commune.department_id, commune.region_id, commune.intercommunality_id} if commune else set()
    if territory.pk in around:
        return True
    point = place.venue if place.venue_id and place.venue.latitude is not None else commune
    if territory.latitude is None or point is None or point.latitude is None:
        return False
    return km_between((territory.latitude, territory.longitude), (point.latitude, point.longitude)) <= NEAR_KM


# --- in words ---


def tell(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Return what each of `rows` says to `person` now: a fixed number of questions, whatever their number."""
    ids = {row.facts.get("session") for row in rows}
    shown = PeerSession.objects.filter(pk__in=ids, state=PeerSession.State.PUBLISHED, published_at__isnull=False)
    found = with_places(shown).in_bulk()
    return [told(found.get(row.facts.get("session"))) for row in rows]


def told(session: PeerSession | None) -> Told:
    if session is None:
        return Told(sentence=_("A session that you were told of is no longer announced."), is_visible=False)
    sentence = _("A session opens for a path that you asked about: “%(title)s”, %(when)s, %(where)s.")
    where = " · ".join(place_words(place) for place in session.places.all())
    return Told(
        sentence=sentence % {"title": session.title, "when": when_words(session), "where": where}, is_visible=True
    )


def declare_kinds() -> None:
    """Add what this slice tells to what the site may tell."""
    label = gettext_lazy("A session opens for a path that you asked about")
    add_kinds(AddedKind(code=SESSION_NEAR, label=label, tell=tell))
