"""Participants without a name, by band: what is missing of a band is «not said», and no band counts more than came. Pure.

The codes are those of La Coop (`fixtures/vocabularies/coop.json`); `NOT_SAID` is theirs too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NOT_SAID = "non_communique"
BANDS = ("age", "gender", "status")
# What is counted of one band: how many by code.
Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Headcounts:
    """`total` people, and how many of them in each code of each band."""

    total: int = 0
    age: Counts = field(default_factory=dict)
    gender: Counts = field(default_factory=dict)
    status: Counts = field(default_factory=dict)

    def band(self, name: str) -> Counts:
        return {"age": self.age, "gender": self.gender, "status": self.status}[name]


def headcounts(rows: Iterable[tuple[str, str, int]]) -> Headcounts:
    """Return what `rows` of (band, code, count) say."""
    found: dict[str, dict[str, int]] = {name: {} for name in BANDS}
    total = 0
    for band, code, count in rows:
        if band == "total":
            total = count
        else:
            found[band][code] = count
    return Headcounts(total=total, **found)


def rows_of(counts: Headcounts) -> list[tuple[str, str, int]]:
    """Return what is worth keeping of `counts`: nothing of what is zero, nor of what was not said."""
    bands = ((band, code, n) for band in BANDS for code, n in counts.band(band).items() if code != NOT_SAID)
    return [row for row in (("total", "", counts.total), *bands) if row[2]]


def overflows(counts: Headcounts) -> list[str]:
    """Return the bands that count more people than came."""
    return [band for band in BANDS if said(counts.band(band)) > counts.total]


def said(band: Counts) -> int:
    return sum(count for code, count in band.items() if code != NOT_SAID)


def completed(counts: Headcounts, codes: Mapping[str, Iterable[str]], *, named: int = 0) -> Headcounts:
    """Return every code of each band, with the `named` participants too, of whom no band is known."""
    total = counts.total + named
    return Headcounts(
        total=total,
        **{band: {**dict.fromkeys(codes[band], 0), **shared_out(counts.band(band), total)} for band in BANDS},
    )


def shared_out(band: Counts, total: int) -> dict[str, int]:
    kept = {code: count for code, count in band.items() if code != NOT_SAID}
    return {**kept, NOT_SAID: max(0, total - sum(kept.values()))}
