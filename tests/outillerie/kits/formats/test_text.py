"""Markdown becomes HTML that is safe, quiet and well set. Case ids: reliability promises, rich content."""

import contextlib
import time
from html.parser import HTMLParser
from pathlib import Path

import nh3
import pytest

from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import SafeHtml, plain, render, typography

CORPUS = [
    line.replace("⏎", "\n")
    for line in (Path(__file__).parents[3] / "data" / "xss-corpus.txt").read_text("utf-8").splitlines()
]
ATTRIBUTES = {"a": {"href", "rel"}, "img": {"src", "alt"}, "th": {"scope"}, "ol": {"start"}}
TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", "h4", "h5", "h6",
}  # fmt: skip


class Elements(HTMLParser):
    """The tags and attributes of a page, as a reader of HTML sees them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.found.append(("!--", {}))

    def handle_decl(self, decl):
        self.found.append(("!", {}))


def elements(html):
    return Elements(html).found


def unsafe(html):
    """Return what no text of a kit may hold: other tags and attributes, scripts, others' pictures."""
    return [
        (tag, attributes)
        for tag, attributes in elements(html)
        if tag not in TAGS
        or set(attributes) - ATTRIBUTES.get(tag, set())
        or (tag == "a" and not attributes.get("href", "https://").startswith(("https://", "fichiers/")))
        or (tag == "img" and not attributes["src"].startswith("images/a.webp"))
    ]


def test_the_check_of_the_corpus_sees_what_is_unsafe():
    assert [tag for tag, _ in unsafe('<script></script><a href="javascript:x">x</a><p id="x">')] == [
        "script",
        "a",
        "p",
    ]


def test_the_corpus_holds_at_least_sixty_payloads():
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("payload", CORPUS)
def test_ATK_XSS_01_a_payload_of_the_corpus_is_only_text(payload):
    for markdown in (
        payload,
        f"- {payload}",
        f"> {payload}",
        f"Avant {payload} après",
        f"|a|\n|-|\n|{payload}|",
    ):
        assert unsafe(render(markdown)) == []


@pytest.mark.parametrize("payload", CORPUS)
def test_ATK_XSS_03_what_is_shown_stays_the_same_when_parsed_again(payload):
    html = str(render(payload))
    again = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "rel"}, "img": {"src", "alt"}, "th": {"scope"}, "ol": {"start"}},
        link_rel=None,
    )
    assert again == html


def test_ATK_XSS_04_no_id_no_name_no_form_is_left_to_clobber_the_page():
    html = render('<form id="csrfmiddlewaretoken"><input name="body"></form><base href="/">')
    assert elements(html) == [("p", {})]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa&Tab;script:alert(1)",
        "<java\tscript:alert(1)>",
        "&#x6A;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/admin/",
        "../..",
        "#top",
        "ftp://example.org/",
        "fichiers/../x",
        "fichiers/%2e%2e",
        "images/a%0ab",
    ],
)
def test_ATK_XSS_05_an_address_that_is_not_of_the_web_or_of_the_kit_gives_no_link(address):
    assert [tag for tag, _ in elements(render(f"[mot]({address})"))] == ["p"]


def test_ATK_XSS_06_a_picture_of_another_site_is_replaced_by_its_words():
    assert render("![Un plan](https://evil.example/a.png) ici") == "<p>Un plan ici</p>\n"
    assert render("[![Un plan](//evil.example/a.png)](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="noopener noreferrer nofollow">Un plan</a></p>\n'
    )


def test_ATK_XSS_07_template_marks_are_plain_text():
    assert render("{{ settings.SECRET_KEY }}{% x %}") == "<p>{{ settings.SECRET_KEY }}{% x %}</p>\n"


@pytest.mark.parametrize(
    "markdown",
    [
        "a" * 1_000_000,
        ">" * 50_000,
        "> " * 50_000,
        "[" * 50_000,
        "![" * 50_000,
        "*" * 50_000,
        "*a " * 50_000,
        "- " * 50_000,
        "`" * 50_000,
        "[a](" * 50_000,
        "|a|b|\n|-|-|\n" + "|c|d|\n" * 10_000,
        "|" + "a|" * 49 + "\n|" + "-|" * 49 + "\n" + "|b\n" * 11_000,
        "a\n\n" * 60_000,
        "&" * 190_000,
        "\\" * 190_000,
        "<" * 190_000,
        "".join(" " * 2 * i + "- a\n" for i in range(400)),
        "a**b" * 4_000 + "_c__d" * 3_000,
        "".join("`" * i + " " for i in range(1, 190)),
        "[" * 5_000 + "]" * 5_000,
    ],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)
