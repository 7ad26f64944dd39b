"""How machines are answered: the bytes as they are stored, under the type that was asked for, to whoever asks.

Open Badges 3.0, 10.1 (https://www.imsglobal.org/spec/ob/v3p0): a credential is served as `application/vc+ld+json`,
`application/ld+json` or `application/json`, a token as `text/plain`. JSON is `application/json` unless another name of it
is asked for: it is what any file server says of `.json`, what every reader we know takes, and what the archive will say.
RFC 9110 (https://www.rfc-editor.org/rfc/rfc9110): 12 negotiation, 13 conditions. Fetch (https://fetch.spec.whatwg.org):
any page may read.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response

from badges.openbadges.serialising import serialise

JSON, LD_JSON, HTML, TEXT = "application/json", "application/ld+json", "text/html", "text/plain"
VC, VC_JWT = "application/vc", "application/vc+jwt"
CREDENTIAL_TYPES = (JSON, "application/vc+ld+json", VC, LD_JSON)
METHODS = ("GET", "HEAD", "OPTIONS")
# A badge may be issued again and an issuer may change its name: what is kept is asked again, and costs nothing.
ASKED_AGAIN = "public, max-age=0, must-revalidate"
ONE_MINUTE = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
PREFLIGHT = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, kw_only=True)
class Served:
    """What an address answers: its bytes by media type, the usual one first. `page` names where people read it."""

    variants: Mapping[str, bytes]
    page: tuple = ()
    keep: str = ASKED_AGAIN
    file_name: str = ""
    status: int = 200


class Missing(Exception):
    """Nothing was ever there."""


@dataclass
class Gone(Exception):
    """Something was there and is not any more: `document` says so."""

    document: dict = field(default_factory=dict)


def in_json(content: bytes, *types: str, **options) -> Served:
    """Return JSON that is the same under each of the names `types`, or under its two usual ones."""
    return Served(variants=dict.fromkeys(types or (JSON, LD_JSON), content), **options)


def for_machines(view: Callable[..., Served]):
    """Make a view of a function that returns what to serve, or raises Missing or Gone. Nothing of a person is read."""

    @wraps(view)
    def answer(request, **parts):
        if request.method == "OPTIONS":
            return finished(HttpResponse(status=204, headers=PREFLIGHT))
        if request.method not in METHODS:
            return finished(HttpResponse(status=405, headers={"Allow": PREFLIGHT["Allow"]}))
        try:
            return response_of(request, view(request, **parts))
        except Gone as gone:
            served = in_json(serialise(gone.document), status=410)
            return response_of(request, served)
        except Missing:
            return missing()

    return answer


def missing() -> HttpResponse:
    document = serialise({"error": "There is nothing at this address."})
    return finished(HttpResponse(document, content_type=JSON, status=404, headers={"Cache-Control": ASKED_AGAIN}))


def response_of(request: HttpRequest, served: Served) -> HttpResponse:
    if served.page and is_read_by_somebody(request):
        return finished(
            HttpResponseRedirect(reverse(served.page[0], args=served.page[1:]), status=303, headers={"Vary": "Accept"})
        )
    media_type = chosen_type(request, served)
    content = served.variants[media_type]
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}.{media_type.rpartition("/")[2]}"'
    response = HttpResponse(content, content_type=typed(media_type), status=served.status)
    response["ETag"], response["Cache-Control"] = etag, served.keep
    if len(served.variants) > 1 or served.page:
        response["Vary"] = "Accept"
    if served.file_name:
        response["Content-Disposition"] = f'inline; filename="{served.file_name}"'
    if served.status == 200:
        response = get_conditional_response(request, etag=etag, response=response)
    if request.method == "HEAD" and response.status_code != 304:
        response["Content-Length"] = str(len(content))
        response.content = b""
    return finished(response)


def chosen_type(request, served) -> str:
    """Return the type asked for among those there are; the usual one when none suits: many readers ask for none."""
    usual = next(iter(served.variants))
    if len(served.variants) == 1 or request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", usual):
        return usual
    return request.get_preferred_type(list(served.variants)) or usual


def is_read_by_somebody(request) -> bool:
    """Say whether a browser asks, or HTML alone is asked for, and is preferred.

    `text/html` among pictures is what Java asks for when it was not told anything: it is given JSON.
    """
    if HTML not in request.META.get("HTTP_ACCEPT", ""):
        return False
    named = {f"{kind.main_type}/{kind.sub_type}" for kind in request.accepted_types}
    html, json = request.accepted_type(HTML), request.accepted_type(JSON)
    is_asked = named == {HTML} or {HTML, "application/xhtml+xml"} <= named
    return is_asked and (json is None or html.quality > json.quality)


def typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type == TEXT else media_type


def finished(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response[name] = value
    return response
