from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("The catalogue of training")

    def ready(self):
        from catalogue.installation import install
        from outillerie.pages.additions import FOOTER, INSTALLERS, MENU, FooterLink, MenuItem, add_to

        add_to(INSTALLERS, install)
        add_to(MENU, MenuItem(_("Learning paths"), "paths", 20))
        add_to(FOOTER, FooterLink(_("Learning paths"), "paths", "take"))
