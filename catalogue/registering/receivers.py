"""What happens to a session, for those who registered and those who wait to be told of it."""

from django.dispatch import receiver

from catalogue.registering.following import follow_cancellation, follow_change, follow_move
from catalogue.registering.interests import announce_session
from catalogue.sessions import events


@receiver(events.session_published)
def announce_published_session(sender, *, session, **_kwargs):
    announce_session(session)


@receiver(events.session_moved)
def ask_again_after_a_move(sender, *, session, move, **_kwargs):
    follow_move(session, move)


@receiver(events.session_changed)
def offer_new_seats(sender, *, session, changed=frozenset(), **_kwargs):
    follow_change(session, changed)


@receiver(events.session_cancelled)
def tell_of_cancellation(sender, *, session, **_kwargs):
    follow_cancellation(session)
