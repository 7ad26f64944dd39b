from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("The catalogue of training")

    def ready(self):
        # The worker must know every handler of the outbox, whatever else it has loaded.
        from catalogue.browsing import prints  # noqa: F401
        from catalogue.browsing.sitemaps import Catalogues, Paths
        from catalogue.demo import load_demo
        from catalogue.installation import install, load_reference_data
        from catalogue.learning import completing, receivers  # noqa: F401
        from catalogue.learning.holdings import declare_holdings
        from catalogue.learning.news import declare_kinds
        from outillerie.discovery.sitemaps import SITEMAPS
        from outillerie.pages.additions import (
            DEMOS,
            FOOTER,
            INSTALLERS,
            MENU,
            REFERENCE_DATA,
            FooterLink,
            MenuItem,
            add_to,
        )

        SITEMAPS.update(paths=Paths, catalogues=Catalogues)
        add_to(INSTALLERS, install)
        add_to(REFERENCE_DATA, load_reference_data)
        add_to(DEMOS, load_demo)
        add_to(MENU, MenuItem(_("Learning paths"), "paths", 20))
        add_to(FOOTER, FooterLink(_("Learning paths"), "paths", "take"))
        declare_kinds()
        declare_holdings()
