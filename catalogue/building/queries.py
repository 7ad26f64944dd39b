"""Questions about what trainers build."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from catalogue.building.models import BuilderStep
from catalogue.building.permissions import usable_modules
from catalogue.frameworks.models import KitSkill, Skill, SkillFramework, SkillLink
from catalogue.paths.formats.content import PathContent
from catalogue.paths.formats.coverage import FrameworkSkill
from catalogue.paths.models import LearningPathPage, Module, ModuleKit
from outillerie.discovery.queries import matching_ids
from outillerie.discovery.text import fold
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.permissions import organisations_of
from outillerie.kits.queries import newest_versions, public_kits

MOST_FOUND = 6
LONGEST_SEARCH = 200
# Thousands of short rows: fetched a hundred at a time, as Django does, they take twice as long.
AT_ONCE = 20_000
COMPETENCE_DEPTH = 1
SAME = (SkillLink.Strength.EXACT, SkillLink.Strength.CLOSE)


@dataclass(frozen=True, kw_only=True)
class NewerVersion:
    """A kit that a module pins has a newer version, which nobody has taken or left yet."""

    pin: ModuleKit
    newest: KitVersion


def paths_built_by(user) -> QuerySet[LearningPathPage]:
    """Return the paths that `user` began, and those of their organisations, the newest draft first."""
    whose = Q(owner=user) | Q(organisation__in=organisations_of(user))
    return (
        LearningPathPage.objects.filter(whose)
        .select_related("organisation", "latest_revision")
        .defer("latest_revision__content")
        .order_by(Coalesce("latest_revision_created_at", "last_published_at").desc(nulls_last=True), "-pk")
    )


def modules_built_by(user) -> QuerySet[Module]:
    """Return the modules of `user` and of their organisations, the last written first; `uses` counts the paths that
    everybody may read among those that hold them."""
    whose = Q(owner=user) | Q(organisation__in=organisations_of(user))
    live = Q(placements__block__page__live=True)
    uses = Count("placements__block__page", filter=live, distinct=True)
    return (
        Module.objects.filter(whose).select_related("organisation").annotate(uses=uses).order_by("-updated_at", "-pk")
    )


def published_paths_with(module: Module) -> QuerySet[LearningPathPage]:
    return LearningPathPage.objects.live().filter(blocks__module_rows__module=module).distinct().order_by("title")


def found_modules(text: str, user) -> list[int]:
    """Return the ids of the modules that `user` may use and that hold every word of `text`, or work on the skill of this code:
    those whose title has the words first. Without any word, the last ones that they wrote."""
    words = fold(text[:LONGEST_SEARCH]).split()
    if not words:
        return list(modules_built_by(user).values_list("pk", flat=True)[:MOST_FOUND])
    rows = usable_modules(user).values_list("pk", "title", "summary", "aims").iterator(AT_ONCE)
    scored = ((score(words, title, f"{summary} {aims}"), title, pk) for pk, title, summary, aims in rows)
    found = [pk for _rank, _title, pk in sorted(row for row in scored if row[0] is not None)]
    coded = usable_modules(user).filter(skill_rows__skill__code__iexact=text.strip()).values_list("pk", flat=True)
    return list(dict.fromkeys([*coded, *found]))[:MOST_FOUND]


def score(words: list[str], title: str, rest: str) -> int | None:
    """Return how far a module is from `words`: 0 when its title holds them all, None when it lacks one."""
    whole = fold(f"{title}\n{rest}")
    if not all(word in whole for word in words):
        return None
    first = whole.partition("\n")[0]
    return sum(word not in first for word in words)


def found_kits(text: str) -> list[KitVersion]:
    """Return the newest versions of the public kits that match `text`, or work on the skill of this code, best first."""
    if not text.strip():
        return []
    coded = list(KitSkill.objects.filter(skill__code__iexact=text.strip()).values_list("kit_id", flat=True))
    ranked = list(dict.fromkeys([*coded, *(matching_ids(KitPage, text[:LONGEST_SEARCH]) or [])]))
    public = set(public_kits().filter(pk__in=ranked).values_list("pk", flat=True))
    chosen = [pk for pk in ranked if pk in public][:MOST_FOUND]
    newest = newest_versions([KitPage(pk=pk) for pk in chosen])
    kits = KitPage.objects.only("title", "slug").in_bulk(chosen)
    for pk, version in newest.items():
        version.kit = kits[pk]
    return [newest[pk] for pk in chosen if pk in newest]


def newer_versions(module_keys) -> list[NewerVersion]:
    """Return the newer versions that are offered to modules: of kits that everybody still reads, once for each pin."""
    pins = list(
        ModuleKit.objects.filter(module__key__in=module_keys)
        .select_related("module", "version__kit", "declined")
        .defer("version__values", "declined__values")
    )
    newest = newest_numbers({pin.version.kit_id for pin in pins})
    behind = [pin for pin in pins if newest.get(pin.version.kit_id, 0) > seen_number(pin)]
    versions = newest_versions([pin.version.kit for pin in behind]) if behind else {}
    return [NewerVersion(pin=pin, newest=versions[pin.version.kit_id]) for pin in behind]


def newest_numbers(kit_ids) -> dict[int, int]:
    """Return the number of the newest version of each public kit, by kit id."""
    return dict(
        public_kits().filter(pk__in=kit_ids).annotate(newest=Max("versions__number")).values_list("pk", "newest")
    )


def seen_number(pin: ModuleKit) -> int:
    return max(pin.version.number, pin.declined.number if pin.declined else 0)


def last_step(path_id: int) -> BuilderStep | None:
    return BuilderStep.objects.filter(path=path_id).select_related("person").defer("before").first()


def skills_to_cover(
    framework: SkillFramework | None, content: PathContent, same: Mapping[str, frozenset[str]], language: str
) -> list[FrameworkSkill]:
    """Return the areas and competences of `framework` in reading order, with their words, then what `content` uses
    below them: the rest of a framework, thousands of outcomes, says nothing more."""
    if framework is None:
        return []
    in_force = framework.skills.filter(is_retired=False)
    worded = in_force.filter(depth__lte=COMPETENCE_DEPTH).order_by("order").prefetch_related("texts")
    identifiers = {skill.pk: str(skill.identifier) for skill in worded}
    shown = [framework_skill(skill, identifiers.get(skill.parent_id, ""), language) for skill in worded]
    used = used_skills(content).union(*same.values())
    chains = in_force.filter(identifier__in=used, depth__gt=COMPETENCE_DEPTH).values_list(*ANCESTORS)
    below = {str(one): str(above or "") for chain in chains for one, above in pairwise(chain) if one}
    return shown + [
        FrameworkSkill(identifier=one, parent=above, depth=COMPETENCE_DEPTH + 1)
        for one, above in below.items()
        if one not in identifiers.values()
    ]


# A skill and those above it, from the nearest: deeper trees than this are cut into frameworks.
ANCESTORS = tuple("parent__" * steps + "identifier" for steps in range(7))


def framework_skill(skill: Skill, parent: str, language: str) -> FrameworkSkill:
    text = skill.text(language)
    statement = text.statement if text else ""
    return FrameworkSkill(
        identifier=str(skill.identifier), parent=parent, code=skill.code, statement=statement, depth=skill.depth
    )


def used_skills(content: PathContent) -> set[str]:
    return {use.identifier for module in content.modules() for use in module.skills}


def same_skills(content: PathContent) -> dict[str, frozenset[str]]:
    """Return, by the identifier of each skill of `content`, those that a crosswalk says to be the same, or close."""
    used = used_skills(content)
    if not used:
        return {}
    links = SkillLink.objects.filter(strength__in=SAME, target__isnull=False)
    pairs = links.filter(Q(origin__identifier__in=used) | Q(target__identifier__in=used)).values_list(
        "origin__identifier", "target__identifier"
    )
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(str(one), set()).add(str(other))
        found.setdefault(str(other), set()).add(str(one))
    return {key: frozenset(others) for key, others in found.items()}


def pieces(module_ids: list[int]) -> list[tuple[Module, KitVersion | None]]:
    """Return the modules of these ids, in their order, each with the first kit that it pins."""
    modules = Module.objects.in_bulk(module_ids)
    pins = ModuleKit.objects.filter(module__in=module_ids).select_related("version").order_by("-order", "-pk")
    first = {pin.module_id: pin.version for pin in pins}
    return [(modules[pk], first.get(pk)) for pk in module_ids if pk in modules]


def skills_of_kits(kits) -> QuerySet[KitSkill]:
    return KitSkill.objects.filter(kit__in=kits).select_related("skill", "level")
