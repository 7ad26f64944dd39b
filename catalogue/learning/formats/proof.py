"""What a completion rests on, as one fingerprint: it says later whether the rows still say what they said. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.learning.formats.rules import Fact, Rule


def kept(facts: Iterable[Fact]) -> list[list]:
    """Return facts as a completion keeps them: [kind, id, day, minutes], in order of time."""
    return [[fact.kind, fact.id, fact.on.isoformat(), fact.minutes] for fact in facts]


def fingerprint(rule: Rule, facts: Iterable[Fact], said: Mapping[tuple[str, int], Any]) -> str:
    """Return the SHA-256, in hexadecimal, of `rule` and of what each row behind `facts` says.

    `said` gives the plain values of a row by its (kind, id); a row that is no longer there says nothing.
    """
    rows = [[*values, said.get((values[0], values[1]))] for values in kept(facts)]
    text = json.dumps([rule, rows], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
