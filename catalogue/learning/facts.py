"""The rows that count, as plain facts: what people attended, passed, showed, and what peers said of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from catalogue.learning.formats.rules import PRIOR_LEARNING, Fact
from catalogue.learning.models import AssessmentResult, Attendance, Evidence, EvidenceReview

SHOWN = (Evidence.State.WAITING, Evidence.State.ACCEPTED)


@dataclass
class Deeds:
    """What one person did for one module. `waiting` and `returned` count pieces of evidence."""

    facts: list[Fact] = field(default_factory=list)
    is_started: bool = False
    minutes: int = 0
    waiting: int = 0
    returned: int = 0


# Whose deeds, for which module: (id of the person, key of the module).
Key = tuple[int, str]


def deeds_of(people: Collection[int]) -> dict[Key, Deeds]:
    """Return what each of `people` (ids) did for each module they touched: four questions, whatever their number."""
    found: dict[Key, Deeds] = defaultdict(Deeds)
    add_attendances(found, Attendance.objects.filter(person__in=people))
    add_assessments(found, AssessmentResult.objects.filter(person__in=people, withdrawn_at=None))
    add_evidence(found, Evidence.objects.filter(person__in=people).exclude(state=Evidence.State.WITHDRAWN))
    add_readings(found, convincing_readings().filter(evidence__person__in=people))
    return found


def deeds_for(person, module) -> Deeds:
    """Return what `person` did for `module`."""
    return deeds_of([person.pk])[person.pk, str(module.key)]


def add_attendances(found: dict[Key, Deeds], rows: QuerySet) -> None:
    present = rows.filter(state=Attendance.State.PRESENT)
    for pk, person, key, on, minutes in present.values_list("pk", "person_id", "module__key", "held_on", "minutes"):
        deeds = found[person, str(key)]
        deeds.is_started = True
        deeds.minutes += minutes
        deeds.facts.append(Fact(kind="attendance", id=pk, on=on, minutes=minutes))


def add_assessments(found: dict[Key, Deeds], rows: QuerySet) -> None:
    for pk, person, key, on, is_passed in rows.values_list(
        "pk", "person_id", "module__key", "assessed_on", "is_passed"
    ):
        deeds = found[person, str(key)]
        deeds.is_started = True
        if is_passed:
            deeds.facts.append(Fact(kind="assessment", id=pk, on=on))


def add_evidence(found: dict[Key, Deeds], rows: QuerySet) -> None:
    columns = ("pk", "person_id", "module__key", "state", "is_prior_learning", "decided_at")
    for pk, person, key, state, is_prior, decided_at in rows.values_list(*columns):
        deeds = found[person, str(key)]
        deeds.is_started = True
        deeds.waiting += state == Evidence.State.WAITING
        deeds.returned += state == Evidence.State.RETURNED
        if state == Evidence.State.ACCEPTED:
            kind = PRIOR_LEARNING if is_prior else "evidence"
            deeds.facts.append(Fact(kind=kind, id=pk, on=timezone.localdate(decided_at)))


def add_readings(found: dict[Key, Deeds], rows: QuerySet) -> None:
    """Add the voices of peers: one for each of them, however much of the same module they read."""
    heard = set()
    columns = ("pk", "evidence__person_id", "evidence__module__key", "reviewer_id", "reviewed_at")
    for pk, person, key, reviewer, reviewed_at in rows.values_list(*columns):
        voice = (person, key, reviewer)
        if reviewer is None or voice not in heard:
            heard.add(voice)
            fact = Fact(kind="review", id=pk, on=timezone.localdate(reviewed_at))
            found[person, str(key)].facts.append(fact)


def convincing_readings() -> QuerySet[EvidenceReview]:
    """Return the readings by peers that count: of what is still shown, and is not a claim of prior learning."""
    return EvidenceReview.objects.filter(
        role=EvidenceReview.Role.PEER,
        is_convincing=True,
        evidence__state__in=SHOWN,
        evidence__is_prior_learning=False,
    ).order_by("pk")


def said_by(facts: Iterable[Fact], words: dict[str, tuple] | None = None) -> dict[tuple[str, int], list[Any]]:
    """Return what the row behind each fact says now, as plain values. A row that is gone is left out.

    `words` gives the model and the columns behind each kind of fact.
    """
    ids = defaultdict(list)
    for fact in facts:
        ids[fact.kind].append(fact.id)
    return {
        (kind, values[0]): [*map(plain, values[1:])]
        for kind, (model, columns) in (words or WORDS).items()
        if ids[kind]
        for values in model.objects.filter(pk__in=ids[kind]).values_list("pk", *columns)
    }


SHOWN_WORDS = ("text", "link", "sha256", "state", "is_prior_learning")
WORDS = {
    "attendance": (Attendance, ("state", "minutes", "held_on", "half_day")),
    "assessment": (AssessmentResult, ("is_passed", "assessed_on", "comment")),
    "evidence": (Evidence, SHOWN_WORDS),
    PRIOR_LEARNING: (Evidence, SHOWN_WORDS),
    "review": (EvidenceReview, ("is_convincing", "reason", "evidence_id")),
}


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
