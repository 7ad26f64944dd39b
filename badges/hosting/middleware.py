"""The permanent addresses are answered before anything of a person is read: no session, no language, no cookie."""

from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, resolve

from badges.hosting.serving import missing
from badges.issuing.addresses import MACHINES

URLS = "badges.hosting.urls"


class MachineAddresses:
    """Answer what machines read. Whoever keeps copies of it may keep one for everybody."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.answer = SecurityMiddleware(answer)

    def __call__(self, request):
        is_for_machines = request.path_info.startswith(f"/{MACHINES}/")
        return self.answer(request) if is_for_machines else self.get_response(request)


def answer(request):
    try:
        match = resolve(request.path_info, URLS)
    except Resolver404:
        return missing()
    return match.func(request, **match.kwargs)
