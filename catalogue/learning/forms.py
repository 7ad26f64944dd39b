"""What learners and trainers type."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalogue.learning.models import Attendance, Enrolment
from outillerie.field_reports.forms import DayField, MinutesField

EXAMPLE_OF_DAY = _("Day, month, year. Example: 14/10/2026.")
WHOLE_ADDRESS = _("The end of the address is missing. Example: nom@mairie.fr")


def long_text(label, help_text="", *, rows=5, most=10_000, required=False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most, widget=forms.Textarea({"rows": rows})
    )


def run_label(run) -> str:
    """Return a session in words: its days and its place."""
    days = date_format(run.starts_on, "DATE_FORMAT")
    return ", ".join(filter(None, [days, run.place, run.commune]))


class EnrolForm(forms.Form):
    """What is asked of who enrols: which session when there is a choice, and what the yearly report counts."""

    trainee_type = forms.ChoiceField(
        label=_("You are"),
        help_text=_("The State asks training organisations to count it. Nobody else reads it."),
        choices=[("", _("I prefer not to say")), *Enrolment.TraineeType.choices],
        required=False,
    )
    employer = forms.CharField(label=_("Your employer"), max_length=200, required=False)

    def __init__(self, *args, runs=(), is_always_open=False, **kwargs):
        super().__init__(*args, **kwargs)
        if runs:
            choices = [(run.pk, run_label(run)) for run in runs]
            choices += [("", _("No session: at my own pace"))] if is_always_open else []
            run = forms.TypedChoiceField(
                label=_("Which session?"),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=not is_always_open,
                widget=forms.RadioSelect,
                initial=runs[0].pk,
                error_messages={"required": _("Choose a session to continue.")},
            )
            self.fields = {"run": run, **self.fields}


class EvidenceForm(forms.Form):
    text = long_text(_("What you did"), _("What, when, with whom, what you take from it. Name nobody else."))
    link = forms.URLField(
        label=_("An address to look at"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        error_messages={"invalid": _("This is not a whole address. Example: https://example.org/page")},
    )
    file = forms.FileField(
        label=_("A file"),
        help_text=_("A document, a picture or slides. 20 MB at most."),
        required=False,
        error_messages={"empty": _("This file is empty. Check that it is the right one.")},
    )
    is_prior_learning = forms.BooleanField(
        label=_("I can already do it: have my prior learning recognised"),
        help_text=_("Tick it if you learned it elsewhere. Accepted, it completes the module."),
        required=False,
    )

    def clean(self):
        """Say at once that something must be shown; what is in it is judged by the action."""
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("text", "link", "file")):
            raise forms.ValidationError(
                _("Write a text, give an address or choose a file: one of the three is enough.")
            )
        return cleaned


class LearnerForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": WHOLE_ADDRESS, "required": _("Write the e-mail address of the learner.")},
    )
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=200, required=False)
    trainee_type = forms.ChoiceField(
        label=_("Type of trainee"), choices=[("", _("Not known")), *Enrolment.TraineeType.choices], required=False
    )


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("A CSV file from any spreadsheet, with a column “e-mail”. First and last names are read too."),
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
        error_messages={
            "required": _("Choose a file on your computer."),
            "empty": _("This file is empty. Check that it is the right one."),
        },
    )


NOT_EXPECTED = "not-expected"


class AttendanceForm(forms.Form):
    """Who came to one half-day of a module: one row a learner, named by their enrolment."""

    held_on = DayField(label=_("Day"), help_text=EXAMPLE_OF_DAY)
    half_day = forms.ChoiceField(label=_("Half-day"), choices=Attendance.HalfDay.choices, widget=forms.RadioSelect)
    minutes = MinutesField(
        label=_("Duration"), help_text=_("As you like: 180, 3 h, 3 h 30. It counts for those who were present.")
    )

    def __init__(self, *args, enrolments=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolments = list(enrolments)
        for enrolment in self.enrolments:
            self.fields[self.name_of(enrolment)] = forms.ChoiceField(
                label=enrolment.person.get_full_name() or enrolment.person.email,
                choices=[*Attendance.State.choices, (NOT_EXPECTED, _("not expected"))],
                initial=NOT_EXPECTED,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name_of(enrolment) -> str:
        return f"learner-{enrolment.pk}"

    def rows(self):
        """Return each learner's field, to show them together."""
        return [self[self.name_of(enrolment)] for enrolment in self.enrolments]

    def answers(self) -> list[tuple[Enrolment, str]]:
        """Return the enrolments that something was said of, with what."""
        said = [(enrolment, self.cleaned_data[self.name_of(enrolment)]) for enrolment in self.enrolments]
        return [(enrolment, state) for enrolment, state in said if state != NOT_EXPECTED]


class AssessmentForm(forms.Form):
    is_passed = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("Passed")), ("no", _("Not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a result to continue.")},
    )
    assessed_on = DayField(label=_("Date of the assessment"), help_text=EXAMPLE_OF_DAY)
    comment = long_text(_("Comment to the learner"), rows=3, most=2000)


class ReadingForm(forms.Form):
    """A reading of a piece of evidence. A reason is asked for to return it: the action says so."""

    is_convincing = forms.TypedChoiceField(
        label=_("Your reading"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer to continue.")},
    )
    reason = long_text(
        _("What you say to the learner"), _("Needed to return it: say what is missing."), rows=4, most=2000
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_convincing"].choices = answers


TRAINER_ANSWERS = [("yes", _("Accept")), ("no", _("Return, with what is missing"))]
PEER_ANSWERS = [("yes", _("It convinces me")), ("no", _("It does not convince me yet"))]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why in one sentence: the learner reads it.")},
    )
