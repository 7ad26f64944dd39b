"""Who may do what with frameworks. A draft exists for the hub's staff alone (rule 7)."""

from catalogue.frameworks.models import SkillFramework
from catalogue.paths.permissions import can_manage_catalogue


def can_read_framework(user, framework: SkillFramework) -> bool:
    return framework.status != SkillFramework.Status.DRAFT or can_manage_catalogue(user)


def can_edit_framework(user, framework: SkillFramework) -> bool:
    """Staff writes what the hub makes. What was imported has an owner elsewhere: it changes by another import."""
    return can_manage_catalogue(user) and not framework.import_sha256
