"""People whom a trainer enrols: nothing tells whether an address had an account, and everybody is told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue.learning import lists
from catalogue.learning.actions import AlreadyEnrolled
from catalogue.learning.formats.learners import Learner
from catalogue.learning.imports import ListUnreadable, learner_table
from catalogue.learning.lists import BadAddress, ListRefused, TooManyEnrolments, enrol_by_address, enrol_list, rehearse
from catalogue.learning.models import Enrolment
from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import User
from outillerie.notifications.models import Notification
from outillerie.privacy.upkeep import forget_unconfirmed_accounts
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import open_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TABLE = "e-mail;prénom;nom;employeur;type\n{}"


@pytest.fixture
def own_path(odile):
    return open_path(module(), owner=odile)


def table(*lines):
    return learner_table(TABLE.format("\n".join(lines)).encode())


def outcomes(report):
    return [(line.line, line.outcome) for line in report.lines]


def test_an_unknown_address_gets_an_account_and_a_mail_that_says_who_what_and_how_to_leave(own_path, odile):
    learner = Learner(
        email="Nina@Example.org", first_name="Nina", last_name="Roy", employer="CCAS", trainee_type="employee"
    )
    enrolment = enrol_by_address(own_path, learner, by=odile)
    nina = User.objects.get(email="nina@example.org")
    assert (enrolment.person, nina.has_usable_password(), str(nina)) == (nina, False, "Nina Roy")
    assert (enrolment.source, enrolment.employer, enrolment.trainee_type) == ("trainer", "CCAS", "employee")
    [message] = mail.outbox
    assert (message.to, message.subject) == (["nina@example.org"], "Odile enrols you in “Aidant numérique”")
    for said in ("Odile", reverse("enrolment", args=[enrolment.pk]), reverse("my-data"), "without a password"):
        assert said in message.body
    assert Notification.objects.count() == 0


def test_an_account_is_enrolled_and_told_as_it_chose(own_path, lea, odile):
    trust_address(lea)
    enrolment = enrol_by_address(own_path, Learner(email="LEA@example.org", first_name="Autre"), by=odile)
    lea.refresh_from_db()
    assert (enrolment.person, lea.first_name, mail.outbox) == (lea, "Léa", [])
    assert Notification.objects.get().kind == "path-enrolled"
    with pytest.raises(AlreadyEnrolled):
        enrol_by_address(own_path, Learner(email="lea@example.org"), by=odile)


def test_whoever_confirmed_a_second_address_is_one_person(own_path, lea, odile):
    lea.emailaddress_set.create(email="lea@perso.example", verified=True)
    lea.emailaddress_set.create(email="pas-a-elle@perso.example", verified=False)
    assert enrol_by_address(own_path, Learner(email="lea@perso.example"), by=odile).person == lea
    assert enrol_by_address(own_path, Learner(email="pas-a-elle@perso.example"), by=odile).person != lea


def test_who_was_enrolled_signs_in_with_a_code_alone(own_path, odile, client):
    enrol_by_address(own_path, Learner(email="nina@example.org"), by=odile)
    mail.outbox.clear()
    client.post(reverse("account_request_login_code"), {"email": "nina@example.org"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert (answer.status_code, client.session.get("_auth_user_id")) == (
        302,
        str(User.objects.get(email="nina@example.org").pk),
    )


def test_who_never_signed_in_is_not_forgotten_with_the_accounts_that_nobody_confirmed(own_path, odile):
    enrol_by_address(own_path, Learner(email="nina@example.org"), by=odile)
    User.objects.filter(email="nina@example.org").update(date_joined=timezone.now() - timedelta(days=60))
    forget_unconfirmed_accounts(timezone.localdate())
    assert Enrolment.objects.filter(person__email="nina@example.org").exists()


@pytest.mark.parametrize("email", ["", "nina", "nina@", "nina@example.org, tom@example.org"])
def test_what_is_no_address_enrols_nobody(own_path, odile, email):
    with pytest.raises(BadAddress):
        enrol_by_address(own_path, Learner(email=email), by=odile)
    assert Enrolment.objects.count() == 0


def test_a_list_is_rehearsed_then_enrolled_and_twice_is_nothing_more(own_path, lea, odile):
    enrol_by_address(own_path, Learner(email="lea@example.org"), by=odile)
    learners = table("nina@example.org;Nina;Roy;;", "LEA@example.org;;;;", "tom@x.fr;;;;", "Nina@Example.org;;;;")
    expected = [(2, "new"), (3, "already"), (4, "new"), (5, "repeated")]
    before = User.objects.count()
    assert outcomes(rehearse(own_path, learners)) == expected
    assert (User.objects.count(), Enrolment.objects.count()) == (before, 1)
    assert outcomes(enrol_list(own_path, learners, by=odile)) == expected
    assert (User.objects.count(), Enrolment.objects.count(), len(mail.outbox)) == (before + 2, 3, 2)
    again = enrol_list(own_path, learners, by=odile)
    assert (again.counts, User.objects.count(), len(mail.outbox)) == (
        {"new": 0, "already": 3, "repeated": 1, "refused": 0},
        before + 2,
        2,
    )


def test_atk_csvi_01_while_a_line_is_refused_nobody_is_enrolled(own_path, odile):
    learners = table("nina@example.org;Nina;Roy;;", "tom@x;Tom;;;", "zoe@x.fr;=1+1;;;")
    with pytest.raises(ListRefused) as refusal:
        enrol_list(own_path, learners, by=odile)
    report = refusal.value.report
    assert [(line.line, line.outcome, line.reason) for line in report.lines] == [
        (2, "new", ""),
        (3, "refused", "This is not an e-mail address."),
        (4, "refused", "“=1+1” begins as a formula does: write it as text."),
    ]
    assert (report.is_sound, Enrolment.objects.count(), mail.outbox) == (False, 0, [])


def test_a_list_that_fails_half_way_enrols_nobody(own_path, odile, monkeypatch):
    learners = table("nina@example.org;;;;", "tom@x.fr;;;;")
    enrolling = lists.enrol_learner

    def dies_on_tom(path, learner, **facts):
        if learner.email == "tom@x.fr":
            raise SystemExit
        return enrolling(path, learner, **facts)

    monkeypatch.setattr(lists, "enrol_learner", dies_on_tom)
    with pytest.raises(SystemExit):
        enrol_list(own_path, learners, by=odile)
    assert Enrolment.objects.count() == 0


def test_atk_csvi_01_a_table_that_cannot_be_read_says_where(own_path):
    with pytest.raises(ListUnreadable, match="Line 1: No column is called “e-mail”"):
        learner_table(b"nom\nRoy\n")


def test_a_trainer_does_not_write_to_the_whole_world(own_path, odile, monkeypatch):
    monkeypatch.setattr(lists, "MOST_A_DAY", 2)
    enrol_list(own_path, table("a@x.fr;;;;", "b@x.fr;;;;"), by=odile)
    with pytest.raises(TooManyEnrolments):
        enrol_by_address(own_path, Learner(email="c@x.fr"), by=odile)
    with pytest.raises(TooManyEnrolments):
        enrol_list(own_path, table("c@x.fr;;;;"), by=odile)
