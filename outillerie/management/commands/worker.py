"""Do what pages asked for: mail, printed forms, search index. One is enough; several may run."""

import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from outillerie.outbox.actions import sweep
from outillerie.printing.renderer import warm_up

SWEEP_SECONDS = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due, then stop.")

    def handle(self, *args, once, verbosity, **options):
        if once:
            sweep()
        else:
            warm_up()
            threading.Thread(target=sweep_for_ever, args=(threading.Event(),), daemon=True).start()
        call_command("db_worker", queue_name="*", interval=0.3, batch=once, startup_delay=False, verbosity=verbosity)


def sweep_for_ever(stop: threading.Event) -> None:
    """Hand back what a dead worker left. A database that is away now will be asked again."""
    while not stop.wait(SWEEP_SECONDS):
        close_old_connections()
        try:
            sweep()
        except OperationalError:
            continue
