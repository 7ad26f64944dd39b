"""CASE to plain values: packages of 1.0 and 1.1, bare or wrapped in «CFPackage».

https://www.imsglobal.org/spec/case/v1p1. What has no field here (associations of other kinds, rubrics, definitions…)
stays in `extra`, raw, under its own name. Items go under the first parent that they are given.
"""

import dataclasses
import math
from collections.abc import Iterable
from typing import Any

from catalogue.frameworks.formats.case_words import (
    CHILD,
    DEFINITIONS,
    DOCUMENT_EXTRAS,
    EXTENSIONS,
    ITEM_EXTRAS,
    STATUS_OF,
    STRENGTH_OF_TYPE,
    TRANSLATION,
)
from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.leftovers import FACTS, OF_ITEM, OF_LINK, OWN, restored
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.soundness import (
    MOST_LEVELS,
    canonical_identifier,
    checked,
    code_from,
    derived_identifier,
    own_uri,
    web_address,
)

Values = dict[str, Any]


def is_case(values: Any) -> bool:
    """Return whether values read from JSON look like a CASE package."""
    return isinstance(values, dict) and ("CFPackage" in values or "CFDocument" in values)


def framework_of(values: Any, *, code: str = "", version: str = "") -> Framework:
    """Return the framework of a package already parsed. Raises FrameworkRefused."""
    package = _object(values, "CFPackage")
    package = _object(package.get("CFPackage", package), "CFPackage")
    rows = _objects(package.get("CFItems"), "CFItems")
    associations = _objects(package.get("CFAssociations"), "CFAssociations")
    framework = read_document(package, rows)
    if code or version:
        framework = _renamed(framework, code, version)
    places, above, associations = _places(rows, associations, framework)
    items = [read_item(row, above, framework) for row in sorted(rows, key=lambda row: places[_identifier(row)])]
    items, associations = _with_translations(items, associations)
    links, others = read_links(associations, {item.identifier for item in items})
    extra = {**framework.extra, **({"CFAssociations": others} if others else {})}
    return checked(dataclasses.replace(framework, items=tuple(items), links=tuple(links), extra=extra))


def read_document(package: Values, rows: list[Values]) -> Framework:
    document = _object(package.get("CFDocument"), "CFDocument")
    licence = _object(document.get("licenseURI") or {}, "licenseURI")
    identifier = canonical_identifier(_text(document, "identifier"), where="CFDocument")
    title, language = _text(document, "title"), _text(document, "language") or "en"
    definitions = _object(package.get("CFDefinitions") or {}, "CFDefinitions")
    status = _text(document, "adoptionStatus")
    framework = Framework(
        code=code_from(title),
        version=_text(document, "version") or _text(document, "lastChangeDateTime")[:10] or "1",
        title=title,
        identifier=identifier,
        uri=own_uri(_text(document, "uri"), identifier),
        creator=_text(document, "creator"),
        publisher=_text(document, "publisher"),
        description=_text(document, "description"),
        language=language,
        status=STATUS_OF.get(status.lower(), "adopted"),
        licence=_text(licence, "title"),
        licence_url=_licence_url(licence, definitions),
        source_url=web_address(_text(document, "officialSourceURL")),
        valid_from=_text(document, "statusStartDate")[:10],
        valid_until=_text(document, "statusEndDate")[:10],
        changed_at=_text(document, "lastChangeDateTime"),
        levels=_levels(rows, language),
        extra=_extra(document, DOCUMENT_EXTRAS) | _kept_definitions(package, definitions, identifier),
    )
    return restored(framework, _more(document), FACTS)


def _renamed(framework: Framework, code: str, version: str) -> Framework:
    return dataclasses.replace(framework, code=code or framework.code, version=version or framework.version)


def _kept_definitions(package: Values, definitions: Values, identifier: str) -> Values:
    """Return what a package defines beside its items, without what our writer makes of the items themselves."""
    kept = {}
    for name in DEFINITIONS:
        rows = _objects(definitions.get(name), name)
        if rows := [row for row in rows if row.get("identifier") != definition_identifier(identifier, name, row)]:
            kept[name] = rows
    if rubrics := _objects(package.get("CFRubrics"), "CFRubrics"):
        kept["CFRubrics"] = rubrics
    return kept


