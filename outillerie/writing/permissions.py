"""Who may write a draft. What the rights rest on is in `kits/permissions.py`."""

from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_edit_kit


def can_write_draft(user, kit: KitPage, draft: KitPage) -> bool:
    """A draft that names an organisation is for its members, even before the kit itself says so."""
    return can_edit_kit(user, kit) or can_edit_kit(user, draft)


def can_discard_draft(user, kit: KitPage) -> bool:
    """Several people may write a draft; throwing it away is for the one who began it, or, once they left, for the others."""
    return kit.owner_id == user.pk or (kit.owner_id is None and can_edit_kit(user, kit))
