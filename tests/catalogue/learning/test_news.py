"""What learners and trainers are told: in words, and only while they may see what it is about (LEAK-08)."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from catalogue.learning import news
from catalogue.learning.actions import enrol
from catalogue.learning.completing import reopen
from catalogue.learning.evidence import review_evidence
from catalogue.learning.models import Enrolment, ModuleCompletion
from outillerie.accounts.models import Membership, Organisation, User
from outillerie.notifications.actions import send_digest
from outillerie.notifications.kinds import Kind, added_kinds
from outillerie.notifications.models import Notification
from outillerie.notifications.queries import lines_of, mail_choices
from tests import factories
from tests.catalogue.factories import module, publish_path
from tests.catalogue.learning.learners import ONE_MEETING, attends, enrolled, open_path, shows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def lines(person):
    with translation.override("en"):
        return lines_of(person, list(Notification.objects.filter(person=person).order_by("pk")))


def sentences(person):
    return [line.sentence for line in lines(person)]


@pytest.fixture
def story(lea, odile, django_capture_on_commit_callbacks):
    """Everything that may be told, told."""
    piece, other = module("Accueillir", rule=ONE_MEETING), module("Montrer", rule={"kind": "evidence", "at_least": 1})
    page = open_path(piece, other, owner=odile)
    enrolment = enrol(lea, page, by=odile, source=Enrolment.Source.TRAINER)
    with django_capture_on_commit_callbacks(execute=True):
        publish_path(page, summary="Deux", by=odile)
    shown = shows(enrolment, other)
    shows(enrolment, piece, is_prior_learning=True)
    review_evidence(shown, is_accepted=False, reason="Dites pour qui.", by=odile)
    attends(lea, piece, by=odile)
    attends(lea, piece, state="absent", by=odile)
    reopen(ModuleCompletion.objects.get(), reason="Un faux émargement.", by=odile)
    attends(lea, piece, by=odile)
    review_evidence(shown, is_accepted=True, by=odile)
    return enrolment


def test_each_thing_that_is_told_is_a_sentence(story, lea, odile):
    path = "“Aidant numérique”"
    assert sentences(lea) == [
        f"Odile enrolled you in the path {path}.",
        f"The path {path} has a new version. You follow yours until you choose otherwise.",
        "Your evidence for “Montrer” comes back to you: read why.",
        f"You completed “Accueillir”, in the path {path}.",
        f"“Accueillir”, in the path {path}, is re-opened: read why.",
        f"You completed “Accueillir”, in the path {path}.",
        "Your evidence for “Montrer” is accepted.",
        f"You completed the path {path}.",
    ]
    assert sentences(odile) == [
        f"Léa submits evidence for “Montrer”, in the path {path}.",
        f"Léa can already do “Accueillir”, in the path {path}, and shows it.",
        f"What is recorded no longer justifies “Accueillir”, in the path {path}, for Léa: read it again.",
    ]
    assert {line.path for line in lines(lea)} == {reverse("enrolment", args=[story.pk])}


def test_every_kind_has_its_sentences_and_its_line_among_the_choices(lea, odile):
    codes = {kind.code for kind in added_kinds()}
    assert {code for code, _event in news.SENTENCES} <= codes
    assert codes & set(Kind.values) == set()
    assert set(news.FOR_TRAINERS) & set(mail_choices(lea)) == set()
    assert set(news.FOR_TRAINERS) <= set(mail_choices(odile))


def test_leak_08_who_no_longer_trains_reads_no_name_and_gets_no_mail(story, lea, odile):
    odile.groups.clear()
    odile = User.objects.get(pk=odile.pk)
    assert sentences(odile) == [
        "Someone submits evidence for a module, in the path that you no longer follow.",
        "Someone can already do a module, in the path that you no longer follow, and shows it.",
        "What is recorded no longer justifies a module, in the path that you no longer follow, for someone: read it again.",
    ]
    assert [line.is_visible for line in lines(odile)] == [False] * 3
    send_digest({"person": odile.pk})
    assert mail.outbox == []


def test_leak_08_who_leaves_the_organisation_of_a_path_is_told_nothing_more_of_its_learners(lea, odile):
    mill = Organisation.objects.create(name="Le Moulin")
    samir = factories.person("samir@example.org", group="trainer")
    seat = Membership.objects.create(person=samir, organisation=mill, state="active")
    piece = module(rule=ONE_MEETING)
    shows(enrolled(lea, piece, owner=odile, organisation=mill), piece)
    assert [line.is_visible for line in lines(samir)] == [True]
    seat.delete()
    assert [line.is_visible for line in lines(User.objects.get(pk=samir.pk))] == [False]


def test_the_mail_of_the_day_tells_it(story, lea):
    send_digest({"person": lea.pk})
    [message] = mail.outbox
    assert "You completed the path “Aidant numérique”." in message.body
    assert reverse("enrolment", args=[story.pk]) in message.body


def test_a_person_chooses_how_each_of_these_is_told(lea, odile, client):
    client.force_login(odile)
    answer = client.post(
        reverse("notification-preferences"), {**dict.fromkeys(mail_choices(odile), "daily"), news.WAITING: "never"}
    )
    assert (answer.status_code, mail_choices(odile)[news.WAITING]) == (302, "never")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_does_not_grow_with_what_is_told(lea, odile, count):
    for number in range(count):
        piece = module(f"Module {number}", rule=ONE_MEETING)
        enrolled(lea, piece, owner=odile, title=f"Parcours {number}")
        attends(lea, piece, by=odile)
    rows = list(Notification.objects.filter(person=lea))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines_of(lea, rows)
    assert (len(rows), len(asked)) == (count, 2)
