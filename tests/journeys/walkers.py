"""Who meets in the journeys of sessions: browsers whose every page is judged, keys instead of a mouse, mail, and time."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page

from catalogue.agenda.actions import write_facets
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import User
from tests import factories
from tests.catalogue.session_factories import peer_session
from tests.journeys import html
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import sign_in


class Walker(JudgedPage):
    """A page that is judged however it is reached: an address, a link, a button."""

    def press(self, selector: str, *, status: int = 200) -> Page:
        """Press the first `selector` of the page, and judge the page that comes, as it was sent and as it is shown."""
        self.watch.forget()
        self.watch.expected_status = status
        with self.page.expect_navigation(wait_until="load") as found:
            self.page.locator(f"main {selector}").first.click()
        assert found.value.status == status, f"{found.value.url} answered {found.value.status}"
        if html.IS_HERE:
            assert html.html_errors(found.value.text()) == [], found.value.url
        self.judge(found.value.url)
        return self.page

    def says(self, words: str) -> None:
        """Expect `words` in the page, whatever its signs of spacing."""
        assert words in spaced(self.page.locator("main").inner_text())


def walker(context, site: str, person: User | None = None) -> Walker:
    """Return a page of `context`, signed in as `person` when given."""
    page = context.new_page()
    page.site = site
    return Walker(sign_in(page, person) if person else page, site)


def known(email: str, **facts) -> User:
    person = factories.person(email, **facts)
    trust_address(person)
    return person


# --- sessions and days ---


def announced(title: str, **facts) -> PeerSession:
    """Return a published session that the agenda shows."""
    made = peer_session(title, **facts)
    write_facets(made)
    return made


def begin(session: PeerSession) -> None:
    """Have the day come: the session began half an hour ago, and nothing else of it changed."""
    lasts = session.ends_at - session.starts_at
    session.starts_at = (timezone.now() - timedelta(minutes=30)).replace(microsecond=0)
    session.ends_at = session.starts_at + lasts
    session.save(update_fields=["starts_at", "ends_at"])


def states(session) -> dict[str, str]:
    """Return what became of each registration, by the first name."""
    rows = Registration.objects.filter(session=session).order_by("pk")
    return {row.name.split()[0]: row.state for row in rows}


def counts(session) -> tuple[int, int]:
    """Return how many seats are taken, and how many people wait."""
    return tuple(session.places.values_list("taken", "waiting").get())


# --- somebody without an account ---

NAME, ADDRESS = "Ondine Exemple", "ondine@example.org"


def ask_for_a_seat(page) -> None:
    page.locator("#inscription #id_name").fill(NAME)
    page.locator("#inscription #id_email").fill(ADDRESS)


# --- mail ---


def last_mail(address: str):
    """Return the newest mail that `address` received."""
    return [message for message in mail.outbox if message.to == [address]][-1]


def path_in(message, start: str) -> str:
    """Return the path of the first address in `message` that begins like `start`, on the site that is configured."""
    return urlsplit(re.search(rf"{re.escape(settings.BASE_URL + start)}\S*", message.body)[0]).path


def spaced(text: str) -> str:
    """Return `text` with ordinary spaces alone."""
    return " ".join(text.split())


# --- keys instead of a mouse ---


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until the focus is on `selector`, and see that it shows."""
    for _press in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            assert page.evaluate(FOCUS_IS_VISIBLE), f"no ring around {selector}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No key reaches {selector}")


# A ring around what has focus, or around the whole card whose link it is.
FOCUS_IS_VISIBLE = """() => {
  const ring = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const card = document.activeElement.closest('.plate, .kit-card');
  return ring(document.activeElement) || (card !== null && ring(card));
}"""


def enter(page: Page, selector: str) -> None:
    """Reach `selector` with the keyboard, press Enter, and wait for the page that comes."""
    tab_to(page, selector)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
