from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from outillerie.kits.permissions import can_review_kits
from outillerie.moderation.queries import CORRECTION, REMOVAL
from outillerie.moderation.trust import GIVEN, TAKEN_BACK


class ReviewMenuItem(MenuItem):
    """The way from the back office to the queue, for those who read."""

    def is_shown(self, request):
        return can_review_kits(request.user)


@hooks.register("register_admin_menu_item")
def review_menu_item():
    return ReviewMenuItem(
        _("Readings"), reverse("review-queue"), name="readings", icon_name="clipboard-list", order=150
    )


@hooks.register("register_log_actions")
def register_deeds(actions):
    actions.register_action(REMOVAL, _("Remove a kit"), _("Removed after a report"))
    actions.register_action(CORRECTION, _("Ask for a correction"), _("Correction asked for after a report"))
    actions.register_action(GIVEN, _("Trust a person"), _("May publish their own kits without a reading"))
    actions.register_action(TAKEN_BACK, _("Withdraw trust"), _("Has their kits read before they are published"))
