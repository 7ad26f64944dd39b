"""Every route of the site but those of Wagtail's back office, which Wagtail guards."""

from django.urls import URLPattern, URLResolver, get_resolver

BACK_OFFICE = "admin/"


def routes() -> dict[str, tuple[str, ...]]:
    """Return the names of the arguments of each route, by the name of the route; a nameless one has its pattern."""
    return dict(walk(get_resolver().url_patterns))


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(BACK_OFFICE):
            continue
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or route, tuple(pattern.pattern.regex.groupindex)
