"""The catalogue as people read it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.paths.queries import public_paths


@require_safe
def paths(request):
    return render(request, "browsing/paths.html", {"paths": public_paths().order_by("title")})
