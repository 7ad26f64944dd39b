"""A kit of the database as plain values."""

import hashlib
import mimetypes
from dataclasses import dataclass, replace
from io import BytesIO

from django.core.cache import caches

from outillerie.kits.formats import archive, credits, kit_json, sheet
from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Source, Step, clean_text
from outillerie.kits.formats.kit_json import Publication
from outillerie.kits.models import KitFile, KitPage, KitPicture, KitVersion
from outillerie.licences import attribution, wording
from outillerie.licences.licence import LICENCES
from outillerie.pages.queries import absolute

TEXTS = (
    "title", "hook", "language", "prerequisites_participants", "prerequisites_facilitator", "preparation", "variants",
    "evaluation", "watch_points", "further_reading", "body", "source_url", "changes", "licence",
)  # fmt: skip
FACTS = (
    "minimum_age", "level", "duration", "setup_minutes", "participants_min", "participants_max", "facilitators", "mode",
    "is_unplugged", "is_offline",
)  # fmt: skip


def content_of(kit: KitPage) -> KitContent:
    """Return the content of `kit` as it is in memory: a draft, or what is being published."""
    return KitContent(
        **{name: clean_text(getattr(kit, name)) for name in TEXTS},
        **{name: getattr(kit, name) for name in FACTS},
        themes=theme_codes(kit),
        audiences=tuple(audience.code for audience in sorted(kit.audiences.all(), key=lambda a: a.order)),
        objectives=tuple(clean_text(row.text) for row in kit.objectives.all()),
        material=rows(kit.material, Material),
        steps=rows(kit.steps, Step),
        credits=rows(kit.credits, Credit),
        sources=tuple(replace(source, authors=tuple(source.authors)) for source in rows(kit.sources, Source)),
        files=tuple(file_values(row) for row in kit.files.all()),
        pictures=tuple(picture_values(row) for row in kit.pictures.all()),
        cover=cover_name(kit),
        organisation=kit.organisation.name if kit.organisation else "",
        extra=kit.extra,
    )


def blobs_of(kit: KitPage) -> dict[str, bytes]:
    """Return the bytes of every file and picture of `kit` as it is in memory, by SHA-256."""
    originals = [row.document.file for row in kit.files.all()] + [row.image.file for row in kit.pictures.all()]
    return {hashlib.sha256(data).hexdigest(): data for data in map(read, originals)}


def read(file) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def theme_codes(kit: KitPage) -> tuple[str, ...]:
    """Return the codes of the kit's themes, the main one first."""
    main = [kit.main_theme.code] if kit.main_theme else []
    others = (theme.code for theme in sorted(kit.themes.all(), key=lambda theme: theme.order))
    return tuple(dict.fromkeys([*main, *others]))


def rows(manager, part):
    names = part.__dataclass_fields__
    return tuple(
        part(**{name: clean_text(value) if isinstance(value, str) else value for name, value in values(row, names)})
        for row in manager.all()
    )


def values(row, names):
    return ((name, getattr(row, name)) for name in names)


@dataclass(frozen=True)
class FileFacts:
    sha256: str
    size: int
    media_type: str
    pages: int | None


def facts_of(file, name: str) -> FileFacts:
    """Return what the bytes of an uploaded file say. They never change under their name: read once in each process."""
    return caches["pages"].get_or_set(
        f"facts|{file.name}|{media_type(name or file.name)}", lambda: read_facts(file, name)
    )


def read_facts(file, name: str) -> FileFacts:
    data, kind = read(file), media_type(name or file.name)
    pages = pdf_page_count(data) if kind == "application/pdf" else None
    return FileFacts(hashlib.sha256(data).hexdigest(), len(data), kind, pages)


