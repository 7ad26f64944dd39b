"""What trainers see and do: their learners, lists, attendance, results, readings, corrections."""

from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.learning.actions import enrol
from catalogue.learning.evidence import submit_evidence
from catalogue.learning.models import Attendance, Enrolment, Evidence, ModuleCompletion
from tests.catalogue.factories import module, path
from tests.factories import person

pytestmark = pytest.mark.django_db
SESSION = {"kind": "sessions", "at_least": 1}


@pytest.fixture
def trainer(client):
    made = person("trainer@example.org", first_name="Jeanne", group="trainer")
    client.force_login(made)
    return made


@pytest.fixture
def piece():
    return module("Mots de passe", rule=SESSION)


@pytest.fixture
def followed(trainer, piece):
    return path(owner=trainer, is_always_open=True, blocks=[("Protéger", [piece])])


@pytest.fixture
def enrolment(followed, trainer):
    learner = person("learner@example.org", first_name="Lucas", last_name="Terril")
    return enrol(learner, followed, by=trainer, source=Enrolment.Source.TRAINER)


def csv(text):
    return {"file": SimpleUploadedFile("liste.csv", text.encode("utf-8-sig"), "text/csv")}


def attendance_url(path, piece):
    return f"{reverse('record-attendance', args=[path.pk])}?module={piece.key}"


def test_leak_another_trainer_sees_nobody_of_this_path(enrolment, piece, client):
    client.force_login(person("other@example.org", group="trainer"))
    addresses = [
        reverse("learners", args=[enrolment.path_id]),
        reverse("enrol-list", args=[enrolment.path_id]),
        reverse("record-attendance", args=[enrolment.path_id]),
        reverse("followed-enrolment", args=[enrolment.pk]),
        reverse("followed-module", args=[enrolment.pk, piece.key]),
    ]
    assert [client.get(url).status_code for url in addresses] == [404] * 5


def test_a_trainer_lists_learners_with_how_far_they_are(enrolment, client):
    page = client.get(reverse("learners", args=[enrolment.path_id]))
    assert "Lucas Terril" in page.text


def test_enrolling_an_address_without_an_account_makes_one_and_tells_the_person(followed, client):
    client.post(reverse("learners", args=[followed.pk]), {"email": "fatou@example.org", "first_name": "Fatou"})
    assert [row.person.email for row in followed.enrolments.all()] == ["fatou@example.org"]
    assert not followed.enrolments.get().person.has_usable_password()


def test_a_list_is_rehearsed_line_by_line_before_anything_is_done(followed, client):
    url = reverse("enrol-list", args=[followed.pk])
    page = client.post(url, csv("E-mail;Prénom\na@example.org;Anne\npas une adresse;Bob\n"))
    assert "a@example.org" in page.text
    assert not followed.enrolments.exists()
    assert 'value="confirm"' not in page.text


def test_a_sound_list_is_enrolled_once_it_is_confirmed_and_twice_does_nothing_new(followed, client):
    url = reverse("enrol-list", args=[followed.pk])
    for _time in range(2):
        client.post(url, csv("E-mail;Prénom\na@example.org;Anne\nb@example.org;Bob\n"))
        client.post(url, {"deed": "confirm"})
    assert sorted(row.person.email for row in followed.enrolments.all()) == ["a@example.org", "b@example.org"]


def test_a_list_that_was_never_shown_enrols_nobody(followed, client):
    client.post(reverse("enrol-list", args=[followed.pk]), {"deed": "confirm"})
    assert not followed.enrolments.exists()


def test_attendance_of_a_half_day_completes_the_module_that_asks_for_it(enrolment, piece, client):
    name = f"learner-{enrolment.pk}"
    answer = client.post(
        attendance_url(enrolment.path, piece),
        {"held_on": "14/10/2026", "half_day": "am", "minutes": "3 h", name: "present"},
    )
    assert answer.status_code == 302
    row = Attendance.objects.get()
    assert (row.held_on, row.half_day, row.minutes, row.state) == (date(2026, 10, 14), "am", 180, "present")
    assert ModuleCompletion.objects.get().person == enrolment.person


