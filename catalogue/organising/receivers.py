"""What a session that is proposed or published means for those who prepare it and for its poll."""

from django.dispatch import receiver

from catalogue.organising.news import tell_proposed, tell_published
from catalogue.sessions.events import session_proposed, session_published


@receiver(session_proposed)
def tell_staff(sender, *, session, by, **_kwargs):
    tell_proposed(session, by=by)


@receiver(session_published)
def tell_who_waits(sender, *, session, by, **_kwargs):
    tell_published(session, by=by)
