"""What people type about a series: how it comes back, what changes on all its dates."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.organising.formats.recurrence import MOST_DATES, Asked, Repeat, is_last_of_month, rank_in_month
from catalogue.organising.forms import HOW_MANY, NUMERIC, CleanText, optional
from catalogue.organising.when import OFF, DayField, HourField
from catalogue.sessions.models import MOST_SEATS
from catalogue.sessions.wording import day_words

MOST_LINES = 40
HOW_OFTEN = gettext_lazy("Write a number from 1 to 12.")
HOW_MANY_TIMES = gettext_lazy("Write a number of dates from 2 to 104, the first one included.")
COUNT, UNTIL = "count", "until"
RANKS = {
    1: gettext_lazy("the first %(day)s of the month"),
    2: gettext_lazy("the second %(day)s of the month"),
    3: gettext_lazy("the third %(day)s of the month"),
    4: gettext_lazy("the fourth %(day)s of the month"),
    5: gettext_lazy("the fifth %(day)s of the month, when there is one"),
}


def number_field(label, most: int, sentence, *, least: int = 1, **options) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(NUMERIC),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        **options,
    )


class SeriesForm(forms.Form):
    """The rule, from a first day that is known: weekly, or monthly by the day or by its rank."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    repeat = forms.ChoiceField(label=gettext_lazy("It comes back"), widget=forms.RadioSelect)
    interval = number_field(
        gettext_lazy("Every … weeks or months"),
        12,
        HOW_OFTEN,
        help_text=gettext_lazy("1: each week, each month. 2: every other one."),
    )
    ends_by = forms.ChoiceField(
        label=gettext_lazy("It ends"),
        choices=[(COUNT, gettext_lazy("after a number of dates")), (UNTIL, gettext_lazy("on a day"))],
        widget=forms.RadioSelect,
    )
    count = number_field(
        gettext_lazy("Number of dates"),
        MOST_DATES,
        HOW_MANY_TIMES,
        least=2,
        required=False,
        help_text=gettext_lazy("The first one included."),
    )
    until = DayField(label=gettext_lazy("Last day"), required=False, widget=forms.TextInput(OFF))

    def __init__(self, *args, first_day: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.fields["repeat"].choices = repeat_choices(first_day)

    def clean(self):
        given = super().clean()
        if given.get("ends_by") == COUNT and not given.get("count") and "count" not in self.errors:
            self.add_error("count", HOW_MANY_TIMES)
        if given.get("ends_by") == UNTIL and "until" not in self.errors:
            if given.get("until") is None:
                self.add_error("until", _("Write the last day, for example 30/06/2027."))
            elif given["until"] <= self.first_day:
                self.add_error("until", _("The last day must come after the first one."))
        return given

    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            repeat=Repeat(given["repeat"]),
            first_day=self.first_day,
            interval=given["interval"],
            count=given["count"] if given["ends_by"] == COUNT else None,
            until=given["until"] if given["ends_by"] == UNTIL else None,
        )


def repeat_choices(first_day: date) -> list[tuple[str, str]]:
    weekday = day_words(first_day).split()[0]
    choices = [
        (Repeat.WEEKLY, _("each week, the same day (%(day)s)") % {"day": weekday}),
        (Repeat.MONTHLY_DAY, _("each month, on day %(number)s") % {"number": first_day.day}),
        (Repeat.MONTHLY_WEEKDAY, str(RANKS[rank_in_month(first_day)]) % {"day": weekday}),
    ]
    if is_last_of_month(first_day):
        choices.append((Repeat.MONTHLY_LAST, _("the last %(day)s of the month") % {"day": weekday}))
    return [(str(value), words) for value, words in choices]


class DatesForm(forms.Form):
    """Days to add to a series, one a line."""

    days = CleanText(
        label=gettext_lazy("Dates to add"),
        lines=3,
        max_length=2000,
        help_text=gettext_lazy("One a line, for example 14/10/2026."),
        error_messages={"required": gettext_lazy("Write the day, for example 14/10/2026.")},
    )

    def clean_days(self) -> list[date]:
        lines = [line for line in re.split(r"[\n;,]", self.cleaned_data["days"]) if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Add at most %(count)s dates at once.") % {"count": MOST_LINES})
        return [DayField().clean(line.strip()) for line in lines]


class FollowingForm(forms.Form):
    """What changes on every date to come: an empty field changes nothing."""

    title = optional(gettext_lazy("Title"), 200)
    intention = optional(gettext_lazy("Why come"), 600, lines=3)
    material = optional(gettext_lazy("Material to prepare"), 3000, lines=3)
    to_bring = optional(gettext_lazy("To bring"), 400)
    accessibility = optional(gettext_lazy("Accessibility"), 400)
    capacity = number_field(gettext_lazy("Seats of the first place"), MOST_SEATS, HOW_MANY, required=False)

    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if value and name != "capacity"}


class HoursForm(forms.Form):
    starts = HourField(label=gettext_lazy("Starts at"), widget=forms.TextInput(OFF))
    ends = HourField(label=gettext_lazy("Ends at"), widget=forms.TextInput(OFF))
    reason = optional(gettext_lazy("Why, in a sentence"), 400, help_text=gettext_lazy("Those who registered read it."))

    def clean(self):
        given = super().clean()
        if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
            self.add_error("ends", _("The session must end after it starts, on the same day."))
        return given
