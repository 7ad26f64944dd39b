"""Markdown of a kit → the only HTML we show, and plain text.

CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) with tables and strikethrough, without raw HTML. Two
walls: the parser knows no HTML and its tokens are filtered here, then nh3 keeps a short list of tags and
attributes. Pictures and files are those of the kit only, so that reading a kit sends no request to anyone
else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .refusals import FormatRefused, gettext_noop

Links = Callable[[str], str | None]

MAX_BYTES = 200_000
# Far above any real text, and below what would keep a processor busy for a second.
MAX_LINES = 12_000
MAX_MARKS = {"[": 10_000, **dict.fromkeys("*_~|`&<\\", 20_000)}
# A table is filled up to its widest row, on each of its lines.
MAX_CELLS = 25_000

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_CLEANER = nh3.Cleaner(
    tags=_HEADINGS
    | {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"}
    | {"table", "thead", "tbody", "tr", "th", "td"},
    attributes={"a": {"href", "rel"}, "img": {"src", "alt"}, "ol": {"start"}},
    tag_attribute_values={"th": {"scope": {"col"}}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 40}).enable(
    ["table", "strikethrough"]
)
_OWN_PICTURE = re.compile(r"images/[^/\\.\x00-\x1f][^/\\\x00-\x1f]*")
_OWN_FILE = re.compile(r"(?:fichiers|images)/[^/\\.\x00-\x1f][^/\\\x00-\x1f]*")
_WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_MAIL_OR_PHONE = re.compile(r"(?:mailto|tel):[^\s\\]+", re.IGNORECASE)
# nofollow: links come from contributors; noreferrer: the page somebody reads is nobody else's business.
EXTERNAL_REL = "noopener noreferrer nofollow"


class SafeHtml(str):
    """HTML that came out of `render`: templates, through `__html__`, show it without escaping it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def render(markdown: str, *, links: Links | None = None, heading_level: int = 4, language: str = "fr") -> SafeHtml:
    """Return `markdown` as safe HTML, its highest heading at `heading_level` and no level skipped.

    `links` gives the address of `images/<name>` and `fichiers/<name>`; None drops the picture for its
    alternative text, or the link for its words. Without `links` these addresses stay relative, as in an
    archive. Raises FormatRefused when the text is too long or too intricate.
    """
    tokens = _parsed(markdown)
    _shift_headings(tokens, heading_level)
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        if token.children:
            token.children = list(_safe_inline(token.children, links or _unchanged, language))
    html = _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    # A no-break space as itself: XML knows no `&nbsp;`, and feeds are XML.
    return SafeHtml(html.replace("&nbsp;", "\u00a0"))


def plain(markdown: str) -> str:
    """Return the words of `markdown`: paragraphs apart, one line for an item, a row or a line of code."""
    lines: list[str] = []
    marker, row = "", None
    for token in _parsed(markdown):
        match token.type:
            case "list_item_open":
                marker = f"{token.info}. " if token.info.isdigit() else "- "
            case "tr_open":
                row = []
            case "tr_close":
                lines.append(" | ".join(row))
                row = None
            case "inline" if row is not None:
                row.append(_words(token.children))
            case "inline":
                lines.append(marker + _words(token.children))
                marker = ""
            case "fence" | "code_block":
                lines.append(token.content.rstrip("\n"))
            case "paragraph_close" | "heading_close" | "table_close" if token.level == 0:
                lines.append("")
            case "bullet_list_close" | "ordered_list_close" if token.level == 0:
                lines.append("")
    return "\n".join(lines).strip()


def typography(text: str, language: str) -> str:
    """Return plain `text` where French puts a no-break space: only in place of a space somebody typed."""
    if not language.lower().startswith("fr"):
        return text
    return re.sub(" (?=[:;!?»])|(?<=«) ", "\u00a0", text)


def _parsed(markdown: str) -> list[Token]:
    if len(markdown.encode("utf-8", "replace")) > MAX_BYTES:
        raise FormatRefused(
            gettext_noop("This text is longer than %(kilobytes)s kB: put a part of it in a file."),
            kilobytes=MAX_BYTES // 1000,
        )
    if _is_intricate(markdown):
        raise FormatRefused(
            gettext_noop("This text has too many lines, links or marks to be shown: put a part of it in a file.")
        )
    return _PARSER.parse(markdown)


def _is_intricate(markdown: str) -> bool:
    lines = markdown.split("\n")
    columns = max(line.count("|") for line in lines)
    return (
        len(lines) > MAX_LINES
        or len(lines) * columns > MAX_CELLS
        or any(markdown.count(mark) > most for mark, most in MAX_MARKS.items())
    )


def _shift_headings(tokens: list[Token], heading_level: int) -> None:
    """Give each heading the level of its depth in the outline: `#` then `###` are one step apart."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(heading_level + len(above) - 1, 6)}"


def _safe_inline(tokens: Iterable[Token], links: Links, language: str) -> Iterator[Token]:
    """Yield `tokens` with each address resolved or removed; Markdown links never hold one another."""
    is_dropped = False
    for token in tokens:
        if token.type == "link_open":
            attributes = _link_attributes(str(token.attrs.get("href", "")), links)
            is_dropped = not attributes
            token.attrs = attributes
        if token.type in ("link_open", "link_close") and is_dropped:
            continue
        if token.type == "image":
            yield from _safe_image(token, links, language)
            continue
        if token.type == "text":
            token.content = typography(token.content, language)
        yield token


def _safe_image(token: Token, links: Links, language: str) -> Iterator[Token]:
    alternative = typography(_words(token.children), language)
    target = unquote(str(token.attrs.get("src", "")))
    address = links(target) if _OWN_PICTURE.fullmatch(target) else None
    if address:
        token.attrs = {"src": address, "alt": alternative}
        token.children = [Token("text", "", 0, content=alternative)]
        yield token
    elif alternative:
        yield Token("text", "", 0, content=alternative)


def _link_attributes(href: str, links: Links) -> dict[str, str | int | float]:
    """Return the attributes of a link that may stay, or nothing."""
    target = unquote(href)
    if _OWN_FILE.fullmatch(target):
        address = links(target)
        return {"href": address} if address else {}
    if _WEB.fullmatch(href):
        return {"href": href, "rel": EXTERNAL_REL}
    return {"href": href} if _MAIL_OR_PHONE.fullmatch(href) else {}


def _unchanged(target: str) -> str:
    """Return the relative address of a kit's own picture or file, as beside a sheet."""
    return quote(target)


def _words(tokens: Iterable[Token] | None) -> str:
    return "".join(_words_of(token) for token in tokens or ())


def _words_of(token: Token) -> str:
    if token.type == "image":
        return _words(token.children)
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
