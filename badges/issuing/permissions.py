"""Who may do what with issuers and their keys. One place for every exit and every way in (rule 7)."""

from badges.issuing.models import KeyRequest
from catalogue.paths.permissions import can_manage_catalogue


def can_manage_issuers(user) -> bool:
    """Issuers and keys are in the hands of the hub's staff: they sign in the name of everyone here."""
    return can_manage_catalogue(user)


def can_confirm_key_request(user, request: KeyRequest) -> bool:
    """Keys are changed by two people: who asked cannot be who confirms."""
    return can_manage_issuers(user) and request.asked_by_id != user.pk
