"""The season programme of a territory: every public session that takes place there, whoever organises it."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from catalogue.agenda.asking import AgendaRequest, agenda_request
from catalogue.agenda.documents import PrintedDay, PrintedProgramme, PrintedSession
from catalogue.agenda.formats.typed_day import typed_day
from catalogue.agenda.queries import between
from catalogue.sessions.formats.state import LAST_OFFER
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import address_words, day_words, hours_words, walls_of
from catalogue.venues.models import Territory
from catalogue.venues.queries import territory_by_facet
from outillerie.errors import Refused
from outillerie.kits.cards import audience_labels
from outillerie.kits.formats.text import typography
from outillerie.pages.queries import absolute, read_hub

# What a programme looks like: another number makes every one of them again.
LAYOUT = 1
MOST_SESSIONS, MOST_DAYS, USUAL_DAYS = 400, 400, 120
FORMS = ("a4", "a5")


class ProgrammeTooLong(Refused):
    pass


@dataclass(frozen=True, kw_only=True)
class ProgrammeRequest:
    """What to print: `territory` None asks for nothing yet; `first` and `last` are days, both included."""

    asked: AgendaRequest
    territory: Territory | None
    first: date
    last: date
    typed_first: str = ""
    typed_last: str = ""
    form: str = "a4"
    is_economical: bool = False

    def values(self) -> dict:
        """Return the plain values that a print keeps."""
        return {
            "territory": self.territory.facet,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "form": self.form,
            "is_economical": self.is_economical,
        }


def programme_request(parameters, today: date) -> ProgrammeRequest:
    """Return what `parameters`, a QueryDict, asks for: without dates, the four months to come."""
    asked = agenda_request(parameters, today)
    typed_first, typed_last = (parameters.get(name, "")[:20].strip() for name in ("du", "au"))
    first = typed_day(typed_first, today) or today
    last = typed_day(typed_last, today) or first + timedelta(days=USUAL_DAYS)
    return ProgrammeRequest(
        asked=asked,
        territory=asked.territory,
        first=first,
        last=last,
        typed_first=typed_first,
        typed_last=typed_last,
        form=parameters.get("forme") if parameters.get("forme") in FORMS else "a4",
        is_economical=parameters.get("econome") == "1",
    )


def request_of(values: dict) -> ProgrammeRequest | None:
    """Return the request that a print keeps; None when its territory is gone."""
    territory = territory_by_facet(values["territory"])
    if territory is None:
        return None
    return ProgrammeRequest(
        asked=AgendaRequest(territory=territory),
        territory=territory,
        first=date.fromisoformat(values["first"]),
        last=date.fromisoformat(values["last"]),
        form=values["form"],
        is_economical=values["is_economical"],
    )


def sessions_of(request: ProgrammeRequest) -> list[PeerSession]:
    """Return what takes place in the territory between the two days. Raises ProgrammeTooLong."""
    if request.last < request.first:
        return []
    if (request.last - request.first).days > MOST_DAYS:
        raise ProgrammeTooLong(_("A programme covers a year at most. Choose two closer dates."))
    found = with_places(between(AgendaRequest(territory=request.territory), request.first, request.last))
    found = found.filter(state=PeerSession.State.PUBLISHED).prefetch_related("audiences")
    listed = list(found[: MOST_SESSIONS + 1])
    if len(listed) > MOST_SESSIONS:
        raise ProgrammeTooLong(
            _("There are more than %(most)s sessions: choose closer dates, or a smaller territory.")
            % {"most": MOST_SESSIONS}
        )
    return listed


def programme_of(request: ProgrammeRequest) -> PrintedProgramme | None:
    """Return what to print, in the language of the site whoever asks; None when nothing takes place."""
    listed = sessions_of(request)
    if not listed:
        return None
    with override(settings.LANGUAGE_CODE):
        hub = read_hub()
        return PrintedProgramme(
            territory=request.territory.name,
            season=season_words(request.first, request.last),
            hub_name=hub.hub_name,
            contact=", ".join(filter(None, [hub.contact_email, hub.phone])),
            funding=hub.funding_mention,
            funders=tuple(funder.name for funder in hub.funders.all()),
            organisers=tuple(sorted({session.organisation.name for session in listed if session.organisation})),
            page_url=absolute(f"{reverse('agenda')}?territoire={request.territory.facet}"),
            days=days_of(listed),
            form=request.form,
            is_economical=request.is_economical,
        )


def season_words(first: date, last: date) -> str:
    return _("From %(first)s to %(last)s") % {
        "first": day_words(first, with_year=first.year != last.year, with_weekday=False),
        "last": day_words(last, with_year=True, with_weekday=False),
    }


def days_of(sessions: list[PeerSession]) -> tuple[PrintedDay, ...]:
    """Return the days that have sessions, in order, each with its month in words."""
    by_day: dict[date, list[PrintedSession]] = {}
    for session in sessions:
        by_day.setdefault(walls_of(session)[0].date(), []).append(printed_session(session))
    return tuple(
        PrintedDay(month=date_format(day, "F Y"), label=day_words(day), sessions=tuple(some))
        for day, some in by_day.items()
    )


def printed_session(session: PeerSession) -> PrintedSession:
    places = list(session.places.all())
    return PrintedSession(
        title=typography(session.title, "fr"),
        intention=typography(session.intention, "fr"),
        hours=hours_words(session),
        format=session.format.label,
        places=tuple(place_line(place) for place in places),
        audience=typography(session.audience or audiences_of(session), "fr"),
        seats=seats_line(session, places),
        price=session.price or _("Free"),
        access=" ".join(dict.fromkeys(access_lines(session, places))),
        organiser=session.organisation.name if session.organisation else "",
        registration=registration_line(session),
        url=absolute(session.get_absolute_url()),
    )


def place_line(place) -> str:
    # The room is for those who registered: it may be written with the code of a door.
    return typography(address_words(place), "fr")


def audiences_of(session: PeerSession) -> str:
    labels = audience_labels()
    return ", ".join(str(labels.get(audience.code, audience.code)) for audience in session.audiences.all())


def access_lines(session: PeerSession, places: list) -> list[str]:
    texts = [session.accessibility, *(place.venue.accessibility for place in places if place.venue_id)]
    return [f"{typography(text, 'fr').rstrip('.')}." for text in texts if text]


def seats_line(session: PeerSession, places: list) -> str:
    """Return how many seats there are, not how many are left: paper does not follow."""
    if session.is_anonymous:
        return ""
    count = sum(place.capacity for place in places)
    return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count} if count else ""


def registration_line(session: PeerSession) -> str:
    if session.is_anonymous:
        return _("Come without registering.")
    closes = session.registration_closes_at
    if closes is None or closes >= session.starts_at - LAST_OFFER:
        return _("Register at this address:")
    day = timezone.localtime(closes)
    return _("Register before %(day)s at this address:") % {"day": day_words(day)}


def state_of(printed: PrintedProgramme) -> str:
    """Return the SHA-256 of everything that the programme shows."""
    return sha256(json.dumps([LAYOUT, printed.as_values()]).encode()).hexdigest()
