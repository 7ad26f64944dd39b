"""Learners in the situations that tests name."""

from datetime import date

from catalogue.learning.actions import enrol
from catalogue.learning.evidence import review_evidence, submit_evidence
from catalogue.learning.models import BlockCompletion, Enrolment, ModuleCompletion
from catalogue.learning.recording import record_assessment, record_attendance
from tests.catalogue.factories import path

TWO_MEETINGS = {"kind": "sessions", "at_least": 2}
ONE_MEETING = {"kind": "sessions", "at_least": 1}
MEETING_AND_EVIDENCE = {"all": [ONE_MEETING, {"kind": "evidence", "at_least": 1}]}
PASSED = {"kind": "assessment"}
TWO_PEERS = {"kind": "peer_review", "at_least": 2}
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def open_path(*modules, owner, title="Aidant numérique", **facts):
    """Return a published path that one may begin at any time, of one block with `modules`."""
    blocks = [("Accueillir", list(modules))] if modules else None
    return path(title, blocks=blocks, owner=owner, by=owner, is_always_open=True, **facts)


def enrolled(person, *modules, owner, **facts) -> Enrolment:
    """Return the enrolment of `person` in a path of `modules`."""
    return enrol(person, open_path(*modules, owner=owner, **facts), by=person)


def attends(person, piece, on=MONDAY, *, by, half_day="am", minutes=180, state="present"):
    return record_attendance(person, piece, held_on=on, half_day=half_day, minutes=minutes, state=state, by=by)


def passes(person, piece, *, by, is_passed=True, on=MONDAY):
    return record_assessment(person, piece, is_passed=is_passed, assessed_on=on, by=by)


def shows(enrolment, piece, text="J’ai animé un atelier.", **facts):
    return submit_evidence(enrolment, piece, text=text, **facts)


def accepts(evidence, *, by):
    review_evidence(evidence, is_accepted=True, by=by)
    return evidence


def done(person) -> list[str]:
    """Return the titles of the modules that `person` completed."""
    rows = ModuleCompletion.objects.filter(person=person, reopened_at=None).order_by("pk")
    return list(rows.values_list("module__title", flat=True))


def blocks_done(enrolment) -> int:
    return BlockCompletion.objects.filter(enrolment=enrolment, reopened_at=None).count()
