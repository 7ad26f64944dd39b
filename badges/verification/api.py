"""The same verdict for programs: `POST /api/v1/verify` (docs/api-verify.md). No session, no cookie, any site."""

import functools

from allauth.account.adapter import get_adapter
from django.http import JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from badges.openbadges.bounds import bounded_json
from badges.openbadges.faults import Unacceptable
from badges.verification import wording
from badges.verification.formats.recognising import MOST_BYTES
from badges.verification.formats.verdict import unreadable
from badges.verification.judging import Judgement, judge
from badges.verification.limits import MOST_VERIFICATIONS, is_asked_too_much, unasked
from outillerie.pages.throttling import SECONDS, count_of

# {"url": …} and {"code": …} name a badge; any other JSON object is one.
NAMES = {"url", "code", "email"}


def open_to_any_site(view):
    @functools.wraps(view)
    def answered(request):
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Content-Type, Accept-Language"
        return response

    return answered


# It holds no session: whoever makes somebody else's browser post here learns nothing of them.
@csrf_exempt
@never_cache
@open_to_any_site
@require_http_methods(["POST", "OPTIONS"])
def verify(request):
    if request.method == "OPTIONS":
        return JsonResponse({})
    if count_of(request, "api-verify") > MOST_VERIFICATIONS:
        return JsonResponse({"error": "too-many-requests"}, status=429, headers={"Retry-After": str(SECONDS)})
    content, email = given(request)
    judgement = judge(content, address=email) if len(content) <= MOST_BYTES else Judgement(unreadable("too-big"))
    if is_asked_too_much(get_adapter().get_client_ip(request), judgement):
        judgement = unasked(judgement)
    # The language of the request, not of a cookie: programs carry none.
    with translation.override(translation.get_language_from_request(request)):
        said = wording.answer(judgement.verdict)
        headers = {"Content-Language": translation.get_language()}
    return JsonResponse(said, status=422 if said["code"] == "unreadable" else 200, headers=headers)


def given(request) -> tuple[bytes, str]:
    """Return what to verify and the e-mail address of whom it should be, if one was sent."""
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        return (file.read(MOST_BYTES + 1) if file else b""), request.POST.get("email", "")
    try:
        asked = bounded_json(request.body)
    except Unacceptable:
        return request.body, ""
    if asked and asked.keys() <= NAMES:
        named = asked.get("url") or asked.get("code") or ""
        return str(named).encode(), str(asked.get("email") or "")
    return request.body, ""
