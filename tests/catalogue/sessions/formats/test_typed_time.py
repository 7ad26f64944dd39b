from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.sessions.formats.typed_time import parse_day_to_come, parse_hour

TODAY = date(2026, 9, 20)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10h", time(10)), ("10 h", time(10)), ("10 h 30", time(10, 30)), ("10h30", time(10, 30)),
        ("10:30", time(10, 30)), ("10.30", time(10, 30)), ("1030", time(10, 30)), ("930", time(9, 30)),
        ("10", time(10)), ("9 heures", time(9)), ("9 heures 15", time(9, 15)), ("à 14 h 05", time(14, 5)),
        ("midi", time(12)), (" 10\u202fh\u00a030 ", time(10, 30)), ("0 h", time(0)), ("23:59", time(23, 59)),
        ("10 h 30 min", time(10, 30)), ("10:", time(10)),
    ],
)  # fmt: skip
def test_an_hour_is_read_however_it_is_written(text, hour):
    assert parse_hour(text) == hour


@pytest.mark.parametrize(
    "text", ["", "24 h", "10 h 60", "10 h 3", "dix heures", "-1", "10 h 30 45", "1" * 500, "٣", "h"]
)
def test_what_is_no_hour_is_none(text):
    assert parse_hour(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14/10/2026", date(2026, 10, 14)), ("14 octobre 2026", date(2026, 10, 14)), ("14-10-26", date(2026, 10, 14)),
        ("le 14 octobre 2026", date(2026, 10, 14)), ("mardi 13 octobre 2026", date(2026, 10, 13)),
        ("Le mardi 13 octobre 2026", date(2026, 10, 13)), ("2026-10-14", date(2026, 10, 14)),
        ("14 octobre", date(2026, 10, 14)), ("14/10", date(2026, 10, 14)), ("3 mars", date(2027, 3, 3)),
        ("1er mai", date(2027, 5, 1)), ("14.10.2026", date(2026, 10, 14)), ("20/09", TODAY), ("19/09", date(2027, 9, 19)),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written_and_without_its_year_is_the_next(text, day):
    assert parse_day_to_come(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19/01/2038", date(2038, 1, 19)), ("31/12/9999", date(9999, 12, 31)), ("29/02/2028", date(2028, 2, 29)),
        ("29 février", date(2028, 2, 29)), ("29/02/2027", None), ("31/04/2027", None), ("00/10/2026", None),
        ("14/13/2026", None), ("32 octobre", None), ("demain soir", None), ("", None), ("14/10/20266", None), ("9" * 999, None),
    ],
)  # fmt: skip
def test_FLT_13_days_at_the_edges_are_read_or_refused_and_never_break(text, day):
    assert parse_day_to_come(text, today=TODAY) == day


@given(day=st.dates(date(2026, 9, 20), date(2099, 12, 31)))
def test_every_day_comes_back_from_how_it_is_shown(day):
    assert parse_day_to_come(f"{day:%d/%m/%Y}", today=TODAY) == day


@given(text=st.text(max_size=80))
def test_no_text_breaks_the_readers(text):
    found = parse_hour(text), parse_day_to_come(text, today=TODAY)
    assert [type(value) for value in found if value is not None] in ([], [time], [date], [time, date])
