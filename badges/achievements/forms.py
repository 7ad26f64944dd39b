"""What trainers type about a badge: what it says, its image, its translations, its publication."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.achievements.models import Achievement, AchievementTranslation
from badges.achievements.naming import RESERVED, free_slug
from badges.achievements.permissions import issuers_for
from badges.achievements.pictures import accepted_upload
from catalogue.building.forms import DurationField
from outillerie.kits.formats.content import clean_text
from outillerie.kits.panels import LanguageSelect
from outillerie.kits.uploads import UploadRefused
from outillerie.writing.fields import TOO_LONG

GLYPHS = [
    ("boussole", gettext_lazy("Compass")), ("boucle", gettext_lazy("Loop")), ("cadenas", gettext_lazy("Padlock")),
    ("capteur", gettext_lazy("Sensor")), ("enveloppe", gettext_lazy("Envelope")), ("formulaire", gettext_lazy("Form")),
    ("loupe", gettext_lazy("Magnifying glass")), ("oeil", gettext_lazy("Eye")), ("photo", gettext_lazy("Photograph")),
    ("relais", gettext_lazy("Relay")), ("souris", gettext_lazy("Mouse")), ("voix", gettext_lazy("Voice")),
]  # fmt: skip
MOST_TAGS, LONGEST_TAG = 20, 40
SHAPES = [
    (1, gettext_lazy("1, discovery: a washer")),
    (2, gettext_lazy("2, practice: a plate")),
    (3, gettext_lazy("3, mastery: a nut")),
    (4, gettext_lazy("4, transmission: a pinion")),
]


class TagsField(forms.CharField):
    """A few words separated by commas; a list for us."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        tags = [" ".join(clean_text(part).split()) for part in (super().clean(value) or "").split(",")]
        kept = list(dict.fromkeys(filter(None, tags)))
        if len(kept) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in kept):
            raise ValidationError(
                _("At most %(most)s words, each of %(longest)s characters at most.")
                % {"most": MOST_TAGS, "longest": LONGEST_TAG}
            )
        return kept


class AchievementForm(forms.ModelForm):
    """Everything that a badge says, except its rule, its skills and its translations."""

    tags = TagsField(
        label=gettext_lazy("Words to find it"), required=False, help_text=gettext_lazy("Separated by commas.")
    )
    minutes = DurationField(
        label=gettext_lazy("Work it stands for"), required=False, help_text=gettext_lazy("Example: 7 h")
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level, shown by the shape"), choices=SHAPES, coerce=int, widget=forms.RadioSelect
    )
    glyph = forms.ChoiceField(label=gettext_lazy("Drawing"), choices=GLYPHS)
    picture = forms.FileField(
        label=gettext_lazy("Own image"),
        required=False,
        help_text=gettext_lazy("A square PNG or SVG. It takes the place of the one drawn here."),
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Take the image drawn here again"), required=False)

    class Meta:
        model = Achievement
        fields = (
            "name", "description", "abilities", "criteria", "language", "tags", "level", "domain", "glyph",
            "image_caption", "is_automatic", "issuer", "type", "minutes", "validity_months", "slug",
        )  # fmt: skip
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "description": forms.Textarea({"rows": 3}),
            "abilities": forms.Textarea({"rows": 4}),
            "criteria": forms.Textarea({"rows": 4}),
            "language": LanguageSelect(),
            "domain": forms.Select(),
            "validity_months": forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        }
        labels = {
            "domain": gettext_lazy("Domain, shown by the colour and the weave"),
            "criteria": gettext_lazy("What to add on how it is earned"),
        }
        help_texts = {
            "description": gettext_lazy(
                "It follows the name of the person. Example: can welcome someone and understand what they need."
            ),
            "image_caption": gettext_lazy("For those who do not see it, if the image is your own."),
            "validity_months": gettext_lazy("Left empty: for ever."),
            "slug": gettext_lazy("It stands in every badge given: it no longer changes once the badge is published."),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Write the name of the badge.")},
            "description": {"required": gettext_lazy("Say in a sentence what the person can do.")},
        }

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.fields["issuer"].queryset = issuers_for(user).filter(is_active=True) | issuers_for(user).filter(
            pk=self.instance.issuer_id
        )
        self.fields["issuer"].empty_label = None
        self.fields["domain"].choices = [choice for choice in self.fields["domain"].choices if choice[0]]
        if not self.instance.image_id:
            del self.fields["without_picture"]
        self.fields["slug"].required = False
        if self.instance.pk and self.instance.versions.exists():
            del self.fields["slug"]
            # A badge never changes hands: its addresses name who answers for it.
            del self.fields["issuer"]
        for name in ("name", "description", "abilities", "criteria", "image_caption"):
            self.fields[name].widget.attrs.pop("maxlength", None)
            self.fields[name].error_messages["max_length"] = TOO_LONG

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if slug in RESERVED:
            raise ValidationError(_("This address is that of another page. Choose another one."))
        return slug or free_slug(clean_text(self.data.get("name", "")))

    def clean_picture(self):
        sent = self.cleaned_data.get("picture")
        if not sent:
            return None
        try:
            return accepted_upload(sent)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self):
        given = super().clean()
        has_own = given.get("picture") or (self.instance.image_id and not given.get("without_picture"))
        if has_own and not given.get("image_caption") and "image_caption" not in self.errors:
            self.add_error("image_caption", _("Say what your image shows, for those who do not see it."))
        for name in ("name", "description", "abilities", "criteria", "image_caption"):
            if name in given:
                given[name] = clean_text(given[name])
        return given


class TranslationForm(forms.ModelForm):
    class Meta:
        model = AchievementTranslation
        fields = ("language", "name", "description", "criteria")
        widgets = {
            "language": LanguageSelect(),
            "name": forms.TextInput({"autocomplete": "off"}),
            "description": forms.Textarea({"rows": 3}),
            "criteria": forms.Textarea({"rows": 4}),
        }

    def clean_language(self):
        language, achievement = self.cleaned_data["language"], self.instance.achievement
        others = achievement.translations.exclude(pk=self.instance.pk)
        if language == achievement.language or others.filter(language=language).exists():
            raise ValidationError(_("The badge already speaks this language. Choose another one."))
        return language


class PublishForm(forms.Form):
    notes = forms.CharField(
        label=gettext_lazy("What this version changes"),
        required=False,
        max_length=400,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
