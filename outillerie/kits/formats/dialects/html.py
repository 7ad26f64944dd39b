"""HTML as a tree of the elements that mean something in a sheet, built as browsers build it."""

import re

import nh3
from bs4 import BeautifulSoup

from outillerie.kits.formats.dialects.decoding import TOO_DEEP
from outillerie.kits.formats.dialects.imported import SheetRefused

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
CONTAINERS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "body",
        "html",
        "header",
        "center",
        "details",
        "fieldset",
        "address",
        "figure",
        "font",
        "aside",
        "form",
    ]
)
KEPT_INLINE = frozenset(
    [
        "a",
        "b",
        "strong",
        "i",
        "em",
        "code",
        "kbd",
        "samp",
        "s",
        "del",
        "strike",
        "br",
        "img",
        "sub",
        "sup",
        "q",
    ]
)
TABLE_PARTS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"])
CONTROLS = frozenset(["input", "button", "select", "textarea", "option", "datalist", "progress", "meter"])
# Of no use to a reader: nothing is lost with them.
SILENT = frozenset(
    ["style", "noscript", "template", "link", "meta", "base", "title", "wbr", "svg", "canvas", "map", "area"]
)
MEDIA = {"iframe": "iframe", "video": "embed", "audio": "embed", "object": "embed", "embed": "embed"}
_OTHERS = frozenset(["script", "source", "span", "label", "abbr", "small", "u", "mark", "ins", "cite"])
_ATTRIBUTES = "class id title src data href alt width height data-src action start colspan"

MOST_DEPTH = 100
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Nothing is cleaned here: dangerous parts must be met, to be counted. What leaves this package is Markdown.
_NORMALISER = nh3.Cleaner(
    tags=set().union(BLOCKS, CONTAINERS, KEPT_INLINE, TABLE_PARTS, CONTROLS, SILENT, MEDIA, _OTHERS),
    attributes={"*": set(_ATTRIBUTES.split(" "))},
    clean_content_tags=set(),
    url_schemes={"http", "https", "mailto", "tel", "data", "javascript", "vbscript", "file", "ftp"},
    link_rel=None,
)


def tree_of_html(html: str) -> BeautifulSoup:
    """Return the tree of `html` as browsers build it: paragraphs and items that nobody closed end by
    themselves."""
    html = _NORMALISER.clean(html)
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag["name"].lower() not in _VOID:
            depth += -1 if tag["close"] else 1
            deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        raise SheetRefused(TOO_DEEP)
    return BeautifulSoup(html, "html.parser")
