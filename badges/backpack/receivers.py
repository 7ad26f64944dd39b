"""An address is confirmed, or somebody signs in: the badges that wait for them are theirs."""

from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from badges.backpack.claiming import claim_badges


@receiver(email_confirmed)
def claim_at_confirmation(sender, email_address, **kwargs):
    claim_badges(email_address.user)


# Between the question «whose address is it?» and its answer, the address may be confirmed: what came then waits here.
@receiver(user_logged_in)
def claim_at_signing_in(sender, user, **kwargs):
    claim_badges(user)
