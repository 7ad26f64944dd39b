"""Kits as people and programs read them. Every exit goes through `published_kit` (rule 7)."""

from django.core.cache import caches
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from outillerie.kits.actions import request_print
from outillerie.kits.exports import content_of, json_of, markdown_of
from outillerie.kits.formats.difference import differences
from outillerie.kits.models import KitPage, KitPrint, KitVersion
from outillerie.kits.origins import adaptation_pieces
from outillerie.kits.permissions import can_read_kit
from outillerie.kits.prints import FORMS
from outillerie.kits.reading import reading, version_row
from outillerie.kits.uploads import card_sized
from outillerie.kits.wording import change_rows
from outillerie.pages.throttling import throttled

# A numbered version never changes, but its kit may be withdrawn: a day bounds what shared caches still give then.
ONE_DAY_SECONDS = 86_400
ONE_DAY = f"public, max-age={ONE_DAY_SECONDS}"


def published_kit(request, slug) -> KitPage:
    kit = get_object_or_404(KitPage.objects.select_related("organisation", "field_standing"), slug=slug, live=True)
    if not can_read_kit(request, kit):
        raise Http404
    return kit


def published_version(request, slug, number) -> KitVersion:
    kit = published_kit(request, slug)
    version = get_object_or_404(kit.versions, number=number)
    version.kit = kit
    return version


@require_safe
def kit(request, slug):
    page = published_kit(request, slug)
    versions = list(page.versions.defer("values"))
    newest = page.versions.first()
    if newest is None:
        raise Http404
    newest.kit = page
    shown = reading(newest, versions=versions, adaptations=adaptation_pieces(page))
    return render(request, "kits/kit.html", shown)


@require_safe
def version(request, slug, number):
    shown = published_version(request, slug, number)
    return render(request, "kits/kit.html", reading(shown, versions=list(shown.kit.versions.defer("values"))))


def show_draft(request, page: KitPage):
    """Show what an editor is writing as if it were published: Wagtail's preview calls this."""
    content = content_of(page)
    draft = KitVersion(kit=page, number=0, title=content.title, licence=content.licence)
    draft.content = content
    return render(request, "kits/kit.html", reading(draft, versions=[]))


@require_safe
def versions(request, slug):
    page = published_kit(request, slug)
    rows = [version_row(page, version) for version in page.versions.defer("values")]
    return render(request, "kits/versions.html", {"page": page, "versions": rows})


@require_safe
def difference(request, slug, old, new):
    before, after = published_version(request, slug, old), published_version(request, slug, new)
    rows = change_rows(differences(before.content, after.content))
    return render(request, "kits/difference.html", {"page": after.kit, "old": before, "new": after, "rows": rows})


@require_safe
def as_json(request, slug, number):
    shown = published_version(request, slug, number)
    return _kept(HttpResponse(json_of(shown), "application/ld+json"), shown.kit)


@require_safe
def as_markdown(request, slug, number):
    shown = published_version(request, slug, number)
    response = HttpResponse(markdown_of(shown), "text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-v{number}.md"'
    return _kept(response, shown.kit)


@require_safe
def file(request, slug, number, name):
    return _stored_part(request, slug, number, name, "files", as_attachment=True)


@require_safe
def picture(request, slug, number, name):
    return _stored_part(request, slug, number, name, "pictures", as_attachment=False)


@require_safe
def cover(request, slug, number):
    """Serve the kit's own cover at the size of a card: a list of nine must stay light."""
    shown = published_version(request, slug, number)
    part = next((part for part in shown.content.pictures if part.name == shown.content.cover), None)
    if part is None:
        raise Http404
    stored = get_object_or_404(shown.stored_files, sha256=part.sha256)
    data = caches["renditions"].get_or_set(
        f"cover|{part.sha256}", lambda: card_sized(stored.file.read()), ONE_DAY_SECONDS
    )
    return _kept(HttpResponse(data, "image/webp"), shown.kit)


def _stored_part(request, slug, number, name, kind, *, as_attachment):
    shown = published_version(request, slug, number)
    part = next((part for part in getattr(shown.content, kind) if part.name == name), None)
    if part is None:
        raise Http404
    stored = get_object_or_404(shown.stored_files, sha256=part.sha256)
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=as_attachment,
        filename=part.name,
        content_type=stored.media_type,
    )
    # Whatever a file holds, it may do nothing in the name of the site.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return _kept(response, shown.kit)


def _kept(response, kit):
    response["Cache-Control"] = "private, no-store" if kit.get_view_restrictions() else ONE_DAY
    return response


@require_safe
@throttled(most=60)
def printed(request, slug, number, form, ending):
    shown = published_version(request, slug, number)
    if FORMS.get(form) is None or FORMS[form].ending != ending:
        raise Http404
    made = request_print(shown, form)
    if made.state == KitPrint.State.READY:
        name = f"{slug}-v{number}-{form}.{ending}"
        response = FileResponse(
            made.file.open("rb"),
            as_attachment=ending == "zip",
            filename=name,
            content_type=FORMS[form].media_type,
        )
        return _kept(response, shown.kit)
    failed = made.state == KitPrint.State.FAILED
    response = render(
        request, "kits/preparing.html", {"page": shown.kit, "failed": failed}, status=503 if failed else 202
    )
    if not failed:
        response["Refresh"] = "2"
    response["Cache-Control"] = "no-store"
    return response
