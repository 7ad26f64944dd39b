"""The editor of a kit in the back office: the same six parts as the contribution steps."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

# More would be an accident, or an attack.
MOST_ROWS = 200
LANGUAGES = [
    ("fr", _("French")), ("en", _("English")), ("ar", _("Arabic")), ("de", _("German")), ("es", _("Spanish")),
    ("it", _("Italian")), ("nl", _("Dutch")), ("pt", _("Portuguese")), ("ru", _("Russian")), ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
]  # fmt: skip


class LanguageSelect(forms.Select):
    """The languages met here, and the one of the kit when it is another."""

    def __init__(self, attrs=None):
        super().__init__(attrs, choices=LANGUAGES)

    def optgroups(self, name, value, attrs=None):
        others = [(code, code) for code in value if code and code not in dict(LANGUAGES)]
        self.choices = [*LANGUAGES, *others]
        return super().optgroups(name, value, attrs)

    def build_attrs(self, base_attrs, extra_attrs=None):
        # A length is for what is typed, and this is chosen.
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


class KitForm(WagtailAdminPageForm):
    """A draft may lack a licence; Wagtail asks for what is required when it is published or proposed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The contribution steps make one form of each part: the licence is in the last.
        if "licence" in self.fields:
            self.fields["licence"].required = True
            self.fields["licence"].error_messages["required"] = _(
                "This kit has no licence: nobody could reuse it. Choose one, then publish."
            )

        if "answered_reports" in self.fields:
            self.offer_reports_to_answer()

    def offer_reports_to_answer(self) -> None:
        from outillerie.field_reports.forms import AnsweredReportsField

        field = AnsweredReportsField(self.instance)
        if field.queryset.exists():
            self.fields["answered_reports"] = field
        else:
            del self.fields["answered_reports"]

    def clean(self):
        """Say beside its field what the database would refuse."""
        cleaned = super().clean()
        fewest, most = cleaned.get("participants_min"), cleaned.get("participants_max")
        if fewest and most and most < fewest:
            self.add_error("participants_max", _("The greatest number of participants is below the smallest."))
        return cleaned

    def is_valid(self):
        """Judge the mix once everything else is right: a draft may wait, what is published or proposed may not."""
        is_judged = "licence" in self.fields and not self.is_deferred_validation
        return super().is_valid() and (not is_judged or self.has_lawful_mix())

    def has_lawful_mix(self) -> bool:
        from outillerie.kits.actions import NotPublishable, check_licence
        from outillerie.kits.exports import content_of

        try:
            check_licence(content_of(self.save(commit=False)))
        except NotPublishable as refusal:
            self.add_error("licence", str(refusal))
            return False
        return True


FILE_PANELS = [FieldPanel("document"), FieldRowPanel([FieldPanel("role"), FieldPanel("name")]), FieldPanel("is_mixed")]
PICTURE_PANELS = [FieldPanel("image"), FieldPanel("name"), FieldPanel("is_mixed")]
STEP_PANELS = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("minutes")]),
    FieldPanel("facilitator", help_text=_("Short sentences. One action per sentence.")),
    FieldPanel("say", help_text=_("Your words, as you would say them.")),
    FieldPanel("participants"),
    FieldPanel("aim"),
    FieldPanel("supports", help_text=_("What is shown, given out or used at this moment.")),
    FieldPanel("is_break"),
    FieldRowPanel([FieldPanel("author"), FieldPanel("source"), FieldPanel("licence")]),
]

IDEA = [
    FieldPanel("title", help_text=_("Short and concrete. Example: sorting one’s photos.")),
    FieldPanel("hook"),
    FieldRowPanel([FieldPanel("main_theme"), FieldPanel("language", widget=LanguageSelect)]),
    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    InlinePanel(
        "objectives",
        label=_("Objective"),
        help_text=_("One action that can be seen, starting with a verb: recognise, name, show, make…"),
        max_num=MOST_ROWS,
    ),
    FieldPanel("cover"),
]
AUDIENCE = [
    FieldPanel(
        "audiences", widget=forms.CheckboxSelectMultiple, help_text=_("Those for whom it was tried or written.")
    ),
    FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("level")]),
    FieldRowPanel([FieldPanel("participants_min"), FieldPanel("participants_max"), FieldPanel("facilitators")]),
    FieldPanel("mode"),
    FieldPanel("prerequisites_participants", help_text=_("Example: using a mouse. Leave empty if nothing is needed.")),
    FieldPanel("prerequisites_facilitator", help_text=_("What to have read, tried or prepared for oneself.")),
]
MATERIAL = [
    InlinePanel(
        "material",
        label=_("Material"),
        help_text=_("One thing a line. Tick what the kit gives: people will not have to look for it."),
        max_num=MOST_ROWS,
    ),
    FieldRowPanel([FieldPanel("is_unplugged"), FieldPanel("is_offline")]),
    FieldPanel("preparation", help_text=_("What to do before the group comes: print, cut, install, move the tables.")),
]
STEPS = [
    FieldRowPanel([FieldPanel("duration"), FieldPanel("setup_minutes")]),
    InlinePanel("steps", label=_("Step"), max_num=MOST_ROWS),
    FieldPanel("variants", help_text=_("Less time, another audience, no connection…")),
    FieldPanel("evaluation", help_text=_("How you know that it worked.")),
    FieldPanel("watch_points", help_text=_("What may go wrong, and what to do then.")),
    FieldPanel("further_reading", help_text=_("Addresses of pages, books, other kits.")),
    FieldPanel("body"),
]
FILES = [
    InlinePanel("files", label=_("File"), max_num=MOST_ROWS),
    InlinePanel("pictures", label=_("Picture"), max_num=MOST_ROWS),
]
LICENCE = [
    FieldPanel("licence"),
    FieldPanel("organisation", help_text=_("Its members may read and change this draft.")),
    InlinePanel(
        "credits",
        label=_("Credit"),
        help_text=_("Those who wrote, drew, translated or proofread. Their names are public once the kit is."),
        max_num=MOST_ROWS,
    ),
    MultiFieldPanel([FieldPanel("source_url"), FieldPanel("changes")], heading=_("If it comes from another work")),
    FieldPanel("version_notes", help_text=_("One sentence for those who know the version before.")),
    FieldPanel("answered_reports"),
]
SETTINGS = [FieldPanel("slug"), FieldPanel("search_description"), PublishingPanel()]


def kit_edit_handler():
    return TabbedInterface(
        [
            ObjectList(IDEA, heading=_("Idea")),
            ObjectList(AUDIENCE, heading=_("Audience")),
            ObjectList(MATERIAL, heading=_("Material")),
            ObjectList(STEPS, heading=_("Steps")),
            ObjectList(FILES, heading=_("Files")),
            ObjectList(LICENCE, heading=_("Licence")),
            ObjectList(SETTINGS, heading=_("Settings")),
        ],
        base_form_class=KitForm,
    )


KIT_EDIT_HANDLER = kit_edit_handler()
