"""The editor of a path in the back office: what must be said of it, then its blocks and their modules."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

MOST_BLOCKS = 30
MOST_MODULES = 60


class CompletenessPanel(Panel):
    """What the path lacks as it was last saved: nothing is typed there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "paths/completeness_panel.html"

        def get_context_data(self, parent_context=None):
            from catalogue.paths.lacks import lacks_of_saved

            return super().get_context_data(parent_context) | lacks_of_saved(self.instance.pk)


FACTS = [
    FieldPanel("title"),
    FieldPanel("summary"),
    FieldPanel("audience"),
    FieldPanel("audiences"),
    FieldRowPanel([FieldPanel("level"), FieldPanel("mode"), FieldPanel("language")]),
    FieldRowPanel([FieldPanel("place"), FieldPanel("pace")]),
    FieldPanel("objectives"),
    FieldPanel("prerequisites"),
    FieldPanel("programme"),
    FieldPanel("methods"),
    FieldPanel("assessment"),
    FieldPanel("glyph"),
]
TERMS = [
    MultiFieldPanel(
        [FieldPanel("is_always_open"), FieldPanel("access_terms"), FieldPanel("access_delay")], heading=_("Enrolment")
    ),
    MultiFieldPanel([FieldPanel("price"), FieldPanel("price_cents"), FieldPanel("funding")], heading=_("Price")),
    MultiFieldPanel(
        [FieldPanel("accessibility"), FieldPanel("disability_referent")], heading=_("Accessibility to disabled people")
    ),
    MultiFieldPanel(
        [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")], heading=_("Contact")
    ),
    MultiFieldPanel(
        [FieldPanel("results"), FieldPanel("results_on"), FieldPanel("success_rate")], heading=_("Results")
    ),
    FieldPanel("organisation"),
    FieldPanel("facts_checked_on"),
]
REFERENCES = [
    FieldPanel("certification"),
    FieldPanel("target_framework"),
    FieldPanel("codes"),
    FieldPanel("public_codes"),
    FieldPanel("entry_level"),
]
BLOCK_PANELS = [
    FieldPanel("title"),
    FieldPanel("aim"),
    FieldPanel("domain"),
    FieldPanel("certification_block"),
    FieldPanel("assessment"),
    InlinePanel(
        "module_rows", panels=[FieldPanel("module"), FieldPanel("is_required")], label=_("Module"), max_num=MOST_MODULES
    ),
]
PATH_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(FACTS, heading=_("The path")),
        ObjectList(
            [
                FieldPanel("planned_minutes"),
                InlinePanel("blocks", panels=BLOCK_PANELS, label=_("Skill block"), max_num=MOST_BLOCKS),
            ],
            heading=_("Skill blocks"),
        ),
        ObjectList(TERMS, heading=_("Conditions")),
        ObjectList(REFERENCES, heading=_("Certification and codes")),
        ObjectList(
            [
                CompletenessPanel(heading=_("What is left to do")),
                FieldPanel("slug"),
                FieldPanel("version_notes"),
                PublishingPanel(),
            ],
            heading=_("Address and publication"),
        ),
    ]
)
