"""Which licences a mix may carry, or why none.

Rules of the Creative Commons adapter's licences (https://creativecommons.org/faq/, «If I derive or adapt
material») and of the Licence Ouverte 2.0, which declares itself compatible with CC BY. BY-SA and BY-NC-SA
from version 2.0 may move to a later version, never to an earlier one; version 1.0 may not move. Not legal
advice.

A collection keeps each part whole, apart and under its own licence: it is not an adaptation, and these
rules do not bear on it. A part whose licence is unknown is given as `None`: all rights are its author's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from .licence import CC0, ETALAB, LICENCES, OFFERED, Licence
from .reasons import (
    CHOICE,
    COMMERCIAL_WARNING,
    NO_DERIVATIVES,
    REASONS,
    SHARE_ALIKE_OR_NON_COMMERCIAL,
    SHARE_ALIKE_VERSIONS,
    TWO_SHARE_ALIKES,
    UNKNOWN,
)


@dataclass(frozen=True)
class Conflict:
    """Why a mix is refused: `reason` is a key of `reasons.REASONS`, about one licence or about two."""

    reason: str
    first: Licence | None = None
    second: Licence | None = None

    def sentence(self, language: str = "fr") -> str:
        return REASONS[self.reason][_spoken(language)].format(first=self.first, second=self.second)


@dataclass(frozen=True)
class Verdict:
    """What one adaptation of some parts may carry. Without any licence, `conflicts` says why."""

    fitting: frozenset[Licence]
    """Every licence known here that the result may carry."""
    conflicts: tuple[Conflict, ...]

    @property
    def licences(self) -> tuple[Licence, ...]:
        """Return those a contributor may choose, in the order they are offered."""
        return tuple(offered for offered in OFFERED if offered in self.fitting)

    @property
    def earlier(self) -> tuple[Licence, ...]:
        """Return the older versions that also fit, newest first, when a part imposes share-alike."""
        if not all(fit.share_alike for fit in self.fitting):
            return ()
        older = self.fitting.difference(OFFERED)
        return tuple(sorted(older, key=lambda fit: (fit.version, not fit.port, fit.id), reverse=True))

    @property
    def is_possible(self) -> bool:
        return bool(self.fitting)

    def allows(self, chosen: Licence) -> bool:
        return chosen in self.fitting


@dataclass(frozen=True)
class CommercialWarning:
    licences: tuple[Licence, ...]

    def sentence(self, language: str = "fr") -> str:
        return COMMERCIAL_WARNING[_spoken(language)].format(licences=", ".join(map(str, self.licences)))


def adaptation_licences(parts: Iterable[Licence | None]) -> Verdict:
    """Return what a work that mixes or modifies `parts` may carry. Order and repetition change nothing."""
    distinct = _distinct(parts)
    fitting = frozenset(LICENCES.values()).intersection(*map(_results, distinct))
    return Verdict(fitting, _conflicts(distinct))


def choice_conflicts(chosen: Licence, parts: Iterable[Licence | None]) -> tuple[Conflict, ...]:
    """Return why a work made of `parts` may not be shared under `chosen`: empty when it may."""
    return tuple(
        _own_conflict(part) or Conflict(CHOICE, part, chosen)
        for part in _distinct(parts)
        if chosen not in _results(part)
    )


def is_collection_allowed(parts: Iterable[Licence | None]) -> bool:
    """Whether `parts` may be gathered unmodified, each under its own licence: any open licence allows it."""
    return None not in parts


def commercial_warning(parts: Iterable[Licence | None]) -> CommercialWarning | None:
    """Return what to say before a paid use of `parts`, modified or not; nothing is forbidden here."""
    licences = tuple(part for part in _distinct(parts) if part and part.non_commercial)
    return CommercialWarning(licences) if licences else None


def _distinct(parts: Iterable[Licence | None]) -> tuple[Licence | None, ...]:
    return tuple(sorted(set(parts), key=lambda part: part.id if part else ""))


def _results(part: Licence | None) -> frozenset[Licence]:
    """Return the licences that an adaptation of `part` alone may carry."""
    if part is None or part.no_derivatives:
        return frozenset()
    keeps = _keeps_share_alike if part.share_alike else _keeps_conditions
    return frozenset(result for result in LICENCES.values() if keeps(part, result))


def _keeps_share_alike(part: Licence, result: Licence) -> bool:
    if result == part:
        return True
    # Versions compare as text: all are one digit, a point, one digit. The texts allow other ports of the same
    # version in some cases; nobody needs it, and leaving it out is the safe side.
    is_later = result.version > part.version and not result.port
    return result.code == part.code and part.version != "1.0" and is_later


def _keeps_conditions(part: Licence, result: Licence) -> bool:
    if result.code == ETALAB and part.code not in (ETALAB, CC0):
        return False
    keeps_credit = result.requires_attribution or not part.requires_attribution
    return keeps_credit and (result.non_commercial or not part.non_commercial)


def _conflicts(distinct: tuple[Licence | None, ...]) -> tuple[Conflict, ...]:
    own = tuple(conflict for conflict in map(_own_conflict, distinct) if conflict)
    adaptable = [part for part in distinct if not _own_conflict(part)]
    return own + tuple(
        _pair_conflict(first, second)
        for first, second in combinations(adaptable, 2)
        if _results(first).isdisjoint(_results(second))
    )


def _own_conflict(part: Licence | None) -> Conflict | None:
    if part is None:
        return Conflict(UNKNOWN)
    return Conflict(NO_DERIVATIVES, part) if part.no_derivatives else None


def _pair_conflict(first: Licence, second: Licence) -> Conflict:
    if first.code == second.code:
        return Conflict(SHARE_ALIKE_VERSIONS, *sorted((first, second), key=lambda part: part.version))
    if first.share_alike and second.share_alike:
        return Conflict(TWO_SHARE_ALIKES, first, second)
    share_alike, non_commercial = sorted((first, second), key=lambda part: part.non_commercial)
    return Conflict(SHARE_ALIKE_OR_NON_COMMERCIAL, share_alike, non_commercial)


def _spoken(language: str) -> str:
    return "en" if language.startswith("en") else "fr"
