"""The running total of a kit, and durations as people write them."""

import pytest

from outillerie.kits.formats.content import KitContent, Step
from outillerie.kits.formats.timing import Check, Segment, duration_label, parse_duration, timing


def kit(*minutes, announced=None, breaks=()):
    steps = tuple(
        Step(title=f"Étape {index}", minutes=length, is_break=index in breaks) for index, length in enumerate(minutes)
    )
    return KitContent(title="Atelier", duration=announced, steps=steps)


def test_each_step_begins_when_the_one_before_ends():
    times = timing(kit(10, 20, 15))
    assert times.segments == (Segment(0, 10), Segment(10, 20), Segment(30, 15))
    assert [segment.end for segment in times.segments] == [10, 30, 45]
    assert times.total == 45


def test_after_a_step_of_unknown_length_nobody_knows_the_time():
    times = timing(kit(10, None, 15))
    assert times.segments == (Segment(0, 10), Segment(10, None), Segment(None, 15))
    assert times.checks == (Check("minutes_missing", step=1),)


def test_a_kit_without_steps_has_nothing_to_check():
    times = timing(kit(announced=60))
    assert (times.segments, times.total, times.difference, times.checks) == ((), 0, None, ())


def test_steps_that_take_as_long_as_announced_are_right():
    times = timing(kit(10, 20, announced=30))
    assert (times.announced, times.difference, times.checks) == (30, 0, ())


@pytest.mark.parametrize(("announced", "difference"), [(60, -30), (20, 10)])
def test_steps_that_do_not_make_the_announced_duration_are_reported(announced, difference):
    times = timing(kit(10, 20, announced=announced))
    assert times.difference == difference
    assert times.checks == (Check("total_differs", minutes=difference),)


def test_steps_of_unknown_length_may_fill_what_is_left_of_the_announced_duration():
    assert timing(kit(10, None, announced=60)).checks == (Check("minutes_missing", step=1),)


def test_steps_of_unknown_length_do_not_excuse_too_long_a_total():
    assert timing(kit(70, None, announced=60, breaks=(0,))).checks == (
        Check("total_differs", minutes=10),
        Check("minutes_missing", step=1),
    )


def test_forty_five_minutes_need_no_break():
    assert timing(kit(15, 30)).checks == ()


def test_a_break_is_suggested_before_the_step_that_passes_forty_five_minutes():
    assert timing(kit(20, 20, 20, 20)).checks == (Check("break_suggested", step=2, minutes=60),)


def test_a_break_starts_the_count_again():
    assert timing(kit(20, 20, 10, 20, 20, breaks=(2,))).checks == ()


def test_a_step_that_is_too_long_by_itself_is_reported_as_such():
    assert timing(kit(20, 60, 20)).checks == (Check("step_too_long", step=1, minutes=60),)


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (0, "0\u00a0min", "0\u00a0min"),
        (30, "30\u00a0min", "30\u00a0min"),
        (60, "1\u00a0h", "1\u00a0h"),
        (65, "1\u00a0h\u00a005", "1\u00a0h\u00a05\u00a0min"),
        (90, "1\u00a0h\u00a030", "1\u00a0h\u00a030\u00a0min"),
        (1500, "25\u00a0h", "25\u00a0h"),
    ],
)
def test_a_duration_is_shown_as_people_say_it(minutes, french, english):
    assert (duration_label(minutes, "fr"), duration_label(minutes, "en")) == (french, english)


@pytest.mark.parametrize("minutes", [1, 5, 30, 59, 60, 61, 90, 120, 754, 7200])
def test_a_duration_that_is_shown_reads_back(minutes):
    assert parse_duration(duration_label(minutes, "fr")) == minutes
    assert parse_duration(duration_label(minutes, "en")) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h00", 120),
        ("30mn", 30),
        ("1h", 60),
        ("2H00", 120),
        ("1 h 30", 90),
        ("1h30mn", 90),
        ("1h30min", 90),
        ("1 h et 30 minutes", 90),
        ("90 minutes", 90),
        ("45'", 45),
        ("45’", 45),
        ("PT1H30M", 90),
        ("PT45M", 45),
        ("P1D", 1440),
        ("PT90S", 2),
        ("une heure", 60),
        ("Une heure et demie", 90),
        ("deux heures et quart", 135),
        ("trois quarts d’heure", 45),
        ("un quart d'heure", 15),
        ("une demi-heure", 30),
        ("vingt-cinq minutes", 25),
        ("1/2 heure", 30),
        ("½ heure", 30),
        ("2 heures", 120),
        ("1,5 h", 90),
        ("1.5 hours", 90),
        ("01:30", 90),
        ("90", 90),
        (60, 60),
        ("une demi-journée", 210),
        ("2 jours", 840),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("1 hour 30 minutes", 90),
        ("Durée : 2h00 (dont 30 min de pause)", 120),
        ("3 séances de 2h", 120),
    ],
)
def test_a_duration_is_understood_as_people_write_it(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h à 1h30", 90),
        ("30-45 min", 45),
        ("2 à 3 heures", 180),
        ("entre 45 min et 1h", 60),
        ("1h/1h30", 90),
        ("45mn - 1h", 60),
    ],
)
def test_of_a_range_the_longer_end_is_kept(text, minutes):
    assert parse_duration(text) == minutes


def test_a_time_of_day_to_another_is_what_lies_between():
    assert parse_duration("de 14h à 16h30") == 150


def test_several_times_a_duration_add_up():
    assert parse_duration("2 x 45 min") == 90


@pytest.mark.parametrize(
    "text",
    [
        "",
        "à définir",
        "0",
        "0 min",
        "-5",
        "7201",
        "121 h",
        "1/0 h",
        "∞ h",
        None,
        "h",
        "9" * 500 + " h",
        "x" * 10_000,
    ],
)
def test_what_is_no_duration_or_no_sensible_one_gives_nothing(text):
    assert parse_duration(text) is None
