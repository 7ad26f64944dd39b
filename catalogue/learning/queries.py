"""Questions about enrolments, and how far people are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from catalogue.learning.facts import SHOWN, Deeds, deeds_of
from catalogue.learning.formats.progress import Progress, Work, progress
from catalogue.learning.formats.rules import PEER_REVIEW, kinds_in, problems
from catalogue.learning.models import (
    AssessmentResult,
    Attendance,
    AttendanceMark,
    Enrolment,
    Evidence,
    EvidenceReview,
    ModuleCompletion,
)
from catalogue.learning.wording import remaining, rule_sentence
from catalogue.paths.formats.content import ModuleContent, PathContent
from catalogue.paths.models import LearningPathPage, Module, PathVersion
from catalogue.paths.permissions import can_manage_catalogue
from catalogue.paths.queries import newest_version
from outillerie.accounts.groups import ADMINISTRATOR, STAFF, TRAINER
from outillerie.accounts.models import Membership, User
from outillerie.kits.permissions import organisations_of
from outillerie.people.queries import hub_staff

MOST_FOR_PEERS = 50


def living_enrolments(person: User) -> QuerySet[Enrolment]:
    """Return the enrolments of `person` that they have not left, the newest first."""
    return Enrolment.objects.filter(person=person).exclude(state=Enrolment.State.LEFT)


def enrolment_in(person, path: LearningPathPage) -> Enrolment | None:
    """Return the living enrolment of `person` in `path`."""
    if not person.is_authenticated:
        return None
    return living_enrolments(person).filter(path=path).select_related("version").first()


def learners_of(path: LearningPathPage) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(path=path).exclude(state=Enrolment.State.LEFT).select_related("person", "run")


def newer_version(enrolment: Enrolment) -> PathVersion | None:
    """Return the newest version of the path, when it is not the one that an unfinished enrolment follows."""
    if enrolment.state != Enrolment.State.ACTIVE:
        return None
    newest = newest_version(enrolment.path)
    return newest if newest is not None and newest.number > enrolment.version.number else None


def trainers_of(path: LearningPathPage) -> list[User]:
    """Return those who follow the learners of `path`: its trainer and those of its organisation; else the hub's staff."""
    theirs = Q(pk=path.owner_id)
    if path.organisation_id:
        team = Membership.objects.filter(organisation=path.organisation_id, state=Membership.State.ACTIVE)
        theirs |= Q(pk__in=team.values("person"))
    may_train = Q(groups__name__in=[TRAINER, STAFF, ADMINISTRATOR]) | Q(is_superuser=True)
    found = User.objects.filter(theirs, may_train, is_active=True).distinct().order_by("pk")
    return list(found) or hub_staff()


def paths_followed_by(user) -> QuerySet[LearningPathPage]:
    """Return the paths whose learners `user`, who may build paths, follows: `can_follow_learners`, as one question."""
    if can_manage_catalogue(user):
        return LearningPathPage.objects.all()
    return LearningPathPage.objects.filter(Q(owner=user) | Q(organisation__in=organisations_of(user)))


def evidence_waiting_for(user) -> QuerySet[Evidence]:
    """Return what waits for `user`, who trains, to read it: the oldest first, and never their own."""
    waiting = Evidence.objects.filter(state=Evidence.State.WAITING, enrolment__path__in=paths_followed_by(user))
    return (
        waiting.exclude(person=user)
        .exclude(enrolment__state=Enrolment.State.LEFT)
        .select_related("person", "module", "enrolment__path")
        .order_by("submitted_at", "pk")
    )


def evidence_for_peers(user: User) -> list[Evidence]:
    """Return what the peers of `user` show, that `user` may read and has not read yet, the oldest first."""
    keys = keys_followed_by(user)
    read = EvidenceReview.objects.filter(reviewer=user, role=EvidenceReview.Role.PEER).values("evidence")
    shown = Evidence.objects.filter(
        module__key__in=keys, state__in=SHOWN, is_prior_learning=False, person__is_active=True
    )
    shown = shown.exclude(person=user).exclude(enrolment__state=Enrolment.State.LEFT).exclude(pk__in=read)
    found = list(shown.select_related("person", "module", "enrolment").order_by("submitted_at", "pk")[:MOST_FOR_PEERS])
    contents = contents_of([evidence.enrolment for evidence in found])
    return [row for row in found if asks_peers(contents[row.enrolment.version_id].module(str(row.module.key)))]


def asks_peers(module: ModuleContent | None) -> bool:
    return module is not None and not problems(module.rule) and PEER_REVIEW in kinds_in(module.rule)


