"""What the catalogue knows of those who learn, and of those who train them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry

from catalogue.learning.models import Attendance
from catalogue.paths.models import LearningPathPage
from outillerie.accounts.models import User
from outillerie.accounts.personal_data import (
    EVERY_FIELD,
    Basis,
    Fate,
    Holding,
    Processing,
    declare,
    declare_not_personal,
)
from outillerie.privacy.account_holdings import OF_OTHERS
from outillerie.privacy.processings import CONTRIBUTIONS

LEARNING = Processing(
    code="learning",
    rank=9,
    name=_("Paths followed"),
    purpose=_(
        "Following paths: knowing who is enrolled, what they did, what they completed and why, and attesting it to them."
    ),
    basis=Basis.CONTRACT,
    recipients=_(
        "The person, the trainers of the path and the hub’s team. Peers read the evidence of the modules that ask for"
        " their voice. The employer of the person reads nothing here."
    ),
    kept=_(
        "As long as the account. The attendance sheets and certificates that a training organisation must keep for 3"
        " years are those that it printed and had signed: it keeps them itself."
    ),
)
POSITIONING = Processing(
    code="positioning",
    rank=10,
    name=_("Positioning"),
    purpose=_("Letting a person see where they are in a skill framework, and what would help them."),
    basis=Basis.CONSENT,
    recipients=_("The person alone."),
    kept=_("Until the person deletes it or erases their account."),
)
ASSESSED = _("What was said of somebody is theirs.")


def declare_holdings() -> None:
    """Fill the registry. Erasing follows this order: what points at a row goes before the row."""
    declare_reviews()
    declare_deeds()
    declare_completions()
    declare_enrolments()
    declare_positioning()
    declare_training()
    declare_what_is_not_personal()


def declare_reviews() -> None:
    declare(
        Holding(
            model="catalogue.EvidenceReview",
            name=_("What this person said of the evidence of others"),
            processing=LEARNING,
            fate=Fate.UNLINKED,
            remains=_("The voice still counts for the person whom it was about."),
            whose="reviewer",
            section="evidence_readings",
            fields=("role", "is_convincing", "reason", "reviewed_at"),
            sealed=("evidence",),
            withheld=ASSESSED,
        ),
        Holding(
            model="catalogue.EvidenceReview",
            name=_("What was said of this person’s evidence"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="evidence__person",
            section="readings_of_my_evidence",
            fields=("role", "is_convincing", "reason", "reviewed_at"),
        ),
    )


def declare_deeds() -> None:
    declare(
        Holding(
            model="catalogue.Evidence",
            name=_("Evidence"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="person",
            section="evidence",
            fields=(
                "module", "is_prior_learning", "text", "link", "file", "file_name", "size", "sha256", "state",
                "submitted_at", "decided_at",
            ),
            sealed=("enrolment", "replaces"),
            withheld=_("Which row answers which: the site’s own."),
        ),
        Holding(
            model="catalogue.Attendance",
            name=_("Attendance"),
            processing=LEARNING,
            fate=Fate.UNLINKED,
            remains=_("Deleted, except of a session: the line stays without the person, for what was reported of it."),
            whose="person",
            erase=leave_attendances,
            section="attendance",
            fields=(
                "module", "session", "held_on", "half_day", "state", "minutes", "arrived_at", "has_conflict",
                "recorded_at",
            ),
            sealed=("registration",),
            withheld=_("Which row answers which: the site’s own."),
        ),
        Holding(
            model="catalogue.AssessmentResult",
            name=_("Results of assessments"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="person",
            section="assessment_results",
            fields=(
                "module", "is_passed", "comment", "assessed_on", "recorded_at", "withdrawn_at", "withdrawn_reason",
            ),
        ),
        unlinked("catalogue.Attendance", "recorded_by", _("Attendance recorded by this person")),
        unlinked("catalogue.AssessmentResult", "assessed_by", _("Assessments made by this person")),
    )  # fmt: skip


def declare_completions() -> None:
    declare(
        Holding(
            model="catalogue.BlockCompletion",
            name=_("Completed blocks"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="enrolment__person",
            section="completed_blocks",
            fields=("block", "completed_at", "reopened_at"),
        ),
        Holding(
            model="catalogue.ModuleCompletion",
            name=_("Completed modules"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="person",
            section="completed_modules",
            fields=(
                "module", "rule", "facts", "sha256", "is_prior_learning", "completed_at", "doubted_at", "reopened_at",
                "reopen_reason",
            ),
            sealed=("enrolment", "version"),
            withheld=_("Which row answers which: the site’s own."),
        ),
        unlinked("catalogue.ModuleCompletion", "reopened_by", _("Modules re-opened by this person")),
    )  # fmt: skip


def declare_enrolments() -> None:
    declare(
        Holding(
            model="catalogue.EnrolmentMove",
            name=_("Changes of version of a path"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="enrolment__person",
            section="changes_of_version",
            fields=("before", "after", "moved_at"),
        ),
        unlinked("catalogue.EnrolmentMove", "moved_by", _("Changes of version made by this person")),
        Holding(
            model="catalogue.Enrolment",
            name=_("Paths followed"),
            processing=LEARNING,
            fate=Fate.DELETED,
            whose="person",
            section="enrolments",
            fields=(
                "path", "version", "run", "state", "source", "trainee_type", "employer", "enrolled_at", "completed_at",
                "left_at",
            ),
        ),
        unlinked("catalogue.Enrolment", "enrolled_by", _("People enrolled by this person")),
    )  # fmt: skip


def declare_positioning() -> None:
    declare(
        Holding(
            model="catalogue.PositioningAnswer",
            name=_("Answers of positionings"),
            processing=POSITIONING,
            fate=Fate.DELETED,
            whose="positioning__person",
            section="positioning_answers",
            fields=("skill", "level"),
        ),
        Holding(
            model="catalogue.Positioning",
            name=_("Positionings"),
            processing=POSITIONING,
            fate=Fate.DELETED,
            whose="person",
            section="positionings",
            fields=("framework", "depth", "started_at", "saved_at", "finished_at"),
        ),
    )


def declare_training() -> None:
    declare(
        Holding(
            model="catalogue.BuilderStep",
            name=_("Gestures in the builder of paths"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="person",
            section="builder_steps",
            fields=("path", "gesture", "facts", "made_at"),
            sealed=("before", "after_sha256"),
            withheld=_("How the draft was before each gesture: it is in the path."),
        ),
        Holding(
            model="catalogue.Module",
            name=_("Modules"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_("A module stays: paths, and those who follow them, rest on it."),
            whose="owner",
            section="modules",
            fields=(
                "title", "summary", "aims", "minutes", "mode", "assessment", "rule", "language", "organisation",
                "created_at", "updated_at",
            ),
            sealed=("key", "copied_from"),
            withheld=_("Identifiers: the site’s own."),
        ),
        Holding(
            model="catalogue.LearningPathPage",
            name=_("Paths"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_(
                "A path that was published stays. A draft that never was is deleted, unless it belongs to an organisation."
            ),
            find=paths_of,
            erase=leave_paths,
            section="paths",
            fields=(
                "title", "slug", "organisation", "live", "summary", "objectives", "programme", "methods", "assessment",
                "contact_name", "contact_email", "contact_phone", "first_published_at", "last_published_at",
            ),
            sealed=(EVERY_FIELD,),
            withheld=_("The rest of a path is what its training organisation says of itself."),
        ),
        Holding(
            model="catalogue.PathVersion",
            name=_("Versions of paths published by this person"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_("The version stays: those who enrolled follow it."),
            whose="published_by",
            section="published_paths",
            fields=("title", "number", "notes", "published_at", "sha256"),
            sealed=("path", "values"),
            withheld=_("Its content is public."),
        ),
    )  # fmt: skip


def unlinked(model: str, whose: str, name) -> Holding:
    """Return the row of what somebody did to others: it stays theirs, without the name of who did it."""
    return Holding(
        model=model, name=name, processing=LEARNING, fate=Fate.UNLINKED, whose=whose, withheld=OF_OTHERS
    )  # fmt: skip


def leave_attendances(person: User) -> None:
    """Delete what was recorded of a learner; what was recorded of a session stays a line of it, of nobody."""
    rows = Attendance.objects.filter(person=person)
    rows.filter(registration=None).delete()
    rows.update(person=None)


def paths_of(person: User) -> QuerySet:
    return LearningPathPage.objects.filter(owner=person)


def leave_paths(person: User) -> None:
    """Delete the drafts that were never published and that nobody shares; leave the other paths where they are."""
    for path in paths_of(person).filter(live=False, versions=None, organisation=None):
        entries = PageLogEntry.objects.filter(page_id=path.pk)
        path.delete()
        entries.delete()
    paths_of(person).update(owner=None)


def declare_what_is_not_personal() -> None:
    declare_not_personal("catalogue.PathRun", "where a session is held", "address")
    declare_not_personal(
        "catalogue.TrainingProvider",
        "what a training organisation must say of itself",
        "address", "contact_name", "email", "legal_name", "phone", "representative_name",
    )  # fmt: skip
