"""The list of erasures, kept apart from the database: a backup that is restored must not bring people back.

One line of JSON an erasure. Of an account: its number, when it was made (two databases may give one number to two
people), and how what stays is signed; no name but the one that the person chose to leave, no address. Of what an app
above did once and for all, erasing or taking back: the deed, and what identifies the thing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from outillerie.accounts.models import User
from outillerie.outbox.actions import handles, schedule

# What the apps above do that no backup may undo, by its name in the list («badges erased»). Each is given what
# identifies one thing, does it again if it was undone, and says whether it was.
DONE_AGAIN: dict[str, Callable[[str], bool]] = {}


@dataclass(frozen=True)
class Erasure:
    person: int
    joined: str
    credit: str
    name: str = ""

    @classmethod
    def of(cls, person: User, *, credit: str, name: str) -> "Erasure":
        return cls(person=person.pk, joined=person.date_joined.isoformat(), credit=credit, name=name)


def journal_path() -> Path:
    return settings.DATA_DIR / "erasures.jsonl"


def note_erasure(erasure: Erasure) -> None:
    """Have the worker write `erasure` in the list, if the current transaction is committed."""
    schedule("note-erasure", asdict(erasure), key=f"note-erasure:{erasure.person}:{erasure.joined}")


def note_for_ever(deed: str, identifier: str) -> None:
    """Have the worker write what was done to a thing, as `note_erasure` does of a person."""
    schedule("note-erasure", {"deed": deed, "id": identifier}, key=f"note-erasure:{deed}:{identifier}")


@handles("note-erasure")
def append(payload: dict) -> None:
    """Write one line, once: a crash after it makes the worker come back."""
    if payload in lines():
        return
    with journal_path().open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(payload, ensure_ascii=False) + "\n")
    journal_path().chmod(0o600)


def lines() -> list[dict]:
    """Return the lines of the list, oldest first."""
    if not journal_path().exists():
        return []
    return [json.loads(line) for line in journal_path().read_text(encoding="utf-8").splitlines()]


def noted() -> Iterator[Erasure]:
    """Yield the people who were erased, oldest first."""
    return (Erasure(**line) for line in lines() if "person" in line)


def deeds_noted() -> Iterator[tuple[str, str]]:
    """Yield what was done once and for all, oldest first: the deed, and what identifies the thing."""
    return ((line["deed"], line["id"]) for line in lines() if "deed" in line)


def came_back(erasure: Erasure) -> User | None:
    """Return the person of `erasure` when a backup brought them back. Somebody else with their number is not them."""
    person = User.objects.filter(pk=erasure.person).first()
    if person is None:
        return None
    # A backup may round a moment.
    apart = abs(person.date_joined - datetime.fromisoformat(erasure.joined))
    return person if apart < timedelta(milliseconds=1) else None
