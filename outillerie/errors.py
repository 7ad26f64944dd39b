"""What people read when something is refused, missing or broken."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

# A database that restarts, or that somebody else has held for too long, answers again soon.
RETRY_SECONDS = 30


class Refused(Exception):
    """An action was refused. Its text is the sentence to show: what happened and what to do next."""


def csrf_failure(request, reason=""):
    # Nothing typed is lost: what was written on a kit waits in the session.
    from outillerie.writing.views import keep_expired

    if kept := keep_expired(request, reason):
        return kept
    return render(request, "403.html", {"is_expired_form": True}, status=403)


def bad_request(request, exception=None):
    return HttpResponse(render_to_string("500.html", {"is_bad_request": True}), status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_heavy(request):
    """Answer before anything of the request is read: who asks is not known yet."""
    return HttpResponse(render_to_string("pages/too_heavy.html"), status=413)


def broken(request):
    """Answer without the database or any context: one of them may be what broke."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return away()
    return HttpResponse(render_to_string("500.html"), status=500)


def away():
    """Answer that the database is away or held for too long: nothing was written, and the same request may come again."""
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})
