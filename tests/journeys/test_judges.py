"""The judges are judged first: each refuses a page made wrong on purpose, and lets a good one pass."""

import functools
import http.server
import os
import threading

import pytest

from tests.journeys import html
from tests.journeys.judges import JudgedPage, axe_violations, sideways_scroll, weigh

PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Une page</title><link rel="icon" href="data:,"></head>
<body><main><h1>Une page</h1>%s</main></body></html>
"""
POLICY = "default-src 'self'; img-src 'self' data:"


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def served(tmp_path):
    """Serve one page with `body` inside, on loopback, under the strict policy: returns its origin."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def serve(body):
            (tmp_path / "index.html").write_text(PAGE % body)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve
        server.shutdown()


def test_the_html_judge_is_here():
    if not html.IS_HERE and os.environ.get("CI") != "true":
        pytest.skip("HTML judge: Java or var/vnu.jar is missing, run bin/validator")
    assert html.IS_HERE


def test_a_good_page_passes_every_judge(page, served):
    JudgedPage(page, served("<p>Bonjour.</p>")).visit("/")


def test_a_picture_without_a_text_is_refused(page, served):
    page.goto(served('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'))
    assert [sentence.split(":")[0] for sentence in axe_violations(page)] == ["image-alt"]


def test_a_page_wider_than_a_phone_is_refused(page, served):
    page.goto(served("<pre>" + "x" * 200 + "</pre>"))
    assert sideways_scroll(page) == [f"<pre>{'x' * 155}"]


def test_the_window_has_its_width_again_after_the_judge(page, served):
    page.goto(served(""))
    before = page.viewport_size
    sideways_scroll(page)
    assert page.viewport_size == before


def test_a_request_to_a_third_party_is_refused(page, served):
    judged = JudgedPage(page, served('<a href="http://localhost:9/">Ailleurs</a>'))
    judged.visit("/")
    page.route("http://localhost:9/**", lambda route: route.fulfill(body="", content_type="text/css"))
    page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<link rel=stylesheet href=http://localhost:9/a.css>')"
    )
    page.wait_for_timeout(100)
    # The policy of the page stops the request before it leaves, and says so: either refuses the page.
    with pytest.raises(AssertionError):
        judged.judge()


def test_a_third_party_is_told_from_the_site_by_its_whole_address(page, served):
    judged = JudgedPage(page, served(""))
    judged.watch.requests = [
        f"{judged.origin}/a.css",
        "data:,",
        f"{judged.origin}0/a.css",
        "https://example.org/a.js",
    ]
    assert judged.watch.third_party_requests() == [f"{judged.origin}0/a.css", "https://example.org/a.js"]


def test_a_script_inside_the_page_is_refused(page, served):
    with pytest.raises(AssertionError, match="Content Security Policy"):
        JudgedPage(page, served("<script>document.title = 'x'</script>")).visit("/")


def test_a_missing_file_is_refused(page, served):
    with pytest.raises(AssertionError, match="answered 404"):
        JudgedPage(page, served('<img src="/absente.png" alt="Une absente">')).visit("/")


def test_a_page_that_is_missing_on_purpose_is_judged_like_the_others(page, served):
    origin = served("")
    with pytest.raises(AssertionError) as refusal:  # Python's own error page is not ours: no language, no main
        JudgedPage(page, origin).visit("/absente", status=404)
    assert "answered 404" not in str(refusal.value)


@pytest.mark.skipif(not html.IS_HERE, reason="HTML judge: Java or var/vnu.jar is missing, run bin/validator")
def test_wrong_html_is_refused():
    assert html.html_errors(PAGE % "<p>Bonjour.</p>") == []
    assert html.html_errors(PAGE % '<p id="a">Un</p><p id="a">Deux</p>')[0].startswith("line 4: Duplicate ID “a”.")


def test_a_page_is_weighed_without_the_inside_of_its_drawings(browser, served):
    origin = served('<svg role="img" aria-label="Un point"><g><circle r="1"/></g></svg>')
    weight = weigh(browser, f"{origin}/")
    # html, head, meta ×2, title, link, body, main, h1, svg; then g and circle
    assert (weight.nodes, weight.nodes_with_drawings, weight.requests) == (10, 12, 1)
    assert 0.2 < weight.kilobytes < 1
    assert weight.mark == pytest.approx(98.8, abs=0.5)
