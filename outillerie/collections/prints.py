"""The booklets of a collection, made by the worker once for each state of it, and kept until the next."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outillerie.collections.documents import Booklet, PrintedKit, booklet_pdf
from outillerie.collections.models import CollectionPrint, KitCollection
from outillerie.collections.queries import curators_of, newest_versions, shown_rows
from outillerie.kits.exports import pictures_of
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.models import KitVersion
from outillerie.kits.prints import sheet_of
from outillerie.licences.compatibility import commercial_warning
from outillerie.licences.licence import LICENCES
from outillerie.outbox.actions import handles
from outillerie.pages.arranging import forget_prints
from outillerie.pages.queries import absolute
from outillerie.printing.renderer import RenderingFailed

# What a booklet looks like: another number makes every one of them again.
LAYOUT = 1


@dataclass(frozen=True)
class Form:
    """`sheet` is the form of a kit whose sheet this booklet holds."""

    label: str | Promise
    sheet: str
    paper: str
    note: str | Promise = ""


FORMS = {
    "carnet-a4": Form(_("A4 booklet (PDF)"), "fiche-a4", "a4"),
    "carnet-a5": Form(_("A5 booklet to fold"), "carnet-a5", "a5", _("Print on both sides, short edge.")),
}


def state_of(collection: KitCollection) -> str:
    """Return the SHA-256 of everything that a booklet of `collection` shows; nothing when it has no kit to show."""
    rows = shown_rows(collection)
    versions = {version.kit_id: version for version in newest_versions(rows)}
    kits = [
        [versions[row.kit_id].sha256, versions[row.kit_id].number, row.note] for row in rows if row.kit_id in versions
    ]
    if not kits:
        return ""
    said = [LAYOUT, collection.slug, collection.title, collection.introduction, names(collection), kits]
    return sha256(json.dumps(said).encode()).hexdigest()


def names(collection: KitCollection) -> list[str]:
    return [person.shown_name() for person in curators_of(collection)]


@handles("collection-print", lease=timedelta(minutes=5))
def make_booklet(payload: dict) -> None:
    """Make a booklet and keep it, instead of those of older states. Running again makes the same bytes."""
    made = CollectionPrint.objects.select_related("collection__owner").filter(pk=payload["print"]).first()
    if made is None or made.state == CollectionPrint.State.READY:
        return
    if state_of(made.collection) != made.sha256:
        # The collection changed meanwhile: whoever asks again asks for what it has become.
        made.delete()
        return
    try:
        data = booklet_pdf(booklet_of(made.collection, made.form))
    except (RenderingFailed, FormatRefused):
        CollectionPrint.objects.filter(pk=made.pk).update(state=CollectionPrint.State.FAILED)
        return
    made.file.save(f"{made.collection.slug}-{made.form}.pdf", ContentFile(data), save=False)
    made.size, made.state, made.ready_at = len(data), CollectionPrint.State.READY, timezone.now()
    made.save()
    forget_prints(CollectionPrint.objects.filter(collection=made.collection, form=made.form).exclude(pk=made.pk))


def booklet_of(collection: KitCollection, form: str) -> Booklet:
    """Return what to print of `collection`: its kits that anyone may read, each at its newest version."""
    rows = shown_rows(collection)
    notes = {row.kit_id: row.note for row in rows}
    versions = newest_versions(rows, with_content=True)
    warning = commercial_warning(LICENCES.get(version.licence) for version in versions)
    return Booklet(
        title=collection.title,
        introduction=collection.introduction,
        curators=tuple(names(collection)),
        warning=warning.sentence() if warning else "",
        page_url=absolute(collection.get_absolute_url()),
        paper=FORMS[form].paper,
        kits=tuple(printed_kit(version, form, notes[version.kit_id]) for version in versions),
    )


def printed_kit(version: KitVersion, form: str, note: str) -> PrintedKit:
    return PrintedKit(
        content=version.content,
        sheet=sheet_of(version, FORMS[form].sheet),
        pictures=pictures_of(version),
        note=note,
    )
