"""What became of each path in LHÉO, and which documents of an enrolment are ready, as their pages show it."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, reverse

from catalogue.certifications.models import TrainingProvider
from catalogue.exchange.formats.lheo import Gap, Report
from catalogue.exchange.wording import cut_sentence, gap_sentence
from catalogue.learning.documents import FOR_LEARNERS, LABELS, Followed, Missing, missing_facts
from catalogue.learning.documents.papers import ENROLMENT, LEARNER, PROVIDER
from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_manage_catalogue

User = get_user_model()


def report_rows(reports: Iterable[Report]) -> list[dict]:
    """Return each path with what is missing and what is cut, those left out first."""
    reports = sorted(reports, key=lambda report: (report.is_written, report.offer.content.title))
    paths = {page.slug: page for page in LearningPathPage.objects.filter(slug__in=[r.offer.slug for r in reports])}
    providers = dict(TrainingProvider.objects.values_list("organisation_id", "pk"))
    return [report_row(report, paths[report.offer.slug], providers) for report in reports]


def report_row(report: Report, path: LearningPathPage, providers: dict[int, int]) -> dict:
    provider = providers.get(path.organisation_id)
    return {
        "title": report.offer.content.title,
        "url": report.offer.url,
        "is_written": report.is_written,
        "gaps": [{"sentence": gap_sentence(gap), "url": gap_url(gap, path, provider)} for gap in report.gaps],
        "cuts": [cut_sentence(cut) for cut in report.cuts],
        "faults": report.faults,
    }


def gap_url(gap: Gap, path: LearningPathPage, provider: int | None) -> str:
    """Return where to write what is missing."""
    if gap.owner == "provider":
        return provider_url(provider)
    if gap.owner == "session":
        return address("path-runs", path.pk)
    if gap.field in ("programme", "modules"):
        return address("builder", path.pk)
    return f"{facts}#id_{gap.field}" if (facts := address("path-facts", path.pk)) else ""


def provider_url(provider: int | None) -> str:
    """Return where the facts of a training organisation are written: the back office."""
    name = "wagtailsnippets_catalogue_trainingprovider"
    return address(f"{name}:edit", provider) if provider else address(f"{name}:add")


def address(name: str, *args) -> str:
    """Return the address of a page, or nothing when this site has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def paper_rows(seen: Followed, user) -> list[dict]:
    """Return the documents of an enrolment that `user` may print, each ready or with what it lacks."""
    is_learner = seen.enrolment.person_id == user.pk
    kinds = [kind for kind in LABELS if not is_learner or kind in FOR_LEARNERS]
    return [paper_row(kind, seen, user) for kind in kinds]


def paper_row(kind: str, seen: Followed, user) -> dict:
    lacks = missing_facts(kind, seen)
    return {
        "kind": kind,
        "label": LABELS[kind],
        "is_ready": not lacks,
        "url": reverse("enrolment-document", args=[seen.enrolment.pk, kind]),
        "lacks": [{"sentence": lack.sentence, "url": lack_url(lack, seen, user)} for lack in lacks],
    }


def lack_url(lack: Missing, seen: Followed, user) -> str:
    """Return where `user` may write what is missing; nothing when somebody else must."""
    enrolment = seen.enrolment
    is_learner = enrolment.person_id == user.pk
    if lack.about == PROVIDER:
        return provider_url(seen.provider.pk if seen.provider else None) if can_manage_catalogue(user) else ""
    if lack.about == LEARNER:
        return address("profile") if is_learner else ""
    if lack.about == ENROLMENT:
        return "" if is_learner else "#trainee"
    return address("enrolment" if is_learner else "followed-enrolment", enrolment.pk)
