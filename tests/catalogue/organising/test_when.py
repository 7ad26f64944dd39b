"""A day and hours as people type them, without a database: what each mistake says, and what a press repairs."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from catalogue.organising.when import WhenForm, take_proposals, typed_dates
from catalogue.sessions.models import PeerSession
from tests.catalogue.session_factories import paris


def form(**data):
    return WhenForm({"date": "14/10/2027", "starts": "10h", "ends": "12h", **data})


def errors(**data):
    return {name: [error.code or "" for error in found.as_data()] for name, found in form(**data).errors.items()}


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, []), ({"date": ""}, ["date"]), ({"starts": "25h"}, ["starts"]), ({"ends": "9h"}, ["ends"]),
        ({"ends": "10h"}, ["ends"]), ({"ends": "16h"}, ["break_from"]), ({"ends": "16h", "no_break": "on"}, []),
        ({"ends": "15h"}, []), ({"break_from": "11h"}, ["break_to"]), ({"break_to": "11h"}, ["break_from"]),
        ({"break_from": "11h", "break_to": "11h15"}, []), ({"break_from": "11h15", "break_to": "11h"}, ["break_from"]),
        ({"break_from": "9h", "break_to": "11h"}, ["break_from"]), ({"break_from": "11h", "break_to": "12h"}, ["break_from"]),
        ({"time_zone": "Mars/Olympus"}, ["time_zone"]), ({"starts": "", "ends": ""}, ["starts", "ends"]),
    ],
)  # fmt: skip
def test_each_mistake_is_said_at_its_field(data, fields):
    assert list(form(**data).errors) == fields


def test_an_absent_break_is_refused_with_its_proposals():
    found = form(date="28/03/2027", starts="1h", ends="5h", break_from="2h10", break_to="3h30")
    assert list(found.errors) == ["break_from"]
    assert [choice["value"] for choice in found.absent] == ["0110", "0310"]


def test_both_ends_may_come_twice():
    night = {"date": "31/10/2027", "starts": "2h10", "ends": "2h50"}
    assert list(form(**night).errors) == ["starts", "ends"]
    answered = form(**night, starts_turn="first", ends_turn="second")
    assert answered.is_valid()
    assert answered.dates()["ends_at"] - answered.dates()["starts_at"] == datetime(2027, 1, 1, 1, 40) - datetime(
        2027, 1, 1
    )
    backwards = form(**night, starts_turn="second", ends_turn="first")
    assert list(backwards.errors) == ["ends"]


def test_a_turn_says_nothing_of_an_hour_that_comes_once():
    assert form(starts_turn="second").is_valid()
    assert form(starts_turn="nothing").dates.__self__.is_valid()


@pytest.mark.parametrize(
    "do", ["take:title:0130", "take:starts:99", "take:starts:", "take", "publish", "take:starts:0130:x"]
)
def test_a_button_that_is_none_of_ours_changes_nothing(do):
    posted = QueryDict("starts=2h30&title=x")
    found = take_proposals(posted, do)
    assert (found.get("title"), found.get("starts")) == ("x", "01:30" if do.startswith("take:starts:0130") else "2h30")


@pytest.mark.parametrize(
    "starts",
    [paris(2027, 3, 2, 9), datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)],
)
def test_what_a_form_shows_of_a_session_is_what_it_reads_back(starts):
    session = PeerSession(starts_at=starts, ends_at=starts.replace(hour=starts.hour + 6), time_zone="Europe/Paris")
    shown = WhenForm(initial=typed_dates(session))
    data = {
        field.html_name: field.field.prepare_value(field.value())
        if hasattr(field.field, "prepare_value")
        else field.value()
        for field in shown
    }
    read = WhenForm({name: value for name, value in data.items() if value not in (None, False)})
    assert read.is_valid(), read.errors
    assert (read.dates()["starts_at"], read.dates()["ends_at"]) == (session.starts_at, session.ends_at)


def test_the_question_of_clocks_is_folded_unless_they_are_not_those_of_the_site(settings):
    assert [WhenForm().is_abroad, WhenForm(held_zone="Indian/Reunion").is_abroad] == [False, True]
    settings.TIME_ZONE = "Indian/Reunion"
    assert [WhenForm().is_abroad, WhenForm().fields["time_zone"].initial] == [False, "Indian/Reunion"]


def test_FLT_13_a_day_is_kept_between_2000_and_2099():
    assert errors(date="31/12/2099") == {}
    assert errors(date="01/01/2100") == {"date": ["too_far"]}
    assert errors(date="31/12/1999") == {"date": ["invalid"]}
    assert form(date="29/02/2028").is_valid()
    assert date(2028, 2, 29) == form(date="29/02/2028").fields["date"].clean("29/02/2028")
