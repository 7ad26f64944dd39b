"""Moments as badges write them: ISO 8601 with a time zone (RFC 3339); 2.0 also knows days alone, read as UTC."""

from datetime import UTC, datetime

from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check


def moment_of(text) -> datetime | None:
    """Return the moment that `text` says, in UTC, or None when it says none."""
    if not isinstance(text, str) or not 10 <= len(text) <= 40:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment_text(text) -> str:
    """Return the moment that `text` says as ISO 8601, or an empty text."""
    found = moment_of(text)
    return found.isoformat() if found else ""


def dates_check(begins, ends, *, now: datetime) -> Check:
    """Say whether `now` is between two moments as the badge writes them; an absent end is for ever."""
    valid_from, valid_until = moment_of(begins), moment_of(ends)
    values = {"valid_from": valid_from.isoformat() if valid_from else ""}
    if valid_until:
        values["valid_until"] = valid_until.isoformat()
    if valid_from is None or (ends is not None and valid_until is None):
        return Check(name="dates", outcome=UNKNOWN, reason="unreadable-dates")
    if now < valid_from:
        return Check(name="dates", outcome=FAILED, reason="not-yet-valid", values=values)
    if valid_until and now >= valid_until:
        return Check(name="dates", outcome=FAILED, reason="expired", values=values)
    return Check(name="dates", outcome=PASSED, reason="until" if valid_until else "no-end", values=values)
