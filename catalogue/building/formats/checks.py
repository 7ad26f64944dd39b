"""What to look at in a path that is being built, whatever is missing to publish it. Pure; in words: `wording.py`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from catalogue.paths.formats.content import BlockContent, KitPin, PathContent
from outillerie.licences.licence import LICENCES

CheckCode = Literal[
    "titles", "modules", "assessments", "title", "empty", "assessment", "late", "shared_kit", "commercial",
    "no_derivatives", "unknown_licence",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something to look at, or, when `is_right`, something that is in order.

    titles, modules, assessments   every block has its title, a module, a way to be assessed
    title, empty, assessment       the block `block` (from 1) has none
    late                           `title` comes before `other`, which is to do before it
    shared_kit                     several modules use the kit `title`
    commercial, no_derivatives     in a path that is paid for, the kit `title` under the licence `other`
    unknown_licence                nobody knows under which licence the kit `title` is
    """

    code: CheckCode
    is_right: bool = False
    block: int = 0
    title: str = ""
    other: str = ""


def checks(content: PathContent) -> tuple[Check, ...]:
    """Return what is in order and what is not, the blocks first; nothing of a path without blocks."""
    if not content.blocks:
        return ()
    return (*_blocks(content), *_order(content), *_shared_kits(content), *_licences(content))


def is_assessed(block: BlockContent) -> bool:
    return bool(block.assessment) or any(module.assessment for module in block.modules)


def _blocks(content: PathContent) -> Iterator[Check]:
    conditions = (
        ("titles", "title", lambda block: bool(block.title)),
        ("modules", "empty", lambda block: bool(block.modules)),
        ("assessments", "assessment", is_assessed),
    )
    for every, one, is_met in conditions:
        wrong = [number for number, block in enumerate(content.blocks, 1) if not is_met(block)]
        if not wrong:
            yield Check(code=every, is_right=True)
        yield from (Check(code=one, block=number) for number in wrong)


def _order(content: PathContent) -> Iterator[Check]:
    """Yield the modules that come before one that they wait for."""
    modules = list(content.modules())
    rank = {module.key: place for place, module in enumerate(modules)}
    for module in modules:
        for key in module.requires:
            if rank.get(key, -1) > rank[module.key]:
                yield Check(code="late", title=module.title, other=modules[rank[key]].title)


def kits_of(content: PathContent) -> dict[str, KitPin]:
    """Return the kits of the path, each once, by their addresses."""
    return {pin.slug: pin for module in content.modules() for pin in module.kits}


def _shared_kits(content: PathContent) -> Iterator[Check]:
    uses = Counter(slug for module in content.modules() for slug in {pin.slug for pin in module.kits})
    for slug, pin in kits_of(content).items():
        if uses[slug] > 1:
            yield Check(code="shared_kit", title=pin.title)


def _licences(content: PathContent) -> Iterator[Check]:
    for pin in kits_of(content).values():
        licence = LICENCES.get(pin.licence)
        if licence is None:
            yield Check(code="unknown_licence", title=pin.title)
        elif content.price_cents and licence.non_commercial:
            yield Check(code="commercial", title=pin.title, other=licence.short_name)
        elif content.price_cents and licence.no_derivatives:
            yield Check(code="no_derivatives", title=pin.title, other=licence.short_name)
