from django.core.management.base import BaseCommand

from outillerie.privacy.actions import erase_those_who_came_back, erase_what_came_back


class Command(BaseCommand):
    help = "After a backup is restored: erase again the people who had left since it was made, and what people had had erased."

    def handle(self, *args, **options):
        # Things first: an account that goes leaves what it had not chosen to have erased.
        counts, kept = erase_what_came_back()
        erased, refused = erase_those_who_came_back()
        self.stdout.write(f"{erased} accounts had come back and are erased again.")
        for what, count in counts.items():
            self.stdout.write(f"{count} {what} had come back and are erased again.")
        for identifier, reason in kept:
            self.stderr.write(f"{identifier} is still here: {reason}")
        for person, reason in refused:
            self.stderr.write(f"Account {person.pk} is still here: {reason}")
