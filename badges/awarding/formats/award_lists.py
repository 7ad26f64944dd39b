"""A list of people to award a badge to, as trainers send it or paste it: CSV, or one address a line. Pure.

Columns: the address, then a name and a reason if there are some. A line that cannot be kept has a fault, as in
`catalogue/learning/formats/learners.py`; a list that cannot be read at all raises `FrameworkRefused`.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.spreadsheet_text import rows_of, text_of
from catalogue.learning.formats.learners import FORMULA, HEADERS, Fault, columns_of, is_email

MOST_BYTES = 500_000
MOST_PEOPLE = 500
EMAIL, NAME, FIRST_NAME, LAST_NAME, REASON = "email", "name", "first_name", "last_name", "reason"
COLUMNS = {
    EMAIL: HEADERS["email"],
    NAME: ("nom complet", "nom et prenom", "prenom et nom", "nom prenom", "prenom nom", "full name", "titulaire", "holder"),
    FIRST_NAME: HEADERS["first_name"],
    LAST_NAME: HEADERS["last_name"],
    REASON: ("raison", "motif", "pourquoi", "commentaire", "reason", "why", "comment"),
}  # fmt: skip
LONGEST = {NAME: 160, REASON: 1000}


@dataclass(frozen=True, kw_only=True)
class Awarded:
    """Somebody to award the badge to. `line` is theirs in the list."""

    line: int
    email: str
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AwardList:
    people: tuple[Awarded, ...] = ()
    faults: tuple[Fault, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values, to keep between the rehearsal of a list and its launch."""
        return dataclasses.asdict(self)


def read_award_list(data: bytes) -> AwardList:
    """Return who a list names, and the lines that cannot be kept. Raises FrameworkRefused for the whole list."""
    if len(data) > MOST_BYTES:
        raise FrameworkRefused(gettext_noop("This list is too heavy. Split it, then send its parts."))
    rows = [(line, cells) for line, cells in rows_of(text_of(data)) if any(cell.strip() for cell in cells)]
    columns, rows = columns_and_rows(rows)
    if len(rows) > MOST_PEOPLE:
        raise FrameworkRefused(
            gettext_noop("This table has more than %(most)s people. Split it, then send its parts."), most=MOST_PEOPLE
        )
    if not rows:
        raise FrameworkRefused(gettext_noop("This list names nobody: write one person a line."))
    read = [read_line(line, cells, columns) for line, cells in rows]
    return AwardList(
        people=tuple(found for found in read if isinstance(found, Awarded)),
        faults=tuple(found for found in read if isinstance(found, Fault)),
    )


def columns_and_rows(rows: list) -> tuple[dict[str, int], list]:
    """Return where each column is. A list whose first line holds an address has no header: address, name, reason."""
    if rows and any(is_email(cell.strip().lower()) for cell in rows[0][1]):
        return {EMAIL: 0, NAME: 1, REASON: 2}, rows
    line, header = rows[0] if rows else (1, [])
    return columns_of(header, line, COLUMNS), rows[1:]


def read_line(line: int, cells: list[str], columns: dict[str, int]) -> Awarded | Fault:
    found = {name: " ".join(cells[place].split()) for name, place in columns.items() if place < len(cells)}
    email = found.get(EMAIL, "").lower()
    if not email:
        return Fault(line=line, email="", message=gettext_noop("There is no e-mail address."))
    if not is_email(email):
        return Fault(line=line, email=email[:80], message=gettext_noop("This is not an e-mail address."))
    names = [found.get(FIRST_NAME, ""), found.get(LAST_NAME, "")]
    said = {NAME: found.get(NAME) or " ".join(filter(None, names)), REASON: found.get(REASON, "")}
    for name, value in said.items():
        if len(value) > LONGEST[name]:
            message = gettext_noop("A cell is too long: %(most)s characters at most.")
            return Fault(line=line, email=email, message=message, parts={"most": LONGEST[name]})
        if FORMULA.match(value):
            message = gettext_noop("“%(value)s” begins as a formula does: write it as text.")
            return Fault(line=line, email=email, message=message, parts={"value": value[:40]})
    return Awarded(line=line, email=email, **said)


def award_list_from(values: dict[str, Any]) -> AwardList:
    """Return the list that `to_dict` wrote."""
    return AwardList(
        people=tuple(Awarded(**row) for row in values["people"]),
        faults=tuple(Fault(**row) for row in values["faults"]),
    )
