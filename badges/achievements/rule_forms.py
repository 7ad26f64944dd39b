"""How a badge is earned, as its author says it: what is asked, and groups of which each counts as one thing. Of the
whole, and of each group, everything is needed or one thing is enough. Without script."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.achievements.choices import NAMED, choices_of, leaf_of, text_of
from badges.achievements.models import Achievement
from badges.awarding.formats import rules
from badges.awarding.naming import names_in
from badges.awarding.wording import rule_sentence
from catalogue.building.forms import DurationField, number_field
from catalogue.learning.formats.rule_trees import MOST_PARTS

COUNTED = {
    "facilitated": rules.FACILITATED,
    "kits_published": rules.PUBLISHED,
    "kits_reused": rules.REUSED,
    "minutes": rules.MINUTES,
}
MOST_GROUPS = 4
NUMBERS = [str(number) for number in range(1, MOST_GROUPS + 1)]
# What is sent past what a rule may hold is shown again, to be removed; past that, nobody typed it.
MOST_LINES = 50


class PartsForm(forms.Form):
    """What is asked together: things by their name, one a line, and numbers of things."""

    join = forms.ChoiceField(
        label=gettext_lazy("Of what is asked"),
        choices=[("all", gettext_lazy("everything is needed")), ("any", gettext_lazy("one thing is enough"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    add = forms.ChoiceField(label=gettext_lazy("What to achieve"), required=False)
    facilitated = number_field(gettext_lazy("Sessions facilitated"))
    kits_published = number_field(gettext_lazy("Kits published"))
    kits_reused = number_field(gettext_lazy("Own kits that others use"))
    minutes = DurationField(label=gettext_lazy("Time attended in all"), required=False)
    decision = forms.BooleanField(label=gettext_lazy("A trainer decides"), required=False)
    application = forms.BooleanField(
        label=gettext_lazy("An application with evidence, that a trainer accepts"), required=False
    )
    peers = number_field(gettext_lazy("Peers who are enough to accept it without a trainer"))

    def __init__(self, data=None, *, group="", branch: rules.Rule, typed=None, offered_to, held):
        """`group` is its number, empty for what is asked outside of groups; `branch` is what is asked so far; `held`
        are the lines that stand already, wherever. `typed` is what was sent by a button that keeps nothing: it is shown
        again, without being judged."""
        self.group, self.offered_to, self.held = group, offered_to, held
        # The sign that the names of its fields and the verbs of its buttons end with.
        self.mark = f"-{group}" if group else ""
        prefix, sent = f"rule{self.mark}", data if data is not None else typed
        self.lines = [text_of(leaf) for leaf in parts_of(branch) if leaf["kind"] in NAMED]
        if sent is not None:
            self.lines = [line for line in sent.getlist(f"line{self.mark}") if is_line(line)][:MOST_LINES]
        initial = said_by(branch)
        if typed is not None:
            initial = {name: typed.get(f"{prefix}-{name}", "") for name in self.base_fields}
        super().__init__(data, initial=initial, prefix=prefix)
        if group:
            self.fields["join"].label = _("Of this group")
        # Which kind of thing is being chosen: its list is long, so it is shown when it is asked for.
        self.show(kind_of(sent.get(f"{prefix}-add", "") if sent is not None else ""))

    @property
    def counted(self) -> list:
        return [self[name] for name in ("facilitated", "minutes", "kits_published", "kits_reused")]

    @property
    def line_rows(self) -> list[dict]:
        """Return what is asked by name, in words, each with the text that its line holds."""
        asked = [(line, leaf_of(line)) for line in self.lines]
        names = names_in([leaf for _line, leaf in asked])
        return [{"value": line, "words": rule_sentence(leaf, names)} for line, leaf in asked]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return what each kind of thing is called, to choose from."""
        labels = (_("Complete a path"), _("Acquire a block"), _("Complete a module"), _("Hold a badge"))
        return list(zip((rules.PATH, rules.BLOCK, rules.MODULE, rules.BADGE), labels, strict=True))

    def show(self, kind: str) -> None:
        """Offer the things of one kind, or of none."""
        self.kind = kind
        offered = choices_of(kind, *self.offered_to) if kind else []
        self.fields["add"].choices = [("", _("Choose…")), *offered]

    def offers(self, line: str) -> bool:
        """Say whether a line may be asked for: because it was already, or because it can be chosen."""
        return line in self.held or line in dict(choices_of(kind_of(line), *self.offered_to))

    def press(self, verb: str, about: str) -> None:
        """Show a list, add the thing chosen, or drop a line, before the form is shown again."""
        chosen = self.initial.get("add", "")
        if verb == "kind":
            self.show(about if about in NAMED else "")
        if verb == "add" and is_line(chosen) and self.offers(chosen):
            self.lines = list(dict.fromkeys([*self.lines, chosen]))
            self.show("")
        if verb == "drop":
            self.lines = [line for line in self.lines if line != about]

    def clean(self):
        given = super().clean()
        if given.get("peers") and not given.get("application"):
            self.add_error("peers", _("Peers read applications: tick the line above too, or leave this empty."))
        if not all(self.offers(line) for line in self.lines):
            raise forms.ValidationError(_("Something that is asked is no longer there. Remove its line."))
        if len(self.parts()) > MOST_PARTS:
            raise forms.ValidationError(too_many())
        return given

    def parts(self) -> list[rules.Rule]:
        given = self.cleaned_data
        chosen = [*self.lines, given.get("add") or ""]
        parts = [leaf_of(line) for line in dict.fromkeys(filter(None, chosen))]
        parts += [{"kind": kind, "at_least": given[name]} for name, kind in COUNTED.items() if given.get(name)]
        if given.get("decision"):
            parts.append({"kind": rules.DECISION})
        if given.get("application"):
            parts.append({"kind": rules.APPLICATION, "at_least": given.get("peers") or 0})
        return parts


