"""What a person did, judged: a module is completed exactly once, then its blocks, then the path (rule 6).

Every deed here, and every deed that writes a row that counts, locks the person first: two trainers may record something
of one learner at the same moment, and each must judge after the other. The unique constraints have the last word.

Events leave after commit, from a row of the outbox written with the deed: a process that dies in between loses nothing.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning import events, news
from catalogue.learning.facts import Deeds, deeds_for, deeds_of, said_by
from catalogue.learning.formats.progress import is_acquired, is_completed
from catalogue.learning.formats.proof import fingerprint, kept
from catalogue.learning.formats.rules import PRIOR_LEARNING, Fact, Verdict, judged
from catalogue.learning.models import BlockCompletion, Enrolment, ModuleCompletion
from catalogue.learning.queries import living_enrolments
from catalogue.paths.models import Module
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.outbox.actions import handles, schedule

ACTIVE, COMPLETED = Enrolment.State.ACTIVE, Enrolment.State.COMPLETED
MOST_REASON = 400


class LearnerGone(Refused):
    pass


class StillJustified(Refused):
    pass


class AlreadyReopened(Refused):
    pass


class ReasonNeeded(Refused):
    pass


def lock_person(person: User) -> User:
    """Return `person` as they are now, locked until the transaction ends."""
    found = User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    if found is None:
        raise LearnerGone(_("This person has erased their account: nothing of it remains here."))
    return found


@transaction.atomic
def consider(person: User, module: Module, *, enrolment: Enrolment | None = None) -> ModuleCompletion | None:
    """Judge what `person` did for `module`, and return its completion, if it is completed.

    A completion that stands is never made again: what no longer justifies it flags it. `enrolment` is the one whose
    rule is asked first; without it, the oldest.
    """
    lock_person(person)
    deeds, standing = deeds_for(person, module), standing_completion(person, module)
    if standing is not None:
        return flagged(standing, deeds)
    following = enrolments_with(person, module)
    # A stable sort: the enrolment that was named first, the others as they came.
    following.sort(key=lambda row: enrolment is None or row.pk != enrolment.pk)
    completion = complete(person, module, deeds, following)
    # Whoever completes the path is told of the path alone.
    if completion is not None and not settle(person, following):
        news.tell_module_completed(completion)
    return completion


def standing_completion(person: User, module: Module) -> ModuleCompletion | None:
    found = ModuleCompletion.objects.filter(person=person, module=module, reopened_at=None)
    return found.select_related("module").first()


def enrolments_with(person: User, module: Module) -> list[Enrolment]:
    """Return the living enrolments of `person` whose content holds `module`, the oldest first."""
    rows = living_enrolments(person).select_related("version", "path").order_by("pk")
    return [row for row in rows if row.version.content.module(str(module.key))]


def complete(person: User, module: Module, deeds: Deeds, following: list[Enrolment]) -> ModuleCompletion | None:
    """Write the completion by the first of `following` whose frozen rule is satisfied."""
    for enrolment in following:
        rule = enrolment.version.content.module(str(module.key)).rule
        verdict = judged(rule, deeds.facts)
        if verdict.is_satisfied:
            return write_once(person, module, enrolment, rule, verdict)
    return None


def write_once(person: User, module: Module, enrolment: Enrolment, rule: dict, verdict: Verdict) -> ModuleCompletion:
    try:
        with transaction.atomic():
            completion = ModuleCompletion.objects.create(
                person=person,
                module=module,
                enrolment=enrolment,
                version=enrolment.version,
                rule=rule,
                facts=kept(verdict.facts),
                sha256=fingerprint(rule, verdict.facts, said_by(verdict.facts)),
                is_prior_learning=any(fact.kind == PRIOR_LEARNING for fact in verdict.facts),
                completed_at=timezone.now(),
            )
    except IntegrityError:
        if standing := standing_completion(person, module):
            return standing
        raise
    announce("module_completed", completion.pk)
    return completion


def settle(person: User, enrolments: list[Enrolment]) -> bool:
    """Bring blocks and paths to what the completed modules say. Return whether a path gets completed by it."""
    keys = ModuleCompletion.objects.filter(person=person, reopened_at=None).values_list("module__key", flat=True)
    done = {str(key) for key in keys}
    completed = [settle_enrolment(enrolment, done) for enrolment in enrolments]
    return any(completed)


def settle_enrolment(enrolment: Enrolment, done: set[str]) -> bool:
    """Open and close what `done` (keys of modules) says of one enrolment. Return whether its path gets completed."""
    content, now = enrolment.version.content, timezone.now()
    standing = {str(row.block): row for row in enrolment.block_completions.filter(reopened_at=None)}
    for block in content.blocks:
        is_done, row = is_acquired(block, done), standing.get(block.key)
        if is_done and row is None:
            row = BlockCompletion.objects.create(enrolment=enrolment, block=block.key, completed_at=now)
            announce("block_completed", row.pk)
        elif row is not None and not is_done:
            BlockCompletion.objects.filter(pk=row.pk).update(reopened_at=now)
    is_over = is_completed(content, done)
    if is_over and enrolment.state == ACTIVE:
        close(enrolment, now)
        return True
    if not is_over and enrolment.state == COMPLETED:
        mark(enrolment, state=ACTIVE, completed_at=None)
    return False


def close(enrolment: Enrolment, now) -> None:
    mark(enrolment, state=COMPLETED, completed_at=now)
    announce("path_completed", enrolment.pk, moment=now.isoformat())
    news.tell_path_completed(enrolment)


def mark(enrolment: Enrolment, **facts) -> None:
    for name, value in facts.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=list(facts))


def consider_everything(enrolment: Enrolment) -> None:
    """Judge every module of the path by what its learner did so far, here or elsewhere, then its blocks.

    Called with the person locked, when they enrol or move to another version.
    """
    content, person = enrolment.version.content, enrolment.person
    deeds = deeds_of([person.pk])
    satisfied = [
        module.key
        for module in content.modules()
        if judged(module.rule, deeds[person.pk, module.key].facts).is_satisfied
    ]
    for module in Module.objects.filter(key__in=satisfied).order_by("pk"):
        consider(person, module, enrolment=enrolment)
    settle(person, [enrolment])


# --- doubts: a correction flags, a person re-opens ---


@dataclass(frozen=True)
class Replay:
    """A completion, judged again by the rows of now.

    `agrees`: they still satisfy its rule. `is_unchanged`: the very rows that justified it say what they said.
    `facts_now` are the facts that justify it now, `lost` those that did and no longer hold.
    """

    completion: ModuleCompletion
    agrees: bool
    is_unchanged: bool
    facts_now: tuple[Fact, ...]
    lost: tuple[tuple[str, int], ...]


def replay(completion: ModuleCompletion) -> Replay:
    return replayed(completion, deeds_for(completion.person, completion.module))


def replayed(completion: ModuleCompletion, deeds: Deeds) -> Replay:
    verdict = judged(completion.rule, deeds.facts)
    known = {tuple(row): fact for row, fact in zip(kept(deeds.facts), deeds.facts, strict=True)}
    lost = tuple((row[0], row[1]) for row in completion.facts if tuple(row) not in known)
    facts = [known[tuple(row)] for row in completion.facts if tuple(row) in known]
    is_same = not lost and fingerprint(completion.rule, facts, said_by(facts)) == completion.sha256
    return Replay(completion, verdict.is_satisfied, is_same, verdict.facts, lost)


def flagged(completion: ModuleCompletion, deeds: Deeds) -> ModuleCompletion:
    """Say whether the rows of now still justify `completion`, which stands: nothing else of it changes."""
    agrees = judged(completion.rule, deeds.facts).is_satisfied
    if agrees and completion.doubted_at:
        mark(completion, doubted_at=None)
    elif not agrees and not completion.doubted_at:
        mark(completion, doubted_at=timezone.now())
        announce("completion_doubted", completion.pk, moment=completion.doubted_at.isoformat())
        news.tell_doubt(completion, enrolments_with(completion.person, completion.module))
    return completion


@transaction.atomic
def reopen(completion: ModuleCompletion, *, by: User, reason: str) -> None:
    """Take a completion back, with its blocks and paths, because its rows no longer justify it."""
    if not reason.strip():
        raise ReasonNeeded(_("Say why this module is re-opened: its learner will read it."))
    person = lock_person(completion.person)
    standing = standing_completion(person, completion.module)
    if standing is None or standing.pk != completion.pk:
        raise AlreadyReopened(_("This module was re-opened meanwhile. The page is up to date now."))
    if flagged(standing, deeds_for(person, standing.module)).doubted_at is None:
        raise StillJustified(
            _("What is recorded still justifies this module. Correct the attendance, assessment or evidence first.")
        )
    mark(standing, reopened_at=timezone.now(), reopened_by=by, reopen_reason=reason.strip()[:MOST_REASON])
    settle(person, enrolments_with(person, standing.module))
    announce("module_reopened", standing.pk)
    news.tell_reopened(standing, by=by)


# --- events, once the deed is committed ---

EVENTS = {
    "module_completed": (events.module_completed, ModuleCompletion, "completion"),
    "block_completed": (events.block_completed, BlockCompletion, "completion"),
    "path_completed": (events.path_completed, Enrolment, "enrolment"),
    "completion_doubted": (events.completion_doubted, ModuleCompletion, "completion"),
    "module_reopened": (events.module_reopened, ModuleCompletion, "completion"),
}


def announce(event: str, pk: int, *, moment: str = "") -> None:
    """Have `event` sent once this transaction is committed. `moment` tells apart what may happen twice to one row."""
    schedule("learning-event", {"event": event, "id": pk}, key=f"learning-event:{event}:{pk}:{moment}")


@handles("learning-event")
def send_event(payload: dict) -> None:
    """Send one event. A person who erased their account meanwhile has no row any more: there is nothing to say."""
    signal, model, name = EVENTS[payload["event"]]
    row = model.objects.filter(pk=payload["id"]).first()
    if row is not None:
        signal.send(model, **{name: row})
