"""Three small layers around every page: whole pages kept for people without a cookie, the back office's content
policy, and how the reader wants to read."""

import time

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.csp import CSP

from outillerie.pages import preferences
from outillerie.pages.actions import GENERATION

SECONDS = 300
# Asking the shared cache at every request would cost more than the page: each process asks once in that time.
TRUST_SECONDS = 0 if settings.TESTING else 1


class PageCache:
    """Keep the pages that people without any cookie read.

    A request that carries a cookie is never served from here nor kept, and neither is an answer that sets one or
    that says `private` or `no-store`: nothing of a person can reach another one.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]
        self.generation, self.asked_at = 0, -1.0

    def __call__(self, request):
        if request.method != "GET" or request.META.get("HTTP_COOKIE") or request.META.get("HTTP_AUTHORIZATION"):
            return self.get_response(request)
        key = self._key(request)
        kept = self.pages.get(key)
        if kept is not None:
            return HttpResponse(kept[0], headers=kept[1])
        response = self.get_response(request)
        if self._may_be_kept(response):
            self.pages.set(key, (response.content, dict(response.items())), SECONDS)
        return response

    def _key(self, request):
        fragment = "htmx" if request.META.get("HTTP_HX_REQUEST") else "page"
        return f"{self._current_generation()}|{fragment}|{request.scheme}|{request.get_host()}|{request.get_full_path()}"[:1000]

    def _current_generation(self):
        if time.monotonic() - self.asked_at >= TRUST_SECONDS:
            self.generation, self.asked_at = cache.get(GENERATION, 0), time.monotonic()
        return self.generation

    def _may_be_kept(self, response):
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and response.get("Content-Type", "").startswith("text/html")
            and "public" in response.get("Cache-Control", "")
        )


class AdminPolicy:
    """Wagtail's back office prints a few inline scripts and styles; nothing else on the site may."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = {
            **settings.SECURE_CSP,
            "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
            "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
            "img-src": [*settings.SECURE_CSP["img-src"], "blob:"],
        }

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = self.policy
        return response


class DisplayPreferences:
    """Read the display cookie, speak the chosen language, and say who may keep the answer.

    A public page for someone who is not signed in may be shared; anything else is for that person alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.preferences = preferences.read(request.COOKIES.get(preferences.COOKIE, ""))
        with translation.override(request.preferences.language):
            request.LANGUAGE_CODE = request.preferences.language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.preferences.language)
        if not response.has_header("Cache-Control"):
            is_personal = (
                settings.SESSION_COOKIE_NAME in request.COOKIES
                or request.method not in {"GET", "HEAD"}
                or response.cookies
                or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            )
            response["Cache-Control"] = "private, no-store" if is_personal else "public, max-age=0, must-revalidate"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response
