"""Who may do what with venues: everybody reads those that are shown, the hub's staff does the rest."""

from catalogue.paths.permissions import can_manage_catalogue
from catalogue.venues.models import Venue


def can_see_venue(user, venue: Venue) -> bool:
    return venue.is_shown or can_manage_venues(user)


def can_manage_venues(user) -> bool:
    return can_manage_catalogue(user)
