from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutillerieConfig(AppConfig):
    name = "outillerie"
    verbose_name = _("The commons of kits")
