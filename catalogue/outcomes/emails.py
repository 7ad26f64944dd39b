"""What is written to those who came, once, after a session."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from catalogue.outcomes.documents import ATTESTATION, attended, missing_facts
from catalogue.outcomes.links import feedback_address
from catalogue.outcomes.queries import may_give_feedback, next_sessions, report_of
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import place_words, when_words
from outillerie.kits.formats.content import participant_edition
from outillerie.kits.models import KitVersion
from outillerie.kits.queries import public_kits
from outillerie.notifications.emails import plain_mail, speaking_to
from outillerie.pages.queries import absolute


def thanks_mail(registration: Registration) -> EmailMessage:
    session = with_places(PeerSession.objects.select_related("kit_version__kit")).get(pk=registration.session_id)
    registration.session = session
    report = report_of(session)
    # The same words to the same people have the same name: a mailbox that receives it twice shows it once.
    headers = {"Message-ID": f"<session-thanks-{registration.pk}@{urlsplit(settings.BASE_URL).hostname}>"}
    with speaking_to(registration.person):
        context = {
            "name": registration.name,
            "session": session,
            "when": when_words(session),
            "report": report if report and report.is_public else None,
            "feedback_address": feedback_address(registration) if may_give_feedback(registration) else "",
            "attestation_address": attestation_address(registration),
            "kit": kit_lines(session.kit_version),
            "coming": [coming_line(other) for other in next_sessions(session)],
        }
        return plain_mail("session_thanks", registration.email, context, headers)


def attestation_address(registration: Registration) -> str:
    """Return where the attestation of `registration` is; nothing when it cannot be printed."""
    [seen] = attended(registration.session, [registration])
    if missing_facts(ATTESTATION, seen):
        return ""
    return absolute(reverse("my-session-document", args=[key_of(registration), ATTESTATION]))


def kit_lines(version: KitVersion | None) -> dict | None:
    """Return the kit that was used, at its version, if everyone may read it."""
    if version is None or not public_kits().filter(pk=version.kit_id).exists():
        return None
    return {
        "title": version.title,
        "number": version.number,
        "address": absolute(reverse("kit-version", args=[version.kit.slug, version.number])),
        "files": [file.title or file.name for file in participant_edition(version.content).files],
    }


def coming_line(session: PeerSession) -> dict:
    place = next(iter(session.places.all()), None)
    return {
        "title": session.title,
        "when": when_words(session),
        "place": place_words(place) if place else "",
        "address": absolute(session.get_absolute_url()),
    }
