"""Questions about field reports. Who reads a kit reads those of its reports that are not hidden (rule 7)."""

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.log_actions import registry

from outillerie.accounts.models import User
from outillerie.discovery.text import fold
from outillerie.field_reports.models import FieldReport, FieldReportThanks, FieldStanding, Recommendation
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version, public_kits
from outillerie.moderation.models import RefusalReason

# More would take the page of a rich kit past its budget of elements: the others are one link away.
# One, as pictured: a page stays light, and the others are one link away.
ON_A_KIT = 1
# What the audit log calls the deed of a moderator.
HIDDEN, SHOWN = "outillerie.field_report.hide", "outillerie.field_report.show"


def reports_of(kit: KitPage, *, reader) -> QuerySet[FieldReport]:
    """Return the reports of `kit` that anyone may read, the newest first, each with what its card shows."""
    return for_cards(kit.field_reports.visible(), reader=reader)


def for_cards(reports: QuerySet[FieldReport], *, reader) -> QuerySet[FieldReport]:
    """Return `reports`, the newest first, each with what its card shows, in one statement.

    `thanks_count` says how many people it helped, `is_thanked` whether `reader` is one of them.
    """
    given = FieldReportThanks.objects.filter(report=OuterRef("pk"), person=reader.pk)
    related = ("person", "place_type", "audience", "version", "answered_in", "answered_by")
    # A version may be heavy: a card needs the numbers of two, never their content.
    heavy = ("version__values", "answered_in__values")
    counted = reports.annotate(thanks_count=thanks_count(), is_thanked=Exists(given))
    return counted.select_related(*related).defer(*heavy).order_by("-held_on", "-pk")


def thanks_count() -> Coalesce:
    rows = FieldReportThanks.objects.filter(report=OuterRef("pk")).order_by().values("report")
    return Coalesce(Subquery(rows.annotate(people=Count("pk")).values("people")), 0)


def shown_on_kit(kit: KitPage, *, reader) -> list[FieldReport]:
    """Return the report that the page of `kit` shows: the one that helped most people, else the newest."""
    return list(reports_of(kit, reader=reader).order_by("-thanks_count", "-held_on", "-pk")[:ON_A_KIT])


def report_count(kit: KitPage) -> int:
    """Return how many reports of `kit` anyone may read."""
    try:
        return kit.field_standing.reports
    except FieldStanding.DoesNotExist:
        return 0


def answerable_reports(kit: KitPage) -> QuerySet[FieldReport]:
    """Return the reports that the next version of `kit` may say it answers."""
    if kit.pk is None:
        return FieldReport.objects.none()
    return kit.field_reports.visible().filter(answered_in=None).select_related("person", "place_type")


def makers_of(kit: KitPage) -> QuerySet[User]:
    """Return who wrote `kit`: who began it, and those who saved a draft of it."""
    writers = {*kit.revisions.values_list("user_id", flat=True), kit.owner_id}
    return User.objects.filter(pk__in=writers - {None})


def close_people(kit: KitPage, people: set[int]) -> set[int]:
    """Return those of `people` who have a part in `kit`: who wrote it, belongs to its organisation, or is credited."""
    close = set(makers_of(kit).values_list("pk", flat=True))
    if kit.organisation_id:
        members = kit.organisation.memberships.filter(state="active", person__in=people)
        close |= set(members.values_list("person_id", flat=True))
    version = newest_version(kit)
    credited = {fold(credit.name) for credit in version.content.credits} if version else set()
    for person in User.objects.filter(pk__in=people - close):
        if credited & {fold(person.get_full_name()), fold(person.public_name)} - {""}:
            close.add(person.pk)
    return close & people


def answered_counts(kit: KitPage) -> dict[int, int]:
    """Return how many reports each version of `kit` takes into account, by the number of the version."""
    answered = kit.field_reports.visible().exclude(answered_in=None).order_by().values("answered_in__number")
    return {row["answered_in__number"]: row["count"] for row in answered.annotate(count=Count("pk"))}


def hidden_because(report: FieldReport) -> str:
    """Return the reason, in words, for which `report` was last hidden."""
    entry = registry.get_logs_for_instance(report).filter(action=HIDDEN).order_by("-timestamp", "-pk").first()
    return str(RefusalReason(entry.data["reason"]).label) if entry else ""


def quoted_report() -> FieldReport | None:
    """Return the report that the home page quotes: of a public kit, the one that helped most people, then the newest."""
    told = FieldReport.objects.visible().filter(
        recommendation__gte=Recommendation.YES, kit__in=public_kits().order_by()
    )
    counted = told.exclude(worked="").annotate(thanks_count=thanks_count()).select_related("kit", "person")
    return counted.order_by("-thanks_count", "-held_on", "-pk").first()
