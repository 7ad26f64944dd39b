from secrets import token_urlsafe

from django.core.cache import cache

GENERATION = "pages:generation"


def forget_pages() -> None:
    """Make everything kept stale, in every process: called when something public changed."""
    cache.set(GENERATION, token_urlsafe(9), timeout=None)
