"""DigComp 3.0 as the European Commission publishes it: its JSON-LD data supplement of 24 November 2025.

https://data.europa.eu/doi/10.2760/0001149 (CC BY 4.0). Its five areas, 21 competences, 362 competence statements and
523 learning outcomes are items; its four named levels are levels, and the eight and six numbered ones that they stand
for are in `extra`, with the glossary. Identifiers are UUIDv5 of what the supplement calls each thing: the same as in
any other conversion that follows the same rule.
"""

import uuid
from typing import Any

from slugify import slugify

from catalogue.frameworks.formats.framework import Framework, Item, Level, Text
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.soundness import checked

DOI = "https://data.europa.eu/doi/10.2760/0001149"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, DOI)
# From the top down, as they are read: statements sum a competence up, outcomes say it in detail.
KINDS = {
    "CompetenceArea": "area",
    "Competence": "competence",
    "CompetenceStatement": "statement",
    "LearningOutcome": "outcome",
}
# The fields of a statement or an outcome that have no field of ours.
SAID_OF_OUTCOMES = ("type", "ai_label")
LEVEL_FACTS = (
    "eight_levels_mapping",
    "six_levels_mapping",
    "four_levels_description",
    "eight_levels_description",
    "applies_to",
)

Node = dict[str, Any]


def is_digcomp(values: Any) -> bool:
    """Return whether values read from JSON look like the data supplement."""
    return isinstance(values, dict) and any(node.get("@type") == "CompetenceArea" for node in _nodes(values))


def framework_of(values: Any, *, code: str = "", version: str = "") -> Framework:
    nodes = _nodes(values)
    by_type: dict[str, list[Node]] = {}
    for node in nodes:
        by_type.setdefault(str(node.get("@type")), []).append(node)
    rows = by_type.get("ProficiencyLevel", [])
    levels = _levels(rows)
    codes = {level.labels["en"]: level.code for level in levels}
    return checked(
        Framework(
            code=code or "digcomp",
            version=version or "3.0",
            title="DigComp 3.0 – European Digital Competence Framework",
            identifier=str(uuid.uuid5(NAMESPACE, "doc")),
            creator="European Commission, Joint Research Centre (J. Cosgrove, R. Cachia)",
            publisher="Publications Office of the European Union",
            description="Fifth edition of the European framework of the digital competence of citizens: 5 areas, "
            "21 competences, 362 competence statements and 523 learning outcomes.",
            language="en",
            licence="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            source_url=DOI,
            valid_from="2025-11-24",
            changed_at="2025-11-24T00:00:00Z",
            levels=levels,
            items=tuple(_item(node, kind, codes) for kind in KINDS for node in by_type.get(kind, [])),
            extra={
                "levels": [
                    {"level": codes[_word(row, "four_levels_name")], **_facts(row, LEVEL_FACTS)} for row in rows
                ],
                "glossary": {_last(node): _word(node, "explanation") for node in by_type.get("Glossary", [])},
            },
        )
    )


def identifier_of(name: str) -> str:
    """Return the UUID of what the supplement calls `name`: «Competence/1.1»."""
    return str(uuid.uuid5(NAMESPACE, name))


def _nodes(values: Any) -> list[Node]:
    nodes = values.get("@graph") if isinstance(values, dict) else None
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _levels(rows: list[Node]) -> tuple[Level, ...]:
    names = dict.fromkeys(_word(row, "four_levels_name") for row in rows)
    return tuple(Level(code=slugify(name), rank=rank, labels={"en": name}) for rank, name in enumerate(names, start=1))


def _item(node: Node, kind: str, codes: dict[str, str]) -> Item:
    code = _last(node)
    description = _word(node, "description")
    return Item(
        identifier=identifier_of(f"{kind}/{code}"),
        code=code,
        kind=KINDS[kind],
        parent=_parent(node, kind),
        level=_level(node, codes),
        domain=int(code) if kind == "CompetenceArea" and code in set("12345") else None,
        texts=(
            Text(language="en", statement=_word(node, "name"), notes=description)
            if "name" in node
            else Text(language="en", statement=description),
        ),
        extra=_facts(node, SAID_OF_OUTCOMES),
    )


def _parent(node: Node, kind: str) -> str:
    if kind == "CompetenceArea":
        return ""
    return identifier_of(_word(node, "competence_area_id" if kind == "Competence" else "competence_id"))


def _level(node: Node, codes: dict[str, str]) -> str:
    name = str(node.get("four_levels_proficiency_name", "")).removeprefix("ProficiencyLevel/")
    return codes.get(name, name)


def _facts(node: Node, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: node[name] for name in names if name in node}


def _last(node: Node) -> str:
    """Return what follows the type in the name of a node: «1.1» of «Competence/1.1»."""
    return _word(node, "@id").partition("/")[2]


def _word(node: Node, name: str) -> str:
    word = node.get(name)
    if not isinstance(word, str):
        raise FrameworkRefused(
            gettext_noop("The field “%(field)s” of this file does not hold what it should."), field=name
        )
    return word
