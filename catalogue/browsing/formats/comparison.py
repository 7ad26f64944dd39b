"""Two paths side by side: what both work on, what one alone does. Pure: contents in, rows out."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.paths.formats.content import USES, ModuleContent, PathContent, SkillUse


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What a path does with a skill: every use, in the order of learning, and the highest level aimed at."""

    uses: tuple[str, ...]
    rank: int | None = None
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class SkillRow:
    """One skill; None where a path does not work on it."""

    code: str
    statement: str
    framework: str
    first: Worked | None
    second: Worked | None


@dataclass(frozen=True, kw_only=True)
class ModuleRow:
    """One module; its place in each path is the title of its block, None where it is not."""

    title: str
    minutes: int
    first: str | None
    second: str | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Rows of what is in common come first, then those of the first path alone, then of the second."""

    skills: tuple[SkillRow, ...]
    modules: tuple[ModuleRow, ...]

    @property
    def common_skills(self) -> int:
        return sum(1 for row in self.skills if row.first and row.second)

    @property
    def common_modules(self) -> int:
        return sum(1 for row in self.modules if row.first is not None and row.second is not None)


def compare(first: PathContent, second: PathContent) -> Comparison:
    """Return what `first` and `second` share and what each has alone, in the order in which they say it."""
    return Comparison(skills=tuple(_skill_rows(first, second)), modules=tuple(_module_rows(first, second)))


def _skill_rows(first: PathContent, second: PathContent) -> Iterator[SkillRow]:
    sides = _skills(first), _skills(second)
    for identifier in _common_first(*sides):
        uses = [side.get(identifier, []) for side in sides]
        said = (uses[0] or uses[1])[0]
        yield SkillRow(
            code=said.code,
            statement=said.statement,
            framework=said.framework,
            first=_worked(uses[0]),
            second=_worked(uses[1]),
        )


def _skills(content: PathContent) -> dict[str, list[SkillUse]]:
    found: dict[str, list[SkillUse]] = {}
    for module in content.modules():
        for use in module.skills:
            found.setdefault(use.identifier, []).append(use)
    return found


def _worked(uses: list[SkillUse]) -> Worked | None:
    if not uses:
        return None
    highest = max(uses, key=lambda use: use.rank or 0)
    said = {use.use for use in uses}
    return Worked(uses=tuple(use for use in USES if use in said), rank=highest.rank, level=highest.level)


def _module_rows(first: PathContent, second: PathContent) -> Iterator[ModuleRow]:
    sides = _modules(first), _modules(second)
    for key in _common_first(*sides):
        (module, _block) = sides[0].get(key) or sides[1][key]
        places = [side[key][1] if key in side else None for side in sides]
        yield ModuleRow(title=module.title, minutes=module.minutes, first=places[0], second=places[1])


def _modules(content: PathContent) -> dict[str, tuple[ModuleContent, str]]:
    return {module.key: (module, block.title) for block in content.blocks for module in block.modules}


def _common_first(first: dict, second: dict) -> list[str]:
    common = [key for key in first if key in second]
    return [*common, *(key for key in first if key not in second), *(key for key in second if key not in first)]
