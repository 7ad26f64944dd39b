from django.core.management.base import BaseCommand

from outillerie.privacy.actions import erase_those_who_came_back


class Command(BaseCommand):
    help = "After a backup is restored: erase again the people who had left since it was made."

    def handle(self, *args, **options):
        erased, refused = erase_those_who_came_back()
        self.stdout.write(f"{erased} accounts had come back and are erased again.")
        for person, reason in refused:
            self.stderr.write(f"Account {person.pk} is still here: {reason}")
