"""Marks that waited on a device, answered one by one; and the script that keeps the list there without a network.

A device may send the same marks twice, or after somebody else spoke: the key of each says what was already heard, and
the order of arrival decides. Nothing here trusts the clock of the device but to show it.
"""

import functools
import json

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.attending.actions import say
from catalogue.attending.forms import MarkForm
from catalogue.attending.links import registration_by_presence_key
from catalogue.attending.queries import seat_of
from catalogue.attending.views import MOST_PRESSES, welcomed_session
from catalogue.learning.models import AttendanceMark
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

MOST_MARKS = 200
WORKER = settings.BASE_DIR / "outillerie" / "static" / "outillerie" / "js" / "welcome_worker.js"


class NotOfThisSession(Refused):
    pass


@never_cache
@require_POST
@throttled(most=MOST_PRESSES)
def marks(request, pk):
    """Take `{"marks": [...]}` in order; answer each: accepted, known, or refused with the reason."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("Sign in again: nothing is lost.")}, status=401)
    session = welcomed_session(request, pk)
    if request.content_type != "application/json":
        return JsonResponse({"reason": _("Marks are sent as JSON.")}, status=415)
    try:
        sent = json.loads(request.body)["marks"]
    except (ValueError, KeyError, TypeError):
        sent = None
    if not isinstance(sent, list) or len(sent) > MOST_MARKS:
        return JsonResponse({"reason": _("These marks cannot be read. Load the page again.")}, status=400)
    answers = [answered(mark, session, by=request.user) for mark in sent]
    return JsonResponse({"answers": answers, "is_over": session.state == PeerSession.State.HELD})


def answered(mark, session: PeerSession, *, by) -> dict:
    """Keep one mark, and return what became of it: a refusal is an answer, it stops nothing."""
    form = MarkForm(mark if isinstance(mark, dict) else {})
    key = str(mark.get("key", ""))[:64] if isinstance(mark, dict) else ""
    if not form.is_valid():
        return {"key": key, "outcome": "refused", "reason": _("This mark cannot be read. Say it again in the list.")}
    try:
        registration = meant(form.cleaned_data, session)
        said = say(registration, form.cleaned_data["half_day"], word_of(form.cleaned_data, by))
    except (Refused, IntegrityError) as refusal:
        reason = str(refusal) if isinstance(refusal, Refused) else _("This mark was sent by somebody else already.")
        return {"key": key, "outcome": "refused", "reason": reason}
    outcome = "accepted" if said.is_new else "known"
    return {"key": key, "outcome": outcome, "name": registration.name, "registration": registration.pk}


def meant(facts: dict, session: PeerSession) -> Registration:
    """Return whom a mark is about: by the list, or by the code that was scanned."""
    if facts["presence_key"]:
        found = registration_by_presence_key(facts["presence_key"])
    else:
        found = seat_of(session, facts["registration"] or 0)
    if found is None or found.session_id != session.pk:
        raise NotOfThisSession(_("This person is not registered for this session. Add them as a walk-in."))
    return found


def word_of(facts: dict, by) -> AttendanceMark:
    said_at = facts["said_at"] or timezone.now()
    return AttendanceMark(state=facts["state"], way=facts["way"], key=facts["key"], said_by=by, said_at=said_at)


@require_safe
def worker(request, pk):
    """Give the script that answers for the list of one session, without a network. Its address bounds what it sees."""
    return HttpResponse(worker_script(), "text/javascript", headers={"Cache-Control": "no-cache"})


@functools.cache
def worker_script() -> bytes:
    return WORKER.read_bytes()
