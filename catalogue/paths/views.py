"""Paths as people read them. Every exit goes through `published_path` (rule 7)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue.paths.exports import content_of
from catalogue.paths.models import LearningPathPage, PathVersion
from catalogue.paths.permissions import can_read_path
from catalogue.paths.queries import newest_version


def published_path(request, slug) -> LearningPathPage:
    found = get_object_or_404(LearningPathPage.objects.select_related("organisation"), slug=slug, live=True)
    if not can_read_path(request, found):
        raise Http404
    return found


@require_safe
def path(request, slug):
    page = published_path(request, slug)
    version = newest_version(page)
    if version is None:
        raise Http404
    return render(request, "paths/path.html", {"page": page, "version": version, "content": version.content})


@require_safe
def path_version(request, slug, number):
    page = published_path(request, slug)
    version = get_object_or_404(page.versions, number=number)
    return render(request, "paths/path.html", {"page": page, "version": version, "content": version.content})


def show_draft(request, page):
    """Show what is being written, to those who may edit it: Wagtail's preview."""
    version = PathVersion(path=page, number=0, title=page.title)
    return render(request, "paths/path.html", {"page": page, "version": version, "content": content_of(page)})
