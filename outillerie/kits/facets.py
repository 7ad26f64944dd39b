"""What search can count and filter of a kit, from its content alone."""

from outillerie.kits.formats.content import KitContent
from outillerie.licences.licence import LICENCES

DURATION_BANDS = (30, 60, 120)
GROUP_BANDS = {"small": (1, 5), "medium": (6, 12), "large": (13, 10_000)}


def facets_of(content: KitContent, *, domain: int | None) -> list[tuple[str, str]]:
    """Return the (facet, value) pairs of `content`. Duration bands are cumulative: 20 minutes fit in an hour too."""
    facets = [("mode", content.mode), ("language", content.language)]
    facets += [("domain", str(domain))] if domain else []
    facets += [("theme", code) for code in content.themes]
    facets += [("audience", code) for code in content.audiences]
    facets += [("level", str(content.level))] if content.level else []
    facets += [("duration", band) for band in duration_bands(content.duration)]
    facets += [("group", band) for band in group_bands(content.participants_min, content.participants_max)]
    facets += [("licence", licence_family(content.licence))] if content.licence else []
    facets += [("place", place) for place in places(content)]
    return list(dict.fromkeys(facets))


def duration_bands(minutes: int | None) -> list[str]:
    if minutes is None:
        return []
    return [str(band) for band in DURATION_BANDS if minutes <= band] or ["more"]


def group_bands(fewest: int | None, most: int | None) -> list[str]:
    """Return the bands that some allowed group size falls in; an open end counts as open."""
    if fewest is None and most is None:
        return []
    fewest, most = fewest or 1, most or 10_000
    return [band for band, (low, high) in GROUP_BANDS.items() if fewest <= high and most >= low]


def licence_family(identifier: str) -> str:
    """Return the licence without its version nor its country: «CC-BY-SA-4.0» and «CC-BY-SA-3.0-CH» are «CC-BY-SA»."""
    licence = LICENCES.get(identifier)
    if licence is None:
        return identifier
    return f"CC-{licence.code.upper()}" if licence.code.startswith("by") else identifier.rpartition("-")[0]


def places(content: KitContent) -> list[str]:
    facts = {
        "unplugged": content.is_unplugged,
        "offline": content.is_offline,
        "easy_to_read": any(file.role == "easy_to_read" for file in content.files),
    }
    return [place for place, holds in facts.items() if holds]
