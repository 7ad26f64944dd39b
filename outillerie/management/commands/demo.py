"""Make the demonstration hub ready: tables, static files, made-up people, real kits. `make run` then serves it.

Everything lives under `var/` and stays there: running it again finds it as it was.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from outillerie.pages.demo import is_loaded, load_demo


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demonstration makes accounts with a public password: set DEMO=true, never in production."
            )
        self.stdout.write("Preparing the database and the static files…")
        call_command("install", verbosity=1)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not is_loaded():
            self.stdout.write("Loading the demonstration hub and its kits…")
            load_demo(self.stdout)
