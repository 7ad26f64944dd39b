"""What paths say of themselves in words: where they stand, what they lack, what changed between two versions."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue.certifications.models import Certification, TrainingProvider
from catalogue.frameworks.models import Use
from catalogue.learning.wording import rule_sentence
from catalogue.paths.formats.content import KitPin, PathContent, SkillUse
from catalogue.paths.formats.state import Run, Standing, State, closes_on, last_day
from catalogue.paths.models import LearningPathPage, Module, SkillBlock, TrainingMode
from outillerie.kits.formats.difference import Change
from outillerie.kits.formats.timing import duration_label
from outillerie.kits.models import Audience
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.wording import KINDS, value_words


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """Where a path stands: `code` for addresses and styles, `words` to show, `call` for the one button, `when` for the
    session that decides (empty without one), `tag` for the colour of a tag that says it."""

    code: str
    words: str
    call: str
    when: str
    is_open: bool
    tag: str


STATES = {
    State.ONGOING_OPEN: gettext_lazy("Enrolment open until %(closes)s"),
    State.FUTURE_OPEN: gettext_lazy("Enrolment open until %(closes)s"),
    State.ALWAYS_OPEN: gettext_lazy("You begin when you want"),
    State.FUTURE_NOT_YET_OPEN: gettext_lazy("Enrolment opens on %(opens)s"),
    State.FUTURE_CLOSED: gettext_lazy("Enrolment closed for the next session"),
    State.ONGOING_CLOSED: gettext_lazy("Session under way, enrolment closed"),
    State.ARCHIVED_CLOSED: gettext_lazy("The last session ended on %(ends)s"),
    State.TO_BE_SCHEDULED: gettext_lazy("Dates to come"),
}
TAGS = {State.FUTURE_NOT_YET_OPEN: "info", State.FUTURE_CLOSED: "attention", State.ONGOING_CLOSED: "attention"}


def state_words(standing: Standing) -> StateWords:
    run = standing.run
    days = {
        "closes": day_words(closes_on(run)) if run else "",
        "opens": day_words(run.enrolment_opens_on) if run and run.enrolment_opens_on else "",
        "ends": day_words(last_day(run)) if run else "",
    }
    return StateWords(
        code=standing.state.code,
        words=str(STATES[standing.state]) % days,
        call=_("Begin this path") if standing.is_open else _("Ask about the next dates"),
        when=run_words(run) if run and standing.state != State.ARCHIVED_CLOSED else "",
        is_open=standing.is_open,
        tag="acquired" if standing.is_open else TAGS.get(standing.state, ""),
    )


def run_words(run: Run) -> str:
    """Return the days of a session: “14 October 2026”, “From 14 October to 3 November 2026”."""
    if last_day(run) == run.starts_on:
        return day_words(run.starts_on)
    first = date_format(run.starts_on, "j F") if run.starts_on.year == last_day(run).year else day_words(run.starts_on)
    return _("From %(first)s to %(last)s") % {"first": first, "last": day_words(last_day(run))}


def day_words(day: date | str) -> str:
    """Return a day, or its ISO text, in words; nothing for nothing."""
    if isinstance(day, str):
        day = date.fromisoformat(day) if day else None
    return date_format(day, "DATE_FORMAT") if day else ""


def minutes_words(minutes: int) -> str:
    return duration_label(minutes, get_language() or "fr") if minutes else ""


def price_words(cents: int | None) -> str:
    """Return a price in euros, “Free” for zero, nothing when it is not said."""
    if cents is None:
        return ""
    if not cents:
        return _("Free of charge")
    euros, rest = divmod(cents, 100)
    grouped = f"{euros:,}".replace(",", "\u00a0")
    return _("%(amount)s including tax") % {"amount": f"{grouped},{rest:02}\u00a0€" if rest else f"{grouped}\u00a0€"}


def rule_words(rule: dict) -> str:
    """Return when a module is completed, as a sentence."""
    return capital(rule_sentence(rule)) if rule else ""


def change_rows(changes: list[Change], old: PathContent, new: PathContent) -> list[dict]:
    """Return the rows of `components/change_list.html`. The two contents name the modules that a key points to."""
    titles = {module.key: module.title for content in (old, new) for module in content.modules()}
    return [change_row(change, titles) for change in changes]


PARTS = {
    "certification": gettext_lazy("Certification"),
    "provider": gettext_lazy("Training organisation"),
    "blocks": gettext_lazy("Block"),
    "modules": gettext_lazy("Module"),
    "kits": gettext_lazy("Module"),
    "skills": gettext_lazy("Module"),
}
MODELS = {
    "path": LearningPathPage,
    "certification": Certification,
    "provider": TrainingProvider,
    "blocks": SkillBlock,
    "modules": Module,
}
# What is called otherwise by readers than in the editor, or has no column of its own.
FIELDS = {
    "kits": gettext_lazy("kit"),
    "skills": gettext_lazy("skill"),
    "name": gettext_lazy("organisation"),
    "is_required": gettext_lazy("required"),
    "requires": gettext_lazy("to do before"),
    "certification_block": gettext_lazy("block of the certification"),
    "nsf": gettext_lazy("NSF codes"),
    "formacodes": gettext_lazy("Formacode codes"),
    "rome": gettext_lazy("ROME codes"),
    "target_framework_version": gettext_lazy("version of the framework"),
}


def change_row(change: Change, titles: dict[str, str]) -> dict:
    segments = change.segments if change.field not in CODED else ()
    old, new = move_words(change) if change.kind == "moved" else sides(change, titles)
    return {
        "kind": change.kind,
        "kind_label": KINDS[change.kind],
        "title": title_of(change),
        "segments": segments,
        "old": "" if segments else old,
        "new": "" if segments else new,
    }


def move_words(change: Change) -> tuple[str, str]:
    """Return where a block or a module was and is; nothing for lines that only changed places."""
    if change.part == "blocks":
        return tuple(_("place %(number)s") % {"number": rank} for rank in (change.old, change.new))
    if change.part != "modules" or change.field:
        return "", ""
    if change.old == change.new:
        return "", _("elsewhere in the block “%(title)s”") % {"title": change.new}
    return change.old, change.new


def sides(change: Change, titles: dict[str, str]) -> tuple[str, str]:
    return value_of(change, change.old, titles), value_of(change, change.new, titles)


def title_of(change: Change) -> str:
    field = change.part if change.part in ("kits", "skills") else change.field
    label = field_label(change.part, field) if field else ""
    if change.part == "path":
        return capital(label)
    name = str(PARTS[change.part])
    if change.label:
        name = _("%(part)s “%(label)s”") % {"part": name, "label": change.label}
    return _("%(what)s: %(which)s") % {"what": name, "which": label} if label else name


def field_label(part: str, name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    return str(MODELS[part]._meta.get_field(name).verbose_name)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def audience_words(code: str) -> str:
    found = Audience.objects.filter(code=code).first()
    return str(found) if found else code


CODED = {
    "mode": lambda code: TrainingMode(code).label,
    "level": lambda rank: Level(rank).label,
    "domain": lambda number: Domain(number).label,
    "rule": lambda rule: rule_words(rule),
    "minutes": minutes_words,
    "price_cents": price_words,
    "audiences": audience_words,
    **dict.fromkeys(
        ("facts_checked_on", "results_on", "registered_on", "valid_until", "qualiopi_until"), day_words
    ),
}  # fmt: skip


def value_of(change: Change, value, titles: dict[str, str]) -> str:
    """Return one side of a change: nothing for the side that an addition or a removal has not."""
    if value is None and change.kind != "changed":
        return ""
    if isinstance(value, KitPin):
        return kit_words(value)
    if isinstance(value, SkillUse):
        return skill_words(value)
    if change.field == "requires":
        return ", ".join(titles.get(key, key) for key in value) or _("nothing")
    is_level = change.field != "level" or change.part == "path"
    if change.field in CODED and is_level and value not in (None, ""):
        return str(CODED[change.field](value))
    if dataclasses.is_dataclass(value):
        return Truncator(value.name if hasattr(value, "name") else value.title).chars(300)
    return value_words("", value)


def kit_words(pin: KitPin) -> str:
    return _("%(title)s, version %(number)s") % {"title": pin.title, "number": pin.number}


def skill_words(use: SkillUse) -> str:
    """Return “2.1 Interact (practised, level Practice)”."""
    detail = ", ".join(filter(None, [str(Use(use.use).label).lower(), use.level]))
    return f"{use.code} {use.statement} ({detail})".strip()
