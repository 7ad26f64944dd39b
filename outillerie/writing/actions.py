"""Drafts of kits: begun, kept, thrown away. The same drafts as those of the back office, and their revisions."""

import dataclasses
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from outillerie.accounts.models import Organisation
from outillerie.errors import Refused
from outillerie.kits.formats.content import KitContent
from outillerie.kits.imports import fill, free_slug, slug_of
from outillerie.kits.models import KitIndexPage, KitPage
from outillerie.kits.settling import settled

# Saved as it is typed, a draft would leave a revision every two seconds: those of one sitting share one.
ONE_SITTING = timedelta(minutes=10)


class NotDiscardable(Refused):
    pass


@transaction.atomic
def begin_kit(
    content: KitContent, *, by, blobs: dict[str, bytes] | None = None, organisation: Organisation | None = None
) -> KitPage:
    """Put a new draft on the shelf, with everything that `content` says, and return it.

    Its organisation is never taken from the content, which comes from outside: its members may edit the draft.
    """
    # Lock the shelf: two people may begin a kit at once, and each needs a place of its own in the tree.
    shelf = KitIndexPage.objects.select_for_update(of=("self",)).get()
    values = settled(dataclasses.replace(content, organisation=""), blobs or {})
    taken = set(shelf.get_children().values_list("slug", flat=True))
    kit = KitPage(title=values.title, slug=free_slug(slug_of(values.title), taken), live=False, owner=by)
    shelf.add_child(instance=kit)
    fill(kit, values, blobs or {}, by=by)
    kit.organisation = organisation
    kit.save()
    save_draft(kit, by=by)
    return kit


def save_draft(kit: KitPage, *, by) -> Revision:
    """Keep `kit`, as it is in memory, as its newest draft. Wagtail forbids nothing here: ask `can_edit_kit` first."""
    newest = kit.latest_revision
    is_same_sitting = (
        newest is not None
        and newest.user_id == by.pk
        and newest.pk != kit.live_revision_id
        and newest.created_at > timezone.now() - ONE_SITTING
        and not newest.task_states.exists()
    )
    return kit.save_revision(user=by, overwrite_revision=newest if is_same_sitting else None, clean=False)


@transaction.atomic
def discard_draft(kit: KitPage) -> None:
    """Throw away a kit that was never published."""
    if kit.versions.exists():
        raise NotDiscardable("A published kit is unpublished, never thrown away.")
    kit.delete()
