from django import forms
from django.utils.translation import gettext_lazy as _


class SignupNames(forms.Form):
    """What sign-up asks beside the address and the password: how to call the person, nothing more."""

    first_name = forms.CharField(label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"}))
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, required=False, widget=forms.TextInput({"autocomplete": "family-name"})
    )

    def signup(self, request, user):
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save(update_fields=["first_name", "last_name"])
