"""Judge every completed module again, by the rows of now. Nothing is changed: a person re-opens what must be."""

from django.core.management.base import BaseCommand, CommandError

from catalogue.learning.completing import Replay, replay
from catalogue.learning.models import ModuleCompletion


class Command(BaseCommand):
    help = "Judge every completed module again by the rows of now. Ends with 1 when one is no longer justified."

    def handle(self, **options):
        agreed, doubtful = 0, 0
        standing = ModuleCompletion.objects.filter(reopened_at=None).select_related("person", "module").order_by("pk")
        for completion in standing.iterator(chunk_size=500):
            found = replay(completion)
            agreed += found.agrees
            doubtful += not found.agrees
            if line := account(found):
                self.stdout.write(line)
        self.stdout.write(f"{agreed} agreed, {doubtful} no longer justified.")
        if doubtful:
            raise CommandError("Some completed modules are no longer justified: their trainers decide.", returncode=1)


def account(found: Replay) -> str:
    """Return what to say of one completion, by its number and without a name; nothing when nothing moved."""
    if not found.agrees:
        return f"completion {found.completion.pk}: no longer justified"
    return "" if found.is_unchanged else f"completion {found.completion.pk}: justified, by rows that changed since"
