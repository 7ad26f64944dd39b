"""When a venue is open, in words. What is not understood is shown as the venue wrote it, and said to be so."""

from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from catalogue.venues.formats.opening_hours import (
    DAY,
    PUBLIC_HOLIDAYS,
    Line,
    NotUnderstood,
    Range,
    Season,
    seasons_of,
)

SPACE = "\u00a0"
RANKS = {
    1: gettext_noop("first %(day)s of the month"),
    2: gettext_noop("second %(day)s of the month"),
    3: gettext_noop("third %(day)s of the month"),
    4: gettext_noop("fourth %(day)s of the month"),
    5: gettext_noop("fifth %(day)s of the month"),
    -1: gettext_noop("last %(day)s of the month"),
}


@dataclass(frozen=True)
class HoursRow:
    """A line of a table: `days` in words, `hours` in words."""

    days: str
    hours: str


@dataclass(frozen=True)
class HoursInWords:
    """`seasons` are (title, rows), the whole year first with an empty title. `raw` is the text, when nothing could be
    said of it."""

    seasons: tuple[tuple[str, tuple[HoursRow, ...]], ...] = ()
    raw: str = ""

    def __bool__(self):
        return bool(self.seasons or self.raw)


def hours_in_words(text: str) -> HoursInWords:
    """Return the opening hours that `text`, in the syntax of OpenStreetMap, says."""
    if not text.strip():
        return HoursInWords()
    try:
        seasons = seasons_of(text)
    except NotUnderstood:
        return HoursInWords(raw=text)
    return HoursInWords(tuple((season_words(season), tuple(map(row_of, season.lines))) for season in seasons))


def row_of(line: Line) -> HoursRow:
    words = ranges_words(line)
    return HoursRow(capital(days_words(line)), words)


def days_words(line: Line) -> str:
    """Return “lundi au mercredi et vendredi”, “premier lundi du mois”, “jours fériés”."""
    if line.holidays:
        return _("public holidays") if line.holidays == PUBLIC_HOLIDAYS else _("school holidays")
    if line.nth:
        return _(RANKS[line.nth]) % {"day": day_name(line.days[0])}
    if len(line.days) == 7:
        return _("every day")
    return listed([run_words(run) for run in runs_of(line.days)])


def runs_of(days: tuple[int, ...]) -> list[list[int]]:
    """Return the days that follow one another together; two only are not worth a range."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[day] for day in run])]


def run_words(run: list[int]) -> str:
    if len(run) == 1:
        return day_name(run[0])
    return _("%(first)s through %(last)s") % {"first": day_name(run[0]), "last": day_name(run[-1])}


def day_name(day: int) -> str:
    return str(WEEKDAYS[day]).lower() if get_language() == "fr" else str(WEEKDAYS[day])


def ranges_words(line: Line) -> str:
    """Return “9 h à 12 h et 14 h à 17 h 30”, and the comment of the venue."""
    if line.ranges == ((0, DAY),):
        words = _("day and night")
    elif line.ranges:
        words = listed([range_words(one) for one in line.ranges])
    else:
        words = "" if line.comment else _("closed that day")
    return _("%(hours)s (%(comment)s)") % {"hours": words, "comment": line.comment} if words and line.comment else (
        words or line.comment
    )  # fmt: skip


def range_words(one: Range) -> str:
    start, end = one
    if end is None:
        return _("from %(start)s") % {"start": hour_words(start)}
    return _("%(start)s to %(end)s") % {"start": hour_words(start), "end": hour_words(end)}


def hour_words(minutes: int) -> str:
    """Return “17 h 30”; in English “17:30”. Midnight at the end of a day is 24 h, then hours begin again."""
    hours, rest = divmod(minutes if minutes <= DAY else minutes - DAY, 60)
    if get_language() != "fr":
        return f"{hours:02}:{rest:02}"
    return f"{hours}{SPACE}h{SPACE}{rest:02}" if rest else f"{hours}{SPACE}h"


def season_words(season: Season) -> str:
    """Return “janvier à mars”, “5 janvier au 15 mars”; nothing for the whole year."""
    return capital(listed([part_words(*part) for part in season.parts])) if season.parts else ""


def part_words(start: tuple[int, int | None], end: tuple[int, int | None]) -> str:
    if start == end:
        return moment_words(start)
    if start[1] is None:
        return _("%(start)s to %(end)s") % {"start": moment_words(start), "end": moment_words(end)}
    return _("from %(start)s to %(end)s") % {"start": moment_words(start), "end": moment_words(end)}


def moment_words(moment: tuple[int, int | None]) -> str:
    month, day = moment
    name = str(MONTHS[month + 1])
    if day is None:
        return name
    number = _("1st") if day == 1 else str(day)
    return f"{number}{SPACE}{name}"


def listed(parts: list[str]) -> str:
    """Return “a, b et c”."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def km_words(km: float) -> str:
    """Return how far, to the kilometre: the middle of a commune is no more precise."""
    if km < 1:
        return _("less than 1 km away")
    return ngettext("%(km)s km away", "%(km)s km away", round(km)) % {"km": round(km)}
