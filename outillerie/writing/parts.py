"""Files and pictures of a draft: who made each, asked beside how the kit uses it, and kept with the file itself."""

from functools import cache

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import HubDocument, HubImage, KitFile, KitPage, KitPicture
from outillerie.kits.models.files import licence_choices

# The fact of a part in the plain content, and the field of its document or picture that holds it.
FACTS = {
    "files": {"title": "title", "author": "author", "source": "source", "licence": "licence"},
    "pictures": {"alt": "description", "author": "author", "source": "source", "licence": "licence"},
}
HELD = {"files": "document", "pictures": "image"}


class CreditForm(forms.Form):
    """The credit of a part; a part without any has that of the kit."""

    author = forms.CharField(label=_("Its author"), max_length=200, required=False)
    source = forms.URLField(
        label=_("Where it comes from"),
        help_text=_("The address of the page where you found it."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    licence = forms.ChoiceField(
        label=_("Its licence"),
        help_text=_("Written where you found it. Without one, all rights are its author’s."),
        required=False,
        choices=lambda: [("", _("That of the kit")), *licence_choices()],
    )


class FileForm(CreditForm):
    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    field_order = ["title"]


class PictureForm(CreditForm):
    alt = forms.CharField(
        label=_("Description, for those who do not see it"),
        help_text=_("What matters in the picture. Leave it empty if the picture only decorates."),
        max_length=255,
        required=False,
    )


ASKED = {"files": FileForm, "pictures": PictureForm}


@cache
def with_credit(editor_form: type, name: str) -> type:
    """Return the row form of the editor, with the credit of the part that the row uses."""

    class PartForm(editor_form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            held = getattr(self.instance, HELD[name], None) if getattr(self.instance, f"{HELD[name]}_id") else None
            self.fields |= ASKED[name]().fields
            self.initial |= {fact: getattr(held, column, "") for fact, column in FACTS[name].items()}
            self.order_fields(["title", "alt", "author", "source", "licence", "role", "is_mixed"])

    return PartForm


def describe(row: KitFile | KitPicture, part, *, name: str, kit: KitPage) -> None:
    """Have what `row` uses say the facts of `part`. What another kit uses too is copied first."""
    held = getattr(row, HELD[name])
    said = {column: getattr(part, fact) for fact, column in FACTS[name].items()}
    if all(getattr(held, column) == value for column, value in said.items()):
        return
    if is_used_elsewhere(held, name, kit):
        held = copied(held)
    for column, value in said.items():
        setattr(held, column, value or (held.title if column == "title" else ""))
    held.save()
    setattr(row, HELD[name], held)


def is_used_elsewhere(held: HubDocument | HubImage, name: str, kit: KitPage) -> bool:
    uses = held.kit_files if name == "files" else held.kit_pictures
    return uses.exclude(page_id=kit.pk).exists()


def copied(held: HubDocument | HubImage) -> HubDocument | HubImage:
    """Return a row of the library with the same bytes, that is not saved yet."""
    with held.file.open("rb") as opened:
        data = opened.read()
    copy = type(held)(**{f.attname: getattr(held, f.attname) for f in held._meta.concrete_fields if not f.primary_key})
    copy.file = ContentFile(data, held.filename)
    return copy
