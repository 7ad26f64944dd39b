"""What people type to register, to register others, and to be told. Each form has the key by which twice is once."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.registering.wording import choice_words
from catalogue.sessions.models import SessionPlace
from outillerie.accounts.models import Organisation

WRONG_ADDRESS = _("The end of the address is missing. Example: name@townhall.fr")


class KeyedForm(forms.Form):
    """A form whose `key` was made when it was shown: sent twice, it is answered once."""

    key = forms.RegexField(r"^[\w-]{8,64}\Z", widget=forms.HiddenInput)

    def __init__(self, data=None, *, initial=None, **options):
        super().__init__(data, initial={"key": uuid4().hex, **(initial or {})}, **options)

    def clean(self):
        cleaned = super().clean()
        if "key" in self.errors:
            # Nobody types it: say what to do rather than which field.
            del self.errors["key"]
            self.data = {**self.data.dict(), "key": uuid4().hex}
            self.add_error(None, _("This form is incomplete. It is ready again: send it once more."))
        return cleaned


def offer_places(form: forms.Form, places: list[SessionPlace]) -> None:
    """Have `form` ask for a place when there are several; of one alone, nothing is asked."""
    if len(places) == 1:
        del form.fields["place"]
        return
    field = form.fields["place"]
    field.queryset = SessionPlace.objects.filter(pk__in=[place.pk for place in places])
    field.choices = [(place.pk, choice_words(place)) for place in places]


class SeatForm(KeyedForm):
    """What one says with one's account: a button is enough."""

    place = forms.ModelChoiceField(
        queryset=SessionPlace.objects.none(),
        label=_("Where do you come?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose where you come."), "invalid_choice": _("Choose where you come.")},
    )
    needs = forms.CharField(
        label=_("A particular need?"),
        max_length=400,
        required=False,
    )
    note = forms.CharField(
        label=_("A word to those who facilitate"),
        help_text=_("They alone read it."),
        max_length=400,
        required=False,
    )
    employer = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    # Set by whoever saw that every seat is taken: without it, no one waits without knowing.
    joins_queue = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, places: list[SessionPlace], **options):
        super().__init__(data, **options)
        self.first_place = places[0]
        offer_places(self, places)

    def chosen_place(self) -> SessionPlace:
        return self.cleaned_data.get("place") or self.first_place

    def facts(self) -> dict:
        """Return what the actions take: these fields and no other (ATK-MASS-01)."""
        names = ("key", "name", "email", "employer", "needs", "note")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AskForm(SeatForm):
    """The same, without an account: a name, an address, and a trap for robots."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("To tell you if the session changes."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address."), "invalid": WRONG_ADDRESS},
    )
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ("key", "place", "name", "email", "needs", "employer", "note")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leave_empty"):
            self.data = {**self.data.dict(), "leave_empty": ""}
            self.add_error(
                None, _("A hidden field was filled, as robots do. It is empty again: send this form once more.")
            )
        return cleaned


class PlaceForm(forms.Form):
    """Another place of the same session."""

    place = forms.ModelChoiceField(
        queryset=SessionPlace.objects.none(), label=_("Where do you come?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, data=None, *, places: list[SessionPlace], **options):
        super().__init__(data, **options)
        self.fields["place"].queryset = SessionPlace.objects.filter(pk__in=[place.pk for place in places])
        self.fields["place"].choices = [(place.pk, choice_words(place)) for place in places]


class GuestsForm(KeyedForm):
    """People registered several at once."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("For which organisation?"), empty_label=None
    )
    place = forms.ModelChoiceField(
        queryset=SessionPlace.objects.none(), label=_("Where do they come?"), empty_label=None
    )
    guests = forms.CharField(
        label=_("Who comes"),
        help_text=_(
            "One a line: Name, name@townhall.fr. They receive a mail that says who registered them, and can cancel."
        ),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write one person a line.")},
    )

    def __init__(self, data=None, *, places: list[SessionPlace], organisations, is_organiser: bool, **options):
        super().__init__(data, **options)
        self.first_place = places[0]
        offer_places(self, places)
        field = self.fields["organisation"]
        field.queryset = organisations
        if is_organiser:
            field.required, field.empty_label = False, _("None: I organise this session")
        if is_organiser and not organisations.exists():
            del self.fields["organisation"]

    def chosen_place(self) -> SessionPlace:
        return self.cleaned_data.get("place") or self.first_place


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The person reads it in the mail."),
        max_length=400,
        error_messages={"required": _("Say why: the person reads it.")},
    )


class LetterForm(KeyedForm):
    """One message to everyone who has a seat: a mail each, and nobody sees the others' addresses."""

    subject = forms.CharField(label=_("Subject"), max_length=120, error_messages={"required": _("Write a subject.")})
    body = forms.CharField(
        label=_("Message"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write your message.")},
    )


class InterestForm(forms.Form):
    """Near where one wants to be told; empty, anywhere."""

    near = forms.CharField(
        label=_("Near which commune, or in which department?"),
        help_text=_("A name or a postcode. Empty: wherever it is."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
