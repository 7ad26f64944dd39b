"""Rules, and what remains of them, in words."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.learning.formats.rules import ASSESSMENT, EVIDENCE, MINUTES, SESSIONS, Fact, Rule, problems, rest
from outillerie.kits.formats.durations import duration_label


def rule_sentence(rule: Rule) -> str:
    """Return what completes a module, as the end of a sentence: “attend 2 meetings and submit evidence that is accepted”."""
    return "" if problems(rule) else _joined(rule, _asked)


def remaining(rule: Rule, facts: Iterable[Fact]) -> str:
    """Return what `facts` leave to do: “1 more meeting and 1 h 30 more”; nothing when the rule is satisfied."""
    left = None if problems(rule) else rest(rule, facts)
    return _joined(left, _left) if left else ""


def _joined(rule: Rule, words, *, is_inside: bool = False) -> str:
    branch = next((name for name in ("all", "any") if name in rule), None)
    if branch is None:
        return words(rule)
    parts = [_joined(part, words, is_inside=True) for part in rule[branch]]
    text = get_text_list(parts, _("and") if branch == "all" else _("or"))
    return f"({text})" if is_inside and len(parts) > 1 else text


def _asked(rule: Rule) -> str:
    count = rule.get("at_least", 1)
    if rule["kind"] == ASSESSMENT:
        return _("pass the assessment")
    if rule["kind"] == MINUTES:
        return _("attend for %(duration)s") % {"duration": _duration(count)}
    if rule["kind"] == SESSIONS:
        return ngettext("attend %(count)s meeting", "attend %(count)s meetings", count) % {"count": count}
    if rule["kind"] == EVIDENCE:
        if count == 1:
            return _("submit a piece of evidence that is accepted")
        return _("submit %(count)s pieces of evidence that are accepted") % {"count": count}
    return _("convince a peer") if count == 1 else _("convince %(count)s peers") % {"count": count}


def _left(rule: Rule) -> str:
    count = rule.get("at_least", 1)
    if rule["kind"] == ASSESSMENT:
        return _("the assessment to pass")
    if rule["kind"] == MINUTES:
        return _("%(duration)s more") % {"duration": _duration(count)}
    if rule["kind"] == SESSIONS:
        return ngettext("%(count)s more meeting", "%(count)s more meetings", count) % {"count": count}
    if rule["kind"] == EVIDENCE:
        if count == 1:
            return _("a piece of evidence to have accepted")
        return _("%(count)s pieces of evidence to have accepted") % {"count": count}
    return _("a peer to convince") if count == 1 else _("%(count)s peers to convince") % {"count": count}


def _duration(minutes: int) -> str:
    return duration_label(minutes, get_language() or "fr")
