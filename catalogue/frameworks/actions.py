"""What can be said of the skills that something works on: a kit, a module, a block of a certification.

`rows` is the manager of what is said: `kit.skill_rows`, `module.skill_rows`, `block.skill_rows`. What only attests a
skill says no `use` of it: its model has none.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.frameworks.models import Aligned, ProficiencyLevel, Skill
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages

MOST_SKILLS = 60


class NotAligned(Refused):
    pass


@transaction.atomic
def align(rows, *, skill: Skill, level: ProficiencyLevel | None, **use: str) -> Aligned:
    """Say that the owner of `rows` works on `skill`. Raises NotAligned."""
    check_skill(skill, level)
    if rows.count() >= MOST_SKILLS:
        raise NotAligned(
            _("%(most)s skills are written here, the most there can be. Remove one, then add this one.")
            % {"most": MOST_SKILLS}
        )
    return kept_once(lambda: rows.create(skill=skill, level=level, **use))


@transaction.atomic
def change_alignment(rows, row_id: int, *, level: ProficiencyLevel | None, **use: str) -> Aligned:
    """Say another level, or that something else is done with the skill. Raises NotAligned."""
    row = rows.select_for_update().select_related("skill").filter(pk=row_id).first()
    if row is None:
        raise NotAligned(_("This skill was removed meanwhile. Add it again if you need it."))
    check_level(row.skill, level)
    said = {"level": level, **use}
    for name, value in said.items():
        setattr(row, name, value)
    kept_once(lambda: row.save(update_fields=list(said)))
    return row


@transaction.atomic
def remove_alignment(rows, row_id: int) -> None:
    rows.filter(pk=row_id).delete()
    transaction.on_commit(forget_pages)


def check_skill(skill: Skill, level: ProficiencyLevel | None) -> None:
    if skill.is_retired:
        raise NotAligned(_("This skill is no longer in its framework. Choose the one that replaces it."))
    check_level(skill, level)


def check_level(skill: Skill, level: ProficiencyLevel | None) -> None:
    if level is not None and level.framework_id != skill.framework_id:
        raise NotAligned(_("This level is of another framework than the skill. Choose one of its own framework."))


def kept_once(write):
    """Return what `write` keeps. The database has the last word on what is already said."""
    try:
        with transaction.atomic():
            kept = write()
    except IntegrityError:
        raise NotAligned(_("This skill is already written here with the same use. Change its level instead.")) from None
    transaction.on_commit(forget_pages)
    return kept
