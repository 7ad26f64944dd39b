"""How many badges were given, without a name: what is told of a small group would point at people."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from badges.browsing.formats.small_numbers import FEWEST, shown
from badges.browsing.queries import given_by_month, given_counts, known_achievements, newest_shown
from badges.browsing.wording import domain_words, figure_words
from outillerie.discovery.text import fold
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

MOST_MONTHS, MOST_BADGES = 12, 20


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A line of a chart: `share` is its length, in hundredths of the longest; `domain` gives its colour."""

    label: str
    value: str
    share: int
    url: str = ""
    domain: int = 0


def figures_page() -> dict:
    """Return the context of `badges/figures.html`.

    Domains, levels and months count only the badges whose own number is shown: nobody can work out the others by taking
    one table from another.
    """
    versions = {version.achievement_id: version for version in newest_shown(known_achievements())}
    counts = given_counts()
    said = {pk: counts[pk] for pk in versions if counts[pk] >= FEWEST}
    months = given_by_month(said)
    return {
        "total": sum(said.values()),
        "kinds": len(said),
        "few": FEWEST,
        "by_badge": badge_bars(versions, counts),
        "by_domain": bars(group(said, versions, "domain", Domain.values), domain_words, coloured=True),
        "by_level": bars(group(said, versions, "level", Level.values), lambda level: str(Level(level).label)),
        "by_month": bars(shown(dict(list(months.items())[:MOST_MONTHS])), month_words),
    }


def badge_bars(versions: dict, counts) -> list[Bar]:
    """Return a bar for each badge, the most given first; those given to a few come last, by name."""
    numbers = {pk: None if 0 < counts[pk] < FEWEST else counts[pk] for pk in versions}
    order = sorted(versions, key=lambda pk: (-(numbers[pk] or 0), fold(versions[pk].content.name)))
    longest = max((number or 0 for number in numbers.values()), default=0)
    return [
        Bar(
            label=versions[pk].content.name,
            value=figure_words(numbers[pk]),
            share=share(numbers[pk], longest),
            url=reverse("achievement", args=[versions[pk].achievement.slug]),
            domain=versions[pk].content.domain,
        )
        for pk in order[:MOST_BADGES]
    ]


def group(said: dict, versions: dict, fact: str, values: list[int]) -> dict[int, int]:
    """Return the sums of `said` by a fact of the badges."""
    sums = dict.fromkeys(values, 0)
    for pk, count in said.items():
        sums[getattr(versions[pk].content, fact)] += count
    return sums


def bars(numbers: dict, label, *, coloured: bool = False) -> list[Bar]:
    longest = max((number or 0 for number in numbers.values()), default=0)
    return [
        Bar(
            label=label(key),
            value=figure_words(number),
            share=share(number, longest),
            domain=key if coloured else 0,
        )
        for key, number in numbers.items()
    ]


def share(number: int | None, longest: int) -> int:
    """Return the length of a bar: a number that is kept silent has none, and a small one is still seen."""
    return max(2, round(100 * number / longest)) if number and longest else 0


def month_words(month) -> str:
    return date_format(month, "F Y")
