"""What surrounds the kits: home, display preferences, site map, health, drawn images, and the very first visit."""

import mimetypes
from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outillerie import drawing
from outillerie.outbox.models import OutboxMessage
from outillerie.pages import preferences
from outillerie.pages.colour import darker
from outillerie.pages.forms import DisplayForm

FOREVER = "public, max-age=31536000, immutable"
LATE = timedelta(minutes=10)


@never_cache
@require_safe
def health(request):
    """Say, for a machine that watches, whether the database, the storage and the queue do their work."""
    checks = {"database": database_works(), "storage": storage_works()}
    checks["queue"] = checks["database"] and queue_works()
    return JsonResponse(
        {name: "ok" if works else "failing" for name, works in checks.items()}, status=200 if all(checks.values()) else 503
    )


def database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def storage_works() -> bool:
    try:
        default_storage.exists("health")
    except OSError:
        return False
    return True


def queue_works() -> bool:
    """Say whether no effect has been due for ten minutes without being handled."""
    late = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lt=timezone.now() - LATE)
    return not late.exists()


def svg(text: str) -> HttpResponse:
    response = HttpResponse(text, "image/svg+xml", headers={"Cache-Control": FOREVER})
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
def cover(request, key):
    try:
        return svg(drawing.cover_from_key(key))
    except ValueError as error:
        raise Http404 from error


@require_safe
def ruler(request, minutes, kind):
    if kind not in {"v", "h"} or not 1 <= minutes <= 7200:
        raise Http404
    return svg(drawing.ticks_svg(minutes, kind))


@require_safe
def accent_stylesheet(request, accent):
    """Give the hub's own colour to the roles that carry it; the colour is in the address, so it may be kept."""
    if len(accent) != 6 or any(digit not in "0123456789abcdef" for digit in accent):
        raise Http404
    css = f":root{{--color-action:#{accent};--color-action-edge:{darker('#' + accent)};--color-link:#{accent}}}"
    return HttpResponse(css, "text/css", headers={"Cache-Control": FOREVER})


@require_safe
def media(request, name):
    """Serve renditions of pictures, whose names cannot be guessed. Originals and documents have their own doors."""
    if not name.startswith("images/") or ".." in PurePosixPath(name).parts or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=mimetypes.guess_type(name)[0])
    response["Cache-Control"] = FOREVER
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def display(request):
    """Let anyone choose text size, spacing, theme and language, with or without an account."""
    form = DisplayForm(request.POST or None, initial=vars(request.preferences))
    came_from = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    back = came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"
    if request.method == "POST" and form.is_valid():
        response = redirect(back)
        value = preferences.written(preferences.Preferences(**form.cleaned_data))
        response.set_cookie(
            preferences.COOKIE, value, max_age=60 * 60 * 24 * 365, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
        return response
    return render(request, "pages/display.html", {"form": form, "next": back})


@require_safe
def site_map(request):
    from outillerie.pages.queries import site_map_sections

    return render(request, "pages/site_map.html", {"sections": site_map_sections()})


@require_safe
def components(request):
    return render(request, "pages/components.html")
