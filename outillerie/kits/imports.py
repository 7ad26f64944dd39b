"""Plain values into the database: one kit brought up to date, or many new kits planted at once.

Planting writes rows in bulk (a page tree grows by some thirty pages a second one by one, a hundred in bulk) and keeps
the first version of each kit, exactly as publishing would.
"""

import hashlib
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from slugify import slugify
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from outillerie.accounts.models import Organisation
from outillerie.kits.exports import FACTS, TEXTS, media_type
from outillerie.kits.facets import facets_of
from outillerie.kits.formats.content import File, KitContent, Picture, fingerprint, to_dict
from outillerie.kits.models import (
    Audience,
    HubDocument,
    HubImage,
    KitCredit,
    KitFacet,
    KitFile,
    KitIndexPage,
    KitMaterial,
    KitObjective,
    KitPage,
    KitPicture,
    KitSource,
    KitStep,
    KitVersion,
    StoredFile,
    Theme,
)
from outillerie.kits.queries import domain_of, themes_by_code
from outillerie.pages.actions import forget_pages


@dataclass
class Seed:
    """A kit to plant: its content, the bytes its files and pictures name by SHA-256, and where it comes from."""

    content: KitContent
    blobs: dict[str, bytes] = field(default_factory=dict)
    slug: str = ""
    import_key: str | None = None
    read_sha256: str = ""


def fill(kit: KitPage, content: KitContent, blobs: dict[str, bytes], *, by=None) -> KitPage:
    """Give `kit`, in memory, everything that `content` says. Save its revision to keep it.

    Documents and pictures that the kit has already, bytes and credits alike, stay the same rows; new ones belong to
    `by`.
    """
    for name in (*TEXTS, *FACTS):
        setattr(kit, name, getattr(content, name))
    themes = [themes_by_code()[code] for code in content.themes if code in themes_by_code()]
    kit.main_theme = themes[0] if themes else None
    kit.themes.set(themes[1:])
    kit.audiences.set(Audience.objects.filter(code__in=content.audiences))
    kit.organisation = organisation_named(content.organisation)
    kit.extra = content.extra
    kit.objectives.set([KitObjective(text=text, sort_order=i) for i, text in enumerate(content.objectives)])
    kit.material.set(row_objects(KitMaterial, content.material))
    kit.steps.set(row_objects(KitStep, content.steps))
    kit.credits.set(row_objects(KitCredit, content.credits))
    kit.sources.set(row_objects(KitSource, content.sources))
    kit.files.set(file_rows(content, blobs, had=[row.document for row in kit.files.all()], by=by))
    pictures = picture_rows(content, blobs, had=[row.image for row in kit.pictures.all()], by=by)
    kit.pictures.set(pictures)
    kit.cover = next((row.image for row in pictures if row.name == content.cover), None)
    return kit


def organisation_named(name: str) -> Organisation | None:
    return Organisation.objects.get_or_create(name=name)[0] if name else None


def row_objects(model, parts) -> list:
    names = list(parts[0].__dataclass_fields__) if parts else []
    return [
        model(**{name: getattr(part, name) for name in names}, sort_order=order) for order, part in enumerate(parts)
    ]


def file_rows(content: KitContent, blobs, *, had=(), by=None) -> list[KitFile]:
    return [
        KitFile(
            document=kept(had, document_of(file, blobs[file.sha256], by=by), DOCUMENT_FACTS),
            role=file.role,
            name=file.name,
            is_mixed=file.is_mixed,
            sort_order=order,
        )
        for order, file in enumerate(content.files)
    ]


def document_of(file: File, data: bytes, *, by=None) -> HubDocument:
    """Return a document that is not saved yet."""
    return HubDocument(
        title=file.title,
        file=ContentFile(data, file.name),
        file_size=len(data),
        file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        author=file.author,
        source=file.source,
        licence=file.licence,
        uploaded_by_user=by,
    )


def picture_rows(content: KitContent, blobs, *, had=(), by=None) -> list[KitPicture]:
    return [
        KitPicture(
            image=kept(had, image_of(picture, blobs[picture.sha256], by=by), IMAGE_FACTS),
            name=picture.name,
            is_mixed=picture.is_mixed,
            sort_order=order,
        )
        for order, picture in enumerate(content.pictures)
    ]


