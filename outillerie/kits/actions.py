"""What can be done to a kit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.kits.events import version_published
from outillerie.kits.exports import blobs_of, content_of
from outillerie.kits.facets import facets_of
from outillerie.kits.formats.content import KitContent, fingerprint, to_dict
from outillerie.kits.formats.mixing import verdict
from outillerie.kits.models import KitFacet, KitPage, KitPrint, KitVersion, StoredFile
from outillerie.kits.queries import domain_of
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages


class NotPublishable(Refused):
    pass


def check_licence(content: KitContent) -> None:
    """Raise NotPublishable, with the reasons, when nothing allows `content` to be published under its licence (rule 4)."""
    if not content.licence:
        raise NotPublishable(_("This kit has no licence: nobody could reuse it. Choose one, then publish."))
    judged = verdict(content)
    if not judged.is_allowed:
        raise NotPublishable(" ".join(judged.sentences(get_language() or "fr")))


def publish_version(kit: KitPage, *, by=None) -> KitVersion:
    """Keep what `kit` now says as its next version, unless its newest version already says exactly that."""
    # Lock the kit: two people may publish it at once, and each version has its own number.
    KitPage.objects.select_for_update(of=("self",)).filter(pk=kit.pk).first()
    content = content_of(kit)
    check_licence(content)
    newest = kit.versions.first()
    if newest is None or newest.sha256 != fingerprint(content):
        newest = keep_version(kit, content, number=newest.number + 1 if newest else 1, by=by)
        version_published.send(KitVersion, version=newest, by=by)
    index_facets(newest)
    transaction.on_commit(forget_pages)
    return newest


def keep_version(kit, content, *, number, by) -> KitVersion:
    version = KitVersion.objects.create(
        kit=kit,
        number=number,
        title=content.title,
        values=to_dict(content),
        licence=content.licence,
        sha256=fingerprint(content),
        notes=kit.version_notes,
        published_at=timezone.now(),
        published_by=by,
    )
    blobs, parts = blobs_of(kit), {part.sha256: part for part in (*content.files, *content.pictures)}
    version.stored_files.set(
        StoredFile.keep(blobs[sha256], name=part.name, media_type=part.media_type) for sha256, part in parts.items()
    )
    return version


def index_facets(version: KitVersion) -> None:
    """Rebuild what search counts of the kit from `version`."""
    KitFacet.objects.filter(kit_id=version.kit_id).delete()
    KitFacet.objects.bulk_create(
        KitFacet(kit_id=version.kit_id, facet=facet, value=value)
        for facet, value in facets_of(version.content, domain=domain_of(version.content))
    )


def withdraw_from_search(kit: KitPage) -> None:
    KitFacet.objects.filter(kit=kit).delete()
    transaction.on_commit(forget_pages)


def request_print(version: KitVersion, form: str) -> KitPrint:
    """Return the printed form of `version`, asking the worker for it the first time."""
    with transaction.atomic():
        made, is_new = KitPrint.objects.get_or_create(
            version=version, form=form, defaults={"requested_at": timezone.now()}
        )
        if is_new:
            schedule("print", {"print": made.pk}, key=f"print:{made.pk}")
    if is_new:
        made.refresh_from_db()
    return made
