"""Labels and values that people set apart with tabs, made into lines «label : value»."""

from dataclasses import dataclass
from itertools import takewhile

from outillerie.kits.formats.dialects.facts import fact_in
from outillerie.kits.formats.dialects.labels import field_of
from outillerie.kits.formats.office.trees import Element


@dataclass(frozen=True)
class Piece:
    """A text of a paragraph, or its tab or break: an element whose name may be changed for another."""

    text: str
    element: Element | None = None
    break_tag: str = ""
    text_tag: str = ""


def facts_apart(pieces: list[Piece]) -> None:
    """Give a line to each fact of «Durée : 1 h⇥Public : tous», and a colon to «Durée⇥1 h»."""
    tabs = [piece for piece in pieces if piece.text == "\t" and piece.element is not None]
    if not tabs:
        return
    shown = "".join(piece.text for piece in pieces)
    facts = [fact_in(part) for part in shown.replace("\n", "\t").split("\t") if part.strip()]
    if len(facts) > 1 and all(fact and fact[1] for fact in facts):
        for tab in tabs:
            tab.element.tag = tab.break_tag
        return
    before = "".join(piece.text for piece in takewhile(lambda piece: piece is not tabs[0], pieces))
    if ":" not in before and field_of(before) and "\n" not in shown and shown.partition("\t")[2].strip():
        tabs[0].element.tag = tabs[0].text_tag
        tabs[0].element.text = " : "
