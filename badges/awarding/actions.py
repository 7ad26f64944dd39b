"""Badges are given, taken back, upheld, signed again. Order of locks: person, issuer, status list, badge.

An award is a function of rows (rule 6): it keeps the rule, the rows that satisfied it and what they said.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from badges.achievements.models import Achievement, AchievementVersion
from badges.achievements.queries import newest_versions, published
from badges.awarding import news
from badges.awarding.facts import about, deeds_for, deeds_of, said_by
from badges.awarding.formats.codes import new_code
from badges.awarding.formats.rules import DECISION, Fact, judged, kinds_in, problems
from badges.awarding.models import AwardBatch, AwardDecision, Credential
from badges.awarding.proving import evidence_of
from badges.awarding.queries import is_followed_by
from badges.awarding.recipients import Recipient, recipient_of
from badges.awarding.signing import schedule_issue
from badges.awarding.wording import remaining
from badges.issuing.keys import lock_issuer
from badges.issuing.status import allot, set_revoked
from badges.openbadges.identity import identity_hash, new_salt
from catalogue.learning.completing import LearnerGone, lock_person, mark
from catalogue.learning.formats.learners import is_email
from catalogue.learning.formats.proof import fingerprint, kept
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.privacy.erasure import is_erased
from outillerie.privacy.journal import note_for_ever

State, Way = Credential.State, Credential.Way
NO_LONGER_STANDING = (State.REVOKED, State.ERASED)
TRIES = 5
MOST_REASON = 400


class NotAwarded(Refused):
    """The badge is not published, or its issuer awards no more."""


class NotEarnedYet(Refused):
    """What is recorded does not satisfy the rule: the sentence says what is left."""


class NotOneself(Refused):
    pass


class BadAddress(Refused):
    pass


class ReasonNeeded(Refused):
    pass


class AlreadyTakenBack(Refused):
    pass


class NotInDoubt(Refused):
    pass


class NotSigned(Refused):
    pass


# --- awarding ---


@transaction.atomic
def award(
    version: AchievementVersion,
    *,
    person: User | None = None,
    email: str = "",
    name: str = "",
    way: str,
    run: str = "",
    facts: Sequence[Fact] | None = None,
    by: User | None = None,
    batch: AwardBatch | None = None,
    narrative: str = "",
    evidence: Sequence[dict] = (),
) -> Credential:
    """Award a badge, once per version, recipient and run; return the one that stands when there is one.

    `facts` are those that satisfy its rule; without them, what is recorded is judged now. The worker signs it after
    commit. Raise NotAwarded, NotEarnedYet, LearnerGone.
    """
    recipient = locked_recipient(person=person, email=email, name=name)
    if standing := standing_award(version, recipient, run):
        return standing
    check_awarded(version)
    facts = earned(version, recipient) if facts is None else facts
    told = {"way": way, "run": run, "awarded_by": by, "batch": batch, "narrative": narrative}
    return write_once(version, recipient, facts, {**told, "evidence": list(evidence) or evidence_of(version, facts)})


def standing_award(version: AchievementVersion, recipient: Recipient, run: str = "") -> Credential | None:
    """Return the award that stands, also under an address that its holder has confirmed since."""
    given = version.credentials.filter(run=run, revoked_at=None, erased_at=None)
    return given.filter(recipient__in=recipient.keys).first()


def is_awarded(achievement: Achievement) -> bool:
    return achievement.state == Achievement.State.PUBLISHED and achievement.issuer.is_active


def check_awarded(version: AchievementVersion) -> None:
    if not is_awarded(version.achievement):
        raise NotAwarded(_("This badge is not awarded any more. Those that were given stay valid."))


def earned(version: AchievementVersion, recipient: Recipient, *, by: User | None = None) -> tuple[Fact, ...]:
    """Return the facts that satisfy the rule of `version`. Raise NotEarnedYet when it asks for more.

    How far somebody is, only those who follow them are told: of the others, `by` reads what is said of an address that
    has no account.
    """
    facts = about(deeds_for(recipient), version.achievement)
    verdict = judged(version.content.rule, facts)
    if not verdict.is_satisfied:
        known = facts if is_followed_by(by, recipient.person) else [fact for fact in facts if fact.kind == DECISION]
        left = remaining(version.content.rule, known)
        raise NotEarnedYet(_("This badge asks for more. Still missing: %(left)s.") % {"left": left})
    return verdict.facts


def write_once(version: AchievementVersion, recipient: Recipient, facts: Iterable[Fact], written: dict) -> Credential:
    """Write the row. The database has the last word: who was awarded the badge meanwhile has one, not two."""
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                credential = Credential.objects.create(**row_of(version, recipient, facts), **written)
        except IntegrityError:
            if standing := standing_award(version, recipient, written["run"]):
                return standing
        else:
            schedule_issue(credential)
            return credential
    raise RuntimeError("No free code or status bit was drawn.")


def row_of(version: AchievementVersion, recipient: Recipient, facts: Iterable[Fact]) -> dict:
    content, issuer, salt = version.content, version.achievement.issuer, new_salt()
    status_list, index = allot(issuer)
    # What is signed says whole seconds.
    now = timezone.now().replace(microsecond=0)
    return {
        "code": new_code(),
        "version": version,
        "issuer": issuer,
        "holder": recipient.person,
        "recipient": recipient.key,
        "email": recipient.email,
        "name": recipient.name,
        "salt": salt,
        "identity_hash": identity_hash(recipient.email, salt),
        "rule": content.rule,
        "facts": kept(facts),
        "sha256": fingerprint(content.rule, facts, said_by(facts)),
        "awarded_at": now,
        "valid_from": now,
        "valid_until": after_months(now, content.validity_months) if content.validity_months else None,
        "status_list": status_list,
        "status_index": index,
    }


def after_months(moment: datetime, months: int) -> datetime:
    """Return the same day `months` later, or the last day of a month that is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


