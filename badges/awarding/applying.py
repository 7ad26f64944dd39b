"""Applying for a badge: what one shows, the voices of peers, the word of a trainer. Judged in the same transaction."""

from contextlib import ExitStack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.achievements.models import Achievement
from badges.achievements.queries import newest_version
from badges.awarding import news
from badges.awarding.actions import NotAwarded, ReasonNeeded, award_if_earned, is_awarded
from badges.awarding.models import ApplicationReview, BadgeApplication, Credential
from badges.awarding.permissions import can_apply, can_decide_application, can_read_as_peer
from badges.awarding.queries import reviewers_of
from catalogue.learning.completing import lock_person, mark
from catalogue.learning.evidence import check_shown, keep_file
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.privacy.files import forget_files

State, Role = BadgeApplication.State, ApplicationReview.Role


class CannotApply(Refused):
    pass


class AlreadyApplied(Refused):
    pass


class AlreadyDecided(Refused):
    pass


class NotAsked(Refused):
    pass


class AlreadyRead(Refused):
    pass


def apply(
    achievement: Achievement, person: User, *, text: str, link: str = "", file: tuple[str, bytes] | None = None
) -> BadgeApplication:
    """Keep what `person` shows for a badge: a text, with an address or a file if they want. Those who award are told.

    `file` is (name, bytes): it is sniffed and bounded, and no address leads to it but a page that asks who reads.
    """
    text, link = text.strip(), link.strip()
    check_shown(text, link, file)
    application = BadgeApplication(
        achievement=achievement, person=person, text=text, link=link, submitted_at=timezone.now()
    )
    with ExitStack() as undo:
        if file:
            keep_file(application, *file)
            undo.callback(application.file.storage.delete, application.file.name)
        write(application)
        # It is committed: its file stays.
        undo.pop_all()
    return application


@transaction.atomic
def write(application: BadgeApplication) -> None:
    person, achievement = lock_person(application.person), application.achievement
    if not can_apply(person, achievement):
        raise CannotApply(_("This badge takes no applications now."))
    standing = Credential.State.WAITING, Credential.State.ISSUED
    if Credential.objects.filter(holder=person, version__achievement=achievement, state__in=standing).exists():
        raise CannotApply(_("You hold this badge already. It is in your badge bag."))
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise AlreadyApplied(
            _("Your application already waits for a reading. Take it back to write another.")
        ) from error
    news.tell_application_waits(application, reviewers_of(achievement))


@transaction.atomic
def withdraw_application(application: BadgeApplication, *, by: User) -> None:
    """Take back what nobody decided on yet: what it held is forgotten, and so is what peers said of it."""
    lock_person(application.person)
    current = BadgeApplication.objects.get(pk=application.pk)
    if by.pk != current.person_id or current.state != State.WAITING:
        raise AlreadyDecided(_("This application was read meanwhile. The page is up to date now."))
    forget_files([current.file.name])
    mark(current, state=State.WITHDRAWN, text="", link="", file="", file_name="", size=0, sha256="")


@transaction.atomic
def decide_application(application: BadgeApplication, *, is_convincing: bool, reason: str = "", by: User) -> None:
    """Accept or return an application: a trainer's word decides."""
    if not is_convincing and not reason.strip():
        raise ReasonNeeded(_("Say what is missing: the person who applied reads it."))
    person = lock_person(application.person)
    current = waiting(application)
    if not can_decide_application(by, current):
        raise NotAsked(_("This application is not for you to decide."))
    if is_convincing and not is_awarded(current.achievement):
        raise NotAwarded(
            _("This badge is not awarded any more: accepting would bring nothing. Return the application, and say why.")
        )
    said = {"role": Role.TRAINER, "is_convincing": is_convincing, "reason": reason.strip()}
    ApplicationReview.objects.create(application=current, reviewer=by, **said)
    mark(current, state=State.ACCEPTED if is_convincing else State.RETURNED, decided_at=timezone.now())
    news.tell_application_read(current, "accepted" if is_convincing else "returned", by=by)
    if is_convincing:
        award_if_earned(newest_version(current.achievement), person, way=Credential.Way.APPLICATION, by=by)


@transaction.atomic
def review_as_peer(application: BadgeApplication, *, is_convincing: bool, reason: str = "", by: User) -> None:
    """Give one's voice, once. Enough of them award the badge."""
    person = lock_person(application.person)
    current = waiting(application)
    if not can_read_as_peer(by, current):
        raise NotAsked(_("This application is not for you to read."))
    said = {"role": Role.PEER, "is_convincing": is_convincing, "reason": reason.strip()}
    try:
        with transaction.atomic():
            ApplicationReview.objects.create(application=current, reviewer=by, **said)
    except IntegrityError as error:
        raise AlreadyRead(_("You have already read this application: your voice counts once.")) from error
    news.tell_application_read(current, "peer", by=by)
    if is_convincing:
        award_if_earned(newest_version(current.achievement), person, way=Credential.Way.APPLICATION, by=None)


def waiting(application: BadgeApplication) -> BadgeApplication:
    """Return the application as it is now, under the lock of its person. Raise AlreadyDecided when it waits no more."""
    current = BadgeApplication.objects.select_related("achievement__issuer", "person").get(pk=application.pk)
    if current.state != State.WAITING:
        raise AlreadyDecided(_("This application was read meanwhile. The page is up to date now."))
    return current
