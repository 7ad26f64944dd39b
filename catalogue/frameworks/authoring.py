"""What the hub's staff does with a framework of its own: each deed locks it, so that two people may write at once."""

import dataclasses

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from catalogue.frameworks.exports import framework_of
from catalogue.frameworks.formats.difference import SOURCE_IDENTIFIER
from catalogue.frameworks.imports import import_framework
from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText
from catalogue.frameworks.storing import index_skills, pointed_skills
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages

MOST_DEPTH = 6
DRAFT, ADOPTED, DEPRECATED = SkillFramework.Status.values


class NotWritten(Refused):
    pass


@transaction.atomic
def begin_framework(framework: SkillFramework, level_names: list[str], *, by) -> SkillFramework:
    """Keep a new framework, as a draft."""
    framework.status, framework.changed_at = DRAFT, timezone.now()
    framework.save(force_insert=True)
    write_levels(framework, level_names)
    log(framework, "wagtail.create", user=by)
    return framework


@transaction.atomic
def change_framework(framework: SkillFramework, level_names: list[str], *, by) -> None:
    """Keep its facts and its levels. Raises NotWritten when a level that is removed is in use."""
    lock(framework)
    framework.changed_at = timezone.now()
    framework.save()
    write_levels(framework, level_names)
    log(framework, "wagtail.edit", user=by)


def write_levels(framework: SkillFramework, names: list[str]) -> None:
    """Give its levels these names in French, from the lowest; those past the last name are removed."""
    levels = {level.rank: level for level in framework.levels.all()}
    for rank, name in enumerate(names, start=1):
        level = levels.pop(rank, None) or ProficiencyLevel(framework=framework, code=str(rank), rank=rank)
        level.labels = {**level.labels, "fr": name}
        level.save()
    try:
        framework.levels.filter(pk__in=[level.pk for level in levels.values()]).delete()
    except ProtectedError:
        raise NotWritten(
            _("A level that you remove is in use. Keep as many levels as before, or change what points to it first.")
        ) from None


@transaction.atomic
def keep_skill(skill: Skill, texts: list[SkillText]) -> Skill:
    """Keep a skill, new or not, with what it says in each language; a text without a statement is removed.

    Raises NotWritten when it would be under itself, or too deep.
    """
    lock(skill.framework)
    check_place(skill)
    if skill.pk is None:
        skill.order = skill.framework.skills.count()
    skill.save()
    for text in texts:
        if text.statement:
            text.skill = skill
            text.save()
        elif text.pk:
            text.delete()
    number(skill.framework)
    index_skills([skill])
    return skill


def check_place(skill: Skill) -> None:
    above, depth = skill.parent, 1
    while above is not None:
        if above.pk == skill.pk:
            raise NotWritten(_("A skill cannot be under itself. Choose another place."))
        above, depth = above.parent, depth + 1
    if depth > MOST_DEPTH:
        raise NotWritten(
            _("A framework has at most %(most)s levels of skills. Choose a higher place.") % {"most": MOST_DEPTH}
        )


@transaction.atomic
def keep_texts(skill: Skill, texts: list[SkillText]) -> None:
    """Keep translations of a skill, which are nobody's but ours."""
    lock(skill.framework)
    for text in texts:
        if text.statement:
            text.skill, text.is_official = skill, False
            text.save()
        elif text.pk:
            text.delete()
    index_skills([skill])


@transaction.atomic
def move_skill(skill: Skill, *, up: bool) -> int:
    """Move a skill among those that stand under the same one, and return its new place there, from 1."""
    lock(skill.framework)
    rows = list(skill.framework.skills.filter(parent=skill.parent_id, is_retired=False).order_by("order", "pk"))
    place = next((place for place, row in enumerate(rows) if row.pk == skill.pk), None)
    if place is None:
        raise NotWritten(_("This skill was removed meanwhile."))
    other = max(place - 1, 0) if up else min(place + 1, len(rows) - 1)
    rows[place].order, rows[other].order = rows[other].order, rows[place].order
    Skill.objects.bulk_update([rows[place], rows[other]], ["order"])
    number(skill.framework)
    return other + 1


