"""Measure what `docs/performance.md` promises: seeded data, the real server, ratios side by side in one run."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KITS, SHORT_KITS = 10_000, 1_000
PATHS, SHORT_PATHS = 300, 30
SESSIONS, SHORT_SESSIONS = 20_000, 1_000
AWARDS, SHORT_AWARDS = 5_000, 200
PORT = 8899


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--short", action="store_true", help="Fewer kits, for every change.")
    options.add_argument("--kits", type=int, default=0)
    chosen = options.parse_args()
    count = chosen.kits or (SHORT_KITS if chosen.short else KITS)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(DATA_DIR=folder, DEMO="true", DJANGO_SETTINGS_MODULE="tests.bench.settings")
        os.environ.pop("DATABASE_URL", None)
        run(count, Path(folder), is_short=chosen.short)


def run(count, folder, *, is_short):
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import badges, measures, sessions, training

    paths, planted, given = (SHORT_PATHS, SHORT_SESSIONS, SHORT_AWARDS) if is_short else (PATHS, SESSIONS, AWARDS)
    call_command("demo", verbosity=0)
    badges.stop_what_comes_by_itself()
    rows = [measures.import_speed(folder), measures.seeding(count)]
    training_rows = [training.framework(), training.seeding(paths), training.progress(), training.plans()]
    session_rows = [sessions.venues_import(), sessions.seeding(planted)]
    badge_rows = [*badges.baking(), *badges.signing()]
    server, worker = start("granian"), start("worker")
    try:
        wait_for_server()
        wait_for_worker()
        rows += measures.pages(PORT, server.pid)
        rows += measures.search(PORT)
        rows += measures.printing(PORT)
        training_rows += [*training.pages(PORT, paths), training.builder(PORT), training.printed_catalogue(PORT, paths)]
        session_rows += [*sessions.pages(PORT, planted), sessions.feed(PORT, planted)]
        session_rows += sessions.rush(PORT, is_short=is_short)
        badge_rows += badges.awards(PORT, given)
        badge_rows += [*badges.hosted(PORT), badges.verifying()]
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(20)
    print_table(rows, f"{count} kits")
    print_table(training_rows, f"{paths} paths, {training.SKILLS} skills")
    print_table(session_rows, f"{planted} sessions, {planted * sessions.REGISTRATIONS_OF_A_SESSION} registrations")
    print_table(badge_rows, f"{given} badges given at once")
    if any(not row.holds for row in rows + training_rows + session_rows + badge_rows):
        raise SystemExit("A promise does not hold: see the table.")


def start(what):
    granian = [
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT), "--workers", "2",
        "--blocking-threads", "1", "--no-access-log", "--log-level", "warning", "outillerie.wsgi:application",
    ]  # fmt: skip
    command = granian if what == "granian" else ["manage.py", "worker", "--verbosity", "0"]
    return subprocess.Popen([sys.executable, *command])


def wait_for_server(seconds=30):
    from tests.bench.load import Client

    for _ in range(seconds * 5):
        try:
            if Client(PORT).get("/health/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


def wait_for_worker(seconds=300):
    """Let the worker do what the planting asked for: a busy worker is not what is measured."""
    from django.db import connection

    from outillerie.outbox.actions import due

    for _ in range(seconds * 2):
        if not due().exists():
            break
        time.sleep(0.5)
    else:
        raise SystemExit("The worker did not finish what the planting asked for.")
    connection.close()


def print_table(rows, what):
    print(f"\nWith {what} on SQLite, {os.cpu_count()} cores:\n")
    print("| what | measured | promised | |\n| --- | --- | --- | --- |")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.promised} | {'holds' if row.holds else 'DOES NOT HOLD'} |")


if __name__ == "__main__":
    main()
