"""Questions about what people write."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from outillerie.kits.models import HubDocument, HubImage, KitPage
from outillerie.kits.permissions import organisations_of
from outillerie.kits.queries import public_kits
from outillerie.moderation.models import Decision, KitReviewState

ROWS = ("objectives", "material", "steps", "credits", "sources", "files", "pictures")
HELD = {"files": ("document", HubDocument), "pictures": ("image", HubImage)}

DRAFT, REVIEW, CHANGES, REFUSED = "draft", "review", "changes", "refused"
PUBLISHED, PUBLISHED_WITH_DRAFT = "published", "published-with-draft"


def draft_of(kit: KitPage) -> KitPage:
    """Return the newest draft of `kit`, as Wagtail makes it of its revision, without a query for each of its rows."""
    revision = kit.latest_revision
    if revision is None or not kit.has_unpublished_changes:
        # The notes of the version that is public are said already.
        kit.version_notes = ""
        return kit
    content = dict(revision.content)
    for name in ROWS:
        # Each row would ask whether its own kit exists.
        content[name] = [row | {"page": None} for row in still_held(name, content.get(name, []))]
    return kit.with_content_json(content)


def still_held(name: str, rows: list[dict]) -> list[dict]:
    """Return the rows whose document or picture is still in the library: a draft does not protect it."""
    if not rows or name not in HELD:
        return rows
    field, model = HELD[name]
    held = set(model.objects.filter(pk__in=[row[field] for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row[field] in held]


def kits_written_by(person) -> QuerySet[KitPage]:
    """Return the kits that `person` began, and those of their organisations, the newest draft first."""
    whose = Q(owner=person) | Q(organisation__in=organisations_of(person))
    return (
        KitPage.objects.filter(whose)
        .select_related("organisation", "latest_revision")
        .defer("latest_revision__content")
        .order_by(Coalesce("latest_revision_created_at", "last_published_at").desc(nulls_last=True), "-pk")
    )


def states_of(kits: list[KitPage]) -> dict[int, str]:
    """Return where each kit is between a draft and its publication, by id, in one statement."""
    answers = newest_answers(kits)
    return {kit.pk: state_of(kit, answers.get(kit.pk)) for kit in kits}


def newest_answers(kits: list[KitPage]) -> dict[int, KitReviewState]:
    """Return the newest proposal of each kit, by id."""
    states = (
        KitReviewState.objects.filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
            workflow_state__object_id__in=[str(kit.pk) for kit in kits],
        )
        .select_related("workflow_state")
        .order_by("pk")
    )
    return {int(state.workflow_state.object_id): state for state in states}


def state_of(kit: KitPage, answer: KitReviewState | None) -> str:
    """Return one of the states above. An answer speaks of what was sent: publishing since then closes it."""
    if answer is not None and answer.status == KitReviewState.STATUS_IN_PROGRESS:
        return REVIEW
    is_answered = answer is not None and not (
        kit.last_published_at and answer.finished_at and kit.last_published_at >= answer.finished_at
    )
    if is_answered and answer.decision == Decision.CHANGES:
        return CHANGES
    if is_answered and answer.decision == Decision.REFUSED:
        return REFUSED
    if not kit.live:
        return DRAFT
    return PUBLISHED_WITH_DRAFT if kit.has_unpublished_changes else PUBLISHED


def model_of_steps() -> KitPage | None:
    """Return a published kit whose moments are all timed: an example to whoever writes theirs."""
    timed = Count("steps", filter=Q(steps__minutes__isnull=False))
    return (
        public_kits()
        .annotate(moments=Count("steps"), timed=timed)
        .filter(moments__gte=4, moments__lte=8, timed=F("moments"))
        .order_by("-last_published_at", "pk")
        .first()
    )
