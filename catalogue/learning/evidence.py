"""What learners show, and those who read it: a trainer, whose word decides, and peers, whose voice counts."""

import hashlib
from contextlib import ExitStack
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning.completing import ReasonNeeded, consider, lock_person, standing_completion
from catalogue.learning.models import Enrolment, Evidence, EvidenceReview
from catalogue.learning.news import tell_evidence_read, tell_evidence_waits
from catalogue.learning.permissions import can_read_as_peer
from catalogue.learning.recording import check_not_own
from catalogue.paths.models import Module
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.kits.quotas import MEGABYTE, check_quota
from outillerie.kits.uploads import UploadRefused, clean_document, safe_name
from outillerie.privacy.files import forget_files

MOST_WAITING = 5
MOST_MEGABYTES = 100
# The address of a page: what another program would open with (file:, javascript:) is not one.
is_address = URLValidator(schemes=["http", "https"])
State, Role = Evidence.State, EvidenceReview.Role
DECIDED = {True: State.ACCEPTED, False: State.RETURNED}


class EmptyEvidence(Refused):
    pass


class BadLink(Refused):
    pass


class ModuleNotHere(Refused):
    pass


class AlreadyDone(Refused):
    pass


class TooMuchEvidence(Refused):
    pass


class AlreadyShown(Refused):
    pass


class AlreadyDecided(Refused):
    pass


class NotAsked(Refused):
    pass


def submit_evidence(
    enrolment: Enrolment,
    module: Module,
    *,
    text: str = "",
    link: str = "",
    file: tuple[str, bytes] | None = None,
    is_prior_learning: bool = False,
    replaces: Evidence | None = None,
) -> Evidence:
    """Keep what the learner shows for a module: a text, an address, a file, at least one of them. Its trainers are told.

    `file` is (name, bytes): it is sniffed and bounded, and no address of the site leads to it but a page that asks who
    reads. With `is_prior_learning`, it shows what the learner could already do.
    """
    text, link = text.strip(), link.strip()
    check_shown(text, link, file)
    evidence = Evidence(
        person=enrolment.person,
        enrolment=enrolment,
        module=module,
        is_prior_learning=is_prior_learning,
        text=text,
        link=link,
        submitted_at=timezone.now(),
        replaces=replaces if replaces and replaces.person_id == enrolment.person_id else None,
    )
    with ExitStack() as undo:
        if file:
            keep_file(evidence, *file)
            undo.callback(evidence.file.storage.delete, evidence.file.name)
        write(evidence)
        # It is committed: its file stays.
        undo.pop_all()
    return evidence


def check_shown(text: str, link: str, file) -> None:
    if not (text or link or file):
        raise EmptyEvidence(_("Nothing is shown yet: write a text, give an address, or add a file."))
    most = Evidence._meta.get_field("text").max_length
    if len(text) > most:
        raise EmptyEvidence(_("This text is too long: %(most)s characters at most.") % {"most": most})
    try:
        if link:
            is_address(link)
    except ValidationError as error:
        raise BadLink(_("This address does not look like the one of a page. It begins with https://.")) from error


def keep_file(evidence: Evidence, name: str, data: bytes) -> None:
    """Store a file under a name that nobody can guess. Raises UploadRefused."""
    clean = clean_document(name, data)
    check_room(evidence.person, len(clean))
    evidence.file_name, evidence.size = safe_name(name), len(clean)
    evidence.sha256 = hashlib.sha256(clean).hexdigest()
    ending = PurePosixPath(evidence.file_name).suffix
    evidence.file.save(f"{uuid4().hex}{ending}", ContentFile(clean), save=False)


def check_room(person: User, size: int) -> None:
    shown = Evidence.objects.filter(person=person).aggregate(total=Sum("size"))["total"] or 0
    if shown + size > MOST_MEGABYTES * MEGABYTE:
        raise UploadRefused(
            _("Your files would pass %(limit)s MB. Take back evidence that you no longer need, or give an address.")
            % {"limit": MOST_MEGABYTES}
        )
    check_quota(None, size)


