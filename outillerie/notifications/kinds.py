"""What may be told: what this app tells, and the kinds that the apps above add at start-up.

An added kind brings its own words and its own visibility: nothing here knows what it is about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import User

if TYPE_CHECKING:
    from outillerie.notifications.models import Notification


class Kind(models.TextChoices):
    """What this app may tell. Its label is the line of the preference page."""

    KIT_PROPOSED = "kit-proposed", _("A kit waits for your reading (moderation)")
    KIT_REPORTED = "kit-reported", _("A published kit is reported (moderation)")
    KIT_DECIDED = "kit-decided", _("Your kit was read: published, changes asked for, or refused")
    REPORT_HANDLED = "report-handled", _("What you reported was handled")
    KIT_ADAPTED = "kit-adapted", _("Someone adapted one of your kits")
    SOURCE_UPDATED = "source-updated", _("A kit that you adapted has a new version")
    CHANGES_OFFERED = "changes-offered", _("Someone offers changes for one of your kits")
    OFFER_DECIDED = "offer-decided", _("The changes that you offered have an answer")
    FIELD_REPORT = "field-report", _("Someone ran one of your kits and tells it")
    FIELD_REPORT_ANSWERED = "field-report-answered", _("Your field report has an answer")
    MEMBERSHIP = "membership", _("Your organisations: requests, invitations and answers")
    COLLECTION = "collection", _("Your collections: who joins you")


@dataclass(frozen=True)
class Told:
    """A notification of an added kind, as its person may read it now."""

    sentence: str
    is_visible: bool


def everyone(person: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class AddedKind:
    """A kind that an app above tells. `code` is kept with each notification, `label` is its line in the preferences.

    `tell` returns what each of its rows says to `person`, in their order. What they may see is asked again each time
    (LEAK-08); rows of kinds that share a `tell` come together, so that their number costs no question more.
    `concerns` says who finds the kind among their preferences.
    """

    code: str
    label: str | Promise
    tell: "Callable[[User, Sequence[Notification]], list[Told]]"
    concerns: Callable[[User], bool] = everyone


_added: dict[str, AddedKind] = {}


def add_kinds(*kinds: AddedKind) -> None:
    """Add each kind; apps may get ready twice in tests."""
    _added.update({kind.code: kind for kind in kinds})


def added_kinds() -> list[AddedKind]:
    return list(_added.values())


def added(code: str) -> AddedKind | None:
    return _added.get(code)


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Return every kind with its label: those of this app, then those that were added."""
    return [*Kind.choices, *((kind.code, kind.label) for kind in _added.values())]


def label_of(code: str) -> str | Promise:
    """Return the label of a kind; one that no app tells any more keeps its code."""
    return dict(kind_choices()).get(code, code)


def is_known(code: str) -> bool:
    return code in dict(kind_choices())
