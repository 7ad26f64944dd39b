"""The facts that decide: how long, for whom, how many, how hard; then what to bring."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from ..formats.content import KitContent, Material, counted_label
from ..formats.timing import duration_label, timing
from .sheet import Sheet
from .texts import typeset


@dataclass(frozen=True)
class Fact:
    icon: str
    value: str
    detail: str = ""


def facts(content: KitContent, sheet: Sheet) -> list[Fact]:
    """Return at most four facts; what the kit does not say is left out."""
    found = (_duration(content), _audience(content, sheet), _group(content), _level(content))
    return [fact for fact in found if fact.value]


def circumstances(content: KitContent) -> list[str]:
    """Return what is unusual in the way the workshop is run."""
    modes = {
        "remote": gettext("Remote"),
        "hybrid": gettext("On site or remote"),
        "mobile": gettext("On the move"),
    }
    said = (
        modes.get(content.mode, ""),
        gettext("Without a computer") if content.is_unplugged else "",
        gettext("Without the internet") if content.is_offline else "",
    )
    return [words for words in said if words]


def material_lines(content: KitContent) -> list[str]:
    return [typeset(_material_line(material), content) for material in content.material]


def _duration(content: KitContent) -> Fact:
    minutes = content.duration or timing(content).total
    if not minutes:
        return Fact("clock", "")
    setup = ""
    if content.setup_minutes:
        length = duration_label(content.setup_minutes, content.language)
        setup = gettext("+ %(length)s to set up") % {"length": length}
    return Fact("clock", duration_label(minutes, content.language), setup)


def _audience(content: KitContent, sheet: Sheet) -> Fact:
    names = ", ".join(sheet.audiences)
    age = gettext("from %(age)s years old") % {"age": content.minimum_age} if content.minimum_age else ""
    return Fact("person", names[:1].upper() + names[1:], age) if names else Fact("person", age)


def _group(content: KitContent) -> Fact:
    count = content.facilitators
    by = ngettext("%(count)s facilitator", "%(count)s facilitators", count or 0) % {"count": count}
    return Fact("people", _participants(content), by if count else "")


def _participants(content: KitContent) -> str:
    least, most = content.participants_min, content.participants_max
    if least and most and least != most:
        return gettext("%(least)s to %(most)s participants") % {"least": least, "most": most}
    if least and not most:
        return gettext("%(least)s participants or more") % {"least": least}
    if most and not least:
        return gettext("up to %(most)s participants") % {"most": most}
    return ngettext("%(count)s participant", "%(count)s participants", most) % {"count": most} if most else ""


def _level(content: KitContent) -> Fact:
    if not content.level:
        return Fact("level", "")
    names = (gettext("Discovery"), gettext("Practice"), gettext("Mastery"), gettext("Passing on"))
    detail = gettext("level %(level)s of 4") % {"level": content.level}
    return Fact("level", names[content.level - 1], detail)


def _material_line(material: Material) -> str:
    if material.quantity.isdigit():
        line = f"{material.quantity} {counted_label(material)}"
    else:
        line = f"{material.label} ({material.quantity})" if material.quantity else material.label
    return gettext("%(material)s, provided") % {"material": line} if material.is_provided else line
