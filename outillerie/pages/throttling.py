"""A bound on costly pages for each address. Counted in each web process: cheap, and enough to stop a flood."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.shortcuts import render

SECONDS = 60


def throttled(*, most: int, costs=lambda request: True):
    """Refuse, for a minute, the requests that `costs` past `most` of them in a minute from one address."""

    def decorate(view):
        @wraps(view)
        def bounded(request, *args, **kwargs):
            if costs(request) and count_of(request, view.__name__) > most:
                return too_many_requests(request)
            return view(request, *args, **kwargs)

        return bounded

    return decorate


def count_of(request, name: str) -> int:
    """Return how many times this address asked for `name` in the current minute, this time included."""
    key = f"throttle|{name}|{get_adapter().get_client_ip(request)}"
    counts = caches["throttle"]
    if counts.add(key, 1, SECONDS):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        return 1


def too_many_requests(request):
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(SECONDS)
    response["Cache-Control"] = "no-store"
    return response
