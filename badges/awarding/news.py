"""What is told of badges: to their holders, to those who award, and to the slices and apps that hang on them.

A badge is delivered by a mail of its own, with its picture: `emails.py`. What is written here for the site is not
mailed a second time.
"""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.achievements.permissions import can_award, can_manage_achievements
from badges.awarding import events
from badges.awarding.models import BadgeApplication, Credential
from outillerie.accounts.models import User
from outillerie.notifications.actions import notify
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handles, schedule

RECEIVED, REVOKED, EXPIRES = "badge-received", "badge-revoked", "badge-expires"
DOUBTED, WAITING, READ = "badge-doubted", "badge-application", "badge-application-read"
FOR_HOLDERS, FOR_TRAINERS = (RECEIVED, REVOKED, EXPIRES, READ), (DOUBTED, WAITING)


# --- to the holder: a row on the site, and a mail of its own ---


def tell_issued(credential: Credential) -> None:
    tell_holder(credential, RECEIVED)
    announce("issued", credential)


def tell_revoked(credential: Credential, *, by: User | None) -> None:
    tell_holder(credential, REVOKED)
    announce("revoked", credential, by)


def tell_expiry(credential: Credential, days: int) -> None:
    """Tell that a badge ends in so many days: 0 on the day."""
    tell_holder(credential, EXPIRES, days=days)


def tell_holder(credential: Credential, kind: str, **facts) -> None:
    """Write down what the holder finds on the site, and the mail that the worker makes from the row as it is then."""
    if credential.holder_id:
        Notification.objects.create(
            person_id=credential.holder_id,
            kind=kind,
            facts={"credential": credential.pk, **facts},
            path=reverse("my-badge", args=[credential.uuid]),
            mailed_at=timezone.now(),
        )
    again = f":{facts['days']}" if facts else ""
    payload = {"credential": credential.pk, "kind": kind, **facts}
    schedule("badge-mail", payload, key=f"badge-mail:{kind}:{credential.pk}{again}")


# --- to those who award ---


def tell_doubt(credential: Credential, people: Iterable[User]) -> None:
    path = reverse("one-award", args=[credential.uuid])
    notify(people, DOUBTED, path=path, credential=credential.pk)


def tell_application_waits(application: BadgeApplication, people: Iterable[User]) -> None:
    path = reverse("badge-application", args=[application.pk])
    notify(people, WAITING, path=path, actor=application.person, application=application.pk)


def tell_application_read(application: BadgeApplication, event: str, *, by: User) -> None:
    """Tell who applied what became of it: "accepted", "returned", or "peer" when a peer read it."""
    path = reverse("badge-application", args=[application.pk])
    notify([application.person], READ, path=path, actor=by, event=event, application=application.pk)


# --- events, once the deed is committed ---


def announce(event: str, credential: Credential, by: User | None = None) -> None:
    """Have `event` sent once this transaction is committed."""
    payload = {"event": event, "credential": credential.pk, "by": by.pk if by else None}
    schedule("badge-event", payload, key=f"badge-event:{event}:{credential.pk}")


@handles("badge-event")
def send_event(payload: dict) -> None:
    """Send one event."""
    credential = Credential.objects.filter(pk=payload["credential"]).first()
    if credential is None:
        return
    if payload["event"] == "issued":
        events.credential_issued.send(Credential, credential=credential)
    else:
        by = User.objects.filter(pk=payload["by"]).first()
        events.credential_revoked.send(Credential, credential=credential, by=by)


# --- in words ---

SENTENCES = {
    (RECEIVED, None): gettext_lazy("You receive the badge %(badge)s."),
    (REVOKED, None): gettext_lazy("Your badge %(badge)s is revoked: read why."),
    (EXPIRES, None): gettext_lazy("Your badge %(badge)s is soon no longer valid."),
    (EXPIRES, 0): gettext_lazy("Your badge %(badge)s is no longer valid after today."),
    (DOUBTED, None): gettext_lazy("What is recorded no longer justifies the badge %(badge)s of %(holder)s: decide."),
    (WAITING, None): gettext_lazy("%(actor)s applies for the badge %(badge)s."),
    (READ, "accepted"): gettext_lazy("Your application for the badge %(badge)s is accepted."),
    (READ, "returned"): gettext_lazy("Your application for the badge %(badge)s comes back to you: read why."),
    (READ, "peer"): gettext_lazy("A peer read your application for the badge %(badge)s."),
}


def tell(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Return what each of `rows` says to `person` now: two questions, whatever their number."""
    credentials = subjects(Credential, rows, "credential", "version__achievement__issuer", "holder")
    applications = subjects(BadgeApplication, rows, "application", "achievement__issuer", "person")
    return [told(person, row, credentials, applications) for row in rows]


def subjects(model, rows: Sequence[Notification], name: str, *related: str) -> dict:
    ids = {row.facts.get(name) for row in rows} - {None}
    return model.objects.filter(pk__in=ids).select_related(*related).in_bulk() if ids else {}


def told(person: User, row: Notification, credentials: dict, applications: dict) -> Told:
    subject = credentials.get(row.facts.get("credential")) or applications.get(row.facts.get("application"))
    is_visible = subject is not None and may_be_told(person, row, subject)
    key = row.facts.get("event", row.facts.get("days") if row.kind == EXPIRES else None)
    pattern = SENTENCES.get((row.kind, key)) or SENTENCES[row.kind, None]
    words = {
        "badge": _("“%(title)s”") % {"title": badge_name(subject)} if is_visible else _("that you no longer see"),
        "holder": holder_name(subject) if is_visible else _("someone"),
        "actor": row.actor.shown_name() if row.actor and is_visible else _("Someone"),
    }
    return Told(sentence=capfirst(str(pattern) % words), is_visible=is_visible)


def badge_name(subject: Credential | BadgeApplication) -> str:
    return subject.version.content.name if isinstance(subject, Credential) else subject.achievement.name


def holder_name(subject: Credential | BadgeApplication) -> str:
    person = subject.holder if isinstance(subject, Credential) else subject.person
    return person.shown_name() if person else _("someone")


def may_be_told(person: User, row: Notification, subject: Credential | BadgeApplication) -> bool:
    whose, achievement = (
        (subject.holder_id, subject.version.achievement)
        if isinstance(subject, Credential)
        else (subject.person_id, subject.achievement)
    )
    if row.kind in FOR_HOLDERS:
        return whose == person.pk
    return whose != person.pk and can_award(person, achievement)


def declare_kinds() -> None:
    """Add what this slice tells to what the site may tell."""
    own = {
        RECEIVED: gettext_lazy("You receive a badge"),
        REVOKED: gettext_lazy("One of your badges is revoked"),
        EXPIRES: gettext_lazy("One of your badges is soon no longer valid"),
        READ: gettext_lazy("Your application for a badge was read"),
    }
    theirs = {
        WAITING: gettext_lazy("An application for a badge waits for your reading (training)"),
        DOUBTED: gettext_lazy("A badge is no longer justified (training)"),
    }
    add_kinds(*(AddedKind(code=code, label=label, tell=tell) for code, label in own.items()))
    add_kinds(
        *(
            AddedKind(code=code, label=label, tell=tell, concerns=can_manage_achievements)
            for code, label in theirs.items()
        )
    )
