"""What people choose between a kit and its adaptations."""

from collections.abc import Collection, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from outillerie.kits.formats.borrowing import Choice
from outillerie.remix.models import Adaptation
from outillerie.remix.updates import Answer

ACCEPT, BOTH, DECLINE = ANSWERS = ("accept", "both", "decline")


class IntentForm(forms.Form):
    intent = forms.ChoiceField(
        label=_("What ties your kit to the original"),
        choices=Adaptation.Intent.choices,
        widget=forms.RadioSelect,
    )


class MessageForm(forms.Form):
    message = forms.CharField(
        label=_("Message to the authors"),
        help_text=_("What you noticed when running it, why you changed this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Those who made the offer read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class PartsForm(forms.Form):
    """The parts of a version that may be taken."""

    steps = forms.MultipleChoiceField(label=_("Steps"), required=False, widget=forms.CheckboxSelectMultiple)
    pictures = forms.MultipleChoiceField(label=_("Pictures"), required=False, widget=forms.CheckboxSelectMultiple)
    files = forms.MultipleChoiceField(label=_("Files"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, content, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = [(str(place), step.title) for place, step in enumerate(content.steps)]
        self.fields["files"].choices = [(file.name, file.title) for file in content.files]
        self.fields["pictures"].choices = [(row.name, row.alt or row.name) for row in content.pictures]
        for name in [name for name, field in self.fields.items() if not field.choices]:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Tick at least one part to take."))
        return cleaned

    def choice(self) -> Choice:
        taken = self.cleaned_data
        return Choice(
            steps=frozenset(map(int, taken.get("steps", ()))),
            files=frozenset(taken.get("files", ())),
            pictures=frozenset(taken.get("pictures", ())),
        )


def answers(posted: Mapping[str, str], keys: Collection[str]) -> dict[str, str]:
    """Return the answer given to each change of `keys`, by key: accept, both or decline; nothing else was asked.

    A change is a field named `change-<key>`. `all` answers for those that have none of their own.
    """
    given = {key: posted.get(f"change-{key}", "") for key in keys}
    given = {key: value if value in ANSWERS else posted.get("all", "") for key, value in given.items()}
    return {key: value for key, value in given.items() if value in ANSWERS}


def decisions(given: Mapping[str, str]) -> Answer:
    """Return what `answers` found, sorted."""
    accepted, both, declined = (frozenset(key for key, value in given.items() if value == answer) for answer in ANSWERS)
    return Answer(accepted=accepted, both=both, declined=declined)
