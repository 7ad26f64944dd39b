"""Convocation, attestation, certificat de réalisation of one session: what each states of somebody, and what it lacks.

The wordings are those of French law and of the ministry's model: they are French whatever the language of the interface.
An attestation is one of training (article L. 6313-7) when the session is; of participation otherwise, by who facilitated.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exchange.paper import day_in_french, typeset
from catalogue.learning.documents.papers import PROVIDER, Letterhead, Missing, activity_sentence, hours
from catalogue.outcomes.documents.attended import Attended, Occasion
from catalogue.registering.models import Registration
from catalogue.sessions.formats.half_days import AFTERNOON, EVENING, MORNING, HalfDay
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import address_words, day_words, hour_words
from outillerie.pages.queries import absolute

CONVOCATION, ATTESTATION, CERTIFICATE = "convocation", "attestation", "certificat-realisation"
LABELS = {
    CONVOCATION: gettext_lazy("Convocation"),
    ATTESTATION: gettext_lazy("Attestation of attendance"),
    CERTIFICATE: gettext_lazy("Certificate of completion of the training action (certificat de réalisation)"),
}
# The certificate binds the organisation, which signs and keeps it: participants ask it for theirs.
FOR_PARTICIPANTS = (CONVOCATION, ATTESTATION)
PARTICIPANT, SESSION, ATTENDANCE = "participant", "session", "attendance"
PARTS = {MORNING: "matin", AFTERNOON: "après-midi", EVENING: "soirée"}
State = PeerSession.State


@dataclass(frozen=True, kw_only=True)
class HalfLine:
    """One half-day: when, and how much of it was attended."""

    when: str
    attended: str
    planned: str


@dataclass(frozen=True, kw_only=True)
class SessionPaper:
    """What every document of a session says. `particulars` are lines of a label and its words; empty ones are left out."""

    head: Letterhead
    name: str
    title: str
    particulars: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Convocation(SessionPaper):
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Attestation(SessionPaper):
    is_training: bool
    is_partial: bool
    facilitator: str
    halves: tuple[HalfLine, ...]
    aims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Certificate(SessionPaper):
    employer: str
    natures: tuple[tuple[str, bool], ...]
    day: str
    duration: str
    planned: str
    is_partial: bool


# --- What is missing


def missing_facts(kind: str, seen: Attended) -> list[Missing]:
    """Return what `kind` lacks before it may be printed; nothing when it is ready."""
    return [
        *missing_of_participant(seen),
        *{CONVOCATION: lacks_of_convocation, ATTESTATION: lacks_of_attestation, CERTIFICATE: lacks_of_certificate}[
            kind
        ](seen),
    ]


def missing_of_participant(seen: Attended) -> list[Missing]:
    if seen.registration.state != Registration.State.REGISTERED:
        return [Missing(PARTICIPANT, _("a confirmed seat: this person is not registered"))]
    return [] if seen.name else [Missing(PARTICIPANT, _("the first name and the name of the participant"))]


def lacks_of_convocation(seen: Attended) -> list[Missing]:
    session, place = seen.occasion.session, seen.registration.place
    lacks = []
    if session.state != State.PUBLISHED or is_over(seen):
        lacks.append(Missing(SESSION, _("a session to come: it is neither cancelled nor over")))
    if place.is_online and not place.video_link:
        lacks.append(Missing(SESSION, _("the link to the video room")))
    return lacks


def lacks_of_attestation(seen: Attended) -> list[Missing]:
    occasion = seen.occasion
    signed = missing_of_provider(occasion) if occasion.is_training else missing_of_facilitator(occasion)
    return [*signed, *missing_of_attendance(seen)]


def lacks_of_certificate(seen: Attended) -> list[Missing]:
    return [*missing_of_provider(seen.occasion), *missing_of_attendance(seen)]


def missing_of_provider(occasion: Occasion) -> list[Missing]:
    if occasion.provider is None:
        sentence = _("a training organisation, with its legal representative: this session has none")
        return [Missing(PROVIDER, sentence)]
    facts = {
        "legal_name": _("the legal name of the training organisation"),
        "representative_name": _("the name of the legal representative"),
        "representative_role": _("the quality of the legal representative"),
        "commune": _("the commune of the training organisation, where the document is signed"),
    }
    return [Missing(PROVIDER, words) for name, words in facts.items() if not getattr(occasion.provider, name).strip()]


def missing_of_facilitator(occasion: Occasion) -> list[Missing]:
    return [] if occasion.facilitator else [Missing(SESSION, _("the name of who facilitates, who signs"))]


def missing_of_attendance(seen: Attended) -> list[Missing]:
    lacks = []
    if not is_over(seen):
        lacks.append(Missing(SESSION, _("the end of the session: it is not over yet")))
    elif not seen.minutes:
        lacks.append(Missing(ATTENDANCE, _("attendance: nothing was attended, or nothing is recorded")))
    if seen.has_conflict:
        lacks.append(Missing(ATTENDANCE, _("a decision between two marks of attendance that disagree")))
    return lacks


def is_over(seen: Attended) -> bool:
    """A session that was closed is over; so is one whose last hour is past."""
    session = seen.occasion.session
    if session.state == State.HELD:
        return True
    return session.state == State.PUBLISHED and session.ends_at <= seen.occasion.now


# --- What each says


def letterhead(occasion: Occasion) -> Letterhead:
    """Return who prints: the training organisation with its numbers, or the organisation by its name."""
    provider, organisation = occasion.provider, occasion.session.organisation
    town = " ".join(filter(None, [provider.postcode, provider.commune])) if provider else ""
    name = provider.legal_name if provider else (organisation.name if organisation else "")
    return Letterhead(
        legal_name=typeset(name) or "Outillerie en commun",
        address=", ".join(filter(None, [*provider.address.splitlines(), town])) if provider else "",
        siret=provider.siret if provider else "",
        activity=activity_sentence(provider) if provider else "",
        representative=provider.representative_name if provider else "",
        role=provider.representative_role if provider else "",
        place=provider.commune if provider else "",
        day=day_in_french(occasion.today),
    )


def shared(seen: Attended) -> dict:
    occasion = seen.occasion
    return {"head": letterhead(occasion), "name": seen.name, "title": typeset(occasion.session.title)}


def lines(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, typeset(words)) for label, words in pairs if words)


def convocation_of(seen: Attended) -> Convocation:
    occasion, place = seen.occasion, seen.registration.place
    session = occasion.session
    return Convocation(
        **shared(seen),
        particulars=lines(
            ("Date", day_words(occasion.halves[0].day, with_year=True)),
            ("Horaires", hours_of(occasion)),
            ("Durée", hours(occasion.planned)),
            ("Modalité", "à distance" if place.is_online else "en présence"),
            ("Lieu", "en ligne" if place.is_online else address_words(place)),
            ("Salle", place.room),
            ("Accès", place.directions or (place.venue.getting_there if place.venue_id else "")),
            ("Format", session.format.label),
            ("Avec", occasion.facilitator),
            ("Contact", contact(session)),
            ("À apporter", session.to_bring),
            ("Prérequis", session.prerequisites),
            ("Accessibilité", session.accessibility or (place.venue.accessibility if place.venue_id else "")),
        ),
        links=links_of(seen),
    )


def links_of(seen: Attended) -> tuple[tuple[str, str], ...]:
    """Return the addresses that a convocation gives. That of the video room is for its holder: it is their document."""
    occasion, place = seen.occasion, seen.registration.place
    found = [("Lien de la salle en ligne, personnel", place.video_link if place.is_online else "")]
    if occasion.path:
        found.append(("Programme de la formation", absolute(reverse("path-programme", args=[occasion.path.slug]))))
    if occasion.is_training and occasion.rules_path:
        found.append(("Règlement intérieur", absolute(occasion.rules_path)))
    return tuple((label, address) for label, address in found if address)


def contact(session: PeerSession) -> str:
    return ", ".join(filter(None, [session.contact_name, session.contact_email]))


def hours_of(occasion: Occasion) -> str:
    """Return «de 9 h à 12 h, puis de 13 h 30 à 17 h»."""
    return ", puis ".join(f"de {hour_words(half.starts)} à {hour_words(half.ends)}" for half in occasion.halves)


def attestation_of(seen: Attended) -> Attestation:
    occasion = seen.occasion
    session, place = occasion.session, seen.registration.place
    return Attestation(
        **shared(seen),
        particulars=lines(
            ("Format", session.format.label),
            ("Date", day_words(occasion.halves[0].day, with_year=True)),
            ("Horaires", hours_of(occasion)),
            ("Lieu", "en ligne" if place.is_online else address_words(place)),
            ("Présence", f"{half_days_words(seen)}, {attended_words(seen)}"),
        ),
        is_training=occasion.is_training,
        is_partial=seen.is_partial,
        facilitator=occasion.facilitator,
        halves=tuple(
            HalfLine(
                when=half_words(row.half),
                attended=hours(row.minutes) if row.minutes else "–",
                planned=hours(row.half.minutes),
            )
            for row in seen.halves
        ),
        aims=tuple(typeset(line) for line in session.aims.splitlines() if line.strip()),
    )


def half_days_words(seen: Attended) -> str:
    count, total = seen.half_days, len(seen.halves)
    return f"{count} demi-journée{'s' if count > 1 else ''} sur {total}"


def attended_words(seen: Attended) -> str:
    return f"{hours(seen.minutes)} sur {hours(seen.occasion.planned)}"


def half_words(half: HalfDay) -> str:
    """Return «matin, de 9 h à 12 h»."""
    return f"{PARTS[half.code]}, de {hour_words(half.starts)} à {hour_words(half.ends)}"


def certificate_of(seen: Attended, *, is_employed: bool = False) -> Certificate:
    """Return the certificate. Who signs says whether its participants are employed where they said they came from."""
    occasion = seen.occasion
    return Certificate(
        **shared(seen),
        particulars=(),
        employer=seen.registration.employer.strip() if is_employed else "",
        natures=(
            ("action de formation", True),
            ("bilan de compétences", False),
            ("action de VAE", False),
            ("action de formation par apprentissage", False),
        ),
        day=day_in_french(occasion.halves[0].day),
        duration=hours(seen.minutes),
        planned=hours(occasion.planned),
        is_partial=seen.is_partial,
    )
