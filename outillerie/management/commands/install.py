from django.core.management import call_command
from django.core.management.base import BaseCommand

from outillerie.accounts.models import User
from outillerie.pages.additions import REFERENCE_DATA
from outillerie.pages.installation import install


class Command(BaseCommand):
    help = "Make the database ready: tables, vocabularies, groups, first pages. Safe to run at every release."

    def handle(self, *args, verbosity, **options):
        call_command("migrate", interactive=False, verbosity=max(0, verbosity - 1))
        call_command("createcachetable", verbosity=0)
        install()
        for load in REFERENCE_DATA:
            load()
        if not User.objects.filter(is_superuser=True).exists():
            self.stdout.write("No administrator yet. Create the first one: manage.py createsuperuser")
