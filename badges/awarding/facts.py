"""The rows that badges count, as plain facts: completed, facilitated, published, reused, attended, held, decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Min, Q
from django.utils import timezone

from badges.achievements.models import Achievement
from badges.awarding.formats.rules import APPLICATION, DECISION, VOICE
from badges.awarding.models import ApplicationReview, AwardDecision, BadgeApplication, Credential
from badges.awarding.recipients import Recipient
from catalogue.learning import facts as learning
from catalogue.learning.formats.rule_trees import Fact
from catalogue.learning.models import Attendance, BlockCompletion, Enrolment, ModuleCompletion
from catalogue.paths.models import ModuleKit
from catalogue.sessions.models import PeerSession, SessionFacilitator
from outillerie.kits.models import KitPage
from outillerie.remix.models import Adaptation

# About one badge, and none of the others.
OF_ONE_BADGE = (DECISION, APPLICATION, VOICE)
STILL_SHOWN = (BadgeApplication.State.WAITING, BadgeApplication.State.ACCEPTED)
Found = dict[int, list[Fact]]


def about(facts: Iterable[Fact], achievement: Achievement) -> list[Fact]:
    """Return the facts that the rule of `achievement` may count."""
    return [fact for fact in facts if fact.kind not in OF_ONE_BADGE or fact.of == achievement.slug]


def deeds_of(people: Collection[int]) -> Found:
    """Return what each of `people` (ids) did: as many questions, whatever their number."""
    found: Found = defaultdict(list)
    add_completions(found, people)
    add_sessions(found, people)
    add_kits(found, people)
    add_reuses(found, people)
    add_attendances(found, people)
    add_badges(found, people)
    add_decisions(found, people)
    add_applications(found, people)
    return found


def deeds_for(recipient: Recipient) -> list[Fact]:
    """Return what somebody did. Of an address that nobody confirmed, only what was decided is known."""
    if recipient.person:
        return deeds_of([recipient.person.pk])[recipient.person.pk]
    return decided_about([recipient.email])[recipient.email]


def add_completions(found: Found, people: Collection[int]) -> None:
    """Add modules, blocks and paths. A module that is doubted counts again once somebody has corrected its rows."""
    modules = ModuleCompletion.objects.filter(person__in=people, reopened_at=None, doubted_at=None)
    for pk, person, key, at in modules.values_list("pk", "person_id", "module__key", "completed_at"):
        found[person].append(Fact(kind="module", id=pk, on=day(at), of=str(key)))
    blocks = BlockCompletion.objects.filter(enrolment__person__in=people, reopened_at=None)
    for pk, person, path, key, at in blocks.values_list(
        "pk", "enrolment__person_id", "enrolment__path_id", "block", "completed_at"
    ):
        found[person].append(Fact(kind="block", id=pk, on=day(at), of=f"{path}:{key}"))
    paths = Enrolment.objects.filter(person__in=people, state=Enrolment.State.COMPLETED)
    for pk, person, path, at in paths.values_list("pk", "person_id", "path_id", "completed_at"):
        found[person].append(Fact(kind="path", id=pk, on=day(at), of=str(path)))


def add_sessions(found: Found, people: Collection[int]) -> None:
    rows = SessionFacilitator.objects.filter(person__in=people, session__state=PeerSession.State.HELD)
    for session, person, at in rows.values_list("session_id", "person_id", "session__starts_at"):
        found[person].append(Fact(kind="session", id=session, on=day(at)))


def add_kits(found: Found, people: Collection[int]) -> None:
    kits = KitPage.objects.filter(owner__in=people, live=True, versions__isnull=False)
    for pk, person, at in kits.order_by("pk").values_list("pk", "owner_id", Min("versions__published_at")):
        found[person].append(Fact(kind="kit", id=pk, on=day(at)))


def add_reuses(found: Found, people: Collection[int]) -> None:
    """Add each kit that somebody else adapted and published, pinned in a module, or ran: once, since the first time."""
    kits = KitPage.objects.filter(owner__in=people, live=True)
    author_of = dict(kits.values_list("pk", "owner_id"))
    if not author_of:
        return
    adapted = Adaptation.objects.filter(source__in=kits.values("pk"), kit__live=True)
    pinned = ModuleKit.objects.filter(version__kit__in=kits.values("pk"))
    run = PeerSession.objects.filter(kit_version__kit__in=kits.values("pk"), state=PeerSession.State.HELD)
    uses = [
        *adapted.values_list("source_id", "kit__owner_id", "created_at"),
        *pinned.values_list("version__kit_id", "module__owner_id", "module__created_at"),
        *run.values_list("kit_version__kit_id", "created_by_id", "starts_at"),
    ]
    first: dict[int, datetime] = {}
    for kit, user, at in uses:
        if user is not None and user != author_of[kit]:
            first[kit] = min(first.get(kit, at), at)
    for kit, at in first.items():
        found[author_of[kit]].append(Fact(kind="reuse", id=kit, on=day(at)))


def add_attendances(found: Found, people: Collection[int]) -> None:
    rows = Attendance.objects.filter(person__in=people, state=Attendance.State.PRESENT)
    for pk, person, on, minutes in rows.values_list("pk", "person_id", "held_on", "minutes"):
        found[person].append(Fact(kind="attendance", id=pk, on=on, minutes=minutes))


def add_badges(found: Found, people: Collection[int]) -> None:
    """Add the badges held: signed, not taken back, not expired."""
    lasting = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    rows = Credential.objects.filter(lasting, holder__in=people, state=Credential.State.ISSUED)
    for pk, person, slug, at in rows.values_list("pk", "holder_id", "version__achievement__slug", "awarded_at"):
        found[person].append(Fact(kind="badge", id=pk, on=day(at), of=slug))


def add_decisions(found: Found, people: Collection[int]) -> None:
    """Add what was decided of people, or of an address that they have confirmed since."""
    owners = dict(EmailAddress.objects.filter(user__in=people, verified=True).values_list("email", "user"))
    owners = {email.lower(): person for email, person in owners.items()}
    rows = AwardDecision.objects.filter(Q(person__in=people) | Q(person=None, email__in=owners), withdrawn_at=None)
    for pk, person, email, slug, at in rows.values_list(*DECIDED):
        found[person or owners[email]].append(Fact(kind=DECISION, id=pk, on=day(at), of=slug))


def decided_about(addresses: Collection[str]) -> dict[str, list[Fact]]:
    """Return what was decided of addresses that have no account."""
    found: dict[str, list[Fact]] = defaultdict(list)
    rows = AwardDecision.objects.filter(person=None, email__in=addresses, withdrawn_at=None)
    for pk, _person, email, slug, at in rows.values_list(*DECIDED):
        found[email].append(Fact(kind=DECISION, id=pk, on=day(at), of=slug))
    return found


DECIDED = ("pk", "person_id", "email", "achievement__slug", "decided_at")


def add_applications(found: Found, people: Collection[int]) -> None:
    """Add the applications that trainers accepted, and the voices of peers: one for each of them and each badge."""
    accepted = BadgeApplication.objects.filter(person__in=people, state=BadgeApplication.State.ACCEPTED)
    for pk, person, slug, at in accepted.values_list("pk", "person_id", "achievement__slug", "decided_at"):
        found[person].append(Fact(kind=APPLICATION, id=pk, on=day(at), of=slug))
    voices = ApplicationReview.objects.filter(
        role=ApplicationReview.Role.PEER,
        is_convincing=True,
        application__person__in=people,
        application__state__in=STILL_SHOWN,
    )
    heard = set()
    columns = ("pk", "application__person_id", "application__achievement__slug", "reviewer_id", "reviewed_at")
    for pk, person, slug, reviewer, at in voices.order_by("pk").values_list(*columns):
        if reviewer is None or (person, slug, reviewer) not in heard:
            heard.add((person, slug, reviewer))
            found[person].append(Fact(kind=VOICE, id=pk, on=day(at), of=slug))


def day(moment):
    return timezone.localdate(moment)


def said_by(facts: Iterable[Fact]) -> dict:
    """Return what the row behind each fact says now, as plain values."""
    return learning.said_by(facts, WORDS)


WORDS = {
    "module": (ModuleCompletion, ("module_id", "sha256", "completed_at")),
    "block": (BlockCompletion, ("enrolment_id", "completed_at")),
    "path": (Enrolment, ("path_id", "version_id", "completed_at")),
    "session": (PeerSession, ("state", "title", "starts_at", "ends_at")),
    "kit": (KitPage, ("live", "first_published_at")),
    "reuse": (KitPage, ("live", "first_published_at")),
    "attendance": learning.WORDS["attendance"],
    "badge": (Credential, ("version_id", "awarded_at")),
    DECISION: (AwardDecision, ("achievement_id", "reason", "decided_at")),
    APPLICATION: (BadgeApplication, ("text", "link", "sha256", "state")),
    VOICE: (ApplicationReview, ("is_convincing", "reason", "application_id")),
}
