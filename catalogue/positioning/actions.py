"""What a person does with their own positionings. Each deed locks the row: two windows may answer at once."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.frameworks.models import SkillFramework
from catalogue.frameworks.queries import current_frameworks
from catalogue.positioning.models import Positioning, PositioningAnswer
from catalogue.positioning.queries import depths_of
from outillerie.errors import Refused


class NotOffered(Refused):
    pass


class AlreadyFinished(Refused):
    pass


class NothingAnswered(Refused):
    pass


def begin(person, framework: SkillFramework, depth: int) -> Positioning:
    """Return the unfinished positioning of `person` in `framework` at `depth`: the one that waits, else a new one."""
    if not current_frameworks().filter(pk=framework.pk).exists():
        raise NotOffered(_("This framework is no longer in force. Choose another one in the list."))
    if depth not in {row.depth for row in depths_of([framework.pk]).get(framework.pk, ())}:
        raise NotOffered(_("This framework does not go into that much detail. Choose again in the list."))
    facts = {"person": person, "framework": framework, "depth": depth, "finished_at": None}
    found = Positioning.objects.filter(**facts).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Positioning.objects.create(**facts)
    except IntegrityError:
        # Two windows began at once: both go on with the same one.
        return Positioning.objects.get(**facts)


@transaction.atomic
def save_answers(positioning: Positioning, answers: Mapping[int, int | None]) -> None:
    """Keep `answers`: the id of a level, None for «not yet», by id of skill. What is not among them stays as it was."""
    locked = Positioning.objects.select_for_update(of=("self",)).get(pk=positioning.pk)
    if locked.finished_at:
        raise AlreadyFinished(
            _("This positioning is finished: its date and its answers no longer change. Begin a new one to go on.")
        )
    rows = [
        PositioningAnswer(positioning=locked, skill_id=skill, level_id=level)
        for skill, level in sorted(answers.items())
    ]
    PositioningAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["positioning", "skill"], update_fields=["level"]
    )
    locked.save(update_fields=["saved_at"])


@transaction.atomic
def finish(positioning: Positioning) -> None:
    """Date it. Finishing twice keeps the first date."""
    locked = Positioning.objects.select_for_update(of=("self",)).get(pk=positioning.pk)
    if locked.finished_at:
        return
    if not locked.answers.exists():
        raise NothingAnswered(_("You have answered nothing yet. Answer one question at least, then finish."))
    locked.finished_at = timezone.now()
    locked.save(update_fields=["finished_at", "saved_at"])
