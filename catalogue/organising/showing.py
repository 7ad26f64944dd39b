"""What the pages of organisers show: rows of lists, sections of the sheet, what is missing, what others changed."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.agenda.cards import facts_of as session_facts
from catalogue.organising.making import newer_version
from catalogue.organising.sheet import DATES, Sheet
from catalogue.organising.when import zone_choices
from catalogue.sessions.formats.state import SessionStatus, status
from catalogue.sessions.lacks import lacks_of
from catalogue.sessions.models import PeerSession, SessionFormat
from catalogue.sessions.permissions import can_publish_session
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import day_words, hour_words, moment_words, place_words, walls_of, when_words
from catalogue.venues.models import Territory, Venue
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import Audience, Theme
from outillerie.kits.models.kits import Level

STATES = {
    SessionStatus.DRAFT: (gettext_lazy("Draft"), ""),
    SessionStatus.CANCELLED: (gettext_lazy("Cancelled"), "attention"),
    SessionStatus.HELD: (gettext_lazy("Took place"), "acquired"),
    SessionStatus.OVER: (gettext_lazy("Over: tell what came out of it"), "attention"),
    SessionStatus.UNDER_WAY: (gettext_lazy("Under way"), "info"),
    SessionStatus.CLOSED: (gettext_lazy("Published, registration closed"), "info"),
    SessionStatus.NOT_NAMED: (gettext_lazy("Published, without registration"), "info"),
    SessionStatus.FULL: (gettext_lazy("Published, full"), "info"),
    SessionStatus.WAITING_LIST: (gettext_lazy("Published, full: waiting list"), "info"),
}
PUBLISHED = (gettext_lazy("Published, registration open"), "info")
NAMES = {
    "title": gettext_lazy("Title"), "format": gettext_lazy("Format"), "intention": gettext_lazy("Why come"),
    "aims": gettext_lazy("Aims"), "audience": gettext_lazy("For whom, in words"), "audiences": gettext_lazy("Audiences"),
    "themes": gettext_lazy("Themes"), "level": gettext_lazy("Level"), "prerequisites": gettext_lazy("Prerequisites"),
    "to_bring": gettext_lazy("To bring"), "price": gettext_lazy("Price, in words"),
    "accessibility": gettext_lazy("Accessibility"), "material": gettext_lazy("Material to prepare"),
    "organisation": gettext_lazy("Organisation"), "contact_name": gettext_lazy("Person to contact"),
    "contact_email": gettext_lazy("Contact e-mail"), "closes": gettext_lazy("Registration closes on"),
    "has_waiting_list": gettext_lazy("Waiting list"), "offer_hours": gettext_lazy("Hours to answer when a seat is offered"),
    "is_anonymous": gettext_lazy("Participants are counted, not named"), "when": gettext_lazy("When"),
    "moments": gettext_lazy("How it goes"), "places": gettext_lazy("Where"), "facilitators": gettext_lazy("With whom"),
}  # fmt: skip
MODELS = {"audiences": Audience, "themes": Theme, "format": SessionFormat, "organisation": Organisation}


def session_rows(sessions: list[PeerSession], user: User) -> list[dict]:
    """Return the lines of a list of sessions: where each stands, and what to do next."""
    now = timezone.now()
    return [session_row(session, user, now) for session in sessions]


def session_row(session: PeerSession, user: User, now) -> dict:
    found = status(session_facts(session), now)
    words, tag = STATES.get(found, PUBLISHED)
    if found == SessionStatus.DRAFT and session.proposed_at:
        words, tag = _("Waits for publication"), "attention"
    url, label = next_deed(session, found)
    return {
        "session": session,
        "when": when_words(session),
        "where": ", ".join(place_words(place) for place in session.places.all()) or _("Place to choose"),
        "state": words,
        "tag": tag,
        "seats": seats_words(session),
        "url": url,
        "label": label,
    }


def next_deed(session: PeerSession, found: SessionStatus) -> tuple[str, str]:
    """Return the address and the words of what to do next with a session."""
    if found == SessionStatus.DRAFT:
        return reverse("edit-session", args=[session.pk]), _("Go on writing")
    if found == SessionStatus.UNDER_WAY:
        return reverse("welcome", args=[session.pk]), _("Welcome people")
    if found in (SessionStatus.OVER, SessionStatus.HELD):
        return reverse("outcomes", args=[session.pk]), _("Tell what came out of it")
    if found == SessionStatus.CANCELLED:
        return f"{reverse('new-session')}?seance={session.pk}", _("Make a new one from it")
    return reverse("session-registrations", args=[session.pk]), _("See who comes")


def seats_words(session: PeerSession) -> str:
    """Return «9 places prises sur 12», with those who wait; nothing for a draft."""
    places = list(session.places.all())
    if session.state == PeerSession.State.DRAFT or not places:
        return ""
    taken, seats = sum(row.taken for row in places), sum(row.capacity for row in places)
    waiting = sum(row.waiting for row in places)
    words = ngettext("%(taken)s seat taken out of %(seats)s", "%(taken)s seats taken out of %(seats)s", taken)
    line = words % {"taken": taken, "seats": seats}
    if waiting:
        line += ", " + ngettext("%(count)s person waits", "%(count)s people wait", waiting) % {"count": waiting}
    return line


def sheet_page(sheet: Sheet) -> dict:
    """Return what the page of a sheet shows around its fields."""
    session = with_places(PeerSession.objects.filter(pk=sheet.session.pk)).select_related(
        "kit_version__kit", "module", "created_by"
    ).get()  # fmt: skip
    is_draft = session.state == PeerSession.State.DRAFT
    return {
        "sheet": sheet,
        "session": session,
        "when": when_words(session),
        "is_draft": is_draft,
        "is_published": session.state == PeerSession.State.PUBLISHED,
        "can_publish": can_publish_session(sheet.user, session),
        "lacks": lacks_of(session, timezone.now()) if is_draft else [],
        "newer": newer_version(session),
        "moves": move_rows(session),
        "words": session_row(session, sheet.user, timezone.now()),
        "placed_minutes": sum(moment.get("minutes") or 0 for moment in session.moments),
        "minutes": round((session.ends_at - session.starts_at).total_seconds() / 60),
    }


def move_rows(session: PeerSession) -> list[dict]:
    """Return the moves of a session, the last one first, in words."""
    zone = session.time_zone
    return [
        {
            "before": moment_words(move.starts_before, zone),
            "after": moment_words(move.starts_after, zone),
            "reason": move.reason,
            "moved": moment_words(move.moved_at, zone),
            "by": move.moved_by.shown_name() if move.moved_by else "",
        }
        for move in session.moves.select_related("moved_by").order_by("-pk")
    ]


def conflict_rows(conflicts: list[str], theirs: dict) -> list[dict]:
    """Return what somebody else wrote meanwhile, in words, by the name of the field."""
    return [{"name": str(NAMES[name]), "theirs": fact_words(name, theirs[name])} for name in conflicts]


def fact_words(name: str, value) -> str:
    if name in MODELS and value:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(map(str, MODELS[name].objects.filter(pk__in=keys)))
    if name in ("places", "facilitators", "moments"):
        return rows_words(name, value)
    if name == "when":
        return dates_words(value)
    if name == "closes" and value:
        return value.replace("T", " ")[:16]
    if name == "level" and value:
        return str(Level(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "", []) else _("nothing")


def rows_words(name: str, rows: list) -> str:
    if name == "moments":
        return ", ".join(row["title"] for row in rows) or _("nothing")
    if name == "facilitators":
        people = User.objects.in_bulk([row["person"] for row in rows if row["person"]])
        return ", ".join(row["name"] or people[row["person"]].shown_name() for row in rows) or _("nothing")
    venues = Venue.objects.in_bulk([row["venue"] for _pk, row in rows if row["venue"]])
    towns = Territory.objects.in_bulk([row["territory"] for _pk, row in rows if row["territory"]])
    return ", ".join(place_fact(row, venues, towns) for _pk, row in rows) or _("nothing")


def place_fact(row: dict, venues: dict, towns: dict) -> str:
    if row["is_online"]:
        name = _("Online")
    elif row["venue"]:
        name = venues[row["venue"]].name
    else:
        town = towns[row["territory"]].name if row["territory"] else ""
        name = " ".join(filter(None, [row["name"], row["address"], town]))
    seats = ngettext("%(count)s seat", "%(count)s seats", row["capacity"]) % {"count": row["capacity"]}
    return f"{name} ({seats})"


def dates_words(value: list) -> str:
    shown = PeerSession()
    for name, text in zip(DATES, value, strict=True):
        setattr(shown, name, timezone.datetime.fromisoformat(text) if text and name != "time_zone" else text)
    return when_words(shown)


def day_and_hours(session: PeerSession) -> dict:
    """Return the day and the hours of a session, apart, and the name of its clocks."""
    starts, ends = walls_of(session)
    zone = dict(zone_choices(session.time_zone))[session.time_zone]
    return {
        "day": day_words(starts, with_year=True),
        "starts": hour_words(starts),
        "ends": hour_words(ends),
        "zone": zone,
    }
