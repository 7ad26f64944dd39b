"""Plain values to CASE 1.1: packages, and each of their objects alone as the REST service gives them.

https://www.imsglobal.org/spec/case/v1p1. What CASE has no word for (other languages, synonyms, levels and their order,
whose words they are) goes to `extensions`, under «urn:outillerie-framework:1»: docs/frameworks.md. `base` is the address
of a REST service: things without a URI of their own get theirs under it, else a «urn:uuid:».
"""

import dataclasses
import json
import uuid
from collections.abc import Iterable

from catalogue.frameworks.formats.case import (
    Values,
    definition_identifier,
    read_document,
    read_item,
    read_links,
)
from catalogue.frameworks.formats.case_words import (
    CHILD,
    DEFINITIONS,
    DOCUMENT_EXTRAS,
    EXTENSIONS,
    ITEM_EXTRAS,
    STATUS_WORDS,
    TYPE_OF_STRENGTH,
)
from catalogue.frameworks.formats.framework import Framework, Item, Link, Text
from catalogue.frameworks.formats.leftovers import FACTS, OF_ITEM, OF_LINK, OWN, leftovers, plain
from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.frameworks.formats.soundness import canonical_identifier, checked

CASE_VERSION = "1.1"
# CASE wants a moment of change everywhere; a framework may not know its own.
LONG_AGO = "1970-01-01T00:00:00Z"
# Any bits will do, but those that say the version and the variant of a UUID.
_TURNED = uuid.uuid5(uuid.NAMESPACE_URL, f"{OWN}:{CHILD}").int & ~(0xF << 76) & ~(0x3 << 62)


