"""What can be done with an edition of the catalogue. Each deed on its paths locks it: two managers may change it."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from slugify import slugify

from catalogue.browsing.models import CatalogueEdition, CataloguePrint, EditionPath
from catalogue.paths.models import LearningPathPage
from outillerie.errors import Refused
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages

MOST_PATHS = 500
MOST_EDITIONS = 50
# Words that addresses under `/parcours/catalogues/` already use.
TAKEN = {"nouveau"}


class TooManyPaths(Refused):
    pass


class TooManyEditions(Refused):
    pass


@transaction.atomic
def make_edition(edition: CatalogueEdition) -> CatalogueEdition:
    """Keep a new edition at a free address."""
    if CatalogueEdition.objects.filter(organisation=edition.organisation).count() >= MOST_EDITIONS:
        raise TooManyEditions(
            _("This organisation has %(most)s catalogues already. Delete one, then make the new one.")
            % {"most": MOST_EDITIONS}
        )
    base = slugify(edition.title, max_length=100, replacements=[["’", "-"], ["'", "-"]]) or "catalogue"
    number = 2 if base in TAKEN else 1
    while not keep_at(edition, base if number == 1 else f"{base}-{number}"):
        number += 1
    transaction.on_commit(forget_pages)
    return edition


def keep_at(edition: CatalogueEdition, slug: str) -> bool:
    """Keep `edition` at the address `slug`, or return False when another has it."""
    if CatalogueEdition.objects.filter(slug=slug).exists():
        return False
    edition.slug = slug
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError:
        # Another took it between the question and the answer: the next one goes to the next address.
        return False
    return True


@transaction.atomic
def change_edition(edition: CatalogueEdition) -> None:
    """Keep its words, its organisation and its publicity. Its address stays: it may be printed."""
    edition.save(update_fields=["title", "introduction", "organisation", "is_public", "updated_at"])
    transaction.on_commit(forget_pages)


@transaction.atomic
def delete_edition(edition: CatalogueEdition) -> None:
    """Delete it with its prints; its paths are untouched."""
    forget_files(edition.prints.all())
    edition.delete()
    transaction.on_commit(forget_pages)


@transaction.atomic
def add_path(edition: CatalogueEdition, path: LearningPathPage) -> EditionPath:
    """Put `path` last in `edition`. Where it is already, it stays."""
    lock(edition)
    rows = edition.path_rows
    if found := rows.filter(path=path).first():
        return found
    if rows.count() >= MOST_PATHS:
        raise TooManyPaths(
            _("This catalogue holds %(most)s paths, the most it can. Remove one, or begin another catalogue.")
            % {"most": MOST_PATHS}
        )
    last = rows.aggregate(last=Max("order"))["last"]
    return rows.create(path=path, order=0 if last is None else last + 1)


@transaction.atomic
def remove_path(edition: CatalogueEdition, row_id: int) -> None:
    lock(edition)
    edition.path_rows.filter(pk=row_id).delete()
    number(list(edition.path_rows.all()))


@transaction.atomic
def move_path(edition: CatalogueEdition, row_id: int, *, up: bool) -> int | None:
    """Move a path one place up or down, and return its new place, from 1; None when it was removed meanwhile."""
    lock(edition)
    rows = list(edition.path_rows.all())
    place = next((place for place, row in enumerate(rows) if row.pk == row_id), None)
    if place is None:
        return None
    other = max(place - 1, 0) if up else min(place + 1, len(rows) - 1)
    rows[place], rows[other] = rows[other], rows[place]
    number(rows)
    return other + 1


def lock(edition: CatalogueEdition) -> None:
    """Lock `edition` until the end of the deed, and have every page that shows it made again after it."""
    CatalogueEdition.objects.select_for_update().filter(pk=edition.pk).first()
    CatalogueEdition.objects.filter(pk=edition.pk).update(updated_at=timezone.now())
    transaction.on_commit(forget_pages)


def number(rows: list[EditionPath]) -> None:
    for order, row in enumerate(rows):
        row.order = order
    EditionPath.objects.bulk_update(rows, ["order"])


def request_print(edition: CatalogueEdition | None, sha256: str) -> CataloguePrint:
    """Return the print of `edition`, or of the whole catalogue, in the state `sha256`; the first time, the worker is
    asked for it."""
    with transaction.atomic():
        made, is_new = CataloguePrint.objects.get_or_create(
            edition=edition, sha256=sha256, defaults={"requested_at": timezone.now()}
        )
        if is_new:
            schedule("catalogue-print", {"print": made.pk}, key=f"catalogue-print:{made.pk}")
    if is_new:
        made.refresh_from_db()
    return made


def forget_files(prints) -> None:
    """Delete prints and, once that is certain, their files."""
    files = [made.file for made in prints if made.file]
    prints.delete()
    transaction.on_commit(lambda: [file.delete(save=False) for file in files])
