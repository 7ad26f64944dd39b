"""The outlines of France that ship with the site, and how degrees become places on them. Pure: no database.

`fixtures/territories/outlines.json` says in its README where they come from. One unit is about 1.8 km; x grows to the
east, y to the south.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log, pi, radians, tan
from pathlib import Path

FILE = Path(__file__).parents[2] / "fixtures" / "territories" / "outlines.json"
# Beyond, Mercator’s projection has no end, and there is no outline anyway.
MOST_LATITUDE = 85.0

Place = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Outline:
    """A department, or a region: `path` for an SVG, `box` (west, north, east, south), its region’s code."""

    code: str
    region: str
    path: str
    box: Box

    def holds(self, place: Place) -> bool:
        """Return whether `place` is inside: a ray to the east meets its rings an odd number of times."""
        x, y = place
        west, north, east, south = self.box
        if not (west <= x <= east and north <= y <= south):
            return False
        return sum(_crossings(ring, x, y) for ring in rings_of(self.path)) % 2 == 1


def place_of(latitude: float, longitude: float) -> Place:
    """Return where a place (degrees, WGS84) is on the outlines."""
    fit = _file()["projection"]
    phi = radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude)))
    return (
        fit["x_scale"] * radians(longitude) + fit["x_zero"],
        -fit["y_scale"] * log(tan(pi / 4 + phi / 2)) + fit["y_zero"],
    )


@cache
def departments() -> Mapping[str, Outline]:
    rows = _file()["departments"].items()
    return {code: Outline(code, row["region"], row["path"], tuple(row["box"])) for code, row in rows}


@cache
def regions() -> Mapping[str, Outline]:
    rows = _file()["regions"].items()
    return {code: Outline(code, code, row["path"], tuple(row["box"])) for code, row in rows}


def department_at(place: Place) -> Outline | None:
    return next((outline for outline in departments().values() if outline.holds(place)), None)


def box_of(outlines: Iterable[Outline]) -> Box:
    """Return the box that holds them all."""
    west, north, east, south = zip(*(outline.box for outline in outlines), strict=True)
    return min(west), min(north), max(east), max(south)


@cache
def rings_of(path: str) -> tuple[tuple[Place, ...], ...]:
    """Return the points of the rings of an outline: `M x y l dx dy … z`, several times."""
    rings = []
    for part in path.split("z")[:-1]:
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", part)]
        x, y, ring = 0.0, 0.0, []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(tuple(ring))
    return tuple(rings)


def _crossings(ring: tuple[Place, ...], x: float, y: float) -> int:
    count = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            count += 1
    return count


@cache
def _file() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))
