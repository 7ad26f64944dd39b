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
from outillerie.writing.actions import begin_kit, locked_draft, save_draft


class NotAdaptable(Refused):
    pass


def check_adaptable(version: KitVersion) -> None:
    """Raise NotAdaptable, with the reason, when no licence lets anyone share an adaptation of `version`."""
    licence = LICENCES.get(version.licence)
    if not adaptation_licences([licence]).is_possible:
        reason = _("The licence of this kit is not known: its authors keep all rights.")
        if licence:
            reason = _("%(licence)s does not allow sharing a modified version.") % {"licence": licence.short_name}
        way_out = _("You can run this kit as it is, or put it in a collection.")
        raise NotAdaptable(f"{reason} {way_out}")


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
    draft = locked_draft(kit.pk)
    blobs = blobs_of(draft) | bytes_of(version)
    result = settled(with_parts(content_of(draft), version.content, as_source(version, "part"), chosen), blobs)
    fill(draft, result, blobs, by=by)
    draft.organisation = kit.organisation
    save_draft(draft, by=by)
    return draft
