"""Looking again at what people earned, outside of the deeds that may earn it: soon after a session or a publication,
and once a day for everybody, whatever was missed or corrected."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from badges.achievements.models import AchievementVersion
from badges.awarding import news
from badges.awarding.actions import automatic_versions, consider_awards
from badges.awarding.facts import about, deeds_of
from badges.awarding.formats.rules import judged
from badges.awarding.models import Credential
from badges.awarding.replaying import flag_doubts_of, flag_every_doubt
from catalogue.learning.models import Attendance
from catalogue.sessions.models import PeerSession, SessionFacilitator
from outillerie.accounts.models import User
from outillerie.kits.models import KitVersion
from outillerie.outbox.actions import handles, schedule
from outillerie.outbox.rounds import does_every
from outillerie.remix.models import Adaptation

AT_ONCE = 200
# Days before the end of a badge on which its holder is told.
TOLD_BEFORE = (30, 7, 0)


def consider_later(people: Iterable[int | None], *, cause: str) -> None:
    """Look again, after commit, at what each of `people` (ids) earned: once for each `cause`."""
    for pk in sorted(set(people) - {None}):
        schedule("badge-consider", {"person": pk}, key=f"badge-consider:{cause}:{pk}")


@handles("badge-consider")
def consider_person(payload: dict) -> None:
    """Award what is earned, flag what no longer is. Whoever left meanwhile earns nothing more."""
    person = User.objects.filter(pk=payload["person"]).first()
    if person is not None:
        consider_awards(person)
        flag_doubts_of(person)


def consider_those_of_session(session: PeerSession) -> None:
    """A session took place: who facilitated it, who was there, and whose kit it was."""
    facilitators = SessionFacilitator.objects.filter(session=session).values_list("person", flat=True)
    present = Attendance.objects.filter(session=session).values_list("person", flat=True)
    author = session.kit_version.kit.owner_id if session.kit_version else None
    consider_later([*facilitators, *present, author], cause=f"session:{session.pk}")


def consider_those_of_kit(version: KitVersion) -> None:
    """A kit is published: its author, and those whose kit it adapts."""
    sources = Adaptation.objects.filter(kit=version.kit).values_list("source__owner", flat=True)
    consider_later([version.kit.owner_id, *sources], cause=f"kit:{version.pk}")


def consider_everyone_for(version: AchievementVersion) -> None:
    """A badge is published: who has earned it already receives it, after commit."""
    consider_everyone(cause=f"version:{version.pk}")


def consider_everyone(*, cause: str, after: int = 0) -> None:
    """Look, after commit, at what everybody earned: once for each `cause`, from the person after `after` (an id)."""
    schedule("badges-earned", {"cause": cause, "after": after}, key=f"badges-earned:{cause}:{after}")


@handles("badges-earned", lease=timedelta(minutes=20))
def award_what_is_earned(payload: dict) -> None:
    """Award some people what they earned, judged in passing, then under their lock; then ask for the next ones.

    A few at a time: the mails of everybody else do not wait until all are done.
    """
    versions, people = automatic_versions(), User.objects.filter(is_active=True, pk__gt=payload["after"])
    ids = list(people.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not (versions and ids):
        return
    deeds = deeds_of(ids)
    held = set(Credential.objects.filter(holder__in=ids).values_list("holder", "version__achievement"))
    for pk in ids:
        if any(is_earned(version, deeds[pk]) for version in versions if (pk, version.achievement_id) not in held):
            consider_awards(User(pk=pk))
    consider_everyone(cause=payload["cause"], after=ids[-1])


def is_earned(version: AchievementVersion, deeds) -> bool:
    return judged(version.content.rule, about(deeds, version.achievement)).is_satisfied


@does_every(timedelta(days=1), "badges")
def look_again() -> None:
    consider_everyone(cause=f"day:{timezone.localdate():%Y-%m-%d}")
    flag_every_doubt()


@does_every(timedelta(hours=6), "badge-expiry")
def tell_what_expires() -> None:
    tell_what_expires_at(timezone.now())


def tell_what_expires_at(now: datetime) -> None:
    """Tell holders that a badge ends in 30 days, in 7, today: once each, and never afterwards."""
    last = now + timedelta(days=max(TOLD_BEFORE) + 1)
    rows = Credential.objects.filter(
        state=Credential.State.ISSUED, valid_until__gt=now - timedelta(days=1), valid_until__lte=last
    )
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        tell_expiry_once(pk, timezone.localdate(now))


@transaction.atomic
def tell_expiry_once(credential_id: int, today: date) -> None:
    """Tell the holder of one badge, if this is the day. The row says on which day they were told last."""
    rows = Credential.objects.select_for_update(no_key=True, of=("self",)).filter(state=Credential.State.ISSUED)
    credential = rows.filter(pk=credential_id).first()
    if credential is None:
        return
    days = (timezone.localdate(credential.valid_until) - today).days
    step = next((step for step in reversed(TOLD_BEFORE) if days <= step), None)
    if days < 0 or step is None or was_told(credential, step):
        return
    news.tell_expiry(credential, days)
    credential.expiry_told_on = today
    credential.save(update_fields=["expiry_told_on"])


def was_told(credential: Credential, step: int) -> bool:
    """Say whether the holder was told since the badge came within `step` days of its end."""
    begins = timezone.localdate(credential.valid_until) - timedelta(days=step)
    # A badge that lasts less than a month was told with its award.
    return (credential.expiry_told_on or timezone.localdate(credential.awarded_at)) >= begins
