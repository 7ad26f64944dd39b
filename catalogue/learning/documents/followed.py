"""What somebody followed of a path, as documents may state it: days, minutes, what is acquired and by what.

Minutes are those of the attendance sheets, never more than the module lasts; a remote module that is completed counts
the time estimated for it (certificat de réalisation: the activities done at a distance, and the time to do them). What
somebody already knew, and proved, was not followed: it counts neither in what was planned nor in what was done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from catalogue.certifications.models import TrainingProvider
from catalogue.learning.models import AssessmentResult, Attendance, Enrolment, ModuleCompletion
from catalogue.paths.formats.content import ModuleContent
from catalogue.paths.formats.state import last_day

REMOTE = "remote"


@dataclass(frozen=True, kw_only=True)
class FollowedModule:
    content: ModuleContent
    block: str
    attended: int = 0
    days: tuple[date, ...] = ()
    completed_on: date | None = None
    is_prior_learning: bool = False
    is_doubted: bool = False
    # None: nobody assessed it.
    is_passed: bool | None = None
    is_counted_remotely: bool = False

    @property
    def minutes(self) -> int:
        """Return the minutes that count."""
        if self.is_counted_remotely:
            return self.content.minutes
        return min(self.attended, self.content.minutes)

    @property
    def planned(self) -> int:
        is_planned = (self.content.is_required or self.minutes) and not self.is_prior_learning
        return self.content.minutes if is_planned else 0


@dataclass(frozen=True, kw_only=True)
class Followed:
    """`counted_from` is the first day that counts, `minutes_before` what was attended earlier and is not counted."""

    enrolment: Enrolment
    provider: TrainingProvider | None
    counted_from: date
    minutes_before: int
    modules: tuple[FollowedModule, ...]
    today: date

    @property
    def content(self):
        return self.enrolment.version.content

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def remote_minutes(self) -> int:
        return sum(module.minutes for module in self.modules if module.is_counted_remotely)

    @property
    def planned(self) -> int:
        return sum(module.planned for module in self.modules)

    @property
    def is_partial(self) -> bool:
        return self.minutes < self.planned

    @property
    def days(self) -> list[date]:
        return sorted(day for module in self.modules if module.minutes for day in module.days)

    @property
    def is_over(self) -> bool:
        run = self.enrolment.run
        return self.enrolment.state != Enrolment.State.ACTIVE or bool(run and last_day(run) < self.today)

    @property
    def doubted(self) -> list[FollowedModule]:
        return [module for module in self.modules if module.is_doubted]

    @property
    def learner(self) -> str:
        return self.enrolment.person.get_full_name().strip()


def followed(enrolment: Enrolment) -> Followed:
    """Return what `enrolment` proves, in a number of statements that does not grow with the path."""
    content, person = enrolment.version.content, enrolment.person
    keys = [module.key for module in content.modules()]
    first, last = counted_days(enrolment)
    sheets = list(
        Attendance.objects.filter(
            person=person, module__key__in=keys, state=Attendance.State.PRESENT, minutes__gt=0
        ).select_related("module")
    )
    counted = [row for row in sheets if first <= row.held_on <= last]
    completions = completions_of(person, keys)
    results = newest_results(person, keys)
    return Followed(
        enrolment=enrolment,
        provider=TrainingProvider.objects.filter(organisation=enrolment.path.organisation_id).first(),
        counted_from=first,
        minutes_before=sum(row.minutes for row in sheets if row.held_on < first),
        modules=tuple(
            followed_module(module, block.title, counted, completions.get(module.key), results.get(module.key), first)
            for block in content.blocks
            for module in block.modules
        ),
        today=timezone.localdate(),
    )


def counted_days(enrolment: Enrolment) -> tuple[date, date]:
    """Return the days between which meetings belong to this enrolment: a module may stand in another path too."""
    first = timezone.localdate(enrolment.enrolled_at)
    if enrolment.run:
        first = min(first, enrolment.run.starts_on)
    return first, timezone.localdate(enrolment.left_at) if enrolment.left_at else date.max


def completions_of(person, keys) -> dict[str, ModuleCompletion]:
    rows = ModuleCompletion.objects.filter(person=person, module__key__in=keys, reopened_at__isnull=True)
    return {str(row.module.key): row for row in rows.select_related("module")}


def newest_results(person, keys) -> dict[str, AssessmentResult]:
    """Return the last result of each module that was not taken back."""
    rows = AssessmentResult.objects.filter(person=person, module__key__in=keys, withdrawn_at__isnull=True)
    return {str(row.module.key): row for row in rows.select_related("module").order_by("assessed_on", "pk")}


def followed_module(module, block, sheets, completion, result, first) -> FollowedModule:
    rows = longest_by_half_day(row for row in sheets if str(row.module.key) == module.key)
    completed_on = timezone.localdate(completion.completed_at) if completion else None
    is_prior_learning = bool(completion and completion.is_prior_learning)
    is_remote = bool(module.mode == REMOTE and completed_on and completed_on >= first and not is_prior_learning)
    return FollowedModule(
        content=module,
        block=block,
        attended=sum(row.minutes for row in rows),
        days=(*(row.held_on for row in rows), *([completed_on] if is_remote else [])),
        completed_on=completed_on,
        is_prior_learning=is_prior_learning,
        is_doubted=bool(completion and completion.doubted_at),
        is_passed=result.is_passed if result else None,
        is_counted_remotely=is_remote,
    )


def longest_by_half_day(sheets: Iterable[Attendance]) -> list[Attendance]:
    """Return one sheet for each half-day: it may be recorded of a session and, by hand, of its module too."""
    kept: dict[tuple[date, str], Attendance] = {}
    for row in sheets:
        key = (row.held_on, row.half_day)
        if key not in kept or row.minutes > kept[key].minutes:
            kept[key] = row
    return list(kept.values())
