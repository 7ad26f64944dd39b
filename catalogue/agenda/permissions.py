"""Who sees what of the page of a session, beyond its being public (`sessions/permissions.py`)."""

from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionPlace


def can_see_video_link(registration: Registration | None, place: SessionPlace, *, manages: bool) -> bool:
    """The address of the video room is for those who have a seat there, and for those who prepare the session."""
    if manages:
        return True
    return (
        registration is not None
        and registration.place_id == place.pk
        and registration.state == Registration.State.REGISTERED
        and place.session.state != PeerSession.State.CANCELLED
    )
