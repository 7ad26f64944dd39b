"""Many people awarded together: rehearsed, then launched, one effect a line. Launched twice, or by two people at once,
each person has one badge, and the second report says so (RACE-07)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.achievements.models import Achievement
from badges.achievements.queries import newest_version
from badges.awarding.actions import award_by_hand, check_awarded
from badges.awarding.formats.award_lists import Awarded, AwardList
from badges.awarding.models import AwardBatch, AwardLine, Credential
from catalogue.learning.imports import sentence_of
from catalogue.learning.lists import ALREADY, NEW, REFUSED, REPEATED, Report, ReportLine
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.outbox.actions import handles, schedule

Outcome = AwardLine.Outcome
# Each of them is a mail to somebody who may have asked for nothing.
MOST_A_DAY = 2000
MOST_PROBLEM = 300


class TooManyAwards(Refused):
    pass


def rehearse(achievement: Achievement, table: AwardList, *, run: str = "") -> Report:
    """Return what awarding the people of `table` would do, line by line. Nothing is written."""
    holders = addresses_awarded(achievement, run)
    seen: dict[str, int] = {}
    lines = [ReportLine(fault.line, fault.email, "", REFUSED, sentence_of(fault)) for fault in table.faults]
    for row in table.people:
        lines.append(rehearsed(row, holders, seen))
        seen.setdefault(row.email, row.line)
    return Report(tuple(sorted(lines, key=lambda line: line.line)))


def rehearsed(row: Awarded, holders: set[str], seen: dict[str, int]) -> ReportLine:
    if row.email in seen:
        return ReportLine(row.line, row.email, row.name, REPEATED, same_as(seen[row.email]))
    return ReportLine(row.line, row.email, row.name, ALREADY if row.email in holders else NEW)


def same_as(line: int) -> str:
    return _("The same address as line %(line)s: awarded once.") % {"line": line}


def addresses_awarded(achievement: Achievement, run: str) -> set[str]:
    """Return the addresses that hold the newest version, for that group."""
    version = newest_version(achievement)
    given = version.credentials.filter(run=run, revoked_at=None, erased_at=None)
    return {address.lower() for pair in given.values_list("email", "holder__email") for address in pair if address}


@transaction.atomic
def launch(
    achievement: Achievement,
    table: AwardList,
    *,
    by: User,
    key: UUID,
    reason: str = "",
    run: str = "",
    file_name: str = "",
) -> AwardBatch:
    """Write the list, and have the worker award each of its lines. `key` is the form's: sent twice, it is one list."""
    facts = {"achievement": achievement, "run": run, "reason": reason, "file_name": file_name[:120]}
    batch, is_new = AwardBatch.objects.get_or_create(
        key=key, defaults={**facts, "asked_by": by, "asked_at": timezone.now()}
    )
    if not is_new:
        return batch
    check_awarded(newest_version(achievement))
    check_pace(by, len(table.people))
    reasons = {row.line: row.reason for row in table.people}
    for line in rehearse(achievement, table, run=run).lines:
        row = write_line(batch, line)
        if not row.outcome:
            payload = {"line": row.pk, "reason": reasons[line.line] or reason}
            schedule("award-line", payload, key=f"award-line:{row.pk}")
    close_when_done(batch)
    return batch


def write_line(batch: AwardBatch, line: ReportLine) -> AwardLine:
    """Write a line; what is refused, or said twice, is judged already."""
    judged = {REFUSED: Outcome.REFUSED, REPEATED: Outcome.ALREADY}.get(line.outcome, "")
    return AwardLine.objects.create(
        batch=batch,
        number=line.line,
        email=line.email if line.outcome != REFUSED else "",
        name=line.name,
        outcome=judged,
        problem=line.reason[:MOST_PROBLEM],
    )


def check_pace(by: User, more: int) -> None:
    since = timezone.now() - timedelta(days=1)
    lately = AwardLine.objects.filter(batch__asked_by=by, batch__asked_at__gte=since).count()
    if lately + more > MOST_A_DAY:
        raise TooManyAwards(
            _("You would award more than %(most)s people in a day. Do the rest tomorrow.") % {"most": MOST_A_DAY}
        )


@handles("award-line")
def award_line(payload: dict) -> None:
    """Award one line, and write what became of it in the same transaction: done again, it does nothing more."""
    with transaction.atomic():
        line = AwardLine.objects.select_related("batch__achievement", "batch__asked_by").get(pk=payload["line"])
        outcome = awarded_line(line, payload["reason"])
        # The line is locked last, after the badge: what another worker wrote meanwhile is right too.
        AwardLine.objects.filter(pk=line.pk, outcome="").update(**outcome)
    close_when_done(line.batch)


def awarded_line(line: AwardLine, reason: str) -> dict:
    batch = line.batch
    try:
        with transaction.atomic():
            credential = award_by_hand(
                newest_version(batch.achievement),
                by=batch.asked_by,
                email=line.email,
                name=line.name,
                reason=reason,
                run=batch.run,
                way=Credential.Way.LIST,
                batch=batch,
            )
    except Refused as refusal:
        return {"outcome": Outcome.REFUSED, "problem": str(refusal)[:MOST_PROBLEM]}
    is_first = credential.batch_id == batch.pk and not batch.lines.filter(credential=credential).exists()
    return {"outcome": Outcome.AWARDED if is_first else Outcome.ALREADY, "credential": credential}


def close_when_done(batch: AwardBatch) -> None:
    if not batch.lines.filter(outcome="").exists():
        AwardBatch.objects.filter(pk=batch.pk, done_at=None).update(done_at=timezone.now())


def counts_of(batch: AwardBatch) -> dict[str, int]:
    """Return how many lines there are of each outcome, and under "waiting" of none yet."""
    found = dict(batch.lines.order_by().values_list("outcome").annotate(Count("pk")))
    return {**{outcome: found.get(outcome, 0) for outcome in Outcome.values}, "waiting": found.get("", 0)}
