"""What the pages of writing say: what is missing, what would help, where a kit is, when it was saved."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.mixing import verdict
from outillerie.kits.formats.quality import Advice
from outillerie.kits.formats.three_way import Change
from outillerie.kits.formats.timing import duration_label
from outillerie.kits.wording import value_words
from outillerie.writing import queries
from outillerie.writing.stages import STAGE

STATES = {
    queries.DRAFT: gettext_lazy("Draft"),
    queries.REVIEW: gettext_lazy("Being read"),
    queries.CHANGES: gettext_lazy("Changes asked for"),
    queries.REFUSED: gettext_lazy("Refused"),
    queries.PUBLISHED: gettext_lazy("Published"),
    queries.PUBLISHED_WITH_DRAFT: gettext_lazy("Published, with a draft"),
}
# The colour of a tag never says it alone: its words do.
STATE_TAGS = {queries.REVIEW: "info", queries.CHANGES: "attention", queries.PUBLISHED: "acquired"}
STATE_TAGS[queries.PUBLISHED_WITH_DRAFT] = "acquired"

SENTENCES = {
    "title": gettext_lazy("Write a title."),
    "theme": gettext_lazy("Choose a theme: it is how people find a kit."),
    "objective": gettext_lazy("Write at least one objective."),
    "audience": gettext_lazy("Tick at least one audience."),
    "material_label": gettext_lazy("Material, line %(number)s: write what it is, or remove the line."),
    "timed_step": gettext_lazy("Tell at least one moment, with its title and its minutes."),
    "step_title": gettext_lazy("Moment %(number)s: write its title, or remove it."),
    "licence": gettext_lazy("Choose a licence: without one, nobody may reuse the kit."),
    "mix": gettext_lazy("Choose a licence that all the parts of the kit allow."),
    "credit_name": gettext_lazy("Person %(number)s: write a name, or remove the line."),
    "hook": gettext_lazy("Write one or two sentences that make one want to run it."),
    "objective_verb": gettext_lazy("Objective %(number)s: begin with a verb, such as recognise, name, show, make."),
    "objective_weak": gettext_lazy(
        "Objective %(number)s: say what one will see people do. Nobody can see somebody understand."
    ),
    "group": gettext_lazy("Say for how many people it is."),
    "duration": gettext_lazy("Announce a total duration."),
    "minutes_missing": gettext_lazy("Moment %(number)s: say how many minutes it takes."),
    "break": gettext_lazy("Plan a break: %(duration)s without one is long."),
    "watch_points": gettext_lazy("Say what may go wrong, and what to do then."),
    "alt": gettext_lazy("Picture %(number)s: describe it for those who do not see it."),
    "accessible": gettext_lazy("Add an easy-to-read version, or a source that others can edit."),
    "author": gettext_lazy("Say who wrote it."),
}


def language() -> str:
    return get_language() or "fr"


def advice_rows(advices, content: KitContent) -> list[dict]:
    """Return each advice as its sentence and the address of the field that it is about."""
    return [
        {
            "code": advice.code,
            "sentence": sentence_of(advice, content),
            "stage": STAGE[advice.part],
            "anchor": anchor_of(advice, content),
        }
        for advice in advices
    ]


def sentence_of(advice: Advice, content: KitContent) -> str:
    if advice.code == "mix":
        return " ".join(verdict(content).sentences(language()))
    if advice.code == "timing":
        return timing_sentence(content.duration + advice.minutes, content.duration)
    return str(SENTENCES[advice.code]) % {
        "number": (advice.place or 0) + 1,
        "duration": minutes(advice.minutes),
    }


ROW_FIELDS = {"objectives": "text", "material": "label", "steps": "title", "credits": "name"}


def anchor_of(advice: Advice, content: KitContent) -> str:
    """Return the id of the field to go to: that of a row, of the first row of a list, or of the field."""
    if advice.field in ("files", "pictures"):
        return f"{advice.field}-{advice.place}" if advice.place is not None else advice.field
    if advice.field not in ROW_FIELDS:
        return f"id_{advice.field}"
    field = "minutes" if advice.code == "minutes_missing" else ROW_FIELDS[advice.field]
    return f"id_{advice.field}-{advice.place or 0}-{field}"


def timing_sentence(placed: int, announced: int) -> str:
    """Return how the minutes of the moments stand to those that are announced."""
    if placed < announced:
        return _("%(placed)s placed out of %(announced)s: %(left)s left to tell.") % {
            "placed": minutes(placed),
            "announced": minutes(announced),
            "left": minutes(announced - placed),
        }
    return _("%(placed)s placed out of %(announced)s: %(over)s too many.") % {
        "placed": minutes(placed),
        "announced": minutes(announced),
        "over": minutes(placed - announced),
    }


def minutes(count: int) -> str:
    return duration_label(count, language()) if count else "0\u00a0min"


def rule_of(content: KitContent) -> dict:
    """Return the rule beside the moments: what is placed, what is announced, and what is left, in words."""
    placed = sum(step.minutes or 0 for step in content.steps)
    announced = content.duration
    moments = [step.minutes for step in content.steps if step.minutes]
    row = {"moments": moments, "announced": announced, "length": max(placed, announced or 0)}
    if not announced:
        words = _("%(placed)s placed.") if placed else _("Nothing is placed yet.")
        return row | {"title": words % {"placed": minutes(placed)}, "text": "", "is_right": False}
    out_of = str(announced) if announced < 60 else minutes(announced)
    title = _("%(placed)s placed out of %(announced)s.") % {"placed": minutes(placed), "announced": out_of}
    if placed < announced:
        left = announced - placed
        text = _("%(left)s are left to tell, or change the") % {"left": minutes(left)}
        return row | {"title": title, "text": text, "is_right": False}
    if placed > announced:
        text = _("That is %(over)s too many: shorten a moment, or change the") % {"over": minutes(placed - announced)}
        return row | {"title": title, "text": text, "is_right": False}
    return row | {"title": title, "text": _("The moments fill the time announced."), "is_right": True}


def saved_words(at) -> str:
    """Return when the draft was saved: the hour today, the day too before."""
    if at is None:
        return _("Not saved yet")
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return _("Draft saved at %(hour)s") % {"hour": hour(local)}
    return _("Draft saved on %(day)s at %(hour)s") % {"day": day(local), "hour": hour(local)}


def saved_briefly(at) -> str:
    return _("Saved: %(moment)s") % {"moment": moment_words(at)} if at else ""


def day(local) -> str:
    return date_format(local, "j F" if language().startswith("fr") else "F j")


def hour(local) -> str:
    if language().startswith("fr"):
        return f"{local.hour}\u00a0h\u00a0{local.minute:02}"
    return date_format(local, "H:i")


def count_words(needed: int) -> str:
    if not needed:
        return _("Nothing is missing to publish.")
    return ngettext("%(count)s thing is missing to publish.", "%(count)s things are missing to publish.", needed) % {
        "count": needed
    }


def moved_words(row_name: str, number: int | None, *, is_up: bool) -> str:
    """Return what a live region says after a move; `number` is None when the row was at the end already."""
    if number is None:
        words = _("%(row)s is the first already.") if is_up else _("%(row)s is the last already.")
        return words % {"row": row_name}
    return _("%(row)s placed at %(number)s") % {"row": row_name, "number": number}


def removed_words(row_name: str) -> str:
    return _("%(row)s is removed.") % {"row": row_name}


def moment_words(at) -> str:
    """Return an hour of today, a day and an hour of before."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return hour(local)
    return _("%(day)s at %(hour)s") % {"day": day(local), "hour": hour(local)}


def side_words(change: Change, value) -> str:
    """Return what one side says of something that two people changed."""
    if value is None:
        return _("Removed.") if change.part != "kit" else value_words(change.cell, value)
    if isinstance(value, dict):
        return " · ".join(value_words(name, said) for name, said in value.items() if said not in ("", None))
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return value_words(change.cell, value)
