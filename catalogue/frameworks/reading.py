"""A skill and its framework as pages show them: words in the reader's language, marks, addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from catalogue.frameworks.models import Aligned, ProficiencyLevel, Skill, SkillFramework, Use
from outillerie.kits.formats.text import typography

# A code that an address may hold, and that no other page of a framework has.
_CODE_OF_ADDRESS = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9.-]{0,59}")


@dataclass(frozen=True, kw_only=True)
class SkillWords:
    """A skill in words. `lang` is its language when it is not that of the page; `source` says whose words they are
    when they are not those of the framework's owner."""

    id: int
    code: str
    statement: str
    notes: str
    lang: str
    is_official: bool
    source: str
    url: str
    framework: str
    is_retired: bool


def skill_words(skill: Skill) -> SkillWords:
    """Return `skill`, fetched with its texts and its framework, in the reader's language when it speaks it."""
    language = reader_language()
    text = skill.text(language)
    spoken = text.language if text else language
    return SkillWords(
        id=skill.pk,
        code=skill.code,
        statement=typography(text.statement, spoken) if text else "",
        notes=typography(text.notes, spoken) if text else "",
        lang="" if spoken.split("-")[0] == language else spoken,
        is_official=text.is_official if text else True,
        source=text.source if text else "",
        url=skill_url(skill),
        framework=framework_label(skill.framework),
        is_retired=skill.is_retired,
    )


def reader_language() -> str:
    return (get_language() or "fr").split("-")[0]


def skill_url(skill: Skill) -> str:
    """Return its address: by its code, which people read, when an address may hold it."""
    framework = skill.framework
    reference = skill.code if _CODE_OF_ADDRESS.fullmatch(skill.code) else str(skill.identifier)
    return reverse("skill", args=[framework.code, framework.version, reference])


def framework_label(framework: SkillFramework) -> str:
    """Return its title, with its version when the title does not already say it."""
    title = typography(framework.title, framework.language)
    return title if framework.version in title else f"{title} ({framework.version})"


def short_label(framework: SkillFramework) -> str:
    """Return the label without what explains it: «DigComp 3.0» of “DigComp 3.0 – European Digital Competence Framework”."""
    return framework_label(framework).partition(" – ")[0]


@dataclass(frozen=True, kw_only=True)
class AlignedWords:
    """What is said of a skill somewhere: `rank` (1 to 4) draws the dots of its level when it has four at most."""

    row_id: int
    skill: SkillWords
    use: str
    use_label: str
    level_id: int | None
    level_label: str
    rank: int | None


def aligned_words(row: Aligned) -> AlignedWords:
    """Return `row`, fetched with its skill, its level, and what `skill_words` reads."""
    return AlignedWords(
        row_id=row.pk,
        skill=skill_words(row.skill),
        use=getattr(row, "use", ""),
        use_label=str(Use(row.use).label) if hasattr(row, "use") else "",
        level_id=row.level_id,
        level_label=level_label(row.level) if row.level else "",
        rank=row.level.rank if row.level and row.level.rank <= 4 else None,
    )


def level_label(level: ProficiencyLevel) -> str:
    return typography(level.label(reader_language()) or level.code, reader_language())


def by_framework(rows: Iterable[Aligned]) -> list[dict]:
    """Return `rows` grouped by framework: its label, its address and what is said of its skills."""
    groups: dict[int, dict] = {}
    for row in rows:
        framework = row.skill.framework
        group = groups.setdefault(
            framework.pk, {"label": framework_label(framework), "url": framework.get_absolute_url(), "rows": []}
        )
        group["rows"].append(aligned_words(row))
    return list(groups.values())
