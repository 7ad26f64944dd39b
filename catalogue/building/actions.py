"""Paths as trainers build them: begun, changed by gestures, undone, copied, sent to be read, published."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.building.exports import structure_of
from catalogue.building.formats.structure import (
    GESTURES,
    GestureRefused,
    Structure,
    fingerprint,
    from_plain,
    to_plain,
)
from catalogue.building.imports import put
from catalogue.building.models import BuilderStep
from catalogue.building.module_actions import copy_module, module_for_kit
from catalogue.building.queries import last_step
from catalogue.building.wording import refusal_words
from catalogue.paths.actions import check_publishable
from catalogue.paths.drafts import check_lock, free_path_slug, locked_draft, save_draft
from catalogue.paths.exports import content_of
from catalogue.paths.formats.completeness import Gap, needed
from catalogue.paths.models import LearningPathPage, Module, ModuleKit, PathIndexPage
from outillerie.accounts.models import Organisation
from outillerie.errors import Refused
from outillerie.kits.formats.content import clean_text
from outillerie.kits.models import KitPage

MOST_STEPS = 50


class NotDone(Refused):
    """A gesture was refused: the path is as it was. `code` is that of the structure."""

    def __init__(self, sentence: str, *, code: str = ""):
        self.code = code
        super().__init__(sentence)


class NothingToUndo(Refused):
    pass


class NotComplete(Refused):
    """Something is missing to publish. `gaps` says what, in the order to settle it."""

    def __init__(self, gaps: tuple[Gap, ...]):
        self.gaps = gaps
        super().__init__(_("Some things are missing. They are listed below, each with a link to its place."))


class NobodyReads(Refused):
    pass


class NothingNew(Refused):
    pass


class NotWaiting(Refused):
    pass


@dataclass(frozen=True, kw_only=True)
class Done:
    """A gesture that was done: the draft, and its blocks before and after."""

    draft: LearningPathPage
    before: Structure
    after: Structure


@transaction.atomic
def begin_path(title: str, *, by, organisation: Organisation | None = None) -> LearningPathPage:
    """Put a new draft in the catalogue, without any block, and return it."""
    # Lock the shelf: two people may begin a path at once, and each needs a place of its own in the tree.
    shelf = PathIndexPage.objects.select_for_update(of=("self",)).get()
    title = clean_text(title)
    path = LearningPathPage(
        title=title, slug=free_path_slug(title, shelf), live=False, owner=by, organisation=organisation
    )
    shelf.add_child(instance=path)
    save_draft(path, by=by)
    return path


@transaction.atomic
def gesture(path_id: int, name: str, *, by, **values: Any) -> Done:
    """Do the gesture `name` of `formats/structure.py` on the blocks as they are now, and remember how they were.

    Ask `can_build_path` first. Raise NotDone in words; LearningPathPage.DoesNotExist when there is no such path.
    """
    return done(editable_draft(path_id, by=by), name, by=by, values=values)


@transaction.atomic
def add_kit(path_id: int, *, block: str, kit: KitPage, by) -> Done:
    """Put a kit in a block, by a module that pins its newest version: that of the trainer, or a new one."""
    draft = editable_draft(path_id, by=by)
    check_kit_is_new(structure_of(draft), kit)
    return done(draft, "add_module", by=by, values={"block": block, "module": str(module_for_kit(kit, by=by).key)})


@transaction.atomic
def take_over_module(path_id: int, *, module: Module, by) -> Done:
    """Put a copy of `module`, which `by` may change, where it is."""
    draft = editable_draft(path_id, by=by)
    values = {"module": str(module.key), "by": str(copy_module(module, by=by).key)}
    return done(draft, "replace_module", by=by, values=values)


def editable_draft(path_id: int, *, by) -> LearningPathPage:
    draft = locked_draft(path_id)
    check_lock(draft, by=by)
    return draft


def done(draft: LearningPathPage, name: str, *, by, values: dict[str, Any]) -> Done:
    before = structure_of(draft)
    try:
        after = GESTURES[name](before, **values)
    except GestureRefused as refusal:
        raise NotDone(refusal_words(refusal, before), code=refusal.code) from refusal
    if after != before:
        keep(draft, after, by=by)
        remember(draft, name, before, after, by=by, values=values)
    return Done(draft=draft, before=before, after=after)


def keep(draft: LearningPathPage, structure: Structure, *, by) -> None:
    put(draft, structure)
    save_draft(draft, by=by)


def remember(draft, name: str, before: Structure, after: Structure, *, by, values: dict[str, Any]) -> None:
    """Keep how the blocks were, for undo. Only the last gestures are kept."""
    BuilderStep.objects.create(
        path=draft,
        person=by,
        gesture=name,
        facts=facts_of(before if name.startswith("remove") else after, values),
        before=to_plain(before),
        after_sha256=fingerprint(after),
    )
    old = list(BuilderStep.objects.filter(path=draft).values_list("pk", flat=True)[MOST_STEPS:])
    if old:
        BuilderStep.objects.filter(pk__in=old).delete()


def facts_of(structure: Structure, values: dict[str, Any]) -> dict[str, str]:
    """Return what a gesture was about, so that undo can say it: the title of a module, or that of a block."""
    if key := values.get("by") or values.get("module"):
        return {"title": Module.objects.filter(key=key).values_list("title", flat=True).first() or ""}
    return {"title": structure.block(values["key"]).title}


def check_kit_is_new(structure: Structure, kit: KitPage) -> None:
    """Raise NotDone when a module of the path pins `kit` already."""
    pins = ModuleKit.objects.filter(module__key__in=structure.modules(), version__kit=kit).select_related("module")
    if pin := pins.first():
        number = structure.number_of(structure.block_of(str(pin.module.key)).key)
        words = _("This kit is already in block %(number)s, in the module “%(title)s”.")
        raise NotDone(words % {"number": number, "title": pin.module.title}, code="duplicate")


@transaction.atomic
def undo(path_id: int, *, by, step_id: int | None = None) -> BuilderStep:
    """Bring back the blocks as they were before the last gesture, and return what was undone.

    `step_id` is the gesture that the page showed: somebody may have made another one since.
    """
    draft = editable_draft(path_id, by=by)
    step = last_step(path_id)
    if step is None:
        raise NothingToUndo(_("There is nothing left to undo."))
    if step_id not in (None, step.pk):
        raise NothingToUndo(
            _("The last gesture is not the one that this page showed. Look at the blocks, then undo again.")
        )
    if fingerprint(structure_of(draft)) != step.after_sha256:
        raise NothingToUndo(
            _("The blocks were changed elsewhere since this gesture: it cannot be undone any more. Change them here.")
        )
    keep(draft, from_plain(step.before), by=by)
    step.delete()
    return step


@transaction.atomic
def duplicate_path(path: LearningPathPage, *, by) -> LearningPathPage:
    """Return a new draft of `by` with the facts and the blocks of `path`: its modules are the same ones.

    Whom to contact, results, sessions and dates of checks are not copied: they speak of the other path. `path` is in
    memory: the page that everybody reads, or the newest draft of one's own.
    """
    copy = begin_path(_("%(title)s (copy)") % {"title": path.title}, by=by)
    for name in COPIED:
        setattr(copy, name, getattr(path, name))
    for name in COPIED_LISTS:
        setattr(copy, name, list(getattr(path, name).all()))
    copy.copied_from = LearningPathPage.objects.get(pk=path.pk)
    put(copy, with_new_keys(structure_of(path)))
    LearningPathPage.objects.filter(pk=copy.pk).update(copied_from=path.pk)
    save_draft(copy, by=by)
    return copy


# What a path says of how one learns; not who is behind it, how it went, or when that was checked.
COPIED = (
    "summary", "language", "audience", "level", "mode", "place", "pace", "objectives", "prerequisites", "programme",
    "methods", "assessment", "access_terms", "access_delay", "is_always_open", "price", "price_cents", "funding",
    "accessibility", "entry_level", "public_codes", "glyph", "certification", "target_framework", "planned_minutes",
)  # fmt: skip
COPIED_LISTS = ("audiences", "codes")


def with_new_keys(structure: Structure) -> Structure:
    """Return the same blocks as blocks of another path: completing one there says nothing here."""
    return from_plain([block | {"key": str(uuid.uuid4())} for block in to_plain(structure)])


@transaction.atomic
def submit_path(path: LearningPathPage, *, by) -> None:
    """Ask the hub's staff to read the newest draft. What waits already is replaced by it."""
    draft = editable_draft(path.pk, by=by)
    check_new(draft)
    if draft.get_workflow() is None:
        raise NobodyReads(_("Nobody reads paths for now. Your draft is kept: write to the hub."))
    check_complete(draft)
    running = draft.current_workflow_state
    # A revision of its own: what is read must not move.
    save_draft(draft, by=by, is_apart=True)
    if running is not None:
        running.cancel(user=by)
    draft.get_workflow().start(draft, by)


