from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from outillerie.outbox.actions import try_failed_again
from outillerie.outbox.models import OutboxMessage


class ReadOnlyPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(OutboxMessage, ReadOnlyPolicy(OutboxMessage))


@require_http_methods(["GET", "HEAD", "POST"])
def retry(request):
    """Ask before trying again everything that failed: the reason may not be mended yet."""
    if not request.user.has_perm("outillerie.view_outboxmessage"):
        raise PermissionDenied
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED)
    if request.method == "POST":
        count = try_failed_again()
        said = ngettext("%(count)s effect will be tried again.", "%(count)s effects will be tried again.", count)
        messages.success(request, said % {"count": count})
        return redirect("outbox:index")
    return render(request, "outbox/retry.html", {"count": failed.count()})


class OutboxIndexView(IndexView):
    @cached_property
    def header_buttons(self):
        return [*super().header_buttons, HeaderButton(_("Try again"), url=reverse("outbox:retry"), icon_name="rotate")]


class OutboxViewSet(ModelViewSet):
    """What the site sends and prepares, with what failed and why. The content of a mail is not shown."""

    model = OutboxMessage
    index_view_class = OutboxIndexView
    menu_label = _("Outgoing")
    icon = "mail"
    menu_order = 900
    add_to_settings_menu = True
    list_display = ["kind", "state", "attempts", "created_at", "done_at", "last_error"]
    list_filter = ["state", "kind"]
    form_fields = ["kind"]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("retry/", retry, name="retry")]


@hooks.register("register_admin_viewset")
def outbox_viewset():
    return OutboxViewSet("outbox")