@transaction.atomic
def write(evidence: Evidence) -> None:
    person = lock_person(evidence.person)
    enrolment = Enrolment.objects.select_related("version", "path").get(pk=evidence.enrolment_id)
    if enrolment.state == Enrolment.State.LEFT or not enrolment.version.content.module(str(evidence.module.key)):
        raise ModuleNotHere(_("This module is not in the path that you follow. Open it again from “My paths”."))
    if standing_completion(person, evidence.module):
        raise AlreadyDone(_("This module is already completed: nothing more is needed for it."))
    waiting = Evidence.objects.filter(person=person, module=evidence.module, state=State.WAITING)
    same = {name: getattr(evidence, name) for name in ("text", "link", "sha256", "is_prior_learning")}
    if waiting.filter(**same).exists():
        raise AlreadyShown(_("You have already submitted exactly this: it waits for a reading."))
    if waiting.count() >= MOST_WAITING:
        raise TooMuchEvidence(
            _("Several pieces of evidence already wait for a reading. Take one back, or wait for the answer.")
        )
    evidence.enrolment = enrolment
    evidence.save()
    tell_evidence_waits(evidence)


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """Take back what nobody decided on yet: what it held is forgotten."""
    lock_person(evidence.person)
    current = Evidence.objects.get(pk=evidence.pk)
    if by.pk != current.person_id or current.state != State.WAITING:
        raise AlreadyDecided(_("This evidence was read meanwhile: it stays, with the answer."))
    forget_files([current.file.name])
    Evidence.objects.filter(pk=current.pk).update(
        state=State.WITHDRAWN, text="", link="", file="", file_name="", size=0, sha256=""
    )
    consider(current.person, current.module)


@transaction.atomic
def review_evidence(evidence: Evidence, *, is_accepted: bool, reason: str = "", by: User) -> EvidenceReview:
    """Accept a piece of evidence, or return it with the reason. Deciding otherwise later is a correction."""
    check_not_own(evidence.person, by)
    if not is_accepted and not reason.strip():
        raise ReasonNeeded(_("Say what is missing: the learner reads it, and submits again."))
    person, current = locked(evidence)
    if current.state in {DECIDED[is_accepted], State.WITHDRAWN}:
        raise AlreadyDecided(_("This evidence was read or taken back meanwhile. The page is up to date now."))
    current.state, current.decided_at = DECIDED[is_accepted], timezone.now()
    current.save(update_fields=["state", "decided_at"])
    review = EvidenceReview.objects.create(
        evidence=current, reviewer=by, role=Role.TRAINER, is_convincing=is_accepted, reason=reason.strip()
    )
    tell_evidence_read(current, current.state, by=by)
    consider(person, current.module, enrolment=current.enrolment)
    return review


@transaction.atomic
def review_as_peer(evidence: Evidence, *, is_convincing: bool, reason: str = "", by: User) -> EvidenceReview:
    """Say whether a peer's evidence convinces. Each peer says it once, and why when it does not."""
    if not is_convincing and not reason.strip():
        raise ReasonNeeded(_("Say what would convince you: your peer reads it."))
    person, current = locked(evidence)
    if not can_read_as_peer(by, current):
        raise NotAsked(_("This evidence is no longer offered to peers."))
    review = EvidenceReview(
        evidence=current, reviewer=by, role=Role.PEER, is_convincing=is_convincing, reason=reason.strip()
    )
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as error:
        raise AlreadyDecided(_("You have already said what you think of it: thank you.")) from error
    tell_evidence_read(current, "peer", by=by)
    consider(person, current.module, enrolment=current.enrolment)
    return review


def locked(evidence: Evidence) -> tuple[User, Evidence]:
    """Return the learner, locked, and the evidence as it is now."""
    person = lock_person(evidence.person)
    return person, Evidence.objects.select_related("enrolment__path", "enrolment__version", "module").get(
        pk=evidence.pk
    )
