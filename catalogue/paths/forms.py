"""What trainers write of a path beside its blocks: the fields of its editor, in the plain look of the site."""

import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from catalogue.certifications.models import ClassificationCode
from catalogue.frameworks.models import SkillFramework
from catalogue.paths import panels
from catalogue.paths.models import LearningPathPage, PathRun
from outillerie.accounts.models import Membership, Organisation
from outillerie.drawing import GLYPHS
from outillerie.field_reports.forms import DayField
from outillerie.kits.formats.content import clean_text
from outillerie.writing.fields import TOO_LONG, adapt
from outillerie.writing.stages import leaves

HOURS = re.compile(r"(\d{1,4})\s*(?:h|heures?|hours?)?\s*(?:(\d{1,2})\s*(?:min|minutes?|mn)?)?", re.IGNORECASE)
EUROS = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")
TEXT_ROWS = {"objectives": 6, "programme": 8, "summary": 3}
# The parts of the form, in the order in which a trainer thinks of them.
SECTIONS = (
    (_("The path"), (
        "title", "summary", "audience", "audiences", "level", "mode", "language", "place", "pace", "planned_minutes", "glyph",
    )),
    (_("What one learns"), ("objectives", "prerequisites", "programme", "methods", "assessment")),
    (_("Enrolment and price"), (
        "is_always_open", "access_terms", "access_delay", "price", "price_cents", "funding",
    )),
    (_("Accessibility and contact"), (
        "accessibility", "disability_referent", "contact_name", "contact_email", "contact_phone",
    )),
    (_("Results and organisation"), ("results", "results_on", "success_rate", "organisation", "facts_checked_on")),
    (_("Certification and codes"), (
        "certification", "target_framework", "codes", "public_codes", "entry_level",
    )),
)  # fmt: skip
# Nothing refuses to be saved; what a path cannot be published without is not called optional for all that.
EXPECTED = (
    "objectives", "prerequisites", "methods", "assessment", "access_terms", "access_delay", "price", "accessibility",
    "disability_referent", "contact_email", "organisation", "facts_checked_on",
)  # fmt: skip
FACT_FIELDS = tuple(name for _title, names in SECTIONS for name in names)
AUTOCOMPLETE = {"contact_email": "email", "contact_phone": "tel", "contact_name": "name"}


class PathDayField(DayField):
    default_error_messages = {"invalid": _("Write the day, the month and the year. Example: 14/10/2026.")}

    def __init__(self, **options):
        options.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(**options)


class HoursField(forms.Field):
    """A length as people announce it: `21`, `21 h`, `17 h 30`. Gives minutes."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a number of hours. Example: 21 h.")}

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        hours, rest = divmod(value, 60)
        return f"{hours} h {rest:02}" if rest else f"{hours} h"

    def to_python(self, value):
        if value in self.empty_values:
            return None
        found = HOURS.fullmatch(clean_text(str(value)).replace("\u00a0", " ").strip())
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else 0
        if not minutes:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes


class EurosField(forms.Field):
    """An amount as people write it: `450`, `1 250,50 €`. Gives cents."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write an amount in euros. Example: 450 or 1250,50.")}

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        euros, rest = divmod(value, 100)
        return f"{euros},{rest:02}" if rest else str(euros)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        found = EUROS.fullmatch(re.sub(r"[\s€]", "", str(value)))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


class CodesField(forms.Field):
    """Codes of nomenclatures (NSF, Formacode, ROME), with a space between two. Gives rows."""

    widget = forms.TextInput
    default_error_messages = {
        "unknown": _("“%(code)s” is not among the codes of this site: the hub’s staff may add it.")
    }

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else " ".join(code.code for code in value)

    def to_python(self, value):
        typed = [code for code in re.split(r"[\s,;]+", str(value or "")) if code]
        known = list(ClassificationCode.objects.filter(code__in=typed))
        for code in typed:
            if code not in {row.code for row in known}:
                raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"code": code})
        return known


