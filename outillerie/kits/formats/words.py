"""What changed in a text, word by word, in bounded time."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# Python's comparison is quadratic: past this many words compare lines, past as many lines replace the whole.
MAX_TOKENS = 1_500

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class TextSegment:
    """The «equal» and «removed» texts, joined, are the old text; the «equal» and «added» ones are the new."""

    kind: Literal["equal", "added", "removed"]
    text: str


def text_segments(old: str, new: str) -> tuple[TextSegment, ...]:
    """Return how `old` becomes `new`."""
    for pattern in (_WORDS, _LINES):
        before, after = pattern.findall(old), pattern.findall(new)
        start = _shared(before, after)
        end = _shared(before[start:][::-1], after[start:][::-1])
        removed, added = before[start : len(before) - end], after[start : len(after) - end]
        if len(removed) <= MAX_TOKENS and len(added) <= MAX_TOKENS:
            pieces = [
                ("equal", before[:start]),
                *_compared(removed, added),
                ("equal", before[len(before) - end :]),
            ]
            return _merged(pieces)
    return _merged([("removed", [old]), ("added", [new])])


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _compared(before: list[str], after: list[str]) -> list[tuple[str, list[str]]]:
    pieces = []
    for operation, i, j, k, l in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():  # noqa: E741
        if operation == "equal":
            pieces.append(("equal", before[i:j]))
        else:
            pieces += [("removed", before[i:j]), ("added", after[k:l])]
    return pieces


def _merged(pieces: list[tuple[str, list[str]]]) -> tuple[TextSegment, ...]:
    """Join neighbours of one kind."""
    segments: list[TextSegment] = []
    for kind, tokens in pieces:
        if not tokens:
            continue
        text = "".join(tokens)
        if segments and segments[-1].kind == kind:
            segments[-1] = TextSegment(kind, segments[-1].text + text)
        else:
            segments.append(TextSegment(kind, text))
    return tuple(segments)
