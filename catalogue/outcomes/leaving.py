"""What becomes of sessions when somebody who came to them, or prepared them, erases their account."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.registering.actions import cancel_registration
from catalogue.registering.models import LIVING, Registration
from catalogue.registering.queries import theirs
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import User
from outillerie.privacy.names import addresses_of

NOTHING = {"person": None, "email": "", "employer": "", "note": "", "needs": ""}


def lock_sessions(person: User) -> None:
    """Lock the sessions that change when `person` leaves: those where they have a seat, and those they prepared."""
    seats = to_come(Registration.objects.filter(theirs(person))).values("session")
    theirs_too = Q(created_by=person) | Q(contact_email__in=addresses_of(person))
    rows = PeerSession.objects.select_for_update(no_key=True).filter(Q(pk__in=seats) | theirs_too)
    list(rows.order_by("pk").values_list("pk"))


def to_come(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.filter(state__in=LIVING, session__starts_at__gt=timezone.now())


def leave_registrations(person: User) -> None:
    """Give back the seats to come, forget the requests that led to nothing, and leave the other lines without a name."""
    rows = Registration.objects.filter(theirs(person))
    for row in to_come(rows):
        cancel_registration(row)
    ids = list(rows.values_list("pk", flat=True))
    # Once the seats are given back, nothing is counted of these any more.
    empty = Registration.objects.filter(pk__in=ids, attendances=None)
    empty.exclude(state__in=LIVING).delete()
    forget_names(Registration.objects.filter(pk__in=ids))


def forget_names(rows) -> None:
    """Leave `rows` as lines of nobody: they still count."""
    rows.update(name=_("Erased person"), **NOTHING)


def leave_sessions(person: User) -> None:
    """Delete the drafts that nobody shares; leave the other sessions, without the person and without their address."""
    mine = PeerSession.objects.filter(created_by=person)
    alone = ~Q(facilitators__person__isnull=False) & Q(organisation=None, registrations=None, attendances=None)
    drafts = mine.filter(alone, state=PeerSession.State.DRAFT, published_at=None)
    PeerSession.objects.filter(pk__in=list(drafts.values_list("pk", flat=True))).delete()
    reached = PeerSession.objects.filter(contact_email__in=addresses_of(person))
    reached.update(contact_name="", contact_email="")
    mine.update(created_by=None)
