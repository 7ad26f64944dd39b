"""The rows of a framework, brought to what was read. In bulk: a thousand items are a dozen questions to the database."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backends

from catalogue.frameworks.formats.framework import Framework, Item, uri_of
from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText
from catalogue.frameworks.settling import FrameworkNotImported

FACTS = (
    "identifier",
    "version",
    "title",
    "uri",
    "creator",
    "publisher",
    "description",
    "language",
    "status",
    "licence",
    "licence_url",
    "source_url",
    "extra",
)
SKILL_FACTS = ("identifier", "uri", "code", "kind", "domain", "extra")
BATCH = 500
# Above any rank: levels change places without two of them having the same for a moment.
ASIDE = 1_000


def store(
    row: SkillFramework,
    framework: Framework,
    sha256: str,
    *,
    old: Framework | None = None,
    pairs: dict[str, str] | None = None,
) -> int:
    """Write what `framework` says in `row` and below it, and return how many items are kept as retired.

    `old` is what `row` said before, and `pairs` gives the identifier of each item in `framework` by that in `old`.
    """
    for name in FACTS:
        setattr(row, name, getattr(framework, name))
    row.valid_from = date.fromisoformat(framework.valid_from) if framework.valid_from else None
    row.valid_until = date.fromisoformat(framework.valid_until) if framework.valid_until else None
    row.changed_at = datetime.fromisoformat(framework.changed_at)
    row.import_sha256 = sha256
    row.save()
    levels = _store_levels(row, framework)
    pairs = pairs or {}
    stored = {str(skill.identifier): skill for skill in row.skills.all()} if old else {}
    kept = {pairs[identifier]: skill for identifier, skill in stored.items() if identifier in pairs}
    skills, changed = _store_skills(row, framework, kept, levels)
    changed += _store_texts(framework, skills, kept)
    _store_links(framework, skills)
    gone = [skill for identifier, skill in stored.items() if identifier not in pairs]
    retired = _retire(gone, after=len(skills))
    _remove_levels(row, levels)
    index_skills([*changed, *retired])
    return len(retired)


def index_skills(skills: Iterable[Skill]) -> None:
    """Give skills that were written in bulk to the search index."""
    found = list(Skill.objects.filter(pk__in=[skill.pk for skill in skills]).prefetch_related("texts"))
    for backend in get_search_backends():
        backend.add_bulk(Skill, found)


def pointed_skills(skills: Iterable[Skill]) -> set[int]:
    """Return the keys of the skills that something outside their framework points to: a kit, a module, an answer…"""
    keys = [skill.pk for skill in skills]
    inside = (Skill, SkillText, SkillLink)
    found: set[int] = set()
    for relation in Skill._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in inside:
            field = relation.field
            rows = relation.related_model._base_manager.filter(**{f"{field.name}__in": keys})
            found |= set(rows.values_list(f"{field.name}__pk", flat=True))
    return found


def _store_levels(row: SkillFramework, framework: Framework) -> dict[str, ProficiencyLevel]:
    """Return the levels by their codes; those that are gone are put aside."""
    stored = {level.code: level for level in row.levels.all()}
    row.levels.update(rank=F("rank") + ASIDE)
    for level in framework.levels:
        known = stored.get(level.code) or ProficiencyLevel(framework=row, code=level.code)
        known.rank, known.labels = level.rank, level.labels
        known.save()
        stored[level.code] = known
    return {level.code: stored[level.code] for level in framework.levels}


def _remove_levels(row: SkillFramework, levels: dict[str, ProficiencyLevel]) -> None:
    gone = row.levels.exclude(pk__in=[level.pk for level in levels.values()])
    for level in gone:
        for relation in ProficiencyLevel._meta.get_fields(include_hidden=True):
            if not relation.auto_created or relation.concrete or relation.related_model is Skill:
                continue
            if relation.related_model._base_manager.filter(**{relation.field.name: level}).exists():
                raise FrameworkNotImported(
                    _("The level “%(level)s” is no longer in the file, yet something is tied to it.")
                    % {"level": str(level)}
                )
    gone.delete()


def _store_skills(
    row: SkillFramework, framework: Framework, kept: dict[str, Skill], levels: dict[str, ProficiencyLevel]
) -> tuple[dict[str, Skill], list[Skill]]:
    """Return the rows of the items by identifier, and those that changed. New ones are made, depth after depth."""
    skills: dict[str, Skill] = {}
    changed: list[Skill] = []
    fresh: dict[int, list[Skill]] = {}
    for order, item in enumerate(framework.items):
        above = skills.get(item.parent)
        skill = kept.get(item.identifier) or Skill(framework=row)
        before = _values(skill)
        for name in SKILL_FACTS:
            setattr(skill, name, getattr(item, name))
        skill.level = levels.get(item.level)
        skill.parent, skill.depth, skill.order, skill.is_retired = above, above.depth + 1 if above else 0, order, False
        if skill.pk is None:
            fresh.setdefault(skill.depth, []).append(skill)
        elif _values(skill) != before or (above is not None and above.pk is None):
            changed.append(skill)
        skills[item.identifier] = skill
    for depth in sorted(fresh):
        for skill in fresh[depth]:
            # The row above was made just before: its key is known only now.
            skill.parent = skill.parent
        Skill.objects.bulk_create(fresh[depth], batch_size=BATCH)
    for skill in changed:
        skill.parent = skill.parent
    Skill.objects.bulk_update(
        changed, [*SKILL_FACTS, "level", "parent", "depth", "order", "is_retired"], batch_size=BATCH
    )
    return skills, changed


def _values(skill: Skill) -> tuple:
    facts = tuple(str(skill.identifier) if name == "identifier" else getattr(skill, name) for name in SKILL_FACTS)
    return (*facts, skill.level_id, skill.parent_id, skill.depth, skill.order, skill.is_retired)


def _store_texts(framework: Framework, skills: dict[str, Skill], kept: dict[str, Skill]) -> list[Skill]:
    """Write the texts, and return the skills that say something else."""
    stored: dict[int, list[SkillText]] = {}
    for text in SkillText.objects.filter(skill__in=[skill.pk for skill in kept.values()]):
        stored.setdefault(text.skill_id, []).append(text)
    changed, rows, gone = [], [], []
    for item in framework.items:
        skill = skills[item.identifier]
        before = stored.get(skill.pk, [])
        wanted = _text_rows(item, skill)
        if [_said(text) for text in before] == [_said(text) for text in wanted]:
            continue
        gone += [text.pk for text in before]
        rows += wanted
        changed.append(skill)
    SkillText.objects.filter(pk__in=gone).delete()
    SkillText.objects.bulk_create(rows, batch_size=BATCH)
    return changed


def _text_rows(item: Item, skill: Skill) -> list[SkillText]:
    return [
        SkillText(
            skill=skill,
            language=text.language,
            statement=text.statement,
            notes=text.notes,
            synonyms=list(text.synonyms),
            is_official=text.is_official,
            source=text.source,
        )
        for text in item.texts
    ]


def _said(text: SkillText) -> tuple:
    return text.language, text.statement, text.notes, text.synonyms, text.is_official, text.source


def _store_links(framework: Framework, skills: dict[str, Skill]) -> None:
    """Write the correspondences. Those that others judged, whom the file does not speak for, stay."""
    sources = {link.source for link in framework.links}
    keys = [skill.pk for skill in skills.values()]
    pairs = {(skills[link.origin].pk, link.target) for link in framework.links}
    stored = SkillLink.objects.filter(origin__in=keys)
    gone = [link.pk for link in stored if link.source in sources or (link.origin_id, link.target_uri) in pairs]
    SkillLink.objects.filter(pk__in=gone).delete()
    targets = _skills_by_uri({link.target for link in framework.links})
    SkillLink.objects.bulk_create(
        [
            SkillLink(
                identifier=link.identifier,
                origin=skills[link.origin],
                target=targets.get(link.target.lower()),
                target_uri=link.target,
                target_title=link.target_title,
                strength=link.strength,
                source=link.source,
            )
            for link in framework.links
        ],
        batch_size=BATCH,
    )
    _meet(framework, skills)


def _meet(framework: Framework, skills: dict[str, Skill]) -> None:
    """Give its target to each correspondence that waited for an item of this framework."""
    waiting = list(SkillLink.objects.filter(target=None))
    by_uri = {uri_of(item).lower(): skills[item.identifier] for item in framework.items} if waiting else {}
    met = [link for link in waiting if link.target_uri.lower() in by_uri]
    for link in met:
        link.target = by_uri[link.target_uri.lower()]
    SkillLink.objects.bulk_update(met, ["target"], batch_size=BATCH)


def _skills_by_uri(uris: set[str]) -> dict[str, Skill]:
    """Return the stored skills that URIs name, by URI in lower case; of several versions, the newest."""
    own = [uri.lower().removeprefix("urn:uuid:") for uri in uris if uri.lower().startswith("urn:uuid:")]
    found = {skill.uri.lower(): skill for skill in Skill.objects.filter(uri__in=uris).order_by("pk")}
    named = Skill.objects.filter(identifier__in=own) if own else ()
    return found | {f"urn:uuid:{skill.identifier}": skill for skill in named}


def _retire(gone: list[Skill], *, after: int) -> list[Skill]:
    """Remove what is gone, but what something points to and what that stands below: return these, retired."""
    pointed = pointed_skills(gone)
    by_key = {skill.pk: skill for skill in gone}
    kept: set[int] = set()
    for key in pointed:
        while key in by_key and key not in kept:
            kept.add(key)
            key = by_key[key].parent_id
    Skill.objects.filter(pk__in=by_key.keys() - kept).delete()
    retired = [by_key[key] for key in sorted(kept, key=lambda key: by_key[key].order)]
    for order, skill in enumerate(retired, start=after):
        skill.is_retired, skill.order = True, order
    Skill.objects.bulk_update(retired, ["is_retired", "order"], batch_size=BATCH)
    return retired
