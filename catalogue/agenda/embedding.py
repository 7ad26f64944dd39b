"""The agenda on a partner's site: the lines to copy, and the frame they show. Plain HTML, no cookie, no script.

The frame is the only page of the site that others may frame: its own answer says so, and nothing else.
"""

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from catalogue.agenda.asking import AgendaRequest, agenda_request
from catalogue.agenda.cards import session_cards
from catalogue.agenda.choices import formats
from catalogue.agenda.listing import place_choices
from catalogue.agenda.queries import matching
from catalogue.sessions.queries import with_places
from outillerie.pages.queries import absolute
from outillerie.pages.throttling import throttled

COUNTS = (5, 10, 20)
FRAMED = {**settings.SECURE_CSP, "frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]}
# Readers of a partner's site may get what is a few minutes old: the page of each session is exact.
KEPT = "public, max-age=300"


@require_safe
@throttled(most=120, costs=lambda request: bool(request.GET))
def embed_agenda(request):
    """Choose what to show; below, the lines to copy."""
    asked = agenda_request(request.GET, timezone.localdate())
    count = count_of(request.GET)
    context = {
        "where": asked.typed_where,
        "territory": asked.territory,
        "is_place_unknown": asked.is_place_unknown,
        "choices": [{**row, "url": embed_url(row["url"], count)} for row in place_choices(asked)],
        "formats": [
            {"code": code, "label": label, "is_active": code in codes_of(asked)} for code, label in formats().items()
        ],
        "counts": [{"count": number, "is_active": number == count} for number in COUNTS],
        **code_words(asked, count),
    }
    return render(request, "agenda/embed.html", context)


def count_of(parameters) -> int:
    typed = parameters.get("nombre", "")
    return int(typed) if typed in map(str, COUNTS) else COUNTS[1]


def codes_of(asked: AgendaRequest) -> list[str]:
    return [choice.value for choice in asked.chosen.get("format", ())]


def embed_url(list_url: str, count: int) -> str:
    """Return the page of the choice for what the list at `list_url` shows."""
    parameters = "&".join(filter(None, [list_url.partition("?")[2], urlencode({"nombre": count})]))
    return f"{reverse('embed-agenda')}?{parameters}"


def code_words(asked: AgendaRequest, count: int) -> dict:
    """Return the addresses of the frame and of the list, and what a frame is called."""
    filters = replace(asked, page=1).parameters(with_time=False)
    frame = "&".join(filter(None, [filters, urlencode({"nombre": count})]))
    title = _("Agenda of peer sessions")
    if asked.territory:
        title = _("%(agenda)s, %(place)s") % {"agenda": title, "place": asked.territory}
    return {
        "frame_path": f"{reverse('agenda-frame')}?{frame}",
        "frame_url": absolute(f"{reverse('agenda-frame')}?{frame}"),
        "list_url": absolute(reverse("agenda") + (f"?{filters}" if filters else "")),
        "frame_title": title,
    }


@require_safe
@xframe_options_exempt
@csp_override(FRAMED)
@throttled(most=240)
def frame(request):
    """Show the next sessions, alone on the page."""
    now = timezone.now()
    asked = replace(agenda_request(request.GET, timezone.localdate(now)), is_past=False)
    found = with_places(matching(asked, now))[: count_of(request.GET)]
    context = {"cards": session_cards(found, now), **code_words(asked, count_of(request.GET))}
    response = render(request, "agenda/frame.html", context)
    response["Cache-Control"] = KEPT
    return response
