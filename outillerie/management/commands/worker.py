"""Do what pages asked for: mail, printed forms, search index. One is enough; several may run."""

import os
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from outillerie.outbox.actions import sweep, try_failed_again
from outillerie.outbox.rounds import plan_rounds
from outillerie.printing.renderer import warm_up
from outillerie.privacy.upkeep import plan_upkeep

SWEEP_SECONDS = 20
# A database that is away comes back: until then, ask now and then instead of dying.
RETRY_SECONDS = 5
# In a rush, the mails that it makes must not slow down the pages that make them.
NICENESS = 10
TASKS_KEPT_DAYS = 7


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due, then stop.")
        parser.add_argument("--again", action="store_true", help="First give what failed for good its tries back.")

    def handle(self, *args, once, again, verbosity, **options):
        if again:
            self.stdout.write(f"{try_failed_again()} failed effects will be tried again.")
        if once:
            plan_upkeep()
            plan_rounds()
            sweep()
            return work(batch=True, verbosity=verbosity)
        warm_up()
        # After the process that lays out documents has started: somebody waits for those.
        give_way()
        threading.Thread(target=sweep_for_ever, args=(threading.Event(),), daemon=True).start()
        while True:
            try:
                return work(batch=False, verbosity=verbosity)
            except Error as error:
                self.stderr.write(f"{type(error).__name__}: {error}")
                close_old_connections()
                time.sleep(RETRY_SECONDS)


def give_way() -> None:
    """Let whoever answers pages go first when processors are short."""
    os.nice(NICENESS)


def work(*, batch: bool, verbosity: int) -> None:
    # What the queue remembers of each task tells nothing that the outbox does not.
    call_command("prune_db_task_results", queue_name="*", min_age_days=TASKS_KEPT_DAYS, verbosity=0)
    call_command(
        "db_worker",
        queue_name="*",
        interval=0.3,
        batch=batch,
        reload=False,
        startup_delay=False,
        verbosity=verbosity,
    )


def sweep_for_ever(stop: threading.Event) -> None:
    """Hand back what a dead worker left. A database that is away now will be asked again."""
    while not stop.wait(SWEEP_SECONDS):
        close_old_connections()
        try:
            plan_upkeep()
            plan_rounds()
            sweep()
        except Error:
            continue