def keys_followed_by(user: User) -> set[str]:
    """Return the keys of the modules that `user` follows, or completed."""
    contents = contents_of(list(living_enrolments(user)))
    done = ModuleCompletion.objects.filter(person=user, reopened_at=None).values_list("module__key", flat=True)
    return {module.key for content in contents.values() for module in content.modules()} | {str(key) for key in done}


def follows_module(user: User, module: Module) -> bool:
    return str(module.key) in keys_followed_by(user)


@dataclass(frozen=True)
class ModuleRows:
    """Every row about one module of one person, the newest first, those that were taken back included."""

    attendances: list[Attendance]
    assessments: list[AssessmentResult]
    evidence: list[Evidence]
    completion: ModuleCompletion | None


def returned_evidence(enrolment: Enrolment, module: Module) -> Evidence | None:
    """Return the newest piece that came back and that nothing replaces yet: what is sent next answers it."""
    theirs = Evidence.objects.filter(enrolment=enrolment, module=module, state=Evidence.State.RETURNED)
    return theirs.filter(replaced_by=None).first()


def rows_of(person: User, module: Module) -> ModuleRows:
    theirs = {"person": person, "module": module}
    evidence = Evidence.objects.filter(**theirs).prefetch_related("reviews__reviewer")
    return ModuleRows(
        attendances=list(attendances_with_words(Attendance.objects.filter(**theirs)).order_by("-held_on", "-half_day")),
        assessments=list(AssessmentResult.objects.filter(**theirs).order_by("-assessed_on", "-pk")),
        evidence=list(evidence),
        completion=ModuleCompletion.objects.filter(**theirs, reopened_at=None).first(),
    )


def attendances_with_words(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Load the session of each half-day, and every word that was said of it, the oldest first."""
    marks = AttendanceMark.objects.select_related("said_by").order_by("pk")
    return rows.select_related("session").prefetch_related(Prefetch("marks", marks))


# --- how far people are ---


def progress_of(enrolment: Enrolment) -> Progress:
    """Return where the learner is, with what completes each module and what remains of it in words."""
    return progress_of_many([enrolment], in_words=True)[enrolment.pk]


def progress_of_many(enrolments: Collection[Enrolment], *, in_words: bool = False) -> dict[int, Progress]:
    """Return where each learner is, by the id of the enrolment: six questions at most, whatever their number."""
    people = {enrolment.person_id for enrolment in enrolments}
    contents, deeds, done = contents_of(enrolments), deeds_of(people), completions_of(people)
    return {
        enrolment.pk: progress(
            contents[enrolment.version_id],
            works(enrolment.person_id, contents[enrolment.version_id], deeds, done, in_words=in_words),
        )
        for enrolment in enrolments
    }


def contents_of(enrolments: Iterable[Enrolment]) -> dict[int, PathContent]:
    """Return the content of each version that is followed, by its id: read once, however many follow it."""
    known = {row.version_id: row.version for row in enrolments if Enrolment.version.is_cached(row)}
    others = {row.version_id for row in enrolments} - known.keys()
    known |= PathVersion.objects.in_bulk(others) if others else {}
    return {pk: version.content for pk, version in known.items()}


def completions_of(people: Collection[int]) -> dict[tuple[int, str], ModuleCompletion]:
    """Return the completions that stand, by person (id) and key of the module."""
    rows = ModuleCompletion.objects.filter(person__in=people, reopened_at=None).select_related("module")
    columns = ("person_id", "completed_at", "doubted_at", "is_prior_learning", "module__key")
    return {(row.person_id, str(row.module.key)): row for row in rows.only(*columns)}


def works(person: int, content: PathContent, deeds, done, *, in_words: bool) -> dict[str, Work]:
    """Return what the person (id) did for each module of `content`, by its key."""
    return {
        module.key: work_of(module, deeds.get((person, module.key)), done.get((person, module.key)), in_words=in_words)
        for module in content.modules()
    }


def work_of(module: ModuleContent, deeds: Deeds | None, completion: ModuleCompletion | None, *, in_words: bool) -> Work:
    deeds = deeds or Deeds()
    return Work(
        is_done=completion is not None,
        is_started=deeds.is_started,
        minutes_attended=deeds.minutes,
        rule=rule_sentence(module.rule) if in_words else "",
        remains=remaining(module.rule, deeds.facts) if in_words and completion is None else "",
        completed_on=timezone.localdate(completion.completed_at) if completion else None,
        is_prior_learning=bool(completion and completion.is_prior_learning),
        is_doubted=bool(completion and completion.doubted_at),
        completion=completion.pk if completion else None,
        waiting=deeds.waiting,
        returned=deeds.returned,
    )
