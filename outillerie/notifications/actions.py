"""Telling people things, at once or in one mail a day, and keeping what they chose."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from outillerie.accounts.models import User
from outillerie.notifications.emails import digest_mail, notification_mail, speaking_to
from outillerie.notifications.kinds import kind_choices
from outillerie.notifications.models import Kind, MailChoice, Notification, NotificationPreference
from outillerie.notifications.queries import lines_of, muted_kinds, preferred
from outillerie.outbox.actions import handles, schedule

DIGEST_HOUR = time(7)
# A deed under way when a digest leaves would miss it: what happens in the hour before waits for the next one.
LAST_CALL = timedelta(hours=1)


@transaction.atomic
def notify(
    people: Iterable[User], kind: Kind | str, *, path: str, kit=None, actor: User | None = None, **facts
) -> None:
    """Tell each of `people`, but never the one who did it, that something of `kind` happened, to be read at `path`.

    `kit` is the one that the sentence names: the one proposed, reported, read or told, the adaptation that was made or
    from which changes were offered, the source that is updated or offered changes. `facts` are numbers and codes, since
    names and titles are read again when it is shown:

    KIT_REPORTED           reason
    KIT_DECIDED            decision, and reason of a refusal
    REPORT_HANDLED         state
    SOURCE_UPDATED         version
    OFFER_DECIDED          decision ("merged", "declined")
    FIELD_REPORT_ANSWERED  version, when the answer is that this version takes it into account
    MEMBERSHIP             organisation (id), event (a key of `wording.MEMBERSHIPS`)
    COLLECTION             collection (id), event (a key of `wording.COLLECTIONS`)

    The facts of a kind that an app above added (`kinds.py`) are its own: ids and codes, as here.
    """
    told = {person.pk: person for person in people if person.is_active and person != actor}
    rows = Notification.objects.bulk_create(
        Notification(person=person, kind=kind, kit=kit, actor=actor, facts=facts, path=path) for person in told.values()
    )
    choices = preferred(told, kind)
    # Always in the same order: two deeds that tell the same people would wait for each other.
    for row in sorted(rows, key=lambda row: row.person_id):
        choice = choices.get(row.person_id, MailChoice.DAILY)
        is_sent = choice == MailChoice.NOW and mail_at_once(row)
        if choice != MailChoice.NEVER and not is_sent:
            schedule_digest(row.person)


def mail_at_once(row: Notification) -> bool:
    """Send one notification to its person, unless they may not see what it is about. Return whether it is sent."""
    with speaking_to(row.person):
        [line] = lines_of(row.person, [row])
        if not line.is_visible:
            return False
        notification_mail(row.person, line, row.kind).send()
    Notification.objects.filter(pk=row.pk).update(mailed_at=timezone.now())
    return True


def schedule_digest(person: User) -> None:
    """Have one mail tell `person`, at the next digest hour, all that they have not read by then."""
    at = next_digest(timezone.now())
    key = f"digest:{person.pk}:{timezone.localdate(at)}"
    schedule("digest", {"person": person.pk}, key=key, delay=at - timezone.now())


def next_digest(now: datetime) -> datetime:
    """Return the first digest hour, in the time zone of the site, that is more than an hour after `now`."""
    zone = timezone.get_default_timezone()
    day = (now + LAST_CALL).astimezone(zone)
    at = datetime.combine(day.date(), DIGEST_HOUR, zone)
    return at if at > now + LAST_CALL else datetime.combine(day.date() + timedelta(days=1), DIGEST_HOUR, zone)


@handles("digest")
def send_digest(payload: dict) -> None:
    """Mail what a person has neither read nor been mailed. The mail and its mark are one transaction: it leaves once."""
    with transaction.atomic():
        # Lock the person: two workers may hold two digests of theirs, when one was late.
        person = User.objects.select_for_update(no_key=True).filter(pk=payload["person"], is_active=True).first()
        if person is None:
            return
        waiting = Notification.objects.filter(person=person, read_at=None, mailed_at=None)
        rows = list(waiting.exclude(kind__in=muted_kinds(person)).select_related("kit", "actor"))
        with speaking_to(person):
            lines = [line for line in lines_of(person, rows) if line.is_visible]
            if lines:
                digest_mail(person, lines).send()
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())


def mark_read(notification: Notification) -> None:
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(person: User) -> int:
    """Mark as read everything that `person` was told. Return how much of it was not."""
    return Notification.objects.filter(person=person, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose_mail(person: User, choices: dict[str, str]) -> None:
    """Keep how `person` wants each kind of `choices` told by e-mail."""
    for kind, choice in choices.items():
        NotificationPreference.objects.update_or_create(person=person, kind=kind, defaults={"mail": choice})


def unsubscribe(person: User, kind: str) -> None:
    """Send `person` no more mail of `kind`, or of any kind when it is empty."""
    choose_mail(person, dict.fromkeys(one_or_all(kind), MailChoice.NEVER))


def subscribe_again(person: User, kind: str) -> None:
    """Undo `unsubscribe`: what nobody chose is told in one message a day."""
    NotificationPreference.objects.filter(person=person, kind__in=one_or_all(kind), mail=MailChoice.NEVER).delete()


def one_or_all(kind: str) -> list[str]:
    """Return `kind` alone, or every kind when it is empty."""
    return [kind] if kind else [code for code, _label in kind_choices()]
