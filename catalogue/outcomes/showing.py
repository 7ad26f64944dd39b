"""What the pages after a session show."""

from django.urls import reverse
from django.utils import timezone

from catalogue.outcomes.documents import CONVOCATION, FOR_PARTICIPANTS, LABELS, Attended, attended, missing_facts
from catalogue.outcomes.formats.headcounts import BANDS, NOT_SAID, Headcounts
from catalogue.outcomes.forms import ANSWERS, QUESTIONS, OutcomesForm
from catalogue.outcomes.links import feedback_address
from catalogue.outcomes.models import SessionReport
from catalogue.outcomes.queries import (
    blank_lines,
    counts_of,
    feedback_on,
    fingerprint_of,
    headcounts_of,
    may_give_feedback,
    present_registrations,
    report_of,
)
from catalogue.outcomes.vocabulary import labels
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import when_words
from outillerie.kits.permissions import can_edit_kit

State = PeerSession.State
# The sentence says how many there are; the names are for the page where they are settled.
MOST_NAMES = 12


def initial_outcomes(session: PeerSession) -> dict:
    """Return what the form shows before anything is typed, with the fingerprint of it."""
    report, counts = report_of(session), headcounts_of(session)
    told = {name: getattr(report, name) for name in ("done", "outcome", "next_steps", "is_public")} if report else {}
    return {**told, **initial_counts(counts), "seen": fingerprint_of(session)}


def initial_counts(counts: Headcounts) -> dict:
    bands = {f"{band}-{code}": count for band in BANDS for code, count in counts.band(band).items()}
    return {**bands, **({"total": counts.total} if counts.total else {})}


def outcomes_page(session: PeerSession, form: OutcomesForm, *, by, theirs=None) -> dict:
    """Return what the page after a session shows to who organises it. `theirs` is what somebody else wrote meanwhile."""
    report = report_of(session)
    return {
        "session": session,
        "when": when_words(session),
        "form": form,
        "theirs": theirs and their_words(*theirs),
        "report": report,
        "presence": counts_of(session),
        "blank": [row.name for row in blank_lines(session)[:MOST_NAMES]],
        "has_begun": session.starts_at <= timezone.now(),
        "is_held": session.state == State.HELD,
        "to_thank": present_registrations(session).exclude(email="").count(),
        "may_open_kit": bool(report and report.kit and can_edit_kit(by, report.kit)),
        **feedback_shown(session),
    }


def their_words(report: SessionReport | None, counts: Headcounts) -> dict:
    """Return what somebody else kept, to be read beside what is typed."""
    return {"report": report, "total": counts.total, "bands": band_lines(counts)}


def band_lines(counts: Headcounts) -> list[tuple[str, int]]:
    return [
        (labels()[band][code], count)
        for band in BANDS
        for code, count in counts.band(band).items()
        if count and code != NOT_SAID
    ]


def feedback_shown(session: PeerSession) -> dict:
    words = {mark: str(label) for mark, label in ANSWERS}
    found = feedback_on(session)
    return {
        "feedback": found,
        "answers": [
            {
                "label": QUESTIONS[row.name],
                "mean": f"{row.mean:.1f}".replace(".", ","),
                "counts": [(words[mark], count) for mark, count in row.counts],
            }
            for row in found.questions
        ],
        "marks": list(words.values()),
    }


# --- For those who came


def document_rows(registration: Registration) -> list[dict]:
    """Return the documents that the holder of `registration` may print, each ready or with what it lacks."""
    [seen] = attended(registration.session, [registration])
    # Before a session its attestation says nothing; after it, or once it is closed, its convocation is of no use.
    is_after = registration.session.state == State.HELD or registration.session.ends_at <= timezone.now()
    kinds = [kind for kind in FOR_PARTICIPANTS if (kind == CONVOCATION) != is_after]
    return [document_row(kind, seen, key_of(registration)) for kind in kinds]


def document_row(kind: str, seen: Attended, key: str) -> dict:
    lacks = missing_facts(kind, seen)
    return {
        "kind": kind,
        "label": LABELS[kind],
        "url": reverse("my-session-document", args=[key, kind]),
        "is_ready": not lacks,
        "lacks": [lack.sentence for lack in lacks],
    }


def feedback_offered(registration: Registration) -> str:
    """Return where its holder answers the four questions; nothing when they are not asked any more, or not yet."""
    return feedback_address(registration) if may_give_feedback(registration) else ""


def session_documents(session: PeerSession, registrations: list[Registration]) -> list[dict]:
    """Return, for who organises, each kind of document: for whom it is ready, and why it is not for the others."""
    people = attended(session, registrations)
    return [documents_of_kind(kind, people) for kind in LABELS]


def documents_of_kind(kind: str, people: list[Attended]) -> dict:
    found = [(seen, missing_facts(kind, seen)) for seen in people]
    ready = [seen for seen, lacks in found if not lacks]
    # What everybody lacks is said once: it is of the session, not of each.
    common = set.intersection(*({lack.sentence for lack in lacks} for _seen, lacks in found)) if found else set()
    return {
        "kind": kind,
        "label": LABELS[kind],
        "ready": [{"name": seen.name, "pk": seen.registration.pk} for seen in ready],
        "common": sorted(common),
        "lacking": [
            {"name": seen.name, "lacks": [lack.sentence for lack in lacks if lack.sentence not in common]}
            for seen, lacks in found
            if lacks and not common
        ],
    }
