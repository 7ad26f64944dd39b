"""The blocks of a draft as the plain structure that gestures change."""

from catalogue.building.formats.structure import Block, Place, Structure
from catalogue.paths.models import LearningPathPage, Module


def structure_of(draft: LearningPathPage) -> Structure:
    """Return the blocks of `draft` as they are in memory."""
    blocks = [(block, list(block.module_rows.all())) for block in draft.blocks.all()]
    keys = keys_of({row.module_id for _block, rows in blocks for row in rows})
    return Structure(
        blocks=tuple(
            Block(
                key=str(block.key),
                title=block.title,
                aim=block.aim,
                domain=block.domain,
                assessment=block.assessment,
                certification_block=block.certification_block_id,
                places=tuple(
                    Place(module=keys[row.module_id], is_required=row.is_required, requires=tuple(row.requires))
                    for row in rows
                ),
            )
            for block, rows in blocks
        )
    )


def keys_of(module_ids) -> dict[int, str]:
    return {pk: str(key) for pk, key in Module.objects.filter(pk__in=module_ids).values_list("pk", "key")}
