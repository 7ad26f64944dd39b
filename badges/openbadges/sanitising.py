"""Drawings from people, made harmless: only what draws is written again, from a list of what may be.

A browser runs an SVG that it opens as a page (https://www.w3.org/TR/SVG2/interact.html#ScriptElement); a renderer may
spend hours on a drawing of a kilobyte whose parts show one another. Here elements and attributes come from a list,
addresses lead inside the drawing, and what it shows in the end is counted. Styles become attributes.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from .baking import UnreadableImage
from .drawings import MOST_DEPTH, SVG, Reading, read

MOST_DRAWN = 3_000
LEAST_SIDE, MOST_SIDE = 0.01, 100_000
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
ELEMENTS = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "use", "symbol",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern", "title", "desc", "text", "tspan",
}  # fmt: skip
# What holds drawings without drawing: Illustrator wraps the whole of its own in a `switch`.
UNWRAPPED = {"a", "switch"}
WITH_WORDS = {"title", "desc", "text", "tspan"}
PROPERTIES = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "color", "clip-path",
    "clip-rule", "mask", "stop-color", "stop-opacity", "display", "visibility", "vector-effect", "paint-order",
    "font-family", "font-size", "font-weight", "text-anchor", "letter-spacing",
}  # fmt: skip
ATTRIBUTES = PROPERTIES | {
    "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "fx", "fy", "dx", "dy", "d",
    "points", "transform", "viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "spreadMethod",
    "offset", "patternUnits", "patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits",
    "maskContentUnits", "id", "href", "role", "aria-label", "aria-hidden",
}  # fmt: skip
WORDS = {"aria-label"}
PLAIN = re.compile(r"""[\w\s.,#%+'"-]*""")
# Possessive, so that no long value takes long to refuse.
TRANSFORM = re.compile(r"(?:[\s,]*+(?:matrix|translate|scale|rotate|skewX|skewY)\s*+\([\d\s.,eE+-]*+\))*+\s*+")
COLOUR = re.compile(r"\s*+(?:rgb|hsl)a?\([\d\s.,%+-]*+\)\s*+", re.IGNORECASE)
NAME = re.compile(r"[\w.-]+")
INSIDE = re.compile(r"""\s*+url\(\s*+["']?#([\w.-]++)["']?\s*+\)\s*+(#?\w++)?\s*+""")
CLASS = re.compile(r"\.([\w-]+)")
LENGTH = re.compile(r"\s*+([\d.]++)\s*+(?:px)?\s*+")


def sanitised(svg: bytes) -> bytes:
    """Return the drawing with nothing but what draws, as UTF-8. Raises UnreadableImage.

    The same drawing comes out the same, however often: a drawing that went through is kept to the byte.
    """
    clean = _Clean()
    read(svg, clean, most_elements=MOST_DRAWN)
    _check_work(clean.parts[0], {part.name: part for part in clean.parts if part.name})
    return "".join(clean.written).encode()


def view_box(svg: bytes) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a drawing that came out of `sanitised`."""
    return tuple(float(value) for value in re.search(rb'viewBox="([^"]*)"', svg)[1].split())


@dataclass
class Part:
    """An element, the elements in it, and the names of those that it shows from elsewhere."""

    name: str
    shown: tuple[str, ...]
    inside: list["Part"] = field(default_factory=list)
    work: int = 0
    height: int = 0


@dataclass
class _Clean(Reading):
    written: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    # Of each open element: its name, "" for one that is not written itself, the part that holds what is in it, and how
    # much was written once its tag was.
    opened: list[tuple[str, Part, int]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    classes: dict[str, dict[str, str]] = field(default_factory=dict)
    skipped: int = 0
    style: list[str] | None = None

    def start(self, name, attributes, offset):
        local = name.removeprefix(f"{{{SVG}}}")
        if not self.parts and local not in ELEMENTS:
            raise UnreadableImage("not-svg")
        if self.skipped or not (local in ELEMENTS or local in UNWRAPPED):
            self.skipped += 1
            self.style = [] if local == "style" and self.skipped == 1 else self.style
        elif local in UNWRAPPED:
            self.opened.append(("", self.opened[-1][1], 0))
        else:
            self._open(local, attributes)

    def end(self, name, offset):
        if not self.skipped:
            local, _part, written = self.opened.pop()
            if local and written == len(self.written):
                self.written[-1] = f"{self.written[-1][:-1]}/>"
            elif local:
                self.written.append(f"</{local}>")
            return
        self.skipped -= 1
        if not self.skipped and self.style is not None:
            for name, declared in _classes("".join(self.style)):
                self.classes[name] = self.classes.get(name, {}) | declared
            self.style = None

    def text(self, text):
        if self.style is not None:
            self.style.append(text)
        elif not self.skipped and self.opened and self.opened[-1][0] in WITH_WORDS:
            self.written.append(escape(text))

    def _open(self, local: str, attributes: dict[str, str]) -> None:
        is_root = not self.parts
        kept = dict(_kept(self._styled(attributes)))
        if kept.get("id") in self.names:
            # The first one wins, as in browsers: two readings of one name could hide what is shown.
            del kept["id"]
        self.names.add(name := kept.get("id", ""))
        if is_root:
            kept = {"xmlns": SVG, "viewBox": _root_box(attributes)} | {
                key: value for key, value in kept.items() if key not in {"viewBox", "x", "y", "width", "height"}
            }
        part = Part(name, tuple(_shown(kept)))
        if not is_root:
            self.opened[-1][1].inside.append(part)
        self.parts.append(part)
        self.written.append(f"<{local}" + "".join(f" {key}={_quoted(value)}" for key, value in kept.items()) + ">")
        self.opened.append((local, part, len(self.written)))

    def _styled(self, attributes: dict[str, str]) -> dict[str, str]:
        """Return the attributes, with what classes and `style` say over them."""
        styled = dict(attributes)
        for name in attributes.get("class", "").split():
            styled |= self.classes.get(name, {})
        return styled | dict(_declarations(attributes.get("style", "")))


def _quoted(value: str) -> str:
    return quoteattr(value, {'"': "&quot;"})


def _classes(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    before, *commented = sheet.split("/*")
    rules = "".join([before, *(text.partition("*/")[2] for text in commented)])
    for rule in rules.split("}"):
        selectors, _, declarations = rule.partition("{")
        for selector in selectors.split(","):
            if named := CLASS.fullmatch(selector.strip()):
                yield named[1], dict(_declarations(declarations))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip().lower() in PROPERTIES:
            yield name.strip().lower(), value.strip()


def _kept(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes that may be written, each with a value that it may have."""
    for key, value in attributes.items():
        name = "href" if key == XLINK_HREF else key
        if name in ATTRIBUTES and (safe := _safe(name, value)) is not None:
            yield name, safe


def _safe(name: str, value: str) -> str | None:
    """Return a value that does nothing but draw, or None."""
    if name in WORDS:
        return value
    if name == "id":
        return value if NAME.fullmatch(value) else None
    if name == "href":
        return value if value.startswith("#") and NAME.fullmatch(value[1:]) else None
    if name == "viewBox":
        return value if _box(value) else None
    if name.lower().endswith("transform"):
        return value if TRANSFORM.fullmatch(value) else None
    if inside := INSIDE.fullmatch(value):
        return f"url(#{inside[1]})" + (f" {inside[2]}" if inside[2] else "")
    return value if PLAIN.fullmatch(value) or COLOUR.fullmatch(value) else None


def _shown(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name == "href":
            yield value[1:]
        elif inside := INSIDE.fullmatch(value):
            yield inside[1]


def _root_box(attributes: dict[str, str]) -> str:
    """Return the box of the whole drawing: it must be one that something can be drawn in."""
    if "viewBox" in attributes:
        box = _box(attributes["viewBox"])
    else:
        sides = [LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        box = _box(f"0 0 {sides[0][1]} {sides[1][1]}") if all(sides) else None
    if box is None:
        raise UnreadableImage("bad-size")
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in box)


def _box(text: str) -> list[float] | None:
    try:
        values = [float(value) for value in re.split(r"[\s,]+", text.strip())]
    except ValueError:
        return None
    is_sane = (
        len(values) == 4
        and all(math.isfinite(value) and abs(value) <= MOST_SIDE for value in values)
        and min(values[2:]) >= LEAST_SIDE
    )
    return values if is_sane else None


def _check_work(part: Part, named: dict[str, Part], depth: int = 0) -> None:
    """Count what `part` shows in the end, those that it shows from elsewhere included. Raises UnreadableImage for too
    much of it, and for what shows itself."""
    if depth > MOST_DEPTH:
        raise UnreadableImage("too-many-parts")
    others = [*part.inside, *(named[name] for name in part.shown if name in named)]
    for other in others:
        if not other.work:
            _check_work(other, named, depth + 1)
    part.work = 1 + sum(other.work for other in others)
    part.height = 1 + max((other.height for other in others), default=0)
    if part.work > MOST_DRAWN or part.height > MOST_DEPTH:
        raise UnreadableImage("too-many-parts")
