"""A kit of the database as plain values."""

import mimetypes
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from outillerie.kits.formats import archive, kit_json, sheet
from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Source, Step, clean_text
from outillerie.kits.formats.kit_json import Publication
from outillerie.kits.models import KitFile, KitPage, KitPicture, KitVersion, StoredFile
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


def content_of(kit: KitPage) -> tuple[KitContent, list[StoredFile]]:
    """Return the content of `kit` as it is in memory, with the stored bytes that its files and pictures name."""
    files = [(row, store(row.document.file, row.name)) for row in kit.files.all()]
    pictures = [(row, store(row.image.file, row.name)) for row in kit.pictures.all()]
    content = KitContent(
        **{name: clean_text(getattr(kit, name)) for name in TEXTS},
        **{name: getattr(kit, name) for name in FACTS},
        themes=theme_codes(kit),
        audiences=tuple(audience.code for audience in sorted(kit.audiences.all(), key=lambda a: a.order)),
        objectives=tuple(clean_text(row.text) for row in kit.objectives.all()),
        material=rows(kit.material, Material),
        steps=rows(kit.steps, Step),
        credits=rows(kit.credits, Credit),
        sources=tuple(replace(source, authors=tuple(source.authors)) for source in rows(kit.sources, Source)),
        files=tuple(file_values(row, stored) for row, stored in files),
        pictures=tuple(picture_values(row, stored) for row, stored in pictures),
        cover=cover_name(kit, pictures),
        organisation=kit.organisation.name if kit.organisation else "",
        extra=kit.extra,
    )
    return content, [stored for _row, stored in (*files, *pictures)]


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


def store(file, name) -> StoredFile:
    with file.open("rb") as opened:
        data = opened.read()
    return StoredFile.keep(data, name=name or file.name, media_type=media_type(name or file.name))


def media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def file_values(row: KitFile, stored: StoredFile) -> File:
    document = row.document
    return File(
        name=row.name,
        title=clean_text(document.title),
        role=row.role,
        author=clean_text(document.author),
        source=document.source,
        licence=document.licence,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        pages=pdf_pages(stored) if stored.media_type == "application/pdf" else None,
        is_mixed=row.is_mixed,
    )


def pdf_pages(stored: StoredFile) -> int | None:
    with stored.file.open("rb") as opened:
        return pdf_page_count(opened.read())


def pdf_page_count(data: bytes) -> int | None:
    try:
        return len(PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, RecursionError):
        return None


def picture_values(row: KitPicture, stored: StoredFile) -> Picture:
    image = row.image
    return Picture(
        name=row.name,
        alt=clean_text(image.description),
        author=clean_text(image.author),
        source=image.source,
        licence=image.licence,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        width=image.width,
        height=image.height,
        is_mixed=row.is_mixed,
    )


def cover_name(kit: KitPage, pictures) -> str:
    return next((row.name for row, _stored in pictures if row.image_id == kit.cover_id), "")


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
        credits="\n".join(attribution.attribution_lines(parts_of(version), language=spoken(content))),
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
    """Return what a copy must credit: the kit first, then its files and pictures."""
    return [
        whole_part(version),
        *(part_of(row) for row in (*version.content.files, *version.content.pictures)),
    ]


def whole_part(version: KitVersion) -> attribution.Part:
    """Return the kit itself as a part to credit: who wrote it, where it comes from, under which licence."""
    content = version.content
    authors = tuple(credit.name for credit in content.credits if credit.role == "author")
    return attribution.Part(
        title=content.title,
        authors=authors or ((content.organisation,) if content.organisation else ()),
        organisation=content.organisation if authors and content.organisation not in authors else "",
        source_url=content.source_url or page_address(version),
        licence=LICENCES.get(content.licence),
        changes=content.changes,
    )


def page_address(version: KitVersion) -> str:
    """Return the public address of a version, or of its kit for a draft, which has no number yet."""
    return absolute(f"/kits/{version.kit.slug}/" + (f"v{version.number}/" if version.number else ""))


def part_of(row: File | Picture) -> attribution.Part:
    return attribution.Part(
        title=row.title if isinstance(row, File) else row.alt or row.name,
        authors=(row.author,) if row.author else (),
        source_url=row.source,
        licence=LICENCES.get(row.licence),
    )
