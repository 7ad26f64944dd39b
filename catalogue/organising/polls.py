"""Date polls: dates are proposed, people answer, the organiser makes a session of the best one.

Somebody without an account proves their address before anything is written: the mail holds what they answered, signed.
Whoever asks learns nothing of who answered before (ATK-ENUM): whatever the address, the answer of the site is the same.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.organising.emails import confirm_reply_mail
from catalogue.organising.making import Origin, make_session
from catalogue.organising.models import DatePoll, PollDate, PollReply
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import User
from outillerie.errors import Refused

FEWEST_DATES, MOST_DATES = 3, 20
MOST_REPLIES = 300
# Links to confirm an answer, for one address of one poll, in an hour.
MOST_MAILS = 3
ANSWERS = {"yes": gettext_lazy("Yes"), "maybe": gettext_lazy("If needed"), "no": gettext_lazy("No")}
SALT = "catalogue.organising.reply"
TOKEN_AGE = timedelta(days=120)


class PollRefused(Refused):
    pass


@dataclass(frozen=True)
class Reply:
    """What somebody answers: `answers` is "yes", "maybe" or "no" by the id of each date."""

    name: str
    answers: dict[str, str]
    comment: str = ""
    email: str = ""


@transaction.atomic
def make_poll(origin: Origin, dates: list[tuple[datetime, datetime]], *, by: User, key: str, **facts) -> DatePoll:
    """Keep a poll of 3 to 20 dates to come. The same `key` again returns the same poll."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if (held := DatePoll.objects.filter(key=key).first()) is not None:
        if held.created_by_id != by.pk:
            raise PollRefused(_("This form was already used. Open it again."))
        return held
    check_dates(dates)
    links = {name: origin.facts.get(name) for name in ("kit_version", "module")}
    poll = DatePoll.objects.create(key=key, created_by=by, **links, **facts)
    PollDate.objects.bulk_create(PollDate(poll=poll, starts_at=starts, ends_at=ends) for starts, ends in sorted(dates))
    return poll


def check_dates(dates: list[tuple[datetime, datetime]]) -> None:
    if len({starts for starts, _ends in dates}) < len(dates):
        raise PollRefused(_("Two of these dates are the same: change one of them."))
    if not FEWEST_DATES <= len(dates) <= MOST_DATES:
        raise PollRefused(_("Propose from 3 to 20 dates."))
    if any(starts <= timezone.now() for starts, _ends in dates):
        raise PollRefused(_("One of these dates is past: people can only come to those to come."))


def lock_poll(poll: DatePoll) -> DatePoll:
    found = DatePoll.objects.select_for_update(no_key=True).filter(pk=poll.pk).first()
    if found is None:
        raise PollRefused(_("This poll was deleted by who made it."))
    return found


def is_open(poll: DatePoll) -> bool:
    return poll.closed_at is None and (poll.answers_until is None or timezone.localdate() <= poll.answers_until)


@transaction.atomic
def answer(poll: DatePoll, reply: Reply, *, person: User | None = None, email: str = "") -> PollReply:
    """Keep what `person`, or whoever proved `email`, answers. Again, it replaces what they answered before."""
    current = lock_poll(poll)
    check_open(current)
    who = {"person": person} if person is not None else {"email__iexact": email, "person": None}
    held = current.replies.filter(**who).first()
    if held is None and current.replies.count() >= MOST_REPLIES:
        raise PollRefused(_("This poll has all the answers that it can hold. Write to who made it."))
    row = held or PollReply(poll=current, person=person, email=email)
    row.name, row.comment, row.answered_at = reply.name, reply.comment, timezone.now()
    row.answers = known_answers(current, reply.answers)
    row.save()
    return row


def check_open(poll: DatePoll) -> None:
    if not is_open(poll):
        raise PollRefused(_("This poll is closed: it takes no more answers."))


def known_answers(poll: DatePoll, answers: dict[str, str]) -> dict[str, str]:
    """Return an answer for each date of the poll, and nothing else: no date without one."""
    ids = map(str, poll.dates.values_list("pk", flat=True))
    return {pk: answers[pk] if answers.get(pk) in ANSWERS else "no" for pk in ids}


@transaction.atomic
def ask_answer(poll: DatePoll, reply: Reply) -> None:
    """Send to an address the link that keeps what it answers. Nothing is written before the link is followed.

    Whoever types the address of somebody else does not flood it: past a few, nothing more is sent, and nothing says so.
    """
    check_open(poll)
    if mails_asked(poll, reply.email) <= MOST_MAILS:
        confirm_reply_mail(poll, reply.email, token_of(poll, reply)).send()


def mails_asked(poll: DatePoll, email: str) -> int:
    """Return how many links of this poll were asked for this address in the current hour, this one included."""
    digest = hashlib.sha256(email.lower().encode()).hexdigest()
    counts, key = caches["default"], f"poll-mail|{poll.pk}|{digest}"
    if counts.add(key, 1, 3600):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        return 1


def token_of(poll: DatePoll, reply: Reply) -> str:
    values = [poll.pk, reply.email, reply.name, reply.comment, reply.answers, timezone.now().timestamp()]
    return signing.dumps(values, salt=SALT, compress=True)


def read_token(token: str, poll: DatePoll) -> tuple[Reply, datetime] | None:
    """Return what a link of `poll` holds and when it was made, or None when it is not ours or too old."""
    try:
        pk, email, name, comment, answers, made = signing.loads(token, salt=SALT, max_age=TOKEN_AGE)
    except (signing.BadSignature, ValueError):
        return None
    made_at = datetime.fromtimestamp(made, tz=timezone.get_default_timezone())
    return (Reply(name, answers, comment, email), made_at) if pk == poll.pk else None


@transaction.atomic
def close_poll(poll: DatePoll, *, by) -> None:
    current = lock_poll(poll)
    if current.closed_at is None:
        current.closed_at = timezone.now()
        current.save(update_fields=["closed_at"])


@transaction.atomic
def settle_poll(poll: DatePoll, date: PollDate, *, by: User, origin: Origin, key) -> PeerSession:
    """Make the draft of a session on one of the dates. Settled already, the same session is returned.

    Those who answered are told once it is published: a draft may still change.
    """
    current = lock_poll(poll)
    if current.session_id:
        return current.session
    chosen = current.dates.filter(pk=date.pk).first()
    if chosen is None or chosen.starts_at <= timezone.now():
        raise PollRefused(_("This date is past, or is not one of this poll. Choose another one."))
    dates = {"starts_at": chosen.starts_at, "ends_at": chosen.ends_at, "time_zone": current.time_zone}
    facts = {"title": current.title, "intention": current.intention, "format": current.format} | dates
    made = make_session(origin, by=by, key=key, **facts, organisation=current.organisation)
    current.session, current.closed_at = made, current.closed_at or timezone.now()
    current.save(update_fields=["session", "closed_at"])
    return made
