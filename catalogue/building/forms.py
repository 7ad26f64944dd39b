"""What trainers type: titles, a block, a module and the rule that completes it."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue.certifications.models import CertificationBlock
from catalogue.learning.formats import rules
from catalogue.learning.wording import rule_sentence
from catalogue.paths.models import LearningPathPage, Module, SkillBlock
from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.durations import duration_label, parse_duration
from outillerie.writing.fields import TOO_LONG

NOT_A_DURATION = gettext_lazy("Write a duration, for example 1 h 30.")
NOT_A_NUMBER = gettext_lazy("Write a number, for example 2.")
MOST_TIMES = 100


class DurationField(forms.CharField):
    """A duration as people write it: “1 h 30”, “90 min”; whole minutes for us."""

    widget = forms.TextInput({"autocomplete": "off"})

    def prepare_value(self, value):
        return duration_label(value, get_language() or "fr") if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        minutes = parse_duration(text)
        if minutes is None:
            raise forms.ValidationError(NOT_A_DURATION)
        return minutes


class TitleForm(forms.Form):
    """The title that a path or a module begins with."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a title to continue."), "max_length": TOO_LONG},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])


class NewPathForm(TitleForm):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: this path is mine"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_offered(user)


def organisations_offered(user, held: int | None = None):
    """Return the organisations of `user`, and the one that something has already."""
    own = Organisation.objects.filter(memberships__person=user, memberships__state=Membership.State.ACTIVE)
    return (own | Organisation.objects.filter(pk=held)).distinct().order_by("name")


class BlockForm(forms.ModelForm):
    """The words of a block. It belongs to a draft, so nothing is saved here."""

    class Meta:
        model = SkillBlock
        fields = ("title", "aim", "domain", "certification_block", "assessment")
        widgets = {"aim": forms.Textarea({"rows": 2}), "assessment": forms.Textarea({"rows": 3})}

    def __init__(self, *args, draft: LearningPathPage, **kwargs):
        super().__init__(*args, **kwargs)
        certified = CertificationBlock.objects.filter(certification=draft.certification_id)
        self.fields["certification_block"].queryset = certified
        if not draft.certification_id:
            del self.fields["certification_block"]
        self.fields["title"].widget = forms.TextInput({"autocomplete": "off"})
        self.fields["title"].error_messages["required"] = _("Write the title of the block.")
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.CharField):
                field.error_messages["max_length"] = TOO_LONG

    def facts(self) -> dict:
        """Return the values for the gesture “change_block”."""
        facts = {name: clean_text(self.cleaned_data[name]) for name in ("title", "aim", "assessment")}
        facts["domain"] = self.cleaned_data["domain"]
        if "certification_block" in self.cleaned_data:
            chosen = self.cleaned_data["certification_block"]
            facts["certification_block"] = chosen.pk if chosen else None
        return facts


class ModuleForm(forms.ModelForm):
    minutes = DurationField(
        label=gettext_lazy("Duration"),
        help_text=gettext_lazy("Example: 1 h 30"),
        error_messages={"required": NOT_A_DURATION},
    )

    class Meta:
        model = Module
        fields = ("title", "summary", "aims", "minutes", "mode", "assessment", "organisation")
        widgets = {
            "summary": forms.Textarea({"rows": 3}),
            "aims": forms.Textarea({"rows": 5}),
            "assessment": forms.Textarea({"rows": 3}),
            "mode": forms.RadioSelect,
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = _("Write a title to continue.")
        self.fields["organisation"].queryset = organisations_offered(user, self.instance.organisation_id)
        self.fields["organisation"].empty_label = _("None: this module is mine")
        for name in ("title", "summary", "aims", "assessment"):
            self.fields[name].widget.attrs.pop("maxlength", None)
            self.fields[name].error_messages["max_length"] = TOO_LONG


# The fields that ask for a number of facts, by the kind of fact.
COUNTED = {"sessions": rules.SESSIONS, "minutes": rules.MINUTES, "evidence": rules.EVIDENCE, "peers": rules.PEER_REVIEW}


def number_field(label) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_NUMBER),
    )


class RuleForm(forms.Form):
    """When a module is completed: what is asked for, all of it or one of it.

    A rule of branches within branches, made elsewhere, does not fit here: it is kept until something else is asked.
    """

    assessment = forms.BooleanField(label=gettext_lazy("Pass the assessment"), required=False)
    evidence = number_field(gettext_lazy("Pieces of evidence that a trainer accepts"))
    sessions = number_field(gettext_lazy("Meetings attended"))
    minutes_attended = DurationField(label=gettext_lazy("Time attended in all"), required=False)
    peers = number_field(gettext_lazy("Peers who are convinced by the evidence"))
    join = forms.ChoiceField(
        label=gettext_lazy("Of what is asked"),
        choices=[("all", gettext_lazy("everything is needed")), ("any", gettext_lazy("one thing is enough"))],
        widget=forms.RadioSelect,
        initial="all",
    )

    def __init__(self, *args, rule: rules.Rule, **kwargs):
        self.rule = rule
        super().__init__(*args, initial=asked_by(rule), **kwargs)

    @property
    def counted(self) -> list:
        """Return the fields that ask for a number of facts."""
        return [self[name] for name in ("evidence", "sessions", "minutes_attended", "peers")]

    @property
    def kept_words(self) -> str:
        """Return the rule in words when these fields cannot say it, nothing otherwise."""
        return rule_sentence(self.rule) if is_nested(self.rule) else ""

    def clean(self):
        given = super().clean()
        if not self.errors and not self.parts() and not is_nested(self.rule):
            raise forms.ValidationError(_("Say at least one thing that completes the module."))
        return given

    def parts(self) -> list[rules.Rule]:
        given = self.cleaned_data
        parts = [{"kind": rules.ASSESSMENT}] if given.get("assessment") else []
        for name, kind in COUNTED.items():
            if number := given.get("minutes_attended" if name == "minutes" else name):
                parts.append({"kind": kind, "at_least": number})
        return parts

    def asked(self) -> rules.Rule:
        """Return the rule that was asked for."""
        parts = self.parts()
        if not parts:
            return self.rule
        return parts[0] if len(parts) == 1 else {self.cleaned_data["join"]: parts}


def branch_of(rule: rules.Rule) -> str:
    return next((name for name in ("all", "any") if name in rule), "")


def leaves_of(rule: rules.Rule) -> list[rules.Rule]:
    branch = branch_of(rule)
    return rule[branch] if branch else [rule]


def is_nested(rule: rules.Rule) -> bool:
    """Return whether the fields cannot say `rule`: branches in branches, or one kind asked twice."""
    leaves = leaves_of(rule) if not rules.problems(rule) else []
    kinds = [leaf.get("kind") for leaf in leaves]
    return any(branch_of(leaf) for leaf in leaves) or len(set(kinds)) < len(kinds)


def asked_by(rule: rules.Rule) -> dict:
    """Return what the fields of `RuleForm` show of `rule`."""
    if rules.problems(rule) or is_nested(rule):
        return {}
    numbers = {leaf["kind"]: leaf.get("at_least", True) for leaf in leaves_of(rule)}
    shown = {name: numbers.get(kind) for name, kind in COUNTED.items()}
    return {
        "assessment": rules.ASSESSMENT in numbers,
        "minutes_attended": shown.pop("minutes"),
        **shown,
        "join": branch_of(rule) or "all",
    }