@transaction.atomic
def remove_skill(skill: Skill) -> int:
    """Remove a skill and what is under it; what something points to is retired instead: return how many are."""
    lock(skill.framework)
    inside = family(skill)
    parents = {row.pk: row.parent_id for row in inside}
    kept: set[int] = set()
    for key in pointed_skills(inside):
        while key in parents and key not in kept:
            kept.add(key)
            key = parents[key]
    Skill.objects.filter(pk__in=kept).update(is_retired=True)
    Skill.objects.filter(pk__in=parents.keys() - kept).delete()
    number(skill.framework)
    index_skills(row for row in inside if row.pk in kept)
    return len(kept)


def family(skill: Skill) -> list[Skill]:
    """Return a skill and everything under it, retired or not."""
    found, generation = [skill], [skill]
    while generation:
        generation = list(Skill.objects.filter(parent__in=generation))
        found += generation
    return found


def number(framework: SkillFramework) -> None:
    """Give every skill its place and its depth, those that are retired after their neighbours."""
    rows = list(framework.skills.order_by("is_retired", "order", "pk").only("pk", "parent", "order", "depth"))
    below: dict[int | None, list[Skill]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    waiting, place, changed = [(row, 0) for row in reversed(below.get(None, []))], 0, []
    while waiting:
        row, depth = waiting.pop()
        if (row.order, row.depth) != (place, depth):
            row.order, row.depth = place, depth
            changed.append(row)
        place += 1
        waiting += [(child, depth + 1) for child in reversed(below.get(row.pk, []))]
    Skill.objects.bulk_update(changed, ["order", "depth"], batch_size=500)


@transaction.atomic
def adopt_framework(framework: SkillFramework, *, by) -> None:
    """Put a framework in force: everyone reads it, kits and modules may point to its skills."""
    lock(framework)
    if not framework.skills.filter(is_retired=False).exists():
        raise NotWritten(_("This framework has no skill yet. Add one, then put it in force."))
    set_status(framework, ADOPTED, by=by)


@transaction.atomic
def withdraw_framework(framework: SkillFramework, *, by) -> None:
    """Keep a framework readable, with what points to it; nothing new may point to it."""
    lock(framework)
    set_status(framework, DEPRECATED, by=by)


def set_status(framework: SkillFramework, status: str, *, by) -> None:
    framework.status, framework.changed_at = status, timezone.now()
    framework.save(update_fields=["status", "changed_at"])
    log(framework, "wagtail.edit", user=by)


@transaction.atomic
def begin_version(framework: SkillFramework, version: str, *, by) -> SkillFramework:
    """Begin the next version of a framework, as a draft that says the same: each skill is exactly the one it was."""
    lock(framework)
    if SkillFramework.objects.filter(code=framework.code, version=version).exists():
        raise NotWritten(_("This version exists already. Give the new one another number."))
    same = dataclasses.replace(
        framework_of(framework), version=version, status=DRAFT, valid_from="", valid_until="", changed_at=""
    )
    made = import_framework(same, by=by).framework
    # From here it is written by hand: no file speaks for it.
    made.import_sha256, made.replaces = "", framework
    made.save(update_fields=["import_sha256", "replaces"])
    old = {str(skill.identifier): skill for skill in framework.skills.all()}
    pairs = [(skill, old.get(skill.extra.get(SOURCE_IDENTIFIER, ""))) for skill in made.skills.all()]
    SkillLink.objects.bulk_create(
        [
            SkillLink(
                origin=new, target=before, target_uri=before.uri or f"urn:uuid:{before.identifier}", strength="exact"
            )
            for new, before in pairs
            if before
        ]
    )
    return made


def lock(framework: SkillFramework) -> None:
    """Lock `framework` until the end of the deed, and have every page that shows it made again after it."""
    SkillFramework.objects.select_for_update().filter(pk=framework.pk).first()
    SkillFramework.objects.filter(pk=framework.pk).update(changed_at=timezone.now())
    transaction.on_commit(forget_pages)
