"""What people type about a workshop, read generously."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from outillerie.field_reports.formats.days import parse_day
from outillerie.field_reports.formats.names import ways_to_reach
from outillerie.field_reports.models import FieldReport, Recommendation
from outillerie.field_reports.queries import answerable_reports
from outillerie.field_reports.reading import short_label
from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.durations import parse_duration
from outillerie.kits.models import Audience, PlaceType
from outillerie.moderation.models import RefusalReason

FIRST_YEAR = 2000
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
TEXTS = ("worked", "difficulties", "alternatives")


class DayField(forms.Field):
    """One text field for a day, in any way that people write one."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the day, the month and the year. Example: 14/10/2025.")}

    def prepare_value(self, value):
        return date_format(value, "d/m/Y") if hasattr(value, "year") else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        day = parse_day(str(value), today=timezone.localdate())
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class MinutesField(forms.Field):
    """A duration as people write it: `35`, `1 h 15`, «une heure et demie»."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a number of minutes, for example 60.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        minutes = parse_duration(str(value))
        if minutes is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes


def told_text(label, help_text) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=3000, widget=forms.Textarea({"rows": 4})
    )


def chosen_one(label, rows) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("Choose, or leave it"))


class FieldReportForm(forms.ModelForm):
    held_on = DayField(
        label=_("Date of the workshop"),
        help_text=_("Day, month, year. Example: 14/10/2025."),
        widget=forms.TextInput({**NUMERIC, "inputmode": "text"}),
        error_messages={"required": _("Write the date of the workshop to continue.")},
    )
    recommendation = forms.TypedChoiceField(
        label=_("Would you recommend this kit?"),
        choices=Recommendation,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers to continue.")},
    )
    worked = told_text(
        _("What worked"), _("Write at least one of the three texts. Name nobody: everyone will read it.")
    )
    difficulties = told_text(_("What got stuck"), "")
    alternatives = told_text(_("What you changed, or would change"), "")
    place_type = chosen_one(_("Type of place"), PlaceType.objects.all())
    audience = chosen_one(_("Audience"), Audience.objects.all())
    participants = forms.IntegerField(
        label=_("Number of participants"),
        help_text=_("A number is enough: no names, no list."),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(NUMERIC),
        error_messages={
            "invalid": _("Write a number, for example 8."),
            "min_value": _("Write a number of participants from 1 to 1000."),
            "max_value": _("Write a number of participants from 1 to 1000."),
        },
    )
    minutes = MinutesField(
        label=_("Real duration, in minutes"),
        help_text=_("Without setting up. Example: 35."),
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    class Meta:
        model = FieldReport
        fields = (
            "held_on", "worked", "difficulties", "alternatives", "recommendation", "place_type", "audience",
            "participants", "minutes",
        )  # fmt: skip

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write the day of a workshop that took place."))
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Write a date from 2000 on."))
        return day

    def clean(self):
        cleaned = super().clean()
        for name in TEXTS:
            if cleaned.get(name):
                cleaned[name] = clean_text(cleaned[name])
                self.refuse_ways_to_reach(name, cleaned[name])
        if not any(cleaned.get(name) or name in self.errors for name in TEXTS):
            self.add_error("worked", _("Write at least one sentence: what worked, what got stuck or what you changed."))
        return cleaned

    def refuse_ways_to_reach(self, name, text):
        if found := ways_to_reach(text):
            sentence = _(
                "Everyone will read this text, and it seems to hold how to reach someone: “%(what)s”. Remove it."
            )
            self.add_error(name, forms.ValidationError(sentence, code="personal", params={"what": found[0]}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Everyone reads it under the report, with your name. Leave it empty to remove it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean_answer(self):
        text = clean_text(self.cleaned_data["answer"])
        if found := ways_to_reach(text):
            sentence = _(
                "Everyone will read this text, and it seems to hold how to reach someone: “%(what)s”. Remove it."
            )
            raise forms.ValidationError(sentence, code="personal", params={"what": found[0]})
        return text


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why this report is taken away"),
        help_text=_("The person who wrote it is told this reason."),
        choices=RefusalReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason to continue.")},
    )


class AnsweredReportsField(forms.ModelMultipleChoiceField):
    """The reports of a kit that its next version answers: one box a report, none but its own."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kit, **options):
        options.setdefault("label", _("Reports that this version takes into account"))
        options.setdefault("help_text", _("Their authors are told when it is published."))
        super().__init__(answerable_reports(kit), required=False, **options)

    def label_from_instance(self, report):
        return short_label(report)
