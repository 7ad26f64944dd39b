"""The back office of venues: one form each, and the way to what imports propose."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from catalogue.venues.forms import VenueForm
from catalogue.venues.models import Venue
from catalogue.venues.permissions import can_manage_venues

ABOUT = ("services", "audiences", "specific_support", "fees", "support_modes", "access_modes")
ORGANISATION = ("typologies", "itinerancy", "national_programmes", "labels", "other_labels", "parent_organisation")


class VenueViewSet(SnippetViewSet):
    model = Venue
    icon = "site"
    menu_label = _("Venues")
    menu_order = 265
    add_to_admin_menu = True
    list_display = ["name", "commune", "postcode", "source", "updated_on", "is_shown"]
    list_filter = ["is_shown", "source"]
    search_fields = ["name", "commune", "postcode"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("is_shown"), FieldPanel("summary"), FieldPanel("description")],
                heading=_("The venue"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldPanel("address_more"),
                    FieldRowPanel([FieldPanel("postcode"), FieldPanel("commune"), FieldPanel("insee_code")]),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    FieldPanel("getting_there"),
                    FieldPanel("accessibility"),
                    FieldPanel("accessibility_url"),
                ],
                heading=_("Where it is"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("phone"),
                    FieldPanel("emails"),
                    FieldPanel("websites"),
                    FieldPanel("booking_url"),
                    FieldPanel("opening_hours"),
                ],
                heading=_("To get in touch"),
            ),
            MultiFieldPanel([FieldPanel(name) for name in ABOUT], heading=_("What is done there, and for whom")),
            MultiFieldPanel([FieldPanel(name) for name in ORGANISATION], heading=_("Whose it is")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("standard_id"), FieldPanel("slug"), FieldPanel("pivot")]),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("updated_on")]),
                ],
                heading=_("Identifiers and source"),
            ),
        ],
        base_form_class=VenueForm,
    )


register_snippet(VenueViewSet)


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return can_manage_venues(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item():
    return ImportMenuItem(
        _("Import venues"), reverse("venue-import"), name="import-venues", icon_name="upload", order=266
    )
