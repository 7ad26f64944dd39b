"""What happens to the keys of an organisation touches what it said with them."""

from django.dispatch import receiver

from badges.endorsing.actions import say_again
from badges.issuing.events import key_compromised


@receiver(key_compromised)
def say_endorsements_again(sender, *, key, **_kwargs):
    say_again(key)
