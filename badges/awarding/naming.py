"""What rules name, in words: titles of modules, blocks and paths, names of badges. One question a kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from badges.achievements.models import Achievement
from badges.awarding.formats.rules import BADGE, BLOCK, MODULE, PATH, Rule, about, leaves, problems
from catalogue.paths.models import LearningPathPage, Module
from catalogue.paths.models.paths import SkillBlock


@dataclass(frozen=True)
class Named:
    """A thing that a rule names: its title and, where everybody may read it, the address of its page on this site."""

    title: str
    path: str = ""


@dataclass(frozen=True)
class Names:
    found: dict[tuple[str, str], Named] = field(default_factory=dict)

    def of(self, leaf: Rule) -> Named | None:
        """Return what `leaf` names; None when it is not there, or not for everyone."""
        return self.found.get((leaf["kind"], about(leaf)))


def names_in(rules: Iterable[Rule]) -> Names:
    """Return what the leaves of `rules` name: four questions at most, whatever their number."""
    wanted: dict[str, set[str]] = {}
    for rule in rules:
        for leaf in leaves(rule) if not problems(rule) else ():
            wanted.setdefault(leaf["kind"], set()).add(about(leaf))
    found = {}
    for kind, titles in (
        (MODULE, titles_of_modules),
        (BLOCK, titles_of_blocks),
        (PATH, titles_of_paths),
        (BADGE, titles_of_badges),
    ):
        if kind in wanted:
            found |= {(kind, key): named for key, named in titles(wanted[kind]).items()}
    return Names(found)


def titles_of_modules(keys: set[str]) -> dict[str, Named]:
    rows = Module.objects.filter(key__in=keys).values_list("key", "title")
    return {str(key): Named(title) for key, title in rows}


def titles_of_blocks(keys: set[str]) -> dict[str, Named]:
    pairs = [key.split(":") for key in keys]
    wanted = Q(pk=None)
    for path, key in pairs:
        wanted |= Q(page_id=int(path), key=key)
    rows = SkillBlock.objects.filter(wanted, page__live=True).values_list("page_id", "key", "title")
    return {f"{path}:{key}": Named(title) for path, key, title in rows}


def titles_of_paths(keys: set[str]) -> dict[str, Named]:
    rows = LearningPathPage.objects.filter(pk__in=[int(key) for key in keys], live=True)
    return {str(row.pk): Named(row.title, row.url or "") for row in rows.only("title", "url_path")}


def titles_of_badges(keys: set[str]) -> dict[str, Named]:
    rows = Achievement.objects.filter(slug__in=keys).exclude(state=Achievement.State.DRAFT)
    return {row.slug: Named(row.name, row.get_absolute_url()) for row in rows}
