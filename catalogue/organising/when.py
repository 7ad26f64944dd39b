"""A day and hours as people type them, made moments: an hour that does not exist is refused with the two nearest, one
that comes twice is asked (FLT-12)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.sessions.formats.local_time import Absent, Double, moment_of, wall_of
from catalogue.sessions.formats.typed_time import LAST_YEAR, parse_day_to_come, parse_hour
from catalogue.sessions.wording import day_words, hour_words

OFF = {"autocomplete": "off"}
LONG_DAY = timedelta(hours=5)
FIRST, SECOND = "first", "second"
_HOUR_FIELD = re.compile(r"(?:[a-z]+-\d{1,3}-)?(?:starts|ends|break_from|break_to)")
ZONES = {
    "Europe/Paris": gettext_lazy("Mainland France"),
    "America/Guadeloupe": gettext_lazy("Guadeloupe"),
    "America/Martinique": gettext_lazy("Martinique"),
    "America/Cayenne": gettext_lazy("French Guiana"),
    "Indian/Reunion": gettext_lazy("Reunion"),
    "Indian/Mayotte": gettext_lazy("Mayotte"),
    "America/Miquelon": gettext_lazy("Saint Pierre and Miquelon"),
    "Pacific/Noumea": gettext_lazy("New Caledonia"),
    "Pacific/Tahiti": gettext_lazy("French Polynesia"),
    "Pacific/Wallis": gettext_lazy("Wallis and Futuna"),
}


class DayField(forms.Field):
    """A day to come, however people write it."""

    widget = forms.TextInput
    default_error_messages = {
        "required": gettext_lazy("Write the day, for example 14/10/2026."),
        "invalid": gettext_lazy("This is no day of the calendar. Write for example 14/10/2026 or 14 October 2026."),
        "too_far": gettext_lazy("This day is too far away: write a year before 2100."),
    }

    def prepare_value(self, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        day = parse_day_to_come(str(value), today=timezone.localdate())
        if day is None or day.year < 2000:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if day.year > LAST_YEAR:
            raise forms.ValidationError(self.error_messages["too_far"], code="too_far")
        return day


class HourField(forms.Field):
    """An hour of the day, however people write it."""

    widget = forms.TextInput
    default_error_messages = {
        "required": gettext_lazy("Write the hour, for example 10 h 30."),
        "invalid": gettext_lazy("This is no hour of the day. Write for example 10 h 30."),
    }

    def prepare_value(self, value):
        return hour_words(datetime.combine(date.min, value)) if isinstance(value, time) else value

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        hour = parse_hour(str(value))
        if hour is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return hour


def zone_choices(held: str = "") -> list[tuple[str, str]]:
    known = dict(ZONES)
    for name in (settings.TIME_ZONE, held):
        if name:
            known.setdefault(name, name.rpartition("/")[2].replace("_", " "))
    return list(known.items())


class WhenForm(forms.Form):
    """The day, the hours and the break of a session, on the wall of its zone. `moments` are what they mean, in UTC."""

    date = DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("dd/mm/yyyy, or in words"), widget=forms.TextInput(OFF)
    )
    starts = HourField(
        label=gettext_lazy("Starts at"), help_text=gettext_lazy("For example 10 h"), widget=forms.TextInput(OFF)
    )
    ends = HourField(
        label=gettext_lazy("Ends at"), help_text=gettext_lazy("For example 12 h 30"), widget=forms.TextInput(OFF)
    )
    break_from = HourField(label=gettext_lazy("Break from"), required=False, widget=forms.TextInput(OFF))
    break_to = HourField(label=gettext_lazy("Break to"), required=False, widget=forms.TextInput(OFF))
    no_break = forms.BooleanField(label=gettext_lazy("There is no break"), required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Clocks of"), required=False)
    # Asked only of an hour that comes twice.
    starts_turn = forms.CharField(required=False, widget=forms.HiddenInput)
    ends_turn = forms.CharField(required=False, widget=forms.HiddenInput)

    asks_lunch = True

    def __init__(self, *args, held_zone: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.proposals: dict[str, tuple[datetime, datetime]] = {}
        self.doubles: dict[str, Double] = {}
        self.moments: dict[str, datetime | None] = {}
        self.hours: dict[str, time] = {}
        self.held_zone = held_zone or settings.TIME_ZONE
        self.fields["time_zone"].choices = zone_choices(held_zone)
        self.fields["time_zone"].initial = self.held_zone

    @property
    def is_abroad(self) -> bool:
        """Return whether the clocks are not those of the site: else the question stays folded."""
        return (self.data.get(self.add_prefix("time_zone")) or self.held_zone) != settings.TIME_ZONE

    @property
    def asks_break(self) -> bool:
        return "break_from" in self.errors or bool(self["no_break"].value())

    @property
    def absent(self) -> list[dict]:
        """Return the buttons that replace an hour that does not exist."""
        return [
            {
                "name": self.add_prefix(name),
                "value": f"{wall:%H%M}",
                "words": hour_words(wall),
                "label": self.fields[name].label,
            }
            for name, walls in self.proposals.items()
            for wall in walls
        ]

    @property
    def twice(self) -> list[dict]:
        """Return the question of each hour that comes twice."""
        return [
            {
                "name": self.add_prefix(f"{name}_turn"),
                "label": _("%(hour)s comes twice that night: which one?") % {"hour": self.hour_of(name)},
                "choices": [
                    {"value": FIRST, "words": _("the first one, before clocks go back (summer time)")},
                    {"value": SECOND, "words": _("the second one, after clocks went back (winter time)")},
                ],
                "chosen": self.data.get(self.add_prefix(f"{name}_turn"), ""),
            }
            for name in self.doubles
        ]

    def hour_of(self, name: str) -> str:
        return hour_words(datetime.combine(date.min, self.hours[name]))

    def clean(self):
        given = super().clean()
        given["time_zone"] = given.get("time_zone") or self.held_zone
        if given.get("date") is None:
            return given
        for name in ("starts", "ends", "break_from", "break_to"):
            if given.get(name) is not None:
                self.hours[name] = given[name]
                self.moments[name] = self.moment(name, given[name], given["date"], given["time_zone"])
        if not self.proposals and all(self.moments.get(name) for name in ("starts", "ends")):
            self.check_order()
        return given

    def moment(self, name: str, hour: time, day: date, zone: str) -> datetime | None:
        """Return the moment of `hour`, or None and say in the errors what to choose."""
        turn = self.data.get(self.add_prefix(f"{name}_turn")) if f"{name}_turn" in self.fields else FIRST
        found = moment_of(datetime.combine(day, hour), zone, is_second={FIRST: False, SECOND: True}.get(turn))
        if isinstance(found, Absent):
            self.proposals[name] = found.proposals
            sentence = _("%(hour)s does not exist on %(day)s: clocks go forward. Choose %(before)s or %(after)s.")
            words = {"hour": self.hour_of(name), "day": day_words(day, with_year=True)}
            before, after = map(hour_words, found.proposals)
            self.add_error(name, sentence % {**words, "before": before, "after": after})
            return None
        if f"{name}_turn" in self.fields and self.comes_twice(day, hour, zone):
            self.doubles[name] = moment_of(datetime.combine(day, hour), zone)
        if isinstance(found, Double):
            self.add_error(name, _("%(hour)s comes twice that night. Say which one.") % {"hour": self.hour_of(name)})
            return None
        return found

    def comes_twice(self, day: date, hour: time, zone: str) -> bool:
        return isinstance(moment_of(datetime.combine(day, hour), zone), Double)

    def check_order(self) -> None:
        starts, ends = self.moments["starts"], self.moments["ends"]
        if ends <= starts:
            self.add_error("ends", _("The session must end after it starts, on the same day."))
            return
        begins, resumes = self.moments.get("break_from"), self.moments.get("break_to")
        if begins is None and resumes is None:
            is_answered = self.cleaned_data.get("no_break") or {"break_from", "break_to"} & set(self.errors)
            if self.asks_lunch and ends - starts > LONG_DAY and not is_answered:
                self.add_error("break_from", _("More than five hours: say when people eat, or that there is no break."))
        elif begins is None or resumes is None:
            self.add_error("break_to" if begins else "break_from", _("Write both hours of the break, or neither."))
        elif not starts < begins < resumes < ends:
            self.add_error("break_from", _("The break must lie within the session."))

    def dates(self) -> dict:
        """Return the dates of a valid form by the names of the model."""
        return {
            "starts_at": self.moments["starts"],
            "ends_at": self.moments["ends"],
            "break_starts_at": self.moments.get("break_from"),
            "break_ends_at": self.moments.get("break_to"),
            "time_zone": self.cleaned_data["time_zone"],
        }


def typed_dates(session) -> dict:
    """Return the dates of `session` as the fields of `WhenForm` show them."""
    zone = session.time_zone
    names = {"starts": "starts_at", "ends": "ends_at", "break_from": "break_starts_at", "break_to": "break_ends_at"}
    walls = {name: wall_of(moment, zone) for name, field in names.items() if (moment := getattr(session, field))}
    shown: dict = {name: wall.time().replace(tzinfo=None) for name, wall in walls.items()}
    for name in ("starts", "ends"):
        wall = walls[name]
        if isinstance(moment_of(wall.replace(tzinfo=None, fold=0), zone), Double):
            shown[f"{name}_turn"] = SECOND if wall.fold else FIRST
    is_long = session.ends_at - session.starts_at > LONG_DAY and session.break_starts_at is None
    return {**shown, "date": walls["starts"].date(), "time_zone": zone, "no_break": is_long}


def take_proposals(posted: Mapping, do: str) -> Mapping:
    """Return what was posted, with the hour that the button «take:starts:0130» chooses."""
    verb, name, hour = [*do.split(":"), "", "", ""][:3]
    if verb != "take" or not _HOUR_FIELD.fullmatch(name) or not parse_hour(hour):
        return posted
    data = posted.copy()
    data[name] = f"{hour[:2]}:{hour[2:]}"
    return data
