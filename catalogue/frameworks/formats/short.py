"""The short form: a framework written by hand as a tree in JSON (docs/frameworks.md), ours.

    {"code": "crcn", "version": "2019", "title": "…", "language": "fr", "levels": [{"code": "1", "label": "Novice"}],
     "items": [{"code": "1", "kind": "area", "statement": "…", "items": [{"code": "1.1", …}]}]}

Identifiers are derived from codes, so every item has one. What others say of a framework comes in files of their own:
a translation, and correspondences with another framework.
"""

import dataclasses
from typing import Any

from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.json_text import parsed
from catalogue.frameworks.formats.leftovers import part
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.soundness import checked, derived_identifier, framework_identifier

FACTS = tuple(
    field.name
    for field in dataclasses.fields(Framework)
    if field.name not in {"items", "levels", "links", "identifier"}
)
OF_TEXT = ("statement", "notes", "synonyms", "is_official", "source")


def is_short(values: Any) -> bool:
    """Return whether values read from JSON look like the short form."""
    return isinstance(values, dict) and {"code", "version", "items"} <= values.keys()


def framework_of(values: Any, *, code: str = "", version: str = "") -> Framework:
    values = {**_object(values), **({"code": code} if code else {}), **({"version": version} if version else {})}
    for name in ("code", "version", "title"):
        if not isinstance(values.get(name), str) or not values[name]:
            raise FrameworkRefused(gettext_noop("This framework does not say its “%(field)s”."), field=name)
    identifier = values.get("identifier") or framework_identifier(values["code"], values["version"])
    facts = {name: values[name] for name in FACTS if name in values}
    framework = part(Framework, {**facts, "identifier": identifier})
    rows = _rows(values.get("levels"))
    levels = [_level(row, rank, framework.language) for rank, row in enumerate(rows, start=1)]
    items = list(_items(_rows(values.get("items")), framework))
    _check_codes(items)
    return checked(dataclasses.replace(framework, levels=tuple(levels), items=tuple(items)))


def with_translation(framework: Framework, data: bytes) -> Framework:
    """Return `framework` with the texts of a translation: each under the code of its item. Raises FrameworkRefused.

    {"language": "fr", "source": "…", "is_official": false, "levels": {"basic": "…"}, "texts": {"1.1": {"statement": …}}}
    """
    values = _object(parsed(data))
    language, rows, labels = (
        str(values.get("language")),
        _object(values.get("texts")),
        _object(values.get("levels", {})),
    )
    unknown = rows.keys() - {item.code for item in framework.items}
    unknown |= labels.keys() - {level.code for level in framework.levels}
    if unknown:
        raise FrameworkRefused(
            gettext_noop("The translation speaks of “%(code)s”, which the framework does not have."),
            code=min(unknown),
        )
    common = {"is_official": values.get("is_official", False), "source": values.get("source", "")}
    items = tuple(
        dataclasses.replace(item, texts=(*item.texts, _text(common | _object(rows[item.code]), language)))
        if item.code in rows
        else item
        for item in framework.items
    )
    levels = tuple(
        dataclasses.replace(level, labels={**level.labels, **({language: labels[level.code]} if labels else {})})
        for level in framework.levels
    )
    return checked(dataclasses.replace(framework, items=items, levels=levels))


def with_correspondences(framework: Framework, data: bytes, *, other: Framework) -> Framework:
    """Return `framework` with links to items of `other`, both named by their codes. Raises FrameworkRefused.

    {"source": "…", "links": [{"from": "1.1", "to": "1.1", "strength": "close"}]}
    """
    values = _object(parsed(data))
    origins = {item.code: item for item in framework.items}
    targets = {item.code: item for item in other.items}
    links = []
    for row in _rows(values.get("links")):
        origin, target = origins.get(row.get("from")), targets.get(row.get("to"))
        if origin is None or target is None:
            raise FrameworkRefused(
                gettext_noop("A correspondence goes from “%(origin)s” to “%(target)s”: one of them is unknown."),
                origin=row.get("from"),
                target=row.get("to"),
            )
        links.append(
            Link(
                origin=origin.identifier,
                target=target.uri or f"urn:uuid:{target.identifier}",
                strength=str(row.get("strength")),
                target_title=f"{target.code} {target.texts[0].statement}",
                source=str(values.get("source", "")),
            )
        )
    return checked(dataclasses.replace(framework, links=(*framework.links, *links)))


def _items(rows: list[dict], framework: Framework, parent: str = "", above: str = ""):
    for number, row in enumerate(rows, start=1):
        code = str(row.get("code", ""))
        # Without a code, an item is named by its place.
        place = code or f"{above}/{number}"
        identifier = row.get("identifier") or derived_identifier(framework.identifier, "item", place)
        yield Item(
            identifier=identifier,
            uri=str(row.get("uri", "")),
            code=code,
            kind=str(row.get("kind", "")),
            parent=parent,
            level=str(row.get("level", "")),
            domain=row.get("domain"),
            texts=(_text(row, framework.language),),
            extra=_object(row.get("extra", {})),
        )
        yield from _items(_rows(row.get("items")), framework, identifier, place)


def _text(row: dict, language: str) -> Text:
    return part(Text, {"language": language, "statement": "", **{name: row[name] for name in OF_TEXT if name in row}})


def _level(row: dict, rank: int, language: str) -> Level:
    labels = row.get("labels") or {language: row.get("label", "")}
    return part(Level, {"code": str(row.get("code", "")), "rank": row.get("rank", rank), "labels": labels})


def _check_codes(items: list[Item]) -> None:
    """Refuse a code that two items have: identifiers come from codes."""
    seen: set[str] = set()
    for item in items:
        if item.code in seen:
            raise FrameworkRefused(gettext_noop("Two items have the same code: “%(item)s”."), item=item.code)
        seen |= {item.code} - {""}


def _object(value: Any) -> dict:
    if not isinstance(value, dict):
        raise FrameworkRefused(gettext_noop("This file does not hold an object where one is expected."))
    return value


def _rows(value: Any) -> list[dict]:
    if not isinstance(value or [], list):
        raise FrameworkRefused(gettext_noop("This file does not hold a list where one is expected."))
    return [_object(row) for row in value or []]
