"""How one comes to a badge: the paths, blocks and modules that its rule asks for, the other badges, the next sessions."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.achievements.formats.content import AchievementContent
from badges.achievements.models import AchievementVersion
from badges.browsing.choices import asked_by
from badges.browsing.queries import offered_versions
from catalogue.agenda.cards import session_cards
from catalogue.agenda.facets import paths_by_module
from catalogue.agenda.queries import having
from catalogue.browsing.queries import newest_versions
from catalogue.paths.models import Module, PathVersion
from catalogue.paths.queries import public_paths
from catalogue.sessions.queries import public_sessions, upcoming_sessions, with_places
from outillerie.kits.formats.text import typography

MOST_SESSIONS = 3


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do for a badge: what it is, its title, where it is (empty: nothing that anyone may read)."""

    what: str
    title: str
    url: str = ""
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Earning:
    """`module_keys` and `path_ids` are what sessions count for."""

    steps: tuple[Step, ...]
    module_keys: frozenset[str]
    path_ids: frozenset[int]


def earning_of(content: AchievementContent) -> Earning:
    """Return what the rule of a badge asks to follow. What is not public, or no longer is, is not named."""
    asked = asked_by(content)
    modules = modules_asked(asked)
    holding = paths_by_module({module.pk for module in modules.values()})
    wanted = {leaf["path"] for leaf in asked if leaf["kind"] in ("path", "block")}
    versions = public_versions(wanted.union(*holding.values()))
    steps, keys, paths = [], set(), set()
    for leaf in asked:
        if leaf["kind"] == "module" and leaf["key"] in modules:
            module = modules[leaf["key"]]
            keys.add(leaf["key"])
            steps += module_steps(leaf["key"], [versions[pk] for pk in holding.get(module.pk, ()) if pk in versions])
        elif leaf["kind"] == "block" and leaf["path"] in versions:
            block = next((one for one in versions[leaf["path"]].content.blocks if one.key == leaf["key"]), None)
            if block:
                keys.update(module.key for module in block.modules)
                steps.append(block_step(versions[leaf["path"]], block))
        elif leaf["kind"] == "path" and leaf["path"] in versions:
            paths.add(leaf["path"])
            steps.append(path_step(versions[leaf["path"]]))
    return Earning(steps=tuple(dict.fromkeys(steps)), module_keys=frozenset(keys), path_ids=frozenset(paths))


def modules_asked(asked: list[dict]) -> dict[str, Module]:
    keys = [leaf["key"] for leaf in asked if leaf["kind"] == "module" and is_uuid(leaf["key"])]
    return {str(module.key): module for module in Module.objects.filter(key__in=keys)} if keys else {}


def is_uuid(text) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def public_versions(path_ids: set[int]) -> dict[int, PathVersion]:
    """Return the newest version of those of `path_ids` that anyone may read."""
    if not path_ids:
        return {}
    slugs = dict(public_paths().filter(pk__in=path_ids).order_by().values_list("pk", "slug"))
    found = newest_versions(slugs)
    for pk, version in found.items():
        version.slug = slugs[pk]
    return found


def path_step(version: PathVersion) -> Step:
    return Step(what=_("Learning path"), title=said(version, version.content.title), url=path_url(version))


def block_step(version: PathVersion, block) -> Step:
    number = version.content.blocks.index(block) + 1
    return Step(
        what=_("Block"),
        title=said(version, block.title),
        url=f"{path_url(version)}#block-{number}",
        where=said(version, version.content.title),
    )


def module_steps(key: str, versions: list[PathVersion]) -> list[Step]:
    """Return the module in each public path that holds it; nothing while none does."""
    return [
        Step(
            what=_("Module"),
            title=said(version, version.content.module(key).title),
            url=reverse("path-module", args=[version.slug, key]),
            where=said(version, version.content.title),
        )
        for version in versions
    ]


def path_url(version: PathVersion) -> str:
    return reverse("path", args=[version.slug])


def said(version: PathVersion, text: str) -> str:
    return typography(text, version.content.language)


def next_cards(earning: Earning) -> list:
    """Return the cards of the next public sessions that count for it."""
    if not (earning.module_keys or earning.path_ids):
        return []
    now = timezone.now()
    counts = Q(module__key__in=earning.module_keys)
    if earning.path_ids:
        counts |= having("path", [str(pk) for pk in earning.path_ids])
    found = upcoming_sessions(now).filter(counts, pk__in=public_sessions().order_by().values("pk"))
    return session_cards(with_places(found)[:MOST_SESSIONS], now)


def stack_of(version: AchievementVersion) -> dict[str, list[AchievementVersion]]:
    """Return the badges that this one asks for, and those that ask for it: {"asks", "counts_for"}."""
    slug = version.achievement.slug
    offered = offered_versions()
    asked = badges_asked(version.content)
    return {
        "asks": [other for other in offered if other.achievement.slug in asked],
        "counts_for": [other for other in offered if slug in badges_asked(other.content)],
    }


def badges_asked(content: AchievementContent) -> set[str]:
    return {leaf["achievement"] for leaf in asked_by(content) if leaf["kind"] == "badge"}
