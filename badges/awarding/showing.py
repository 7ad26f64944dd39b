"""What the pages of the workbench show, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from badges.achievements.models import Achievement
from badges.awarding import queries
from badges.awarding.facts import WORDS
from badges.awarding.formats.rules import APPLICATION, DECISION, VOICE
from badges.awarding.models import ApplicationReview, AwardDecision, BadgeApplication, Credential
from badges.awarding.permissions import can_see_award
from badges.awarding.replaying import Replay
from badges.awarding.wording import duration
from catalogue.learning.models import Attendance, BlockCompletion, Enrolment, ModuleCompletion
from catalogue.paths.permissions import can_follow_learners
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import User
from outillerie.discovery.listing import pagination
from outillerie.kits.models import KitPage

ON_A_PAGE, MOST_PEOPLE, MOST_NOTED = 25, 400, 50
State = Credential.State


@dataclass(frozen=True)
class Situation:
    """The state of a badge given: in words, and how its tag looks (acquired, info, attention or nothing)."""

    label: str
    tone: str


def situation_of(row: Credential) -> Situation:
    if row.state == State.ISSUED and row.doubted_at:
        return Situation(_("no longer justified"), "attention")
    if row.state == State.ISSUED and row.valid_until and row.valid_until <= timezone.now():
        return Situation(_("no longer valid"), "attention")
    tone = {State.ISSUED: "acquired", State.WAITING: "info", State.REVOKED: "attention"}.get(row.state, "")
    return Situation(row.get_state_display(), tone)


def award_rows(rows: Iterable[Credential]) -> list[dict]:
    return [{"credential": row, "whose": whose(row), "situation": situation_of(row)} for row in rows]


def whose(row: Credential) -> str:
    """Return how those who award call a holder: their name, else their address, else nobody any more."""
    return row.name or row.email or _("a holder without a name")


def decided_of(row: AwardDecision) -> str:
    """Return how those who award call the person of a decision, as `whose` does."""
    return (row.person.get_full_name() or row.person.email) if row.person else row.email


def states_to_choose() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        (State.ISSUED, _("awarded")),
        ("doubted", _("no longer justified")),
        ("expired", _("no longer valid")),
        (State.REVOKED, _("revoked")),
        (State.WAITING, _("being signed")),
    ]


def awards_page(achievement: Achievement, asked: QueryDict) -> dict:
    """Return one page of the badges given, as the reader searched them."""
    words, state = asked.get("q", "")[:100], asked.get("etat", "")
    found = queries.searched(queries.awards_of(achievement), words=words, state=state)
    page = Paginator(found, ON_A_PAGE).get_page(asked.get("page"))
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in (("q", words), ("etat", state)) if value})

    def address(number: int) -> str:
        return f"?{kept.urlencode()}{'&' if kept else ''}page={number}"

    return {
        "rows": award_rows(page),
        "count": page.paginator.count,
        "words": words,
        "state": state,
        "states": states_to_choose(),
        "noted": noted_rows(achievement, words),
        **pagination(page.number, page.paginator.num_pages, address),
    }


def noted_rows(achievement: Achievement, words: str) -> list[dict]:
    """Return the newest decisions that wait for the rest to be done; the older ones are found by their words."""
    rows = queries.decisions_noted(achievement, words)[:MOST_NOTED]
    return [{"decision": row, "whose": decided_of(row)} for row in rows]


def people_to_award(user: User, achievement: Achievement) -> list[User]:
    """Return the learners whom `user` follows and who do not hold the badge, by name."""
    followed = queries.enrolments_followed_by(user).values("person")
    held = queries.awards_of(achievement).filter(state__in=[State.WAITING, State.ISSUED], holder__isnull=False)
    people = User.objects.filter(pk__in=followed, is_active=True).exclude(pk__in=held.values("holder"))
    return list(people.exclude(pk=user.pk).order_by("last_name", "first_name", "email")[:MOST_PEOPLE])


# --- what justified one award ---


@dataclass(frozen=True)
class FactRow:
    """One row that justified a badge: in words, where to read it (empty: not for this reader), and whether it holds."""

    words: str
    day: str
    url: str
    is_lost: bool


def fact_rows(found: Replay, reader: User) -> list[FactRow]:
    """Return what justified the badge, in order of time; what is no longer there says so."""
    kinds: dict[str, list[int]] = {}
    for kind, pk, _on, _minutes in found.credential.facts:
        kinds.setdefault(kind, []).append(pk)
    rows = {
        kind: WORDS[kind][0].objects.select_related(*RELATED.get(kind, ())).in_bulk(ids) for kind, ids in kinds.items()
    }
    lost = set(found.lost)
    shown = []
    for kind, pk, on, minutes in found.credential.facts:
        row = rows[kind].get(pk)
        words, url = SAID[kind](row, reader) if row else (_("A row that is no longer there"), "")
        if minutes:
            words = f"{words}, {duration(minutes)}"
        shown.append(FactRow(words, date_format(parse_date(on), "DATE_FORMAT"), url, (kind, pk) in lost))
    return shown


def module_words(row: ModuleCompletion, reader) -> tuple[str, str]:
    content = row.version.content.module(str(row.module.key))
    words = _("Module completed: %(title)s") % {"title": content.title if content else row.module.title}
    return words, followed_address(row.enrolment, reader)


def block_words(row: BlockCompletion, reader) -> tuple[str, str]:
    block = row.enrolment.version.content.block(str(row.block))
    words = _("Block acquired: %(title)s") % {"title": block.title if block else row.enrolment.path.title}
    return words, followed_address(row.enrolment, reader)


def path_words(row: Enrolment, reader) -> tuple[str, str]:
    return _("Path completed: %(title)s") % {"title": row.version.content.title}, followed_address(row, reader)


def followed_address(enrolment: Enrolment | None, reader) -> str:
    if enrolment is None or not can_follow_learners(reader, enrolment.path):
        return ""
    return reverse("followed-enrolment", args=[enrolment.pk])


def session_words(row: PeerSession, reader) -> tuple[str, str]:
    return _("Session facilitated: %(title)s") % {"title": row.title}, row.get_absolute_url()


def kit_words(row: KitPage, reader) -> tuple[str, str]:
    return _("Kit published: %(title)s") % {"title": row.title}, row.url if row.live else ""


def reuse_words(row: KitPage, reader) -> tuple[str, str]:
    return _("Kit used by others: %(title)s") % {"title": row.title}, row.url if row.live else ""


def attendance_words(row: Attendance, reader) -> tuple[str, str]:
    title = row.session.title if row.session else row.module.title
    url = row.session.get_absolute_url() if row.session else ""
    return _("Attendance: %(title)s") % {"title": title}, url


def badge_words(row: Credential, reader) -> tuple[str, str]:
    url = reverse("one-award", args=[row.uuid]) if can_see_award(reader, row) else ""
    return _("Badge held: %(title)s") % {"title": row.version.content.name}, url


def decision_words(row: AwardDecision, reader) -> tuple[str, str]:
    name = row.decided_by.shown_name() if row.decided_by else _("somebody who left")
    words = _("Decision of %(name)s: %(reason)s") if row.reason else _("Decision of %(name)s")
    return words % {"name": name, "reason": row.reason}, reverse("award-decision", args=[row.pk])


def application_words(row: BadgeApplication, reader) -> tuple[str, str]:
    return _("Application accepted"), reverse("badge-application", args=[row.pk])


def voice_words(row: ApplicationReview, reader) -> tuple[str, str]:
    return _("A peer was convinced"), reverse("badge-application", args=[row.application_id])


RELATED = {
    "module": ("module", "version", "enrolment__path"),
    "block": ("enrolment__version", "enrolment__path"),
    "path": ("version", "path"),
    "attendance": ("session", "module"),
    "badge": ("version__achievement__issuer",),
    DECISION: ("decided_by",),
}
SAID = {
    "module": module_words,
    "block": block_words,
    "path": path_words,
    "session": session_words,
    "kit": kit_words,
    "reuse": reuse_words,
    "attendance": attendance_words,
    "badge": badge_words,
    DECISION: decision_words,
    APPLICATION: application_words,
    VOICE: voice_words,
}
