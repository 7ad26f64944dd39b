from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from outillerie.kits.actions import NotPublishable, check_licence
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage
from outillerie.pages.permissions import can_read_document


def has_versions(page) -> bool:
    return KitPage.objects.descendant_of(page, inclusive=True).filter(versions__isnull=False).exists()


def say_why_kits_stay(request) -> None:
    messages.error(
        request,
        _(
            "This kit has published versions, which others may cite or have adapted."
            " Unpublish it instead of deleting it."
        ),
    )


@hooks.register("before_delete_page")
def keep_published_kits(request, page):
    """A published version is citable for ever: its kit is unpublished, never deleted."""
    if not has_versions(page):
        return None
    say_why_kits_stay(request)
    return redirect("wagtailadmin_pages:unpublish" if page.live else "wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_published_kits_among_many(request, action_type, objects, action):
    if action_type != "delete" or not any(has_versions(page) for page in pages_among(objects)):
        return None
    say_why_kits_stay(request)
    return redirect("wagtailadmin_explore_root")


@hooks.register("before_bulk_action")
def keep_kits_that_no_licence_allows_as_drafts(request, action_type, objects, action):
    if action_type != "publish":
        return None
    drafts = [page.get_latest_revision_as_object() for page in pages_among(objects)]
    for draft in drafts:
        if isinstance(draft, KitPage) and (reason := why_not_published(draft)):
            messages.error(request, _("“%(title)s”: %(reason)s") % {"title": draft.title, "reason": reason})
            return redirect("wagtailadmin_pages:edit", draft.pk)
    return None


def why_not_published(draft: KitPage) -> str:
    try:
        check_licence(content_of(draft))
    except NotPublishable as refusal:
        return str(refusal)
    return ""


def pages_among(objects) -> list:
    return [item for item in objects if hasattr(item, "get_descendants")]


@hooks.register("before_serve_document")
def keep_drafts_private(document, request):
    """A document has an address that can be guessed: it opens with the first public page that shows it."""
    if not can_read_document(request.user, document):
        raise Http404
