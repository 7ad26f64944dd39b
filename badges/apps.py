from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "badges"
    verbose_name = _("Recognition")

    def ready(self):
        load_what_answers()
        declare_what_is_told_and_kept()
        add_to_the_site()


def load_what_answers() -> None:
    """Load what receives events, what handles effects, and what the system checks."""
    from badges.awarding import batches, considering, emails, news, receivers, signing  # noqa: F401
    from badges.backpack import receivers as backpack_receivers  # noqa: F401
    from badges.endorsing import receivers as endorsing_receivers  # noqa: F401
    from badges.issuing import replacing  # noqa: F401
    from badges.issuing.permanence import check_permanent_address

    register(check_permanent_address)


def declare_what_is_told_and_kept() -> None:
    """Declare the kinds of notifications, and what is known of people."""
    from badges.awarding.holdings import badge_files, declare_holdings
    from badges.awarding.news import declare_kinds as declare_award_kinds
    from badges.backpack.news import declare_kinds as declare_backpack_kinds
    from outillerie.pages.additions import add_to
    from outillerie.privacy.exports import MORE_FILES

    declare_award_kinds()
    declare_backpack_kinds()
    declare_holdings()
    add_to(MORE_FILES, badge_files)


def add_to_the_site() -> None:
    """Add what visitors and the demonstration find here."""
    from badges.achievements.queries import attesting
    from badges.browsing.sitemaps import Badges, Issuers
    from catalogue.frameworks.touched import TOUCHED
    from outillerie.discovery.sitemaps import SITEMAPS
    from outillerie.pages import additions
    from outillerie.pages.additions import FooterLink, MenuItem, add_to

    SITEMAPS.update(badges=Badges, issuers=Issuers)
    add_to(TOUCHED, attesting)
    add_to(additions.DEMOS, load_demo)
    add_to(
        additions.MENU,
        MenuItem(_("Badges"), "badges", 40, also=("/badge/", "/mes-badges/", "/sac/", "/verifier/", "/v/")),
    )
    add_to(additions.FOOTER, FooterLink(_("Verify a badge"), "verify", "hub"))


def load_demo() -> None:
    """Make the badges of the demonstration."""
    # What makes them knows every slice: no process that answers needs it.
    from badges.demo import load_badges

    load_badges()
