"""How many wrong codes one address may try, and how many names one code may look up (ATK-RATE).

Counted in each web process, as `pages.throttling` does: nobody who types their own code ever meets these bounds.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.utils import timezone

from catalogue.attending.models import CheckInCode

SECONDS, MOST_WRONG_CODES = 60, 20
# Twenty letters typed a seat, and a few more: a whole room finds itself, nobody lists the room by all its first letters.
SEARCHES_A_SEAT, SPARE_SEARCHES = 20, 40


def wrong_key(request) -> str:
    return f"throttle|wrong-check-in-code|{get_adapter().get_client_ip(request)}"


def guesses_too_much(request) -> bool:
    """Say whether this address typed too many wrong codes within a minute: then even the right one waits."""
    return caches["throttle"].get(wrong_key(request), 0) >= MOST_WRONG_CODES


def count_wrong(request) -> None:
    count(wrong_key(request), SECONDS)


def searches_too_much(code: CheckInCode, seats: int) -> bool:
    """Count one search for a name; say whether this code has looked up more than a room of `seats` needs."""
    left = max(1, int((code.ends_at - timezone.now()).total_seconds()))
    return count(f"throttle|names-of-code|{code.pk}", left) > SPARE_SEARCHES + SEARCHES_A_SEAT * seats


def count(key: str, seconds: int) -> int:
    counts = caches["throttle"]
    if counts.add(key, 1, seconds):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        return 1
