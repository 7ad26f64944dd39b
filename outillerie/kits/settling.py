"""What was read from outside, brought to what the database can hold, losing nothing.

A text too long for its place is shortened there and kept whole among the complements; codes nobody knows are dropped
and said; the facts of files and pictures (size, type, pages, pixels) are those of their bytes.
"""

import dataclasses
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from outillerie.kits.exports import media_type, pdf_page_count
from outillerie.kits.formats.content import CREDIT_ROLES, FILE_ROLES, KitContent, clean_text
from outillerie.kits.models import (
    Audience,
    HubDocument,
    HubImage,
    KitCredit,
    KitMaterial,
    KitObjective,
    KitPage,
    KitSource,
    KitStep,
)
from outillerie.kits.queries import themes_by_code

ROWS = {
    "material": KitMaterial,
    "steps": KitStep,
    "credits": KitCredit,
    "sources": KitSource,
    "files": HubDocument,
    "pictures": HubImage,
}
LONGEST_AUTHOR = 200


def settled(content: KitContent, blobs: dict[str, bytes]) -> KitContent:
    """Return `content` as publishing it would give it back: this is what versions and fingerprints compare."""
    content = dataclasses.replace(content, **cleaned_texts(content))
    overflow: list[str] = []
    content = bounded(content, overflow)
    order = {audience: i for i, audience in enumerate(Audience.objects.values_list("code", flat=True))}
    known = [code for code in dict.fromkeys(content.themes) if code in themes_by_code()]
    others = sorted(known[1:], key=lambda code: themes_by_code()[code].order)
    return dataclasses.replace(
        content,
        themes=(*known[:1], *others),
        audiences=tuple(sorted({*content.audiences} & {*order}, key=order.get)),
        files=tuple(settled_file(file, blobs[file.sha256]) for file in content.files if file.sha256 in blobs),
        pictures=tuple(settled_picture(row, blobs[row.sha256]) for row in content.pictures if row.sha256 in blobs),
        credits=tuple(
            dataclasses.replace(row, role=row.role if row.role in CREDIT_ROLES else "author") for row in content.credits
        ),
        body="\n\n".join(filter(None, [content.body, *overflow])),
    )


def cleaned_texts(content: KitContent) -> dict:
    return {name: cleaned(value) for name, value in vars(content).items() if name != "extra"}


def cleaned(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(row for row in map(cleaned, value) if row != "")
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(value, **{name: cleaned(part) for name, part in vars(value).items()})
    return value


def bounded(content: KitContent, overflow: list[str]) -> KitContent:
    """Return `content` with every short text within its column; what had to be cut is added whole to `overflow`."""
    changes = dict(shortened(content, KitPage, overflow))
    longest = KitObjective._meta.get_field("text").max_length
    changes["objectives"] = tuple(cut(text, longest, overflow) for text in content.objectives)
    for name, model in ROWS.items():
        rows = getattr(content, name)
        changes[name] = tuple(dataclasses.replace(row, **dict(shortened(row, model, overflow))) for row in rows)
    changes["pictures"] = tuple(
        dataclasses.replace(row, alt=cut(row.alt, 255, overflow)) for row in changes["pictures"]
    )
    changes["sources"] = tuple(
        dataclasses.replace(row, authors=tuple(cut(name, LONGEST_AUTHOR, overflow) for name in row.authors))
        for row in changes["sources"]
    )
    changes["organisation"] = cut(content.organisation, 120, overflow)
    return dataclasses.replace(content, **changes)


def shortened(values, model, overflow) -> Iterator[tuple[str, str]]:
    limits = {column.name: column.max_length for column in model._meta.get_fields() if hasattr(column, "max_length")}
    for name, value in vars(values).items():
        if isinstance(value, str) and name != "body" and limits.get(name) and len(value) > limits[name]:
            yield name, cut(value, limits[name], overflow)


def cut(text: str, longest: int, overflow: list[str]) -> str:
    if len(text) <= longest:
        return text
    overflow.append(text)
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip()[: longest - 1] + "…"


def settled_file(file, data: bytes):
    kind = media_type(file.name)
    return dataclasses.replace(
        file,
        title=file.title or file.name,
        role=file.role if file.role in FILE_ROLES else "other",
        media_type=kind,
        size=len(data),
        pages=pdf_page_count(data) if kind == "application/pdf" else None,
    )


def settled_picture(picture, data: bytes):
    width, height = Image.open(BytesIO(data)).size
    return dataclasses.replace(picture, media_type=media_type(picture.name), size=len(data), width=width, height=height)