def write_case(framework: Framework) -> bytes:
    """Return a CASE 1.1 package. Read back by `case.py`, it is equal."""
    package = package_of(checked(framework))
    return json.dumps(package, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def package_of(framework: Framework, *, base: str = "") -> Values:
    """Return the CFPackage of a sound framework, ready for JSON."""
    package = {
        "CFDocument": document_of(framework, base=base),
        "CFItems": [item_of(item, framework, base=base) for item in framework.items],
        "CFAssociations": associations_of(framework, base=base),
        "CFDefinitions": definitions_of(framework, base=base),
        "CFRubrics": _kept(framework, "CFRubrics"),
    }
    return {name: value for name, value in package.items() if value or name in {"CFItems", "CFAssociations"}}


def document_of(framework: Framework, *, base: str = "") -> Values:
    document = {
        "identifier": framework.identifier,
        "uri": address_of(framework, "CFDocuments", base),
        "title": framework.title,
        "creator": framework.creator or framework.publisher or framework.title,
        "publisher": framework.publisher,
        "officialSourceURL": framework.source_url,
        "description": framework.description,
        "language": framework.language,
        "version": framework.version,
        "adoptionStatus": STATUS_WORDS[framework.status],
        "statusStartDate": framework.valid_from,
        "statusEndDate": framework.valid_until,
        "caseVersion": CASE_VERSION,
        "lastChangeDateTime": changed(framework),
        "licenseURI": _licence_link(framework, base),
        **{name: framework.extra[name] for name in DOCUMENT_EXTRAS if framework.extra.get(name)},
        **_foreign(framework.extra),
    }
    document = {name: value for name, value in document.items() if value not in ("", {}, [])}
    package = {
        "CFDocument": document,
        "CFDefinitions": definitions_of(framework),
        "CFRubrics": _kept(framework, "CFRubrics"),
    }
    more = leftovers(_without_associations(framework), read_document(package, []), FACTS)
    # Always said: without them, a reader would make levels of what items name.
    return _extended(document, {**more, "levels": plain(framework.levels)})


def item_of(item: Item, framework: Framework, *, base: str = "", is_alone: bool = False) -> Values:
    """Return one CFItem. `is_alone`: outside its package, CASE wants it to name its document."""
    text = _main_text(item, framework)
    row = {
        "identifier": item.identifier,
        "uri": address_of(item, "CFItems", base),
        "fullStatement": text.statement,
        "humanCodingScheme": item.code,
        "language": text.language,
        "notes": text.notes,
        "conceptKeywords": list(text.synonyms),
        "CFItemType": item.kind,
        "CFItemTypeURI": _type_link(item.kind, framework, base),
        "educationLevel": _education(item, framework),
        "lastChangeDateTime": changed(framework),
        **{name: item.extra[name] for name in ITEM_EXTRAS if item.extra.get(name)},
        **_foreign(item.extra),
    }
    row = {name: value for name, value in row.items() if value not in ("", {}, [])}
    row = _extended(row, leftovers(item, read_item(row, {item.identifier: item.parent}, framework), OF_ITEM))
    return {**row, "CFDocumentURI": document_link(framework, base)} if is_alone else row


def associations_of(framework: Framework, *, base: str = "") -> list[Values]:
    """Return every association: the tree, the correspondences, and those that were only kept."""
    items = {item.identifier: item for item in framework.items}
    rows = [
        child_of(item, items.get(item.parent), framework, number=number, base=base)
        for number, item in enumerate(framework.items, start=1)
    ]
    rows += [link_of(link, items[link.origin], framework, base=base) for link in framework.links]
    return rows + _kept(framework, "CFAssociations")


def child_of(item: Item, parent: Item | None, framework: Framework, *, number: int, base: str = "") -> Values:
    """Return the association that puts `item` below `parent`, or at the top. `number` grows along the whole framework."""
    above = node_of(parent, framework, base) if parent else document_node(framework, base)
    identifier = place_identifier(item.identifier)
    return {
        "identifier": identifier,
        "uri": f"{base}/CFAssociations/{identifier}" if base else f"urn:uuid:{identifier}",
        "associationType": CHILD,
        "sequenceNumber": number,
        "originNodeURI": node_of(item, framework, base),
        "destinationNodeURI": above,
        "lastChangeDateTime": changed(framework),
    }


def place_identifier(identifier: str) -> str:
    """Return the identifier of the association that places an item, or the item that such a one places.

    Each is the other with the same bits turned over: neither needs to be stored to find the other.
    """
    return str(uuid.UUID(int=uuid.UUID(identifier).int ^ _TURNED))


def link_of(link: Link, origin: Item, framework: Framework, *, base: str = "") -> Values:
    """Return the association of a correspondence."""
    row = {
        "identifier": link.identifier,
        "uri": f"{base}/CFAssociations/{link.identifier}" if base else f"urn:uuid:{link.identifier}",
        "associationType": TYPE_OF_STRENGTH[link.strength],
        "originNodeURI": node_of(origin, framework, base),
        "destinationNodeURI": {
            "title": link.target_title or link.target,
            "identifier": _identifier_in(link.target),
            "uri": link.target,
            "targetType": "CFItem",
        },
        "lastChangeDateTime": changed(framework),
        "notes": link.source,
    }
    row = {name: value for name, value in row.items() if value != ""}
    read = read_links([row], {origin.identifier})[0]
    return _extended(row, leftovers(link, read[0], OF_LINK)) if read else row


def definitions_of(framework: Framework, *, base: str = "", kinds: Iterable[str] | None = None) -> Values:
    """Return the types of items and the licence that the objects of the package name, and what was kept.

    `kinds` are those of the items, when `framework` comes without them.
    """
    if kinds is None:
        kinds = dict.fromkeys(item.kind for item in framework.items if item.kind)
    definitions = {name: _kept(framework, name) for name in DEFINITIONS}
    types = [type_of(kind, framework, number, base) for number, kind in enumerate(kinds, start=1)]
    definitions["CFItemTypes"] = _added(definitions["CFItemTypes"], types)
    if framework.licence:
        definitions["CFLicenses"] = _added(definitions["CFLicenses"], [licence_of(framework, base)])
    return {name: rows for name, rows in definitions.items() if rows}


def type_of(kind: str, framework: Framework, number: int, base: str = "") -> Values:
    link = _definition_link("CFItemTypes", kind, framework, base)
    return {
        **link,
        "description": kind,
        "hierarchyCode": str(number),
        "typeCode": kind,
        "lastChangeDateTime": changed(framework),
    }


def licence_of(framework: Framework, base: str = "") -> Values:
    return {
        **_definition_link("CFLicenses", framework.licence, framework, base),
        "description": framework.licence,
        "licenseText": framework.licence_url or framework.licence,
        "lastChangeDateTime": changed(framework),
    }


def address_of(thing: Framework | Item, collection: str, base: str) -> str:
    return thing.uri or (f"{base}/{collection}/{thing.identifier}" if base else f"urn:uuid:{thing.identifier}")


def document_link(framework: Framework, base: str = "") -> Values:
    return {
        "title": framework.title,
        "identifier": framework.identifier,
        "uri": address_of(framework, "CFDocuments", base),
    }


def document_node(framework: Framework, base: str = "") -> Values:
    return {**document_link(framework, base), "targetType": "CFDocument"}


def node_of(item: Item, framework: Framework, base: str = "") -> Values:
    return {
        "title": _main_text(item, framework).statement,
        "identifier": item.identifier,
        "uri": address_of(item, "CFItems", base),
        "targetType": "CFItem",
    }


def changed(framework: Framework) -> str:
    return framework.changed_at or LONG_AGO


def _main_text(item: Item, framework: Framework) -> Text:
    return item.text(framework.language) or Text(language=framework.language, statement=item.code)


def _education(item: Item, framework: Framework) -> list[str]:
    for level in framework.levels:
        if level.code == item.level:
            return [level.labels.get(framework.language) or level.code]
    words = item.extra.get("educationLevel")
    return words if isinstance(words, list) else []


def _licence_link(framework: Framework, base: str) -> Values:
    if not framework.licence:
        return {}
    link = _definition_link("CFLicenses", framework.licence, framework, base)
    return {name: link[name] for name in ("title", "identifier", "uri")}


def _type_link(kind: str, framework: Framework, base: str) -> Values:
    return _definition_link("CFItemTypes", kind, framework, base) if kind else {}


def _definition_link(name: str, title: str, framework: Framework, base: str) -> Values:
    """Return the link to the definition that was kept under this title, else to the one that we make."""
    for row in _kept(framework, name):
        if row.get("title") == title and row.get("identifier"):
            return {"title": title, "identifier": row["identifier"], "uri": row.get("uri", "")}
    identifier = definition_identifier(framework.identifier, name, {"title": title})
    uri = f"{base}/{name}/{identifier}" if base else f"urn:uuid:{identifier}"
    return {"title": title, "identifier": identifier, "uri": uri}


def _added(kept: list[Values], made: list[Values]) -> list[Values]:
    known = {row.get("identifier") for row in kept}
    return [*kept, *(row for row in made if row["identifier"] not in known)]


def _kept(framework: Framework, name: str) -> list[Values]:
    rows = framework.extra.get(name)
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else []


def _without_associations(framework: Framework) -> Framework:
    """Return the facts of a framework: the associations that it keeps are written among the others."""

    if not _kept(framework, "CFAssociations"):
        return framework
    extra = {name: value for name, value in framework.extra.items() if name != "CFAssociations"}
    return dataclasses.replace(framework, extra=extra)


def _foreign(extra: Values) -> Values:
    foreign = extra.get(EXTENSIONS)
    return {EXTENSIONS: foreign} if isinstance(foreign, dict) and foreign else {}


def _extended(row: Values, more: Values) -> Values:
    return {**row, EXTENSIONS: {**row.get(EXTENSIONS, {}), OWN: more}} if more else row


def _identifier_in(uri: str) -> str:
    """Return the UUID that closes a URI, as those of CASE; else the one that the URI makes."""
    try:
        return canonical_identifier(uri[-36:])
    except FrameworkRefused:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, uri))
