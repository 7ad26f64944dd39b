"""Questions about paths and modules."""

from django.db.models import QuerySet

from catalogue.paths.models import LearningPathPage, Module, PathVersion


def public_paths() -> QuerySet[LearningPathPage]:
    """Return the published paths that everybody may read."""
    return LearningPathPage.objects.live().public()


def newest_version(path: LearningPathPage) -> PathVersion | None:
    return path.versions.first()


def draft_of(path: LearningPathPage) -> LearningPathPage:
    """Return the newest draft of `path`, as it is being written."""
    return path.get_latest_revision_as_object()


def modules_of(user) -> QuerySet[Module]:
    """Return the modules that `user` wrote, or that an organisation of theirs owns."""
    from outillerie.kits.permissions import organisations_of

    return Module.objects.filter(owner=user) | Module.objects.filter(organisation__in=organisations_of(user))
