"""Telling people things."""

from collections.abc import Iterable

from outillerie.accounts.models import User
from outillerie.notifications.models import Kind, Notification


def notify(people: Iterable[User], kind: Kind, *, path: str, kit=None, actor: User | None = None, **facts) -> None:
    """Tell each of `people`, but never the one who did it, that something of `kind` happened, to be read at `path`.

    `facts` are numbers and codes (a version, a decision): names and titles are read again when it is shown.
    """
    told = {person.pk: person for person in people if person.is_active and person != actor}
    Notification.objects.bulk_create(
        Notification(person=person, kind=kind, kit=kit, actor=actor, facts=facts, path=path) for person in told.values()
    )
