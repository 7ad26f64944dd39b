"""Plain values into a draft in memory, one stage at a time. The rows that it has already stay the same rows."""

from collections.abc import Iterable
from typing import Any

from outillerie.accounts.models import Organisation
from outillerie.field_reports.queries import answerable_reports
from outillerie.kits.exports import rows as plain_rows
from outillerie.kits.formats.content import PARTS, KitContent
from outillerie.kits.models import Audience, KitCredit, KitMaterial, KitObjective, KitPage, KitStep
from outillerie.kits.queries import themes_by_code
from outillerie.writing.parts import describe

MODELS = {"objectives": KitObjective, "material": KitMaterial, "steps": KitStep, "credits": KitCredit}


def put(draft: KitPage, content: KitContent, fields: Iterable[str]) -> None:
    """Give `draft` the `fields` of `content`. Save its revision to keep them."""
    for name in fields:
        value = getattr(content, name)
        if name in MODELS:
            put_rows(draft, name, value)
        elif name in WAYS:
            WAYS[name](draft, value)
        else:
            setattr(draft, name, value)


def put_rows(draft: KitPage, name: str, values: tuple) -> None:
    manager = getattr(draft, name)
    rows = matched(list(manager.all()), plain_values(manager, name), values, MODELS[name])
    for order, (row, value) in enumerate(zip(rows, values, strict=True)):
        for field, said in ({"text": value} if name == "objectives" else vars(value)).items():
            setattr(row, field, said)
        row.sort_order = order
    manager.set(rows)


def plain_values(manager, name: str) -> list:
    return [row.text for row in manager.all()] if name == "objectives" else list(plain_rows(manager, PARTS[name]))


def matched(own: list, said: list, values: tuple, model) -> list:
    """Return one row for each of `values`: the one that says it already, else one that nothing else needs, else a new one.

    The editor of the back office knows rows by their number: one that was only moved or corrected keeps its own.
    """
    spare = list(range(len(own)))
    chosen: dict[int, Any] = {}
    for place, value in enumerate(values):
        index = next((index for index in spare if said[index] == value), None)
        if index is not None:
            spare.remove(index)
            chosen[place] = own[index]
    return [
        chosen[place] if place in chosen else own[spare.pop(0)] if spare else model() for place in range(len(values))
    ]


def put_themes(draft: KitPage, codes: tuple[str, ...]) -> None:
    themes = [themes_by_code()[code] for code in codes if code in themes_by_code()]
    draft.main_theme = themes[0] if themes else None
    draft.themes.set(themes[1:])


def put_files(draft: KitPage, values: tuple) -> None:
    put_parts(draft, "files", values, ("role", "is_mixed"))


def put_pictures(draft: KitPage, values: tuple) -> None:
    put_parts(draft, "pictures", values, ("is_mixed",))


def put_parts(draft: KitPage, name: str, values: tuple, fields: tuple[str, ...]) -> None:
    """Say of the files or pictures that the kit has who made them and how it uses them, in which order, and which it keeps."""
    manager = getattr(draft, name)
    own = {row.name: row for row in manager.all()}
    kept = [value for value in values if value.name in own]
    for order, value in enumerate(kept):
        for field in fields:
            setattr(own[value.name], field, getattr(value, field))
        own[value.name].sort_order = order
        describe(own[value.name], value, name=name, kit=draft)
    manager.set([own[value.name] for value in kept])


def put_cover(draft: KitPage, name: str) -> None:
    draft.cover = next((row.image for row in draft.pictures.all() if row.name == name), None)


def put_organisation(draft: KitPage, name: str) -> None:
    draft.organisation = Organisation.objects.filter(name=name).first() if name else None


def put_next_version(draft: KitPage, said: dict[str, Any]) -> None:
    """Keep what the next version says of itself: its notes, and the reports of its own kit that it takes into account."""
    draft.version_notes = said["version_notes"]
    draft.answered_reports.set(answerable_reports(draft).filter(pk__in=said.get("answered_reports", [])))


WAYS = {
    "themes": put_themes,
    "audiences": lambda draft, codes: draft.audiences.set(Audience.objects.filter(code__in=codes)),
    "files": put_files,
    "pictures": put_pictures,
    "cover": put_cover,
    "organisation": put_organisation,
    "extra": put_next_version,
}
