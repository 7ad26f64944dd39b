from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from outillerie.outbox.models import OutboxMessage


class ReadOnlyPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(OutboxMessage, ReadOnlyPolicy(OutboxMessage))


class OutboxViewSet(ModelViewSet):
    """What the site sends and prepares, with what failed and why. The content of a mail is not shown."""

    model = OutboxMessage
    menu_label = _("Outgoing")
    icon = "mail"
    menu_order = 900
    add_to_settings_menu = True
    list_display = ["kind", "state", "attempts", "created_at", "done_at", "last_error"]
    list_filter = ["state", "kind"]
    form_fields = ["kind"]


@hooks.register("register_admin_viewset")
def outbox_viewset():
    return OutboxViewSet("outbox")
