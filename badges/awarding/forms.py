from django import forms
from django.utils.translation import gettext_lazy as _

from badges.awarding.formats.award_lists import MOST_BYTES
from catalogue.learning.forms import WHOLE_ADDRESS, long_text


class ByHandForm(forms.Form):
    """To whom, and why. Somebody of a list, or anybody by their address: one of the two."""

    person = forms.TypedChoiceField(label=_("Somebody whom you follow"), coerce=int, empty_value=None, required=False)
    email = forms.EmailField(
        label=_("Or an e-mail address"),
        help_text=_("They need no account: the badge waits for them at this address."),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": WHOLE_ADDRESS},
    )
    name = forms.CharField(
        label=_("Name on the certificate"),
        help_text=_("If they have an account, the name of their account is used."),
        max_length=160,
        required=False,
    )
    reason = long_text(
        _("Why, in a sentence"), _("It is written in the badge, for ever: name nobody else."), rows=3, most=1000
    )
    run = forms.CharField(
        label=_("Session or group"),
        help_text=_("Leave it empty, unless the same person may receive this badge several times."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        if people:
            names = [
                (person.pk, f"{person} · {person.email}" if person.get_full_name() else person.email)
                for person in people
            ]
            self.fields["person"].choices = [("", _("Nobody of this list")), *names]
        else:
            del self.fields["person"]
            self.fields["email"].label = _("E-mail address")

    def clean(self):
        cleaned = super().clean()
        whom = [cleaned.get("person"), cleaned.get("email")]
        if not self.errors and not any(whom):
            self.add_error("email", _("Choose somebody, or write an e-mail address."))
        elif all(whom):
            self.add_error("email", _("Choose somebody of the list or write an address, not both."))
        return cleaned


class AwardListForm(forms.Form):
    file = forms.FileField(
        label=_("Your list"),
        help_text=_("A CSV file from any spreadsheet, with a column “e-mail”. Names and reasons are read too."),
        required=False,
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
        error_messages={"empty": _("This file is empty. Check that it is the right one.")},
    )
    text = long_text(_("Or paste it here"), _("One person a line: address; name; reason."), rows=6, most=100_000)
    reason = long_text(_("Why, for those whose line says nothing"), rows=2, most=1000)
    run = forms.CharField(
        label=_("Session or group"),
        help_text=_("Leave it empty, unless the same person may receive this badge several times."),
        max_length=80,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("file") or cleaned.get("text")):
            raise forms.ValidationError(_("Choose a file, or paste a list."))
        return cleaned

    def data_sent(self) -> tuple[bytes, str]:
        """Return the bytes of the list and the name of its file, empty when it was pasted."""
        file = self.cleaned_data["file"]
        # One byte too many is enough to refuse it.
        return (file.read(MOST_BYTES + 1), file.name) if file else (self.cleaned_data["text"].encode(), "")


class ApplicationForm(forms.Form):
    text = long_text(
        _("What you did"), _("What, when, with whom, what you take from it. Name nobody else."), required=True
    )
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


ONE_SENTENCE = _("Say why in one sentence.")


def reason_field(label, help_text, missing) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": missing},
    )


class RevokeForm(forms.Form):
    reason = reason_field(
        _("Why it is revoked"),
        _("The holder reads it, and so does whoever checks the badge."),
        _("Say why in one sentence: the holder reads it."),
    )


class UpholdForm(forms.Form):
    reason = reason_field(_("Why it is upheld"), _("Those who check this award later read it."), ONE_SENTENCE)


class WithdrawDecisionForm(forms.Form):
    reason = reason_field(_("Why it is taken back"), _("Those who check this award later read it."), ONE_SENTENCE)


class EraseBadgesForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("I understand that these badges cannot be given back"),
        error_messages={"required": _("Tick this box to continue.")},
    )
