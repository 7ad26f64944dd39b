"""What is asked about skills and their frameworks."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillText, Use
from catalogue.frameworks.queries import current_frameworks, levels_of
from catalogue.frameworks.reading import framework_label, level_label
from catalogue.frameworks.searching import skills_of
from outillerie.field_reports.forms import DayField
from outillerie.kits.formats.content import clean_text

NO_LEVEL = _("No level said")


def level_choices(frameworks) -> list:
    """Return the levels to choose from, framework by framework when there are several."""
    groups: dict[str, list] = {}
    for level in levels_of(frameworks):
        groups.setdefault(framework_label(level.framework), []).append((level.pk, level_label(level)))
    listed = next(iter(groups.values())) if len(groups) == 1 else list(groups.items())
    return [("", NO_LEVEL), *listed]


class UseForm(forms.Form):
    """At which level, and what is done, if it `has_use`. `frameworks` are those whose levels are offered."""

    level = forms.ModelChoiceField(ProficiencyLevel.objects.none(), label=_("Level"), required=False)
    use = forms.ChoiceField(label=_("What is done with it"), choices=Use, widget=forms.RadioSelect)

    def __init__(self, *args, frameworks, has_use=True, **options):
        super().__init__(*args, **options)
        if not has_use:
            del self.fields["use"]
        self.fields["level"].queryset = ProficiencyLevel.objects.filter(framework__in=frameworks)
        self.fields["level"].widget.choices = level_choices(frameworks)


class AlignmentForm(UseForm):
    """Add one of `found`, skills that a search gave. Any other skill in force is taken too: a search is not a right."""

    skill = forms.ModelChoiceField(
        Skill.objects.none(),
        label=_("Skill"),
        error_messages={
            "required": _("Choose one of the skills found, then add it."),
            "invalid_choice": _("This skill is not in a framework in force. Search again, then choose one."),
        },
    )
    field_order = ["skill", "level", "use"]

    def __init__(self, *args, found: list[Skill], framework=None, **options):
        frameworks = list({skill.framework_id: skill.framework for skill in found}.values())
        initial = {"use": Use.PRACTISED, "skill": found[0].pk if found else None}
        super().__init__(*args, frameworks=frameworks or current_frameworks(), initial=initial, **options)
        self.fields["skill"].queryset = skills_of(framework).select_related("framework").prefetch_related("texts")
        self.found = found

    def shown_skills(self) -> list[Skill]:
        """Return the skills to choose from: those found, and the one that was chosen if the search lost it."""
        chosen = self.cleaned_data.get("skill") if self.is_bound and hasattr(self, "cleaned_data") else None
        return self.found if chosen is None or chosen in self.found else [chosen, *self.found]


# As the formats do: a version stands in addresses.
_VERSION = re.compile(r"\w(?:[\w .+-]*\w)?")
MOST_LEVELS, LONGEST_LEVEL = 20, 80
MOST_SYNONYMS, LONGEST_SYNONYM = 60, 120
DAY_HELP = _("Day, month, year. Example: 14/10/2025.")
LANGUAGES = {"fr": _("In French"), "en": _("In English")}


def lines_of(text: str) -> list[str]:
    return [line for raw in clean_text(text).split("\n") if (line := " ".join(raw.split()))]


def check_version(version: str) -> str:
    version = " ".join(clean_text(version).split())
    if not _VERSION.fullmatch(version):
        raise forms.ValidationError(_("Write a version with letters, digits and dots. Example: 2026.1"))
    return version


class FrameworkForm(forms.ModelForm):
    """The facts of a framework that the hub writes, and its levels."""

    level_names = forms.CharField(
        label=_("Levels, one a line, from the lowest"),
        help_text=_("Example: Discovery, Practice, Mastery, Transmission."),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        max_length=2000,
    )

    valid_from = DayField(label=_("Valid from"), required=False, help_text=DAY_HELP)
    valid_until = DayField(label=_("Valid until"), required=False, help_text=DAY_HELP)

    class Meta:
        model = SkillFramework
        fields = (
            "title", "code", "version", "description", "creator", "publisher", "licence", "licence_url", "source_url",
            "valid_from", "valid_until",
        )  # fmt: skip
        widgets = {
            "description": forms.Textarea({"rows": 4}),
        }
        error_messages = {"title": {"required": _("Write a title to continue.")}}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["level_names"] = "\n".join(str(level) for level in self.instance.levels.all())

    def clean_version(self):
        return check_version(self.cleaned_data["version"])

    def clean_level_names(self):
        names = lines_of(self.cleaned_data["level_names"])
        if len(names) > MOST_LEVELS or any(len(name) > LONGEST_LEVEL for name in names):
            raise forms.ValidationError(
                _("At most %(most)s levels, each of %(longest)s characters at most.")
                % {"most": MOST_LEVELS, "longest": LONGEST_LEVEL}
            )
        return names

    def clean(self):
        super().clean()
        since, until = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("The end is before the beginning."))
        return self.cleaned_data


class VersionForm(forms.Form):
    version = forms.CharField(
        label=_("Number of the new version"), max_length=40, help_text=_("Example: 2026.1"), initial=""
    )

    def clean_version(self):
        return check_version(self.cleaned_data["version"])


class SkillForm(forms.ModelForm):
    """A skill of a framework that the hub writes: its place, its code, its level."""

    class Meta:
        model = Skill
        fields = ("parent", "code", "kind", "level", "domain")
        labels = {"parent": _("Under"), "kind": _("What it is")}
        help_texts = {
            "code": _("Example: 1.2. People search by it, and documents print it."),
            "kind": _("The framework’s own word. Examples: area, skill, criterion"),
            "level": _("Only when the skill stands for one level by itself."),
        }
        widgets = {"kind": forms.TextInput({"autocomplete": "off"}), "code": forms.TextInput({"autocomplete": "off"})}

    def __init__(self, *args, tree: list[Skill], **options):
        super().__init__(*args, **options)
        framework = self.instance.framework
        self.fields["parent"].queryset = framework.skills.filter(is_retired=False).exclude(pk=self.instance.pk)
        self.fields["parent"].widget.choices = [
            ("", _("At the top")),
            *((row.pk, "\u00a0\u00a0" * row.depth + str(row)[:90]) for row in tree if row.pk != self.instance.pk),
        ]
        self.fields["level"].queryset = framework.levels.all()
        self.fields["level"].widget.choices = level_choices([framework])
        self.tree = tree

    def clean_code(self):
        code = " ".join(clean_text(self.cleaned_data["code"]).split())
        if code and any(row.code.lower() == code.lower() and row.pk != self.instance.pk for row in self.tree):
            raise forms.ValidationError(_("Another skill of this framework has this code. Give it another one."))
        return code


class SkillTextForm(forms.ModelForm):
    """What a skill says in one language."""

    synonyms = forms.CharField(
        label=_("Other words for it, one a line"),
        help_text=_("Everyday words that people search with."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=8000,
    )

    class Meta:
        model = SkillText
        fields = ("statement", "notes", "synonyms", "source")
        widgets = {"statement": forms.Textarea({"rows": 2}), "notes": forms.Textarea({"rows": 4})}

    def __init__(self, *args, is_required: bool, **options):
        super().__init__(*args, **options)
        self.fields["statement"].required = is_required
        self.legend = LANGUAGES.get(self.instance.language, self.instance.language)
        self.initial["synonyms"] = "\n".join(self.instance.synonyms)

    def clean_statement(self):
        return clean_text(self.cleaned_data["statement"])

    def clean_notes(self):
        return clean_text(self.cleaned_data["notes"])

    def clean_synonyms(self):
        words = list(dict.fromkeys(lines_of(self.cleaned_data["synonyms"])))
        if len(words) > MOST_SYNONYMS or any(len(word) > LONGEST_SYNONYM for word in words):
            raise forms.ValidationError(
                _("At most %(most)s other words, each of %(longest)s characters at most.")
                % {"most": MOST_SYNONYMS, "longest": LONGEST_SYNONYM}
            )
        return words


class FrameworkFileForm(forms.Form):
    """A file that becomes a framework."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CASE, DigComp or SKOS (JSON, JSON-LD, RDF/XML, Turtle), or a CSV table. 20 MB at most."),
        error_messages={"required": _("Choose a file to continue."), "empty": _("This file is empty.")},
    )
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        max_length=60,
        help_text=_("The same for all the versions of a framework. Left empty: what the file says."),
    )
    version = forms.CharField(
        label=_("Version"), required=False, max_length=40, help_text=_("Left empty: what the file says.")
    )

    def clean_version(self):
        return check_version(self.cleaned_data["version"]) if self.cleaned_data["version"] else ""