# --- by itself ---


@transaction.atomic
def consider_awards(person: User) -> list[Credential]:
    """Award `person` each badge, awarded by itself, that what is recorded satisfies. Return those that are new."""
    person = lock_person(person)
    versions = automatic_versions()
    if not versions:
        return []
    deeds, past = deeds_of([person.pk])[person.pk], past_awards(person)
    given = []
    for version in versions:
        verdict = judged(version.content.rule, about(deeds, version.achievement))
        if verdict.is_satisfied and is_new(verdict.facts, past.get(version.achievement_id, [])):
            given.append(award(version, person=person, way=Way.RULE, facts=verdict.facts))
    return given


def automatic_versions() -> list[AchievementVersion]:
    """Return the newest version of each published badge that is awarded by itself: one question."""
    found = newest_versions(published().filter(issuer__is_active=True)).order_by("pk")
    return [version for version in found if version.content.is_automatic and not problems(version.content.rule)]


def past_awards(person: User) -> dict[int, list[Credential]]:
    """Return every badge that `person` was given, those taken back included, by achievement."""
    keys = recipient_of(person=person).keys
    found: dict[int, list[Credential]] = {}
    rows = Credential.objects.filter(Q(holder=person) | Q(recipient__in=keys)).select_related("version")
    for row in rows:
        found.setdefault(row.version.achievement_id, []).append(row)
    return found


def is_new(facts: Iterable[Fact], past: list[Credential]) -> bool:
    """Say whether facts earn a badge that its person does not have, and that nobody took back for these very facts."""
    rows = {tuple(row[:2]) for row in kept(facts)}
    return all(row.revoked_at is not None and not rows <= {tuple(fact[:2]) for fact in row.facts} for row in past)


# --- by hand ---


@transaction.atomic
def award_by_hand(
    version: AchievementVersion,
    *,
    by: User | None,
    person: User | None = None,
    email: str = "",
    name: str = "",
    reason: str = "",
    run: str = "",
    way: str = Way.DECISION,
    batch: AwardBatch | None = None,
) -> Credential:
    """Award a badge to one person because `by` decided so, if its rule asks nothing more.

    Raise NotEarnedYet when it does: `note_decision` keeps the decision for the day when the rest is done.
    """
    recipient = checked_recipient(person=person, email=email, name=name, by=by)
    if standing := standing_award(version, recipient, run):
        return standing
    check_awarded(version)
    if asks_decision(version):
        decide(version.achievement, recipient, by=by, reason=reason)
    facts = earned(version, recipient, by=by)
    told = {"way": way, "run": run, "awarded_by": by, "batch": batch, "narrative": reason.strip()}
    return write_once(version, recipient, facts, {**told, "evidence": evidence_of(version, facts)})


def asks_decision(version: AchievementVersion) -> bool:
    return DECISION in kinds_in(version.content.rule)


def award_if_earned(version: AchievementVersion, person: User, *, way: str, by: User | None) -> Credential | None:
    """Award the badge if its rule asks nothing more of `person`."""
    try:
        return award(version, person=person, way=way, by=by)
    except (NotEarnedYet, NotAwarded):
        return None


def locked_recipient(*, person: User | None, email: str, name: str) -> Recipient:
    """Return to whom a badge goes, as they are once they are locked: who erased their account while it was being
    awarded has no name here any more, even when its row stays to sign what they left."""
    recipient = recipient_of(person=person, email=email, name=name)
    if recipient.person is None:
        return recipient
    current = lock_person(recipient.person)
    if is_erased(current):
        raise LearnerGone(_("This person has erased their account: nothing of it remains here."))
    return recipient_of(person=current, email=email, name=name)


