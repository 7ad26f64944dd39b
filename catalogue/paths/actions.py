"""What can be done to a path."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.paths.events import path_published
from catalogue.paths.exports import content_of
from catalogue.paths.facets import facets_of
from catalogue.paths.formats.content import PathContent, fingerprint, to_dict
from catalogue.paths.models import LearningPathPage, PathFacet, PathVersion
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages


class NotPublishable(Refused):
    pass


def check_publishable(content: PathContent) -> None:
    """Raise NotPublishable when nobody could follow `content`: a path needs a block, and each block a module."""
    if not content.blocks:
        raise NotPublishable(_("This path has no block yet. Add one, with at least one module, then publish."))
    for number, block in enumerate(content.blocks, start=1):
        if not block.modules:
            raise NotPublishable(
                _("Block %(number)s has no module: add one, or remove the block, then publish.") % {"number": number}
            )


def publish_version(path: LearningPathPage, *, by=None) -> PathVersion:
    """Keep what `path` now says as its next version, unless its newest version already says exactly that."""
    # Lock the path: two people may publish it at once, and each version has its own number.
    LearningPathPage.objects.select_for_update(of=("self",)).filter(pk=path.pk).first()
    content = content_of(path)
    check_publishable(content)
    newest = path.versions.first()
    if newest is None or newest.sha256 != fingerprint(content):
        newest = PathVersion.objects.create(
            path=path,
            number=newest.number + 1 if newest else 1,
            title=content.title,
            values=to_dict(content),
            sha256=fingerprint(content),
            notes=path.version_notes,
            published_at=timezone.now(),
            published_by=by,
        )
        path_published.send(PathVersion, version=newest, by=by)
    index_facets(newest)
    transaction.on_commit(forget_pages)
    return newest


def index_facets(version: PathVersion) -> None:
    """Rebuild what search counts of the path from `version` and from the sessions of the path."""
    PathFacet.objects.filter(path_id=version.path_id).delete()
    runs = list(version.path.runs.filter(is_cancelled=False))
    PathFacet.objects.bulk_create(
        PathFacet(path_id=version.path_id, facet=facet, value=value)
        for facet, value in facets_of(version.content, runs)
    )


def withdraw_from_search(path: LearningPathPage) -> None:
    PathFacet.objects.filter(path=path).delete()
    transaction.on_commit(forget_pages)
