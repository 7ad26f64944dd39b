"""The rows of a form as they were typed: read from the answer of a browser, moved, removed, added, written back.

A row is `<list>-<place>-<field>`. Working on what was typed, and not on what was understood, loses nothing: a number of
minutes that is none moves with its moment.
"""

import json
import re
from dataclasses import dataclass

from django.http import QueryDict

_KEY = re.compile(r"([a-z]+)-(\d{1,4})-(\w+)")

Row = dict[str, list[str]]

# Which row of the base this one was, and what the page adds for itself: no answers.
ORIGIN = "origin"


@dataclass(frozen=True)
class Deed:
    """What a button asks: a verb, and what it is about. Without script, each press sends the whole form."""

    verb: str = ""
    target: str = ""
    place: int = 0
    anchor: str = ""

    @classmethod
    def read(cls, value: str) -> "Deed":
        """Read «up:steps:2», «add:steps», «go:licence#send», «continue»; anything else is a plain save."""
        if found := re.fullmatch(r"(up|down|remove|own):([a-z]+):(\d{1,4})", value):
            return cls(found[1], found[2], int(found[3]))
        if found := re.fullmatch(r"(add|go):([a-z]+)(?:#([\w-]{1,60}))?", value):
            return cls(found[1], found[2], anchor=found[3] or "")
        return cls(value) if re.fullmatch(r"[a-z]+", value) else cls()


class Typed:
    """An answer, with its rows apart. `rows` may be rearranged; `data()` is the answer again."""

    def __init__(self, posted: QueryDict, lists):
        self.others = QueryDict(mutable=True)
        found: dict[str, dict[int, Row]] = {name: {} for name in lists}
        for key in posted:
            match = _KEY.fullmatch(key)
            if match and match[1] in found:
                found[match[1]].setdefault(int(match[2]), {})[match[3]] = posted.getlist(key)
            else:
                self.others.setlist(key, posted.getlist(key))
        self.rows: dict[str, list[Row]] = {
            name: [rows[place] for place in sorted(rows)] for name, rows in found.items()
        }
        # A list that the page did not show says nothing; one whose last row was removed is empty.
        self.shown = {name for name, rows in self.rows.items() if rows}

    def data(self) -> QueryDict:
        data = self.others.copy()
        for name, rows in self.rows.items():
            for place, row in enumerate(rows):
                for field, values in row.items():
                    data.setlist(f"{name}-{place}-{field}", values)
        return data

    def move(self, name: str, place: int, by: int) -> int | None:
        """Swap a row with its neighbour. Return its new place, or None when it is already at the end."""
        rows = self.rows.get(name, [])
        target = place + by
        if not (0 <= place < len(rows) and 0 <= target < len(rows)):
            return None
        rows[place], rows[target] = rows[target], rows[place]
        return target

    def remove(self, name: str, place: int) -> str:
        """Take a row away. Return it as a text that `restore` reads; nothing when there is no such row."""
        rows = self.rows.get(name, [])
        if not 0 <= place < len(rows):
            return ""
        return json.dumps({"list": name, "place": place, "row": rows.pop(place)})

    def restore(self, removed: str) -> tuple[str, int] | None:
        """Put back a row that `remove` took away. Return its list and place; None when the text says nothing of ours."""
        try:
            values = json.loads(removed)
            name, place, row = values["list"], values["place"], values["row"]
            is_ours = name in self.rows and isinstance(place, int) and is_row(row)
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if not is_ours:
            return None
        place = max(0, min(place, len(self.rows[name])))
        self.rows[name].insert(place, row)
        return name, place


def is_row(value) -> bool:
    """Say whether `value`, which comes from outside, has the shape of a row."""
    return isinstance(value, dict) and all(
        re.fullmatch(r"\w+", field) and isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for field, texts in value.items()
    )


def is_blank(row: Row) -> bool:
    """Say whether nothing was typed in a row: choices and boxes alone are not an answer."""
    typed = [text for field, texts in row.items() if field not in UNTYPED for text in texts]
    return not any(text.strip() for text in typed)


UNTYPED = {ORIGIN, "role", "is_break", "is_provided", "is_digital", "is_mixed"}
