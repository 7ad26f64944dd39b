"""What the page of a venue says."""

from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.venues.asking import territory_url
from catalogue.venues.choices import worded
from catalogue.venues.formats.vocabulary import typology_label
from catalogue.venues.hours import hours_in_words
from catalogue.venues.listing import above, is_commune
from catalogue.venues.mapping import MapPoint, map_of
from catalogue.venues.models import Venue
from outillerie.kits.formats.text import typography

NO_VISITORS = "Ce lieu n'accueille pas de public"


def venue_page(venue: Venue) -> dict:
    """Return the context of `venues/venue.html`."""
    territory = venue.territory
    return {
        "venue": venue,
        "title": typography(venue.name, "fr"),
        "summary": typography(venue.summary, "fr"),
        "description": [typography(part, "fr") for part in venue.description.split("\n") if part.strip()],
        "hours": hours_in_words(venue.opening_hours),
        "phone": phone_words(venue.phone),
        "websites": [{"url": url, "label": short_address(url)} for url in venue.websites],
        "facts": [fact for fact in facts_of(venue) if fact["values"]],
        "coming": coming(venue),
        "has_no_visitors": NO_VISITORS in venue.access_modes,
        "geo_url": geo_url(venue),
        "map_url": map_url(venue),
        "map": map_of(points_of(venue), territory=territory.department if is_commune(territory) else territory),
        "above": [*above(territory), *own_place(venue)],
        "updated": date_format(venue.updated_on, "j F Y"),
    }


def facts_of(venue: Venue) -> list[dict]:
    """Return what the standard says of a venue: names of facts and their values, in the order people ask."""
    only_for = [worded(value) for value in venue.audiences] or [_("Everyone")]
    return [
        fact(_("Services"), venue.services),
        {"name": _("Who for"), "values": only_for},
        fact(_("Specific support"), venue.specific_support),
        fact(_("Kinds of support"), venue.support_modes),
        fact(_("Fees"), venue.fees),
        fact(_("Fixed or itinerant"), venue.itinerancy),
        fact(_("Kind of organisation"), [typology_label(code) for code in venue.typologies]),
        fact(_("National programmes"), venue.national_programmes),
        fact(_("Training and labels"), [*venue.labels, *venue.other_labels]),
        fact(_("Parent organisation"), [venue.parent_organisation] if venue.parent_organisation else []),
    ]


def fact(name: str, values: list[str]) -> dict:
    return {"name": name, "values": [worded(value) for value in values]}


def coming(venue: Venue) -> list[str]:
    """Return the ways to come or to get in touch that the venue gives."""
    return [worded(mode) for mode in venue.access_modes if mode != NO_VISITORS]


def own_place(venue: Venue) -> list[dict]:
    return [{"label": venue.territory.name, "url": territory_url(venue.territory)}] if venue.territory else []


def phone_words(phone: str) -> str:
    """Return “03 20 00 00 00” for a number of mainland France, else the number itself in groups of two."""
    if phone.startswith("+33") and len(phone) == 12:
        digits = f"0{phone[3:]}"
        return "\u00a0".join(digits[start : start + 2] for start in range(0, 10, 2))
    return phone


def short_address(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def geo_url(venue: Venue) -> str:
    """Return the address that a phone opens in its own map (RFC 5870)."""
    if venue.latitude is None:
        return ""
    return f"geo:{venue.latitude},{venue.longitude}?q={venue.latitude},{venue.longitude}({quote(venue.name[:80])})"


def map_url(venue: Venue) -> str:
    if venue.latitude is None:
        return ""
    place = f"{venue.latitude}/{venue.longitude}"
    return f"https://www.openstreetmap.org/?mlat={venue.latitude}&mlon={venue.longitude}#map=18/{place}"


def points_of(venue: Venue) -> list[MapPoint]:
    if venue.latitude is None:
        return []
    label = venue.commune
    return [MapPoint(latitude=venue.latitude, longitude=venue.longitude, number=0, url="#venir", title=venue.name, label=label)]  # fmt: skip
