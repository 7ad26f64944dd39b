"""What polls send. A mail goes to an address that somebody typed: it says so, and holds nothing of anybody else."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from catalogue.organising.models import DatePoll, PollReply
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import place_words, when_words
from outillerie.notifications.emails import plain_mail
from outillerie.pages.queries import absolute


def confirm_reply_mail(poll: DatePoll, email: str, token: str) -> EmailMessage:
    """Return the mail whose link keeps an answer, and changes it later."""
    context = {"title": poll.title, "address": absolute(reverse("poll-reply", args=[poll.key, token]))}
    with translation.override(settings.LANGUAGE_CODE):
        return plain_mail("poll_reply", email, context)


def date_chosen_mail(session: PeerSession, reply: PollReply) -> EmailMessage:
    """Return the mail to somebody without an account who answered a poll: the date, and where to register.

    Sent again by a worker that took over, it is the same message: its `Message-ID` says so.
    """
    headers = {"Message-ID": f"<poll-{reply.pk}-{session.uid}@{urlsplit(settings.BASE_URL).hostname}>"}
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "title": session.title,
            "when": when_words(session),
            "places": [place_words(place) for place in session.places.select_related("venue", "territory")],
            "address": absolute(session.get_absolute_url()),
        }
        return plain_mail("poll_date_chosen", reply.email, context, headers)
