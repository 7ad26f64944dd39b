"""What comes into drafts from a computer: a document that becomes a kit, files, pictures."""

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.kits import sources
from outillerie.kits.formats.content import Credit
from outillerie.kits.formats.documents import NOTICE_LABELS, read_document
from outillerie.kits.formats.names import free_name
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.models import HubDocument, HubImage, KitFile, KitPage, KitPicture
from outillerie.kits.quotas import check_quota
from outillerie.kits.uploads import PICTURES, clean_document, clean_picture, opened, refuse_malware, safe_name
from outillerie.writing.actions import begin_kit, locked_draft, save_draft

DEFAULT_LICENCE = "CC-BY-SA-4.0"
MOST_PARTS = 40


class NotReadable(Refused):
    pass


class TooMany(Refused):
    pass


@dataclass(frozen=True)
class Account:
    """What a reading made of a document, for the person who checks it. Plain values: a session keeps it."""

    understood: list[tuple[str, str]]
    leftovers: list[str]
    notices: list[str]


def begin_from_document(name: str, data: bytes, *, by) -> tuple[KitPage, Account]:
    """Begin a kit with everything that a document says. What found no place is in the draft too, and in the account."""
    check_quota(by, len(data))
    refuse_malware(data)
    try:
        read = read_document(name, data)
    except FormatRefused as refusal:
        raise NotReadable(_(refusal.message) % refusal.parts) from refusal
    clean = sources.cleaned(sources.Reading(read.content, read.blobs))
    content = dataclasses.replace(
        clean.content,
        title=clean.content.title or PurePosixPath(name).stem,
        licence=clean.content.licence or DEFAULT_LICENCE,
        credits=clean.content.credits or (Credit(name=by.shown_name()),),
    )
    kit = begin_kit(content, by=by, blobs=clean.blobs)
    lost = [*(_(NOTICE_LABELS[notice]) for notice in read.notices), *(loss.detail for loss in clean.losses)]
    understood = [(row.field, row.excerpt) for row in read.understood]
    return kit, Account(understood, list(read.leftovers), lost)


def add_file(kit: KitPage, name: str, data: bytes, *, by) -> KitFile:
    """Add a file to download to the draft of `kit`. Raises UploadRefused with the reason."""
    check_quota(by, len(data))
    name = safe_name(name)
    data = clean_document(name, data)
    document = HubDocument(title=title_of(name), uploaded_by_user=by, **stored(data, name))
    return put(kit, KitFile(document=document, name=name), document, by=by)


def add_picture(kit: KitPage, name: str, data: bytes, *, by) -> KitPicture:
    """Add a picture for the texts of the draft of `kit`: turned upright, shrunk, without a trace of where it was taken."""
    check_quota(by, len(data))
    data, ending = clean_picture(data)
    name = f"{PurePosixPath(safe_name(name, fallback='image')).stem}.{ending}"
    width, height = opened(data).size
    image = HubImage(title=title_of(name), width=width, height=height, uploaded_by_user=by, **stored(data, name))
    return put(kit, KitPicture(image=image, name=name), image, by=by)


def title_of(name: str) -> str:
    return PurePosixPath(name).stem.replace("-", " ").capitalize()


def stored(data: bytes, name: str) -> dict:
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return {"file": ContentFile(data, name), "file_size": len(data), "file_hash": sha1}


@transaction.atomic
def put[Row: (KitFile, KitPicture)](kit: KitPage, row: Row, held: HubDocument | HubImage, *, by) -> Row:
    """Put what was uploaded at the end of its list, under a name that is free there."""
    draft = locked_draft(kit.pk)
    rows = draft.files if isinstance(row, KitFile) else draft.pictures
    own = list(rows.all())
    if len(own) >= MOST_PARTS:
        raise TooMany(_("A kit holds %(most)s files and as many pictures, at most.") % {"most": MOST_PARTS})
    row.name, row.sort_order = free_name(row.name, [other.name for other in own]), len(own)
    held.save()
    if isinstance(row, KitFile):
        row.document = held
    else:
        row.image = held
    rows.add(row)
    save_draft(draft, by=by)
    return row


def is_picture(name: str) -> bool:
    return PurePosixPath(name.lower()).suffix[1:] in {*PICTURES, "gif", "avif"}
