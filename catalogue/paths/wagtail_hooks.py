from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from catalogue.paths.actions import NotPublishable, check_publishable
from catalogue.paths.exports import content_of
from catalogue.paths.formats.completeness import needed
from catalogue.paths.lacks import gap_sentence
from catalogue.paths.models import LearningPathPage

MOST_TOLD = 8


@hooks.register("before_publish_page")
def keep_incomplete_paths_as_drafts(request, page):
    """What a training organisation must say is said before the path is published; the draft is saved already."""
    if not isinstance(page, LearningPathPage) or not (reasons := why_not_published(page)):
        return None
    say_what_is_missing(request, page, reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_incomplete_paths_among_many_as_drafts(request, action_type, objects, action):
    if action_type != "publish":
        return None
    for path in LearningPathPage.objects.filter(pk__in=[item.pk for item in pages_among(objects)]):
        draft = path.get_latest_revision_as_object()
        if reasons := why_not_published(draft):
            say_what_is_missing(request, draft, reasons)
            return redirect("wagtailadmin_pages:edit", path.pk)
    return None


def why_not_published(draft: LearningPathPage) -> list[str]:
    """Return what keeps `draft` from being published, in sentences."""
    content = content_of(draft)
    gaps = [gap_sentence(gap) for gap in needed(content, timezone.localdate())]
    if gaps:
        return gaps
    try:
        check_publishable(content)
    except NotPublishable as refusal:
        return [str(refusal)]
    return []


def say_what_is_missing(request, draft: LearningPathPage, reasons: list[str]) -> None:
    messages.error(
        request,
        _("“%(title)s” is kept as a draft: something is missing to publish it. %(reasons)s")
        % {"title": draft.title, "reasons": " ".join(reasons[:MOST_TOLD])},
    )


@hooks.register("before_delete_page")
def keep_published_paths(request, page):
    """People follow the versions of a path: it is unpublished, never deleted."""
    if not has_versions(page):
        return None
    say_why_paths_stay(request)
    return redirect("wagtailadmin_pages:unpublish" if page.live else "wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_published_paths_among_many(request, action_type, objects, action):
    if action_type != "delete" or not any(has_versions(page) for page in pages_among(objects)):
        return None
    say_why_paths_stay(request)
    return redirect("wagtailadmin_explore_root")


def has_versions(page) -> bool:
    return LearningPathPage.objects.descendant_of(page, inclusive=True).filter(versions__isnull=False).exists()


def say_why_paths_stay(request) -> None:
    messages.error(
        request,
        _("This path has published versions, which people may follow. Unpublish it instead of deleting it."),
    )


def pages_among(objects) -> list:
    return [item for item in objects if hasattr(item, "get_descendants")]
