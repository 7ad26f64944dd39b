"""Weeks and months as an agenda lays them out: Monday first."""

from calendar import Calendar
from datetime import date, timedelta

_MONDAY_FIRST = Calendar(firstweekday=0)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> list[date]:
    """Return the seven days of the week of `day`."""
    monday = monday_of(day)
    return [monday + timedelta(days=number) for number in range(7)]


def month_grid(year: int, month: int) -> list[list[date]]:
    """Return the weeks that a month touches, each with its seven days, those of the neighbours too."""
    return _MONDAY_FIRST.monthdatescalendar(year, month)


def month_beside(year: int, month: int, step: int) -> tuple[int, int]:
    """Return the month `step` months later: a year and a number."""
    months = year * 12 + month - 1 + step
    return months // 12, months % 12 + 1