def image_of(picture: Picture, data: bytes, *, by=None) -> HubImage:
    """Return a picture that is not saved yet."""
    return HubImage(
        title=picture.name,
        file=ContentFile(data, picture.name),
        file_size=len(data),
        file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        width=picture.width,
        height=picture.height,
        description=picture.alt,
        author=picture.author,
        source=picture.source,
        licence=picture.licence,
        uploaded_by_user=by,
    )


CREDIT_FACTS = ("file_hash", "author", "source", "licence")
DOCUMENT_FACTS = ("title", *CREDIT_FACTS)
IMAGE_FACTS = ("description", *CREDIT_FACTS)


def kept(had, new, facts: tuple[str, ...]):
    """Return the one among `had` that says the same as `new`, else `new`, saved."""
    for old in had:
        old.get_file_hash()
        if all(getattr(old, name) == getattr(new, name) for name in facts):
            return old
    new.save()
    return new


@transaction.atomic
def update_kit(kit: KitPage, seed: Seed, *, by=None) -> KitPage:
    """Publish what the sheet now says as the next version of a kit that was imported before."""
    latest = fill(kit.get_latest_revision_as_object(), seed.content, seed.blobs)
    latest.import_key, latest.import_sha256 = seed.import_key, seed.read_sha256
    latest.save_revision(user=by).publish(user=by)
    return latest


@dataclass
class Planting:
    """A kit on its way to the database, with the seed it comes from and the rows that will hang on it."""

    kit: KitPage
    seed: Seed
    themes: list[Theme]
    rows: dict[str, list]


@transaction.atomic
def plant(seeds: list[Seed], *, by=None, is_live: bool = True) -> list[KitPage]:
    """Create the kits of `seeds`, published at their first version (or as drafts), in bulk."""
    shelf = KitIndexPage.objects.select_for_update(of=("self",)).get()
    plantings = [planting(seed) for seed in seeds]
    kits = [planted.kit for planted in plantings]
    place_under(shelf, kits, is_live=is_live, by=by)
    for name, model in CHILDREN.items():
        rows = [related(row, planted.kit, i) for planted in plantings for i, row in enumerate(planted.rows[name])]
        model.objects.bulk_create(rows, batch_size=500)
    link_vocabularies(plantings)
    if is_live:
        keep_first_versions(plantings, by=by)
    transaction.on_commit(forget_pages)
    return kits


CHILDREN = {
    "objectives": KitObjective,
    "material": KitMaterial,
    "steps": KitStep,
    "credits": KitCredit,
    "sources": KitSource,
    "files": KitFile,
    "pictures": KitPicture,
}


def planting(seed: Seed) -> Planting:
    content = seed.content
    themes = [themes_by_code()[code] for code in content.themes if code in themes_by_code()]
    rows = {
        "objectives": [KitObjective(text=text) for text in content.objectives],
        "material": row_objects(KitMaterial, content.material),
        "steps": row_objects(KitStep, content.steps),
        "credits": row_objects(KitCredit, content.credits),
        "sources": row_objects(KitSource, content.sources),
        "files": file_rows(content, seed.blobs),
        "pictures": picture_rows(content, seed.blobs),
    }
    kit = KitPage(
        **{name: getattr(content, name) for name in (*TEXTS, *FACTS)},
        extra=content.extra,
        slug=seed.slug,
        import_key=seed.import_key,
        import_sha256=seed.read_sha256,
        organisation=organisation_named(content.organisation),
        main_theme=themes[0] if themes else None,
        cover=next((row.image for row in rows["pictures"] if row.name == content.cover), None),
    )
    return Planting(kit, seed, themes, rows)


def related(row, kit, order):
    row.page_id, row.sort_order = kit.pk, order
    return row


