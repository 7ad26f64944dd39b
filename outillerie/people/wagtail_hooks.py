from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from outillerie.accounts.models import Organisation
from outillerie.people.permissions import can_manage_team


@hooks.register("register_snippet_listing_buttons")
def team_of_an_organisation(snippet, user, next_url=None):
    """Lead hub staff to the team of an organisation, whose first manager they name."""
    if isinstance(snippet, Organisation) and can_manage_team(user, snippet):
        yield Button(_("Team"), url=reverse("organisation-team", args=[snippet.slug]), icon_name="group", priority=15)
