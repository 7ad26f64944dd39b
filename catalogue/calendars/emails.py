"""The mail of a reminder: what, when, where, how to get in, what to bring, and how to give one's seat back."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from catalogue.calendars.formats.reminder_days import days_left
from catalogue.registering.links import own_address
from catalogue.registering.models import Registration
from catalogue.sessions.wording import address_words, when_words
from outillerie.notifications.emails import one_click, plain_mail
from outillerie.pages.queries import absolute


def reminder_mail(row: Registration, days: int, *, now: datetime, stop_key: str) -> EmailMessage:
    """Return the reminder of the registration `row`, whose session is loaded by `with_places`. Sent again by another
    worker, it is the same message: its `Message-ID` says so."""
    session, place = row.session, row.place
    stop_address = absolute(reverse("stop-reminders", args=[stop_key]))
    name = f"reminder-{row.pk}-{days}-{session.starts_at:%Y%m%d%H%M%S}"
    headers = {"Message-ID": f"<{name}@{urlsplit(settings.BASE_URL).hostname}>", **one_click(stop_address)}
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "row": row,
            "session": session,
            "days_left": days_left(session.starts_at, session.time_zone, now),
            "when": when_words(session),
            "where": address_words(place),
            "place": place,
            "directions": place.directions or (place.venue.getting_there if place.venue_id else ""),
            "access": session.accessibility or (place.venue.accessibility if place.venue_id else ""),
            # LEAK-09: this mail goes to somebody who has a seat.
            "video_link": place.video_link if place.is_online else "",
            "session_address": absolute(session.get_absolute_url()),
            "own_address": own_address(row),
            "stop_address": stop_address,
            "preferences_address": absolute(reverse("notification-preferences")) if row.person_id else "",
        }
        return plain_mail("session_reminder", row.email, context, headers)
