"""Real processes on the database of the test: the web server, the worker, and whoever else must die or come at once.

They are given the database by its address, read the settings of a site that is served, and share nothing with the test
but its tables. A test that starts one is written `@pytest.mark.django_db(transaction=True, serialized_rollback=True)`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
IS_FULL = os.environ.get("FAULTS") == "full"


def full_or_short(full, short):
    """Return what `make faults` asks, or the short form that runs at every change."""
    return full if IS_FULL else short


def database_address(*, port: int | None = None) -> str:
    """Return the DATABASE_URL of the test's database, through `port` if something stands in front of it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user, password = quote(facts["USER"], safe=""), quote(facts["PASSWORD"], safe="")
    return f"postgres://{user}:{password}@{facts['HOST']}:{port or facts['PORT']}/{facts['NAME']}"


def environment(folder, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": database_address(),
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "BADGE_KEYS_SECRET": settings.BADGE_KEYS_SECRET,
        "MAIL_URL": f"file://{folder}/mail",
        "DEMO": "true",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def start(*command: str, folder, inherited=None, **options) -> subprocess.Popen:
    """Start `python …` in a group of its own: killing it kills what it started."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(folder, **(inherited or {})),
        start_new_session=True,
        **options,
    )


def kill(process: subprocess.Popen) -> None:
    """Give it and its children no time to say goodbye."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def start_server(folder, port: int, *, workers=2, **inherited: str) -> subprocess.Popen:
    """Start the web server as an installation does, and return once it answers."""
    server = start(
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "1", "--no-access-log", "--log-level", "critical", "outillerie.wsgi:application",
        folder=folder, inherited={"BASE_URL": f"http://127.0.0.1:{port}", **inherited},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(lambda: answers(port), seconds=60)
    return server


@contextmanager
def serving(folder, *, workers=2, **inherited: str):
    port = free_port()
    server = start_server(folder, port, workers=workers, **inherited)
    try:
        yield port
    finally:
        kill(server)


def answers(port: int) -> bool:
    """Say whether a worker of the server reads requests: the port alone opens earlier."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as opened:
            opened.sendall(f"GET /health/ HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            return opened.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False


def wait_until(is_so, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"Not so after {seconds} s."
        time.sleep(0.05)
