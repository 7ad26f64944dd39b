"""The draft of a path, whoever writes it: the builder, the form of its facts, and the back office share it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from catalogue.paths.models import LearningPathPage, PathIndexPage
from catalogue.paths.queries import draft_of
from outillerie.errors import Refused
from outillerie.kits.imports import free_slug, slug_of

# Saved at each press, a draft would leave a revision every few seconds: those of one sitting share one.
ONE_SITTING = timedelta(minutes=10)
# Pages of the catalogue have these addresses (`catalogue/urls.py`): a path there could not be read.
RESERVED_SLUGS = frozenset({"catalogue", "catalogues", "comparer", "lheo", "recherche", "sessions"})


class Locked(Refused):
    pass


def locked_draft(path_id: int) -> LearningPathPage:
    """Return the newest draft of a path, whose row is locked: two people may write it at once.

    Call it inside a transaction. Raise LearningPathPage.DoesNotExist when there is no such path.
    """
    rows = LearningPathPage.objects.select_for_update(of=("self",))
    # Read again once it is locked: on PostgreSQL, whoever waited would see which draft was the newest before the wait.
    rows.filter(pk=path_id).first()
    return draft_of(rows.get(pk=path_id))


def check_lock(draft: LearningPathPage, *, by) -> None:
    """Raise Locked when somebody keeps the path for themselves, from the back office."""
    if draft.locked and draft.locked_by_id != by.pk:
        raise Locked(_("Somebody has locked this path in the back office. Save again once it is free."))


def save_draft(path: LearningPathPage, *, by, is_apart: bool = False) -> Revision:
    """Keep `path`, as it is in memory, as its newest draft. Ask `can_edit_path` first, and `check_lock`.

    What one person saves within ten minutes shares one revision, unless it is published or being read. What is saved
    apart leaves the draft before it in the history, even within one sitting.
    """
    follow(path)
    newest = path.latest_revision
    is_same_sitting = (
        not is_apart
        and newest is not None
        and newest.user_id == by.pk
        and newest.pk != path.live_revision_id
        and newest.created_at > timezone.now() - ONE_SITTING
        and not newest.task_states.exists()
    )
    return path.save_revision(user=by, overwrite_revision=newest if is_same_sitting else None, clean=False)


def follow(path: LearningPathPage) -> None:
    """Give a path that was never published the address of its title, and let its organisation's trainers find it."""
    if path.first_published_at:
        return
    if path.title != path.draft_title:
        shelf = PathIndexPage.objects.select_for_update(of=("self",)).get()
        path.slug = free_path_slug(path.title, shelf, but=path)
        path.set_url_path(shelf)
    LearningPathPage.objects.filter(pk=path.pk).update(
        slug=path.slug, url_path=path.url_path, organisation=path.organisation_id
    )


def free_path_slug(title: str, shelf: PathIndexPage, *, but: LearningPathPage | None = None) -> str:
    """Return an address for a path called `title`, that no other page has and no page of the catalogue keeps."""
    others = LearningPathPage.objects.child_of(shelf).exclude(pk=but.pk if but else None)
    return free_slug(slug_of(title), set(others.values_list("slug", flat=True)) | RESERVED_SLUGS)
