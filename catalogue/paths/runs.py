"""Sessions of a path: announced, changed, cancelled. What search counts of the path follows."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.paths.actions import index_facets
from catalogue.paths.models import LearningPathPage, PathRun
from catalogue.paths.queries import newest_version
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages

MOST_RUNS = 200


class TooManyRuns(Refused):
    pass


class AlreadyAnnounced(Refused):
    pass


class CancelledRun(Refused):
    pass


@transaction.atomic
def save_run(run: PathRun) -> PathRun:
    """Announce a session, or change it. The same session announced twice, by a press too many, is one."""
    # Lock the path: two presses at once must not announce the same session twice.
    path = LearningPathPage.objects.select_for_update(of=("self",)).get(pk=run.path_id)
    if run.is_cancelled:
        raise CancelledRun(_("This session is cancelled: announce another one."))
    others = path.runs.exclude(pk=run.pk)
    if run.pk is None and others.count() >= MOST_RUNS:
        raise TooManyRuns(_("This path has %(most)s sessions, the most it may have.") % {"most": MOST_RUNS})
    same = {name: getattr(run, name) for name in ("starts_on", "ends_on", "mode", "place", "commune")}
    if others.filter(is_cancelled=False, **same).exists():
        raise AlreadyAnnounced(_("This session is announced already, on the same days and in the same place."))
    run.save()
    announce(path)
    return run


@transaction.atomic
def cancel_run(run: PathRun) -> None:
    """Cancel a session. It stays in the list of the trainers, crossed out; whoever enrolled in it stays enrolled."""
    path = LearningPathPage.objects.select_for_update(of=("self",)).get(pk=run.path_id)
    PathRun.objects.filter(pk=run.pk).update(is_cancelled=True)
    announce(path)


def announce(path: LearningPathPage) -> None:
    """Have search and the kept pages say what the sessions are now."""
    newest = newest_version(path)
    if path.live and newest is not None:
        newest.path = path
        index_facets(newest)
    transaction.on_commit(forget_pages)
