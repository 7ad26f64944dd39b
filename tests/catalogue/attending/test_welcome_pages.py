"""The list of whoever welcomes: private, works with plain presses, says who disagrees, and asks few questions."""

import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.urls import reverse

from catalogue.attending.models import CheckInCode
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from tests import factories
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import half_day, kept, says, words
from tests.catalogue.session_factories import registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def welcoming(client, odile):
    client.force_login(odile)
    return client


def address(session, name="welcome", **query):
    return reverse(name, args=[session.pk], query=query or None)


def press(client, session, said, *, query=None, **fields):
    return client.post(address(session, **(query or {})), {"key": uuid4().hex, "said": said, **fields})


PRIVATE = ["welcome", "welcome-list", "welcome-code", "welcome-scanner", "sign-in-sheet"]
DEEDS = ["welcome", "welcome-code", "welcome-walk-in", "welcome-marks"]


@pytest.mark.parametrize("name", PRIVATE)
def test_LEAK_09_the_list_does_not_exist_for_others_even_registered(client, session, ondine, lea, name):
    registration(session, lea)
    assert client.get(address(session, name)).status_code == 302
    client.force_login(lea)
    answer = client.get(address(session, name))
    assert (answer.status_code, "Ondine" in answer.text) == (404, False)


@pytest.mark.parametrize("name", DEEDS)
def test_ATK_IDOR_01_others_write_nothing(client, session, ondine, stranger, name):
    client.force_login(stranger)
    said = {"said": f"{ondine.pk}:present", "key": uuid4().hex, "name": "Intrus"}
    assert client.post(address(session, name), said).status_code in (404, 415)
    counts = (Attendance.objects.count(), CheckInCode.objects.count(), Registration.objects.count())
    assert counts == (0, 0, 1)


def test_ATK_IDOR_02_my_session_with_the_registration_of_another_is_not_found(welcoming, session, odile, stranger):
    other = registration(under_way(facilitators=[stranger]), name="Ailleurs")
    for said in (f"{other.pk}:present", f"{other.pk}:details", f"{other.pk}:decide-present", "0:present", "x:present"):
        assert press(welcoming, session, said).status_code == 404
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("name", ["welcome", "welcome-list", "welcome-code", "welcome-scanner", "sign-in-sheet"])
def test_ATK_CSRF_01_looking_changes_nothing(welcoming, session, ondine, name):
    welcoming.get(address(session, name, said=f"{ondine.pk}:present"))
    welcoming.head(address(session, name))
    assert (Attendance.objects.count(), CheckInCode.objects.count()) == (0, 0)
    assert welcoming.get(address(session, "welcome-walk-in")).status_code == 405
    assert welcoming.get(address(session, "welcome-marks")).status_code == 405


def test_ATK_CSRF_01_a_press_without_its_token_is_refused(odile, session, ondine):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(odile)
    assert press(client, session, f"{ondine.pk}:present").status_code == 403
    assert Attendance.objects.count() == 0


def test_the_list_says_who_is_expected_their_need_and_what_was_said(welcoming, session, ondine, odile):
    says(ondine, by=odile)
    page = welcoming.get(address(session))
    assert page.status_code == 200
    for text in ("Ondine Exemple", "Mairie", "Boucle magnétique", "1 present out of 1", "arrived at"):
        assert text in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_names_are_in_the_order_of_a_dictionary(welcoming, session):
    for name in ("Zoé Un", "Éline Deux", "Firmin Trois"):
        registration(session, name=name)
    page = welcoming.get(address(session))
    assert [line.name for line in page.context["lines"]] == ["Éline Deux", "Firmin Trois", "Zoé Un"]


def test_one_press_notes_one_person_and_leads_back_to_their_line(welcoming, session, ondine, odile):
    answer = press(welcoming, session, f"{ondine.pk}:present")
    assert answer.status_code == 302
    assert answer.url == f"{address(session)}?demi-journee={half_day(session)}#person-{ondine.pk}"
    assert words(Attendance.objects.get()) == [("present", "list", odile.pk)]


def test_the_same_form_sent_twice_says_one_word(welcoming, session, ondine):
    key = uuid4().hex
    for _time in range(2):
        welcoming.post(address(session), {"key": key, "said": f"{ondine.pk}:present"})
    assert AttendanceMark.objects.count() == 1


