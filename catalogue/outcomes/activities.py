"""A session that took place, as an activity of La Coop."""

from collections.abc import Mapping

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalogue.learning.models import Attendance
from catalogue.outcomes.formats.coop import Activity
from catalogue.outcomes.formats.equipment import equipment
from catalogue.outcomes.formats.headcounts import completed, headcounts
from catalogue.outcomes.vocabulary import codes, level_codes
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.queries import half_days_of, with_places
from outillerie.kits.models import Theme

VENUE, REMOTE, ELSEWHERE = "lieu_activite", "a_distance", "autre"
State = PeerSession.State


def with_activities(sessions: QuerySet[PeerSession]) -> QuerySet[PeerSession]:
    """Return those of `sessions` that took place, with what an activity says, in a fixed number of questions a chunk."""
    over = Q(state=State.HELD) | Q(state=State.PUBLISHED, ends_at__lte=timezone.now())
    there = Attendance.objects.filter(session=OuterRef("pk"), state=Attendance.State.PRESENT).order_by()
    people = there.values("session").annotate(count=Count("registration", distinct=True)).values("count")
    rows = with_places(sessions.filter(over)).select_related("format", "organisation", "series", "kit_version")
    return rows.annotate(came=Coalesce(Subquery(people), 0)).prefetch_related("themes", "audiences", "headcounts")


def activity_of(session: PeerSession, same: Mapping[str, tuple[str, ...]]) -> Activity:
    """Return the activity of a `session` of `with_activities`; `same` maps our themes to La Coop's codes."""
    counted = headcounts((row.band, row.code, row.count) for row in session.headcounts.all())
    themes, to_choose = coop_themes(session.themes.all(), same)
    halves = half_days_of(session)
    return Activity(
        uid=str(session.uid),
        title=session.title,
        day=halves[0].day,
        minutes=sum(half.minutes for half in halves),
        participants=completed(counted, codes(), named=session.came),
        material=equipment(session.material.splitlines(), is_unplugged=is_unplugged(session)),
        themes=themes,
        to_choose=to_choose,
        level=level_codes().get(session.level, ""),
        tags=tuple(filter(None, [session.format.label, session.organisation.name if session.organisation else ""])),
        animation=session.format.coop_code,
        **place_facts(list(session.places.all())),
    )


def is_unplugged(session: PeerSession) -> bool:
    return bool(session.kit_version and session.kit_version.values.get("is_unplugged"))


def coop_themes(themes, same: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return La Coop's codes of `themes`, and the labels of those for which a person must choose."""
    found: list[str] = []
    to_choose: list[str] = []
    for theme in sorted(themes, key=lambda row: row.order):
        if matches := same.get(theme.code):
            found += matches
        elif theme.source != Theme.Source.LA_COOP:
            to_choose.append(theme.label)
    return tuple(dict.fromkeys(found)), tuple(to_choose)


def place_facts(places: list[SessionPlace]) -> dict:
    """Return where it took place: a venue before an address, an address before a screen."""
    onsite = [place for place in places if not place.is_online]
    place = next((row for row in onsite if row.venue_id), onsite[0] if onsite else None)
    if place is None:
        return {"place_type": REMOTE}
    if place.venue_id is None:
        commune = place.territory
        postcodes = commune.postcodes if commune else []
        return {
            "place_type": ELSEWHERE,
            "venue": place.name,
            "address": place.address,
            "commune": commune.name if commune else "",
            "insee": commune.code if commune else "",
            # A commune with several postcodes does not say which one is meant.
            "postcode": postcodes[0] if len(postcodes) == 1 else "",
        }
    venue = place.venue
    return {
        "place_type": VENUE,
        "venue": venue.name,
        "venue_id": venue.standard_id,
        "address": venue.address,
        "commune": venue.commune,
        "insee": venue.insee_code,
        "postcode": venue.postcode,
    }
