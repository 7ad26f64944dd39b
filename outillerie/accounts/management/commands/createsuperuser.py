from django.contrib.auth.management.commands import createsuperuser

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import User


class Command(createsuperuser.Command):
    """Who types on the server answers for the address: the first administrator comes in without mail."""

    def handle(self, *args, **options):
        before = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            trust_address(user)