class RuleForm:
    """What a badge asks for, and its groups. A rule that does not fit here, made elsewhere, is kept until something
    else is asked."""

    def __init__(self, data=None, *, achievement: Achievement, user, typed=None):
        self.rule = achievement.rule
        first, *groups = laid_out(self.rule) or [{}]
        self.options = {
            "offered_to": (user, achievement),
            "held": {
                text_of(leaf) for branch in (first, *groups) for leaf in parts_of(branch) if leaf["kind"] in NAMED
            },
        }
        kept = {str(number): group for number, group in enumerate(groups, start=1)}
        sent = data if data is not None else typed
        numbers = kept if sent is None else [number for number in sent.getlist("group") if number in NUMBERS]
        self.first = PartsForm(data, typed=typed, branch=first, **self.options)
        self.groups = [
            PartsForm(data, typed=typed, group=number, branch=kept.get(number, {}), **self.options)
            for number in dict.fromkeys(numbers)
        ]

    @property
    def forms(self) -> list[PartsForm]:
        return [self.first, *self.groups]

    @property
    def next_group(self) -> str:
        """Return the number of a group to add, empty when there are enough."""
        taken = {group.group for group in self.groups}
        return next((number for number in NUMBERS if number not in taken), "")

    @property
    def words(self) -> str:
        """Return the rule as it is kept, in words."""
        return rule_sentence(self.rule)

    @property
    def kept_words(self) -> str:
        """Return the rule in words when these fields cannot say it, nothing otherwise."""
        return self.words if laid_out(self.rule) is None else ""

    def press(self, verb: str, about: str) -> None:
        """Do what a button of the form asks, before it is shown again: a group more, a group less, a line."""
        if verb == "group" and self.next_group:
            self.add_group()
        if verb == "ungroup":
            self.groups = [group for group in self.groups if group.group != about]
        verb, _sign, number = verb.partition("-")
        for form in self.forms:
            if form.group == number:
                form.press(verb, about)

    def add_group(self) -> None:
        """Add an empty group, that joins its things the other way: else it would change nothing."""
        join = "all" if self.first["join"].value() == "any" else "any"
        self.groups.append(PartsForm(group=self.next_group, branch={join: []}, **self.options))

    def is_valid(self) -> bool:
        if not all(form.is_valid() for form in self.forms):
            return False
        if not self.parts() and not self.kept_words:
            self.first.add_error(None, _("Say at least one thing that earns the badge."))
        if len(self.parts()) > MOST_PARTS:
            self.first.add_error(None, too_many())
        return not self.first.errors

    def parts(self) -> list[rules.Rule]:
        groups = [(group.cleaned_data["join"], group.parts()) for group in self.groups]
        return [*self.first.parts(), *({join: parts} for join, parts in groups if parts)]

    def asked(self) -> rules.Rule:
        """Return the rule that was asked for."""
        parts = self.parts()
        if not parts:
            return self.rule
        return parts[0] if len(parts) == 1 else {self.first.cleaned_data["join"]: parts}


def too_many() -> str:
    return _("A badge asks for %(most)s things at most, and so does each group. Remove some.") % {"most": MOST_PARTS}


def kind_of(line: str) -> str:
    kind = line.partition(":")[0]
    return kind if kind in NAMED else ""


def is_line(text: str) -> bool:
    try:
        return not rules.problems(leaf_of(text))
    except ValueError:
        return False


def branch_of(rule: rules.Rule) -> str:
    return next((name for name in ("all", "any") if name in rule), "")


def parts_of(rule: rules.Rule) -> list[rules.Rule]:
    """Return what a branch holds; of a leaf, itself; of nothing, nothing."""
    if branch := branch_of(rule):
        return rule[branch]
    return [rule] if rule else []


def laid_out(rule: rules.Rule) -> list[rules.Rule] | None:
    """Return `rule` as the form shows it: a branch for what is asked outside of groups, then one for each group; None
    when the fields cannot say it: branches in groups, one count asked twice together, too many groups."""
    if rules.problems(rule):
        return [{}]
    parts = parts_of(rule)
    groups = [part for part in parts if branch_of(part)]
    shown = [{branch_of(rule) or "all": [part for part in parts if not branch_of(part)]}, *groups]
    return shown if len(groups) <= MOST_GROUPS and all(map(is_said, shown)) else None


def is_said(branch: rules.Rule) -> bool:
    """Return whether fields can say what is asked together."""
    kinds = [part.get("kind") for part in parts_of(branch) if part.get("kind") not in NAMED]
    return None not in kinds and len(set(kinds)) == len(kinds)


def said_by(branch: rules.Rule) -> dict:
    """Return what the fields show of what is asked together."""
    numbers = {part["kind"]: part.get("at_least") for part in parts_of(branch)}
    return {
        **{name: numbers.get(kind) for name, kind in COUNTED.items()},
        "decision": rules.DECISION in numbers,
        "application": rules.APPLICATION in numbers,
        "peers": numbers.get(rules.APPLICATION) or None,
        "join": branch_of(branch) or "all",
    }
