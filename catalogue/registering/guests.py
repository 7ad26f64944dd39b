"""People whom an organisation, or whoever organises, registers several at once. Each line has its own answer: the others
do not wait for it. A list sent again registers nobody twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.registering.actions import AlreadyRegistered, register
from catalogue.registering.formats.guest_list import MOST_LINES, GuestLine, guest_lines
from catalogue.registering.models import LIVING, Registration
from catalogue.sessions.models import SessionPlace
from outillerie.accounts.models import Organisation, User
from outillerie.errors import Refused

State, Source = Registration.State, Registration.Source


class TooManyGuests(Refused):
    pass


@dataclass(frozen=True)
class GuestAnswer:
    """What becomes of one line: `outcome` is "seat", "waiting", "known", "twice" or "refused"; `words` say it."""

    line: GuestLine
    outcome: str
    words: str


def read_guests(text: str) -> list[GuestLine]:
    """Return the lines of a pasted list. Raises TooManyGuests."""
    lines = guest_lines(text)
    if len(lines) > MOST_LINES:
        raise TooManyGuests(
            ngettext(
                "Paste %(count)s line at most, then the others.",
                "Paste %(count)s lines at most, then the others.",
                MOST_LINES,
            )
            % {"count": MOST_LINES}
        )
    return lines


def preview_guests(place: SessionPlace, lines: Iterable[GuestLine]) -> list[GuestAnswer]:
    """Return what registering `lines` would do now. Nothing is written."""
    living = Registration.objects.filter(session=place.session_id, state__in=LIVING).exclude(email="")
    known = {email.lower() for email in living.values_list("email", flat=True)}
    left = place.seats_left if place.waiting == 0 else 0
    answers, seen = [], set()
    for line in lines:
        answer = unreadable(line) or (said(line, "twice") if line.email in seen else None)
        if answer is None and line.email in known:
            answer = said(line, "known")
        if answer is None:
            answer, left = said(line, "seat" if left else "waiting"), max(0, left - 1)
        seen.add(line.email)
        answers.append(answer)
    return answers


def register_guests(
    place: SessionPlace, lines: Iterable[GuestLine], *, organisation: Organisation | None, key: str, by: User
) -> list[GuestAnswer]:
    """Register each line: a seat while there are some, then the waiting list. `key` again gives the same answers."""
    seen, answers = set(), []
    for line in lines:
        answer = unreadable(line) or (said(line, "twice") if line.email in seen else None)
        answers.append(answer or register_guest(place, line, organisation=organisation, key=key, by=by))
        seen.add(line.email)
    return answers


def register_guest(place: SessionPlace, line: GuestLine, *, organisation, key: str, by: User) -> GuestAnswer:
    source = Source.ORGANISER if organisation is None else Source.ORGANISATION
    own_key = f"{key[:32]}-{sha256(line.email.encode()).hexdigest()[:24]}"
    try:
        row = register(
            place,
            key=own_key,
            name=line.name,
            email=line.email,
            organisation=organisation,
            employer=organisation.name if organisation else "",
            source=source,
            joins_queue=True,
            by=by,
        )
    except AlreadyRegistered:
        return said(line, "known")
    except Refused as refusal:
        return GuestAnswer(line, "refused", str(refusal))
    return said(line, "waiting" if row.state == State.WAITING else "seat")


def unreadable(line: GuestLine) -> GuestAnswer | None:
    if line.email:
        return None
    return GuestAnswer(line, "refused", _("This line has no address, or more than one. Write: Name, name@townhall.fr"))


def said(line: GuestLine, outcome: str) -> GuestAnswer:
    words = {
        "seat": _("A seat"),
        "waiting": _("On the waiting list"),
        "known": _("Registered already: nothing changes."),
        "twice": _("The same address stands above: nothing changes."),
    }
    return GuestAnswer(line, outcome, words[outcome])
