"""What a kit takes from a published one: the whole of it, parts of it, or changes that its authors offer.

What is taken brings its credit: the result is whole, and stays so when its source disappears.
"""

import dataclasses
from collections.abc import Iterable

from .content import Credit, File, KitContent, Picture, Source, Step
from .mentions import mentioned, renamed
from .names import folded, free_name

STEP_TEXTS = ("facilitator", "say", "participants", "supports")


def source_of(content: KitContent, *, url: str, version: int, sha256: str, relation: str = "adaptation") -> Source:
    """Return the published `content` as a source: `url` is the permanent address of that version."""
    authors = tuple(dict.fromkeys(credit.name for credit in content.credits if credit.role == "author"))
    return Source(
        title=content.title,
        authors=authors or tuple(dict.fromkeys(credit.name for credit in content.credits)),
        organisation=content.organisation,
        url=url,
        licence=content.licence,
        version=version,
        sha256=sha256,
        relation=relation,
        changes=content.changes,
    )


def lineage(content: KitContent, source: Source) -> tuple[Source, ...]:
    """Return `source`, which says what `content` is, then everything that `content` was itself made from."""
    outside = ()
    if content.source_url:
        # What `content` was published after, elsewhere, before it came here.
        outside = (dataclasses.replace(source, url=content.source_url, version=None, sha256="", changes=""),)
    further = (*content.sources, *outside)
    return (source, *(dataclasses.replace(row, through=row.through or source.url) for row in further))


def adapted(content: KitContent, source: Source, *, title: str, author: str) -> KitContent:
    """Return a new content made from the whole of `content`, by `author`, who has changed nothing yet."""
    return dataclasses.replace(
        content,
        title=title,
        organisation="",
        credits=(Credit(name=author),) if author else (),
        source_url="",
        changes="",
        sources=lineage(content, source),
        files=tuple(stamped(row, source) for row in content.files),
        pictures=tuple(stamped(row, source) for row in content.pictures),
    )


def stamped[Part: (Step, File, Picture)](part: Part, source: Source) -> Part:
    """Return `part` with the credit it had in its own kit, where it needed none when it was the kit's."""
    return dataclasses.replace(
        part,
        author=part.author or ", ".join(source.authors) or source.organisation,
        source=part.source or source.url,
        licence=part.licence or source.licence,
    )


@dataclasses.dataclass(frozen=True)
class Choice:
    """Which parts to take: steps by their place from 0, files and pictures by their names."""

    steps: frozenset[int] = frozenset()
    files: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()


def with_parts(content: KitContent, other: KitContent, source: Source, chosen: Choice) -> KitContent:
    """Return `content` with the `chosen` parts of `other` after its own, credited, and the pictures they show.

    A name that `content` already uses for other bytes is changed in what is taken, texts included.
    """
    steps = tuple(step for place, step in enumerate(other.steps) if place in chosen.steps)
    pictures = chosen_rows(other.pictures, chosen.pictures, steps, folder="images")
    files = chosen_rows(other.files, chosen.files, steps, folder="fichiers")
    names = {"images": free_names(content.pictures, pictures), "fichiers": free_names(content.files, files)}
    if not (steps or pictures or files):
        return content
    return dataclasses.replace(
        content,
        steps=(*content.steps, *(stamped(step, source) for step in renamed(steps, names))),
        pictures=(*content.pictures, *taken(pictures, names["images"], content.pictures, source)),
        files=(*content.files, *taken(files, names["fichiers"], content.files, source)),
        sources=with_source(content.sources, lineage(other, dataclasses.replace(source, relation="part"))),
    )


def with_source(sources: tuple[Source, ...], added: Iterable[Source]) -> tuple[Source, ...]:
    """Return `sources` and those of `added` that are not there yet, by address, version and way of taking."""
    known = {(row.url, row.relation, row.through) for row in sources}
    # A kit that is already adapted as a whole needs no second line when one of its steps is taken again.
    known |= {(row.url, "part", row.through) for row in sources if row.relation == "adaptation"}
    return (*sources, *(row for row in added if (row.url, row.relation, row.through) not in known))


def sources_left(before: KitContent, after: KitContent) -> tuple[Source, ...]:
    """Return the sources of `after`, without those that nothing was taken from but parts gone since `before`.

    What those were themselves made from goes with them. A source that no part ever named stays: its text may be here.
    """
    gone = addresses_named(before) - addresses_named(after)
    kept: list[Source] = []
    dropped: set[str] = set()
    for row in after.sources:
        is_unused = row.relation == "part" and not row.through and row.url in gone
        if is_unused or row.through in dropped - {other.url for other in kept}:
            dropped.add(row.url)
        else:
            kept.append(row)
    return tuple(kept)


def addresses_named(content: KitContent) -> set[str]:
    """Return where the steps, files and pictures of `content` say that they come from."""
    return {row.source for row in (*content.steps, *content.files, *content.pictures)} - {""}


def with_contribution(content: KitContent, other: KitContent, source: Source) -> KitContent:
    """Return `content` crediting the authors of `other` for changes that they gave."""
    given = dataclasses.replace(source, relation="contribution")
    names = {(credit.name, credit.organisation) for credit in content.credits}
    people = [credit for credit in other.credits if (credit.name, credit.organisation) not in names]
    return dataclasses.replace(
        content,
        credits=(*content.credits, *(dataclasses.replace(credit, role="contributor") for credit in people)),
        sources=with_source(content.sources, [given]),
    )


def chosen_rows[Row: (File, Picture)](
    rows: tuple[Row, ...], names: frozenset[str], steps: tuple[Step, ...], *, folder: str
) -> tuple[Row, ...]:
    """Return the rows of those `names`, and those that the taken steps show."""
    texts = [getattr(step, text) for step in steps for text in STEP_TEXTS]
    wanted = names | mentioned(texts, [row.name for row in rows], folder=folder)
    return tuple(row for row in rows if row.name in wanted)


def free_names(own: Iterable[File | Picture], arriving: Iterable[File | Picture]) -> dict[str, str]:
    """Return the name that each arriving row takes: its own, unless another of other bytes has it."""
    bytes_of = {folded(row.name): row.sha256 for row in own}
    names = {}
    for row in arriving:
        others = [name for name, sha256 in bytes_of.items() if sha256 != row.sha256]
        names[row.name] = free_name(row.name, others)
        bytes_of[folded(names[row.name])] = row.sha256
    return names


def taken(rows, names: dict[str, str], own, source: Source):
    """Yield the arriving rows under their names, without those that are there already."""
    here = {(folded(row.name), row.sha256) for row in own}
    for row in rows:
        if (folded(names[row.name]), row.sha256) not in here:
            yield stamped(dataclasses.replace(row, name=names[row.name]), source)