class PathFactsForm(forms.ModelForm):
    planned_minutes = HoursField(label=_("Planned duration"), help_text=_("Example: 21 h."), required=False)
    price_cents = EurosField(
        label=_("Price including tax, in euros"), help_text=_("0 when it is free."), required=False
    )
    results_on = PathDayField(label=_("Results measured on"), required=False)
    facts_checked_on = PathDayField(
        label=_("Information checked on"),
        help_text=_("The day when somebody last read all this again."),
        required=False,
    )
    codes = CodesField(
        label=_("Codes (NSF, Formacode, ROME)"),
        help_text=_("With a space between two. Example: 335 70354."),
        required=False,
    )

    class Meta:
        model = LearningPathPage
        fields = FACT_FIELDS

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        adapt(self, field_texts(), kit=self.instance, user=user)
        for name, field in self.fields.items():
            if name in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = TEXT_ROWS.get(name, 4)
            if isinstance(field.label, str) and field.label:
                field.label = field.label[0].upper() + field.label[1:]
        self._choose(user)

    def _choose(self, user) -> None:
        """Offer what the person may choose from."""
        own = Q(memberships__person=user, memberships__state=Membership.State.ACTIVE)
        choices = {
            "organisation": Organisation.objects.filter(own | Q(pk=self.instance.organisation_id)).distinct(),
            "target_framework": SkillFramework.objects.filter(
                Q(status=SkillFramework.Status.ADOPTED) | Q(pk=self.instance.target_framework_id)
            ),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows
        for name in ("organisation", "target_framework", "certification"):
            self.fields[name].empty_label = _("None")
            self.fields[name].widget = forms.Select(choices=self.fields[name].choices)
        self.fields["audiences"].widget = forms.CheckboxSelectMultiple(choices=self.fields["audiences"].choices)
        self.fields["glyph"].widget = forms.Select(choices=[(name, name) for name in GLYPHS])
        self.fields["language"].widget = forms.Select(choices=[("fr", _("French")), ("en", _("English"))])
        self.fields["title"].help_text = ""
        self.fields["title"].error_messages["required"] = _("Write a title to continue.")

    def clean(self):
        cleaned = super().clean()
        return {name: clean_text(value) if isinstance(value, str) else value for name, value in cleaned.items()}

    @property
    def sections(self) -> list[dict]:
        """Return the parts of the form, judged already when somebody typed in it."""
        if self.is_bound:
            self.errors  # noqa: B018  judges what was typed, before what follows
        for name in EXPECTED:
            self.fields[name].required = True
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in SECTIONS]


def field_texts() -> dict[str, tuple[str, str]]:
    """Return the label and the help that the editor of the back office shows for each field, when it says its own."""
    shown = leaves([*panels.FACTS, *panels.TERMS, *panels.REFERENCES])
    return {panel.field_name: (panel.heading, panel.help_text) for panel in shown if isinstance(panel, FieldPanel)}


class RunForm(forms.ModelForm):
    starts_on = PathDayField(
        label=_("First day"),
        help_text=_("Day, month, year. Example: 14/10/2026."),
        error_messages={"required": _("Write the first day of the session to continue.")},
    )
    ends_on = PathDayField(label=_("Last day"), help_text=_("Leave it empty when it lasts one day."), required=False)
    enrolment_opens_on = PathDayField(
        label=_("Enrolment opens on"), help_text=_("Leave it empty when one may already enrol."), required=False
    )
    enrolment_closes_on = PathDayField(
        label=_("Enrolment closes on"),
        help_text=_("Leave it empty when one may enrol until the first day."),
        required=False,
    )

    class Meta:
        model = PathRun
        fields = (
            "starts_on", "ends_on", "enrolment_opens_on", "enrolment_closes_on", "mode", "place", "address", "postcode",
            "commune", "department", "notes",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label)[0].upper() + str(field.label)[1:]
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.CharField):
                field.error_messages["max_length"] = TOO_LONG
        self.fields["mode"].choices = [choice for choice in self.fields["mode"].choices if choice[0]]
        self.fields["mode"].widget = forms.RadioSelect(choices=self.fields["mode"].choices)

    def clean(self):
        """Say beside its field what the database would refuse, and what nobody means."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        opens, closes = cleaned.get("enrolment_opens_on"), cleaned.get("enrolment_closes_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first one."))
        if opens and closes and closes < opens:
            self.add_error("enrolment_closes_on", _("Enrolment closes before it opens."))
        if first and opens and opens > (last or first):
            self.add_error("enrolment_opens_on", _("Enrolment opens after the session is over."))
        return cleaned
