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


class KitForm(WagtailAdminPageForm):
    """A draft may lack a licence; Wagtail asks for what is required when it is published or proposed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["licence"].required = True
        self.fields["licence"].error_messages["required"] = _(
            "This kit has no licence: nobody could reuse it. Choose one, then publish."
        )


FILE_PANELS = [FieldPanel("document"), FieldRowPanel([FieldPanel("role"), FieldPanel("name")]), FieldPanel("is_mixed")]
PICTURE_PANELS = [FieldPanel("image"), FieldPanel("name"), FieldPanel("is_mixed")]
STEP_PANELS = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("minutes")]),
    FieldPanel("aim"),
    FieldPanel("facilitator"),
    FieldPanel("say"),
    FieldPanel("participants"),
    FieldPanel("supports"),
    FieldPanel("is_break"),
    FieldRowPanel([FieldPanel("author"), FieldPanel("source"), FieldPanel("licence")]),
]

IDEA = [
    FieldPanel("title"),
    FieldPanel("hook"),
    FieldRowPanel([FieldPanel("main_theme"), FieldPanel("language")]),
    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    InlinePanel("objectives", label=_("Objective")),
    FieldPanel("cover"),
]
AUDIENCE = [
    FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
    FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("level")]),
    FieldRowPanel([FieldPanel("participants_min"), FieldPanel("participants_max"), FieldPanel("facilitators")]),
    FieldPanel("mode"),
    FieldPanel("prerequisites_participants"),
    FieldPanel("prerequisites_facilitator"),
]
MATERIAL = [
    InlinePanel("material", label=_("Material")),
    FieldRowPanel([FieldPanel("is_unplugged"), FieldPanel("is_offline")]),
    FieldPanel("preparation"),
]
STEPS = [
    FieldRowPanel([FieldPanel("duration"), FieldPanel("setup_minutes")]),
    InlinePanel("steps", label=_("Step")),
    FieldPanel("variants"),
    FieldPanel("evaluation"),
    FieldPanel("watch_points"),
    FieldPanel("further_reading"),
    FieldPanel("body"),
]
FILES = [InlinePanel("files", label=_("File")), InlinePanel("pictures", label=_("Picture"))]
LICENCE = [
    FieldPanel("licence"),
    FieldPanel("organisation"),
    InlinePanel("credits", label=_("Credit")),
    MultiFieldPanel([FieldPanel("source_url"), FieldPanel("changes")], heading=_("If it comes from another work")),
    FieldPanel("version_notes"),
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
