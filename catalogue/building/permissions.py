"""Who may use what while building. What the rights rest on is in `paths/permissions.py`."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalogue.paths.models import BlockModule, LearningPathPage, Module
from catalogue.paths.permissions import can_edit_module, can_edit_path, can_manage_catalogue
from outillerie.kits.permissions import organisations_of


def can_build_path(user, path: LearningPathPage, draft: LearningPathPage) -> bool:
    """A draft that names an organisation is for its trainers, even before the path itself says so."""
    return can_edit_path(user, path) or can_edit_path(user, draft)


def usable_modules(user) -> QuerySet[Module]:
    """Return the modules that `user` may put in a path: their own, their organisations', and those that a path that
    everybody reads already shows. What others are still writing stays theirs."""
    if can_manage_catalogue(user):
        return Module.objects.all()
    is_shown = Exists(BlockModule.objects.filter(module=OuterRef("pk"), block__page__live=True))
    return Module.objects.filter(Q(owner=user) | Q(organisation__in=organisations_of(user)) | is_shown)


def can_use_pin(user, pin) -> bool:
    """The kits of a module are chosen by those who may change it; others copy the module first."""
    return can_edit_module(user, pin.module)
