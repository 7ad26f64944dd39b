"""What the agenda keeps of sessions, written again whenever they change, and the programmes asked for on paper."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from catalogue.agenda.facets import facets_of, paths_by_module
from catalogue.agenda.models import ProgrammePrint
from catalogue.paths.models import LearningPathPage, PathVersion
from catalogue.sessions.models import PeerSession, SessionFacet, SessionPlace
from catalogue.sessions.permissions import PUBLIC, was_published
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages

AT_ONCE = 500


def write_facets(session: PeerSession) -> None:
    """Write the facts of `session` that the agenda counts and filters: none for a draft."""
    write_facets_of([session])


@transaction.atomic
def write_facets_of(sessions: Iterable[PeerSession]) -> None:
    """Write the facts of many sessions, in a number of statements that does not grow with theirs."""
    ids = [session.pk for session in sessions]
    SessionFacet.objects.filter(session__in=ids).delete()
    found = PeerSession.objects.filter(pk__in=ids).select_related("format", "kit_version")
    places = SessionPlace.objects.select_related(*LEVELS)
    found = found.prefetch_related("audiences", "themes", Prefetch("places", places))
    shown = [session for session in found if was_published(session)]
    paths = paths_by_module({session.module_id for session in shown if session.module_id})
    rows = [
        SessionFacet(session=session, facet=facet, value=value)
        for session in shown
        for facet, value in facets_of(session, paths.get(session.module_id, ()))
    ]
    SessionFacet.objects.bulk_create(rows, batch_size=AT_ONCE)
    transaction.on_commit(forget_pages)


LEVELS = [
    f"{place}__{level}"
    for place in ("territory", "venue__territory")
    for level in ("intercommunality", "department", "region")
]


def rebuild_facets() -> int:
    """Write the facts of every session again, and return how many there are: after an import, or a new release."""
    ids = list(PeerSession.objects.filter(state__in=PUBLIC).order_by("pk").values_list("pk", flat=True))
    SessionFacet.objects.exclude(session__in=PeerSession.objects.filter(state__in=PUBLIC)).delete()
    for some in chunks(ids, AT_ONCE):
        write_facets_of(PeerSession.objects.filter(pk__in=some).only("pk"))
    return len(ids)


def chunks(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


@transaction.atomic
def write_path_of_sessions(version: PathVersion) -> None:
    """A path has a new version: the sessions of its modules count for it, those of modules it left no longer do."""
    path: LearningPathPage = version.path
    SessionFacet.objects.filter(facet="path", value=str(path.pk)).delete()
    keys = [module.key for module in version.content.modules()]
    sessions = PeerSession.objects.filter(module__key__in=keys, state__in=PUBLIC, published_at__isnull=False)
    rows = [
        SessionFacet(session_id=pk, facet="path", value=str(path.pk)) for pk in sessions.values_list("pk", flat=True)
    ]
    SessionFacet.objects.bulk_create(rows, batch_size=AT_ONCE)
    transaction.on_commit(forget_pages)


def request_programme(sha256: str, asked: dict) -> ProgrammePrint:
    """Return the programme in the state `sha256`; the first time, the worker is asked for it."""
    with transaction.atomic():
        made, is_new = ProgrammePrint.objects.get_or_create(
            sha256=sha256, defaults={"asked": asked, "requested_at": timezone.now()}
        )
        if is_new:
            schedule("season-programme", {"print": made.pk}, key=f"season-programme:{made.pk}")
    if is_new:
        made.refresh_from_db()
    return made
