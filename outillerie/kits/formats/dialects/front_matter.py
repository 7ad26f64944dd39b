"""The front matter of a foreign sheet: YAML when it is, line by line when it is not; values stay text."""

import re

from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.words import folded
from outillerie.kits.formats.front_matter import read
from outillerie.kits.formats.refusals import FormatRefused, gettext_noop

RECOVERED = gettext_noop("The front matter is not valid YAML: it was read line by line.")
UNCLOSED = gettext_noop("The front matter is never closed: its first lines were taken.")

_OPENING = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n")
_PAIR = re.compile(r"^\s{0,3}([^\W\d_][\w .'’()/-]{0,40}?)\s*[:=]\s*(.*)$")
_ITEM = re.compile(r"^\s*[-*]\s+(.*)$")


def split_front_matter(text: str, account: Account) -> tuple[dict, str]:
    """Return the values of the front matter, under folded keys («Durée» → `duree`), and the text that
    follows."""
    opening = _OPENING.match(text)
    if not opening:
        return {}, text
    fence, rest = opening[1], text[opening.end() :]
    closing = re.search(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$", rest, re.MULTILINE)
    if closing:
        head, body = rest[: closing.start()], rest[closing.end() :]
        values = _values(head, account)
        return (values, body) if values or not head.strip() else ({}, text)
    return _unclosed(rest, text, account)


def _unclosed(rest: str, text: str, account: Account) -> tuple[dict, str]:
    lines = rest.split("\n")
    length = next((n for n, line in enumerate(lines) if not line.strip() or line.startswith("#")), len(lines))
    if not all(_PAIR.match(line) or _ITEM.match(line) or line[:1].isspace() for line in lines[:length]):
        return {}, text
    account.note(UNCLOSED)
    return _values("\n".join(lines[:length]), account), "\n".join(lines[length:])


def _values(head: str, account: Account) -> dict:
    values = load_yaml(head)
    if values is None:
        values = _line_by_line(head)
        if values:
            account.note(RECOVERED)
    return {folded(str(key)): value for key, value in values.items()}


def load_yaml(text: str) -> dict | None:
    """Return the mapping that the YAML `text` holds, its scalars as plain text; None when it holds none."""
    try:
        return {str(key): _plain(value) for key, value in read(text.replace("\t", "    ")).items()}
    except FormatRefused:
        return None


def _plain(value):
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)


def _line_by_line(head: str) -> dict:
    values: dict = {}
    last = None
    for line in head.split("\n"):
        if (item := _ITEM.match(line)) and last is not None:
            earlier = values[last] if isinstance(values[last], list) else [values[last]] if values[last] else []
            values[last] = [*earlier, _unquoted(item[1])]
        elif (pair := _PAIR.match(line)) and not (line[:1].isspace() and last and _is_open(values[last])):
            last = pair[1].strip()
            values[last] = pair[2].strip()
        elif line.strip() and last is not None and isinstance(values[last], str):
            values[last] = f"{values[last]} {line.strip()}".strip()
    return {key: _listed(value) for key, value in values.items()}


def _is_open(value) -> bool:
    """Tell whether a quoted value goes on: a colon in its next line is not a new key."""
    return isinstance(value, str) and value[:1] in "\"'" and (len(value) == 1 or value[-1] != value[0])


def _listed(value):
    if isinstance(value, str) and value.startswith("["):
        return [_unquoted(part) for part in value.strip("[]").split(",") if part.strip()]
    return _unquoted(value) if isinstance(value, str) else value


def _unquoted(value: str) -> str:
    value = value.strip().rstrip(",").strip()
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1].replace("''", "'").replace('\\"', '"')
    return value.strip("\"'") if value[:1] in "\"'" else value
