"""Who may register others, and read who registered."""

from django.db.models import QuerySet

from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_manage_session, can_record_attendance, can_see_session
from outillerie.accounts.models import Membership, Organisation


def can_read_registrations(user, session: PeerSession) -> bool:
    """Names, addresses, needs and notes are for those who welcome people, and for nobody else (LEAK-09)."""
    return can_record_attendance(user, session)


def can_register_guests(user, session: PeerSession) -> bool:
    """Whoever organises the session, and whoever manages an organisation, for its people."""
    if not (user.is_authenticated and user.is_active and can_see_session(user, session)):
        return False
    return can_manage_session(user, session) or managed_organisations(user).exists()


def managed_organisations(user) -> QuerySet[Organisation]:
    managed = Membership.objects.filter(person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE)
    return Organisation.objects.filter(pk__in=managed.values("organisation")).order_by("name")
