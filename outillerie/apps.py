from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutillerieConfig(AppConfig):
    name = "outillerie"
    verbose_name = _("The commons of kits")

    def ready(self):
        # The worker must know every handler of the outbox, whatever else it has loaded.
        import outillerie.collections.prints
        import outillerie.field_reports.receivers  # noqa: F401
        from outillerie.kits import prints  # noqa: F401
        from outillerie.moderation.emails import leave_kits_to_notifications
        from outillerie.notifications import actions  # noqa: F401
        from outillerie.outbox import mail  # noqa: F401
        from outillerie.privacy import exports, upkeep  # noqa: F401
        from outillerie.privacy.holdings import declare_holdings
        from outillerie.remix import receivers  # noqa: F401

        leave_kits_to_notifications()
        declare_holdings()
