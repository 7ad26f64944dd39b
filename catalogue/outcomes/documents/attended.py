"""What each participant really attended of a session, half-day by half-day: what documents may state, and nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from catalogue.certifications.models import TrainingProvider
from catalogue.learning.models import Attendance
from catalogue.paths.models import LearningPathPage
from catalogue.registering.models import Registration
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from outillerie.pages.models import PlainPage

# The page of the hub that holds its «règlement intérieur», if it wrote one.
RULES_SLUG = "reglement-interieur"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What all the documents of one session share. `path` is a public path that holds the session's module."""

    session: PeerSession
    halves: tuple[HalfDay, ...]
    provider: TrainingProvider | None
    facilitator: str
    path: LearningPathPage | None
    rules_path: str
    now: datetime

    @property
    def is_training(self) -> bool:
        """A session is training when it teaches a module, for an organisation that declares such an activity."""
        return self.session.module_id is not None and self.provider is not None

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def planned(self) -> int:
        return sum(half.minutes for half in self.halves)


@dataclass(frozen=True, kw_only=True)
class AttendedHalf:
    half: HalfDay
    attendance: Attendance | None

    @property
    def minutes(self) -> int:
        """Return the minutes that count: those of somebody present, never more than it lasts."""
        if self.attendance is None or self.attendance.state != Attendance.State.PRESENT:
            return 0
        return min(self.attendance.minutes or self.half.minutes, self.half.minutes)


@dataclass(frozen=True, kw_only=True)
class Attended:
    occasion: Occasion
    registration: Registration
    halves: tuple[AttendedHalf, ...]

    @property
    def name(self) -> str:
        person = self.registration.person
        return (person.get_full_name().strip() if person else "") or self.registration.name.strip()

    @property
    def minutes(self) -> int:
        return sum(half.minutes for half in self.halves)

    @property
    def half_days(self) -> int:
        return sum(1 for half in self.halves if half.minutes)

    @property
    def is_partial(self) -> bool:
        return self.minutes < self.occasion.planned

    @property
    def has_conflict(self) -> bool:
        return any(half.attendance and half.attendance.has_conflict for half in self.halves)


def occasion_of(session: PeerSession) -> Occasion:
    """Return what the documents of `session` share, in a fixed number of questions."""
    facilitator = session.facilitators.select_related("person").first()
    paths = LearningPathPage.objects.live().public()
    module = session.module_id
    rules = PlainPage.objects.live().public().filter(slug=RULES_SLUG).first()
    return Occasion(
        session=session,
        halves=tuple(half_days_of(session)),
        provider=TrainingProvider.objects.filter(organisation=session.organisation_id).first(),
        facilitator=facilitator_name(facilitator),
        path=paths.filter(blocks__module_rows__module=module).order_by("pk").first() if module else None,
        rules_path=rules.url if rules else "",
        now=timezone.now(),
    )


def facilitator_name(row) -> str:
    """Return who facilitates, as a document names people: first name and name when they are known."""
    if row is None:
        return ""
    return row.name or row.person.get_full_name().strip() or row.person.shown_name()


def attended(session: PeerSession, registrations: Iterable[Registration]) -> list[Attended]:
    """Return what each of `registrations` of `session` attended: the same number of questions for one or a hundred."""
    occasion, rows = occasion_of(session), list(registrations)
    found = Attendance.objects.filter(registration__in=[row.pk for row in rows])
    by_half = {(line.registration_id, line.half_day): line for line in found}
    return [
        Attended(
            occasion=occasion,
            registration=row,
            halves=tuple(
                AttendedHalf(half=half, attendance=by_half.get((row.pk, half.code))) for half in occasion.halves
            ),
        )
        for row in rows
    ]
