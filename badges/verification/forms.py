"""What is given to verify, as people give it: eight signs, a file, or a text; and whose it should be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.verification.formats.recognising import MOST_BYTES
from badges.verification.reasons import READING

LONGEST_TEXT = 262_144


def email_field(*, required: bool) -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("To check that the badge is theirs. It is neither shown nor kept."),
        required=required,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class EmailForm(forms.Form):
    """Stands on the same page as the form of what to verify: its field has a name of its own there."""

    email = email_field(required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_holder_%s", **kwargs)


class OneText(forms.CharField):
    """One of several fields: none of them is optional, and one is enough."""

    def validate(self, value):
        pass


class OneFile(forms.FileField):
    def validate(self, value):
        pass


class VerifyForm(forms.Form):
    """One field is enough. A file comes before a text, and a text before a code."""

    use_required_attribute = False
    code = OneText(
        label=_("Code of the badge"),
        help_text=_("8 letters and digits, under the QR code. Example: 7K3F-Q2ND"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    file = OneFile(
        label=_("File of the badge"),
        help_text=_("PNG, SVG, PDF or JSON, as it was received; or a photograph of its QR code. 8 MB at most."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/*,.svg,.pdf,.json,.jsonld,.jwt,.jws,.txt"}),
    )
    text = OneText(
        label=_("Address or text of the badge"),
        help_text=_("Paste what you were given: an address that begins with https://, or the text of a file."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )
    email = email_field(required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(READING["too-big"])
        return file

    def given(self) -> tuple[str, bytes]:
        """Return the name of the field that was filled, and what is in it. Read it once: a file is read."""
        typed = self.cleaned_data
        if typed.get("file"):
            return "file", typed["file"].read()
        field = "text" if typed.get("text") else "code"
        return field, typed.get(field, "").encode()