def definition_identifier(framework_identifier: str, name: str, row: Values) -> str:
    """Return the identifier that our writer gives to a definition: that of its title."""
    return derived_identifier(framework_identifier, name, str(row.get("title", "")))


def _licence_url(licence: Values, definitions: Values) -> str:
    """Return the address of the licence: its definition's text when that is one, else its URI."""
    for row in _objects(definitions.get("CFLicenses"), "CFLicenses"):
        if row.get("identifier") == licence.get("identifier") and web_address(row.get("licenseText")):
            return row["licenseText"]
    return web_address(licence.get("uri"))


def _levels(rows: list[Values], language: str) -> tuple[Level, ...]:
    """Return the levels that items name, in the order of the file: only when each item has one at most."""
    named = [_education(row) for row in rows]
    if any(len(words) > 1 for words in named):
        return ()
    words = list(dict.fromkeys(word for words in named for word in words))
    if len(words) > MOST_LEVELS:
        return ()
    return tuple(
        Level(code=code_from(word)[:40], rank=rank, labels={language: word}) for rank, word in enumerate(words, start=1)
    )


def _education(row: Values) -> list[str]:
    """Return the levels of an item: «educationLevel» in 1.1, «educationalLevel» in files of 1.0."""
    words = row.get("educationLevel") or row.get("educationalLevel") or []
    return [str(word) for word in ([words] if isinstance(words, str) else words) if str(word).strip()]


def _places(
    rows: list[Values], associations: list[Values], framework: Framework
) -> tuple[dict[str, tuple], dict[str, str], list[Values]]:
    """Return the order of each item among its neighbours, its parent, and the associations that say something else."""
    known = {_identifier(row): number for number, row in enumerate(rows)}
    places = {identifier: (math.inf, number) for identifier, number in known.items()}
    above: dict[str, str] = {}
    others = []
    for association in associations:
        origin, destination = _ends(association)
        if association.get("associationType") != CHILD or origin not in known or origin in above:
            others.append(association)
            continue
        if destination not in known and destination != framework.identifier:
            raise FrameworkRefused(
                gettext_noop("“%(item)s” stands below an item that is not in the file."),
                item=_text(rows[known[origin]], "humanCodingScheme") or origin,
            )
        above[origin] = "" if destination == framework.identifier else destination
        number = association.get("sequenceNumber")
        if isinstance(number, int | float) and not isinstance(number, bool):
            places[origin] = (number, known[origin])
    return places, above, others


def read_item(row: Values, above: dict[str, str], framework: Framework) -> Item:
    identifier = _identifier(row)
    extra = _extra(row, ITEM_EXTRAS)
    words = _education(row)
    level = _level_named(words[0], framework) if len(words) == 1 else ""
    if words and not level:
        extra["educationLevel"] = words
    item = Item(
        identifier=identifier,
        uri=own_uri(_text(row, "uri"), identifier),
        code=_text(row, "humanCodingScheme"),
        kind=_text(row, "CFItemType") or _text(_object(row.get("CFItemTypeURI") or {}, "CFItemTypeURI"), "title"),
        parent=above.get(identifier, ""),
        level=level,
        texts=(
            Text(
                language=_text(row, "language") or framework.language,
                statement=_text(row, "fullStatement"),
                notes=_text(row, "notes"),
                synonyms=_words(row.get("conceptKeywords")),
            ),
        ),
        extra=extra,
    )
    return restored(item, _more(row), OF_ITEM)


def _level_named(word: str, framework: Framework) -> str:
    for level in framework.levels:
        if word in {level.code, *level.labels.values()}:
            return level.code
    return ""


