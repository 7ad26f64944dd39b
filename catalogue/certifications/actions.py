"""What the staff does with the blocks of a certification. Each deed locks it: two people may change it at once."""

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from catalogue.certifications.models import Certification, CertificationBlock
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages

# Above any rank: two blocks change places without having the same for a moment.
ASIDE = 10_000


class BlockInUse(Refused):
    pass


@transaction.atomic
def keep_block(block: CertificationBlock) -> CertificationBlock:
    """Keep a block; a new one goes last."""
    lock(block.certification)
    if block.pk is None:
        block.order = (block.certification.blocks.aggregate(last=Max("order"))["last"] or 0) + 1
    block.save()
    return block


@transaction.atomic
def move_block(certification: Certification, block_id: int, *, up: bool) -> int | None:
    """Move a block one place, and return its new place, from 1; None when it was removed meanwhile."""
    lock(certification)
    rows = list(certification.blocks.order_by("order", "pk"))
    place = next((place for place, row in enumerate(rows) if row.pk == block_id), None)
    if place is None:
        return None
    other = max(place - 1, 0) if up else min(place + 1, len(rows) - 1)
    rows[place], rows[other] = rows[other], rows[place]
    number(rows)
    return other + 1


@transaction.atomic
def remove_block(certification: Certification, block_id: int) -> None:
    """Remove a block with the skills that it asks for. Raises BlockInUse when a path holds it."""
    lock(certification)
    try:
        with transaction.atomic():
            certification.blocks.filter(pk=block_id).delete()
    except ProtectedError:
        raise BlockInUse(
            _("A path names this block. Choose another block there first, then remove this one.")
        ) from None
    number(list(certification.blocks.order_by("order", "pk")))


def number(rows: list[CertificationBlock]) -> None:
    for start in (ASIDE, 1):
        for order, row in enumerate(rows, start=start):
            row.order = order
        CertificationBlock.objects.bulk_update(rows, ["order"])


def lock(certification: Certification) -> None:
    Certification.objects.select_for_update().filter(pk=certification.pk).first()
    transaction.on_commit(forget_pages)
