"""Questions about paths and modules."""

from django.db.models import QuerySet

from catalogue.paths.models import LearningPathPage, Module, PathRun, PathVersion


def public_paths() -> QuerySet[LearningPathPage]:
    """Return the published paths that everybody may read."""
    return LearningPathPage.objects.live().public()


def newest_version(path: LearningPathPage) -> PathVersion | None:
    return path.versions.first()


def draft_of(path: LearningPathPage) -> LearningPathPage:
    """Return the newest draft of `path`, an object of its own with its blocks and their modules in memory.

    Change it, then give it to `save_draft`. The number of statements does not grow with the path.
    """
    revision = path.latest_revision
    if revision is None:
        return path
    draft = path.with_content_json(dict(revision.content))
    # A draft remembers what was live when it was saved; it may have been published since.
    draft.live_revision_id = path.live_revision_id
    draft.first_published_at, draft.last_published_at = path.first_published_at, path.last_published_at
    if not path.has_unpublished_changes:
        # The notes of the version that is public are said already.
        draft.version_notes = ""
    return draft


def modules_of(user) -> QuerySet[Module]:
    """Return the modules that `user` wrote, or that an organisation of theirs owns."""
    from outillerie.kits.permissions import organisations_of

    return Module.objects.filter(owner=user) | Module.objects.filter(organisation__in=organisations_of(user))


def announced_runs(path: LearningPathPage) -> list[PathRun]:
    """Return the sessions of `path` that are not cancelled, the earliest first."""
    return list(path.runs.filter(is_cancelled=False))
