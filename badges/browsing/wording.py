"""Badges in words: shapes, levels, what they ask, how long they hold, how many were given."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from badges.awarding.formats.rules import Rule, problems
from badges.awarding.naming import Names, names_in
from badges.awarding.wording import rule_sentence
from badges.browsing.formats.small_numbers import FEWEST
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

# The shape says the level: hardware, from the washer to the pinion.
SHAPES = {
    1: _("A washer is worth 1 of 4."),
    2: _("A plate is worth 2 of 4."),
    3: _("A nut is worth 3 of 4."),
    4: _("A pinion is worth 4 of 4."),
}


def level_words(level: int) -> str:
    return gettext("%(level)s, %(rank)s of 4") % {"level": Level(level).label, "rank": level}


def domain_words(domain: int) -> str:
    return str(Domain(domain).label)


def lowered(text: str) -> str:
    """Return `text` as it goes on after a name: «Sait écouter» becomes «sait écouter», «IA» stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def ability_sentence(name: str, description: str) -> str:
    """Return what somebody can do, in a sentence that begins with their name, or with what holders are."""
    if not name:
        return gettext("Whoever holds this badge %(can)s") % {"can": lowered(description)}
    return f"{name} {lowered(description)}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a badge asks: one thing in words; or several, `parts`, of which `is_any` says that one is enough."""

    words: str
    parts: tuple["Asked", ...] = ()
    is_any: bool = False


def asked_words(rule: Rule, names: Names | None = None, *, depth: int = 2) -> Asked:
    """Return what a rule asks, as lists in lists; what is deeper than `depth` is said in a sentence."""
    if problems(rule):
        return Asked(words="")
    names = names or names_in([rule])
    parts = rule.get("all") or rule.get("any") or ()
    if len(parts) == 1:
        return asked_words(parts[0], names, depth=depth)
    lists = tuple(asked_words(part, names, depth=depth - 1) for part in parts) if depth else ()
    return Asked(words=rule_sentence(rule, names), parts=lists, is_any="any" in rule)


def validity_words(months: int | None) -> str:
    """Return how long a badge holds once it is given."""
    if months is None:
        return gettext("Without limit")
    if months % 12:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}


def until_words(moment) -> str:
    """Return until when a badge that was given holds."""
    return gettext("Until %(day)s") % {"day": day_words(moment)} if moment else gettext("Without limit")


def day_words(moment) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def given_words(count: int) -> str:
    """Return how many times a badge was given, without saying a number that would point at people."""
    if not count:
        return gettext("Nobody holds it yet.")
    if count < FEWEST:
        return gettext("Given to fewer than %(few)s people.") % {"few": FEWEST}
    return ngettext("Given %(count)s time.", "Given %(count)s times.", count) % {"count": count}


def figure_words(count: int | None) -> str:
    """Return a figure of a table; None is one that is kept silent."""
    return gettext("fewer than %(few)s") % {"few": FEWEST} if count is None else f"{count:n}"
