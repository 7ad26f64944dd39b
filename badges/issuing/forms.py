"""What the hub's staff types about issuers and their keys."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.achievements.pictures import accepted_upload
from badges.issuing.models import Issuer, KeyRequest, SigningKey
from outillerie.field_reports.forms import DayField
from outillerie.kits.formats.content import clean_text
from outillerie.kits.uploads import UploadRefused
from outillerie.writing.fields import NOT_AN_ADDRESS, TOO_LONG

DEEDS = [
    (KeyRequest.Deed.ROTATE, gettext_lazy("Replace the keys: what they signed stays valid")),
    (KeyRequest.Deed.COMPROMISE, gettext_lazy("Declare a key compromised: somebody else may have it")),
]


class IssuerForm(forms.ModelForm):
    picture = forms.FileField(
        label=gettext_lazy("Logo"), required=False, help_text=gettext_lazy("A square PNG or SVG.")
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Without a logo"), required=False)

    class Meta:
        model = Issuer
        fields = ("name", "slug", "organisation", "url", "email", "description", "place", "signatory", "is_active")
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "slug": forms.TextInput({"autocomplete": "off"}),
            "url": forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
            "email": forms.TextInput({"inputmode": "email", "autocomplete": "off"}),
            "description": forms.Textarea({"rows": 4}),
            "place": forms.TextInput({"autocomplete": "off"}),
            "signatory": forms.TextInput({"autocomplete": "off"}),
        }
        help_texts = {
            "slug": gettext_lazy("Letters, digits and hyphens. It stands in every badge, and no longer changes then."),
            "email": gettext_lazy("Published with each badge: an address of the organisation, not of a person."),
            "organisation": gettext_lazy("Its trainers may write and award badges in its name."),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Write the name of the issuer.")},
            "slug": {"required": gettext_lazy("Write its address, for example hub-des-beffrois.")},
            "email": {"required": gettext_lazy("Write an e-mail address: badge readers want one.")},
            "url": {"invalid": NOT_AN_ADDRESS},
        }

    def __init__(self, *args, may_move: bool, **options):
        super().__init__(*args, **options)
        self.fields["email"].required = True
        self.fields["organisation"].empty_label = _("None: the hub itself")
        if not may_move:
            del self.fields["slug"]
        if not self.instance.logo_id:
            del self.fields["without_picture"]
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.CharField):
                field.error_messages["max_length"] = TOO_LONG

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        # What else stands under /decerner/emetteurs/.
        if slug == "nouveau":
            raise ValidationError(_("This address is that of another page. Choose another one."))
        return slug

    def clean_description(self):
        return clean_text(self.cleaned_data["description"])

    def clean_picture(self):
        sent = self.cleaned_data.get("picture")
        if not sent:
            return None
        try:
            return accepted_upload(sent)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class KeyRequestForm(forms.Form):
    """Ask for something to be done with the keys of an issuer."""

    deed = forms.ChoiceField(label=gettext_lazy("What"), choices=DEEDS, widget=forms.RadioSelect, initial="rotate")
    key = forms.ModelChoiceField(
        SigningKey.objects.none(), label=gettext_lazy("Which key, if one is compromised"), required=False
    )
    since = DayField(
        label=gettext_lazy("Since when it may have been in other hands"),
        required=False,
        help_text=gettext_lazy("Day, month, year. Example: 14/10/2026."),
        # The first days of all have no name in another time zone.
        validators=[MinValueValidator(date(2000, 1, 1), DayField.default_error_messages["invalid"])],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=400,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say why: it is recorded.")},
    )

    def __init__(self, *args, issuer: Issuer, **options):
        super().__init__(*args, **options)
        usable = issuer.keys.exclude(state=SigningKey.State.COMPROMISED).order_by("number")
        self.fields["key"].queryset = usable
        self.fields["key"].label_from_instance = key_label
        self.fields["key"].empty_label = _("None")

    def clean(self):
        given = super().clean()
        if given.get("deed") == KeyRequest.Deed.COMPROMISE:
            if not given.get("key"):
                self.add_error("key", _("Choose the key."))
            if not given.get("since") and "since" not in self.errors:
                self.add_error("since", _("Give the day when it may have begun."))
        return given


def key_label(key: SigningKey) -> str:
    return f"{key.number} – {key.get_kind_display()}"
