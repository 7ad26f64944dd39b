"""Forms of the back office for pictures and documents: uploads are judged by their bytes, then cleaned."""

from pathlib import PurePosixPath

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from outillerie.kits.uploads import UploadRefused, clean_document, clean_picture, safe_name


class ImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages["invalid_image_extension"] = _(
                "Use a JPEG, PNG, WebP, AVIF or GIF picture. SVG drawings are refused: they can hold code."
            )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            data, ending = clean_picture(read(file))
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        name = f"{PurePosixPath(safe_name(file.name, fallback='image')).stem}.{ending}"
        cleaned = SimpleUploadedFile(name, data, content_type=f"image/{ending}")
        # Wagtail's field put the decoded picture on the upload; what follows reads the cleaned one's size.
        return self.fields["file"].to_python(cleaned)


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        name = safe_name(file.name)
        try:
            data = clean_document(name, read(file))
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return SimpleUploadedFile(name, data, content_type=file.content_type)


def read(file) -> bytes:
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data
