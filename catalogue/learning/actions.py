"""Enrolling in a path, leaving it, following a newer version of it. Each deed locks its learner first.

What one enrols in is frozen: a path that is published again changes nothing for those who follow it.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning.completing import consider_everything, lock_person
from catalogue.learning.models import Enrolment, EnrolmentMove
from catalogue.learning.news import tell_enrolled
from catalogue.learning.queries import living_enrolments
from catalogue.paths.formats.state import state_of
from catalogue.paths.models import LearningPathPage, PathRun, PathVersion
from catalogue.paths.queries import newest_version
from outillerie.accounts.models import User
from outillerie.errors import Refused

State, Source = Enrolment.State, Enrolment.Source


class AlreadyEnrolled(Refused):
    """`enrolment` is the one that lives."""

    def __init__(self, enrolment: Enrolment, *, by: User):
        own = _("You are already enrolled in this path. It is in “My paths”.")
        super().__init__(own if by.pk == enrolment.person_id else _("This person already follows this path."))
        self.enrolment = enrolment


class PathNotOpen(Refused):
    pass


class WrongRun(Refused):
    pass


class NotLeaving(Refused):
    pass


class CannotMove(Refused):
    pass


@transaction.atomic
def enrol(
    person: User,
    path: LearningPathPage,
    *,
    by: User,
    source: str = Source.SELF,
    run: PathRun | None = None,
    employer: str = "",
    trainee_type: str = "",
) -> Enrolment:
    """Enrol `person` in the newest version of `path`, frozen. By themselves, only while it is open; else they are told.

    What they completed elsewhere counts at once: the same module is completed once.
    """
    version = followable_version(path)
    check_run(path, run)
    if person == by:
        check_open(path, run)
    facts = {"source": source, "run": run, "employer": employer, "trainee_type": trainee_type}
    enrolment = begun(lock_person(person), path, version, by=by, **facts)
    consider_everything(enrolment)
    if person != by:
        tell_enrolled(enrolment, by=by)
    return enrolment


def followable_version(path: LearningPathPage) -> PathVersion:
    version = newest_version(path) if path.live else None
    if version is None:
        raise PathNotOpen(_("This path is not published: nobody can enrol in it for now."))
    return version


def check_run(path: LearningPathPage, run: PathRun | None) -> None:
    if run is not None and (run.path_id != path.pk or run.is_cancelled):
        raise WrongRun(_("This session is cancelled, or is not one of this path. Choose another one."))


def check_open(path: LearningPathPage, run: PathRun | None) -> None:
    """Raise PathNotOpen unless somebody may enrol today: in `run`, or in any session when none is chosen."""
    today = timezone.localdate()
    if run is not None:
        if not state_of([run], today).is_open:
            raise PathNotOpen(_("Enrolment in this session is closed. Choose another one, or ask the trainers."))
    elif not state_of(path.runs.all(), today, path.is_always_open).is_open:
        raise PathNotOpen(
            _("Enrolment is not open today. Look at the dates of the sessions, or write to the contact of the path.")
        )


def begun(person: User, path: LearningPathPage, version: PathVersion, *, by: User, **facts) -> Enrolment:
    """Write the enrolment, unless its person already follows the path. The unique constraint has the last word."""
    living = living_enrolments(person).filter(path=path)
    if found := living.first():
        raise AlreadyEnrolled(found, by=by)
    try:
        with transaction.atomic():
            return Enrolment.objects.create(
                person=person, path=path, version=version, enrolled_by=by, enrolled_at=timezone.now(), **facts
            )
    except IntegrityError as error:
        if found := living.first():
            raise AlreadyEnrolled(found, by=by) from error
        raise


@transaction.atomic
def leave(enrolment: Enrolment, *, by: User) -> None:
    """End an enrolment. What was completed stays completed, and counts again for whoever comes back."""
    lock_person(enrolment.person)
    current = Enrolment.objects.get(pk=enrolment.pk)
    if current.state == State.COMPLETED:
        raise NotLeaving(_("This path is completed: it stays among yours."))
    if current.state == State.LEFT:
        raise NotLeaving(_("This path is already left. You can enrol again whenever it is open."))
    enrolment.state, enrolment.left_at = State.LEFT, timezone.now()
    enrolment.save(update_fields=["state", "left_at"])


@transaction.atomic
def move_to(enrolment: Enrolment, version: PathVersion, *, by: User) -> EnrolmentMove:
    """Have an enrolment follow a newer version, knowingly. Completed modules stay; blocks are counted again."""
    person = lock_person(enrolment.person)
    current = Enrolment.objects.select_related("version", "path").get(pk=enrolment.pk)
    check_move(current, version)
    move = EnrolmentMove.objects.create(enrolment=current, before=current.version, after=version, moved_by=by)
    enrolment.version, enrolment.person = version, person
    enrolment.save(update_fields=["version"])
    consider_everything(enrolment)
    return move


def check_move(current: Enrolment, version: PathVersion) -> None:
    if current.state != State.ACTIVE:
        raise CannotMove(_("Only a path that is under way can change version."))
    if version.path_id != current.path_id or version.number <= current.version.number:
        raise CannotMove(_("This version is not newer than the one that is followed. The page is up to date now."))
