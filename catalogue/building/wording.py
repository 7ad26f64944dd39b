"""What happened to blocks and modules, what was refused and what can be undone, in words."""

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from catalogue.building.formats.structure import GestureRefused, Structure
from catalogue.building.models import BuilderStep
from catalogue.paths.models import Module
from outillerie.kits.formats.durations import duration_label
from outillerie.writing.wording import day, hour

LONGEST_TITLE = 60
REFUSALS = {
    "block_gone": gettext_lazy(
        "This block is no longer in the path: someone removed it. Look at the blocks, then go on."
    ),
    "module_gone": gettext_lazy(
        "This module is no longer in the path: someone removed it. Look at the blocks, then go on."
    ),
    "block_there": gettext_lazy("This block is in the path already."),
    "duplicate": gettext_lazy("This module is already in block %(number)s."),
    "first": gettext_lazy("It is already the first."),
    "last": gettext_lazy("It is already the last."),
    "cycle": gettext_lazy("These modules would wait for one another: %(titles)s. Untick one of them."),
    "too_many_blocks": gettext_lazy("A path has %(most)s blocks at most. Put these modules in a block that exists."),
    "too_many_modules": gettext_lazy("A path has %(most)s modules at most. Make two paths of it."),
}
GESTURES = {
    "add_block": gettext_lazy("the block “%(title)s” added"),
    "change_block": gettext_lazy("the block “%(title)s” changed"),
    "remove_block": gettext_lazy("the block “%(title)s” removed"),
    "move_block": gettext_lazy("the block “%(title)s” moved"),
    "add_module": gettext_lazy("“%(title)s” added"),
    "remove_module": gettext_lazy("“%(title)s” removed"),
    "move_module": gettext_lazy("“%(title)s” moved"),
    "send_module": gettext_lazy("“%(title)s” moved"),
    "change_place": gettext_lazy("the options of “%(title)s” changed"),
    "replace_module": gettext_lazy("“%(title)s” copied in its place"),
}


def refusal_words(refusal: GestureRefused, structure: Structure) -> str:
    """Return why a gesture was refused; modules are named by their titles."""
    parts = dict(refusal.parts)
    if "modules" in parts:
        titles = titles_of(parts["modules"])
        parts["titles"] = ", ".join(
            _("“%(title)s”") % {"title": titles[key]} for key in parts["modules"] if key in titles
        )
    return REFUSALS[refusal.code] % parts


def titles_of(keys) -> dict[str, str]:
    return {str(key): title for key, title in Module.objects.filter(key__in=keys).values_list("key", "title")}


def done_words(name: str, structure: Structure, values: dict) -> str:
    """Return what a live region says once a gesture is done; `structure` is what it made."""
    key = values.get("by") or values.get("module")
    if key is None:
        return block_words(name, structure, values["key"])
    title = titles_of([key]).get(key, "")
    if name == "remove_module":
        return _("“%(title)s” is removed.") % {"title": title}
    if name == "change_place":
        return _("The options of “%(title)s” are kept.") % {"title": title}
    block = structure.block_of(key)
    place = [place.module for place in block.places].index(key) + 1
    words = {"title": title, "place": place, "block": structure.number_of(block.key)}
    if name == "add_module":
        return _("“%(title)s” is added to block %(block)s.") % words
    return _("“%(title)s” placed at %(place)s in block %(block)s.") % words


def block_words(name: str, structure: Structure, key: str) -> str:
    number = structure.number_of(key)
    if name == "remove_block":
        return _("The block is removed, with its modules.")
    if name == "move_block":
        return _("Block placed at %(number)s.") % {"number": number}
    if name == "change_block":
        return _("Block %(number)s is kept.") % {"number": number}
    return _("Block %(number)s is added.") % {"number": number}


def undo_words(step: BuilderStep, *, reader) -> str:
    """Return what undo would take back: whose gesture it was, when it is somebody else's."""
    said = step_words(step)
    if step.person_id == reader.pk:
        return _("Undo: %(gesture)s") % {"gesture": said}
    return _("Undo: %(gesture)s, by %(name)s") % {"gesture": said, "name": step.person.shown_name()}


def undone_words(step: BuilderStep) -> str:
    return _("Undone: %(gesture)s.") % {"gesture": step_words(step)}


def step_words(step: BuilderStep) -> str:
    return GESTURES[step.gesture] % {"title": Truncator(step.facts.get("title", "")).chars(LONGEST_TITLE)}


def saved_words(at) -> str:
    """Return when the draft was saved: the hour today, the day too before."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return _("Saved at %(hour)s") % {"hour": hour(local)}
    return _("Saved on %(day)s at %(hour)s") % {"day": day(local), "hour": hour(local)}


def duration(minutes: int) -> str:
    return duration_label(minutes, get_language() or "fr")


def placed_words(placed: int, planned: int | None) -> str:
    """Return how much of the time planned is placed."""
    if planned is None:
        return _("placed. Say how long the path should last in its sheet.")
    words = _("out of %(planned)s planned") % {"planned": duration(planned)}
    if placed > planned:
        return _("%(words)s: %(over)s too many") % {"words": words, "over": duration(placed - planned)}
    return words


def uses_words(count: int) -> str:
    """Return in how many published paths a module stands."""
    if not count:
        return _("in no published path")
    return ngettext("in %(count)s published path", "in %(count)s published paths", count) % {"count": count}


CHECKS = {
    "titles": gettext_lazy("Each block has a title"),
    "modules": gettext_lazy("Each block has a module"),
    "assessments": gettext_lazy("Each block is assessed"),
    "title": gettext_lazy("Block %(block)s has no title."),
    "empty": gettext_lazy("Block %(block)s has no module."),
    "assessment": gettext_lazy("Nothing says how block %(block)s is assessed."),
    "late": gettext_lazy("“%(title)s” waits for “%(other)s”, which comes after it."),
    "shared_kit": gettext_lazy("Several modules use the kit “%(title)s”."),
    "commercial": gettext_lazy(
        "This path is paid for, and the kit “%(title)s” is under %(other)s: ask its authors, or choose another kit."
    ),
    "no_derivatives": gettext_lazy(
        "This path is paid for, and the kit “%(title)s” is under %(other)s: it is given as it is, without any change."
    ),
    "unknown_licence": gettext_lazy(
        "The licence of the kit “%(title)s” is not known: ask its authors before using it."
    ),
}


def check_words(check) -> str:
    return CHECKS[check.code] % {"block": check.block, "title": check.title, "other": check.other}


USES = {
    "assessed": gettext_lazy("assessed"),
    "practised": gettext_lazy("practised"),
    "taught": gettext_lazy("taught"),
    "": gettext_lazy("missing"),
}


def block_coverage_words(name: str, codes: list[str]) -> str:
    """Return which competences a block works on, by their codes."""
    listed = (
        _("%(first)s and %(last)s") % {"first": ", ".join(codes[:-1]), "last": codes[-1]} if codes[1:] else codes[0]
    )
    return _("%(framework)s: %(codes)s") % {"framework": name, "codes": listed}
