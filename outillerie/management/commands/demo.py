"""Serve a demonstration hub on this machine: same server, settings and worker as production, made-up people.

Everything lives under `var/` and stays there: a second start finds it as it was.
"""

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from outillerie.pages.demo import is_loaded, load_demo

SOURCES = (
    "outillerie/static",
    "outillerie/migrations",
    "outillerie/accounts/migrations",
    "fixtures/vocabularies",
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare", action="store_true", help="Make everything ready, then stop.")

    def handle(self, *args, port, prepare, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demonstration makes accounts with a public password: set DEMO=true, never in production."
            )
        stamp = settings.DATA_DIR / "prepared"
        state = fingerprint_of_sources()
        if not stamp.exists() or stamp.read_text() != state:
            self.stdout.write("Preparing the database and the static files…")
            call_command("install", verbosity=1)
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(state)
        if not is_loaded():
            self.stdout.write("Loading the demonstration hub and its kits…")
            load_demo(self.stdout)
        if not prepare:
            self.serve(port)

    def serve(self, port):
        address = f"127.0.0.1:{port}"
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-access-log",
            "--log-level", "warning", "outillerie.wsgi:application",
        ]  # fmt: skip
        worker = [sys.executable, "manage.py", "worker", "--verbosity", "0"]
        own = {"DEMO": "true", "DJANGO_SETTINGS_MODULE": "outillerie.settings"}
        environment = {"BASE_URL": f"http://{address}", **os.environ, **own}
        self.stdout.write(f"The demonstration hub is on http://{address} (Ctrl+C stops it).")
        processes = [
            subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603
            for command in (server, worker)
        ]
        wait_for_all(processes)


def wait_for_all(processes: list[subprocess.Popen]) -> None:
    """Wait until one process ends or somebody asks to stop, then stop the others."""

    def ask_to_stop(*_signal):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, ask_to_stop)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def fingerprint_of_sources() -> str:
    """Return what changes when a table, a static file or a vocabulary does."""
    paths = sorted(
        path for source in SOURCES for path in Path(settings.BASE_DIR, source).rglob("*") if path.is_file()
    )
    seen = sha256()
    for path in paths:
        if "__pycache__" not in path.parts:
            seen.update(f"{path}{path.stat().st_mtime_ns}".encode())
    return seen.hexdigest()
