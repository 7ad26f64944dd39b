"""Everything that the site knows of a person, as one ZIP: data for machines, a page for people, kits and files."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import PurePosixPath
from shutil import copyfileobj
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from outillerie.accounts.models import User
from outillerie.accounts.personal_data import Holding, in_reading_order
from outillerie.kits.exports import archive_of, blobs_of, content_of, credit_lines, licence_notice
from outillerie.kits.formats import archive
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.models import HubDocument, HubImage, KitPage, KitVersion
from outillerie.kits.prints import offline_stylesheet
from outillerie.outbox.actions import handles
from outillerie.pages.models import HubSettings
from outillerie.privacy.emails import export_ready_mail
from outillerie.privacy.models import DataExport
from outillerie.privacy.wording import in_words

FORMAT = "outillerie-data/1"
CHUNK = 1_000_000
# What the apps above add to the archive of a person: each gives names and bytes.
MORE_FILES: list[Callable[[User], Iterator[tuple[str, bytes]]]] = []


@handles("data-export")
def prepare_export(payload: dict) -> None:
    """Make the ZIP and tell the person. Running again after a crash makes it again, and keeps one."""
    export = DataExport.objects.select_related("person").filter(pk=payload["export"]).first()
    if export is None or export.state == DataExport.State.READY:
        return
    with tempfile.TemporaryFile() as opened:
        write_export(export.person, opened)
        export.size = opened.tell()
        opened.seek(0)
        export.file.save(f"{export.pk}.zip", File(opened), save=False)
    keep(export)


def keep(export: DataExport) -> None:
    """Say that the file is ready, unless another worker was quicker or the person left: then this one goes away."""
    with transaction.atomic():
        waiting = DataExport.objects.filter(pk=export.pk, state=DataExport.State.WAITING)
        made = {"ready_at": timezone.now(), "size": export.size, "file": export.file.name}
        if waiting.update(state=DataExport.State.READY, **made):
            export_ready_mail(export.person).send()
            return
    export.file.storage.delete(export.file.name)


def write_export(person: User, target: BinaryIO) -> None:
    """Write the ZIP of `person`, one file after the other: memory holds the largest kit, never the whole."""
    data, missing = data_of(person), []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in kit_archives(person, missing):
            # Compressed already.
            opened.writestr(name, content, zipfile.ZIP_STORED)
        for name, upload in uploads_of(person):
            add_file(opened, name, upload.file, missing)
        for files in MORE_FILES:
            for name, content in files(person):
                opened.writestr(name, content)
        opened.writestr("donnees.json", as_json(data))
        opened.writestr("lisez-moi.html", readable(person, data, opened.namelist(), missing))
        opened.writestr("style.css", offline_stylesheet())


def data_of(person: User) -> dict[str, Any]:
    """Return what the registry says to give, as plain values of JSON: one list of rows a section."""
    return {
        "format": FORMAT,
        "site": settings.BASE_URL,
        "prepared_at": timezone.now().isoformat(),
        "sections": {holding.section: rows_of(holding, person) for holding in exported()},
    }


def withheld() -> list[tuple[str, str]]:
    """Return what is known and not given, each with its reason, once."""
    kept_back = [holding for holding in in_reading_order() if holding.withheld]
    return list(dict.fromkeys((str(holding.name), str(holding.withheld)) for holding in kept_back))


def exported() -> list[Holding]:
    return [holding for holding in in_reading_order() if holding.section]


def rows_of(holding: Holding, person: User) -> list[dict[str, Any]]:
    model = holding.model_class()
    links = [name for name in holding.fields if isinstance(model._meta.get_field(name), models.ForeignKey)]
    rows = holding.rows(person)
    if links:
        rows = rows.select_related(*links)
    return [{name: plain(row, name) for name in holding.fields} for row in rows]


def plain(row: models.Model, name: str) -> Any:
    """Return one value as JSON writes it: a link is the name of what it leads to, a file is its name."""
    column = row._meta.get_field(name)
    if column.many_to_many:
        return sorted(str(item) for item in getattr(row, name).all())
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(column, models.FileField):
        return PurePosixPath(value.name).name if value else ""
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def kit_archives(person: User, missing: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each published version of the kits of `person`, and the newest draft of each, as our own archives."""
    for kit in KitPage.objects.filter(owner=person).order_by("pk"):
        for version in kit.versions.order_by("number"):
            version.kit = kit
            yield from archived(f"kits/{kit.slug}/v{version.number}.zip", missing, archive_of, version, extras={})
        if not kit.live or kit.has_unpublished_changes:
            yield from archived(f"kits/{kit.slug}/brouillon.zip", missing, draft_archive, kit)


def archived(name: str, missing: list[str], write, *args, **options) -> Iterator[tuple[str, bytes]]:
    """Yield the archive that `write` makes. A file that the storage lost must not keep the rest from the person."""
    try:
        yield name, write(*args, **options)
    except (OSError, FormatRefused):
        missing.append(name)


def draft_archive(kit: KitPage) -> bytes:
    draft = kit.get_latest_revision_as_object()
    content, blobs = content_of(draft), blobs_of(draft)
    version = KitVersion(kit=draft, number=0, title=content.title, licence=content.licence)
    version.content = content
    return archive.write_archive(
        content,
        blobs=blobs.__getitem__,
        licence_notice=licence_notice(content),
        credits="\n".join(credit_lines(version)),
    )


def uploads_of(person: User) -> Iterator[tuple[str, HubDocument | HubImage]]:
    for folder, model in (("documents", HubDocument), ("images", HubImage)):
        for upload in model.objects.filter(uploaded_by_user=person).order_by("pk").iterator():
            yield f"{folder}/{upload.pk}-{PurePosixPath(upload.file.name).name}", upload


def add_file(opened: zipfile.ZipFile, name: str, file, missing: list[str]) -> None:
    try:
        source = file.storage.open(file.name)
    except OSError:
        missing.append(name)
        return
    with source, opened.open(name, "w", force_zip64=True) as entry:
        copyfileobj(source, entry, CHUNK)


def readable(person: User, data: dict[str, Any], names: list[str], missing: list[str]) -> str:
    """Return the page of the archive: it opens without a server, and links the files beside it."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "person": person,
            "hub": HubSettings.objects.first() or HubSettings(),
            "site_url": settings.BASE_URL,
            "prepared_at": timezone.now(),
            "sections": [in_words(holding, data["sections"][holding.section]) for holding in exported()],
            "withheld": withheld(),
            "files": names,
            "missing": missing,
        }
        return render_to_string("privacy/export.html", context)
