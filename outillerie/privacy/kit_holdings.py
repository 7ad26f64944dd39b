"""What the site knows of a person as someone who makes kits, tells workshops, reads and decides."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import User
from outillerie.accounts.personal_data import EVERY_FIELD, Fate, Holding, declare, declare_not_personal
from outillerie.kits.models import KitCredit, KitPage
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.privacy import leaving
from outillerie.privacy.names import addresses_of, names_of, page_address_of
from outillerie.privacy.processings import CONTRIBUTIONS, MODERATION
from outillerie.privacy.queries import kits_made_by

AS_CHOSEN = _("The name is the one that the person chose: theirs, another, or none. They may be credited no more.")


def credits_of(person: User) -> QuerySet:
    named = Q(name__in=names_of(person))
    if page := page_address_of(person):
        named |= Q(url=page)
    return KitCredit.objects.filter(named, page__in=kits_made_by(person))


def reports_by(person: User) -> QuerySet:
    return KitReport.objects.filter(Q(reporter=person) | Q(email__in=addresses_of(person)))


def readings_asked_by(person: User) -> QuerySet:
    return KitReviewState.objects.filter(workflow_state__requested_by=person)


def kits_of(person: User) -> QuerySet:
    return KitPage.objects.filter(owner=person)


def declare_kits() -> None:
    declare(
        Holding(
            model="outillerie.KitPage",
            name=_("Kits"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_(
                "A kit that was published stays under its licence. A draft that never was is deleted with its files,"
                " unless it belongs to an organisation."
            ),
            find=kits_of,
            erase=leaving.leave_kits,
            section="kits",
            fields=("title", "slug", "organisation", "live", "first_published_at", "last_published_at"),
            sealed=(EVERY_FIELD,),
            withheld=_("Their whole content is in the folder “kits”."),
        ),
        Holding(
            model="outillerie.KitVersion",
            name=_("Versions published by this person"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_("The version stays under its licence. Names that the person takes back leave it, and that is written down."),
            whose="published_by",
            section="published_versions",
            fields=("title", "number", "licence", "notes", "published_at", "sha256"),
            sealed=("kit", "values", "stored_files"),
            withheld=_("The content of one’s own kits is in the folder “kits”."),
        ),
        Holding(
            model="outillerie.KitCredit",
            name=_("Kits that credit this person"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            remains=AS_CHOSEN,
            find=credits_of,
            section="credits",
            fields=("page", "name", "role", "organisation", "url"),
        ),
        *authors_of_parts(),
        *uploads(),
        Holding(
            model="outillerie.Proposal",
            name=_("Changes offered to other kits"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            whose="proposed_by",
            section="proposals",
            fields=(
                "kit", "base", "offered", "keys", "message", "proposed_at", "state", "merged_keys", "answer", "decided_at",
            ),
        ),
        Holding(
            model="outillerie.Proposal",
            name=_("Answers to changes offered"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            whose="decided_by",
            section="proposals_decided",
            fields=("kit", "state", "answer", "decided_at"),
        ),
    )  # fmt: skip


def authors_of_parts() -> list[Holding]:
    """Return the rows of the names that sign a part of a kit: no link leads to the person, only their name does."""
    parts = {
        "outillerie.KitStep": "author", "outillerie.KitSource": "authors",
        "outillerie.HubImage": "author", "outillerie.HubDocument": "author",
    }  # fmt: skip
    return [
        Holding(
            model=model,
            name=_("Author of a part of a kit"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            remains=AS_CHOSEN,
            sealed=(column,),
            withheld=_("Each kit holds the names that sign it."),
        )
        for model, column in parts.items()
    ]


def uploads() -> list[Holding]:
    shared = {
        "processing": CONTRIBUTIONS,
        "fate": Fate.UNLINKED,
        "remains": _("What no kit uses is deleted. What a kit uses stays with it."),
        "whose": "uploaded_by_user",
    }
    facts = ("title", "file", "author", "source", "licence", "tags", "created_at", "file_size")
    return [
        Holding(
            model="outillerie.HubDocument", name=_("Documents"), section="documents", fields=facts,
            erase=leaving.leave_documents, **shared,
        ),
        Holding(
            model="outillerie.HubImage", name=_("Pictures"), section="pictures",
            fields=(*facts, "description", "width", "height"), erase=leaving.leave_pictures, **shared,
        ),
    ]  # fmt: skip


def declare_field() -> None:
    declare(
        Holding(
            model="outillerie.FieldReport",
            name=_("Field reports"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            whose="person",
            section="field_reports",
            fields=(
                "kit", "version", "held_on", "place_type", "audience", "participants", "minutes", "worked", "difficulties",
                "alternatives", "recommendation", "created_at", "answered_in", "is_hidden",
            ),
        ),
        Holding(
            model="outillerie.FieldReport",
            name=_("Answers to field reports"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            whose="answered_by",
            section="field_report_answers",
            fields=("kit", "answer", "answered_at"),
        ),
        Holding(
            model="outillerie.FieldReportThanks",
            name=_("“This helps me too”"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="person",
            section="thanks",
            fields=("report", "given_at"),
        ),
        Holding(
            model="outillerie.KitCollection",
            name=_("Collections"),
            processing=CONTRIBUTIONS,
            fate=Fate.SIGNED,
            remains=_(
                "A shared collection passes to its oldest curator; a public one stays; a private one of one’s own is deleted."
            ),
            whose="owner",
            erase=leaving.leave_collections,
            section="collections",
            fields=("title", "slug", "introduction", "is_public", "created_at", "updated_at"),
        ),
        Holding(
            model="outillerie.CollectedKit",
            name=_("Kits put in collections"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            whose="added_by",
            section="collected_kits",
            fields=("collection", "kit", "note", "added_at"),
        ),
        Holding(
            model="outillerie.CollectionCurator",
            name=_("Collections of others"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="person",
            section="curated_collections",
            fields=("collection", "added_at"),
        ),
    )  # fmt: skip


def declare_moderation() -> None:
    declare(
        Holding(
            model="outillerie.KitReport",
            name=_("Reports of kits"),
            processing=MODERATION,
            fate=Fate.UNLINKED,
            whose="reporter",
            find=reports_by,
            emptied={"email": ""},
            section="reports",
            fields=("kit", "version", "reason", "details", "email", "created_at", "state", "outcome", "handled_at"),
        ),
        Holding(
            model="outillerie.KitReport",
            name=_("Reports handled"),
            processing=MODERATION,
            fate=Fate.UNLINKED,
            whose="handled_by",
            section="reports_handled",
            fields=("kit", "reason", "state", "outcome", "handled_at"),
        ),
        Holding(
            model="outillerie.KitReviewState",
            name=_("Messages to those who read proposals"),
            processing=MODERATION,
            fate=Fate.UNLINKED,
            find=readings_asked_by,
            emptied={"message": ""},
            section="readings",
            fields=("message", "decision", "reason", "comment", "started_at", "finished_at"),
            sealed=("note",),
            withheld=_("Note: it is for moderators alone."),
        ),
        Holding(
            model="wagtailcore.TaskState",
            name=_("Decisions on proposals"),
            processing=MODERATION,
            fate=Fate.UNLINKED,
            whose="finished_by",
            section="decisions",
            fields=("status", "comment", "started_at", "finished_at"),
        ),
        Holding(
            model="wagtailcore.WorkflowState",
            name=_("Proposals of kits"),
            processing=MODERATION,
            fate=Fate.UNLINKED,
            whose="requested_by",
            section="requests",
            fields=("status", "created_at"),
        ),
    )


def declare_what_is_not_personal() -> None:
    for model in ("outillerie.KitFile", "outillerie.KitPicture"):
        declare_not_personal(model, "the name of a file", "name")
    declare_not_personal("outillerie.KitReview", "the name of a task", "name")
    declare_not_personal("outillerie.FieldStanding", "a number of people", "people")
    declare_not_personal("outillerie.CollectedKit", "its place", "order")
    declare_not_personal("outillerie.KitCollection", "said by `CollectionCurator`", "curators")
    stored = ("collection", "file_hash")
    declare_not_personal("outillerie.HubDocument", "how a file is stored", *stored)
    focal = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    declare_not_personal("outillerie.HubImage", "how a file is stored", *stored, *focal)
    for model in ("wagtaildocs.Document", "wagtailimages.Image"):
        declare_not_personal(model, "an empty table: the hub has models of its own", EVERY_FIELD)
    flow = ("workflow_state", "revision", "task", "content_type")
    declare_not_personal("wagtailcore.TaskState", "how a workflow runs", *flow)
    states = ("workflow", "current_task_state", "content_type", "base_content_type", "object_id")
    declare_not_personal("wagtailcore.WorkflowState", "how a workflow runs", *states)
