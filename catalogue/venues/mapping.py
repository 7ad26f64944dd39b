"""The map: outlines that ship with the site and numbered pins, drawn here as SVG. No tile, no script, no third party.

A library of maps would ask someone else for tiles, need a script to draw anything, and weigh more than a whole page:
the design asks for outlines and links, which are 5 kB for a region. Zooming is another page: a region, a department.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.venues.models import Territory
from catalogue.venues.outlines import Box, Outline, Place, box_of, department_at, departments, place_of, regions

# In pixels of a drawing 300 wide: the sizes of components/map.css.
WIDTH, HEIGHT, MARGIN = 300, 400, 18
PIN, TOUCH, SIGN, LETTER, LINE = 13, 28, 7.5, 7.4, 16
# Around a commune: about 36 km.
NARROWEST = 20.0
MOST_PINS = 40
MOST_NUMBERS = 3
Kind = Territory.Kind


@dataclass(frozen=True, kw_only=True)
class MapPoint:
    """Something to show. `number` is that of its line in the list (0 when it is alone and there is no list), `url` where its pin leads (`#seance-12`, or a page),
    `title` what it is, `label` what is written beside the pin: the commune. Degrees, WGS84."""

    latitude: float
    longitude: float
    number: int
    url: str
    title: str
    label: str = ""


@dataclass(kw_only=True)
class Pin:
    """One or several points at the same place of the drawing. `x` and `y` are in units of the outlines."""

    x: float
    y: float
    scale: float
    points: list[MapPoint] = field(default_factory=list)
    label_x: float = 0
    label_y: float = 0
    label_side: str = ""

    @property
    def url(self) -> str:
        return self.points[0].url

    @property
    def sign(self) -> str:
        """Return what is written in the pin: a number; a few numbers; or how many they are."""
        if len(self.points) > MOST_NUMBERS:
            return f"×{len(self.points)}"
        return " · ".join(str(point.number) for point in self.points if point.number)

    @property
    def half_width(self) -> float:
        """Return half of what the pin takes, in pixels: the sign of a group needs more room."""
        return max(PIN, len(self.sign) * SIGN / 2 + 6) if len(self.points) > 1 else PIN

    @property
    def width(self) -> float:
        return 2 * self.half_width

    @property
    def label(self) -> str:
        labels = list(dict.fromkeys(point.label for point in self.points if point.label))
        return ", ".join(labels[:2]) + ("…" if len(labels) > 2 else "")

    @property
    def words(self) -> str:
        """Return what the pin says to those who do not see it."""
        said = [
            _("%(number)s: %(title)s") % {"number": point.number, "title": point.title} if point.number else point.title
            for point in self.points
        ]
        if len(said) == 1:
            return f"{said[0]}, {self.label}" if self.label and self.label not in said[0] else said[0]
        # What is seen begins what is heard: whoever speaks to their device says what they read.
        sign = self.sign or len(said)
        count = ngettext("%(count)s at this place", "%(count)s at this place", len(said)) % {"count": sign}
        return _("%(count)s: %(names)s") % {"count": count, "names": "; ".join(said[:6])}


@dataclass(frozen=True, kw_only=True)
class MapDrawing:
    """What `components/map.html` draws; false when there is nothing to draw. `unplaced` are the points left out."""

    view_box: str = ""
    outlines: tuple[tuple[Outline, bool], ...] = ()
    pins: tuple[Pin, ...] = ()
    unplaced: int = 0

    def __bool__(self):
        return bool(self.outlines)

    @property
    def is_numbered(self) -> bool:
        return any(pin.sign for pin in self.pins)


def map_of(points: Iterable[MapPoint], *, territory: Territory | None = None) -> MapDrawing:
    """Return the drawing of `points`, over `territory` or over the region that they are in; over all of France when
    they are in several. At most 40 pins: whoever calls shows a page of a list, and the list says everything."""
    points = list(points)
    places = [place_of(point.latitude, point.longitude) for point in points]
    shown, frame = framed(territory, places)
    if not shown:
        return MapDrawing(unplaced=len(points))
    west, north, east, south = frame
    scale = max((east - west) / (WIDTH - 2 * MARGIN), (south - north) / (HEIGHT - 2 * MARGIN))
    west, north, east, south = frame = widened(frame, MARGIN * scale)
    inside = [(point, place) for point, place in zip(points, places, strict=True) if is_in(place, frame)]
    pins = grouped(inside, scale)[:MOST_PINS]
    place_labels(pins, frame, scale)
    return MapDrawing(
        view_box=f"{west:.1f} {north:.1f} {east - west:.1f} {south - north:.1f}",
        outlines=tuple((outline, is_main(outline, territory)) for outline in shown if overlap(outline.box, frame)),
        pins=tuple(pins),
        unplaced=len(points) - sum(len(pin.points) for pin in pins),
    )


def framed(territory: Territory | None, places: list[Place]) -> tuple[list[Outline], Box]:
    """Return the outlines to draw and the box to show. No outline where there is no drawing: overseas."""
    if territory is None:
        return around(places)
    if territory.kind == Kind.REGION:
        shown = [outline for outline in departments().values() if outline.region == territory.code]
        return shown, box_of(shown) if shown else (0, 0, 0, 0)
    if territory.kind == Kind.DEPARTMENT:
        main = departments().get(territory.code)
        if main is None:
            return [], (0, 0, 0, 0)
        return [outline for outline in departments().values() if outline.region == main.region], main.box
    if territory.latitude is None:
        return around(places)
    frame = box_around(place_of(territory.latitude, territory.longitude), places)
    return [outline for outline in departments().values() if overlap(outline.box, frame)], frame


def around(places: list[Place]) -> tuple[list[Outline], Box]:
    """Return the departments of the one region that `places` are in, or all the regions."""
    found = {outline.region for place in places if (outline := department_at(place))}
    if not found:
        return [], (0, 0, 0, 0)
    shown = list(regions().values())
    if len(found) == 1:
        shown = [outline for outline in departments().values() if outline.region in found]
    return shown, box_of(shown)


def box_around(middle: Place, places: list[Place]) -> Box:
    """Return the box of a commune or an intercommunality: its middle and what is near it, never too narrow."""
    x, y = middle
    near = [place for place in places if abs(place[0] - x) < 2 * NARROWEST and abs(place[1] - y) < 2 * NARROWEST]
    reach = max([NARROWEST / 2, *(max(abs(px - x), abs(py - y)) for px, py in near)])
    return x - reach, y - reach, x + reach, y + reach


def is_main(outline: Outline, territory: Territory | None) -> bool:
    """Return whether an outline is what the map is of, rather than what is around."""
    return territory is None or territory.kind != Kind.DEPARTMENT or outline.code == territory.code


def grouped(points: list[tuple[MapPoint, Place]], scale: float) -> list[Pin]:
    """Return the pins: two that would touch are one."""
    pins: list[Pin] = []
    for point, (x, y) in points:
        near = next((pin for pin in pins if abs(pin.x - x) < reach(pin) and abs(pin.y - y) < TOUCH * scale), None)
        if near is None:
            near = Pin(x=round(x, 1), y=round(y, 1), scale=round(scale, 4))
            pins.append(near)
        near.points.append(point)
    return pins


def reach(pin: Pin) -> float:
    return (pin.half_width + PIN + 2) * pin.scale


def place_labels(pins: list[Pin], frame: Box, scale: float) -> None:
    """Write each label where nothing else is: on the right, on the left, under or over; or nowhere."""
    taken = [pin_box(pin) for pin in pins]
    for pin in pins:
        for side, x, y, anchor_x in sides_of(pin):
            width = len(pin.label) * LETTER
            west = pin.x + (x - width * anchor_x) * scale
            box = (west, pin.y + (y - LINE) * scale, west + width * scale, pin.y + (y + 2) * scale)
            others = [other for other in taken if other is not None]
            if pin.label and is_inside(box, frame) and not any(overlap(box, other) for other in others):
                pin.label_side, pin.label_x, pin.label_y = side, round(x, 1), y
                taken.append(box)
                break


def sides_of(pin: Pin):
    """Yield (side, x, y, how much of the label is left of x), in pixels from the pin."""
    out = pin.half_width + 6
    yield "right", out, 5, 0
    yield "left", -out, 5, 1
    yield "under", 0, PIN + 17, 0.5
    yield "over", 0, -PIN - 7, 0.5


def pin_box(pin: Pin) -> Box:
    half, tall = (pin.half_width + 2) * pin.scale, (PIN + 2) * pin.scale
    return pin.x - half, pin.y - tall, pin.x + half, pin.y + tall


def widened(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def is_in(place: Place, box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def is_inside(inner: Box, outer: Box) -> bool:
    return is_in(inner[:2], outer) and is_in(inner[2:], outer)


def overlap(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