def media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def file_values(row: KitFile) -> File:
    document, facts = row.document, facts_of(row.document.file, row.name)
    return File(
        name=row.name,
        title=clean_text(document.title),
        role=row.role,
        author=clean_text(document.author),
        source=document.source,
        licence=document.licence,
        media_type=facts.media_type,
        size=facts.size,
        sha256=facts.sha256,
        pages=facts.pages,
        is_mixed=row.is_mixed,
    )


def pdf_page_count(data: bytes) -> int | None:
    # 13 MB in each process, for those that meet a PDF.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return len(PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, RecursionError):
        return None


def picture_values(row: KitPicture) -> Picture:
    image, facts = row.image, facts_of(row.image.file, row.name)
    return Picture(
        name=row.name,
        alt=clean_text(image.description),
        author=clean_text(image.author),
        source=image.source,
        licence=image.licence,
        media_type=facts.media_type,
        size=facts.size,
        sha256=facts.sha256,
        width=image.width,
        height=image.height,
        is_mixed=row.is_mixed,
    )


def cover_name(kit: KitPage) -> str:
    return next((row.name for row in kit.pictures.all() if row.image_id == kit.cover_id), "")


def bytes_of(version: KitVersion) -> dict[str, bytes]:
    """Return the bytes of every file and picture of `version`, by SHA-256."""
    blobs = {}
    for stored in version.stored_files.all():
        with stored.file.open("rb") as opened:
            blobs[stored.sha256] = opened.read()
    return blobs


def pictures_of(version: KitVersion) -> dict[str, bytes]:
    blobs = bytes_of(version)
    return {picture.name: blobs[picture.sha256] for picture in version.content.pictures}


def publication_of(version: KitVersion) -> Publication:
    licence = LICENCES.get(version.licence)
    return Publication(
        number=version.number,
        published_at=version.published_at,
        page_url=page_address(version),
        licence_url=licence.uri if licence else "",
    )


def json_of(version: KitVersion) -> bytes:
    return kit_json.write(version.content, publication_of(version))


def markdown_of(version: KitVersion) -> str:
    return sheet.write(version.content)


def archive_of(version: KitVersion, *, extras: dict[str, bytes]) -> bytes:
    """Return the ZIP of `version`: everything it holds, and `extras` (its offline page and its prints) by name."""
    blobs, content = bytes_of(version), version.content
    return archive.write_archive(
        content,
        blobs=blobs.__getitem__,
        licence_notice=licence_notice(content),
        credits="\n".join(credit_lines(version)),
        extras=extras,
        publication=publication_of(version),
    )


def spoken(content: KitContent) -> str:
    return "en" if content.language.startswith("en") else "fr"


def licence_notice(content: KitContent) -> str:
    """Return the licence in words: what it is called, where it is, what it allows, asks and forbids."""
    licence = LICENCES.get(content.licence)
    if licence is None:
        return ""
    language = spoken(content)
    terms = wording.terms(licence, language)
    lines = [licence.name(language), licence.short_name, licence.uri, licence.deed(language)]
    for heading, items in zip(wording.HEADINGS[language], (terms.may, terms.must, terms.may_not), strict=True):
        if items:
            lines += ["", f"{heading} :", *(f"- {item}" for item in items)]
    return "\n".join(lines)


def parts_of(version: KitVersion) -> list[attribution.Part]:
    """Return what a copy must credit: the kit first, then what it is made from, then its parts by others."""
    return credits.credited_parts(version.content, address=page_address(version))


def whole_part(version: KitVersion) -> attribution.Part:
    """Return the kit itself as a part to credit: who wrote it, where it comes from, under which licence."""
    return credits.whole_part(version.content, address=page_address(version))


def credit_lines(version: KitVersion) -> list[str]:
    """Return the sentences that credit `version`, in its own language."""
    return attribution.attribution_lines(parts_of(version), language=spoken(version.content))


def page_address(version: KitVersion) -> str:
    """Return the public address of a version, or of its kit for a draft, which has no number yet."""
    return absolute(f"/kits/{version.kit.slug}/" + (f"v{version.number}/" if version.number else ""))
