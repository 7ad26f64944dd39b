"""What people type about a collection."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outillerie.collections.models import CollectedKit, KitCollection
from outillerie.collections.reading import introduction_html
from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.refusals import FormatRefused


class CollectionForm(forms.ModelForm):
    class Meta:
        model = KitCollection
        fields = ("title", "introduction", "is_public")
        labels = {
            "title": _("Title of the collection"),
            "introduction": _("Introduction"),
            "is_public": _("Everyone can read this collection"),
        }
        help_texts = {
            "title": _("Short and concrete. Example: our workshops of autumn."),
            "introduction": _("For whom, in which order, why these kits together. Simple Markdown is welcome."),
            "is_public": _("Otherwise only its curators see it. Your name, and theirs, are shown with it."),
        }
        error_messages = {"title": {"required": _("Write a title to continue.")}}
        widgets = {
            "title": forms.TextInput({"autocomplete": "off"}),
            "introduction": forms.Textarea({"rows": 6}),
        }

    def clean_title(self):
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Write a title to continue."))
        return title

    def clean_introduction(self):
        text = clean_text(self.cleaned_data["introduction"])
        try:
            introduction_html(text)
        except FormatRefused as refusal:
            raise forms.ValidationError(gettext(refusal.message) % refusal.parts) from refusal
        return text


class NoteForm(forms.ModelForm):
    class Meta:
        model = CollectedKit
        fields = ("note",)
        labels = {"note": _("Why this kit")}

    def clean_note(self):
        return " ".join(clean_text(self.cleaned_data["note"]).split())


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("If this address has an account here, the person receives your invitation and may accept it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Write an e-mail address to continue."),
            "invalid": _("The end of the address is missing. Example: name@townhall.fr"),
        },
    )
