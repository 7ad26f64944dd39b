"""What makes a framework sound, and its one canonical form. Every reader ends here: what passes can be stored.

Canonical: identifiers in lower case, moments in UTC with «Z», levels by rank, items in reading order, links as
their items, texts in the framework's own language then by language, and no URI that says only the identifier.
"""

import dataclasses
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from slugify import slugify

from catalogue.frameworks.formats.framework import STATUSES, STRENGTHS, Framework, Item, Level, Link, Text, uri_of
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop

MOST_ITEMS = 20_000
MOST_LINKS = 50_000
MOST_DEPTH = 12
MOST_LEVELS = 20
MOST_SYNONYMS = 60
LONGEST = {
    "code": 60,
    "version": 40,
    "title": 255,
    "uri": 500,
    "creator": 255,
    "publisher": 255,
    "description": 5000,
    "licence": 120,
    "licence_url": 500,
    "source_url": 500,
}
LONGEST_OF_ITEM = {"code": 60, "kind": 60, "uri": 500}
LONGEST_OF_TEXT = {"statement": 2000, "notes": 5000, "source": 255}
LONGEST_OF_LINK = {"target": 500, "target_title": 500, "source": 255}
LONGEST_LEVEL_CODE = 40
LONGEST_SYNONYM = 120

TOO_LONG = gettext_noop("“%(item)s”: the field “%(field)s” is longer than %(most)s characters.")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")
_VERSION = re.compile(r"\w(?:[\w .+-]*\w)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_WEB = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_URI = re.compile(r"(?!javascript:|data:|vbscript:)[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+", re.IGNORECASE)

Lines = Mapping[str, int]


def checked(framework: Framework, *, lines: Lines | None = None) -> Framework:
    """Return `framework` in its canonical form. Raises FrameworkRefused.

    `lines` gives the line of a file by the identifier of an item or of a link, for the sentence of a refusal.
    """
    lines = lines or {}
    framework = dataclasses.replace(
        framework,
        identifier=canonical_identifier(framework.identifier, where=framework.title),
        valid_from=day(framework.valid_from),
        valid_until=day(framework.valid_until),
        changed_at=moment(framework.changed_at),
        levels=tuple(sorted((_without_blanks(level) for level in framework.levels), key=lambda level: level.rank)),
    )
    framework = dataclasses.replace(framework, uri=own_uri(framework.uri, framework.identifier))
    _check_facts(framework)
    _check_levels(framework.levels)
    items = [_canonical(item, framework, lines) for item in _bounded(framework.items, MOST_ITEMS)]
    _check_items(items, framework, lines)
    links = [_with_identifier(link, framework) for link in _bounded(framework.links, MOST_LINKS)]
    _check_links(links, items, lines)
    items = in_reading_order(items, lines=lines)
    places = {item.identifier: place for place, item in enumerate(items)}
    links.sort(key=lambda link: places[link.origin])
    return dataclasses.replace(framework, items=items, links=tuple(links))


def in_reading_order(items: Iterable[Item], *, lines: Lines | None = None) -> tuple[Item, ...]:
    """Return `items` with what is below each one right after it; neighbours keep their order.

    Raises FrameworkRefused when an item is above itself, or too deep.
    """
    items, lines = list(items), lines or {}
    below: dict[str, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    ordered: list[Item] = []
    waiting = [(item, 1) for item in reversed(below.get("", []))]
    while waiting:
        item, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise FrameworkRefused(
                gettext_noop("“%(item)s” is more than %(most)s levels below the top."),
                line=lines.get(item.identifier),
                item=name_of(item),
                most=MOST_DEPTH,
            )
        ordered.append(item)
        waiting += [(child, depth + 1) for child in reversed(below.get(item.identifier, []))]
    if len(ordered) < len(items):
        _refuse_circle(items, ordered, lines)
    return tuple(ordered)


def derived_identifier(framework_identifier: str, *parts: str) -> str:
    """Return the UUID that the parts always have in this framework, for what its source gives none."""
    return str(uuid.uuid5(uuid.UUID(framework_identifier), "/".join(parts)))


def framework_identifier(code: str, version: str) -> str:
    """Return the UUID of a framework whose source gives none."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:outillerie-framework:{code}:{version}"))


def canonical_identifier(text: str, *, where: str = "") -> str:
    try:
        return str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError):
        raise FrameworkRefused(
            gettext_noop("“%(where)s” has “%(identifier)s” for identifier, which is not a UUID."),
            where=str(where)[:80],
            identifier=str(text)[:60],
        ) from None


def code_from(title: str) -> str:
    """Return a code for a framework whose source gives none: its title, short."""
    return slugify(title, max_length=60, word_boundary=True) or "framework"


def web_address(text: object) -> str:
    """Return `text` when it is an address that a page may link to, else nothing."""
    return text if isinstance(text, str) and _WEB.fullmatch(text) else ""


def day(text: str) -> str:
    """Return a date of ISO 8601, without the hour that a source may add. Raises FrameworkRefused."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text else ""
    except ValueError:
        raise FrameworkRefused(
            gettext_noop("“%(text)s” is not a date. Write it as 2026-01-31."), text=text[:40]
        ) from None


def moment(text: str) -> str:
    """Return a moment of ISO 8601 in UTC; a day alone is its first second. Raises FrameworkRefused."""
    if not text:
        return ""
    try:
        read = datetime.fromisoformat(text)
        read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FrameworkRefused(
            gettext_noop("“%(text)s” is not a moment. Write it as 2026-01-31T12:00:00Z."), text=text[:40]
        ) from None
    return read.isoformat().replace("+00:00", "Z")


def name_of(item: Item) -> str:
    """Return what tells an item from the others: its code, else the start of what it says."""
    return item.code or next((text.statement[:60] for text in item.texts), "") or item.identifier


def _canonical(item: Item, framework: Framework, lines: Lines) -> Item:
    identifier = canonical_identifier(item.identifier, where=name_of(item))
    parent = canonical_identifier(item.parent, where=name_of(item)) if item.parent else ""
    texts = sorted(item.texts, key=lambda text: (text.language != framework.language, text.language))
    return dataclasses.replace(
        item, identifier=identifier, parent=parent, uri=own_uri(item.uri, identifier), texts=tuple(texts)
    )


def _without_blanks(level: Level) -> Level:
    return dataclasses.replace(level, labels={language: label for language, label in level.labels.items() if label})


def own_uri(uri: str, identifier: str) -> str:
    """Return `uri`, or nothing when it says only the identifier."""
    return "" if uri.lower() == f"urn:uuid:{identifier}" else uri


def _with_identifier(link: Link, framework: Framework) -> Link:
    derived = derived_identifier(framework.identifier, "link", link.origin, link.target)
    identifier = canonical_identifier(link.identifier, where=link.target) if link.identifier else derived
    return dataclasses.replace(link, identifier=identifier)


def _bounded[Row](rows: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    if len(rows) > most:
        raise FrameworkRefused(
            gettext_noop("This framework has %(count)s rows of one kind; at most %(most)s are read."),
            count=len(rows),
            most=most,
        )
    return rows


def _check_facts(framework: Framework) -> None:
    _check_lengths(framework, LONGEST, framework.title)
    if not framework.title:
        raise FrameworkRefused(gettext_noop("This framework has no title."))
    if not _SLUG.fullmatch(framework.code):
        raise FrameworkRefused(
            gettext_noop("“%(code)s” cannot be the code of a framework: use letters, digits and hyphens."),
            code=framework.code[:60],
        )
    if not _VERSION.fullmatch(framework.version):
        raise FrameworkRefused(
            gettext_noop("“%(version)s” cannot be a version: use letters, digits, dots and hyphens."),
            version=framework.version[:40],
        )
    if framework.status not in STATUSES:
        raise FrameworkRefused(gettext_noop("“%(status)s” is not a status that is known."), status=framework.status)
    _check_language(framework.language, framework.title)
    _check_uri(framework.uri, framework.title)
    for address in filter(None, [framework.licence_url, framework.source_url]):
        if not web_address(address):
            raise FrameworkRefused(gettext_noop("“%(address)s” is not a web address."), address=address[:80])


def _check_lengths(thing: object, longest: Mapping[str, int], name: str, line: int | None = None) -> None:
    for field, most in longest.items():
        if len(getattr(thing, field)) > most:
            raise FrameworkRefused(TOO_LONG, line=line, item=name[:60], field=field, most=most)


def _check_language(language: str, name: str, line: int | None = None) -> None:
    if len(language) > 10 or not _LANGUAGE.fullmatch(language):
        raise FrameworkRefused(
            gettext_noop("“%(item)s”: “%(language)s” is not the code of a language, such as fr."),
            line=line,
            item=name[:60],
            language=language[:20],
        )


def _check_uri(uri: str, name: str, line: int | None = None) -> None:
    if uri and not _URI.fullmatch(uri):
        raise FrameworkRefused(
            gettext_noop("“%(item)s”: “%(uri)s” is not a URI."), line=line, item=name[:60], uri=uri[:80]
        )


def _check_levels(levels: tuple[Level, ...]) -> None:
    codes, ranks = Counter(level.code for level in levels), Counter(level.rank for level in levels)
    for level in levels:
        if not level.code or len(level.code) > LONGEST_LEVEL_CODE:
            raise FrameworkRefused(
                gettext_noop("A level has “%(code)s” for code; it takes 1 to %(most)s characters."),
                code=level.code[:60],
                most=LONGEST_LEVEL_CODE,
            )
        if not 1 <= level.rank <= MOST_LEVELS:
            raise FrameworkRefused(
                gettext_noop("The rank of the level “%(code)s” is not a number from 1 to %(most)s."),
                code=level.code,
                most=MOST_LEVELS,
            )
        if codes[level.code] > 1 or ranks[level.rank] > 1:
            raise FrameworkRefused(
                gettext_noop("Two levels have the same code or the same rank: “%(code)s”."), code=level.code
            )
        for language in level.labels:
            _check_language(language, level.code)


def _check_items(items: list[Item], framework: Framework, lines: Lines) -> None:
    identifiers = Counter(item.identifier for item in items)
    uris = Counter(uri_of(item) for item in items)
    siblings = Counter((item.parent, item.code) for item in items if item.code)
    levels = {"", *(level.code for level in framework.levels)}
    for item in items:
        line, name = lines.get(item.identifier), name_of(item)
        if identifiers[item.identifier] > 1 or uris[uri_of(item)] > 1 or item.identifier == framework.identifier:
            raise FrameworkRefused(
                gettext_noop("Two items have the same identifier or the same URI: “%(item)s”."), line=line, item=name
            )
        if siblings[item.parent, item.code] > 1:
            raise FrameworkRefused(
                gettext_noop("Two items at the same place have the same code: “%(item)s”."), line=line, item=name
            )
        if item.parent and item.parent not in identifiers:
            raise FrameworkRefused(
                gettext_noop("“%(item)s” stands below an item that is not in the file."), line=line, item=name
            )
        if item.level not in levels:
            raise FrameworkRefused(
                gettext_noop("“%(item)s” is at the level “%(level)s”, which the framework does not have."),
                line=line,
                item=name,
                level=item.level[:40],
            )
        if item.domain is not None and item.domain not in range(1, 6):
            raise FrameworkRefused(
                gettext_noop("“%(item)s”: its domain is not a number from 1 to 5."), line=line, item=name
            )
        _check_lengths(item, LONGEST_OF_ITEM, name, line)
        _check_uri(item.uri, name, line)
        _check_texts(item.texts, name, line)


def _check_texts(texts: tuple[Text, ...], name: str, line: int | None) -> None:
    if not texts or not all(text.statement for text in texts):
        raise FrameworkRefused(gettext_noop("“%(item)s” says nothing: it has no statement."), line=line, item=name)
    if len({text.language for text in texts}) < len(texts):
        raise FrameworkRefused(
            gettext_noop("“%(item)s” has two statements in the same language."), line=line, item=name
        )
    for text in texts:
        _check_language(text.language, name, line)
        _check_lengths(text, LONGEST_OF_TEXT, name, line)
        if len(text.synonyms) > MOST_SYNONYMS or any(not word or len(word) > LONGEST_SYNONYM for word in text.synonyms):
            raise FrameworkRefused(
                gettext_noop("“%(item)s” has more than %(most)s synonyms, or one that is empty or too long."),
                line=line,
                item=name,
                most=MOST_SYNONYMS,
            )


def _check_links(links: list[Link], items: list[Item], lines: Lines) -> None:
    known = {item.identifier for item in items}
    pairs, identifiers = (
        Counter((link.origin, link.target) for link in links),
        Counter(link.identifier for link in links),
    )
    for link in links:
        line = lines.get(link.identifier)
        if link.origin not in known:
            raise FrameworkRefused(
                gettext_noop("A correspondence with “%(target)s” starts from an item that is not in the file."),
                line=line,
                target=link.target[:80],
            )
        if link.strength not in STRENGTHS:
            raise FrameworkRefused(
                gettext_noop("“%(strength)s” is not a strength: use exact, close, broader, narrower or related."),
                line=line,
                strength=link.strength[:40],
            )
        if pairs[link.origin, link.target] > 1 or identifiers[link.identifier] > 1:
            raise FrameworkRefused(
                gettext_noop("The correspondence with “%(target)s” is said twice."), line=line, target=link.target[:80]
            )
        if not link.target:
            raise FrameworkRefused(gettext_noop("A correspondence leads nowhere: its target is empty."), line=line)
        _check_uri(link.target, link.target, line)
        _check_lengths(link, LONGEST_OF_LINK, link.target, line)


def _refuse_circle(items: list[Item], ordered: list[Item], lines: Lines) -> None:
    reached = {item.identifier for item in ordered}
    parents = {item.identifier: item for item in items if item.identifier not in reached}
    item, seen = next(iter(parents.values())), set()
    while item.identifier not in seen and item.parent in parents:
        seen.add(item.identifier)
        item = parents[item.parent]
    raise FrameworkRefused(
        gettext_noop("“%(item)s” is above itself: the items that hold one another make a circle."),
        line=lines.get(item.identifier),
        item=name_of(item),
    )
