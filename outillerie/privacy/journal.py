"""The list of erasures, kept apart from the database: a backup that is restored must not bring people back.

One line of JSON an erasure: the number of the account, when it was made (two databases may give one number to two
people), and how what stays is signed. No name but the one that the person chose to leave, no address.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from outillerie.accounts.models import User
from outillerie.outbox.actions import handles, schedule


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


@handles("note-erasure")
def append(payload: dict) -> None:
    """Write one line, once: a crash after it makes the worker come back."""
    erasure = Erasure(**payload)
    if erasure in noted():
        return
    with journal_path().open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(payload, ensure_ascii=False) + "\n")
    journal_path().chmod(0o600)


def noted() -> Iterator[Erasure]:
    """Yield the erasures of the list, oldest first."""
    if journal_path().exists():
        for line in journal_path().read_text(encoding="utf-8").splitlines():
            yield Erasure(**json.loads(line))


def came_back(erasure: Erasure) -> User | None:
    """Return the person of `erasure` when a backup brought them back. Somebody else with their number is not them."""
    person = User.objects.filter(pk=erasure.person).first()
    if person is None:
        return None
    # A backup may round a moment.
    apart = abs(person.date_joined - datetime.fromisoformat(erasure.joined))
    return person if apart < timedelta(milliseconds=1) else None
