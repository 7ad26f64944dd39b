"""Drafts of kits: begun, written, proposed, published, thrown away. The same drafts as those of the back office."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from outillerie.accounts.models import Organisation
from outillerie.errors import Refused
from outillerie.kits.exports import content_of
from outillerie.kits.formats.borrowing import sources_left
from outillerie.kits.formats.content import Credit, KitContent
from outillerie.kits.formats.quality import external_links, needed
from outillerie.kits.formats.three_way import Change, changes, merged
from outillerie.kits.imports import fill, free_slug, row_objects, slug_of
from outillerie.kits.models import KitIndexPage, KitPage, KitSource
from outillerie.kits.settling import settled
from outillerie.moderation.actions import lock, submit_kit
from outillerie.moderation.queries import has_published
from outillerie.writing.exports import written
from outillerie.writing.imports import put
from outillerie.writing.queries import draft_of
from outillerie.writing.stages import Stage

# Saved as it is typed, a draft would leave a revision every two seconds: those of one sitting share one.
ONE_SITTING = timedelta(minutes=10)
MOST_KITS_AN_HOUR = 20
# A kit that teaches cites a few sites; advertising cites many. Once a kit of theirs was read, people cite what they want.
MOST_LINKS_OF_A_NEWCOMER = 10


class NotDiscardable(Refused):
    pass


class TooManyKits(Refused):
    pass


class NotReady(Refused):
    """Something is missing to publish."""


class TooManyLinks(Refused):
    pass


class Locked(Refused):
    pass


class EditedMeanwhile(Refused):
    """Somebody else changed the same things. `conflicts` are theirs; `theirs` is the draft that they are in."""

    def __init__(self, conflicts: tuple[Change, ...], theirs: KitPage):
        self.conflicts, self.theirs = conflicts, theirs
        super().__init__(_("Someone has changed this kit. Nothing of yours is lost: choose what to keep."))


@transaction.atomic
def begin_kit(
    content: KitContent, *, by, blobs: dict[str, bytes] | None = None, organisation: Organisation | None = None
) -> KitPage:
    """Put a new draft on the shelf, with everything that `content` says, and return it.

    Its organisation is never taken from the content, which comes from outside: its members may edit the draft.
    """
    # Lock the shelf: two people may begin a kit at once, and each needs a place of its own in the tree.
    shelf = KitIndexPage.objects.select_for_update(of=("self",)).get()
    check_pace(by)
    values = settled(dataclasses.replace(content, organisation=""), blobs or {})
    taken = set(shelf.get_children().values_list("slug", flat=True))
    kit = KitPage(title=values.title, slug=free_slug(slug_of(values.title), taken), live=False, owner=by)
    shelf.add_child(instance=kit)
    fill(kit, values, blobs or {}, by=by)
    kit.organisation = organisation
    kit.save()
    save_draft(kit, by=by)
    return kit


def check_pace(by) -> None:
    """Raise TooManyKits when `by` writes more kits at once than a person can."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    if KitPage.objects.filter(owner=by, latest_revision_created_at__gte=an_hour_ago).count() >= MOST_KITS_AN_HOUR:
        raise TooManyKits(
            _("You have written in %(most)s kits in an hour. Finish one of them, or begin another one a little later.")
            % {"most": MOST_KITS_AN_HOUR}
        )


def begin_blank_kit(title: str, *, by) -> KitPage:
    """Begin a kit from its title alone. Its author is credited under the name that they show."""
    named = by.public_name or by.first_name
    credits = (Credit(name=named),) if named else ()
    return begin_kit(KitContent(title=title, credits=credits, licence="CC-BY-SA-4.0"), by=by)


def locked_draft(kit_id: int) -> KitPage:
    """Return the newest draft of a kit. Its rows are locked, that of the page first: two people may write it at once."""
    lock(kit_id)
    return draft_of(KitPage.objects.select_for_update(of=("self",)).get(pk=kit_id))


@transaction.atomic
def save_stage(
    kit_id: int,
    stage: Stage,
    *,
    base: KitContent,
    mine: KitContent,
    by,
    choices: Mapping[str, str] | None = None,
) -> tuple[KitPage, KitContent]:
    """Keep what was typed in `stage`, beside what others changed meanwhile. Return the draft and what it says now.

    `base` is what the page had shown, `mine` what it says now. When both sides changed the same thing, `choices` says
    what to keep of each change, by key: "theirs", "mine" or "both"; without an answer, nothing is written and
    EditedMeanwhile is raised. Saving the same again changes nothing.
    """
    draft = locked_draft(kit_id)
    check_lock(draft, by=by)
    theirs = written(draft)
    kept = reconciled(base, theirs, mine, stage, choices or {}, draft)
    if kept != theirs:
        put(draft, kept, stage.fields)
        kept = dataclasses.replace(kept, sources=sources_left(theirs, kept))
        if kept.sources != theirs.sources:
            draft.sources.set(row_objects(KitSource, kept.sources))
        follow_title(draft)
        follow_organisation(draft)
        save_draft(draft, by=by)
    return draft, kept


