"""A badge, judged again by the rows of now: what no longer justifies it flags it, and a person decides (rule 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from badges.awarding import news
from badges.awarding.facts import about, decided_about, deeds_of, said_by
from badges.awarding.formats.rules import Fact, judged
from badges.awarding.models import Credential
from badges.awarding.queries import reviewers_of
from catalogue.learning.completing import lock_person, mark
from catalogue.learning.formats.proof import fingerprint, kept
from outillerie.accounts.models import User

AT_ONCE = 200


@dataclass(frozen=True)
class Replay:
    """A badge, judged again by the rows of now.

    `agrees`: they still satisfy its rule. `facts_now` are the facts that justify it now; `kept` those that did and
    still hold, `lost` the (kind, id) of those that no longer do.
    """

    credential: Credential
    agrees: bool
    facts_now: tuple[Fact, ...]
    kept: tuple[Fact, ...]
    lost: tuple[tuple[str, int], ...]

    @cached_property
    def is_unchanged(self) -> bool:
        """Whether the very rows that justified it say what they said."""
        rule, facts = self.credential.rule, self.kept
        return not self.lost and fingerprint(rule, facts, said_by(facts)) == self.credential.sha256


def replay(credential: Credential) -> Replay:
    return next(iter(replay_all([credential])))


def replay_all(credentials: Iterable[Credential]) -> list[Replay]:
    """Judge badges again, fetched with their achievement: as many questions for one as for many."""
    rows = list(credentials)
    deeds = deeds_of({row.holder_id for row in rows if row.holder_id})
    decided = decided_about({row.email for row in rows if row.email and not row.holder_id})
    return [replayed(row, deeds[row.holder_id] if row.holder_id else decided[row.email]) for row in rows]


def replayed(credential: Credential, deeds: Iterable[Fact]) -> Replay:
    facts = about(deeds, credential.version.achievement)
    # A badge does not justify itself.
    facts = [fact for fact in facts if (fact.kind, fact.id) != ("badge", credential.pk)]
    verdict = judged(credential.rule, facts)
    known = {tuple(row): fact for row, fact in zip(kept(facts), facts, strict=True)}
    lost = tuple((row[0], row[1]) for row in credential.facts if tuple(row) not in known)
    same = tuple(known[tuple(row)] for row in credential.facts if tuple(row) in known)
    return Replay(credential, verdict.is_satisfied, verdict.facts, same, lost)


def standing() -> QuerySet[Credential]:
    """Return the badges that can be judged again: they stand, and what their holder did is still here."""
    rows = Credential.objects.filter(state__in=[Credential.State.WAITING, Credential.State.ISSUED])
    rows = rows.exclude(holder=None, email="")
    return rows.select_related("version__achievement__issuer", "holder").order_by("pk")


@transaction.atomic
def flag_doubts_of(person: User) -> None:
    """Say of each badge of `person` whether the rows of now still justify it: nothing else of it changes."""
    lock_person(person)
    for found in replay_all(standing().filter(holder=person)):
        flag(found)


def flag(found: Replay) -> None:
    """Raise a doubt, or lift it. What somebody upheld knowingly is not doubted again."""
    credential = found.credential
    if found.agrees and credential.doubted_at:
        mark(credential, doubted_at=None)
    elif not found.agrees and not credential.doubted_at and not credential.upheld_at:
        mark(credential, doubted_at=timezone.now())
        news.tell_doubt(credential, reviewers_of(credential.version.achievement))


def flag_every_doubt() -> int:
    """Judge every badge that stands, some at a time. Return how many are in doubt."""
    count, after = 0, 0
    while rows := list(standing().filter(pk__gt=after)[:AT_ONCE]):
        for found in replay_all(rows):
            if found.agrees != (found.credential.doubted_at is None):
                settle(found.credential)
            count += not found.agrees
        after = rows[-1].pk
    return count


def settle(credential: Credential) -> None:
    """Judge one badge again under the lock of its person: what was read in passing may have changed."""
    if credential.holder:
        flag_doubts_of(credential.holder)
        return
    with transaction.atomic():
        current = standing().select_for_update(no_key=True, of=("self",)).filter(pk=credential.pk).first()
        if current is not None:
            flag(replay(current))