def place_under(shelf: KitIndexPage, kits: list[KitPage], *, is_live: bool, by=None) -> None:
    """Write the page rows of `kits` as the last children of `shelf`, as treebeard and Wagtail would."""
    now, locale, kind = timezone.now(), Locale.get_default(), ContentType.objects.get_for_model(KitPage)
    last = shelf.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    taken = set(Page.objects.child_of(shelf).values_list("slug", flat=True))
    for number, kit in enumerate(kits, start=step + 1):
        kit.path, kit.depth, kit.numchild = (
            Page._get_path(shelf.path, shelf.depth + 1, number),
            shelf.depth + 1,
            0,
        )
        kit.slug = free_slug(kit.slug or slug_of(kit.title), taken)
        kit.url_path = f"{shelf.url_path}{kit.slug}/"
        kit.draft_title, kit.content_type, kit.locale, kit.owner = kit.title, kind, locale, by
        kit.translation_key, kit.live, kit.has_unpublished_changes = uuid4(), is_live, not is_live
        kit.first_published_at = kit.last_published_at = now if is_live else None
        kit.latest_revision_created_at = now
    names = [f.attname for f in Page._meta.local_concrete_fields if not f.primary_key]
    Page.objects.bulk_create([Page(**{name: getattr(kit, name) for name in names}) for kit in kits], batch_size=500)
    ids = dict(Page.objects.filter(path__in=[kit.path for kit in kits]).values_list("path", "pk"))
    for kit in kits:
        kit.pk = kit.id = kit.page_ptr_id = ids[kit.path]
        kit._state.adding = False
    # A page has rows in two tables; `bulk_create` refuses that, and the second insert is all that is missing.
    for start in range(0, len(kits), 200):
        KitPage._base_manager._insert(
            kits[start : start + 200], fields=KitPage._meta.local_concrete_fields, using="default"
        )
    Page.objects.filter(pk=shelf.pk).update(numchild=shelf.numchild + len(kits))


def slug_of(title: str) -> str:
    return slugify(title, max_length=80, replacements=[["’", "-"], ["'", "-"]]) or "kit"


def free_slug(slug: str, taken: set[str]) -> str:
    """Return `slug`, or it with the first free number, and take it."""
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    taken.add(candidate)
    return candidate


def link_vocabularies(plantings: list[Planting]) -> None:
    themes, audiences = KitPage.themes.through, KitPage.audiences.through
    by_code = dict(Audience.objects.values_list("code", "pk"))
    themes.objects.bulk_create(
        themes(kitpage_id=planted.kit.pk, theme_id=theme.pk) for planted in plantings for theme in planted.themes[1:]
    )
    audiences.objects.bulk_create(
        audiences(kitpage_id=planted.kit.pk, audience_id=by_code[code])
        for planted in plantings
        for code in planted.seed.content.audiences
        if code in by_code
    )


def keep_first_versions(plantings: list[Planting], *, by=None) -> None:
    """Keep version 1 of each kit and what search counts of it."""
    versions = KitVersion.objects.bulk_create([first_version(planted, by) for planted in plantings], batch_size=200)
    through = KitVersion.stored_files.through
    through.objects.bulk_create(
        through(kitversion_id=version.pk, storedfile_id=stored.pk)
        for version, planted in zip(versions, plantings, strict=True)
        for stored in stored_files(planted.seed)
    )
    facets = [
        KitFacet(kit=planted.kit, facet=facet, value=value)
        for planted in plantings
        for facet, value in facets_of(planted.seed.content, domain=domain_of(planted.seed.content))
    ]
    KitFacet.objects.bulk_create(facets, batch_size=1000)


def first_version(planted: Planting, by) -> KitVersion:
    content = planted.seed.content
    return KitVersion(
        kit=planted.kit,
        number=1,
        title=content.title,
        values=to_dict(content),
        licence=content.licence,
        sha256=fingerprint(content),
        published_at=planted.kit.last_published_at,
        published_by=by,
    )


def stored_files(seed: Seed) -> list[StoredFile]:
    parts = {part.sha256: part for part in (*seed.content.files, *seed.content.pictures)}
    return [
        StoredFile.keep(seed.blobs[sha256], name=part.name, media_type=media_type(part.name))
        for sha256, part in parts.items()
    ]


def index_planted(kits: list[KitPage]) -> None:
    """Give what was planted to the search index and to Wagtail's list of what refers to what, in bulk."""
    pages = list(
        KitPage.objects.filter(pk__in=[kit.pk for kit in kits])
        .select_related("main_theme", "organisation")
        .prefetch_related("themes", "audiences", "objectives", "material", "steps", "credits")
    )
    for backend in get_search_backends():
        backend.add_bulk(KitPage, pages)
    for page in pages:
        if page.files.exists() or page.pictures.exists():
            ReferenceIndex.create_or_update_for_object(page)
