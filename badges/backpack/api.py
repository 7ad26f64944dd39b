"""What a wallet asks of a badge, from a phone or from a page of any site.

Fetch (https://fetch.spec.whatwg.org/#http-cors-protocol): a page that posts JSON asks first, with OPTIONS, and reads no
answer that does not name it, not even a refusal.
"""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from badges.backpack.wallets import presentation_for
from badges.hosting.serving import JSON, finished, missing
from outillerie.pages.throttling import SECONDS, count_of

MOST_EXCHANGES = 30
METHODS = "POST, OPTIONS"
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


# Without any cookie: the token, which only the holder could make, is the proof.
@csrf_exempt
@never_cache
def wallet_exchange(request, token):
    if request.method == "OPTIONS":
        return finished(HttpResponse(status=204, headers=PREFLIGHT))
    if request.method != "POST":
        return finished(HttpResponse(status=405, headers={"Allow": METHODS}))
    if count_of(request, "wallet-exchange") > MOST_EXCHANGES:
        refused = JsonResponse({"error": "too-many-requests"}, status=429, headers={"Retry-After": str(SECONDS)})
        return finished(refused)
    presentation = presentation_for(token)
    return finished(HttpResponse(presentation, content_type=JSON)) if presentation else missing()
