"""Rules of badges, and what remains of them for somebody, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from badges.awarding.formats.rules import (
    APPLICATION,
    BADGE,
    BLOCK,
    DECISION,
    FACILITATED,
    MINUTES,
    MODULE,
    PATH,
    PUBLISHED,
    Fact,
    Rule,
    judged,
    problems,
    rest,
)
from badges.awarding.naming import Names, names_in
from outillerie.kits.formats.durations import duration_label


def rule_sentence(rule: Rule, names: Names | None = None) -> str:
    """Return what earns a badge, as the end of a sentence: “complete the module “…” and facilitate 2 sessions”.

    `names` come from `names_in`, when several rules are said at once.
    """
    if problems(rule):
        return ""
    names = names or names_in([rule])
    return joined(rule, lambda leaf: asked(leaf, names))


def remaining(rule: Rule, facts: Iterable[Fact], names: Names | None = None) -> str:
    """Return what `facts` leave to do: “facilitate 1 more session”; nothing when the rule is satisfied."""
    left = None if problems(rule) else rest(rule, facts)
    if left is None:
        return ""
    names = names or names_in([rule])
    return joined(left, lambda leaf: more(leaf, names))


@dataclass(frozen=True)
class Step:
    """One part of a rule: what it asks, whether it is done, and what is left of it otherwise."""

    words: str
    is_done: bool
    left: str = ""
    path: str = ""


def steps_of(rule: Rule, facts: Iterable[Fact], names: Names | None = None) -> list[Step]:
    """Return what a rule asks, part by part, and how far `facts` go. All are needed, unless the rule is an "any"."""
    if problems(rule):
        return []
    names, facts = names or names_in([rule]), list(facts)
    return [step_of(part, facts, names) for part in rule.get("all") or rule.get("any") or [rule]]


def step_of(part: Rule, facts: list[Fact], names: Names) -> Step:
    named = names.of(part) if "kind" in part else None
    return Step(
        words=rule_sentence(part, names),
        is_done=judged(part, facts).is_satisfied,
        left=remaining(part, facts, names),
        path=named.path if named else "",
    )


def joined(rule: Rule, words, *, is_inside: bool = False) -> str:
    branch = next((name for name in ("all", "any") if name in rule), None)
    if branch is None:
        return words(rule)
    parts = [joined(part, words, is_inside=True) for part in rule[branch]]
    text = get_text_list(parts, _("and") if branch == "all" else _("or"))
    return f"({text})" if is_inside and len(parts) > 1 else text


def asked(leaf: Rule, names: Names) -> str:
    kind, count = leaf["kind"], leaf.get("at_least", 1)
    if kind in NAMED:
        return named_words(leaf, names)
    if kind == MINUTES:
        return _("attend sessions for %(duration)s") % {"duration": duration(count)}
    if kind == FACILITATED:
        return ngettext("facilitate %(count)s session", "facilitate %(count)s sessions", count) % {"count": count}
    if kind == PUBLISHED:
        return ngettext("publish %(count)s kit", "publish %(count)s kits", count) % {"count": count}
    if kind == DECISION:
        return _("convince a trainer, who decides")
    if kind == APPLICATION:
        return application_words(count)
    return ngettext(
        "see %(count)s kit of yours used by others", "see %(count)s kits of yours used by others", count
    ) % {"count": count}


def more(leaf: Rule, names: Names) -> str:
    kind, count = leaf["kind"], leaf.get("at_least", 1)
    if kind == MINUTES:
        return _("attend sessions for %(duration)s more") % {"duration": duration(count)}
    if kind == FACILITATED:
        said = ngettext("facilitate %(count)s more session", "facilitate %(count)s more sessions", count)
        return said % {"count": count}
    if kind == PUBLISHED:
        return ngettext("publish %(count)s more kit", "publish %(count)s more kits", count) % {"count": count}
    return asked(leaf, names)


NAMED = (MODULE, BLOCK, PATH, BADGE)


def named_words(leaf: Rule, names: Names) -> str:
    named = names.of(leaf)
    title = _("“%(title)s”") % {"title": named.title} if named else _("that is no longer public")
    words = {
        MODULE: _("complete the module %(title)s"),
        BLOCK: _("acquire the block %(title)s"),
        PATH: _("complete the path %(title)s"),
        BADGE: _("hold the badge %(title)s"),
    }
    return words[leaf["kind"]] % {"title": title}


def application_words(count: int) -> str:
    if count == 0:
        return _("apply, and convince a trainer")
    said = ngettext(
        "apply, and convince a trainer or %(count)s peer", "apply, and convince a trainer or %(count)s peers", count
    )
    return said % {"count": count}


def duration(minutes: int) -> str:
    return duration_label(minutes, get_language() or "fr")
