"""Who may do what with an edition of the catalogue. A private one does not exist for others (rule 7)."""

from catalogue.browsing.models import CatalogueEdition
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.accounts.models import Membership, Organisation


def organisations_edited_by(user):
    """Return the organisations that `user` may print a catalogue of: those they manage; all, for the hub's staff."""
    if can_manage_catalogue(user):
        return Organisation.objects.order_by("name")
    if not (user.is_authenticated and user.is_active):
        return Organisation.objects.none()
    managed = Membership.objects.filter(person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE)
    return Organisation.objects.filter(pk__in=managed.values("organisation")).order_by("name")


def can_make_editions(user) -> bool:
    return organisations_edited_by(user).exists()


def can_edit_edition(user, edition: CatalogueEdition) -> bool:
    return organisations_edited_by(user).filter(pk=edition.organisation_id).exists()


def can_read_edition(user, edition: CatalogueEdition) -> bool:
    return edition.is_public or can_edit_edition(user, edition)
