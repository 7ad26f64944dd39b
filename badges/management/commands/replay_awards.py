"""Judge every badge given again, by the rows of now. Nothing is changed: a person revokes or upholds."""

from django.core.management.base import BaseCommand, CommandError

from badges.awarding.replaying import AT_ONCE, Replay, replay_all, standing


class Command(BaseCommand):
    help = "Judge every badge given again by the rows of now. Ends with 1 when one is no longer justified."

    def handle(self, **options):
        counts = {"agreed": 0, "upheld": 0, "no longer justified": 0}
        after = 0
        while rows := list(standing().filter(pk__gt=after)[:AT_ONCE]):
            for found in replay_all(rows):
                counts[verdict(found)] += 1
                if line := account(found):
                    self.stdout.write(line)
            after = rows[-1].pk
        self.stdout.write(", ".join(f"{count} {words}" for words, count in counts.items()) + ".")
        if counts["no longer justified"]:
            raise CommandError("Some badges are no longer justified: those who award them decide.", returncode=1)


def verdict(found: Replay) -> str:
    if found.agrees:
        return "agreed"
    return "upheld" if found.credential.upheld_at else "no longer justified"


def account(found: Replay) -> str:
    """Return what to say of one badge, by its number and without a name; nothing when nothing moved."""
    if not found.agrees:
        return f"badge {found.credential.pk}: {verdict(found)}"
    return "" if found.is_unchanged else f"badge {found.credential.pk}: justified, by rows that changed since"
