from django.core.management.base import BaseCommand

from catalogue.agenda.actions import rebuild_facets


class Command(BaseCommand):
    help = "Write again what the agenda counts and filters of every session."

    def handle(self, **options):
        self.stdout.write(f"{rebuild_facets()} sessions")
