from django.core.management.base import BaseCommand

from outillerie.privacy.register import PATH, register


class Command(BaseCommand):
    help = "Write docs/personal-data.md, the register of personal data, from what every slice declares."

    def handle(self, *args, **options):
        PATH.write_text(register(), encoding="utf-8")
        self.stdout.write(f"{PATH} is up to date.")
