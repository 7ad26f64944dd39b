"""What people type about an edition of the catalogue."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.browsing.models import CatalogueEdition
from catalogue.browsing.permissions import organisations_edited_by
from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import render


class EditionForm(forms.ModelForm):
    class Meta:
        model = CatalogueEdition
        fields = ("title", "introduction", "organisation", "is_public")
        labels = {
            "title": _("Title of the catalogue"),
            "introduction": _("Introduction"),
            "organisation": _("Organisation"),
            "is_public": _("Everyone can read and print this catalogue"),
        }
        help_texts = {
            "title": _("Short and concrete. Example: training for librarians, 2026."),
            "introduction": _("For whom, and how to enrol. Simple Markdown is welcome."),
            "is_public": _("Otherwise only the managers of the organisation and the hub’s staff see it."),
        }
        error_messages = {
            "title": {"required": _("Write a title to continue.")},
            "organisation": {"required": _("Choose an organisation to continue.")},
        }
        widgets = {
            "title": forms.TextInput({"autocomplete": "off"}),
            "introduction": forms.Textarea({"rows": 6}),
        }

    def __init__(self, *args, by, **kwargs):
        """Offer only the organisations that `by` may print a catalogue of."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_edited_by(by)

    def clean_title(self):
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Write a title to continue."))
        return title

    def clean_introduction(self):
        text = clean_text(self.cleaned_data["introduction"])
        try:
            render(text, links=lambda target: None)
        except FormatRefused as refusal:
            raise forms.ValidationError(gettext(refusal.message) % refusal.parts) from refusal
        return text