def checked_recipient(*, person: User | None, email: str, name: str, by: User | None) -> Recipient:
    if person is None and not is_email(email.strip().lower()):
        raise BadAddress(_("This is not an e-mail address. Check it, then send it again."))
    recipient = locked_recipient(person=person, email=email, name=name)
    if by is not None and (recipient.person == by or recipient.email == by.email.lower()):
        raise NotOneself(_("Nobody awards a badge to themselves: ask somebody else of your team."))
    return recipient


def decide(achievement: Achievement, recipient: Recipient, *, by: User | None, reason: str) -> AwardDecision:
    """Record that `by` finds the badge earned. Said twice of the same person, it is one decision."""
    whose = {"person": recipient.person} if recipient.person else {"person": None, "email": recipient.email}
    standing = AwardDecision.objects.filter(achievement=achievement, withdrawn_at=None, **whose).first()
    return standing or AwardDecision.objects.create(
        achievement=achievement, decided_by=by, reason=reason.strip(), decided_at=timezone.now(), **whose
    )


# --- afterwards ---


def lock_holder_and_issuer(credential: Credential) -> None:
    if credential.holder_id:
        User.objects.select_for_update(no_key=True).filter(pk=credential.holder_id).first()
    lock_issuer(credential.issuer)


def lock_credential(credential: Credential) -> Credential:
    """Return the badge as it is now, after its person, its issuer and its status list are locked."""
    rows = Credential.objects.select_related("issuer", "version__achievement", "holder", "status_list")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=credential.pk)


def check_stands(credential: Credential) -> None:
    if credential.state in NO_LONGER_STANDING:
        raise AlreadyTakenBack(_("This badge no longer stands. The page is up to date now."))


@transaction.atomic
def revoke(credential: Credential, *, by: User | None, reason: str) -> None:
    """Take a badge back, for ever, with the reason that its holder will read."""
    if not reason.strip():
        raise ReasonNeeded(_("Say why this badge is revoked: its holder will read it."))
    take_back(credential, by=by, reason=reason.strip())
    note_for_ever("badges revoked", str(credential.uuid))
    news.tell_revoked(credential, by=by)


def revoke_again(uuid: str) -> bool:
    """Revoke a badge that a restored backup brought back. Its holder was told at the time; the reason was not kept."""
    credential = Credential.objects.exclude(state__in=NO_LONGER_STANDING).filter(uuid=uuid).first()
    if credential is None:
        return False
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        take_back(
            credential,
            by=None,
            reason=_("It was revoked before a backup of the site was restored; the reason is no longer known."),
        )
    return True


def take_back(credential: Credential, *, by: User | None, reason: str) -> None:
    """Revoke a badge that stands, inside a transaction. Nobody is told."""
    lock_holder_and_issuer(credential)
    # Whoever takes a badge back has its issuer: what is read now stays so.
    check_stands(Credential.objects.get(pk=credential.pk))
    set_revoked(credential)
    facts = {"revoked_at": timezone.now(), "revoked_by": by, "revocation_reason": reason[:MOST_REASON]}
    mark(lock_credential(credential), state=State.REVOKED, doubted_at=None, **facts)
    credential.refresh_from_db()
    log(credential, "badges.revoked", user=by)


@transaction.atomic
def uphold(credential: Credential, *, by: User, reason: str) -> None:
    """Keep a badge that its rows no longer justify, knowingly."""
    if not reason.strip():
        raise ReasonNeeded(_("Say why this badge is upheld: those who check it later will read it."))
    lock_holder_and_issuer(credential)
    current = lock_credential(credential)
    check_stands(current)
    if current.doubted_at is None:
        raise NotInDoubt(_("What is recorded justifies this badge: there is nothing to decide."))
    facts = {"upheld_at": timezone.now(), "upheld_by": by, "upheld_reason": reason.strip()[:MOST_REASON]}
    mark(current, doubted_at=None, **facts)
    credential.refresh_from_db()
    log(credential, "badges.upheld", user=by)


@transaction.atomic
def reissue(credential: Credential, *, by: User | None) -> None:
    """Have a badge signed again, by the keys of now: same address, same award, newer moment of validity.

    What was signed before is kept, and no longer served.
    """
    lock_holder_and_issuer(credential)
    current = lock_credential(credential)
    check_stands(current)
    last = current.documents.order_by("-serial").first()
    if last is None:
        raise NotSigned(_("This badge is not signed yet: it will be, with the keys of now."))
    mark(current, valid_from=timezone.now().replace(microsecond=0))
    schedule_issue(current, last.serial + 1)
    credential.refresh_from_db()
    log(current, "badges.reissued", user=by, data={"serial": last.serial + 1})
