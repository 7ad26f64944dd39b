"""What the apps above add to the site at start-up, so that nothing here knows them: each adds to these lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class MenuItem:
    """An item of the header. `route` is the name of its address; the smaller `rank` comes first. It is the current one
    under its own address, and under those that begin like one of `also`."""

    label: str | Promise
    route: str
    rank: int = 50
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FooterLink:
    """A link at the foot of every page, in the column "take", "share" or "hub"."""

    label: str | Promise
    route: str
    column: str


MENU: list[MenuItem] = []
FOOTER: list[FooterLink] = []
# Called by `manage.py install` after its own part, each in its transaction; run again, they change nothing.
INSTALLERS: list[Callable[[], None]] = []
# Called then: thousands of rows that tests do not want in their database.
REFERENCE_DATA: list[Callable[[], None]] = []
# Called by `manage.py demo` after its own part.
DEMOS: list[Callable[[], None]] = []
# Called by the daily upkeep with its day: forget what has been kept long enough. May run twice on one day, and late.
UPKEEP: list[Callable[[date], None]] = []


def add_to(where: list, *things) -> None:
    """Add each thing once: apps may get ready twice in tests."""
    where.extend(thing for thing in things if thing not in where)
