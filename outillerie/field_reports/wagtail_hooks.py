from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from outillerie.field_reports.queries import HIDDEN, SHOWN


@hooks.register("register_log_actions")
def name_deeds_on_field_reports(actions):
    actions.register_action(HIDDEN, _("Hide a field report"), _("Field report hidden"))
    actions.register_action(SHOWN, _("Show a field report again"), _("Field report shown again"))
