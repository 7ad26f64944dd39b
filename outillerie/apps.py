from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutillerieConfig(AppConfig):
    name = "outillerie"
    verbose_name = _("The commons of kits")

    def ready(self):
        # The worker must know every handler of the outbox, whatever else it has loaded.
        from outillerie.kits import prints  # noqa: F401
        from outillerie.outbox import mail  # noqa: F401
