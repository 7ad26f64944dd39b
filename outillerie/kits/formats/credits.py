"""Whom a copy of a kit must credit: the kit, the works it is made from, and each part that is by others.

Every output prints these parts and no others, so that page, paper, archive and data say the same. Everything comes
from the content: a credit stays when the work it names goes away. What the mix allows is in `mixing`.
"""

from dataclasses import replace

from outillerie.licences.attribution import Part
from outillerie.licences.licence import LICENCES, Licence

from .content import File, KitContent, Picture, Source, Step

Row = Step | File | Picture


def credited_parts(content: KitContent, *, address: str = "") -> list[Part]:
    """Return every part to credit, the kit first, then its sources, nearest first; `address` is the kit's own page."""
    return [whole_part(content, address=address), *source_parts(content), *own_parts(content)]


def whole_part(content: KitContent, *, address: str = "") -> Part:
    """Return the kit itself: who wrote it, where it comes from, under which licence.

    An original that is no structured source is where the kit comes from; otherwise the kit is at its own address.
    """
    authors = names(content, is_author=True)
    is_apart = any(content.source_url == source.url for source in content.sources)
    return Part(
        title=content.title,
        authors=authors or ((content.organisation,) if content.organisation else ()),
        organisation=content.organisation if content.organisation not in authors else "",
        contributors=tuple(name for name in names(content, is_author=False) if name not in authors),
        source_url=address if is_apart else content.source_url or address,
        licence=LICENCES.get(content.licence),
        changes=content.changes,
    )


def names(content: KitContent, *, is_author: bool) -> tuple[str, ...]:
    """Return the people that the kit credits as its authors, or all the others, each once."""
    people = (credit.name for credit in content.credits if (credit.role == "author") == is_author)
    return tuple(dict.fromkeys(filter(None, people)))


def source_parts(content: KitContent) -> list[Part]:
    return [_source_part(source, content) for source in content.sources]


def own_parts(content: KitContent) -> list[Part]:
    """Return the steps, files and pictures that the credit of the kit does not cover, in that order.

    Those that would have the same credit but for their titles have one.
    """
    titles: dict[Part, dict[str, None]] = {}
    for row in (*content.steps, *content.files, *content.pictures):
        if not is_credited_with_kit(row, content):
            part = own_part(row, content)
            titles.setdefault(replace(part, title=""), {})[part.title] = None
    return [replace(part, title=first, others=tuple(others)) for part, (first, *others) in titles.items()]


def is_credited_with_kit(row: Row, content: KitContent) -> bool:
    """Return whether the credit of the kit covers `row`: same licence, one of its people, no source of its own."""
    people = {"", content.organisation, *(credit.name for credit in content.credits)}
    is_from_here = row.source == "" or (row.source == content.source_url and not sources_of(row, content))
    return row.author in people and row.licence in ("", content.licence) and is_from_here


def own_part(row: Row, content: KitContent) -> Part:
    """Return `row` as a part to credit. What it does not say is as for the work it was taken from, or for the kit."""
    authors, organisation = authors_of(row, content)
    return Part(
        title=title_of(row),
        authors=authors,
        organisation=organisation,
        source_url=row.source,
        licence=licence_of(row, content),
        relation="step" if isinstance(row, Step) else "",
    )


def authors_of(row: Row, content: KitContent) -> tuple[tuple[str, ...], str]:
    """Return who made `row`, and their organisation: those of the kit only for a file or picture under its licence."""
    if row.author:
        return (row.author,), ""
    if taken := sources_of(row, content):
        authors = dict.fromkeys(author for source in taken for author in source.authors)
        return tuple(authors), taken[0].organisation
    if isinstance(row, Step) or row.licence not in ("", content.licence):
        return (), ""
    whole = whole_part(content)
    return whole.authors, whole.organisation


def sources_of(row: Row, content: KitContent) -> list[Source]:
    """Return the sources of the kit that `row` was taken from."""
    return [source for source in content.sources if source.url and source.url == row.source]


def licence_of(row: Row, content: KitContent) -> Licence | None:
    """Return the licence of `row`: its own, that of the work it was taken from, or the kit's; None when unknown.

    A step by somebody else, without a licence, is under none that is known. A file or a picture is as the kit.
    """
    if row.licence:
        return LICENCES.get(row.licence)
    if taken := {source.licence for source in sources_of(row, content)}:
        return LICENCES.get(taken.pop()) if len(taken) == 1 else None
    is_of_others = isinstance(row, Step) and not is_credited_with_kit(row, content)
    return None if is_of_others else LICENCES.get(content.licence)


def title_of(row: Row) -> str:
    return (row.alt or row.name) if isinstance(row, Picture) else row.title


def _source_part(source: Source, content: KitContent) -> Part:
    nearer = next((other for other in content.sources if source.through and other.url == source.through), None)
    return Part(
        title=source.title,
        authors=source.authors,
        organisation=source.organisation,
        source_url=source.url,
        licence=LICENCES.get(_licence_given(source, content if source.through == "" else nearer)),
        changes=source.changes,
        relation=source.relation,
        version=source.version,
        through=nearer.title if nearer else "",
    )


def _licence_given(source: Source, receiver: KitContent | Source | None) -> str:
    """Return the licence of `source`. What is given back to a work is given under that work's own licence."""
    return receiver.licence if receiver and source.relation == "contribution" else source.licence
