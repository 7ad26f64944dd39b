"""Taking from published kits: the whole, or parts. Following what changes in them is in `updates.py`."""

from django.db import transaction
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.kits.exports import blobs_of, bytes_of, content_of
from outillerie.kits.formats.borrowing import Choice, adapted, with_parts
from outillerie.kits.imports import fill
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.settling import settled
from outillerie.licences.compatibility import adaptation_licences
from outillerie.licences.licence import LICENCES
from outillerie.remix.models import Adaptation
from outillerie.remix.queries import as_source
from outillerie.writing.actions import begin_kit, save_draft


class NotAdaptable(Refused):
    pass


def check_adaptable(version: KitVersion) -> None:
    """Raise NotAdaptable, with the reason, when no licence lets anyone share an adaptation of `version`."""
    verdict = adaptation_licences([LICENCES.get(version.licence)])
    if not verdict.is_possible:
        reasons = " ".join(conflict.sentence() for conflict in verdict.conflicts)
        raise NotAdaptable(
            _("%(reasons)s You can run this kit as it is, or put it in a collection.") % {"reasons": reasons}
        )


@transaction.atomic
def adapt(version: KitVersion, *, by) -> KitPage:
    """Copy a published version into the drafts of `by`, with its lineage. The copy is whole and needs its source no more."""
    check_adaptable(version)
    title = _("%(title)s (adaptation)") % {"title": version.title[:230]}
    content = adapted(version.content, as_source(version), title=title, author=by.shown_name())
    kit = begin_kit(content, by=by, blobs=bytes_of(version))
    Adaptation.objects.create(kit=kit, source=version.kit, base=version)
    return kit


@transaction.atomic
def take_parts(kit: KitPage, version: KitVersion, chosen: Choice, *, by) -> KitPage:
    """Add the `chosen` parts of a published version to the draft of `kit`, each with its credit and licence."""
    draft = locked_draft(kit)
    blobs = blobs_of(draft) | bytes_of(version)
    result = settled(with_parts(content_of(draft), version.content, as_source(version, "part"), chosen), blobs)
    fill(draft, result, blobs, by=by)
    draft.organisation = kit.organisation
    save_draft(draft, by=by)
    return draft


def locked_draft(kit: KitPage) -> KitPage:
    """Return the newest draft of `kit`. The row is locked: two people may write it at once."""
    return KitPage.objects.select_for_update(of=("self",)).get(pk=kit.pk).get_latest_revision_as_object()
