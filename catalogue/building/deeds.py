"""The buttons of the builder: what each asks for, done, and where the page goes next.

A button says a verb and what it is about: “up:<key of a module>”, “block-remove:<key>”, “add-kit:12”.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from catalogue.building import actions, module_actions, wording
from catalogue.building.formats.structure import Structure
from catalogue.building.permissions import can_use_pin, usable_modules
from catalogue.building.showing import BLOCK, OPEN, Shown
from catalogue.paths.models import LearningPathPage, ModuleKit
from catalogue.paths.permissions import can_publish_path
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_read_kit

DOMAINS = 5
LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a page says after a deed, the id of what has focus, and the address to go to (empty: the same screen)."""

    said: str
    focus: str = ""
    shown: Shown | None = None


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button that was pressed: on which path, by whom, what it is about, what else the form held."""

    request: object
    path: LearningPathPage
    shown: Shown
    verb: str
    about: str

    @property
    def by(self):
        return self.request.user

    @property
    def given(self):
        return self.request.POST

    def gesture(self, name: str, **values) -> tuple[actions.Done, str]:
        """Do a gesture; return what it did and the words that say it."""
        done = actions.gesture(self.path.pk, name, by=self.by, **values)
        return done, wording.done_words(name, done.after, values)


def do(press: Press) -> Outcome:
    """Do what `press` asks for. A refusal goes up to the view; a verb that no button says answers as no page."""
    deed = DEEDS.get(press.verb)
    if deed is None:
        raise Http404
    return deed(press)


def move_module(press: Press) -> Outcome:
    _done, said = press.gesture("move_module", module=press.about, up=press.verb == "up")
    return Outcome(said=said, focus=f"{press.verb}-{press.about}")


def move_block(press: Press) -> Outcome:
    _done, said = press.gesture("move_block", key=press.about, up=press.verb == "block-up")
    return Outcome(said=said, focus=f"{press.verb}-{press.about}")


def remove_module(press: Press) -> Outcome:
    done = actions.gesture(press.path.pk, "remove_module", by=press.by, module=press.about)
    said = wording.done_words("remove_module", done.after, {"module": press.about})
    return Outcome(said=said, focus=after_removal(done.before, done.after, press.about))


def after_removal(before: Structure, after: Structure, module: str) -> str:
    """Return what has focus once a module is gone: the button that removes the next one, else its block."""
    block = before.block_of(module)
    at = [place.module for place in block.places].index(module)
    left = [place.module for place in after.block(block.key).places]
    return f"remove-{left[min(at, len(left) - 1)]}" if left else f"add-{block.key}"


def remove_block(press: Press) -> Outcome:
    _done, said = press.gesture("remove_block", key=press.about)
    return Outcome(said=said, focus="new-block")


def add_block(press: Press) -> Outcome:
    """Add a block. Its key came with the page: pressing twice adds one block."""
    title = press.given.get("title", "").strip()[:LONGEST_TITLE]
    if not title:
        raise actions.NotDone(_("Write the title of the new block, then add it."))
    key = known_key(press.given.get("key", ""))
    number = whole_number(press.given.get("count")) % DOMAINS + 1
    _done, said = press.gesture("add_block", key=key, title=title, domain=number)
    return Outcome(said=said, focus=f"add-{key}", shown=with_values(press.shown, **{BLOCK: key}))


def add_module(press: Press) -> Outcome:
    """Add a module that this person may use; the block is the one chosen in the reserve."""
    found = get_object_or_404(usable_modules(press.by), key=known_key(press.about))
    block = press.given.get("block", "")
    _done, said = press.gesture("add_module", block=block, module=str(found.key))
    return Outcome(said=said, focus=f"add-module-{found.key}", shown=with_values(press.shown, **{BLOCK: block}))


def add_kit(press: Press) -> Outcome:
    kit = get_object_or_404(KitPage, pk=whole_number(press.about), live=True)
    if not can_read_kit(press.request, kit):
        raise Http404
    block = press.given.get("block", "")
    done = actions.add_kit(press.path.pk, block=block, kit=kit, by=press.by)
    [added] = set(done.after.modules()) - set(done.before.modules())
    said = wording.done_words("add_module", done.after, {"module": added})
    return Outcome(said=said, focus=f"add-kit-{kit.pk}", shown=with_values(press.shown, **{BLOCK: block}))


def change_place(press: Press) -> Outcome:
    _done, said = press.gesture(
        "change_place",
        module=press.about,
        is_required="required" in press.given,
        requires=press.given.getlist("requires"),
    )
    return Outcome(said=said, focus=f"open-{press.about}", shown=with_values(press.shown, **{OPEN: ""}))


def send_module(press: Press) -> Outcome:
    _done, said = press.gesture("send_module", module=press.about, block=press.given.get("to", ""))
    return Outcome(said=said, focus=f"open-{press.about}")


def take_over_module(press: Press) -> Outcome:
    module = get_object_or_404(usable_modules(press.by), key=known_key(press.about))
    done = actions.take_over_module(press.path.pk, module=module, by=press.by)
    [copy] = set(done.after.modules()) - set(done.before.modules())
    said = _("“%(title)s” is now a module of yours: change it as you like.") % {"title": module.title}
    return Outcome(said=said, focus=f"open-{copy}")


def take_version(press: Press) -> Outcome:
    pin, version = offered_version(press)
    module_actions.take_kit_version(pin, version)
    words = _("“%(title)s” now uses version %(number)s.") % {"title": pin.module.title, "number": version.number}
    return Outcome(said=words, focus="todo")


def leave_version(press: Press) -> Outcome:
    pin, version = offered_version(press)
    module_actions.decline_kit_version(pin, version)
    words = _("“%(title)s” keeps version %(number)s.") % {"title": pin.module.title, "number": pin.version.number}
    return Outcome(said=words, focus="todo")


def offered_version(press: Press):
    """Return the pin and the version that a button names, of a module that this person may change."""
    pin_id, _sign, number = press.about.partition(":")
    pins = ModuleKit.objects.select_related("module", "version__kit")
    pin = get_object_or_404(pins, pk=whole_number(pin_id))
    if not can_use_pin(press.by, pin):
        raise Http404
    return pin, get_object_or_404(pin.version.kit.versions, number=whole_number(number))


def undo(press: Press) -> Outcome:
    step = actions.undo(press.path.pk, by=press.by, step_id=whole_number(press.about))
    return Outcome(said=wording.undone_words(step), focus="undo", shown=with_values(press.shown, **{OPEN: ""}))


def submit(press: Press) -> Outcome:
    actions.submit_path(press.path, by=press.by)
    return Outcome(said=_("Your path is sent. Someone from the hub reads it, then answers you."), focus="state")


def withdraw(press: Press) -> Outcome:
    actions.withdraw_path(press.path, by=press.by)
    return Outcome(said=_("The path does not wait for a reading any more. Your draft is here."), focus="state")


def publish(press: Press) -> Outcome:
    if not can_publish_path(press.by, press.path):
        raise Http404
    actions.publish_path(press.path, by=press.by)
    return Outcome(said=_("The path is published."), focus="state")


DEEDS: dict[str, Callable[[Press], Outcome]] = {
    "up": move_module,
    "down": move_module,
    "remove": remove_module,
    "block-up": move_block,
    "block-down": move_block,
    "block-remove": remove_block,
    "add-block": add_block,
    "add-module": add_module,
    "add-kit": add_kit,
    "place": change_place,
    "send": send_module,
    "own": take_over_module,
    "take": take_version,
    "leave": leave_version,
    "undo": undo,
    "submit": submit,
    "withdraw": withdraw,
    "publish": publish,
}


def with_values(shown: Shown, **changes: str) -> Shown:
    names = {BLOCK: "block", OPEN: "opened"}
    return Shown(**vars(shown) | {names[name]: value for name, value in changes.items()})


def known_key(text: str) -> str:
    """Return `text` as the key of a block or module; what is none answers as no page."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise Http404 from error


def whole_number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
