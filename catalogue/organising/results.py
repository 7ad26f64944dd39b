"""What came of a date poll, in words: how many each date suits, and who said what. Addresses are never there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.organising.models import DatePoll, PollDate
from catalogue.organising.polls import ANSWERS
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.wording import day_words, hour_words


@dataclass(frozen=True)
class DateResult:
    date: PollDate
    words: str
    yes: int
    maybe: int
    no: int
    sentence: str
    is_best: bool
    answers: list


def dates_of(poll: DatePoll) -> list[PollDate]:
    """Return the dates of a poll, each with its `words`: «mardi 14 octobre 2026, de 10 h à 12 h»."""
    dates = list(poll.dates.all())
    for date in dates:
        starts, ends = wall_of(date.starts_at, poll.time_zone), wall_of(date.ends_at, poll.time_zone)
        date.words = _("%(day)s, from %(start)s to %(end)s") % {
            "day": day_words(starts, with_year=True),
            "start": hour_words(starts),
            "end": hour_words(ends),
        }
    return dates


def results_of(poll: DatePoll) -> dict:
    """Return the results by date, the names in their order, and the comments. Two questions."""
    dates = dates_of(poll)
    replies = list(poll.replies.select_related("person"))
    counted = [count_of(date, replies) for date in dates]
    best = max(((yes, maybe) for yes, maybe, _no in counted), default=(0, 0))
    # When every date suits alike, none is the best.
    is_telling = best != (0, 0) and len({counts[:2] for counts in counted}) > 1
    rows = [
        result(date, counts, replies, is_best=is_telling and counts[:2] == best)
        for date, counts in zip(dates, counted, strict=True)
    ]
    return {
        "rows": rows,
        "names": [name_of(reply) for reply in replies],
        "count": len(replies),
        "comments": [{"name": name_of(reply), "text": reply.comment} for reply in replies if reply.comment],
        "best": [row for row in rows if row.is_best],
    }


def count_of(date: PollDate, replies) -> tuple[int, int, int]:
    given = [reply.answers.get(str(date.pk), "no") for reply in replies]
    return given.count("yes"), given.count("maybe"), given.count("no")


def result(date: PollDate, counts: tuple[int, int, int], replies, *, is_best: bool) -> DateResult:
    said = [
        {"name": name_of(reply), "code": code_of(date, reply), "words": ANSWERS[code_of(date, reply)]}
        for reply in replies
    ]
    sentence = ngettext(
        "Suits %(yes)s person out of %(all)s.", "Suits %(yes)s people out of %(all)s.", counts[0]
    ) % {"yes": counts[0], "all": len(replies)}  # fmt: skip
    if counts[1]:
        more = ngettext("%(n)s more if needed.", "%(n)s more if needed.", counts[1]) % {"n": counts[1]}
        sentence = f"{sentence} {more}"
    return DateResult(date, date.words, *counts, sentence, is_best, said)


def code_of(date: PollDate, reply) -> str:
    found = reply.answers.get(str(date.pk), "no")
    return found if found in ANSWERS else "no"


def name_of(reply) -> str:
    return reply.person.shown_name() if reply.person else reply.name
