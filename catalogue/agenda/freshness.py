"""Pages whose words change by the minute: seats go, sessions begin. Nothing keeps them, here or on the way."""

from functools import wraps

from outillerie.pages.middleware import PERSONAL, is_personal

FRESH = "public, no-cache"


def always_fresh(view):
    """Have every reader asked again for what `view` shows; what is personal stays so."""

    @wraps(view)
    def fresh(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = PERSONAL if is_personal(request, response) else FRESH
        return response

    return fresh
