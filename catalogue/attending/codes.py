"""The code of the room, as those who welcome show it: on a wall, on their phone, on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.attending import queries
from catalogue.attending.actions import open_code
from catalogue.attending.showing import chosen_half_day, code_page, titled
from catalogue.attending.views import MOST_PRESSES, welcomed_session
from catalogue.learning.views import FORM_METHODS, is_a_deed
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

# Elsewhere on the site no page may use a camera.
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_PRESSES, costs=is_a_deed)
def code(request, pk):
    """Show the code of a half-day. Only a press makes one: looking changes nothing."""
    session = welcomed_session(request, pk)
    part = chosen_half_day(session, request.GET.get("demi-journee", ""))
    if request.method == "POST":
        try:
            open_code(session, half_day=part.code, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{reverse('welcome-code', args=[session.pk])}?demi-journee={part.code}")
    return render(request, "attending/code.html", code_page(session, part, queries.code_shown(session, part.code)))


@login_required
@never_cache
@require_safe
def scanner(request, pk):
    """Read the codes of people with the camera, where the browser can."""
    session = welcomed_session(request, pk)
    part = chosen_half_day(session, request.GET.get("demi-journee", ""))
    response = render(
        request, "attending/scanner.html", {"session": session, "title": titled(session), "half_day": part}
    )
    response["Permissions-Policy"] = CAMERA
    return response
