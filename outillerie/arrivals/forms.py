"""What is sent from a computer to a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

DOCUMENTS = ".docx,.odt,.md,.markdown,.txt"


class DocumentForm(forms.Form):
    document = forms.FileField(
        label=_("Your document"),
        help_text=_("DOCX, ODT, Markdown (.md) or text (.txt). 20 MB at most."),
        error_messages={
            "required": _("Choose a document on your computer."),
            "empty": _("This document is empty. Check that it is the right one."),
        },
        widget=forms.FileInput({"accept": DOCUMENTS}),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("A file of your computer"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file on your computer.")},
    )
