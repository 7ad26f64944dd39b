from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from badges.issuing import keys
from badges.issuing.permissions import can_manage_issuers


@hooks.register("register_log_actions")
def register_deeds_on_keys(actions):
    actions.register_action(keys.KEY_CREATED, _("Create a signing key"), _("Signing key created"))
    actions.register_action(keys.KEYS_ROTATED, _("Replace the keys"), _("Keys replaced"))
    actions.register_action(keys.KEY_COMPROMISED, _("Declare a key compromised"), _("Key declared compromised"))
    actions.register_action(keys.KEY_REQUEST_DECLINED, _("Leave the keys as they are"), _("Keys left as they are"))
    actions.register_action(keys.KEYS_RESTORED, _("Restore keys"), _("Keys restored from a backup"))


class IssuersMenuItem(MenuItem):
    def is_shown(self, request):
        return can_manage_issuers(request.user)


@hooks.register("register_admin_menu_item")
def issuers_menu_item():
    """The way from the back office to the issuers, which have pages of their own: two people meet on them."""
    return IssuersMenuItem(
        _("Issuers and their keys"), reverse("manage-issuers"), name="issuers", icon_name="key", order=260
    )
