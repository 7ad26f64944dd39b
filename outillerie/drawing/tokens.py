"""The values of the design, read once from `tokens.json`: colours by role, domains, weaves, glyphs, logo."""

import json
from dataclasses import dataclass
from pathlib import Path

TOKENS = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))
COLOURS: dict[str, str] = {name: token["value"] for name, token in TOKENS["color"].items()}
GLYPHS: dict[str, str] = TOKENS["glyph"]["shapes"]
INK, WHITE, YELLOW = COLOURS["ink"], COLOURS["white"], COLOURS["rule"]


@dataclass(frozen=True)
class Domain:
    """One of the five top groups of skills. `draft` is its weave: rows of `1` (thread) and `0` (ground)."""

    number: int
    code: str
    label: str
    colour: str
    edge: str
    tint: str
    on_colour: str
    draft: tuple[str, ...]


DOMAINS = tuple(
    Domain(
        number=values["order"],
        code=code,
        label=values["label"],
        colour=values["color"],
        edge=values["edge"],
        tint=values["tint"],
        on_colour=values["onColor"],
        draft=tuple(TOKENS["weave"]["drafts"][values["weave"]]),
    )
    for code, values in TOKENS["domain"].items()
)


def domain_of(domain: int | str) -> Domain:
    """Return a domain by its number, from 1, or its code («com»). Raises ValueError."""
    for known in DOMAINS:
        if domain in (known.number, known.code):
            return known
    raise ValueError(f"No domain is called {domain}.")


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with `share` of `other` in it: an opaque colour prints and overlaps without surprise."""
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def slots(glyph: str, *, main: str, accent: str, ink: str) -> str:
    """Return the shapes of `glyph` in three colours. Raises ValueError for a glyph that nobody drew."""
    if glyph not in GLYPHS:
        raise ValueError(f"No glyph is called {glyph}.")
    return GLYPHS[glyph].replace("{a}", main).replace("{b}", accent).replace("{i}", ink)
