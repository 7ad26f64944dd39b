"""A crowd: real processes, several threads each, that act at the same instant, and the journal of what each was told.

    crowd = Crowd(folder, processes=4, threads=8)
    journal = crowd.rush("register", attempts)

`attempts` are the keyword arguments of a deed of `tests/faults/deeds.py`, as JSON keeps them. They are dealt like cards:
neighbours go to different processes. Each process has a connection a thread, all start on one instant of the clock that
processes share, and a line is written as each answer comes.
"""

import importlib
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

DEEDS = "tests.faults.deeds"


@dataclass(frozen=True)
class Line:
    """What one attempt was told. `outcome` is «done», the name of a refusal, or «fault: …»; moments are in seconds."""

    attempt: int
    outcome: str
    answer: object
    began: float
    ended: float


class Crowd:
    def __init__(self, folder: Path, *, processes: int, threads: int, **inherited: str):
        from tests.faults.processes import start

        self.folder, self.threads = Path(folder), threads
        self.members = [
            start(
                "-m", "tests.faults.rush", folder=folder, inherited=inherited,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for _member in range(processes)
        ]  # fmt: skip

    def rush(self, deed: str, attempts: list[dict]) -> list[Line]:
        """Have the crowd do `deed` with each of `attempts`; return its journal, in the order of the attempts."""
        return self.rush_mixed([(deed, attempt) for attempt in attempts])

    def rush_mixed(self, attempts: list[tuple[str, dict]]) -> list[Line]:
        numbered = [[number, deed, arguments] for number, (deed, arguments) in enumerate(attempts)]
        plans = [self.folder / f"plan-{number}.json" for number in range(len(self.members))]
        for number, (member, plan) in enumerate(zip(self.members, plans, strict=True)):
            plan.write_text(json.dumps({"threads": self.threads, "attempts": numbered[number :: len(plans)]}))
            self.tell(member, str(plan))
        for member in self.members:
            self.hear(member, "ready")
        at = time.monotonic() + 0.1
        for member in self.members:
            self.tell(member, str(at))
        for member in self.members:
            self.hear(member, "over")
        lines = [line for plan in plans for line in plan.with_suffix(".journal").read_text().splitlines()]
        journal = sorted((Line(*json.loads(line)) for line in lines), key=lambda line: line.attempt)
        assert [line.attempt for line in journal] == list(range(len(attempts)))
        return journal

    def tell(self, member, words: str) -> None:
        member.stdin.write(f"{words}\n")
        member.stdin.flush()

    def hear(self, member, expected: str) -> None:
        heard = member.stdout.readline().strip()
        assert heard == expected, f"A process of the crowd said {heard!r}, not {expected!r}."

    def leave(self) -> None:
        from tests.faults.processes import kill

        for member in self.members:
            kill(member)


def outcomes(journal: list[Line]) -> dict[str, int]:
    return dict(Counter(line.outcome for line in journal))


def pairs(first: list, second: list) -> list:
    """Return the two lists, one of each in turn: a deed and its rival are dealt to two processes, at the same place."""
    return [attempt for pair in zip(first, second, strict=True) for attempt in pair]


# --- What follows runs in each process of the crowd -------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    for words in sys.stdin:
        plan = Path(words.strip())
        play(json.loads(plan.read_text()), plan.with_suffix(".journal"))
        print("over", flush=True)


def play(plan: dict, journal: Path) -> None:
    """Do the attempts of `plan`, dealt to its threads, once every process has said that it is ready."""
    ready, start = threading.Barrier(plan["threads"] + 1), threading.Event()
    at, told, lock = [0.0], [], threading.Lock()

    def alone(hand):
        from django.db import connection

        connection.ensure_connection()
        ready.wait(60)
        start.wait(60)
        time.sleep(max(0.0, at[0] - time.monotonic()))
        for attempt in hand:
            line = told_of(*attempt)
            with lock:
                told.append(line)
        connection.close()

    hands = [plan["attempts"][number :: plan["threads"]] for number in range(plan["threads"])]
    threads = [threading.Thread(target=alone, args=[hand]) for hand in hands]
    for thread in threads:
        thread.start()
    ready.wait(60)
    print("ready", flush=True)
    at[0] = float(sys.stdin.readline())
    start.set()
    for thread in threads:
        thread.join()
    journal.write_text("".join(f"{json.dumps(line)}\n" for line in told))


def told_of(number: int, deed: str, arguments: dict) -> list:
    from outillerie.errors import Refused

    do = getattr(importlib.import_module(DEEDS), deed)
    began, answer = time.monotonic(), None
    try:
        answer = do(**arguments)
        outcome = "done"
    except Refused as refusal:
        outcome, answer = type(refusal).__name__, str(refusal)
    except Exception as error:
        # A fault is what the test counts: it is written down like any other answer.
        outcome = f"fault: {type(error).__name__}: {error}"
    return [number, outcome, answer, began, time.monotonic()]


if __name__ == "__main__":
    main()
