"""Things put side by side in an order, at an address of their own, and printed: collections of kits, editions of the
catalogue. Each deed on their rows locks them: two people may change them at once."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from slugify import slugify

from outillerie.pages.actions import forget_pages


def keep_at_free_address(thing: Model, *, otherwise: str, taken: Collection[str]) -> None:
    """Keep a new `thing` at the address that its title makes, or `otherwise`, numbered until it is free.

    `taken` are the words that addresses beside it already use.
    """
    base = slugify(thing.title, max_length=100, replacements=[["’", "-"], ["'", "-"]]) or otherwise
    number = 2 if base in taken else 1
    while not _keep_at(thing, base if number == 1 else f"{base}-{number}"):
        number += 1


def _keep_at(thing: Model, slug: str) -> bool:
    """Keep `thing` at the address `slug`, or return False when another has it."""
    if type(thing).objects.filter(slug=slug).exists():
        return False
    thing.slug = slug
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
    except IntegrityError:
        # Another took it between the question and the answer: the next one goes to the next address.
        return False
    return True


def lock(thing: Model) -> None:
    """Lock `thing` until the end of the deed, and have every page that shows it made again after it."""
    type(thing).objects.select_for_update().filter(pk=thing.pk).first()
    type(thing).objects.filter(pk=thing.pk).update(updated_at=timezone.now())
    transaction.on_commit(forget_pages)


def move(rows: list[Model], row_id: int, *, up: bool) -> int | None:
    """Move a row one place up or down, and return its new place, from 1; None when it was removed meanwhile."""
    place = next((place for place, row in enumerate(rows) if row.pk == row_id), None)
    if place is None:
        return None
    other = max(place - 1, 0) if up else min(place + 1, len(rows) - 1)
    rows[place], rows[other] = rows[other], rows[place]
    number(rows)
    return other + 1


def number(rows: list[Model]) -> None:
    """Write the order of `rows` as they stand."""
    for order, row in enumerate(rows):
        row.order = order
    if rows:
        type(rows[0]).objects.bulk_update(rows, ["order"])


def forget_prints(prints) -> None:
    """Delete prints and, once that is certain, their files."""
    files = [made.file for made in prints if made.file]
    prints.delete()
    transaction.on_commit(lambda: [file.delete(save=False) for file in files])
