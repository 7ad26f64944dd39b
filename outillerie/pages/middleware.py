"""Small layers around every page: how much may come in, whole pages kept for people without a cookie, what
a page may ask of the browser, how the reader wants to read, and what makes kept pages stale."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import CSP

from outillerie.errors import too_heavy
from outillerie.pages import preferences
from outillerie.pages.actions import forget_pages
from outillerie.pages.queries import KEPT_SECONDS, current_generation

# A document of 20 MB, the most a form accepts, and what a form adds around it.
MOST_BODY_BYTES = 25_000_000
SHAREABLE = "public, max-age=0, must-revalidate"
PERSONAL = "private, no-store"
ADMIN = "/admin/"
UNSHARED = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


class BoundedBody:
    """Refuse a request that is too heavy before a byte of it is read or written anywhere.

    A request that does not say its length has an empty body for Django: there is nothing else to bound.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BODY_BYTES:
            return too_heavy(request)
        return self.get_response(request)


class PageCache:
    """Keep the pages that people without any cookie read.

    A request that carries a cookie, credentials or a live search is never answered from here, and only what
    `DisplayPreferences` called shareable is kept: nothing of a person can reach another one. Everything that
    an answer may depend on is in its key.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request):
        if not may_share(request):
            return self.get_response(request)
        key = page_key(request)
        kept = self.pages.get(key)
        if kept is not None:
            return HttpResponse(kept[0], headers=kept[1])
        response = self.get_response(request)
        if may_keep(response):
            self.pages.set(key, (response.content, dict(response.items())), KEPT_SECONDS)
        return response


def may_share(request) -> bool:
    return request.method == "GET" and not any(request.META.get(header) for header in UNSHARED)


def may_keep(response) -> bool:
    return (
        response.status_code == 200
        and response.get("Cache-Control") == SHAREABLE
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and not response.streaming
    )


def page_key(request) -> str:
    address = f"{request.scheme}|{request.get_host()}|{request.get_full_path()}"
    return f"page|{current_generation()}|{sha256(address.encode()).hexdigest()}"


class Policies:
    """Say what a page may ask of the browser.

    Wagtail's back office prints a few inline scripts and styles; nothing else on the site may.
    """

    permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    # What an editor writes is shown as it will be, beside the form.
    preview = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
    admin = {
        **preview,
        "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [*settings.SECURE_CSP["img-src"], "blob:"],
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.permissions)
        if getattr(request, "is_preview", False):
            response._csp_config = self.preview
        elif request.path.startswith(ADMIN) and not hasattr(response, "_csp_config"):
            response._csp_config = self.admin
        return response


class DisplayPreferences:
    """Read the display cookie, speak the chosen language, and say who may keep the answer.

    A page that anyone may read, shown to someone who carries no cookie but that one and without a form of
    theirs, may be shared; anything else is for that person alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.preferences = preferences.read(request.COOKIES.get(settings.DISPLAY_COOKIE_NAME, ""))
        with translation.override(request.preferences.language):
            request.LANGUAGE_CODE = request.preferences.language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.preferences.language)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = PERSONAL if is_personal(request, response) else SHAREABLE
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


def is_personal(request, response) -> bool:
    return bool(
        request.method not in {"GET", "HEAD"}
        or request.COOKIES.keys() - {settings.DISPLAY_COOKIE_NAME}
        or request.META.keys() & {"HTTP_AUTHORIZATION", "CSRF_COOKIE"}
        or response.cookies
    )


class FreshPages:
    """Whatever somebody does in the back office, readers see it: what was kept is stale.

    An answer in JSON is a draft that saves itself, and a preview changes nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_deed = request.method == "POST" and request.path.startswith(ADMIN)
        if is_deed and "/preview/" not in request.path and request.accepts("text/html"):
            forget_pages()
        return response
