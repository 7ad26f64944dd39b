"""What the staff decides of what an import proposes."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.venues.geography import geography
from catalogue.venues.merging import PLACE, from_plain
from catalogue.venues.models import Venue
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages


class ProposalGone(Refused):
    pass


@transaction.atomic
def settle_proposals(venue: Venue, *, taken: set[str], seen: set[str]) -> list[str]:
    """Take the proposals of the fields `taken`, refuse the others that were `seen`, and return the fields that changed.

    A proposal that came since the page was read stays for next time. Raises ProposalGone when none of those seen is
    left: someone else has decided.
    """
    locked = Venue.objects.select_for_update().get(pk=venue.pk)
    waiting = seen & set(locked.proposed)
    if seen and not waiting:
        raise ProposalGone(_("Somebody has already decided for this venue. Look at it again."))
    for name in sorted(waiting):
        value = locked.proposed.pop(name)
        if name in taken:
            setattr(locked, name, from_plain(name, value))
    changed = sorted(taken & waiting)
    if set(changed) & set(PLACE):
        names = ("latitude", "longitude", *PLACE)
        locked.territory_id = geography().territory_of({name: getattr(locked, name) for name in names})
    locked.save()
    transaction.on_commit(forget_pages)
    return changed
