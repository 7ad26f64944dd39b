"""What completed and begun modules say of someone’s skills, by the content that was frozen then.

A skill that is assessed in a completed module is acquired at that level. One that is taught or practised there, or that
a begun module works on, is in progress. What follows through correspondences and trees is said by
`catalogue/positioning/formats/gap.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from catalogue.learning.facts import deeds_of
from catalogue.learning.models import Enrolment, ModuleCompletion
from catalogue.learning.queries import contents_of
from catalogue.paths.formats.content import ModuleContent, PathContent
from catalogue.paths.models import LearningPathPage, PathVersion
from outillerie.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class SkillFact:
    """A skill, and the module that says something of it. `on` is the day of its completion, None when it is begun."""

    identifier: str
    framework: str
    framework_version: str
    code: str
    statement: str
    rank: int | None
    use: str
    module_key: str
    module: str
    path: str
    path_slug: str
    on: date | None = None


@dataclass(frozen=True)
class SkillFacts:
    acquired: tuple[SkillFact, ...] = ()
    in_progress: tuple[SkillFact, ...] = ()


def acquired_skills(person: User) -> SkillFacts:
    return skills_of_people([person.pk])[person.pk]


def skills_of_people(people: Collection[int]) -> dict[int, SkillFacts]:
    """Return the skills of each of `people` (ids), in a number of questions that does not grow with them."""
    completions = list(ModuleCompletion.objects.filter(person__in=people, reopened_at=None).select_related("module"))
    enrolments = list(Enrolment.objects.filter(person__in=people, state=Enrolment.State.ACTIVE))
    contents = contents_of(enrolments) | contents_by_id({row.version_id for row in completions}, enrolments)
    slugs = slugs_by_version(set(contents))
    acquired: dict[int, list[SkillFact]] = {pk: [] for pk in people}
    in_progress: dict[int, list[SkillFact]] = {pk: [] for pk in people}
    for row in completions:
        found = facts_of(contents[row.version_id], str(row.module.key), slugs[row.version_id], row.completed_at)
        for fact in found:
            (acquired if fact.use == "assessed" else in_progress)[row.person_id].append(fact)
    done = {(row.person_id, str(row.module.key)) for row in completions}
    begun = {key for key, deeds in deeds_of(people).items() if deeds.is_started} - done
    for row in enrolments:
        for module in contents[row.version_id].modules():
            if (row.person_id, module.key) in begun:
                content, slug = contents[row.version_id], slugs[row.version_id]
                in_progress[row.person_id] += facts_of(content, module.key, slug, None)
    return {pk: SkillFacts(tuple(acquired[pk]), tuple(in_progress[pk])) for pk in people}


def contents_by_id(ids: set[int], known: list[Enrolment]) -> dict[int, PathContent]:
    """Return the contents of versions that no enrolment of `known` follows any more."""
    others = ids - {row.version_id for row in known}
    return {pk: version.content for pk, version in PathVersion.objects.in_bulk(others).items()} if others else {}


def slugs_by_version(ids: set[int]) -> dict[int, str]:
    """Return where each version is read. A path that was withdrawn has no address."""
    pages = LearningPathPage.objects.live().filter(versions__in=ids)
    found = dict(pages.values_list("versions__pk", "slug"))
    return {pk: found.get(pk, "") for pk in ids}


def facts_of(content: PathContent, key: str, slug: str, completed_at) -> list[SkillFact]:
    module: ModuleContent | None = content.module(key)
    return [
        SkillFact(
            identifier=use.identifier,
            framework=use.framework,
            framework_version=use.framework_version,
            code=use.code,
            statement=use.statement,
            rank=use.rank,
            use=use.use,
            module_key=key,
            module=module.title,
            path=content.title,
            path_slug=slug,
            on=timezone.localdate(completed_at) if completed_at else None,
        )
        for use in (module.skills if module else ())
    ]
