"""Who may do what with sessions. One place for every exit and every way in (rule 7)."""

from catalogue.paths.permissions import can_build_paths, can_manage_catalogue
from catalogue.sessions.models import PeerSession
from outillerie.accounts.groups import TRUSTED
from outillerie.accounts.models import Membership
from outillerie.kits.permissions import groups_of, organisations_of

PUBLIC = frozenset({PeerSession.State.PUBLISHED, PeerSession.State.CANCELLED, PeerSession.State.HELD})


def can_see_session(user, session: PeerSession) -> bool:
    """What was published stays readable, cancelled or held; a draft is for those who prepare it."""
    return was_published(session) or can_manage_session(user, session)


def was_published(session: PeerSession) -> bool:
    return session.state in PUBLIC and session.published_at is not None


def can_organise_sessions(user) -> bool:
    """Whoever has an account may prepare a session: peers train peers."""
    return user.is_authenticated and user.is_active


def can_manage_session(user, session: PeerSession) -> bool:
    """A session is for who made it, for who facilitates it, for the managers of its organisation, and for the staff."""
    if not (user.is_authenticated and user.is_active):
        return False
    return (
        session.created_by_id == user.pk
        or facilitates(user, session)
        or manages_organisation(user, session.organisation_id)
        or can_manage_catalogue(user)
    )


def can_publish_session(user, session: PeerSession) -> bool:
    """Trainers, trusted contributors and members of its organisation publish what they prepare; the staff, anything.
    Others ask for it."""
    if not can_manage_session(user, session):
        return False
    return (
        can_build_paths(user)
        or TRUSTED in groups_of(user)
        or (session.organisation_id is not None and session.organisation_id in organisations_of(user))
    )


def can_record_attendance(user, session: PeerSession) -> bool:
    """Names, needs and presence are for those who prepare and facilitate the session, and for nobody else (LEAK-09)."""
    return can_manage_session(user, session)


def facilitates(user, session: PeerSession) -> bool:
    return any(row.person_id == user.pk for row in session.facilitators.all())


def manages_organisation(user, organisation_id: int | None) -> bool:
    if organisation_id is None:
        return False
    return Membership.objects.filter(
        person=user, organisation_id=organisation_id, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE
    ).exists()
