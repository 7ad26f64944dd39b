from django.core.management.base import BaseCommand

from outillerie.privacy.actions import do_again_what_was_undone, erase_those_who_came_back


class Command(BaseCommand):
    help = "After a backup is restored: erase again who and what was erased since it was made, revoke again what was revoked."

    def handle(self, *args, **options):
        # Things first: an account that goes leaves what it had not chosen to have erased.
        counts, kept = do_again_what_was_undone()
        erased, refused = erase_those_who_came_back()
        self.stdout.write(f"{erased} accounts had come back and are erased again.")
        for deed, count in counts.items():
            self.stdout.write(f"{count} {deed} again.")
        for identifier, reason in kept:
            self.stderr.write(f"{identifier} is still as the backup had it: {reason}")
        for person, reason in refused:
            self.stderr.write(f"Account {person.pk} is still here: {reason}")
