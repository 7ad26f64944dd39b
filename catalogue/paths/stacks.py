"""The blocks of a path as the block stack draws them, with or without the progress of somebody."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.paths.formats.content import BlockContent, ModuleContent
from catalogue.paths.wording import minutes_words
from outillerie.kits.formats.text import typography

# What is said of a block, and the sign of it.
BLOCK_STATES = {
    "acquired": (gettext_lazy("Acquired"), "check"),
    "started": (gettext_lazy("In progress"), "clock"),
    "todo": (gettext_lazy("To begin"), ""),
}
MODULE_STATES = {
    "done": gettext_lazy("Done:"),
    "started": gettext_lazy("Begun:"),
    "todo": gettext_lazy("To do:"),
}


def stack(blocks: tuple[BlockContent, ...], *, language: str = "fr", progress=None, module_url=None) -> list[dict]:
    """Return the rows of `components/block_stack.html`.

    `progress` is a `Progress` of `learning/queries.py`, or None: then nothing is said to be done. `module_url` gives
    the address of a module from its key; without it modules are words.
    """
    return [
        {
            "number": number,
            "domain": block.domain,
            "title": typography(block.title, language),
            "note": block_note(block, progress, language),
            "modules": [module_row(module, language, progress, module_url) for module in block.modules],
            **block_state(block, progress),
        }
        for number, block in enumerate(blocks, start=1)
    ]


def block_state(block: BlockContent, progress) -> dict:
    found = progress.block(block.key) if progress else None
    if found is None:
        return {"status": "", "status_label": "", "icon": "", "share": 0}
    label, icon = BLOCK_STATES[found.status]
    return {"status": found.status, "status_label": label, "icon": icon, "share": found.share}


def block_note(block: BlockContent, progress, language: str) -> str:
    """Return what stands under the title: how many modules are done, or the aim and the length."""
    found = progress.block(block.key) if progress else None
    if found is not None and found.status == "started":
        words = ngettext("%(done)s module done of %(total)s", "%(done)s modules done of %(total)s", found.done)
        return words % {"done": found.done, "total": found.total}
    return typography(block.aim, language)


def module_row(module: ModuleContent, language: str, progress, module_url) -> dict:
    found = progress.module(module.key) if progress else None
    return {
        "title": typography(module.title, language),
        "url": module_url(module.key) if module_url else "",
        "minutes_label": minutes_words(module.minutes),
        "is_required": module.is_required,
        "status": found.status if found else "",
        "status_label": MODULE_STATES[found.status] if found else "",
    }


def module_address(slug: str, number: int | None = None):
    """Return what gives the address of a module of a path: of its newest version, or of version `number`."""
    if number is None:
        return lambda key: reverse("path-module", args=[slug, key])
    return lambda key: reverse("path-version-module", args=[slug, number, key])


def stack_title(count: int) -> str:
    """Return “The four blocks”, or “The block”."""
    words = {2: _("The two blocks"), 3: _("The three blocks"), 4: _("The four blocks"), 5: _("The five blocks")}
    if count == 1:
        return _("The block")
    return words.get(count) or _("The %(count)s blocks") % {"count": count}
