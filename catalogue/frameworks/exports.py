"""Stored frameworks as plain values, and as files to take away."""

from collections.abc import Callable, Iterable
from datetime import UTC

from catalogue.frameworks.formats.case_writing import write_case
from catalogue.frameworks.formats.csv_table import write_csv_table
from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.skos import write_skos_turtle, write_skos_xml
from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText

# What a file to take away is called after «export.», its type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Framework], bytes]]] = {
    "case.json": ("application/json", write_case),
    "skos.ttl": ("text/turtle; charset=utf-8", write_skos_turtle),
    "skos.rdf": ("application/rdf+xml", write_skos_xml),
    "csv": ("text/csv; charset=utf-8", write_csv_table),
}


def framework_of(row: SkillFramework, *, with_retired: bool = False) -> Framework:
    """Return a stored framework as plain values: four questions to the database, whatever its size."""
    skills = row.skills.all() if with_retired else row.skills.filter(is_retired=False)
    skills = list(skills.order_by("order", "pk"))
    levels = list(row.levels.all())
    return framework_with(
        row,
        levels=levels,
        items=items_of(skills, levels, SkillText.objects.filter(skill__framework=row)),
        links=[
            link_of(link)
            for link in SkillLink.objects.filter(origin__in=row.skills.filter(is_retired=False))
            .select_related("origin")
            .only("origin__identifier", "target_uri", "target_title", "strength", "source", "identifier")
            .order_by("origin__order", "pk")
        ],
    )


def framework_with(
    row: SkillFramework,
    *,
    levels: Iterable[ProficiencyLevel],
    items: Iterable[Item] = (),
    links: Iterable[Link] = (),
) -> Framework:
    """Return the facts of a stored framework, with what is given below them."""
    return Framework(
        code=row.code,
        version=row.version,
        title=row.title,
        identifier=str(row.identifier),
        uri=row.uri,
        creator=row.creator,
        publisher=row.publisher,
        description=row.description,
        language=row.language,
        status=row.status,
        licence=row.licence,
        licence_url=row.licence_url,
        source_url=row.source_url,
        valid_from=row.valid_from.isoformat() if row.valid_from else "",
        valid_until=row.valid_until.isoformat() if row.valid_until else "",
        changed_at=row.changed_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        levels=tuple(Level(code=level.code, rank=level.rank, labels=level.labels) for level in levels),
        items=tuple(items),
        links=tuple(links),
        extra=row.extra,
    )


def items_of(
    skills: Iterable[Skill], levels: Iterable[ProficiencyLevel], texts: Iterable[SkillText], *, parents=None
) -> tuple[Item, ...]:
    """Return skills as items. `parents` gives the identifiers of those above that are not among them."""
    skills = list(skills)
    identifiers = {**(parents or {}), **{skill.pk: str(skill.identifier) for skill in skills}}
    codes = {level.pk: level.code for level in levels}
    by_skill: dict[int, list[Text]] = {}
    for text in texts:
        by_skill.setdefault(text.skill_id, []).append(text_of(text))
    return tuple(
        Item(
            identifier=identifiers[skill.pk],
            uri=skill.uri,
            code=skill.code,
            kind=skill.kind,
            # One whose parent is retired comes out at the top.
            parent=identifiers.get(skill.parent_id, ""),
            level=codes.get(skill.level_id, ""),
            domain=skill.domain,
            texts=tuple(by_skill.get(skill.pk, ())),
            extra=skill.extra,
        )
        for skill in skills
    )


def text_of(row: SkillText) -> Text:
    return Text(
        language=row.language,
        statement=row.statement,
        notes=row.notes,
        synonyms=tuple(row.synonyms),
        is_official=row.is_official,
        source=row.source,
    )


def link_of(row: SkillLink) -> Link:
    return Link(
        origin=str(row.origin.identifier),
        target=row.target_uri,
        strength=row.strength,
        target_title=row.target_title,
        source=row.source,
        identifier=str(row.identifier),
    )


def written(row: SkillFramework, form: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of a framework in one of `FORMS`."""
    media_type, write = FORMS[form]
    return media_type, write(framework_of(row))