def test_what_is_copied_from_paper_says_so(welcoming, session, ondine, odile):
    answer = press(welcoming, session, f"{ondine.pk}:absent", query={"papier": "1"})
    assert "papier=1" in answer.url
    assert words(Attendance.objects.get()) == [("absent", "paper", odile.pk)]


def test_one_press_notes_everyone_of_whom_nothing_was_said(welcoming, session, ondine, odile):
    others = [registration(session, name=name) for name in ("Basile", "Clémence")]
    says(ondine, by=odile)
    answer = welcoming.post(address(session), {"key": uuid4().hex, "said": "rest:absent"}, follow=True)
    assert [kept(one) for one in (ondine, *others)] == [
        ("present", 120, False),
        ("absent", 0, False),
        ("absent", 0, False),
    ]
    assert "It is noted for 2 people." in answer.text


def test_an_hour_of_arrival_gives_fewer_minutes(welcoming, session, ondine):
    part = session.starts_at
    press(welcoming, session, f"{ondine.pk}:details", **{f"{ondine.pk}-minutes": "1 h 15", f"{ondine.pk}-arrived": ""})
    assert kept(ondine) == ("present", 75, False)
    assert part == PeerSession.objects.get().starts_at


def test_a_duration_that_cannot_be_keeps_what_was_typed_and_says_why(welcoming, session, ondine):
    page = press(
        welcoming,
        session,
        f"{ondine.pk}:details",
        **{f"{ondine.pk}-minutes": "999 h", f"{ondine.pk}-arrived": "10 h 20"},
    )
    assert page.status_code == 422
    assert 'value="999 h"' in page.text
    assert Attendance.objects.count() == 0


def test_an_hour_outside_of_the_half_day_keeps_what_was_typed_and_says_why(welcoming, session, ondine):
    starts_at = session.starts_at.astimezone(ZoneInfo(session.time_zone))
    hour = f"{(starts_at + timedelta(hours=5)).hour} h 07"
    page = press(
        welcoming, session, f"{ondine.pk}:details", **{f"{ondine.pk}-minutes": "", f"{ondine.pk}-arrived": hour}
    )
    assert (page.status_code, f'value="{hour}"' in page.text) == (422, True)
    assert "outside the half-day" in page.text


def test_two_answers_are_shown_with_who_said_them_and_a_press_decides(welcoming, session, ondine, odile, tom):
    says(ondine, "absent", by=tom)
    says(ondine, way="self")
    page = welcoming.get(address(session))
    apart = page.context["lines"][0].apart
    assert [line.partition(" (")[0] for line in apart] == ["Tom Lens: absent", "The person: present"]
    assert "1 answer to decide" in page.text
    press(welcoming, session, f"{ondine.pk}:decide-absent")
    assert kept(ondine) == ("absent", 0, False)
    assert words(Attendance.objects.get())[-1] == ("absent", "decision", odile.pk)
    assert "answer to decide" not in welcoming.get(address(session)).text


def test_a_refusal_is_said_in_words(welcoming, session, odile):
    own = registration(session, odile)
    page = welcoming.post(address(session), {"key": uuid4().hex, "said": f"{own.pk}:present"}, follow=True)
    assert "Nobody records or judges their own work" in page.text


def test_somebody_who_came_without_a_seat_gets_one_and_is_present(welcoming, session):
    facts = {"name": "Gaëlle Exemple", "email": "", "employer": "CCAS", "key": uuid4().hex}
    answer = welcoming.post(address(session, "welcome-walk-in"), facts)
    made = Registration.objects.get()
    assert (answer.status_code, made.name, made.source, made.state) == (302, "Gaëlle Exemple", "walk-in", "registered")
    assert kept(made) == ("present", 120, False)
    welcoming.post(address(session, "welcome-walk-in"), facts)
    assert (Registration.objects.count(), AttendanceMark.objects.count()) == (1, 1)


