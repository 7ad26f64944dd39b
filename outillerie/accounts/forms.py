"""The forms of an account: those of django-allauth, in our words."""

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("12 characters or more. A sentence does well.")


class Worded:
    """Give the fields of a form the labels, help and sentences that the whole site uses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            word = getattr(self, f"word_{name}", None)
            if word:
                word(field)

    def word_email(self, field):
        field.label = _("Your e-mail address")
        field.error_messages |= {
            "required": _("Write your e-mail address to continue."),
            "invalid": _("The end of the address is missing. Example: name@townhall.fr"),
        }

    word_login = word_email

    def word_password(self, field):
        field.label, field.help_text = _("Your password"), ""
        field.error_messages["required"] = _("Write your password to continue.")

    def word_oldpassword(self, field):
        self.word_password(field)
        field.label = _("Your current password")

    def word_password1(self, field):
        field.label, field.help_text = _("New password"), PASSWORD_HELP
        field.error_messages["required"] = _("Write a password to continue.")

    def word_password2(self, field):
        field.label = _("The same password, once more")
        field.error_messages["required"] = _("Write the same password once more.")

    def word_remember(self, field):
        field.label = _("Stay signed in on this computer")
        field.help_text = _("Leave it empty on a computer that others use.")

    def word_code(self, field):
        field.label, field.help_text = _("Your code"), _("Six digits, in the e-mail we have just sent.")
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}
        field.error_messages["required"] = _("Write the six digits of the code.")


class SignupForm(Worded, allauth.SignupForm):
    """What sign-up asks: an address, how to call the person, a password if they want one."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    field_order = ["email", "first_name", "last_name", "password1"]

    def word_first_name(self, field):
        field.error_messages["required"] = _("Write your first name: it is how the site calls you.")

    def word_password1(self, field):
        super().word_password1(field)
        field.label = _("Password")
        field.help_text = _("A code by e-mail is enough to sign in. If you prefer a password: 12 characters or more.")

    def clean_first_name(self):
        return on_one_line(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return on_one_line(self.cleaned_data["last_name"])

    def try_save(self, request):
        # Hashing takes a while: without it here too, a quick answer would give the account away.
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    def word_email(self, field):
        super().word_email(field)
        field.help_text = _("The one of your work or your own, as you like.")


class LoginForm(Worded, allauth.LoginForm):
    pass


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    pass


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    pass


class AddEmailForm(Worded, allauth.AddEmailForm):
    def word_email(self, field):
        super().word_email(field)
        field.label = _("Another e-mail address")


class ConfirmLoginCodeForm(Worded, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Worded, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(Worded, allauth.ConfirmPasswordResetCodeForm):
    pass
