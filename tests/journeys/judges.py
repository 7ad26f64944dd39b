"""What no page of the site may do, and what a page weighs.

Each judge returns what is wrong, in sentences: a test asserts that the list is empty. `JudgedPage` asks all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.journeys import html
from tests.journeys.ecoindex import ecoindex

# Every rule of the level the law asks for (RGAA: WCAG 2.1 AA), those of WCAG 2.2, good practice, and trials.
AXE_TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "experimental",
]  # fmt: skip
DATA_SCHEMES = {"data", "blob", "about"}


def axe_violations(page: Page) -> list[str]:
    """Return one sentence an element that breaks a rule of axe."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": AXE_TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def sideways_scroll(page: Page, width: int = 320) -> list[str]:
    """Return the elements that stick out when the window is `width` pixels wide."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate(STICKING_OUT)
    if before:
        page.set_viewport_size(before)
    return found


# The innermost elements that stick out, when the page itself scrolls: a table may scroll in its own region.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const right = e => {
    const box = e.getBoundingClientRect();
    const isOpen = getComputedStyle(e).overflowX === 'visible';
    return isOpen ? Math.max(box.right, box.left + e.scrollWidth) : box.right;
  };
  const out = new Set([...document.body.querySelectorAll('*')].filter(e => right(e) > width + 1));
  const inner = [...out].filter(e => ![...e.children].some(child => out.has(child)));
  return inner.length ? inner.slice(0, 5).map(e => e.outerHTML.slice(0, 160)) : ['the page itself'];
}"""


@dataclass
class Watch:
    """Everything that `page` asked for and complained about since the watch began."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected_status: int = 200

    def __post_init__(self):
        self.page.on("request", self.note_request)
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("response", self.note_response)

    def note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def note_console(self, message: ConsoleMessage) -> None:
        # Failed loads are noted with their status by `note_response`, refusals of the policy only here.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def note_response(self, response: Response) -> None:
        is_the_page = response.frame == self.page.main_frame and response.request.is_navigation_request()
        if response.status >= 400 and not (is_the_page and response.status == self.expected_status):
            self.complaints.append(f"answered {response.status}: {response.url}")

    def third_party_requests(self) -> list[str]:
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in DATA_SCHEMES and not url.startswith(f"{self.origin}/")
        ]

    def forget(self) -> None:
        self.requests.clear()
        self.complaints.clear()


@dataclass
class JudgedPage:
    """A browser page whose every visit is judged. `page` is Playwright's, for the rest."""

    page: Page
    origin: str

    def __post_init__(self):
        self.watch = Watch(self.page, self.origin)

    def visit(self, path: str, *, status: int = 200) -> Page:
        """Open `path` and judge the page as it was sent and as it is shown."""
        self.watch.forget()
        self.watch.expected_status = status
        response = self.page.goto(f"{self.origin}{path}", wait_until="load")
        assert response is not None and response.status == status, f"{path} answered {response and response.status}"
        sent = response.text()
        if html.IS_HERE:
            assert html.html_errors(sent) == [], path
        self.judge(path)
        return self.page

    def judge(self, state: str = "") -> None:
        """Judge the page in the state it is in: after a click, a refusal, a swap."""
        where = state or self.page.url
        assert axe_violations(self.page) == [], where
        assert sideways_scroll(self.page) == [], where
        assert self.watch.third_party_requests() == [], where
        assert self.watch.complaints == [], where


@dataclass(frozen=True)
class Weight:
    """What a first visit costs. `nodes` leaves out what is inside drawings, as EcoIndex's users do."""

    nodes: int
    nodes_with_drawings: int
    requests: int
    kilobytes: float

    @property
    def mark(self) -> float:
        return ecoindex(self.nodes, self.requests, self.kilobytes)


COUNT_NODES = """() => {
  const all = [...document.querySelectorAll('*')];
  return [all.filter(e => !e.parentElement?.closest('svg')).length, all.length];
}"""


def weigh(browser: Browser, url: str) -> Weight:
    """Measure `url` with a cold cache, at 1920 × 1080, scrolled to the bottom."""
    with cold_page(browser) as page:
        wire = page.context.new_cdp_session(page)
        requests, sizes = [], {}
        # One id for a request and its redirects: each send is one request.
        wire.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
        wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
        wire.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        nodes, nodes_with_drawings = page.evaluate(COUNT_NODES)
    sent = [address for address in requests if urlsplit(address).scheme not in DATA_SCHEMES]
    return Weight(nodes, nodes_with_drawings, len(sent), round(sum(sizes.values()) / 1000, 1))


@contextmanager
def cold_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="fr-FR")
    try:
        yield context.new_page()
    finally:
        context.close()
