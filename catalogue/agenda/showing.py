"""What the page of a session shows: facts, times and links put into words, ready for `agenda/session.html`."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.agenda.cards import date_column, seats_of, taken_words
from catalogue.agenda.formats.running import running
from catalogue.agenda.permissions import can_see_video_link
from catalogue.agenda.taken_from import kit_words, paths_of
from catalogue.calendars.structured import session_json_ld
from catalogue.outcomes.queries import public_report
from catalogue.registering.models import Registration
from catalogue.registering.queries import registration_of
from catalogue.registering.showing import registration_panel
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.formats.state import Call, SessionStatus, call_to_action
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.permissions import can_manage_session, was_published
from catalogue.sessions.wording import address_words, day_words, hour_words, moment_words, walls_of, when_words
from outillerie.discovery.exports import script_json
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import plain, render, typography
from outillerie.kits.reading import minutes_label
from outillerie.pages.queries import absolute

ENDED = (SessionStatus.OVER, SessionStatus.HELD)


def session_page(request, session: PeerSession) -> dict:
    """Return the context of `agenda/session.html`; `session` is loaded by `with_places`."""
    now = timezone.now()
    starts, _ends = walls_of(session)
    seats = seats_of(session, now)
    is_public = was_published(session)
    manages = can_manage_session(request.user, session)
    registration = registration_of(session, request.user)
    return {
        "session": session,
        "title": typography(session.title, "fr"),
        "intention": typography(session.intention, "fr"),
        "date": date_column(starts, now=now, with_year=True),
        "day": day_words(starts),
        "tags": tags_of(session),
        "seats": seats,
        "status": seats.status,
        "jump": jump_words(session, SessionStatus(seats.status)),
        "taken": taken_words(seats),
        "essentials": essentials(session, registration, manages=manages),
        "steps": steps_of(session),
        "aims": lines(session.aims),
        "material": lines(session.material),
        "kit": kit_words(session.kit_version),
        "paths": paths_of(session),
        "moved": moved_words(session),
        "is_ended": seats.status in ENDED,
        "report": report_words(session),
        "tell_url": tell_url(session),
        "manages": manage_links(session) if manages else [],
        "is_public": is_public,
        "panel": registration_panel(request, session) if is_public else None,
        "json_ld": script_json(session_json_ld(session)) if is_public else "",
        "share_url": absolute(session.get_absolute_url()) if is_public else "",
    }


def tags_of(session: PeerSession) -> list[dict]:
    tags = [{"label": session.format.label, "kind": "info"}, {"label": session.price or _("Free"), "kind": ""}]
    if session.level:
        tags.append({"label": session.get_level_display(), "kind": ""})
    if session.series_id:
        tags.append({"label": _("Part of a series"), "kind": ""})
    return tags


def jump_words(session: PeerSession, status: SessionStatus) -> str:
    """Return what the button under the title says on a narrow screen: it leads to the panel below."""
    call = call_to_action(status)
    if call == Call.JOIN_WAITING_LIST:
        return _("Full: join the waiting list")
    if call != Call.REGISTER:
        return ""
    left = sum(place.seats_left for place in session.places.all())
    words = ngettext("%(count)s free seat: I register", "%(count)s free seats: I register", left)
    return words % {"count": left}


def essentials(session: PeerSession, registration: Registration | None, *, manages: bool) -> list[dict]:
    """Return the facts one asks before coming: {icon, term, rows}; a row is {text, url, detail}."""
    places = list(session.places.all())
    onsite = [place for place in places if not place.is_online]
    facts = [
        {"icon": "clock", "term": _("When"), "rows": when_rows(session)},
        *(place_fact(place, len(places), registration, manages=manages) for place in places),
        {"icon": "tram", "term": _("Getting there"), "rows": said(*map(directions_of, onsite))},
        {"icon": "access", "term": _("Access"), "rows": access_rows(session, onsite)},
        {"icon": "people", "term": _("With"), "rows": with_rows(session)},
        {"icon": "person", "term": _("For whom"), "rows": audience_rows(session)},
        {"icon": "info", "term": _("Before coming"), "rows": said(session.prerequisites)},
        {"icon": "toolbox", "term": _("To bring"), "rows": said(session.to_bring)},
        {"icon": "speech", "term": _("Contact"), "rows": contact_rows(session)},
    ]
    return [fact for fact in facts if fact["rows"]]


def said(*texts: str) -> list[dict]:
    """Return each text once, as rows."""
    return [{"text": typography(text, "fr")} for text in dict.fromkeys(texts) if text]


def when_rows(session: PeerSession) -> list[dict]:
    rows = said(when_words(session))
    if session.break_starts_at and session.break_ends_at:
        walls = (wall_of(moment, session.time_zone) for moment in (session.break_starts_at, session.break_ends_at))
        start, end = map(hour_words, walls)
        rows += said(_("Break from %(start)s to %(end)s") % {"start": start, "end": end})
    if session.registration_closes_at and session.state == PeerSession.State.PUBLISHED:
        closes = moment_words(session.registration_closes_at, session.time_zone)
        rows += said(_("Registration until %(moment)s") % {"moment": closes})
    return rows


def place_fact(place: SessionPlace, count: int, registration: Registration | None, *, manages: bool) -> dict:
    """Return where a place is; of several, each says its own seats."""
    seats = ""
    if count > 1:
        seats = ngettext("%(left)s seat left out of %(all)s", "%(left)s seats left out of %(all)s", place.seats_left)
        seats %= {"left": place.seats_left, "all": place.capacity}
    if place.is_online:
        rows = [{"text": _("Online, in your browser. Nothing to install."), "detail": seats}]
        if place.video_link and can_see_video_link(registration, place, manages=manages):
            rows.append({"text": _("Enter the video room"), "url": place.video_link})
        elif place.video_link:
            rows.append({"text": _("Registered people receive the link.")})
        return {"icon": "screen", "term": _("Where"), "rows": rows}
    shown = place.venue is not None and place.venue.is_shown
    words = {"text": typography(address_words(place), "fr"), "detail": seats}
    return {
        "icon": "place",
        "term": _("Where"),
        "rows": [{**words, "url": place.venue.get_absolute_url() if shown else ""}],
    }


def directions_of(place: SessionPlace) -> str:
    return place.directions or (place.venue.getting_there if place.venue_id else "")


def access_rows(session: PeerSession, onsite: list[SessionPlace]) -> list[dict]:
    venues = [place.venue for place in onsite if place.venue_id]
    rows = said(session.accessibility, *(venue.accessibility for venue in venues))
    links = dict.fromkeys(venue.accessibility_url for venue in venues if venue.accessibility_url)
    return rows + [{"text": _("All about access, on acceslibre"), "url": url} for url in links]


def with_rows(session: PeerSession) -> list[dict]:
    rows = [{"text": str(row), "detail": row.role} for row in session.facilitators.all()]
    if session.organisation:
        rows.append({"text": session.organisation.name, "url": session.organisation.get_absolute_url()})
    return rows


def audience_rows(session: PeerSession) -> list[dict]:
    return said(session.audience or ", ".join(str(audience) for audience in session.audiences.all()))


def contact_rows(session: PeerSession) -> list[dict]:
    rows = said(session.contact_name)
    if session.contact_email:
        rows.append({"text": session.contact_email, "url": f"mailto:{session.contact_email}"})
    return rows


def lines(text: str) -> list[str]:
    return [typography(line.strip(), "fr") for line in text.splitlines() if line.strip()]


def steps_of(session: PeerSession) -> list[dict]:
    """Return the steps of `components/timeline.html`, each with the real hour at which it starts."""
    pause = None
    if session.break_starts_at and session.break_ends_at:
        pause = tuple(wall_of(moment, session.time_zone) for moment in (session.break_starts_at, session.break_ends_at))
    moments = [moment for moment in session.moments if isinstance(moment, dict)]
    laid = running([moment.get("minutes") for moment in moments], *walls_of(session), pause)
    return [
        {
            "start_label": hour_words(step.starts) if step.starts else "",
            "minutes": step.minutes,
            "minutes_label": minutes_label(step.minutes),
            "title": _("Break") if step.index is None else typography(str(moments[step.index].get("title", "")), "fr"),
            "facilitator": "" if step.index is None else html(str(moments[step.index].get("text", ""))),
            "is_break": step.index is None,
        }
        for step in laid
    ]


def html(text: str) -> str:
    """Return a short text as safe HTML: no picture, links in full."""
    try:
        return render(text, links=lambda target: None, heading_level=4)
    except FormatRefused:
        return plain(text)


def moved_words(session: PeerSession) -> dict | None:
    """Return when the session was to be and when it is, and why it moved; nothing once it has begun."""
    if session.moved_at is None or session.state != PeerSession.State.PUBLISHED or session.starts_at < timezone.now():
        return None
    move = session.moves.order_by("-pk").first()
    if move is None or (move.starts_before, move.ends_before) == (session.starts_at, session.ends_at):
        return None
    zone = session.time_zone
    return {
        "before": span_words(move.starts_before, move.ends_before, zone),
        "after": span_words(session.starts_at, session.ends_at, zone),
        "reason": typography(move.reason, "fr"),
    }


def span_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    starts, ends = wall_of(starts_at, zone), wall_of(ends_at, zone)
    with_year = starts.year != timezone.localdate().year
    day = day_words(starts, with_year=with_year)
    return _("%(day)s, from %(start)s to %(end)s") % {"day": day, "start": hour_words(starts), "end": hour_words(ends)}


def report_words(session: PeerSession) -> dict | None:
    report = public_report(session)
    if report is None:
        return None
    return {"done": html(report.done), "outcome": html(report.outcome), "next_steps": html(report.next_steps)}


def tell_url(session: PeerSession) -> str:
    """Return where to tell how it went: of the kit of the session, or of one to choose."""
    version = session.kit_version
    if version is not None and version.kit.live:
        return reverse("tell-workshop", args=[version.kit.slug])
    return reverse("choose-kit-to-tell")


def manage_links(session: PeerSession) -> list[dict]:
    """Return the pages of those who prepare and facilitate the session."""
    pages = (
        ("edit-session", _("Change the session"), "change"),
        ("session-registrations", _("Registrations"), "people"),
        ("welcome", _("Welcome"), "check"),
        ("sign-in-sheet", _("Sign-in sheet"), "printer"),
        ("outcomes", _("Report and exports"), "bars"),
    )
    return [{"url": reverse(name, args=[session.pk]), "label": label, "icon": icon} for name, label, icon in pages]