def check_lock(draft: KitPage, *, by) -> None:
    """Raise Locked when somebody keeps the kit for themselves, from the back office."""
    if draft.locked and draft.locked_by_id != by.pk:
        raise Locked(_("A moderator has locked this kit. Keep this page open, and save again once it is free."))


def reconciled(base, theirs, mine, stage: Stage, choices, draft) -> KitContent:
    """Return mine with what only theirs changed, and what was chosen of the rest."""
    base, mine = (dataclasses.replace(theirs, **{f: getattr(side, f) for f in stage.fields}) for side in (base, mine))
    found = changes(base, theirs, mine, fields=stage.fields)
    conflicts = tuple(change for change in found if change.is_conflict)
    if undecided := tuple(change for change in conflicts if change.key not in choices):
        raise EditedMeanwhile(undecided, draft)
    accepted = {change.key for change in found if not (change.is_conflict or change.is_done)}
    accepted |= {change.key for change in conflicts if choices[change.key] == "theirs"}
    both = {change.key for change in conflicts if choices[change.key] == "both"}
    return merged(base, theirs, mine, accepted=accepted, both=both)


def follow_title(draft: KitPage) -> None:
    """Give a kit that nobody has read yet the address of its new title."""
    if draft.title == draft.draft_title or draft.first_published_at:
        return
    shelf = KitIndexPage.objects.select_for_update(of=("self",)).get()
    others = KitPage.objects.child_of(shelf).exclude(pk=draft.pk)
    draft.slug = free_slug(slug_of(draft.title), set(others.values_list("slug", flat=True)))
    draft.set_url_path(shelf)
    KitPage.objects.filter(pk=draft.pk).update(slug=draft.slug, url_path=draft.url_path)


def follow_organisation(draft: KitPage) -> None:
    """Let the members of its organisation find a kit that was never published."""
    if not draft.first_published_at:
        KitPage.objects.filter(pk=draft.pk).update(organisation=draft.organisation_id)


def save_draft(kit: KitPage, *, by, is_apart: bool = False) -> Revision:
    """Keep `kit`, as it is in memory, as its newest draft. Wagtail forbids nothing here: ask `can_edit_kit` first.

    What is saved apart leaves the draft before it in the history, even within one sitting.
    """
    newest = kit.latest_revision
    is_same_sitting = (
        not is_apart
        and newest is not None
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
        raise NotDiscardable(
            _("This kit has published versions, which others may cite: it is unpublished, never thrown away.")
        )
    kit.delete()


@transaction.atomic
def discard_changes(kit: KitPage, *, by) -> None:
    """Go back to the published version. The draft that is left stays in the history."""
    draft = locked_draft(kit.pk)
    if not (draft.live and draft.has_unpublished_changes):
        raise NotDiscardable(_("This kit has no change to abandon."))
    if running := draft.current_workflow_state:
        running.cancel(user=by)
    published = draft.live_revision.as_object()
    published.save_revision(user=by, clean=False, changed=False, previous_revision=draft.live_revision)
    KitPage.objects.filter(pk=kit.pk).update(has_unpublished_changes=False)


def check_ready(content: KitContent, *, by) -> None:
    """Raise NotReady or TooManyLinks when `content` cannot be proposed or published yet."""
    missing = needed(content)
    if missing:
        raise NotReady(_("Some things are missing. They are listed below, each with a link to its place."))
    if not has_published(by) and external_links(content) > MOST_LINKS_OF_A_NEWCOMER:
        raise TooManyLinks(
            _(
                "This kit has more than %(most)s web addresses. Keep the most useful ones:"
                " the limit goes away once a kit of yours is published."
            )
            % {"most": MOST_LINKS_OF_A_NEWCOMER}
        )


@transaction.atomic
def propose_kit(kit: KitPage, *, by, message: str = "") -> None:
    """Ask for a reading of the newest draft."""
    check_ready(content_of(locked_draft(kit.pk)), by=by)
    submit_kit(kit, by=by, message=message)


@transaction.atomic
def publish_kit(kit: KitPage, *, by) -> None:
    """Publish the newest draft without a reading. Ask `can_publish_kit` first."""
    draft = locked_draft(kit.pk)
    check_ready(content_of(draft), by=by)
    # Wagtail's own permission would let trusted contributors publish the kits of others. What waits is answered by it.
    draft.latest_revision.publish(user=by, skip_permission_checks=True)