def _with_translations(items: list[Item], associations: list[Values]) -> tuple[list[Item], list[Values]]:
    """Return the items, those that translate another one become its texts, and the associations that are left."""
    if all(association.get("associationType") != TRANSLATION for association in associations):
        return items, associations
    by_identifier = {item.identifier: item for item in items}
    parents = {item.parent for item in items}
    others = []
    for association in associations:
        origin, destination = (by_identifier.get(end) for end in _ends(association))
        if association.get("associationType") != TRANSLATION or not _translates(origin, destination, parents):
            others.append(association)
            continue
        translated = dataclasses.replace(destination, texts=(*destination.texts, *origin.texts))
        by_identifier[destination.identifier] = translated
        del by_identifier[origin.identifier]
    return list(by_identifier.values()), others


def _translates(origin: Item | None, destination: Item | None, parents: set[str]) -> bool:
    if origin is None or destination is None or origin is destination or origin.identifier in parents:
        return False
    return not {text.language for text in origin.texts} & {text.language for text in destination.texts}


def read_links(associations: list[Values], known: set[str]) -> tuple[list[Link], list[Values]]:
    """Return the correspondences with other frameworks, and the associations that say something else."""
    links, others, pairs = [], [], set()
    for association in associations:
        strength = STRENGTH_OF_TYPE.get(_text(association, "associationType"))
        origin, destination = _ends(association)
        end = _object(association.get("destinationNodeURI") or {}, "destinationNodeURI", or_text=True)
        target = _text(end, "uri") or (f"urn:uuid:{destination}" if destination else "")
        if not strength or origin not in known or destination in known or (origin, target) in pairs:
            others.append(association)
            continue
        pairs.add((origin, target))
        link = Link(
            origin=origin,
            target=target,
            strength=strength,
            target_title=_text(end, "title"),
            source=_text(association, "notes"),
            identifier=_text(association, "identifier"),
        )
        links.append(restored(link, _more(association), OF_LINK))
    return links, others


def _ends(association: Values) -> tuple[str, str]:
    """Return the identifiers of both ends, empty where there is none: a plain URI may be «urn:uuid:…»."""
    return tuple(_end(association.get(name)) for name in ("originNodeURI", "destinationNodeURI"))


def _end(node: Any) -> str:
    if isinstance(node, dict):
        node = node.get("identifier") or node.get("uri") or ""
    try:
        # The identifier closes the URI of CASE: «urn:uuid:…», «…/CFItems/…».
        return canonical_identifier(str(node)[-36:])
    except FrameworkRefused:
        return ""


def _identifier(row: Values) -> str:
    return canonical_identifier(_text(row, "identifier"), where=_text(row, "fullStatement"))


def _more(row: Values) -> Any:
    """Return what our own writer added to an object, and no reader of CASE needs."""
    extensions = row.get(EXTENSIONS)
    return extensions.get(OWN) if isinstance(extensions, dict) else None


def _extra(row: Values, names: Iterable[str]) -> Values:
    kept = {name: row[name] for name in names if row.get(name) not in (None, "", [], {})}
    extensions = row.get(EXTENSIONS)
    foreign = {key: value for key, value in extensions.items() if key != OWN} if isinstance(extensions, dict) else {}
    return {**kept, **({EXTENSIONS: foreign} if foreign else {})}


def _words(values: Any) -> tuple[str, ...]:
    return tuple(word for word in values if isinstance(word, str) and word) if isinstance(values, list) else ()


def _text(row: Values, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise FrameworkRefused(
            gettext_noop("The field “%(field)s” of this file does not hold what it should."), field=name
        )
    return value


def _object(value: Any, name: str, *, or_text: bool = False) -> Values:
    if or_text and isinstance(value, str):
        return {"uri": value}
    if not isinstance(value, dict):
        raise FrameworkRefused(
            gettext_noop("The field “%(field)s” of this file does not hold what it should."), field=name
        )
    return value


def _objects(value: Any, name: str) -> list[Values]:
    if not isinstance(value or [], list):
        raise FrameworkRefused(
            gettext_noop("The field “%(field)s” of this file does not hold what it should."), field=name
        )
    return [_object(row, name) for row in value or []]
