"""What is asked about venues: a file, and the fields of one in the back office."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalogue.venues.formats.opening_hours import NotUnderstood, seasons_of
from catalogue.venues.formats.standard import FIELDS, WORDS
from catalogue.venues.formats.values import NotRead, email, insee_code, phone, postcode, web_address
from catalogue.venues.formats.vocabulary import typology_label, values_of
from catalogue.venues.geography import geography
from catalogue.venues.merging import PLACE
from catalogue.venues.models import Venue
from outillerie.field_reports.forms import DayField
from outillerie.kits.formats.content import clean_text

MOST_LINES = 40


class VenueFileForm(forms.Form):
    """A file of venues, and what stands for the columns that it lacks."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The national standard of venues, v1.0.2 or v0: a CSV table, or a JSON list. 20 MB at most."),
        error_messages={"required": _("Choose a file to continue."), "empty": _("This file is empty.")},
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=200, help_text=_("When the lines of the file do not say it.")
    )
    updated_on = DayField(
        label=_("Date of the data"), required=False, help_text=_("When the lines of the file have none.")
    )
    prefix = forms.SlugField(
        label=_("Prefix of the identifiers"),
        required=False,
        max_length=40,
        help_text=_("When they are bare numbers, which another source uses too. Example: laposte-"),
    )


class LinesField(forms.CharField):
    """Several values, one a line, each read by `reader`."""

    def __init__(self, *, reader, **options):
        super().__init__(required=False, widget=forms.Textarea({"rows": 2}), **options)
        self.reader = reader

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        found = []
        for line in filter(None, map(str.strip, super().clean(value).splitlines()[:MOST_LINES])):
            try:
                found.append(self.reader(line))
            except NotRead:
                raise forms.ValidationError(_("“%(value)s” is not right. Correct it, or remove it."), params={"value": line[:80]}) from None  # fmt: skip
        return list(dict.fromkeys(found))


class VenueForm(WagtailAdminModelForm):
    """A venue in the back office, in the words of the standard. What is edited here, an import no longer changes."""

    emails = LinesField(label=_("E-mail addresses, one a line"), reader=email)
    websites = LinesField(label=_("Websites, one a line"), reader=web_address)
    other_labels = LinesField(label=_("Other training and labels, one a line"), reader=clean_text)
    updated_on = DayField(label=_("Updated on"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for key in WORDS:
            self.fields[_field(key)] = forms.MultipleChoiceField(
                label=Venue._meta.get_field(_field(key)).verbose_name,
                required=False,
                choices=[(value, typology_label(value) if key == "typologie" else value) for value in values_of(key)],
                widget=forms.SelectMultiple if key == "typologie" else forms.CheckboxSelectMultiple,
            )

    def clean_postcode(self):
        return self._read("postcode", postcode, _("Write the five digits of the postcode. Example: 59100"))

    def clean_insee_code(self):
        return self._read("insee_code", insee_code, _("Write the code of the commune. Example: 59512"))

    def clean_phone(self):
        return self._read("phone", phone, _("Write a phone number. Example: 03 20 00 00 00"))

    def clean_opening_hours(self):
        text = self.cleaned_data["opening_hours"].strip()
        try:
            seasons_of(text) if text else None
        except NotUnderstood:
            raise forms.ValidationError(
                _("These hours are not understood. Example: Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00")
            ) from None
        return text

    def _read(self, name, reader, sentence):
        text = self.cleaned_data[name]
        if not text:
            return ""
        try:
            return reader(text)
        except NotRead:
            raise forms.ValidationError(sentence) from None

    def save(self, commit=True):
        if self.instance.pk is None or set(self.changed_data) & set(PLACE):
            facts = {name: getattr(self.instance, name) for name in ("latitude", "longitude", *PLACE)}
            self.instance.territory_id = geography().territory_of(facts)
        return super().save(commit)


def _field(key: str) -> str:
    return next(name for name, column in FIELDS.items() if column == key)
