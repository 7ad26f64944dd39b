"""What the organiser's list of a session shows: seats, lines, and who has not answered after a move."""

from catalogue.registering.models import LIVING, Registration
from catalogue.registering.wording import rank_words, until_words
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import place_words, when_words

State = Registration.State


def registration_list(session: PeerSession) -> dict:
    """Return the people of `session`, loaded by `with_places`: two questions, whatever their number."""
    rows = session.registrations.filter(state__in=LIVING).select_related("organisation", "registered_by")
    rows = list(rows.order_by("name", "pk"))
    places = list(session.places.all())
    groups = [place_group(place, [row for row in rows if row.place_id == place.pk], session) for place in places]
    silent = [row for row in rows if row.state == State.REGISTERED and row.must_confirm]
    ended = session.registrations.filter(state__in=(State.CANCELLED, State.LAPSED)).count()
    return {
        "session": session,
        "when": when_words(session),
        "groups": groups,
        "has_several_places": len(places) > 1,
        "silent": len(silent),
        "ended": ended,
        "total": len(rows),
    }


def place_group(place, rows: list[Registration], session: PeerSession) -> dict:
    line = sorted((row for row in rows if row.state == State.WAITING), key=lambda row: row.place_in_line)
    return {
        "title": place_words(place),
        "place": place,
        "seated": [row for row in rows if row.state == State.REGISTERED],
        "offered": [
            {"row": row, "until": until_words(row.offer_ends_at, session.time_zone)}
            for row in rows
            if row.state == State.OFFERED
        ],
        "waiting": [{"row": row, "rank": rank_words(rank)} for rank, row in enumerate(line, start=1)],
    }
