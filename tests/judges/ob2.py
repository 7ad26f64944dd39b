"""The official validator of Open Badges 2.0, in an environment of its own: it asks for libraries of another time.

What it does not see, our own tests do: it calls a revoked hosted assertion valid (validator-core 242), and reads a
revocation only in a list of two or more.
"""

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.judges.javascript import FOLDER
from tests.judges.world import Answer, standards

PYTHON = FOLDER / "ob2" / "bin" / "python"
IS_HERE = PYTHON.exists()
PROGRAM = Path(__file__).with_name("ob2_process.py")


@dataclass(frozen=True)
class Report:
    valid: bool
    says: list[str]


def ob2_verdicts(
    badges: Iterable[tuple[str | dict | Path, str]],
    world: Mapping[str, Answer] | None = None,
    *,
    mirrors: Mapping[str, str] | None = None,
) -> list[Report]:
    """Return a report for each (badge, e-mail of its holder or ""); a badge is an address, a document, a token, a file."""
    badges = [(given(badge), email) for badge, email in badges]
    asked = {
        "badges": [badge for badge, _ in badges],
        "recipients": [email for _, email in badges],
        "world": standards() | dict(world or {}),
        "mirrors": dict(mirrors or {}),
    }
    done = subprocess.run(
        [PYTHON, "-I", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": os.environ.get("HOME", "/"), "PATH": os.environ["PATH"]},
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == len(badges), done.stderr[-2000:]
    return [Report(**json.loads(line)) for line in lines]


def given(badge: str | dict | Path) -> str:
    if isinstance(badge, Path):
        return f"file:{badge}"
    return badge if isinstance(badge, str) else json.dumps(badge)