def test_a_wrong_day_keeps_what_was_pressed(enrolment, piece, client):
    name = f"learner-{enrolment.pk}"
    page = client.post(
        attendance_url(enrolment.path, piece),
        {"held_on": "hier ou avant", "half_day": "pm", "minutes": "3 h", name: "excused"},
    )
    assert page.status_code == 422
    assert page.context["form"][name].value() == "excused"
    assert not Attendance.objects.exists()


def test_a_corrected_attendance_raises_a_doubt_that_a_person_settles(enrolment, piece, client):
    name = f"learner-{enrolment.pk}"
    facts = {"held_on": "14/10/2026", "half_day": "am", "minutes": "3 h"}
    client.post(attendance_url(enrolment.path, piece), {**facts, name: "present"})
    client.post(attendance_url(enrolment.path, piece), {**facts, name: "absent"})
    completion = ModuleCompletion.objects.get()
    assert completion.doubted_at is not None
    assert completion.reopened_at is None
    url = reverse("reopen-module", args=[enrolment.pk, piece.key])
    client.post(url, {"reason": ""})
    completion.refresh_from_db()
    assert completion.reopened_at is None
    client.post(url, {"reason": "Confusion entre deux personnes."})
    completion.refresh_from_db()
    assert completion.reopened_at is not None


def test_evidence_is_returned_with_a_reason_or_not_at_all(enrolment, piece, client):
    sent = submit_evidence(enrolment, piece, text="Voilà")
    url = reverse("evidence-reading", args=[sent.pk])
    assert client.post(url, {"is_convincing": "no", "reason": ""}).status_code == 422
    assert Evidence.objects.get().state == "waiting"
    client.post(url, {"is_convincing": "no", "reason": "Il manque la date."})
    assert Evidence.objects.get().state == "returned"


def test_a_result_is_recorded_and_taken_back_with_a_reason(enrolment, piece, client):
    url = reverse("followed-module", args=[enrolment.pk, piece.key])
    client.post(url, {"is_passed": "yes", "assessed_on": "14/10/2026", "comment": "Bravo"})
    result = enrolment.person.assessment_results.get()
    assert (result.is_passed, result.assessed_on) == (True, date(2026, 10, 14))
    client.post(reverse("withdraw-result", args=[result.pk]), {"reason": "Erreur de personne."})
    result.refresh_from_db()
    assert result.withdrawn_reason == "Erreur de personne."


def test_the_list_of_followed_paths_is_for_trainers(trainer, followed, client):
    assert followed.title in client.get(reverse("followed-paths")).text
    client.force_login(person("stranger@example.org"))
    assert client.get(reverse("followed-paths")).status_code == 404


@pytest.mark.parametrize(
    ("group", "shown"), [("", [False, False]), ("trainer", [True, False]), ("hub staff", [True, True])]
)
def test_my_space_leads_each_to_what_is_theirs(client, group, shown):
    client.force_login(person("someone@example.org", group=group))
    page = client.get(reverse("my-space")).text
    assert [reverse(name) in page for name in ("followed-paths", "completeness")] == shown
    assert reverse("positionings") in page


def test_who_is_enrolled_by_a_trainer_is_told_by_mail(followed, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("learners", args=[followed.pk]), {"email": "fatou@example.org"})
    assert [message.to for message in mail.outbox] == [["fatou@example.org"]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_learners_asks_the_same_number_of_questions(
    count, followed, trainer, client, django_assert_num_queries
):
    for number in range(count):
        enrol(person(f"l{number}@example.org"), followed, by=trainer, source=Enrolment.Source.TRAINER)
    client.get(reverse("learners", args=[followed.pk]))
    with django_assert_num_queries(15):
        client.get(reverse("learners", args=[followed.pk]))
