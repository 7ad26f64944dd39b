"""What people type about a date poll: who makes it, and who answers."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.organising.forms import CleanText, optional, title_field
from catalogue.organising.polls import ANSWERS
from catalogue.organising.when import OFF, DayField, WhenForm, zone_choices
from catalogue.sessions.models import SessionFormat

LINES = 5


class PollForm(forms.Form):
    """What is asked; the dates are lines of their own."""

    key = forms.RegexField(regex=r"[0-9a-f]{32}", widget=forms.HiddenInput)
    title = title_field()
    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"), queryset=SessionFormat.objects.all(), empty_label=None
    )
    intention = optional(gettext_lazy("Why come"), 600, lines=3, help_text=gettext_lazy("One or two sentences."))
    place = optional(gettext_lazy("Where"), 200, help_text=gettext_lazy("A commune, a venue, “online”: in words."))
    answers_until = DayField(
        label=gettext_lazy("Answers until"),
        required=False,
        widget=forms.TextInput(OFF),
        help_text=gettext_lazy("dd/mm/yyyy, or in words"),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Clocks of"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()


class DateLine(WhenForm):
    """One date to propose: a day, and hours. An empty line says nothing."""

    # Lunch is planned with the session.
    asks_lunch = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("break_from", "break_to", "no_break", "time_zone"):
            del self.fields[name]

    @property
    def is_blank(self) -> bool:
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in ("date", "starts", "ends"))

    @property
    def pair(self) -> tuple[datetime.datetime, datetime.datetime]:
        return self.moments["starts"], self.moments["ends"]


class ReplyForm(forms.Form):
    """The answer to a poll: a choice for each date, and who answers when nobody is signed in."""

    name = CleanText(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("Shown to those who have the address of this poll."),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name: who made the poll knows who comes.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Never shown. We send there a link to confirm your answer, then the date."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("The end of the address is missing. Example: nom@mairie.fr")
        ),
    )
    # People do not see it; programs that fill everything do.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, dates, person=None, proven_email: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.dates = dates
        if person is not None:
            del self.fields["name"], self.fields["website"]
        if person is not None or proven_email:
            del self.fields["email"]
        for date in dates:
            self.fields[f"date-{date.pk}"] = forms.ChoiceField(
                label=date.words,
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Answer for this date.")},
            )
        self.fields["comment"] = optional(gettext_lazy("A word to add"), 400)

    @property
    def date_fields(self) -> list:
        return [self[f"date-{date.pk}"] for date in self.dates]

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: only programs that fill everything write in it."))
        return ""

    def answers(self) -> dict[str, str]:
        return {str(date.pk): self.cleaned_data[f"date-{date.pk}"] for date in self.dates}
