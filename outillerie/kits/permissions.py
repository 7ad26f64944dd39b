"""Who may do what with a kit. One place for every exit and every way in (rule 7)."""

from outillerie.accounts.groups import REVIEWERS, TRUSTED
from outillerie.kits.models import KitPage


def can_read_kit(request, kit: KitPage) -> bool:
    """A published kit is for everyone, unless it or a page above it is private: then Wagtail's restrictions decide."""
    if not kit.live:
        return False
    return all(restriction.accept_request(request) for restriction in kit.get_view_restrictions())


def can_write_kits(user) -> bool:
    """Anyone who is signed in may write kits: what they write stays theirs until someone has read it."""
    return user.is_authenticated and user.is_active


def can_edit_kit(user, kit: KitPage) -> bool:
    """A draft is for who began it, for the members of the organisation it names, and for those who read proposals."""
    if not can_write_kits(user):
        return False
    return kit.owner_id == user.pk or kit.organisation_id in organisations_of(user) or can_review_kits(user)


def can_publish_kit(user, kit: KitPage) -> bool:
    """Publishing without a reading is for trusted contributors, with their own kits, and for those who read."""
    return can_review_kits(user) or (TRUSTED in groups_of(user) and can_edit_kit(user, kit))


def can_review_kits(user) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or bool(groups_of(user).intersection(REVIEWERS))


def groups_of(user) -> set[str]:
    """Return the names of the groups of `user`, asked once for each request."""
    if not hasattr(user, "_group_names"):
        user._group_names = set(user.groups.values_list("name", flat=True))
    return user._group_names


def organisations_of(user) -> set[int]:
    """Return the ids of the organisations that `user` is an active member of, asked once for each request."""
    if not hasattr(user, "_organisation_ids"):
        user._organisation_ids = set(user.memberships.filter(state="active").values_list("organisation_id", flat=True))
    return user._organisation_ids
