"""How often one may ask: each verification costs something, and «is it this person's?» could be asked of everybody.

Counted in each web process, as `pages.throttling` does. People who verify a badge never meet these bounds.
"""

from dataclasses import replace
from hashlib import sha256

from django.core.cache import caches

from badges.verification.formats.verdict import judged
from badges.verification.judging import Judgement

# From one address: in a minute, then in an hour.
MOST_VERIFICATIONS = 30
SECONDS = 3600
MOST_QUESTIONS_OF_A_CLIENT, MOST_QUESTIONS_ABOUT_A_BADGE = 20, 10


def is_asked_too_much(client: str, judgement: Judgement) -> bool:
    """Count one answer about the holder of a badge, if there is one; say whether `client`, or everybody about this
    badge, asked too many within an hour."""
    if judgement.verdict.check("recipient") is None:
        return False
    about = sha256(judgement.verdict.facts.identifier.encode()).hexdigest()
    by_client, about_badge = _count(f"throttle|whose-badge|{client}"), _count(f"throttle|whose-badge|{about}")
    return by_client > MOST_QUESTIONS_OF_A_CLIENT or about_badge > MOST_QUESTIONS_ABOUT_A_BADGE


def unasked(judgement: Judgement) -> Judgement:
    """Return the judgement without the answer about the holder."""
    verdict = judgement.verdict
    kept = [check for check in verdict.checks if check.name != "recipient"]
    return replace(judgement, verdict=judged(kept, verdict.facts) if verdict.checks else verdict)


def _count(key: str) -> int:
    counts = caches["throttle"]
    if counts.add(key, 1, SECONDS):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        return 1
