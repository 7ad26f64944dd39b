from django.core.cache import cache

GENERATION = "pages:generation"


def forget_pages():
    """Make every kept page stale, in every process: called when something public changed."""
    try:
        cache.incr(GENERATION)
    except ValueError:
        cache.set(GENERATION, 1, None)
