"""A structure put back into a draft: the same rows for the same blocks and modules, wherever they went."""

import uuid

from catalogue.building.formats.structure import Block, Structure
from catalogue.paths.models import BlockModule, LearningPathPage, Module, SkillBlock

FACTS = ("title", "aim", "domain", "assessment")


def put(draft: LearningPathPage, structure: Structure) -> None:
    """Give `draft`, in memory, the blocks of `structure`. A module that was deleted meanwhile is left out."""
    modules = {str(key): pk for key, pk in Module.objects.filter(key__in=structure.modules()).values_list("key", "pk")}
    blocks = list(draft.blocks.all())
    known = {str(block.key): block for block in blocks}
    rows = {row.module_id: row.pk for block in blocks for row in block.module_rows.all()}
    draft.blocks.set([block_row(known, block, modules, rows, number) for number, block in enumerate(structure.blocks)])


def block_row(known: dict[str, SkillBlock], block: Block, modules: dict, rows: dict, number: int) -> SkillBlock:
    row = known.get(block.key) or SkillBlock(key=uuid.UUID(block.key))
    for name in FACTS:
        setattr(row, name, getattr(block, name))
    row.certification_block_id = block.certification_block
    row.sort_order = number
    row.module_rows.set(
        [
            BlockModule(
                pk=rows.get(modules[place.module]),
                module_id=modules[place.module],
                is_required=place.is_required,
                requires=list(place.requires),
                sort_order=order,
            )
            for order, place in enumerate(block.places)
            if place.module in modules
        ]
    )
    return row
