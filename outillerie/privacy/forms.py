from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from outillerie.accounts import forms as accounts
from outillerie.accounts.forms import on_one_line
from outillerie.pages.models import PlainPage
from outillerie.privacy.actions import Credit, accept_terms
from outillerie.privacy.confirmation import NotConfirmed, check_code, check_password
from outillerie.privacy.queries import terms_version


def accepted_terms_field() -> forms.BooleanField:
    """Return the box to tick, with a link to the page of the terms when the hub has one."""
    page = PlainPage.objects.live().filter(kind=PlainPage.Kind.TERMS).first()
    link = format_html('<a href="{}">{}</a>', page.url, _("Read the terms of use")) if page else ""
    return forms.BooleanField(
        label=_("I accept the terms of use"),
        help_text=link,
        error_messages={"required": _("Tick this box to continue: the terms say what each may expect of the other.")},
    )


class SignupForm(accounts.SignupForm):
    """What sign-up asks, and the terms of use, accepted at the version that holds now."""

    field_order = [*accounts.SignupForm.field_order, "terms"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["terms"] = accepted_terms_field()
        # People do not see it; programs that fill everything do, and are told that all went well.
        self.fields["website"].label = _("Leave this field empty")
        self.fields["website"].widget = forms.TextInput({"autocomplete": "off", "tabindex": "-1"})

    def save(self, request):
        person = super().save(request)
        accept_terms(person, terms_version())
        return person


class TermsForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["terms"] = accepted_terms_field()


class ErasureForm(forms.Form):
    """How what stays is signed, and the proof that it is the person who asks."""

    credit = forms.ChoiceField(
        label=_("How do your published contributions stay signed?"),
        choices=Credit.choices,
        initial=Credit.SHOWN,
        widget=forms.RadioSelect,
        help_text=_("Your kits, the parts that others took from them, your field reports, your public collections."),
    )
    name = forms.CharField(
        label=_("The other name, if you choose one"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password to continue.")},
    )
    code = forms.CharField(
        label=_("Your code"),
        max_length=12,
        help_text=_("Six digits, that we send to your main address."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Ask for a code with the button above, then write its six digits.")},
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.has_password = request.user.has_usable_password()
        del self.fields["code" if self.has_password else "password"]

    def clean_name(self):
        return on_one_line(self.cleaned_data["name"])

    def clean_password(self):
        return self.confirmed("password", check_password)

    def clean_code(self):
        return self.confirmed("code", check_code)

    def confirmed(self, name, check):
        try:
            check(self.request, self.cleaned_data[name])
        except NotConfirmed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data[name]

    def clean(self):
        values = super().clean()
        if values.get("credit") == Credit.NAMED and not values.get("name"):
            self.add_error("name", _("Write the name that will sign your contributions."))
        return values
