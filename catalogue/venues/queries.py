"""Questions about territories and venues, one function each. A venue that is not shown is in no answer (rule 7)."""

import re
from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from catalogue.venues.distance import box_around, km_between
from catalogue.venues.models import Territory, Venue
from catalogue.venues.place_names import plain_name

LONGEST_NAME = 120
Kind = Territory.Kind
_CODE = re.compile(r"[0-9A-Za-z]{1,9}")
_POSTCODE = re.compile(r"\d[\dABab]\d{0,3}")


def public_venues() -> QuerySet[Venue]:
    return Venue.objects.filter(is_shown=True)


def find_territories(text: str, *, kinds: Iterable[str] | None = None, most: int = 12) -> list[Territory]:
    """Return the territories that `text` may name: the exact name first, then the biggest.

    `text` is a name or its beginning («st om», «roub»), a postcode or its beginning («591»), or an official code.
    """
    found = Territory.objects.select_related("department", "region")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    code = text.strip().replace(" ", "")
    name = plain_name(text)[:LONGEST_NAME]
    if not name:
        return []
    found, rank = by_code(found, code) if _POSTCODE.fullmatch(code) else by_name(found, name)
    return list(found.order_by(rank, F("population").desc(nulls_last=True), "plain_name", "code")[:most])


def by_code(rows: QuerySet, code: str) -> tuple[QuerySet, Case]:
    """Keep those of a postcode, of its beginning, or of an official code, and say which come first: «59» is a
    department; «59100» is the postcode of Roubaix before it is the INSEE code of Bousignies."""
    own, posted = Q(code__iexact=code), Q(written__contains=f'"{code}')
    wide = Q(kind__in=[Kind.DEPARTMENT, Kind.REGION])
    return rows.alias(written=Cast("postcodes", TextField())).filter(posted | own), ranked(own & wide, posted)


def by_name(rows: QuerySet, name: str) -> tuple[QuerySet, Case]:
    """Keep those whose name begins so, or one of its words, and say which come first."""
    begins = Q(plain_name__startswith=name)
    return rows.filter(begins | Q(plain_name__contains=f" {name}")), ranked(Q(plain_name=name), begins)


def ranked(first: Q, second: Q) -> Case:
    return Case(When(first, then=Value(0)), When(second, then=Value(1)), default=Value(2), output_field=IntegerField())


def territory_by_facet(facet: str) -> Territory | None:
    """Return the territory that an address names «department-59», or None."""
    kind, _hyphen, code = facet.partition("-")
    if kind not in Kind.values or not _CODE.fullmatch(code):
        return None
    return Territory.objects.select_related("intercommunality", "department", "region").filter(
        kind=kind, code=code
    ).first()  # fmt: skip


def within(territory: Territory, prefix: str = "territory") -> Q:
    """Return the condition for what is in `territory`; `prefix` leads to the commune, as in `venue__territory`."""
    if territory.kind == Kind.COMMUNE:
        return Q(**{prefix: territory})
    return Q(**{prefix: territory}) | Q(**{f"{prefix}__{territory.kind}": territory})


def venues_in(territory: Territory) -> QuerySet[Venue]:
    return public_venues().filter(within(territory))


def venues_near(latitude: float, longitude: float, *, km: float) -> list[Venue]:
    """Return the shown venues within `km` of a place, the nearest first; each says how far it is in its `km`."""
    near = []
    for venue in in_box(public_venues(), latitude, longitude, km):
        venue.km = km_between((latitude, longitude), (venue.latitude, venue.longitude))
        if venue.km <= km:
            near.append(venue)
    return sorted(near, key=lambda venue: (venue.km, venue.pk))


def in_box(rows: QuerySet, latitude: float, longitude: float, km: float, prefix: str = "") -> QuerySet:
    """Keep the rows whose coordinates are in the box of `km` around a place: what the database can tell cheaply."""
    south, west, north, east = box_around(latitude, longitude, km)
    return rows.filter(
        **{f"{prefix}latitude__range": (south, north), f"{prefix}longitude__range": (west, east)},
    )
