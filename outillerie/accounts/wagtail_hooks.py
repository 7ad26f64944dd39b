from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from outillerie.accounts.models import Organisation


@register_snippet
class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    add_to_admin_menu = True
    list_display = ["name", "commune", "department"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("commune"), FieldPanel("department")]),
        FieldPanel("website"),
    ]
