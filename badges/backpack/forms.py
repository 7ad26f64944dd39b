"""What holders type about their bag."""

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.backpack.models import BadgeCollection
from badges.verification.forms import VerifyForm

NEEDED = {"required": _("Write a title to go on.")}


class CollectionForm(forms.ModelForm):
    # Required here: the collection without a title is the whole bag.
    title = forms.CharField(label=_("Title"), max_length=120, error_messages=NEEDED)

    class Meta:
        model = BadgeCollection
        fields = ["title", "description"]
        widgets = {"description": forms.Textarea({"rows": 3})}


class BringForm(VerifyForm):
    """A badge from elsewhere: a file, or an address, or a text. The codes of our certificates are for verifying."""

    code = email = None
    field_order = ["file", "text"]

    def given(self) -> tuple[str, bytes]:
        typed = self.cleaned_data
        return ("file", typed["file"].read()) if typed.get("file") else ("text", typed["text"].encode())
