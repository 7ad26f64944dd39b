"""The sheet to sign, one for each half-day: those who are expected, blank lines up to the seats, whoever facilitates."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalogue.attending.formats.names import plain
from catalogue.attending.links import presence_url
from catalogue.attending.wording import half_day_words
from catalogue.certifications.models import TrainingProvider
from catalogue.exchange.paper import document_html, short_address, typeset
from catalogue.registering.models import Registration
from catalogue.registering.queries import participants_of
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import day_words, place_words
from outillerie.pages.models import Funder, HubSettings
from outillerie.pages.queries import absolute
from outillerie.printing.ornaments import ornaments, qr_code
from outillerie.printing.renderer import render_pdf

ALL = "toutes"
YEARS_KEPT = 5
# On a sheet nobody prints three pages of blank lines for a webinar.
MOST_BLANK_LINES, LINES_OF_AN_EMPTY_SHEET = 30, 16
DOMAIN, GLYPH, LOGO_SIZE = 1, "boussole", "max-480x160|format-png"


@dataclass(frozen=True)
class SheetLine:
    """One line to sign: with a name, or blank. `qr` is the name of its picture."""

    number: int
    name: str = ""
    employer: str = ""
    qr: str = ""


@dataclass(frozen=True)
class Sheet:
    label: str
    lines: list[SheetLine]
    first_free: int
    last: int


def sign_in_sheet_pdf(session: PeerSession, parts: list[HalfDay], *, is_empty: bool = False) -> bytes:
    """Return the tagged A4 sheets of the half-days `parts`. Raises RenderingFailed. `session` has its places loaded."""
    people = [] if is_empty or session.is_anonymous else expected(session)
    address = absolute(reverse("presence"))
    hub = HubSettings.for_site(Site.objects.get(is_default_site=True))
    funders = list(Funder.objects.filter(hub=hub).select_related("logo"))
    context = {
        "session": session,
        "title": typeset(session.title),
        "hub_name": hub.hub_name,
        "organiser": organiser_of(session, hub),
        "day": day_words(parts[0].starts, with_year=True),
        "places": [place_words(place) for place in session.places.all()],
        "facilitators": [facilitator_name(row) for row in session.facilitators.all()],
        "sheets": [sheet_of(session, part, people, is_empty=is_empty) for part in parts],
        "funding_mention": hub.funding_mention,
        "funders": [(funder.name, logo_name(funder)) for funder in funders],
        "years": YEARS_KEPT,
        "rights": short_address(absolute(reverse("my-data"))),
    }
    language = get_language() or "fr"
    html = document_html("pdf/sign_in_sheet.html", context, address=address, language=language)
    return render_pdf(html, resources={**ornaments(DOMAIN, GLYPH, address=address), **pictures(people, funders)})


def expected(session: PeerSession) -> list[Registration]:
    """Return those who have a seat, as a dictionary would order their names."""
    rows = participants_of(session).select_related("organisation")
    return sorted(rows, key=lambda person: plain(person.name))


def organiser_of(session: PeerSession, hub: HubSettings) -> list[str]:
    """Return who organises, with the numbers that a training organisation must show."""
    provider = TrainingProvider.objects.filter(organisation=session.organisation_id).first()
    if provider is None:
        return [str(session.organisation or hub.hub_name)]
    lines = [provider.legal_name]
    if provider.siret:
        lines.append(f"SIRET {provider.siret}")
    if provider.activity_number:
        lines.append(_("Declaration of activity no. %(number)s") % {"number": provider.activity_number})
    return lines


def facilitator_name(row) -> str:
    """Return the name to sign under: the whole one, a signature proves who was there."""
    return row.name or row.person.get_full_name() or row.person.shown_name()


def sheet_of(session: PeerSession, part: HalfDay, people: list[Registration], *, is_empty: bool) -> Sheet:
    lines = [
        SheetLine(number, person.name, employer_of(person), picture_name(person))
        for number, person in enumerate(people, start=1)
    ]
    seats = sum(place.capacity for place in session.places.all())
    last = max(LINES_OF_AN_EMPTY_SHEET if is_empty else 0, min(seats, len(people) + MOST_BLANK_LINES))
    lines += [SheetLine(number) for number in range(len(people) + 1, last + 1)]
    return Sheet(half_day_words(part), lines, len(people) + 1, last)


def employer_of(registration: Registration) -> str:
    return registration.employer or str(registration.organisation or "")


def picture_name(registration: Registration) -> str:
    return f"drawings/person-{registration.pk}.svg"


def logo_name(funder: Funder) -> str:
    return f"images/funder-{funder.pk}.png" if funder.logo_id else ""


def pictures(people: list[Registration], funders: list[Funder]) -> dict[str, bytes]:
    """Return the files of the sheet: the code of each person, the logos of those who pay."""
    found = {picture_name(person): qr_code(presence_url(person)).encode() for person in people}
    for funder in funders:
        if funder.logo_id:
            with funder.logo.get_rendition(LOGO_SIZE).file.open("rb") as file:
                found[logo_name(funder)] = file.read()
    return found
