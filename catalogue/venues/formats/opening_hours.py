"""Opening hours as OpenStreetMap writes them, to what can be said in words.

https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification: the part of it that venues use. Days and ranges of
days, hours, months, public and school holidays, «the first Monday of the month», comments, «off». A rule after `;`
takes the place of those before it for the same days; after `,` or `||` it does not. Whatever else is written is not
understood: then nothing is said rather than something wrong, and the text itself is shown.

Hours are minutes from midnight; a range that ends after midnight ends beyond 24 × 60.
"""

import re
from dataclasses import dataclass, field

from opening_hours import OpeningHours, ParserError

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PUBLIC_HOLIDAYS, SCHOOL_HOLIDAYS = "PH", "SH"
DAY = 24 * 60
LONGEST = 500

Range = tuple[int, int | None]

_MONTH = "|".join(MONTHS)
_DAY = "|".join(DAYS)
_SEASON = re.compile(
    rf"((?:{_MONTH})(?: \d\d?)?)(?:\s*-\s*((?:{_MONTH})?(?: ?\d\d?)?))?(?:,\s*(?={_MONTH})|\s*:?\s+|$)"
)
_DAYS = re.compile(rf"({_DAY}|PH|SH)(?:\s*-\s*({_DAY}))?(?:\[(-?[1-5])\])?(?:\s*,\s*(?=(?:{_DAY}|PH|SH)\b)|\s*:?\s*)")
_TIMES = re.compile(r"(\d\d?):(\d\d)(?:\s*-\s*(\d\d?):(\d\d)|(\+))(?:\s*,\s*(?=\d)|\s+|$)")
_COMMENT = re.compile(r'"([^"]*)"\s*$')


class NotUnderstood(ValueError):
    """What is written is right, or not, but cannot be said in words here."""


@dataclass(frozen=True)
class Line:
    """Days that have the same hours. `days` count from 0, Monday; `nth` is the one in the month, -1 the last; `holidays`
    is "PH" or "SH" for what holds on those. No range: closed. `comment` is that of the venue."""

    days: tuple[int, ...] = ()
    ranges: tuple[Range, ...] = ()
    nth: int = 0
    holidays: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Season:
    """When lines hold: all year without `parts`, else in months ((0, 2) is January to March) or from a day of a month
    to another (((0, 5), (2, 15)))."""

    parts: tuple = ()
    lines: tuple[Line, ...] = ()


@dataclass
class _Rule:
    season: tuple
    lines: list[Line]
    is_added: bool
    has_days: bool


@dataclass
class _Week:
    """What each day holds, while rules are read. A day without a rule is absent; a closed one has no range."""

    days: dict[int, Line] = field(default_factory=dict)
    others: list[Line] = field(default_factory=list)


def seasons_of(text: str) -> tuple[Season, ...]:
    """Return what `text` says, the whole year first. Raises NotUnderstood."""
    text = " ".join(text[: LONGEST + 1].split())
    if not text or len(text) > LONGEST:
        raise NotUnderstood(text)
    try:
        OpeningHours(text)
    except ParserError as error:
        raise NotUnderstood(text) from error
    weeks: dict[tuple, _Week] = {}
    for rule in _rules(text):
        _apply(rule, weeks.setdefault(rule.season, _Week()))
    ordered = sorted(weeks.items(), key=lambda pair: pair[0] != ())
    return tuple(Season(parts, _grouped(week)) for parts, week in ordered)


def _apply(rule: _Rule, week: _Week) -> None:
    for line in rule.lines:
        if line.nth or line.holidays:
            week.others = [
                other for other in week.others
                if rule.is_added or (other.days, other.nth, other.holidays) != (line.days, line.nth, line.holidays)
            ] + [line]  # fmt: skip
            continue
        for day in line.days:
            before = week.days.get(day)
            if rule.is_added and before and before.ranges:
                if before.comment != line.comment:
                    raise NotUnderstood("comments that differ")
                ranges = _joined(before.ranges + line.ranges)
                week.days[day] = Line((day,), ranges, comment=line.comment)
            else:
                week.days[day] = Line((day,), line.ranges, comment=line.comment)