def test_somebody_for_whom_no_seat_is_left_is_refused_and_what_was_typed_stays(welcoming, odile):
    full = under_way(facilitators=[odile], places=[{"capacity": 1, "is_online": True}])
    registration(full)
    facts = {"name": "Gaëlle Exemple", "email": "", "employer": "CCAS", "key": uuid4().hex}
    page = welcoming.post(address(full, "welcome-walk-in"), facts)
    assert (page.status_code, 'value="Gaëlle Exemple"' in page.text, Registration.objects.count()) == (422, True, 1)


def test_a_walk_in_of_another_session_s_place_is_refused(welcoming, session, odile):
    two = under_way(
        facilitators=[odile], places=[{"capacity": 5, "is_online": True}, {"capacity": 5, "is_online": True}]
    )
    facts = {"name": "Gaëlle", "key": uuid4().hex, "place": session.places.get().pk}
    assert welcoming.post(address(two, "welcome-walk-in"), facts).status_code == 422


def test_the_list_alone_is_not_sent_again_while_nothing_moved(welcoming, session, ondine, odile):
    first = welcoming.get(address(session, "welcome-list"))
    assert (first.status_code, "<html" in first.text) == (200, False)
    same = welcoming.get(address(session, "welcome-list"), headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    says(ondine, by=odile)
    moved = welcoming.get(address(session, "welcome-list"), headers={"if-none-match": first["ETag"]})
    assert (moved.status_code, "1 present out of 1" in moved.text) == (200, True)


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_questions_however_many_people_are_on_it(
    welcoming, session, people, odile, tom, django_assert_num_queries
):
    for number in range(people):
        one = registration(session, name=f"Personne {number}", organisation=None)
        says(one, by=odile)
        says(one, "absent", by=tom)
    welcoming.get(address(session))
    caches["pages"].clear()
    with django_assert_num_queries(11):
        welcoming.get(address(session, "welcome-list"))


def test_a_session_whose_public_is_not_named_leads_to_the_counts(welcoming, odile):
    counted = under_way(facilitators=[odile], is_anonymous=True)
    page = welcoming.get(address(counted))
    assert reverse("outcomes", args=[counted.pk]) in page.text
    assert 'id="walk-in"' not in page.text


# --- the code on the wall ---


def test_a_press_shows_a_code_with_its_address_and_a_picture_of_it(welcoming, session, odile):
    assert "No code is shown" in welcoming.get(address(session, "welcome-code")).text
    answer = welcoming.post(address(session, "welcome-code"))
    code = CheckInCode.objects.get()
    page = welcoming.get(answer.url)
    assert (code.session, code.half_day, code.made_by) == (session, half_day(session), odile)
    assert f"{code.code[:3]}\u00a0{code.code[3:]}" in page.text
    assert re.search(r'<img class="wall__qr" src="data:image/svg\+xml,%3Csvg', page.text)


def test_a_new_code_ends_the_one_before_it(welcoming, session):
    for _time in range(2):
        welcoming.post(address(session, "welcome-code"))
    new, old = CheckInCode.objects.all()
    assert (old.ends_at <= new.made_at < new.ends_at, old.code != new.code) == (True, True)


def test_no_code_is_made_for_a_half_day_that_is_over(welcoming, session):
    from datetime import timedelta

    PeerSession.objects.update(
        starts_at=session.starts_at - timedelta(days=2), ends_at=session.ends_at - timedelta(days=2)
    )
    page = welcoming.post(address(session, "welcome-code"), follow=True)
    assert ("This half-day is over" in page.text, CheckInCode.objects.count()) == (True, 0)


def test_only_the_page_that_scans_may_use_a_camera(welcoming, session):
    assert welcoming.get(address(session, "welcome-scanner"))["Permissions-Policy"].startswith("camera=(self)")
    assert welcoming.get(address(session))["Permissions-Policy"].startswith("camera=()")


def test_a_session_of_an_organisation_is_welcomed_by_its_managers(client, session, ondine):
    from outillerie.accounts.models import Membership, Organisation

    team = Organisation.objects.create(name="Espace public numérique", slug="epn")
    PeerSession.objects.update(organisation=team)
    manager = factories.person("manager@example.org")
    client.force_login(manager)
    assert client.get(address(session)).status_code == 404
    Membership.objects.create(person=manager, organisation=team, role="manager", state="active")
    assert client.get(address(session)).status_code == 200
