"""A deed that is refused in the back office is a sentence there too: Wagtail's views know nothing of our refusals."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from outillerie.errors import Refused


class RefusalsInBackOffice:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Say why, on the page that the person came from. What they were writing is in the draft."""
        is_theirs = request.method == "POST" and request.path.startswith(reverse("wagtailadmin_home"))
        if not (is_theirs and isinstance(exception, Refused)):
            return None
        messages.error(request, str(exception))
        back = page_before(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": back})
        return redirect(back)


def page_before(request) -> str:
    came_from = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return came_from if is_ours else reverse("wagtailadmin_home")
