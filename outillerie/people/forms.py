import re

from django import forms
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.forms import on_one_line
from outillerie.accounts.models import Membership, Organisation, User
from outillerie.people.queries import active_members

# What a name never holds: it would send readers elsewhere, or give an e-mail address away.
ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)


class ProfileForm(forms.ModelForm):
    """What a person says of themselves. Nothing else of their account is written, whatever is posted."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "public_name", "role", "place", "biography", "is_public"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "role": _("What I do"),
            "place": _("Where"),
            "biography": _("A few sentences about me"),
            "public_name": _("Name to show"),
            "is_public": _("I make my page public"),
        }
        help_texts = {
            "first_name": _("How the site calls you."),
            "last_name": _("Only you and the hub read it."),
            "public_name": _("Your name, or another one that you choose. Left empty, others read your first name."),
            "role": _("Example: digital mediator."),
            "place": _("Example: Roubaix."),
            "biography": _(
                "What you run, for whom, what others may ask you. No e-mail address: everyone could read it."
            ),
            "is_public": _(
                "Anyone can then read it, search engines included: your name, what you wrote above, your"
                " organisations, the kits that you began or that credit you, your adaptations and your workshop reports. You can undo this at any time:"
                " the page disappears at once, your kits and their credits stay."
            ),
        }
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
            "public_name": forms.TextInput({"autocomplete": "nickname"}),
            "role": forms.TextInput({"autocomplete": "organization-title"}),
            "place": forms.TextInput({"autocomplete": "address-level2"}),
            "biography": forms.Textarea({"rows": 5}),
        }

    def clean_first_name(self):
        return shown_text(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return on_one_line(self.cleaned_data["last_name"])

    def clean_public_name(self):
        return shown_text(self.cleaned_data["public_name"])

    def clean_role(self):
        return shown_text(self.cleaned_data["role"])

    def clean_place(self):
        return shown_text(self.cleaned_data["place"])

    def clean(self):
        values = super().clean()
        if values.get("is_public") and not (values.get("public_name") or values.get("first_name")):
            self.add_error("public_name", _("Write the name that your public page shows."))
        return values


def shown_text(text: str) -> str:
    """Return a name as others may read it: one line, without any address."""
    if ADDRESS.search(text):
        raise forms.ValidationError(_("Write words here, without an e-mail or web address."))
    return on_one_line(text)


class JoinForm(forms.Form):
    message = forms.CharField(
        label=_("A word for the people who answer"),
        help_text=_("Who you are and what you do with them: they only see the name that your profile shows."),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class InvitationForm(forms.Form):
    # Unlike the address of an account, this one is somebody else's: no browser may fill it in.
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Write the e-mail address of the person that you invite."),
            "invalid": _("The end of the address is missing. Example: name@townhall.fr"),
        },
    )
    role = forms.ChoiceField(
        label=_("They will be"),
        choices=Membership.Role.choices,
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
    )


class SuccessorForm(forms.Form):
    """Whom one leaves a team to."""

    successor = forms.ModelChoiceField(
        label=_("Who manages it after you"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={
            "required": _("Nobody else manages this organisation. Name another manager first."),
            "invalid_choice": _("This person is no longer in the team. The list is up to date now."),
        },
    )

    def __init__(self, organisation: Organisation, person: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = active_members(organisation).exclude(person=person)
        self.fields["successor"].label_from_instance = lambda row: row.person.shown_name()
