"""What the publication of a kit means for those it was made from, and for those made from it."""

from django.dispatch import receiver

from outillerie.kits.events import version_published
from outillerie.remix.announcements import announce


@receiver(version_published)
def tell_the_lineage(sender, *, version, by, **_kwargs):
    announce(version, by=by)
