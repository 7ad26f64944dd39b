"""The sentence that credits a work or a part of it: title, authors, source, licence, changes.

Creative Commons' «TASL» (https://wiki.creativecommons.org/wiki/Recommended_practices_for_attribution), in
text, HTML and Markdown. Every author is named, however many: the licences ask for it. What people typed
is escaped; only http and https addresses are kept.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote, urlsplit

from .licence import ETALAB, Licence


@dataclass(frozen=True, kw_only=True)
class Part:
    """A work, one of its parts, or a work that it is made from. Empty means unknown.

    `others` are the titles of more parts of which all the rest is the same. `contributors` helped the authors. `relation` is what the part is to the work, when the sentence says it: the work
    is an "adaptation" of it, has some "part" of it or a "contribution" from it; or it is a "step" taken elsewhere.
    `version` is the number of the work that was taken, `through` the title of the work that had taken it first.
    """

    title: str
    others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source_url: str = ""
    licence: Licence | None = None
    changes: str = ""
    organisation: str = ""
    contributors: tuple[str, ...] = ()
    relation: str = ""
    version: int | None = None
    through: str = ""


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
        "with": ", avec {people}",
        "version": ", version {number},",
        "through": " (source de {title})",
        "adaptation": "D’après ",
        "part": "Avec des éléments de ",
        "contribution": "Avec une contribution tirée de ",
        "step": "Étape reprise\u00a0: ",
        "steps": "Étapes reprises\u00a0: ",
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
        "with": ", with {people}",
        "version": ", version {number},",
        "through": " (source of {title})",
        "adaptation": "Based on ",
        "part": "With parts of ",
        "contribution": "With a contribution from ",
        "step": "Step taken elsewhere: ",
        "steps": "Steps taken elsewhere: ",
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
    """Return the credit of each of `parts`, in order, each sentence once."""
    return list(dict.fromkeys(form(part, language=language) for part in parts))


def _sentence(part: Part, form: _Form, language: str) -> str:
    words = _WORDS["en" if language.startswith("en") else "fr"]
    pieces = (_work(part, form, words), _rights(part, form, words, language), _changes(part, form, words))
    return "".join(chain(*pieces))


def _work(part: Part, form: _Form, words: dict[str, str]) -> Iterator[str]:
    source = web_address(part.source_url)
    named = _enumerated([_titled(title, words) for title in (part.title, *part.others)], words)
    if part.relation:
        yield form.plain(words["steps" if part.others else part.relation])
    yield form.link(named, source, "") if source and not form.shows_addresses else form.plain(named)
    if part.through:
        yield form.plain(words["through"].format(title=_titled(part.through, words)))
    if part.version:
        yield form.plain(words["version"].format(number=part.version))
    yield form.plain(words["by"].format(authors=_authors(part, words)))
    if helped := _names(part.contributors):
        yield form.plain(words["with"].format(people=_enumerated(helped, words)))
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


def _titled(title: str, words: dict[str, str]) -> str:
    title = _one_line(title)
    return words["titled"].format(title=title) if title else words["untitled"]


def _authors(part: Part, words: dict[str, str]) -> str:
    authors = _names(part.authors)
    organisation = _one_line(part.organisation)
    if not authors:
        return organisation or words["unknown_author"]
    named = _enumerated(authors, words)
    if organisation and organisation not in authors:
        named += words["organisation"].format(organisation=organisation)
    return named


def _names(people: tuple[str, ...]) -> list[str]:
    return [name for name in map(_one_line, people) if name]


def _enumerated(names: list[str], words: dict[str, str]) -> str:
    return words["and"].join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


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
