"""What the catalogue knows of people is given to them, and goes away with them (GDPR)."""

import pytest
from django.core.cache import cache

from catalogue.learning.actions import enrol, move_to
from catalogue.learning.completing import reopen
from catalogue.learning.evidence import review_as_peer, submit_evidence
from catalogue.learning.models import (
    AssessmentResult,
    Attendance,
    BlockCompletion,
    Enrolment,
    EnrolmentMove,
    Evidence,
    EvidenceReview,
    ModuleCompletion,
)
from catalogue.learning.queries import newer_version
from catalogue.paths.models import LearningPathPage, Module, PathVersion
from outillerie.notifications.models import Notification
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import Credit, erase
from outillerie.privacy.exports import data_of
from tests.catalogue.factories import module, path_draft, publish_path
from tests.catalogue.learning.learners import ONE_MEETING, TWO_PEERS, attends, open_path, passes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_site_of_its_own(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()


@pytest.fixture
def learned(lea, tom, odile):
    """Everything that the catalogue may hold of Léa, who learns, of Tom, who read her, and of Odile, who trains."""
    piece, peers = module("Un", rule=ONE_MEETING, owner=odile), module("Entre pairs", rule=TWO_PEERS)
    page = open_path(piece, peers, owner=odile)
    enrolment = enrol(lea, page, by=odile, employer="CCAS de Lens", trainee_type="employee")
    enrol(tom, page, by=tom)
    publish_path(page, summary="Deux", by=odile)
    move_to(enrolment, newer_version(enrolment), by=lea)
    attends(lea, piece, by=odile)
    passes(lea, piece, by=odile)
    attends(lea, piece, state="absent", by=odile)
    reopen(ModuleCompletion.objects.get(), reason="Un faux émargement.", by=odile)
    attends(lea, piece, by=odile)
    shown = submit_evidence(enrolment, peers, text="Mon atelier", file=("note.txt", b"Mon atelier"))
    review_as_peer(shown, is_convincing=True, by=tom)
    path_draft("Brouillon", owner=odile)
    return enrolment


def test_gdpr_a_learner_takes_away_all_that_they_did(learned, lea):
    sections = data_of(lea)["sections"]
    counts = {name: len(sections[name]) for name in (
        "enrolments", "changes_of_version", "attendance", "assessment_results", "evidence", "completed_modules",
        "readings_of_my_evidence", "evidence_readings",
    )}  # fmt: skip
    assert counts == {
        "enrolments": 1, "changes_of_version": 1, "attendance": 1, "assessment_results": 1, "evidence": 1,
        "completed_modules": 2, "readings_of_my_evidence": 1, "evidence_readings": 0,
    }  # fmt: skip
    assert (sections["enrolments"][0]["employer"], sections["evidence"][0]["text"]) == ("CCAS de Lens", "Mon atelier")


def test_gdpr_a_learner_who_erases_their_account_leaves_nothing(learned, lea, tom):
    erase(lea, credit=Credit.NONE)
    for model in (
        Attendance,
        AssessmentResult,
        Evidence,
        EvidenceReview,
        ModuleCompletion,
        BlockCompletion,
        EnrolmentMove,
    ):
        assert (model.__name__, model.objects.count()) == (model.__name__, 0)
    assert list(Enrolment.objects.values_list("person", flat=True)) == [tom.pk]
    assert OutboxMessage.objects.filter(kind="forget-files", payload__names__0__startswith="evidence/").count() == 1
    assert Notification.objects.filter(person=lea).count() == 0


def test_gdpr_a_peer_who_leaves_takes_their_name_and_leaves_their_voice(learned, tom):
    erase(tom, credit=Credit.NONE)
    assert EvidenceReview.objects.values_list("reviewer", "is_convincing").get() == (None, True)


def test_gdpr_a_trainer_who_leaves_takes_their_name_and_leaves_what_learners_rest_on(learned, lea, odile):
    erase(odile, credit=Credit.NONE)
    assert Module.objects.get(title="Un").owner is None
    assert list(LearningPathPage.objects.values_list("title", "owner")) == [("Aidant numérique", None)]
    assert set(PathVersion.objects.values_list("published_by", flat=True)) == {None}
    assert Attendance.objects.values_list("person", "recorded_by").get() == (lea.pk, None)
    assert AssessmentResult.objects.values_list("person", "assessed_by").get() == (lea.pk, None)
    assert set(ModuleCompletion.objects.values_list("reopened_by", flat=True)) == {None}
    assert Enrolment.objects.get(person=lea).enrolled_by is None
