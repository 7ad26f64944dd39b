"""Paths as LHÉO 2.3, the language of French training offers (décret 2015-742; http://lheo.gouv.fr/2.3, namespace
`http://lheo.gouv.fr/2.3`; source `lheo/lheo-schema`).

A path that lacks what the standard demands is not written: its gaps are returned. A text longer than the standard
holds is cut at a word, and that is returned too. What the standard demands and we have no field for is written as
docs/standards.md says: a path is modular (`parcours-de-formation` 3), without periods in a company, and its entry level
is an indication.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from catalogue.exchange.formats.lheo_check import NAMESPACE, faults
from catalogue.exchange.formats.lheo_writing import Cut, Gap, Writing, node
from catalogue.exchange.formats.offer import Offer


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of an offer: written when it has no gap. `faults` are ours: the structure refused what we wrote."""

    offer: Offer
    gaps: tuple[Gap, ...] = ()
    cuts: tuple[Cut, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        return not self.gaps and not self.faults


@dataclass(frozen=True, kw_only=True)
class Published:
    """A document, and what became of each offer. `xml` is empty when nothing could be written: an empty offer is no
    LHÉO."""

    xml: bytes
    reports: tuple[Report, ...]


def published(offers: Iterable[Offer], today: date) -> Published:
    """Return the LHÉO document of `offers` as they stand on `today`."""
    written = [formation_of(offer, today) for offer in offers]
    elements = [element for element, report in written if report.is_written]
    root = node("lheo", node("offres", *elements), xmlns=NAMESPACE)
    xml = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) if elements else b""
    return Published(xml=xml, reports=tuple(report for _element, report in written))


def formation_of(offer: Offer, today: date) -> tuple[Element, Report]:
    """Return the `formation` of `offer`, which is right only if its report says that it is written."""
    writing = Writing(offer, today)
    element = writing.formation()
    gaps = tuple(dict.fromkeys(writing.gaps))
    if offer.content.provider is None:
        # One thing to do, not the eight that follow from it.
        gaps = tuple(gap for gap in gaps if gap.owner != "provider")
    wrong = [] if gaps else faults(node("lheo", node("offres", element), xmlns=NAMESPACE))
    return element, Report(
        offer=offer,
        gaps=gaps,
        cuts=tuple(dict.fromkeys(writing.cuts)),
        faults=tuple(f"{fault.path}: {fault.code} {fault.detail}".strip() for fault in wrong),
    )
