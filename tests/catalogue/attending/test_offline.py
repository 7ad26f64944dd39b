"""Marks that waited on a device: taken in order, answered one by one, and sent twice they change nothing."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.attending.links import presence_key_of
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.registering.models import Registration
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import half_day, kept, says, words
from tests.catalogue.session_factories import registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def device(client, odile):
    client.force_login(odile)
    return client


def mark(seat, state="present", **facts):
    return {
        "key": str(uuid4()),
        "registration": seat.pk,
        "half_day": half_day(seat.session),
        "state": state,
        "way": "list",
        "said_at": "2026-03-02T09:00:00.000Z",
        **facts,
    }


def send(client, session, *marks, content_type="application/json", **headers):
    return client.post(
        reverse("welcome-marks", args=[session.pk]), json.dumps({"marks": marks}), content_type=content_type, **headers
    )


def outcomes(answer) -> list[str]:
    return [row["outcome"] for row in answer.json()["answers"]]


def test_marks_are_taken_in_order_and_answered_one_by_one(device, session, ondine, odile):
    other = registration(session, name="Basile Exemple")
    answer = send(device, session, mark(ondine, "absent"), mark(other), mark(ondine))
    assert outcomes(answer) == ["accepted"] * 3
    assert words(Attendance.objects.get(registration=ondine)) == [
        ("absent", "list", odile.pk), ("present", "list", odile.pk),
    ]  # fmt: skip
    assert answer.json()["answers"][1]["name"] == "Basile Exemple"


def test_a_queue_sent_twice_changes_nothing(device, session, ondine, tom):
    queue = [mark(ondine, "absent"), mark(ondine)]
    assert outcomes(send(device, session, *queue)) == ["accepted", "accepted"]
    says(ondine, "excused", by=tom)
    before = list(AttendanceMark.objects.values_list("pk", flat=True)), kept(ondine)
    assert outcomes(send(device, session, *queue)) == ["known", "known"]
    assert (list(AttendanceMark.objects.values_list("pk", flat=True)), kept(ondine)) == before


def test_the_clock_of_a_device_is_kept_and_orders_nothing(device, session, ondine):
    send(device, session, mark(ondine, "absent", said_at="2030-01-01T00:00:00Z"))
    send(device, session, mark(ondine, said_at="2021-01-01T00:00:00Z"))
    assert kept(ondine) == ("present", 120, False)
    said = AttendanceMark.objects.order_by("pk").values_list("said_at__year", flat=True)
    assert list(said) == [2030, 2021]


@pytest.mark.parametrize("wrong", ["", "hier", "9999-99-99", "2026-03-02T09:00:00", None, 12])
def test_a_clock_that_cannot_be_read_is_not_believed_and_the_mark_is_kept(device, session, ondine, wrong):
    assert outcomes(send(device, session, mark(ondine, said_at=wrong))) == ["accepted"]


def test_a_refusal_is_an_answer_with_its_reason_and_stops_nothing(device, session, ondine):
    gone = registration(session, state=Registration.State.CANCELLED)
    answer = send(device, session, mark(gone), mark(ondine))
    assert outcomes(answer) == ["refused", "accepted"]
    assert "no seat in this session any more" in answer.json()["answers"][0]["reason"]


def test_ATK_IDOR_02_a_mark_about_somebody_of_another_session_is_refused(device, session, stranger):
    other = registration(under_way(facilitators=[stranger]))
    answer = send(device, session, mark(other), mark(other, registration=None, presence_key=presence_key_of(other)))
    assert (outcomes(answer), Attendance.objects.count()) == (["refused", "refused"], 0)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "x"}, {"key": None}, {"key": "é" * 20}, {"state": "late"}, {"half_day": "night"}, {"way": "self"},
        {"way": "decision"}, {"registration": "un"}, {"registration": -1}, {"registration": 10**30},
    ],
)  # fmt: skip
def test_a_mark_that_cannot_be_read_is_refused(device, session, ondine, change):
    answer = send(device, session, mark(ondine) | change)
    assert (outcomes(answer), AttendanceMark.objects.count()) == (["refused"], 0)


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"marks": 3}', '{"marks": {}}', '{"other": []}'])
def test_a_body_that_is_no_list_of_marks_is_refused_whole(device, session, body):
    answer = device.post(reverse("welcome-marks", args=[session.pk]), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("strange", [1, None, "x", [], [[]]])
def test_a_strange_row_is_refused_alone(device, session, ondine, strange):
    assert outcomes(send(device, session, strange, mark(ondine))) == ["refused", "accepted"]


def test_more_marks_than_a_room_says_at_once_are_refused(device, session):
    assert send(device, session, *[{}] * 201).status_code == 400


def test_a_scanned_code_is_a_mark_like_another(device, session, ondine, odile):
    scanned = mark(ondine, registration=None, presence_key=presence_key_of(ondine), way="scan")
    answer = send(device, session, scanned)
    assert answer.json()["answers"][0]["name"] == "Ondine Exemple"
    assert words(Attendance.objects.get()) == [("present", "scan", odile.pk)]


def test_signed_out_the_device_is_told_to_sign_in_and_loses_nothing(client, session, ondine):
    answer = send(client, session, mark(ondine))
    assert (answer.status_code, answer.json()["reason"]) == (401, "Sign in again: nothing is lost.")


def test_somebody_who_does_not_welcome_here_finds_nothing(client, session, ondine, stranger):
    client.force_login(stranger)
    assert (send(client, session, mark(ondine)).status_code, Attendance.objects.count()) == (404, 0)


def test_ATK_CSRF_01_marks_need_a_token_and_json(odile, session, ondine):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(odile)
    assert send(strict, session, mark(ondine)).status_code == 403
    plain = Client()
    plain.force_login(odile)
    assert send(plain, session, mark(ondine), content_type="text/plain").status_code == 415
    assert Attendance.objects.count() == 0


def test_the_device_is_told_when_the_session_is_closed(device, session, ondine):
    type(session).objects.update(state="held")
    answer = send(device, session, mark(ondine))
    assert (outcomes(answer), answer.json()["is_over"]) == (["accepted"], True)


def test_the_script_that_works_offline_sees_one_list_and_no_other_page(client, session):
    answer = client.get(reverse("welcome-worker", args=[session.pk]))
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer
    assert reverse("welcome-worker", args=[session.pk]).startswith(reverse("welcome", args=[session.pk]))
