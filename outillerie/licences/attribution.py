"""The sentence that credits a work or a part of it: title, authors, source, licence, changes.

Creative Commons' «TASL» (https://wiki.creativecommons.org/wiki/Recommended_practices_for_attribution), in
text, HTML and Markdown. Every author is named, however many: the licences ask for it. What people typed
is escaped; only http and https addresses are kept.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import quote, urlsplit

from .licence import ETALAB, Licence


@dataclass(frozen=True, kw_only=True)
class Part:
    """A work or one of its files or pictures. Empty means unknown."""

    title: str
    authors: tuple[str, ...] = ()
    source_url: str = ""
    licence: Licence | None = None
    changes: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class _Form:
    """How one format writes plain words, and a link: `link(words, address, relation)`."""

    plain: Callable[[str], str]
    link: Callable[[str, str, str], str]
    shows_addresses: bool = False


_WORDS = {
    "fr": {
        "titled": "«\u00a0{title}\u00a0»",
        "untitled": "Sans titre",
        "by": " par {authors}",
        "unknown_author": "auteur inconnu",
        "and": " et ",
        "organisation": " ({organisation})",
        "licence": ", sous licence ",
        "open_licence": ", sous ",
        "no_licence": ", licence non précisée",
        "changes": " Modifications\u00a0: {changes}",
    },
    "en": {
        "titled": "“{title}”",
        "untitled": "Untitled",
        "by": " by {authors}",
        "unknown_author": "unknown author",
        "and": " and ",
        "organisation": " ({organisation})",
        "licence": ", licensed under ",
        "open_licence": ", licensed under ",
        "no_licence": ", licence not stated",
        "changes": " Changes: {changes}",
    },
}


def as_text(part: Part, *, language: str = "fr") -> str:
    """Return one line without markup; the addresses of the source and of the licence are written out."""
    return _sentence(part, _TEXT, language)


def as_html(part: Part, *, language: str = "fr") -> str:
    """Return safe HTML, no element around it: the title links to the source, the licence to its deed."""
    return _sentence(part, _HTML, language)


def as_markdown(part: Part, *, language: str = "fr") -> str:
    """Return one line of CommonMark with the same links as in HTML."""
    return _sentence(part, _MARKDOWN, language)


def attribution_lines(parts: Iterable[Part], *, form: Callable[..., str] = as_text, language: str = "fr") -> list[str]:
    """Return the credit of a kit, the first of `parts`, then of each part by others or under another licence.

    What a file or a picture does not say is as for the kit, except the authors of a part under another
    licence.
    """
    kit, *others = parts
    kept = dict.fromkeys(completed for other in others if (completed := _completed(other, kit)))
    return [form(part, language=language) for part in (kit, *kept)]


def _completed(part: Part, kit: Part) -> Part | None:
    """Return `part` with what it leaves to the kit, or None when the kit's own credit covers it."""
    licence = part.licence or kit.licence
    if part.authors:
        authors, organisation = part.authors, part.organisation
    elif licence == kit.licence:
        authors, organisation = kit.authors, part.organisation or kit.organisation
    else:
        authors, organisation = (), part.organisation
    has_own_source = part.source_url not in ("", kit.source_url)
    if (authors, licence) == (kit.authors, kit.licence) and not has_own_source:
        return None
    return replace(part, authors=authors, organisation=organisation, licence=licence)


def _sentence(part: Part, form: _Form, language: str) -> str:
    words = _WORDS["en" if language.startswith("en") else "fr"]
    pieces = (_work(part, form, words), _rights(part, form, words, language), _changes(part, form, words))
    return "".join(chain(*pieces))


def _work(part: Part, form: _Form, words: dict[str, str]) -> Iterator[str]:
    title, source = _one_line(part.title), web_address(part.source_url)
    named = words["titled"].format(title=title) if title else words["untitled"]
    yield form.link(named, source, "") if source and not form.shows_addresses else form.plain(named)
    yield form.plain(words["by"].format(authors=_authors(part, words)))
    if source and form.shows_addresses:
        yield f", {source}"


def _rights(part: Part, form: _Form, words: dict[str, str], language: str) -> Iterator[str]:
    if part.licence is None:
        yield form.plain(words["no_licence"]) + "."
        return
    yield form.plain(words["open_licence" if part.licence.code == ETALAB else "licence"])
    yield form.link(str(part.licence), part.licence.deed(language), "license") + "."


def _changes(part: Part, form: _Form, words: dict[str, str]) -> Iterator[str]:
    if changes := _one_line(part.changes):
        end = "" if changes.endswith((".", "…", "!", "?")) else "."
        yield form.plain(words["changes"].format(changes=changes) + end)


def _authors(part: Part, words: dict[str, str]) -> str:
    authors = [name for name in map(_one_line, part.authors) if name]
    organisation = _one_line(part.organisation)
    if not authors:
        return organisation or words["unknown_author"]
    named = words["and"].join((", ".join(authors[:-1]), authors[-1])) if len(authors) > 1 else authors[0]
    if organisation and organisation not in authors:
        named += words["organisation"].format(organisation=organisation)
    return named


def web_address(address: str) -> str:
    """Return `address` fit for a link, or nothing when it is not plain http or https."""
    address = address.strip()
    try:
        pieces = urlsplit(address)
    except ValueError:
        return ""
    if pieces.scheme not in ("http", "https") or not pieces.hostname or _UNSAFE_IN_ADDRESS.search(address):
        return ""
    return quote(address, safe="%/:=&?~#+!$,;@[]*-._")


def _one_line(text: str) -> str:
    """Return `text` without line ends, control characters or marks that change its direction."""
    return _UNWANTED.sub("", _SPACES.sub(" ", text)).strip()


def _escaped_markdown(text: str) -> str:
    return _MARKDOWN_SPECIALS.sub(r"\\\g<0>", text)


def _text_link(words: str, address: str, relation: str) -> str:
    return f"{words} ({address})"


def _html_link(words: str, address: str, relation: str) -> str:
    rel = f' rel="{relation}"' if relation else ""
    return f'<a href="{html.escape(address)}"{rel}>{html.escape(words)}</a>'


def _markdown_link(words: str, address: str, relation: str) -> str:
    return f"[{_escaped_markdown(words)}](<{address}>)"


_UNSAFE_IN_ADDRESS = re.compile('[\\s\x00-\x1f\x7f<>"\\\\^`{|}\ud800-\udfff]')
# The last three would start an entity or, in the dialects that guess links, a link.
_MARKDOWN_SPECIALS = re.compile(r"[\\`*_\[\]<#|~]|&(?=[#A-Za-z])|:(?=//)|@")
# No-break spaces are kept: French writes them before some signs.
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_TEXT = _Form(plain=str, link=_text_link, shows_addresses=True)
_HTML = _Form(plain=html.escape, link=_html_link)
_MARKDOWN = _Form(plain=_escaped_markdown, link=_markdown_link)
