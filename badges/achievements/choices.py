"""What a rule may ask for, to choose from: modules, blocks, paths and badges, each as one short text.

«module:<uuid>», «block:<path>:<uuid>», «path:<id>», «badge:<slug>»: what a line of the form holds.
"""

from badges.achievements.models import Achievement
from badges.awarding.formats.rules import BADGE, BLOCK, MODULE, PATH, Rule, about
from catalogue.building.permissions import usable_modules
from catalogue.paths.models import LearningPathPage
from catalogue.paths.models.paths import SkillBlock

NAMED = (MODULE, BLOCK, PATH, BADGE)
MOST_CHOICES = 400


def text_of(leaf: Rule) -> str:
    return f"{leaf['kind']}:{about(leaf)}"


def leaf_of(text: str) -> Rule:
    """Return the leaf that `text_of` wrote. Raises ValueError."""
    kind, _sign, of = text.partition(":")
    if kind == MODULE:
        return {"kind": kind, "key": of}
    if kind == BLOCK:
        path, _sign, key = of.partition(":")
        return {"kind": kind, "path": int(path), "key": key}
    if kind == PATH:
        return {"kind": kind, "path": int(of)}
    if kind == BADGE:
        return {"kind": kind, "achievement": of}
    raise ValueError(text)


def choices_of(kind: str, user, achievement: Achievement) -> list[tuple[str, str]]:
    """Return what `user` may ask for of one kind: what everybody may follow, and the modules that are theirs to use."""
    rows = {PATH: paths, BLOCK: blocks, MODULE: modules, BADGE: badges}[kind](user, achievement)
    return [(f"{kind}:{of}", shortened(label)) for of, label in rows]


def paths(user, achievement):
    return LearningPathPage.objects.filter(live=True).order_by("title").values_list("pk", "title")[:MOST_CHOICES]


def blocks(user, achievement):
    rows = SkillBlock.objects.filter(page__live=True).order_by("page__title", "sort_order")
    found = rows.values_list("page_id", "key", "title", "page__title")[:MOST_CHOICES]
    return [(f"{path}:{key}", f"{title} ({path_title})") for path, key, title, path_title in found]


def modules(user, achievement):
    return usable_modules(user).order_by("title").values_list("key", "title")[:MOST_CHOICES]


def badges(user, achievement):
    others = Achievement.objects.filter(state=Achievement.State.PUBLISHED).exclude(pk=achievement.pk)
    return others.order_by("name").values_list("slug", "name")[:MOST_CHOICES]


def shortened(label: str) -> str:
    return label if len(label) <= 90 else label[:89] + "…"
