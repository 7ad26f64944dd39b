"""What is typed after a session: the report and the headcount, four answers, what an export is of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.outcomes.actions import Told
from catalogue.outcomes.formats.headcounts import BANDS, NOT_SAID, Headcounts, overflows
from catalogue.outcomes.models import SessionFeedback, SessionReport
from catalogue.outcomes.vocabulary import labels
from catalogue.venues.models import Territory
from outillerie.accounts.models import Organisation
from outillerie.field_reports.forms import NUMERIC, DayField
from outillerie.kits.formats.content import clean_text

MOST_PEOPLE = 2000
TEXTS = ("done", "outcome", "next_steps")
BAND_TITLES = {"age": _("Age"), "gender": _("Gender"), "status": _("Situation")}


def text_field(name: str, label, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=SessionReport._meta.get_field(name).max_length,
        widget=forms.Textarea({"rows": 4}),
    )


def number_field(label, **attributes) -> forms.IntegerField:
    wrong = _("Write a number of people from 0 to 2000.")
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput({**NUMERIC, **attributes}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class OutcomesForm(forms.Form):
    """The report and the headcount, saved together: whichever button is pressed, nothing typed is lost."""

    done = text_field("done", _("What was done"), _("A few sentences. Name nobody."))
    outcome = text_field("outcome", _("What came out of it"))
    next_steps = text_field("next_steps", _("What is next"))
    is_public = forms.BooleanField(
        label=_("Show this report on the page of the session"),
        help_text=_("Otherwise, only those who organise the session read it."),
        required=False,
    )
    total = number_field(_("How many people came without giving their name?"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for band in BANDS:
            for code, label in labels()[band].items():
                if code != NOT_SAID:
                    self.fields[f"{band}-{code}"] = number_field(label, **{"class": "input"})

    def texts(self):
        return [self[name] for name in TEXTS]

    def bands(self):
        """Return each band with its fields. What is not typed is «not said»."""
        return [
            (BAND_TITLES[band], [self[name] for name in self.fields if name.startswith(f"{band}-")]) for band in BANDS
        ]

    def has_counts(self) -> bool:
        """Return whether something is counted already, or was refused: the lines are then shown open."""
        return any(self[name].value() or self[name].errors for name in self.fields if name == "total" or "-" in name)

    def clean(self):
        cleaned = super().clean()
        for name in TEXTS:
            cleaned[name] = clean_text(cleaned.get(name) or "")
        if not cleaned["done"] and (cleaned["outcome"] or cleaned["next_steps"]):
            self.add_error("done", _("Say what was done, in one sentence at least."))
        self.check_counts()
        return cleaned

    def check_counts(self) -> None:
        counts = self.counts()
        for band in overflows(counts):
            sentence = _("%(band)s: %(said)s people are counted, more than the %(total)s who came.")
            facts = {"band": BAND_TITLES[band], "said": sum(counts.band(band).values()), "total": counts.total}
            self.add_error("total", sentence % facts)

    def counts(self) -> Headcounts:
        values = self.cleaned_data
        bands = {
            band: {
                name.removeprefix(f"{band}-"): values.get(name) or 0
                for name in self.fields
                if name.startswith(f"{band}-")
            }
            for band in BANDS
        }
        return Headcounts(total=values.get("total") or 0, **bands)

    def told(self) -> Told:
        values = self.cleaned_data
        return Told(**{name: values[name] for name in TEXTS}, is_public=bool(values["done"] and values["is_public"]))


ANSWERS = ((4, _("Yes, fully")), (3, _("Rather yes")), (2, _("Rather no")), (1, _("No")))
QUESTIONS = {
    "useful": _("Is it useful for your work?"),
    "welcome": _("Were the welcome and the pace right for you?"),
    "learned": _("Can you do something that you could not do before?"),
    "recommend": _("Would you recommend this session to a colleague?"),
}


def question(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=QUESTIONS[name],
        choices=ANSWERS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers to continue.")},
    )


class FeedbackForm(forms.Form):
    useful = question("useful")
    welcome = question("welcome")
    learned = question("learned")
    recommend = question("recommend")
    comment = forms.CharField(
        label=_("Something to add"),
        help_text=_("Those who organised read it without your name. Name nobody."),
        required=False,
        max_length=SessionFeedback._meta.get_field("comment").max_length,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_comment(self):
        return clean_text(self.cleaned_data["comment"])


class ExportForm(forms.Form):
    """What an export is of: days, a department, an organisation. Nothing chosen is everything that one may take."""

    since = DayField(label=_("First day"), help_text=_("Day, month, year. Example: 14/10/2025."), required=False)
    until = DayField(label=_("Last day"), required=False)
    department = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Department"), required=False, empty_label=_("All departments")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("All organisations")
    )

    def __init__(self, *args, departments, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments
        self.fields["organisation"].queryset = organisations

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one. Correct one of the two."))
        return cleaned
