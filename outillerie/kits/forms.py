"""Forms of the back office for pictures and documents: uploads are judged by their bytes, then cleaned."""

from pathlib import PurePosixPath

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from outillerie.kits.quotas import check_quota
from outillerie.kits.uploads import UploadRefused, clean_document, clean_picture, safe_name


class PictureField(WagtailImageField):
    """Wagtail's field decodes a picture to learn its size: this one looks first, and hands it a clean one."""

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            cleaned, ending = clean_picture(read(data))
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal
        name = f"{PurePosixPath(safe_name(data.name, fallback='image')).stem}.{ending}"
        return super().to_python(SimpleUploadedFile(name, cleaned, content_type=f"image/{ending}"))


class WithinQuota:
    """A form of the library that knows who uploads, and refuses what would pass their share or the hub's."""

    def __init__(self, *args, **kwargs):
        self.uploader = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None and "file" in self.changed_data:
            try:
                check_quota(self.uploader, file.size)
            except UploadRefused as refusal:
                self.add_error("file", str(refusal))
        return cleaned


class ImageForm(WithinQuota, BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget, initial=field.initial
            )


class DocumentForm(WithinQuota, BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        name = safe_name(file.name)
        try:
            data = clean_document(name, read(file))
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal
        return SimpleUploadedFile(name, data, content_type=file.content_type)


def read(file) -> bytes:
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data
