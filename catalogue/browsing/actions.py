"""What can be done with an edition of the catalogue. Each deed on its paths locks it: two managers may change it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.browsing.models import CatalogueEdition, CataloguePrint, EditionPath
from catalogue.paths.models import LearningPathPage
from outillerie.errors import Refused
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages
from outillerie.pages.arranging import forget_prints, keep_at_free_address, lock, move, number

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
    keep_at_free_address(edition, otherwise="catalogue", taken=TAKEN)
    transaction.on_commit(forget_pages)
    return edition


@transaction.atomic
def change_edition(edition: CatalogueEdition) -> None:
    """Keep its words, its organisation and its publicity. Its address stays: it may be printed."""
    edition.save(update_fields=["title", "introduction", "organisation", "is_public", "updated_at"])
    transaction.on_commit(forget_pages)


@transaction.atomic
def delete_edition(edition: CatalogueEdition) -> None:
    """Delete it with its prints; its paths are untouched."""
    forget_prints(edition.prints.all())
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
    return move(list(edition.path_rows.all()), row_id, up=up)


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
