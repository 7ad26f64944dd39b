"""Who may do what with certifications: everyone reads them, the hub's staff writes them."""

from catalogue.paths.permissions import can_manage_catalogue


def can_edit_certifications(user) -> bool:
    return can_manage_catalogue(user)
