"""Figures about people that point at nobody: a number under five is never said, and cannot be worked out. Pure.

What is shown beside it must not give it away: where one number alone is kept silent, its sum less the others would say
it, so the smallest of the others is kept silent too.
"""

from collections.abc import Hashable, Mapping

FEWEST = 5


def shown(counts: Mapping[Hashable, int]) -> dict[Hashable, int | None]:
    """Return each of `counts`, or None for what is kept silent. Nothing is said of nobody: 0 stays 0."""
    silent = {key for key, count in counts.items() if 0 < count < FEWEST}
    others = [key for key, count in counts.items() if count >= FEWEST]
    if len(silent) == 1 and others:
        silent.add(min(others, key=lambda key: counts[key]))
    return {key: None if key in silent else count for key, count in counts.items()}
