"""Paths as people read them. Every exit goes through `published_path` (rule 7)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.exchange.exports import json_ld
from catalogue.learning.queries import enrolment_in, progress_of
from catalogue.paths.exports import content_of
from catalogue.paths.formats.difference import differences
from catalogue.paths.models import LearningPathPage, PathVersion
from catalogue.paths.permissions import can_edit_path, can_read_path
from catalogue.paths.queries import announced_runs, newest_version
from catalogue.paths.reading import module_reading, reading, version_row
from catalogue.paths.wording import change_rows


def published_path(request, slug) -> LearningPathPage:
    rows = LearningPathPage.objects.select_related("organisation", "target_framework", "certification")
    found = get_object_or_404(rows, slug=slug, live=True)
    if not can_read_path(request, found):
        raise Http404
    return found


def published_version(request, slug, number) -> PathVersion:
    page = published_path(request, slug)
    version = get_object_or_404(page.versions, number=number)
    version.path = page
    return version


def newest_published(request, slug) -> PathVersion:
    page = published_path(request, slug)
    version = newest_version(page)
    if version is None:
        raise Http404
    version.path = page
    return version


@require_safe
def path(request, slug):
    return show_path(request, newest_published(request, slug))


@require_safe
def path_version(request, slug, number):
    return show_path(request, published_version(request, slug, number))


def show_path(request, version: PathVersion):
    """Show a published version, with what whoever reads has done of it when they follow this very version."""
    page = version.path
    runs = announced_runs(page)
    enrolment = enrolment_in(request.user, page) if request.user.is_authenticated else None
    follows_it = enrolment is not None and enrolment.version_id == version.pk
    shown = reading(
        version,
        versions=list(page.versions.defer("values")),
        runs=runs,
        today=timezone.localdate(),
        enrolment=enrolment,
        progress=progress_of(enrolment) if follows_it else None,
    )
    shown["json_ld"] = json_ld(version, runs)
    shown["can_edit"] = can_edit_path(request.user, page)
    return render(request, "paths/path.html", shown)


def show_draft(request, page: LearningPathPage):
    """Show what an editor is writing as if it were published: Wagtail's preview and the builder's call this."""
    draft = PathVersion(path=page, number=0, title=page.title)
    draft.content = content_of(page)
    return render(request, "paths/path.html", reading(draft, runs=announced_runs(page), today=timezone.localdate()))


@require_safe
def module(request, slug, key):
    return show_module(request, newest_published(request, slug), key)


@require_safe
def version_module(request, slug, number, key):
    return show_module(request, published_version(request, slug, number), key)


def show_module(request, version: PathVersion, key):
    found = version.content.module(str(key))
    if found is None:
        raise Http404
    return render(request, "paths/module.html", module_reading(version, found))


@require_safe
def versions(request, slug):
    page = published_path(request, slug)
    rows = [version_row(page, version) for version in page.versions.defer("values")]
    return render(request, "paths/versions.html", {"page": page, "versions": rows})


@require_safe
def difference(request, slug, old, new):
    before, after = published_version(request, slug, old), published_version(request, slug, new)
    rows = change_rows(differences(before.content, after.content), before.content, after.content)
    return render(request, "paths/difference.html", {"page": after.path, "old": before, "new": after, "rows": rows})