def test_ATK_XSS_08_an_endless_text_is_shown_at_once_or_refused(markdown):
    start = time.process_time()
    with contextlib.suppress(FormatRefused):
        render(markdown)
    assert time.process_time() - start < 1


def test_ATK_XSS_08_a_text_too_long_is_refused_with_a_sentence():
    with pytest.raises(FormatRefused) as refusal:
        render("é" * 100_001)
    assert str(refusal.value) == "This text is longer than 200 kB: put a part of it in a file."


def test_ordinary_markdown_becomes_html():
    markdown = "Un **mot** _fort_ ~~faux~~ et `code`.  \nSuite\n\n1. un\n2. deux\n\n> cité\n\n---\n\n```py\na < b\n```"
    assert render(markdown) == (
        "<p>Un <strong>mot</strong> <em>fort</em> <s>faux</s> et <code>code</code>.<br>\nSuite</p>\n"
        "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>\n"
        "<blockquote>\n<p>cité</p>\n</blockquote>\n<hr>\n<pre><code>a &lt; b\n</code></pre>\n"
    )


def test_the_heads_of_a_table_say_what_they_head():
    assert render("| a | b |\n|---|--:|\n| 1 | 2 |") == (
        '<table>\n<thead>\n<tr>\n<th scope="col">a</th>\n<th scope="col">b</th>\n</tr>\n</thead>\n'
        "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"
    )


def test_headings_begin_where_the_page_is_and_skip_no_level():
    markdown = "# a\n\n### b\n\n### c\n\n## d\n\n###### e\n\n# f"
    assert [tag for tag, _ in elements(render(markdown))] == ["h4", "h5", "h5", "h5", "h6", "h4"]
    assert [tag for tag, _ in elements(render("### a\n\n## b", heading_level=3))] == ["h3", "h3"]


def test_headings_never_pass_the_sixth_level():
    assert [tag for tag, _ in elements(render("# a\n\n## b\n\n### c\n\n#### d"))] == ["h4", "h5", "h6", "h6"]


def test_the_pictures_and_files_of_a_kit_get_their_addresses():
    addresses = {"images/été 1.webp": "/media/1.webp", "fichiers/fiche.pdf": "/media/f.pdf"}
    html = render(
        "![Un *plan*](<images/été 1.webp>) [la fiche](fichiers/fiche.pdf) "
        "[rien](fichiers/x.pdf) ![vide](images/x.webp)",
        links=addresses.get,
    )
    assert html == '<p><img src="/media/1.webp" alt="Un plan"> <a href="/media/f.pdf">la fiche</a> rien vide</p>\n'


def test_without_addresses_pictures_and_files_lie_beside_the_page():
    assert render("![a](<images/un plan.webp>)") == '<p><img src="images/un%20plan.webp" alt="a"></p>\n'


def test_mail_and_phone_links_stay():
    html = render("[écrire](mailto:a@example.org) [appeler](tel:+33123456789)")
    assert [attributes["href"] for tag, attributes in elements(html) if tag == "a"] == [
        "mailto:a@example.org",
        "tel:+33123456789",
    ]


def test_templates_show_what_comes_out_without_escaping_it_again():
    html = render("a")
    assert isinstance(html, SafeHtml)
    assert html.__html__() == "<p>a</p>\n"
    assert type(html.__html__()) is str


def test_typography_puts_a_no_break_space_only_where_a_space_was_typed():
    assert typography("« Quoi ? » : 10:30, a! b ; c", "fr") == ("«\u00a0Quoi\u00a0?\u00a0»\u00a0: 10:30, a! b\u00a0; c")


def test_typography_leaves_other_languages_alone():
    assert typography("What ? « a »", "en") == "What ? « a »"


def test_typography_never_enters_code_or_addresses():
    html = render("Un ? `a ? b : c` <https://example.org/?a> [x ?](https://example.org/a%20?b)")
    assert html == (
        "<p>Un\u00a0? <code>a ? b : c</code> "
        '<a href="https://example.org/?a" rel="noopener noreferrer nofollow">https://example.org/?a</a> '
        '<a href="https://example.org/a%20?b" rel="noopener noreferrer nofollow">x\u00a0?</a></p>\n'
    )


def test_plain_keeps_the_words_and_their_lines():
    markdown = (
        "# Titre\n\nUn **mot**\net [un lien](https://example.org/).\n\n- a\n- b `c`\n\n1. un\n2. deux\n\n"
        "| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n![plan](images/a.webp)"
    )
    assert plain(markdown) == (
        "Titre\n\nUn mot et un lien.\n\n- a\n- b c\n\n1. un\n2. deux\n\nx | y\n1 | 2\n\ncode\nplan"
    )


def test_plain_of_nothing_is_nothing():
    assert plain("") == ""
