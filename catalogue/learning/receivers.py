"""What the publication of a path means for those who follow it."""

from django.dispatch import receiver

from catalogue.learning.news import announce_version
from catalogue.paths.events import path_published


@receiver(path_published)
def tell_of_new_version(sender, *, version, **_kwargs):
    announce_version(version)
