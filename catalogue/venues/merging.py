"""A venue here and what a file says of it: what may be written, and what someone must look at first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.venues.formats.standard import COLUMNS
from catalogue.venues.models import Venue

# What an import writes, in the order of the standard; its identifier says which venue.
IMPORTED = tuple(name for name in COLUMNS.values() if name != "standard_id")
PLACE = ("commune", "postcode", "insee_code")
_ABSENT = object()


@dataclass
class Merge:
    """What became of a venue. `changed` are the fields written, `proposed` those that the staff edited and that the file
    says otherwise, `kept` those edited of which the file says nothing new."""

    venue: Venue
    is_new: bool = False
    changed: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    is_touched: bool = False


def merge(venue: Venue, facts: Mapping[str, Any]) -> Merge:
    """Bring `facts` into `venue`, without saving. An edit made here is never written over: the newcomer waits in
    `proposed` until somebody decides."""
    done = Merge(venue)
    for name in IMPORTED:
        new, last, here = plain(facts[name]), venue.imported.get(name, _ABSENT), plain(getattr(venue, name))
        is_edited = here != last if last is not _ABSENT else here not in ("", None, [], new)
        if not is_edited:
            if new != here:
                setattr(venue, name, facts[name])
                done.changed.append(name)
        elif new == here:
            done.is_touched |= venue.proposed.pop(name, _ABSENT) is not _ABSENT
        elif new == last:
            done.kept.append(name)
        else:
            venue.proposed[name] = new
            done.proposed.append(name)
        if last is _ABSENT or new != last:
            venue.imported[name] = new
            done.is_touched = True
    return done


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_plain(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "updated_on" else value
