"""How a badge is earned, as its author says it: what is asked, all of it or one thing of it. Without script."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.achievements.choices import NAMED, choices_of, leaf_of, text_of
from badges.achievements.models import Achievement
from badges.awarding.formats import rules
from badges.awarding.naming import names_in
from badges.awarding.wording import rule_sentence
from catalogue.building.forms import DurationField, number_field
from catalogue.learning.formats.rule_trees import leaves

COUNTED = {
    "facilitated": rules.FACILITATED,
    "kits_published": rules.PUBLISHED,
    "kits_reused": rules.REUSED,
    "minutes": rules.MINUTES,
}
MOST_LINES = 20
PREFIX = "rule"


class RuleForm(forms.Form):
    """A rule of branches within branches, made elsewhere, does not fit here: it is kept until something else is asked."""

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

    def __init__(self, data=None, *, achievement: Achievement, user, typed=None, **options):
        """`typed` is what was sent by a button that keeps nothing: it is shown again, without being judged."""
        self.rule = achievement.rule
        self.offered_to = (user, achievement)
        sent = data if data is not None else typed
        self.held = [text_of(leaf) for leaf in named_leaves(self.rule)]
        self.lines = self.held
        if sent is not None:
            self.lines = [line for line in sent.getlist("line") if is_line(line)][:MOST_LINES]
        initial = said_by(self.rule)
        if typed is not None:
            initial = {name: typed.get(f"{PREFIX}-{name}", "") for name in self.base_fields}
        super().__init__(data, initial=initial, prefix=PREFIX, **options)
        # Which kind of thing is being chosen: its list is long, so it is shown when it is asked for.
        self.show(kind_of(sent.get(f"{PREFIX}-add", "") if sent is not None else ""))

    @property
    def counted(self) -> list:
        return [self[name] for name in ("facilitated", "minutes", "kits_published", "kits_reused")]

    @property
    def kept_words(self) -> str:
        """Return the rule in words when these fields cannot say it, nothing otherwise."""
        return rule_sentence(self.rule) if is_nested(self.rule) else ""

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
        if not self.errors and not self.parts() and not is_nested(self.rule):
            raise forms.ValidationError(_("Say at least one thing that earns the badge."))
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

    def asked(self) -> rules.Rule:
        """Return the rule that was asked for."""
        parts = self.parts()
        if not parts:
            return self.rule
        return parts[0] if len(parts) == 1 else {self.cleaned_data["join"]: parts}


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
    branch = branch_of(rule)
    return rule[branch] if branch else [rule]


def is_nested(rule: rules.Rule) -> bool:
    """Return whether the fields cannot say `rule`: branches in branches, or one count asked twice."""
    if rules.problems(rule):
        return False
    kinds = [part.get("kind") for part in parts_of(rule) if part.get("kind") not in NAMED]
    return None in kinds or len(set(kinds)) < len(kinds)


def named_leaves(rule: rules.Rule) -> list[rules.Rule]:
    if rules.problems(rule) or is_nested(rule):
        return []
    return [leaf for leaf in leaves(rule) if leaf["kind"] in NAMED]


def said_by(rule: rules.Rule) -> dict:
    """Return what the fields show of `rule`."""
    if rules.problems(rule) or is_nested(rule):
        return {}
    numbers = {part["kind"]: part.get("at_least") for part in parts_of(rule)}
    return {
        **{name: numbers.get(kind) for name, kind in COUNTED.items()},
        "decision": rules.DECISION in numbers,
        "application": rules.APPLICATION in numbers,
        "peers": numbers.get(rules.APPLICATION) or None,
        "join": branch_of(rule) or "all",
    }
