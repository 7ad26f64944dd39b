from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("The catalogue of training")

    def ready(self):
        # The worker must know every handler of the outbox, whatever else it has loaded.
        from catalogue.agenda import prints as season_prints  # noqa: F401
        from catalogue.agenda import receivers as agenda_receivers  # noqa: F401
        from catalogue.agenda.sitemaps import Agendas, Sessions
        from catalogue.browsing import prints  # noqa: F401
        from catalogue.browsing.sitemaps import Catalogues, Paths
        from catalogue.calendars.reminders import declare_kinds as declare_reminders
        from catalogue.demo import load_demo, load_sessions
        from catalogue.installation import install, load_reference_data
        from catalogue.learning import completing, receivers  # noqa: F401
        from catalogue.learning.holdings import declare_holdings
        from catalogue.learning.news import declare_kinds
        from catalogue.organising import receivers as organising_receivers  # noqa: F401
        from catalogue.organising.news import declare_kinds as declare_organising_kinds
        from catalogue.outcomes import thanking  # noqa: F401
        from catalogue.outcomes.forgetting import forget_past_sessions
        from catalogue.outcomes.holdings import declare_session_holdings
        from catalogue.registering import emails as session_mails  # noqa: F401
        from catalogue.registering import receivers as registering_receivers  # noqa: F401
        from catalogue.registering.forgetting import forget_registrations
        from catalogue.registering.interests import declare_kinds as declare_session_kinds
        from catalogue.venues.sitemaps import Venues
        from outillerie.discovery.sitemaps import SITEMAPS
        from outillerie.pages.additions import (
            DEMOS,
            FOOTER,
            INSTALLERS,
            MENU,
            REFERENCE_DATA,
            UPKEEP,
            FooterLink,
            MenuItem,
            add_to,
        )

        SITEMAPS.update(paths=Paths, catalogues=Catalogues, sessions=Sessions, agendas=Agendas, venues=Venues)
        add_to(INSTALLERS, install)
        add_to(REFERENCE_DATA, load_reference_data)
        add_to(DEMOS, load_demo, load_sessions)
        add_to(UPKEEP, forget_registrations, forget_past_sessions)
        add_to(
            MENU, MenuItem(_("Learning paths"), "paths", 20), MenuItem(_("Agenda"), "agenda", 30, also=("/seances/",))
        )
        add_to(FOOTER, FooterLink(_("Learning paths"), "paths", "take"), FooterLink(_("Agenda"), "agenda", "take"))
        declare_kinds()
        declare_session_kinds()
        declare_organising_kinds()
        declare_reminders()
        declare_session_holdings()
        declare_holdings()
