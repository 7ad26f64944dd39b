"""Questions about what came of a session, one function each."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from catalogue.learning.models import Attendance
from catalogue.outcomes.formats.headcounts import Headcounts, headcounts
from catalogue.outcomes.models import SessionFeedback, SessionReport
from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_manage_catalogue
from catalogue.registering.models import Registration
from catalogue.registering.queries import participants_of
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of, public_sessions, upcoming_sessions, with_places
from outillerie.accounts.models import Membership

# Under this number of answers, a mean would say who answered.
FEWEST_ANSWERS = 3
QUESTIONS = ("useful", "welcome", "learned", "recommend")
MARKS = (4, 3, 2, 1)
MOST_NEXT = 3


@dataclass(frozen=True, kw_only=True)
class Presence:
    """How many people, by what was last said of them. Who was present once was present; `unsaid` has a blank line."""

    expected: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0
    unsaid: int = 0
    unnamed: int = 0
    conflicts: int = 0

    @property
    def came(self) -> int:
        return self.present + self.unnamed


def counts_of(session: PeerSession) -> Presence:
    """Return who came to `session`: those who registered, by their half-days, and those without a name."""
    people = list(participants_of(session).values_list("pk", flat=True))
    said: dict[int, list[str]] = {pk: [] for pk in people}
    conflicts = 0
    for pk, state, disagrees in attendances(session).values_list("registration", "state", "has_conflict"):
        said.setdefault(pk, []).append(state)
        conflicts += disagrees
    half_days = len(half_days_of(session))
    found = Counter(verdict(states, half_days) for states in said.values())
    return Presence(
        expected=len(people),
        present=found["present"],
        excused=found["excused"],
        absent=found["absent"],
        unsaid=found[""],
        unnamed=headcounts_of(session).total,
        conflicts=conflicts,
    )


def verdict(states: list[str], half_days: int) -> str:
    """Return what the half-days of one person say of the whole session; nothing while one of them is blank."""
    if "present" in states:
        return "present"
    if len(states) < half_days:
        return ""
    return "excused" if "excused" in states else "absent"


def attendances(session: PeerSession) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session=session, registration__isnull=False)


def attendance_count(sessions: QuerySet[PeerSession]) -> int:
    """Return how many lines of attendance `sessions` have."""
    return Attendance.objects.filter(session__in=sessions.order_by().values("pk"), registration__isnull=False).count()


def blank_lines(session: PeerSession) -> list[Registration]:
    """Return the participants of whom at least one half-day says nothing, by name."""
    half_days = len(half_days_of(session))
    found = Counter(attendances(session).values_list("registration", flat=True))
    return [row for row in participants_of(session) if found[row.pk] < half_days]


def present_registrations(session: PeerSession) -> QuerySet[Registration]:
    """Return those who were there for one half-day at least."""
    there = attendances(session).filter(registration=OuterRef("pk"), state=Attendance.State.PRESENT)
    return participants_of(session).filter(Exists(there))


def was_absent(registration: Registration) -> bool:
    """Return whether everything that was said of `registration` is that they were not there."""
    states = set(registration.attendances.values_list("state", flat=True))
    return bool(states) and Attendance.State.PRESENT not in states


def headcounts_of(session: PeerSession) -> Headcounts:
    return headcounts(session.headcounts.values_list("band", "code", "count"))


def report_of(session: PeerSession) -> SessionReport | None:
    return SessionReport.objects.filter(session=session).select_related("kit", "written_by").first()


def public_report(session: PeerSession) -> SessionReport | None:
    """Return the report that everyone may read of `session`, if there is one."""
    return SessionReport.objects.filter(session=session, is_public=True).first()


def fingerprint_of(session: PeerSession) -> str:
    """Return what tells one state of the report and of the headcount of `session` from another."""
    report = report_of(session)
    told = [report.done, report.outcome, report.next_steps, report.is_public] if report else []
    counted = sorted(session.headcounts.values_list("band", "code", "count"))
    return hashlib.sha256(json.dumps([told, counted]).encode()).hexdigest()[:16]


# --- What people thought of it


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One question: its mean from 1 to 4, and how many gave each mark, the best first."""

    name: str
    mean: float
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """`questions` and `comments` are empty while fewer than FEWEST_ANSWERS people answered."""

    count: int = 0
    questions: tuple[Answers, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST_ANSWERS


def feedback_on(session: PeerSession) -> Feedback:
    """Return what people thought of `session`. Comments are in no order that would say who came first."""
    rows = list(SessionFeedback.objects.filter(session=session))
    if len(rows) < FEWEST_ANSWERS:
        return Feedback(count=len(rows))
    return Feedback(
        count=len(rows),
        questions=tuple(answers_to(name, [getattr(row, name) for row in rows]) for name in QUESTIONS),
        comments=tuple(sorted(row.comment for row in rows if row.comment)),
    )


def answers_to(name: str, marks: list[int]) -> Answers:
    found = Counter(marks)
    return Answers(name=name, mean=sum(marks) / len(marks), counts=tuple((mark, found[mark]) for mark in MARKS))


# --- What comes next


def next_sessions(session: PeerSession, *, now: datetime | None = None) -> list[PeerSession]:
    """Return the next sessions for who came to `session`: those of its paths first, then those near it."""
    coming = with_places(upcoming_sessions(now).exclude(pk=session.pk).filter(published_at__isnull=False))
    found = list(coming.filter(of_the_same_paths(session))[:MOST_NEXT]) if session.module_id else []
    if len(found) < MOST_NEXT and (near := in_the_same_department(session)):
        others = coming.filter(near).exclude(pk__in=[row.pk for row in found]).distinct()
        found += others[: MOST_NEXT - len(found)]
    return found


def of_the_same_paths(session: PeerSession) -> Q:
    paths = LearningPathPage.objects.live().public().filter(blocks__module_rows__module=session.module_id)
    # Asked again by their ids: the same question would only find the module that it looked for.
    modules = LearningPathPage.objects.filter(pk__in=paths.values("pk")).values("blocks__module_rows__module")
    return Q(module__in=modules) | Q(module=session.module_id)


def in_the_same_department(session: PeerSession) -> Q | None:
    departments = {place_department(place) for place in session.places.all()} - {None}
    if not departments:
        return None
    return Q(places__venue__territory__department__in=departments) | Q(places__territory__department__in=departments)


def place_department(place) -> int | None:
    territory = place.venue.territory if place.venue_id else place.territory
    return territory.department_id if territory else None


# --- Which sessions somebody answers for


def sessions_to_report(user) -> QuerySet[PeerSession]:
    """Return the sessions whose attendance `user` may take away: all for the staff, else those that they manage."""
    if can_manage_catalogue(user):
        return PeerSession.objects.exclude(state=PeerSession.State.DRAFT)
    managed = Membership.objects.filter(person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE)
    theirs = Q(created_by=user) | Q(facilitators__person=user) | Q(organisation__in=managed.values("organisation"))
    # By their ids: a session with two reasons to be theirs is one session.
    ids = PeerSession.objects.filter(theirs).exclude(state=PeerSession.State.DRAFT).values("pk")
    return PeerSession.objects.filter(pk__in=ids)


def is_over(session: PeerSession, now: datetime | None = None) -> bool:
    """Return whether people may be asked what they thought of it."""
    if session.state == PeerSession.State.HELD:
        return True
    return session.state == PeerSession.State.PUBLISHED and session.ends_at <= (now or timezone.now())


def may_give_feedback(registration: Registration) -> bool:
    is_theirs = registration.state == Registration.State.REGISTERED and not registration.has_given_feedback
    return is_theirs and is_over(registration.session) and not was_absent(registration)


def is_public(session: PeerSession) -> bool:
    return public_sessions().filter(pk=session.pk).exists()
