"""Sessions that come back: the same hour on the wall all year, and what differs is left alone."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.organising.actions import delete_draft
from catalogue.organising.formats.recurrence import Asked, Repeat
from catalogue.organising.series import (
    NotASeries,
    add_dates,
    cancel_following,
    change_following,
    dates_on,
    days_offered,
    following,
    make_series,
    move_following,
)
from catalogue.sessions.actions import WrongDates, cancel_session, change_session, move_session
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession
from tests import factories
from tests.catalogue.session_factories import online, paris, peer_session, registration, venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_january_2027")]
WEEK = timedelta(days=7)


def first_session(author, starts_at=None, **facts):
    starts_at = starts_at or paris(2027, 3, 2, 10)
    return peer_session(
        created_by=author, facilitators=[author], starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **facts
    )


def weekly(session, count):
    return Asked(repeat=Repeat.WEEKLY, first_day=wall_of(session.starts_at, session.time_zone).date(), count=count)


def series_of(author, count=4, *, is_published=True, session=None, **facts):
    session = session or first_session(author, **facts)
    return make_series(session, weekly(session, count), is_published=is_published, by=author, key=uuid.uuid4())


def walls(series):
    return [wall_of(row.starts_at, row.time_zone).replace(tzinfo=None) for row in series.sessions.order_by("starts_at")]


def test_FLT_12_a_weekly_series_keeps_its_hour_through_both_changes_of_clocks(author):
    spring = series_of(author, 6, starts_at=paris(2027, 3, 16, 10))
    autumn = series_of(author, 4, starts_at=paris(2027, 10, 19, 10))
    assert walls(spring) == [datetime(2027, 3, 16, 10) + n * WEEK for n in range(6)]
    assert walls(autumn) == [datetime(2027, 10, 19, 10) + n * WEEK for n in range(4)]
    assert [row.starts_at.hour for row in spring.sessions.order_by("starts_at")] == [9, 9, 8, 8, 8, 8]
    assert [row.starts_at.hour for row in autumn.sessions.order_by("starts_at")] == [8, 8, 9, 9]


@pytest.mark.parametrize(("zone", "hour"), [("Indian/Reunion", 6), ("America/Guadeloupe", 14)])
def test_FLT_12_a_weekly_series_overseas_never_moves(author, zone, hour):
    starts = datetime(2027, 3, 16, hour, tzinfo=paris(2027, 1, 1).tzinfo)
    made = series_of(author, 5, session=first_session(author, starts, time_zone=zone))
    assert {row.starts_at.hour for row in made.sessions.all()} == {hour}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Miquelon", "Pacific/Noumea"]),
    hours=st.integers(0, 24 * 900),
    interval=st.integers(1, 5),
)
def test_each_date_offered_shows_the_same_hour_or_says_that_it_is_absent(author, zone, hours, interval):
    starts = paris(2026, 1, 1) + timedelta(hours=hours)
    session = PeerSession(starts_at=starts, ends_at=starts + timedelta(minutes=30), time_zone=zone)
    wall = wall_of(starts, zone)
    asked = Asked(repeat=Repeat.WEEKLY, first_day=wall.date(), interval=interval, count=20)
    for day in days_offered(session, asked, now=paris(2025, 1, 1)):
        if day.problem == "absent":
            assert day.starts_at is None
            continue
        shown = wall_of(day.starts_at, zone)
        assert (shown.time(), shown.date()) == (wall.time(), day.day)


def test_FLT_12_a_series_at_half_past_two_in_the_night_says_which_dates_are_absent_or_double():
    def problems(first):
        session = PeerSession(starts_at=first, ends_at=first + timedelta(minutes=20), time_zone="Europe/Paris")
        return [day.problem for day in days_offered(session, weekly(session, 4), now=paris(2026, 1, 1))]

    assert problems(paris(2027, 3, 21, 2, 30)) == ["absent", "", ""]
    assert problems(paris(2027, 10, 24, 2, 30)) == ["double", "", ""]


def test_public_holidays_are_marked_and_not_left_out(author):
    session = first_session(author, paris(2027, 4, 29, 10))
    assert [(day.day, day.holiday) for day in days_offered(session, weekly(session, 3))] == [
        (date(2027, 5, 6), "ascension"),
        (date(2027, 5, 13), ""),
    ]


def test_the_sessions_of_a_series_have_the_same_facts_their_own_page_and_their_date_by_the_rule(author):
    session = first_session(author, places=[{"venue": venue()}, online()], to_bring="Un stylo", price="2 euros")
    session.registration_closes_at = session.starts_at - timedelta(days=1)
    session.save()
    made = make_series(session, weekly(session, 3), is_published=True, by=author, key=uuid.uuid4())
    rows = list(made.sessions.order_by("starts_at"))
    assert [(row.to_bring, row.price, row.state, row.places.count()) for row in rows] == [
        ("Un stylo", "2 euros", "published", 2)
    ] * 3
    assert [row.recurrence_at for row in rows] == [row.starts_at for row in rows]
    assert [row.starts_at - row.registration_closes_at for row in rows] == [timedelta(days=1)] * 3
    assert (len({row.slug for row in rows}), len({row.uid for row in rows}), made.rule) == (
        3,
        3,
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
    )


def test_excluded_dates_are_left_out_and_remembered(author):
    session = first_session(author)
    made = make_series(
        session, weekly(session, 4), excluded={date(2027, 3, 16)}, is_published=False, by=author, key=uuid.uuid4()
    )
    assert walls(made) == [datetime(2027, 3, day, 10) for day in (2, 9, 23)]
    assert (made.excluded, made.sessions.filter(state="draft").count()) == (["2027-03-16"], 2)


def test_the_same_key_makes_one_series_and_a_session_has_one_series_only(author):
    session, key = first_session(author), uuid.uuid4()
    made, again = (
        make_series(session, weekly(session, 3), is_published=False, by=author, key=key) for _press in range(2)
    )
    assert (made, made.sessions.count()) == (again, 3)
    with pytest.raises(NotASeries):
        make_series(session, weekly(session, 3), is_published=False, by=author, key=uuid.uuid4())


# --- exceptions ---


def test_what_differs_what_is_past_and_what_is_cancelled_is_left_alone(author):
    made = series_of(author, 6)
    past, moved, retitled, cancelled, *rest = made.sessions.order_by("starts_at")
    PeerSession.objects.filter(pk=past.pk).update(
        starts_at=paris(2026, 3, 2, 10), ends_at=paris(2026, 3, 2, 12), title="Passée"
    )
    move_session(
        moved, starts_at=moved.starts_at + timedelta(hours=5), ends_at=moved.ends_at + timedelta(hours=5), by=author
    )
    change_session(retitled, by=author, title="À part")
    cancel_session(cancelled, reason="Non", by=author)
    assert change_following(made, by=author, title="Nouveau titre") == 2
    titles = {row.pk: row.title for row in made.sessions.all()}
    assert [titles[row.pk] for row in (past, moved, retitled, cancelled, *rest)] == [
        "Passée", moved.title, "À part", cancelled.title, "Nouveau titre", "Nouveau titre",
    ]  # fmt: skip
    assert [row.recurrence_at for row in made.sessions.order_by("pk")] == [
        row.recurrence_at for row in (past, moved, retitled, cancelled, *rest)
    ]
    assert [row.is_exception for row in made.sessions.order_by("pk")] == [False, True, True, True, False, False]


def test_the_hour_of_all_to_come_changes_through_the_change_of_clocks_and_keeps_them_in_the_series(author):
    made = series_of(author, 6, starts_at=paris(2027, 3, 16, 10))
    registration(made.sessions.order_by("starts_at").first())
    starts, ends = datetime(2000, 1, 1, 14, 30), datetime(2000, 1, 1, 16)
    assert move_following(made, starts=starts, ends=ends, reason="Salle prise le matin", by=author) == 6
    assert walls(made) == [datetime(2027, 3, 16, 14, 30) + n * WEEK for n in range(6)]
    rows = list(made.sessions.order_by("starts_at"))
    assert {(row.is_exception, row.sequence, row.moves.count()) for row in rows} == {(False, 1, 1)}
    assert rows[0].recurrence_at == paris(2027, 3, 16, 10)
    made.refresh_from_db()
    assert (f"{made.local_start:%H:%M}", f"{made.local_end:%H:%M}", following(made).count()) == ("14:30", "16:00", 6)


def test_an_hour_that_one_date_lacks_refuses_the_whole(author):
    made = series_of(author, 3, starts_at=paris(2027, 3, 21, 10))
    with pytest.raises(WrongDates):
        move_following(made, starts=datetime(2000, 1, 1, 2, 30), ends=datetime(2000, 1, 1, 6), reason="", by=author)
    assert walls(made) == [datetime(2027, 3, 21, 10) + n * WEEK for n in range(3)]


def test_seats_of_all_to_come_change_or_none_does(author):
    made = series_of(author, 3)
    for _n in range(3):
        registration(made.sessions.order_by("starts_at").last())
    with pytest.raises(Exception, match="3"):
        change_following(made, by=author, capacities={0: 2})
    assert {row.places.get().capacity for row in made.sessions.all()} == {12}
    assert change_following(made, by=author, capacities={0: 15}) == 3
    assert {(row.places.get().capacity, row.is_exception) for row in made.sessions.all()} == {(15, False)}


def test_dates_are_added_like_the_last_one_and_never_twice(author):
    made = series_of(author, 2)
    [added] = add_dates(made, [date(2027, 5, 4)], is_published=True, by=author)
    assert (added.starts_at, added.state, added.series, added.recurrence_at) == (
        paris(2027, 5, 4, 10), "published", made, paris(2027, 5, 4, 10),
    )  # fmt: skip
    for days in ([date(2027, 5, 4)], [date(2020, 5, 5)], [date(2027, 5, 11), date(2027, 3, 9)]):
        with pytest.raises(WrongDates):
            add_dates(made, days, is_published=True, by=author)
    assert made.sessions.count() == 3


def test_a_draft_thrown_away_is_left_out_of_its_series_and_may_come_back(author):
    made = series_of(author, 3, is_published=False)
    delete_draft(made.sessions.order_by("starts_at").last(), by=author)
    made.refresh_from_db()
    assert (made.excluded, made.sessions.count()) == (["2027-03-16"], 2)
    add_dates(made, [date(2027, 3, 16)], is_published=False, by=author)
    made.refresh_from_db()
    assert (made.excluded, made.sessions.count()) == ([], 3)


def test_a_deadline_at_a_missing_hour_is_the_next_hour_that_exists(author):
    session = first_session(author, paris(2027, 3, 22, 10))
    session.registration_closes_at = paris(2027, 3, 21, 2, 30)
    dates = dates_on(date(2027, 3, 29), session, paris(2027, 3, 29, 10))
    assert dates["registration_closes_at"] == paris(2027, 3, 28, 3, 30)


def test_all_to_come_are_cancelled_with_their_reason(author):
    made = series_of(author, 3)
    assert cancel_following(made, reason="Fermeture", by=author) == 3
    assert {(row.state, row.cancel_reason) for row in made.sessions.all()} == {("cancelled", "Fermeture")}


# --- the pages ---


def ask(client, session, **data):
    posted = {"repeat": "weekly", "interval": "1", "ends_by": "count", "count": "4", "key": str(uuid.uuid4()), **data}
    return client.post(f"{reverse('new-series')}?seance={session.pk}", posted)


def test_the_dates_are_shown_in_words_before_anything_is_made(signed_in, author):
    session = first_session(author, paris(2027, 4, 29, 10))
    page = ask(signed_in, session, do="show")
    assert [day["iso"] for day in page.context["days"]] == ["2027-05-06", "2027-05-13", "2027-05-20"]
    assert page.context["days"][0]["notes"] != ""
    assert PeerSession.objects.count() == 1
    made = ask(signed_in, session, do="publish", excluded="2027-05-06")
    session.refresh_from_db()
    assert (made["Location"], session.series.sessions.count()) == (reverse("series", args=[session.series_id]), 3)
    assert set(session.series.sessions.values_list("state", flat=True)) == {"published"}


@pytest.mark.parametrize(
    "data",
    [{"count": "1"}, {"count": "105"}, {"interval": "0"}, {"ends_by": "until", "until": "01/01/2020"}, {"repeat": "hourly"},
     {"ends_by": "until", "until": ""}, {"count": ""}],
)  # fmt: skip
def test_a_rule_that_is_none_is_refused(signed_in, author, data):
    assert ask(signed_in, first_session(author), do="publish", **data).status_code == 422
    assert PeerSession.objects.count() == 1


def test_whoever_may_not_publish_makes_drafts(client):
    samir = factories.person("samir@example.org")
    session = first_session(samir, state="draft")
    client.force_login(samir)
    ask(client, session, do="publish")
    assert set(PeerSession.objects.values_list("state", flat=True)) == {"draft"}


def test_the_page_of_a_series_does_each_of_its_deeds(signed_in, author):
    made = series_of(author, 3)
    url = reverse("series", args=[made.pk])
    assert signed_in.get(url).status_code == 200
    for data in (
        {"do": "add", "add-days": "4 mai 2027\n11/05/2027", "publishes": "on"},
        {"do": "change", "change-title": "Nouveau", "change-capacity": "20"},
        {"do": "hours", "hours-starts": "9h", "hours-ends": "11h", "hours-reason": "Plus tôt"},
    ):
        assert signed_in.post(url, data).status_code == 303
    rows = made.sessions.all()
    assert {(row.title, row.places.get().capacity, wall_of(row.starts_at, row.time_zone).hour) for row in rows} == {
        ("Nouveau", 20, 9)
    }
    assert signed_in.post(url, {"do": "hours", "hours-starts": "25h", "hours-ends": "11h"}).status_code == 422
    assert signed_in.post(url, {"do": "cancel", "cancel-reason": "Fermeture"}).status_code == 303
    assert set(made.sessions.values_list("state", flat=True)) == {"cancelled"}


def test_a_series_does_not_exist_for_others(client, author):
    made = series_of(author, 2)
    client.force_login(factories.person("samir@example.org"))
    assert client.get(reverse("series", args=[made.pk])).status_code == 404
    assert client.get(reverse("new-series"), {"seance": made.sessions.first().pk}).status_code == 404
