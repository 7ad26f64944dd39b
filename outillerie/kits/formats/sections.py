"""The body of a sheet: texts under headings, written so that reading gives them back to the letter.

Only a heading that begins a line, outside a closed code fence, is structure. A line of a text that would be
taken for structure is moved one space to the right, where it is still the same heading for every Markdown
reader; a code fence that is never closed, which would swallow what follows, gets a backslash. Reading takes
both away.
"""

import re
from collections.abc import Callable, Iterator

_OPENING = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*\Z)|~{3,})")
_CLOSING = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})[ \t]*")
_UNCLOSED = re.compile(r"( {0,3})(\\*)(`{3,}[^`]*|~{3,}.*)")

IsStructure = Callable[[str], bool]
Heading = Callable[[str], str | None]


def escaped(text: str, is_structure: IsStructure) -> str:
    """Return `text` without any line that `is_structure` takes for a heading of the sheet."""
    return "\n".join(line if is_code else _escaped(line, is_structure) for line, is_code in lines_of(text))


def unescaped(text: str, is_structure: IsStructure) -> str:
    """Return what `escaped` was given."""
    return "\n".join(line if is_code else _unescaped(line, is_structure) for line, is_code in lines_of(text))


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it belongs to a code fence that is closed."""
    lines = text.split("\n")
    longest_after = _longest_closings(lines)
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            yield line, True
            if _closes(line, fence):
                fence = ""
            continue
        opening = _OPENING.match(line)
        if opening and longest_after[opening["mark"][0]][index + 1] >= len(opening["mark"]):
            fence = opening["mark"]
        yield line, bool(fence)


def parts(text: str, heading: Heading) -> list[tuple[str | None, str]]:
    """Cut `text` at the lines for which `heading` gives a title; the first part, perhaps empty, has none."""
    found: list[tuple[str | None, list[str]]] = [(None, [])]
    for line, is_code in lines_of(text):
        title = None if is_code else heading(line)
        if title is None:
            found[-1][1].append(line)
        else:
            found.append((title, []))
    return [(title, "\n".join(lines)) for title, lines in found]


def _closes(line: str, fence: str) -> bool:
    closing = _CLOSING.fullmatch(line)
    return closing is not None and closing["mark"][0] == fence[0] and len(closing["mark"]) >= len(fence)


def _longest_closings(lines: list[str]) -> dict[str, list[int]]:
    """Return, for each mark and each line, the length of the longest closing fence from that line on."""
    longest = {"`": [0] * (len(lines) + 1), "~": [0] * (len(lines) + 1)}
    for index in range(len(lines) - 1, -1, -1):
        closing = _CLOSING.fullmatch(lines[index])
        for mark, lengths in longest.items():
            here = len(closing["mark"]) if closing and closing["mark"][0] == mark else 0
            lengths[index] = max(here, lengths[index + 1])
    return longest


def _escaped(line: str, is_structure: IsStructure) -> str:
    if is_structure(line.lstrip(" ")):
        return " " + line
    if unclosed := _UNCLOSED.fullmatch(line):
        return f"{unclosed[1]}\\{unclosed[2]}{unclosed[3]}"
    return line


def _unescaped(line: str, is_structure: IsStructure) -> str:
    if line.startswith(" ") and is_structure(line.lstrip(" ")):
        return line[1:]
    unclosed = _UNCLOSED.fullmatch(line)
    return f"{unclosed[1]}{unclosed[2][1:]}{unclosed[3]}" if unclosed else line
