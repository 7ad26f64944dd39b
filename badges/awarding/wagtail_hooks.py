from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_deeds_on_badges(actions):
    actions.register_action("badges.revoked", _("Revoke a badge"), _("Badge revoked"))
    actions.register_action("badges.upheld", _("Uphold a badge"), _("Badge upheld"))
    actions.register_action(
        "badges.decision_withdrawn", _("Take a decision about a badge back"), _("Decision about a badge taken back")
    )
    actions.register_action("badges.reissued", _("Sign a badge again"), _("Badge signed again"))
