"""The heading of a step in a sheet: `### Titre (10 min, pause)`, read back whatever the title."""

import re
from typing import Any

from .content import Step, clean_text

# What the parentheses at the end of a heading may hold.
_INSIDE = re.compile(
    r"(?:(?:(?P<minutes>[0-9]{1,6})[ \u00a0]?(?:min|mn|minutes)"
    r"|(?P<hours>[0-9]{1,3})[ \u00a0]?h(?:[ \u00a0]?(?P<rest>[0-5][0-9]))?)"
    r"(?P<pause>, ?pause)?|(?P<only>pause))"
)
# A backslash counts before what CommonMark lets it escape, and at the end; `&#10;` is a line end.
_ACTIVE_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(&#10;)")


def write_heading(step: Step) -> str:
    """Return the heading line of `step`."""
    minutes = "" if step.minutes is None else f"{step.minutes} min"
    suffix = ", ".join(word for word in (minutes, "pause" if step.is_break else "") if word)
    return " ".join(word for word in ("###", _escaped(step.title), f"({suffix})" if suffix else "") if word)


def heading_text(line: str, marks: str) -> str | None:
    """Return the text of the ATX heading (CommonMark §4.2) of `line` with exactly these `marks`, or None."""
    if not line.startswith(marks) or line[len(marks) : len(marks) + 1] not in ("", " ", "\t"):
        return None
    text = line[len(marks) :].strip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else text


def read_heading(text: str) -> dict[str, Any]:
    """Return the `title`, `minutes` and `is_break` that the `text` of a heading gives."""
    title, inside = _cut(text)
    return {
        "title": unescaped(title),
        "minutes": _minutes(inside) if inside else None,
        "is_break": bool(inside and (inside["pause"] or inside["only"])),
    }


def one_line(text: str) -> str:
    """Return `text` on one line, whatever it holds; `unescaped` gives it back."""
    return _marked(text).replace("\n", "&#10;")


def unescaped(text: str) -> str:
    return clean_text(_ESCAPE.sub(lambda match: "\n" if match[2] else match[1], text))


def _cut(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the title and what its last parentheses say, when they are ours."""
    before, opening, inside = text.rpartition("(")
    match = _INSIDE.fullmatch(inside[:-1]) if opening and inside.endswith(")") else None
    if match is None or (before and before[-1] not in " \t\n"):
        return text, None
    return before, match


def _minutes(inside: re.Match[str]) -> int | None:
    if inside["minutes"]:
        return int(inside["minutes"])
    return int(inside["hours"]) * 60 + int(inside["rest"] or 0) if inside["hours"] else None


def _marked(text: str) -> str:
    return _ACTIVE_BACKSLASH.sub(r"\\\\", text).replace("&#10;", r"\&#10;")


def _escaped(title: str) -> str:
    title = _marked(title)
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in " \t\n"):
        title = rf"{bare}\{title[len(bare) :]}"
    before, inside = _cut(title)
    if inside:
        title = rf"{before}\{title[len(before) :]}"
    return title.replace("\n", "&#10;")