@transaction.atomic
def withdraw_path(path: LearningPathPage, *, by) -> None:
    """Take back what waits for a reading: the draft stays."""
    draft = editable_draft(path.pk, by=by)
    running = draft.current_workflow_state
    if running is None:
        raise NotWaiting(_("This path does not wait for a reading any more."))
    running.cancel(user=by)


@transaction.atomic
def publish_path(path: LearningPathPage, *, by) -> LearningPathPage:
    """Publish the newest draft without a reading. Ask `can_publish_path` first."""
    draft = editable_draft(path.pk, by=by)
    check_new(draft)
    check_complete(draft)
    save_draft(draft, by=by).publish(user=by, skip_permission_checks=True)
    return LearningPathPage.objects.get(pk=path.pk)


def check_complete(draft: LearningPathPage) -> None:
    """Raise NotComplete with what is missing to publish `draft`."""
    content = content_of(draft)
    if gaps := needed(content, timezone.localdate()):
        raise NotComplete(gaps)
    check_publishable(content)


def check_new(draft: LearningPathPage) -> None:
    """Raise NothingNew when what is published says all of the draft already, its modules as they now are."""
    newest = draft.versions.first() if draft.live else None
    if newest is not None and newest.content == content_of(draft):
        raise NothingNew(_("This path is published as it is: nothing has changed since."))