def _joined(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return ranges in order, those that touch as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and found[-1][1] is not None and end is not None and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _grouped(week: _Week) -> tuple[Line, ...]:
    """Return the days that have the same hours together, in the order of the first of each; then the other lines."""
    groups: dict[tuple, list[int]] = {}
    for day in sorted(week.days):
        line = week.days[day]
        groups.setdefault((line.ranges, line.comment), []).append(day)
    lines = [Line(tuple(days), ranges, comment=comment) for (ranges, comment), days in groups.items()]
    # What is closed is said last.
    lines.sort(key=lambda line: (not line.ranges and not line.comment, line.days))
    return (*lines, *week.others)


def _rules(text: str) -> list[_Rule]:
    rules = []
    for mark, part in _parts(text):
        rule = _rule(part, is_added=mark == ",")
        if mark == "||":
            raise NotUnderstood(part)
        rules.append(rule)
    return rules


def _parts(text: str):
    """Yield (what stands before it, rule): `;`, `,` before a day or a month, or `||`, never inside a comment."""
    between = re.compile(rf'("[^"]*")|(;)|(\|\|)|(?<=[0-9+f"]),\s+(?=(?:{_DAY}|{_MONTH}|PH|SH)\b)')
    mark, start = "", 0
    for match in between.finditer(text):
        if match[1]:
            continue
        yield mark, text[start : match.start()].strip()
        mark, start = match[2] or match[3] or ",", match.end()
    if last := text[start:].strip():
        yield mark, last


def _rule(part: str, *, is_added: bool) -> _Rule:
    season, rest = _season(part)
    comment = ""
    if match := _COMMENT.search(rest):
        comment, rest = match[1].strip(), rest[: match.start()].strip()
    heads, rest = _heads(rest)
    ranges, is_open = _ranges(rest)
    if not is_open and not ranges and rest not in ("off", "closed") and not comment:
        raise NotUnderstood(part)
    if not ranges and rest in ("off", "closed") and is_added:
        raise NotUnderstood(part)
    lines = [Line(days, ranges, nth, holidays, comment) for days, nth, holidays in heads or [(tuple(range(7)), 0, "")]]
    return _Rule(season, lines, is_added, bool(heads))


def _season(part: str) -> tuple[tuple, str]:
    found, rest = [], part
    while match := _SEASON.match(rest):
        first, last = match[1], match[2]
        start = _moment(first)
        if last is None:
            found.append((start, start))
        else:
            end = _moment(last if re.match(_MONTH, last) else f"{first.split()[0]} {last.strip()}")
            if (start[1] is None) != (end[1] is None):
                raise NotUnderstood(part)
            found.append((start, end))
        rest = rest[match.end() :]
    return tuple(found), rest.strip()


def _moment(text: str) -> tuple[int, int | None]:
    month, _space, day = text.partition(" ")
    return MONTHS.index(month), int(day) if day else None


def _heads(text: str) -> tuple[list[tuple[tuple[int, ...], int, str]], str]:
    """Return (days, which one in the month, holidays) for each kind of days that a rule begins with, and the rest."""
    days: list[int] = []
    heads: list[tuple[tuple[int, ...], int, str]] = []
    while match := _DAYS.match(text):
        first, last, nth = match[1], match[2], int(match[3] or 0)
        if first in (PUBLIC_HOLIDAYS, SCHOOL_HOLIDAYS):
            heads.append(((), 0, first))
        elif nth:
            if last:
                raise NotUnderstood(text)
            heads.append(((DAYS.index(first),), nth, ""))
        else:
            start, end = DAYS.index(first), DAYS.index(last or first)
            days += [day % 7 for day in range(start, end + 1 + (7 if end < start else 0))]
        text = text[match.end() :]
    if days:
        heads.insert(0, (tuple(dict.fromkeys(days)), 0, ""))
    return heads, text.strip()


def _ranges(text: str) -> tuple[tuple[Range, ...], bool]:
    """Return the ranges of a rule, and whether it is open without saying when."""
    if text == "24/7":
        return ((0, DAY),), True
    if text in ("", "open"):
        return (((0, DAY),), True) if text else ((), False)
    if text in ("off", "closed"):
        return (), False
    found: list[Range] = []
    while match := _TIMES.match(text):
        start = int(match[1]) * 60 + int(match[2])
        end = None if match[5] else int(match[3]) * 60 + int(match[4])
        if end is not None and end <= start:
            end += DAY
        found.append((start, end))
        text = text[match.end() :]
    if text or not found:
        raise NotUnderstood(text)
    return _joined(tuple(found)), True
