"""Whether a document is LHÉO 2.3: names, order and number of elements, lengths, codes, dates.

LHÉO («Langage harmonisé d'échange d'informations sur l'offre de formation») is imposed by décret 2015-742 of 24 June
2015. Its structure is data, `fixtures/vocabularies/lheo-2.3.json`, which says where it comes from.
"""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

STRUCTURE = Path(__file__).parents[3] / "fixtures" / "vocabularies" / "lheo-2.3.json"
NAMESPACE = "http://lheo.gouv.fr/2.3"
# What any element may carry, and where anybody may write anything: the third circle.
ATTRIBUTES = frozenset({
    "numero", "info", "ref", "id", "idref", "tag", "horodatage-creation", "horodatage-modification",
    "horodatage-export", "uri",
})  # fmt: skip
FREE = frozenset({"extras", "extra"})


@dataclass(frozen=True)
class Fault:
    """Something wrong at `path` («lheo/offres/formation»): "unknown", "order", "missing", "many", "short", "long",
    "code", "shape", "number", "text" or "attribute"; `detail` is the name or the limit."""

    path: str
    code: str
    detail: str = ""


@cache
def structure() -> dict[str, Any]:
    return json.loads(STRUCTURE.read_text(encoding="utf-8"))


def codes_of(element: str) -> frozenset[str]:
    """Return the codes that `element` may hold; none when it is free text."""
    return frozenset(structure()["elements"][element].get("enum", ()))


def limits_of(element: str) -> tuple[int, int | None]:
    """Return the least and the most characters that `element` may hold."""
    known = structure()["elements"][element]
    if "length" in known:
        return known["length"], known["length"]
    return known.get("minLength", 0), known.get("maxLength")


def faults(root: Element) -> list[Fault]:
    """Return everything wrong with a document, in its order; nothing when it is LHÉO 2.3."""
    if name_of(root) != structure()["root"] or namespace_of(root) != NAMESPACE:
        return [Fault(name_of(root), "unknown", namespace_of(root))]
    return list(faults_of(root, name_of(root)))


def faults_of(element: Element, path: str) -> Iterator[Fault]:
    """Yield what is wrong with `element` and with those inside it; its own place was judged already."""
    known = structure()["elements"].get(name_of(element))
    if known is None:
        yield Fault(path, "unknown", name_of(element))
        return
    if name_of(element) in FREE:
        return
    yield from (Fault(path, "attribute", name) for name in element.attrib if name not in ATTRIBUTES | {"xmlns"})
    if "children" not in known:
        yield from _faults_of_text(element, known, path)
        return
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        yield Fault(path, "text")
    yield from _faults_of_order(element, known["children"], path)
    for child in element:
        yield from faults_of(child, f"{path}/{name_of(child)}")


def _faults_of_order(element: Element, expected: list[list[Any]], path: str) -> Iterator[Fault]:
    ranks = {name: rank for rank, (name, _least, _most) in enumerate(expected)}
    names = [name_of(child) for child in element]
    yield from (Fault(path, "unknown", name) for name in names if name not in ranks)
    known = [ranks[name] for name in names if name in ranks]
    for before, after in itertools.pairwise(known):
        if after < before:
            yield Fault(path, "order", expected[after][0])
    for name, least, most in expected:
        count = names.count(name)
        if count < least:
            yield Fault(path, "missing", name)
        if most is not None and count > most:
            yield Fault(path, "many", name)


def _faults_of_text(element: Element, known: dict[str, Any], path: str) -> Iterator[Fault]:
    text = element.text or ""
    if len(element):
        yield Fault(path, "unknown", name_of(element[0]))
    least, most = limits_of(name_of(element))
    if len(text) < least:
        yield Fault(path, "short", str(least))
    if most is not None and len(text) > most:
        yield Fault(path, "long", str(most))
    if "enum" in known and text not in known["enum"]:
        yield Fault(path, "code", text)
    if any(not re.fullmatch(pattern, text) for pattern in known.get("patterns", ())):
        yield Fault(path, "shape", text)
    if known.get("base") == "xs:long" and not re.fullmatch(r"-?[0-9]{1,18}", text):
        yield Fault(path, "number", text)


def name_of(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """Return the namespace that `element` was read with, or is written with."""
    return str(element.tag).rpartition("}")[0].removeprefix("{") or element.get("xmlns", "")
