from django.core.management.base import BaseCommand
from django.utils import timezone

from outillerie.privacy.upkeep import upkeep


class Command(BaseCommand):
    help = "Forget now what has been kept long enough: the worker does it every day by itself."

    def handle(self, *args, **options):
        upkeep(timezone.localdate())
