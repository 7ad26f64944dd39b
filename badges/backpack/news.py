"""What holders are told of their bag."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from badges.awarding.models import Credential
from badges.backpack.queries import badges_of
from outillerie.accounts.models import User
from outillerie.notifications.actions import notify
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import Notification

CLAIMED = "badges-claimed"


def declare_kinds() -> None:
    add_kinds(AddedKind(code=CLAIMED, label=_("Badges given to an address that you confirm"), tell=tell))


def tell_claimed(person: User, credentials: Sequence[Credential]) -> None:
    notify([person], CLAIMED, path=reverse("my-badges"), credentials=[credential.pk for credential in credentials])


def tell(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Say how many of the badges of each row are in the bag today, in one question."""
    told = [set(row.facts.get("credentials", ())) for row in rows]
    held = set(badges_of(person).filter(pk__in=set().union(*told)).values_list("pk", flat=True))
    return [Told(words_of(len(ids & held)), bool(ids & held)) for ids in told]


def words_of(count: int) -> str:
    words = ngettext(
        "%(count)s badge given to an address of yours is in your bag, hidden for now.",
        "%(count)s badges given to addresses of yours are in your bag, hidden for now.",
        count,
    )
    return words % {"count": count}
