"""The way from the back office to the frameworks, which have pages of their own: a tree is not a list of forms."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from catalogue.paths.permissions import can_manage_catalogue


class FrameworksMenuItem(MenuItem):
    def is_shown(self, request):
        return can_manage_catalogue(request.user)


@hooks.register("register_admin_menu_item")
def frameworks_menu_item():
    return FrameworksMenuItem(
        _("Skill frameworks"), reverse("frameworks"), name="skill-frameworks", icon_name="list-ul", order=255
    )
