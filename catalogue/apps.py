from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("The catalogue of training")

    def ready(self):
        load_what_answers()
        declare_what_is_told_and_kept()
        add_to_the_site()


def load_what_answers() -> None:
    """Load what receives events and what handles effects: the worker must know every handler, whatever else it loads."""
    from catalogue.agenda import prints as season_prints  # noqa: F401
    from catalogue.agenda import receivers as agenda_receivers  # noqa: F401
    from catalogue.browsing import prints  # noqa: F401
    from catalogue.calendars import reminders  # noqa: F401
    from catalogue.learning import completing, receivers  # noqa: F401
    from catalogue.organising import receivers as organising_receivers  # noqa: F401
    from catalogue.outcomes import thanking  # noqa: F401
    from catalogue.registering import emails  # noqa: F401
    from catalogue.registering import receivers as registering_receivers  # noqa: F401


def declare_what_is_told_and_kept() -> None:
    """Declare the kinds of notifications, and what is known of people."""
    from catalogue.calendars.reminders import declare_kinds as declare_reminders
    from catalogue.learning.holdings import declare_holdings
    from catalogue.learning.news import declare_kinds
    from catalogue.organising.news import declare_kinds as declare_organising_kinds
    from catalogue.outcomes.holdings import declare_session_holdings
    from catalogue.registering.interests import declare_kinds as declare_session_kinds

    declare_kinds()
    declare_session_kinds()
    declare_organising_kinds()
    declare_reminders()
    declare_session_holdings()
    declare_holdings()


def add_to_the_site() -> None:
    """Add what visitors, the installation, the demonstration and the daily upkeep find here."""
    from catalogue.agenda.sitemaps import Agendas, Sessions
    from catalogue.browsing.sitemaps import Catalogues, Paths
    from catalogue.demo import load_demo, load_sessions
    from catalogue.installation import install, load_reference_data
    from catalogue.outcomes.forgetting import forget_past_sessions
    from catalogue.registering.forgetting import forget_registrations
    from catalogue.venues.sitemaps import Venues
    from outillerie.discovery.sitemaps import SITEMAPS
    from outillerie.pages import additions
    from outillerie.pages.additions import FooterLink, MenuItem, add_to

    SITEMAPS.update(paths=Paths, catalogues=Catalogues, sessions=Sessions, agendas=Agendas, venues=Venues)
    add_to(additions.INSTALLERS, install)
    add_to(additions.REFERENCE_DATA, load_reference_data)
    add_to(additions.DEMOS, load_demo, load_sessions)
    add_to(additions.UPKEEP, forget_registrations, forget_past_sessions)
    paths, agenda = _("Learning paths"), _("Agenda")
    add_to(additions.MENU, MenuItem(paths, "paths", 20), MenuItem(agenda, "agenda", 30, also=("/seances/",)))
    add_to(additions.FOOTER, FooterLink(paths, "paths", "take"), FooterLink(agenda, "agenda", "take"))
