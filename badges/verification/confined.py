"""Badges of elsewhere are read in a process of their own: whatever they ask for, only that process can suffer from it.

A new interpreter, with none of our environment: no database, no secret, no Django. It has bounded memory and processor
time, and is killed when it lasts. What it answers is plain JSON, checked here.
"""

import base64
import json
import os
import resource
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.formats.verdict import Verdict, cannot_check, from_dict, to_dict

ROOT = Path(__file__).parents[2]
MEMORY = 512 * 1024**2
PROCESSOR_SECONDS = 4
SECONDS = 20
# Certificates of the system may be elsewhere than usual.
KEPT = ("SSL_CERT_FILE", "SSL_CERT_DIR")
# Two at once in each web process: the others wait for their turn, or are told to come back.
_turns = threading.BoundedSemaphore(2)
WAIT = 10


def judge_apart(given: Given, *, now: datetime, address: str = "", folder: str = "") -> Verdict:
    """Return the verdict on a document or a token of elsewhere, and on a PDF what it carries first.

    `folder` is where to read instead of the network. Never raises for what was given.
    """
    options = {"kind": given.kind, "source": given.source, "now": now.isoformat()}
    answer = ask_apart("judge", given.content, address=address, folder=folder, **options)
    try:
        return from_dict(answer) if answer else cannot_check("too-heavy")
    except (KeyError, TypeError, ValueError):
        return cannot_check("too-heavy")


def unpacked_apart(pdf: bytes) -> bytes:
    """Return the badge that a PDF carries. Raises `Unreadable`."""
    answer = ask_apart("unpack", pdf)
    if not answer or not isinstance(answer.get("content"), str):
        raise Unreadable("damaged" if not answer else "no-badge")
    return base64.b64decode(answer["content"])


def read_apart(picture: bytes) -> str:
    """Return what the QR code on a photograph says. Raises `Unreadable`: none, or several that say different things."""
    answer = ask_apart("read", picture)
    codes = answer.get("codes") if answer else None
    if not isinstance(codes, list):
        raise Unreadable("damaged")
    if len(codes) != 1:
        raise Unreadable("several-codes" if codes else "no-badge")
    return str(codes[0])


def unpacked(given: Given) -> Given:
    """Return the document or the token that a PDF carries, what the code on a photograph says, anything else as it is.

    Raises `Unreadable`.
    """
    if given.kind == "photograph":
        found = recognised(read_apart(given.content).encode())
        return _one_of(("json", "token", "address", "code"), found)
    if given.kind == "pdf":
        found = _one_of(("json", "token"), recognised(unpacked_apart(given.content)))
        return Given(found.kind, found.content, "pdf")
    return given


def _one_of(kinds: tuple[str, ...], found: Given) -> Given:
    if found.kind not in kinds:
        raise Unreadable("no-badge")
    return found


def ask_apart(deed: str, content: bytes, **options) -> dict | None:
    """Return what the other process answers, or None when it could not: too heavy, too long, no turn left."""
    if not _turns.acquire(timeout=WAIT):
        return None
    try:
        asked = json.dumps({"deed": deed, "content": base64.b64encode(content).decode(), **options})
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", __name__],
            input=asked.encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
            | {name: os.environ[name] for name in KEPT if name in os.environ},
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
    finally:
        _turns.release()
    return answer if isinstance(answer, dict) else None


def bound() -> None:
    """Bound what this process may use from now on; there is no way back up."""
    limits = {
        resource.RLIMIT_DATA: MEMORY,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))


def main() -> None:
    bound()
    asked = json.load(sys.stdin)
    content = base64.b64decode(asked["content"])
    deeds = {"unpack": unpack, "read": read}
    deed = deeds.get(asked["deed"])
    json.dump(deed(content) if deed else judge(content, asked), sys.stdout)


def unpack(pdf: bytes) -> dict:
    from badges.verification.pdf import attached_credential

    found = attached_credential(pdf)
    return {"content": base64.b64encode(found).decode()} if found else {"content": None}


def read(picture: bytes) -> dict:
    from badges.verification.photographs import codes_in

    return {"codes": codes_in(picture)}


def judge(content: bytes, asked: dict) -> dict:
    # Imported here: whoever asks needs none of it.
    from badges.verification.formats import foreign
    from badges.verification.sources import Folder, Gate

    outside = Folder(Path(asked["folder"])) if asked["folder"] else Gate()
    given = Given(asked["kind"], content, source=asked["source"])
    now = datetime.fromisoformat(asked["now"])
    return to_dict(foreign.judge(given, outside=outside, now=now, address=asked["address"]))


if __name__ == "__main__":
    main()
