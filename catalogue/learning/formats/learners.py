"""A table of learners, as trainers send it: CSV of any encoding and delimiter, headers in French or English. Pure.

A line that cannot be kept has a fault: a sentence with named parts, in English (see `kits/formats/refusals.py`). A table
that cannot be read at all raises `FrameworkRefused`, with the line where there is one.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.spreadsheet_text import rows_of, text_of

MOST_BYTES = 1_000_000
MOST_LEARNERS = 300
LONGEST = {"email": 254, "first_name": 150, "last_name": 150, "employer": 200}
EMAIL, FIRST_NAME, LAST_NAME, EMPLOYER, TYPE = "email", "first_name", "last_name", "employer", "trainee_type"
HEADERS = {
    EMAIL: ("email", "mail", "e mail", "courriel", "adresse e mail", "adresse mail", "adresse email",
            "adresse electronique", "adresse de courriel", "email address", "e mail address"),
    FIRST_NAME: ("prenom", "first name", "firstname", "given name"),
    LAST_NAME: ("nom", "nom de famille", "last name", "lastname", "surname", "family name", "name"),
    EMPLOYER: ("employeur", "employer", "entreprise", "structure", "organisme", "company", "organisation"),
    TYPE: ("type de stagiaire", "type", "statut", "trainee type", "type of trainee", "status"),
}  # fmt: skip
# The yearly report to the State (BPF, F-1) counts these five.
TRAINEE_WORDS = {
    "employee": ("employee", "salarie", "salariee", "salarie e", "salaries", "agent", "agente"),
    "apprentice": ("apprentice", "apprenti", "apprentie", "apprenti e", "alternant", "alternante"),
    "job-seeker": ("job seeker", "job-seeker", "demandeur d emploi", "demandeuse d emploi", "demandeur emploi",
                   "personne en recherche d emploi", "demandeurs d emploi"),
    "private": ("private", "private person", "particulier", "particuliere", "particuliers",
                "particulier a ses frais", "private person at their own expense"),
    "other": ("other", "other trainee", "autre", "autre stagiaire", "autres", "benevole"),
}  # fmt: skip
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
FORMULA = re.compile(r"[=+\-@＝＋－＠]")


@dataclass(frozen=True, kw_only=True)
class Learner:
    """Somebody to enrol. `line` is theirs in the table, 0 without one; `trainee_type` is a code or empty."""

    email: str
    first_name: str = ""
    last_name: str = ""
    employer: str = ""
    trainee_type: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a line is refused: an English sentence and its named values. `email` is what the line says, if anything."""

    line: int
    email: str
    message: str
    parts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LearnerTable:
    learners: tuple[Learner, ...] = ()
    faults: tuple[Fault, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values, to keep between the rehearsal of a list and its confirmation."""
        return dataclasses.asdict(self)


def learner_table_from(values: dict[str, Any]) -> LearnerTable:
    """Return the table that `to_dict` wrote."""
    return LearnerTable(
        learners=tuple(Learner(**row) for row in values["learners"]),
        faults=tuple(Fault(**row) for row in values["faults"]),
    )


def read_learners(data: bytes) -> LearnerTable:
    """Return who a CSV file names, and the lines that cannot be kept. Raises FrameworkRefused for the whole file."""
    if len(data) > MOST_BYTES:
        raise FrameworkRefused(gettext_noop("This file is too heavy: 1 MB at most. Split it, then send its parts."))
    rows = rows_of(text_of(data))
    line, header = next(rows, (1, []))
    columns = columns_of(header, line)
    learners: list[Learner] = []
    faults: list[Fault] = []
    for number, (line, cells) in enumerate(rows, start=1):
        if number > MOST_LEARNERS:
            raise FrameworkRefused(
                gettext_noop("This table has more than %(most)s people. Split it, then send its parts."),
                line=line,
                most=MOST_LEARNERS,
            )
        found = {name: " ".join(cells[place].split()) for name, place in columns.items() if place < len(cells)}
        learner, fault = judged_line(line, found)
        learners += [learner] if learner else []
        faults += [fault] if fault else []
    if not (learners or faults):
        raise FrameworkRefused(gettext_noop("This table names nobody: under its headers, write one person a line."))
    return LearnerTable(learners=tuple(learners), faults=tuple(faults))


def columns_of(header: Iterable[str], line: int, headers: dict[str, tuple[str, ...]] = HEADERS) -> dict[str, int]:
    """Return the place of each column of `headers`. One of them holds the addresses, and none comes twice."""
    columns: dict[str, int] = {}
    for place, title in enumerate(header):
        name = next((name for name, words in headers.items() if folded(title) in words), None)
        if name in columns:
            raise FrameworkRefused(
                gettext_noop("Two columns say the same thing: “%(title)s”. Keep one of them."),
                line=line,
                title=title[:60],
            )
        if name:
            columns[name] = place
    if EMAIL not in columns:
        raise FrameworkRefused(
            gettext_noop(
                "No column is called “e-mail”. Name the columns on the first line: e-mail, first name, last name."
            ),
            line=line,
        )
    return columns


def judged_line(line: int, found: dict[str, str]) -> tuple[Learner | None, Fault | None]:
    """Return the person of a line, or what is wrong with it."""
    email = found.get(EMAIL, "").lower()
    if not email:
        return None, Fault(line=line, email="", message=gettext_noop("There is no e-mail address."))
    if not is_email(email):
        return None, Fault(line=line, email=email[:80], message=gettext_noop("This is not an e-mail address."))
    for name, most in LONGEST.items():
        value = found.get(name, "")
        if len(value) > most:
            message = gettext_noop("A cell is too long: %(most)s characters at most.")
            return None, Fault(line=line, email=email, message=message, parts={"most": most})
        if FORMULA.match(value):
            message = gettext_noop("“%(value)s” begins as a formula does: write it as text.")
            return None, Fault(line=line, email=email, message=message, parts={"value": value[:40]})
    kind = trainee_type(found.get(TYPE, ""))
    if kind is None:
        message = gettext_noop(
            "“%(value)s” is no type of trainee. Write: employee, apprentice, job seeker, private person or other."
        )
        return None, Fault(line=line, email=email, message=message, parts={"value": found[TYPE][:40]})
    names = {name: found.get(name, "") for name in (FIRST_NAME, LAST_NAME, EMPLOYER)}
    return Learner(line=line, email=email, trainee_type=kind, **names), None


def is_email(text: str) -> bool:
    return len(text) <= LONGEST[EMAIL] and _EMAIL.fullmatch(text) is not None and ".." not in text


def trainee_type(words: str) -> str | None:
    """Return the code of a type of trainee written in words; empty for no words, None for words that say none."""
    text = folded(words)
    if not text:
        return ""
    return next((code for code, known in TRAINEE_WORDS.items() if text in known or text == code), None)


def folded(text: str) -> str:
    """Return `text` in small letters, without accents nor marks: «Adresse e-mail» is “adresse e mail”."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
