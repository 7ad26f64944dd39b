"""What people type on the day."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from catalogue.attending.formats.codes import typed_code
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.learning.recording import MOST_MINUTES
from catalogue.organising.when import HourField
from catalogue.sessions.formats.half_days import HalfDay
from outillerie.field_reports.forms import MinutesField

ONE_KEY = r"^[0-9A-Za-z._:-]{8,64}\Z"
# A device whose clock shows another year says nothing of when.
FIRST_YEAR, LAST_YEAR = 2020, 2100
WORD = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def key_field() -> forms.RegexField:
    return forms.RegexField(ONE_KEY, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the day"),
        help_text=_("Six signs, shown on the screen of the room."),
        max_length=20,
        widget=forms.TextInput(WORD),
        error_messages={"required": _("Write the six signs of the code to continue.")},
    )

    def clean_code(self):
        found = typed_code(self.cleaned_data["code"])
        if not found:
            raise forms.ValidationError(_("We do not know this code. Check its six signs."))
        return found


class PresenceForm(forms.Form):
    """Somebody who says that they are there: the first letters of their name, then one choice."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Type its first letters, then choose."),
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    is_here = forms.BooleanField(
        label=_("I am in the room"),
        error_messages={"required": _("Tick “I am in the room” to continue.")},
    )
    who = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    key = key_field()


class WalkInForm(forms.Form):
    """Somebody who came without having registered. `place` is asked when the session has several."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write a name to continue.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("To receive the certificate and what comes after the session."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("The end of the address is missing. Example: nom@mairie.fr")},
    )
    employer = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    place = forms.ModelChoiceField(None, label=_("Where"), empty_label=None, required=False)
    key = key_field()

    def __init__(self, *args, session, **kwargs):
        # On the page of a code, this form stands below one that has the same names.
        super().__init__(*args, **{"auto_id": "walk-in-%s", **kwargs})
        places = session.places.all()
        self.fields["place"].queryset = places
        self.first_place = places[0] if places else None
        if len(places) < 2:
            del self.fields["place"]

    def place_chosen(self):
        return self.cleaned_data.get("place") or self.first_place


class DetailsForm(forms.Form):
    """When somebody arrived, and how long they were there, when it is not the whole half-day."""

    arrived = HourField(label=_("Arrived at"), required=False)
    minutes = MinutesField(label=_("Was there for"), required=False)

    def __init__(self, *args, part: HalfDay, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
            said = now_("Say how many minutes the person was there: from 1 to %(most)s.") % {"most": MOST_MINUTES}
            raise forms.ValidationError(said)
        return minutes

    def facts(self) -> dict:
        """Return `minutes` and `arrived_at`, either None when nothing was typed."""
        hour = self.cleaned_data["arrived"]
        moment = datetime.combine(self.part.day, hour, tzinfo=self.part.starts.tzinfo) if hour else None
        return {"minutes": self.cleaned_data["minutes"], "arrived_at": moment}


class MarkForm(forms.Form):
    """One mark sent by a device: it may have waited there for a while."""

    key = key_field()
    registration = forms.IntegerField(required=False, min_value=1)
    presence_key = forms.CharField(required=False, max_length=60)
    half_day = forms.ChoiceField(choices=Attendance.HalfDay)
    state = forms.ChoiceField(choices=Attendance.State)
    way = forms.ChoiceField(
        choices=[(way.value, way.label) for way in AttendanceMark.Way if way in ("list", "scan", "paper")]
    )
    said_at = forms.CharField(required=False, max_length=40)

    def clean_said_at(self) -> datetime | None:
        """Return the moment that the clock of the device shows; None when it shows no moment with its zone."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["said_at"])
        except ValueError:
            return None
        return moment if moment.tzinfo and FIRST_YEAR <= moment.year < LAST_YEAR else None
