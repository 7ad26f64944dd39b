"""How the fields of the editor look on a page of the site: plain, 48 px high, with our words."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.models.vocabularies import Domain

TOO_LONG = _("This is too long: %(show_value)d characters. The limit is %(limit_value)d.")
NOT_AN_ADDRESS = _("Write a whole address, for example https://example.org/page.")
EXAMPLES = {"minutes": 4, "duration": 60, "setup_minutes": 10, "minimum_age": 12, "facilitators": 1}
LINES = {"facilitator": 4, "participants": 3, "say": 2, "supports": 2, "hook": 3, "changes": 3}
# What a browser may fill in by itself, for the person who writes.
AUTOCOMPLETE = {"name": "name", "organisation": "organization", "url": "url"}


def adapt(form, texts, *, kit, user) -> None:
    """Give the fields of `form` the labels and helps of the editor (`texts`, by name), and plain widgets."""
    for name, field in form.fields.items():
        label, help_text = texts.get(name, ("", ""))
        field.label, field.help_text = label or field.label, help_text or field.help_text
        if name in WAYS:
            WAYS[name](field, kit, user)
        elif isinstance(field, forms.IntegerField):
            as_number(field, EXAMPLES.get(name, 8))
        elif isinstance(field, forms.URLField):
            as_text(field, {"inputmode": "url", "autocomplete": AUTOCOMPLETE.get(name, "off")})
            field.error_messages["invalid"] = NOT_AN_ADDRESS
        elif isinstance(field.widget, forms.Textarea):
            field.widget = forms.Textarea({"rows": LINES.get(name, 4)})
        elif type(field) is forms.CharField and isinstance(field.widget, forms.TextInput):
            as_text(field, {"autocomplete": AUTOCOMPLETE.get(name, "off")})
        if isinstance(field, forms.CharField):
            field.error_messages["max_length"] = TOO_LONG
        # A limit of the browser would cut in silence what is pasted: the sentence says it.
        field.widget.attrs.pop("maxlength", None)


def as_text(field, attrs) -> None:
    field.widget = forms.TextInput(attrs)


def as_number(field, example: int) -> None:
    """Take a number from a text field: a number field hides what is not one, and its owner could not correct it."""
    field.widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    sentence = _("Write a number, for example %(example)s.") % {"example": example}
    field.error_messages |= {"invalid": sentence, "min_value": sentence, "max_value": sentence}


def as_title(field, kit, user) -> None:
    as_text(field, {"autocomplete": "off"})
    field.error_messages["required"] = _("Write a title to continue.")


def as_main_theme(field, kit, user) -> None:
    """Offer the themes under the five domains."""
    groups = {domain: [] for domain in Domain}
    for theme in field.queryset:
        groups[theme.domain].append((theme.pk, theme.label))
    named = [(Domain(domain).label, sorted(themes, key=lambda theme: theme[1])) for domain, themes in groups.items()]
    field.widget = forms.Select(choices=[("", _("Choose a theme")), *named])


def as_cover(field, kit, user) -> None:
    """Offer the pictures of the kit: a cover is one of them."""
    pictures = [(row.image_id, row.image.description or row.name) for row in kit.pictures.all()]
    field.queryset = field.queryset.filter(pk__in=[pk for pk, _label in pictures])
    field.widget = forms.Select(choices=[("", _("Drawn from the theme")), *pictures])


def as_level(field, kit, user) -> None:
    field.choices = [("", _("Not said")), *[choice for choice in field.choices if choice[0]]]
    field.widget = forms.RadioSelect(choices=field.choices)


def as_mode(field, kit, user) -> None:
    field.choices = [choice for choice in field.choices if choice[0]]
    field.widget = forms.RadioSelect(choices=field.choices)


def as_organisation(field, kit, user) -> None:
    """Offer the organisations that the person belongs to, and the one that the kit has already."""
    if not hasattr(field, "queryset"):
        as_text(field, {"autocomplete": "organization"})
        return
    own = Q(memberships__person=user, memberships__state=Membership.State.ACTIVE)
    field.queryset = Organisation.objects.filter(own | Q(pk=kit.organisation_id)).distinct()
    field.empty_label = _("None: this kit is mine")
    field.widget = forms.Select(choices=field.choices)


WAYS = {
    "title": as_title,
    "main_theme": as_main_theme,
    "cover": as_cover,
    "level": as_level,
    "mode": as_mode,
    "organisation": as_organisation,
}


def forget_what_was_not_sent(form) -> None:
    """Take away the fields that the page did not show: they stay as they are. A box says nothing when it is not ticked."""
    boxes = (forms.CheckboxInput, forms.CheckboxSelectMultiple)
    for name in [name for name, field in form.fields.items() if not isinstance(field.widget, boxes)]:
        if form.add_prefix(name) not in form.data:
            del form.fields[name]


def theme_codes(main, others) -> tuple[str, ...]:
    """Return the codes of the themes of a kit, the main one first."""
    ordered = sorted(others, key=lambda theme: theme.order)
    return tuple(dict.fromkeys([*([main.code] if main else []), *(theme.code for theme in ordered)]))
