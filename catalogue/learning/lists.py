"""People whom a trainer enrols: one by their address, or many from a table.

Nothing here tells whether an address already had an account (ATK-ENUM-01). Who had none gets one without a password,
and a mail that says who enrolled them, in what, and how to leave; who had one is told as they chose.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning.actions import AlreadyEnrolled, Source, begun, check_run, enrol, followable_version
from catalogue.learning.emails import enrolled_mail
from catalogue.learning.formats.learners import Learner, LearnerTable, is_email
from catalogue.learning.imports import sentence_of
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import learners_of
from catalogue.paths.models import LearningPathPage, PathRun
from outillerie.accounts.models import User
from outillerie.errors import Refused

# Each of them may be a mail to somebody who asked for nothing.
MOST_A_DAY = 1000
NEW, ALREADY, REPEATED, REFUSED = "new", "already", "repeated", "refused"


class BadAddress(Refused):
    pass


class TooManyEnrolments(Refused):
    pass


class ListRefused(Refused):
    """`report` says which lines are refused."""

    def __init__(self, sentence: str, report: "Report"):
        super().__init__(sentence)
        self.report = report


@dataclass(frozen=True)
class ReportLine:
    """What becomes of one line: `outcome` is "new", "already", "repeated" or "refused", `reason` the sentence why."""

    line: int
    email: str
    name: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Report:
    lines: tuple[ReportLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in (NEW, ALREADY, REPEATED, REFUSED)}

    @property
    def is_sound(self) -> bool:
        return not self.counts[REFUSED]


def enrol_by_address(path: LearningPathPage, learner: Learner, *, by: User, run: PathRun | None = None) -> Enrolment:
    """Enrol whoever has this address, making them an account when nobody does."""
    if not is_email(learner.email.strip().lower()):
        raise BadAddress(_("This is not an e-mail address. Check it, then send it again."))
    check_pace(by, 1)
    return enrol_learner(path, learner, by=by, run=run, source=Source.TRAINER)


@transaction.atomic
def enrol_learner(
    path: LearningPathPage, learner: Learner, *, by: User, run: PathRun | None, source: str
) -> Enrolment:  # fmt: skip
    version, email = followable_version(path), learner.email.strip().lower()
    check_run(path, run)
    facts = {"run": run, "source": source, "employer": learner.employer, "trainee_type": learner.trainee_type}
    person, is_new = person_with(email), False
    if person is None:
        person, is_new = new_person(email, learner)
    if not is_new:
        return enrol(person, path, by=by, **facts)
    # They have done nothing yet: there is nothing to judge.
    enrolment = begun(person, path, version, by=by, **facts)
    enrolled_mail(enrolment, by=by).send()
    return enrolment


def person_with(email: str) -> User | None:
    """Return whoever has this address: as the one that identifies them, or as another one that they confirmed."""
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        address = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        found = address.user if address else None
    return found


def new_person(email: str, learner: Learner) -> tuple[User, bool]:
    """Return a new account without a password, and whether it is: its person signs in with a code sent to this address.

    The account counts as active today: one that nobody ever used is erased after a month, and somebody may learn for
    longer before they first sign in.
    """
    names = {"first_name": learner.first_name, "last_name": learner.last_name}
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, None, last_active_on=timezone.localdate(), **names)
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
            return person, True
    except IntegrityError:
        # Two trainers enrol the same person at once: the account is made once.
        found = person_with(email)
        if found is None:
            raise
        return found, False


def check_pace(by: User, more: int) -> None:
    since = timezone.now() - timedelta(days=1)
    lately = Enrolment.objects.filter(enrolled_by=by, enrolled_at__gte=since).exclude(source=Source.SELF).count()
    if lately + more > MOST_A_DAY:
        raise TooManyEnrolments(
            _("You would enrol more than %(most)s people in a day. Do the rest tomorrow.") % {"most": MOST_A_DAY}
        )


def rehearse(path: LearningPathPage, table: LearnerTable) -> Report:
    """Return what enrolling the people of `table` would do, line by line. Nothing is written."""
    enrolled = addresses_in(path)
    seen: dict[str, int] = {}
    lines = [
        ReportLine(fault.line, fault.email, "", REFUSED, sentence_of(fault)) for fault in table.faults
    ]  # fmt: skip
    for learner in table.learners:
        lines.append(rehearsed(learner, enrolled, seen))
        seen.setdefault(learner.email, learner.line)
    return Report(tuple(sorted(lines, key=lambda line: line.line)))


def rehearsed(learner: Learner, enrolled: set[str], seen: dict[str, int]) -> ReportLine:
    name = f"{learner.first_name} {learner.last_name}".strip()
    if learner.email in seen:
        reason = _("The same address as line %(line)s: enrolled once.") % {"line": seen[learner.email]}
        return ReportLine(learner.line, learner.email, name, REPEATED, reason)
    outcome = ALREADY if learner.email in enrolled else NEW
    return ReportLine(learner.line, learner.email, name, outcome)


def addresses_in(path: LearningPathPage) -> set[str]:
    """Return the addresses of those who follow `path`, confirmed ones included."""
    people = learners_of(path).values("person")
    own = User.objects.filter(pk__in=people).values_list("email", flat=True)
    others = EmailAddress.objects.filter(user__in=people, verified=True).values_list("email", flat=True)
    return {address.lower() for address in [*own, *others]}


def enrol_list(path: LearningPathPage, table: LearnerTable, *, by: User, run: PathRun | None = None) -> Report:
    """Enrol everybody of `table`, or nobody while a line is refused. Done twice, it does nothing more."""
    report = rehearse(path, table)
    if not report.is_sound:
        raise ListRefused(_("Nobody is enrolled yet: correct the lines that are refused, then send it again."), report)
    check_run(path, run)
    check_pace(by, report.counts[NEW])
    with transaction.atomic():
        lines = tuple(enrolled_line(path, line, table, by=by, run=run) for line in report.lines)
    return Report(lines)


def enrolled_line(path: LearningPathPage, line: ReportLine, table: LearnerTable, *, by: User, run) -> ReportLine:
    """Return the line as it ends: somebody may have enrolled them since the rehearsal."""
    if line.outcome != NEW:
        return line
    learner = next(row for row in table.learners if row.line == line.line)
    try:
        enrol_learner(path, learner, by=by, run=run, source=Source.LIST)
    except AlreadyEnrolled:
        return ReportLine(line.line, line.email, line.name, ALREADY)
    return line
