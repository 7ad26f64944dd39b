"""The form of a session as it was typed: its facts, its dates while it is a draft, and its rows.

Buttons rearrange rows that are not judged yet, so nothing typed is lost. What the page had shown comes back with it
(`base`, signed): two people may write the same session at once.
"""

import re
from collections.abc import Callable
from datetime import datetime, time

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from catalogue.organising.forms import FacilitatorRow, FactsForm, MomentRow, PlaceRow, people_offered
from catalogue.organising.making import usual_seats
from catalogue.organising.when import WhenForm, take_proposals, typed_dates
from catalogue.sessions.formats.local_time import Absent, Double, moment_of, wall_of
from catalogue.sessions.models import PeerSession
from catalogue.sessions.placing import FACILITATOR_FACTS, PLACE_FACTS
from catalogue.venues.models import Territory
from outillerie.writing.rows import Typed

END_OF_DAY = time(23, 59)
SALT = "catalogue.organising.sheet"
LISTS = ("places", "facilitators", "moments")
MOST_ROWS = {"places": 12, "facilitators": 12, "moments": 40}
TEXTS = (
    "title", "intention", "aims", "audience", "prerequisites", "to_bring", "price", "accessibility", "material",
    "contact_name", "contact_email", "level", "has_waiting_list", "offer_hours", "is_anonymous",
)  # fmt: skip
KEYS = ("format", "organisation")
SHELVES = ("audiences", "themes")
DATES = ("starts_at", "ends_at", "break_starts_at", "break_ends_at", "time_zone")
PLACE_KINDS = ("venue", "address", "online")
_ROW_DEED = re.compile(r"(up|down|remove|change):(places|facilitators|moments):(\d{1,3})")
_PICK = re.compile(r"pick:places:(\d{1,3}):(venue|territory):(\d{1,9})")
_ADD = re.compile(r"add:(facilitators|moments|places(?::(venue|address|online))?)")


def facts_of(session: PeerSession) -> dict:
    """Return all that the sheet shows of `session`, as JSON-ready values."""
    facts = {name: getattr(session, name) for name in TEXTS}
    facts |= {name: getattr(session, f"{name}_id") for name in KEYS}
    facts |= {name: sorted(row.pk for row in getattr(session, name).all()) for name in SHELVES}
    facts["closes"] = plain(session.registration_closes_at)
    facts["when"] = [plain(getattr(session, name)) for name in DATES]
    facts["moments"] = session.moments
    facts["places"] = [
        [row.pk, {name: plain(getattr(row, name)) for name in PLACE_FACTS}] for row in session.places.all()
    ]
    facts["facilitators"] = [
        {name: plain(getattr(row, name)) for name in FACILITATOR_FACTS} for row in session.facilitators.all()
    ]
    return facts


def plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else value


def token_of(session: PeerSession, facts: dict) -> str:
    return signing.dumps({"session": session.pk, "facts": facts}, salt=SALT, compress=True)


def read_token(token: str, session: PeerSession) -> dict:
    """Return what the page had shown of `session`, or nothing when the token is not ours."""
    try:
        read = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return {}
    return read["facts"] if read.get("session") == session.pk else {}


class Sheet:
    """The sheet of `session` for `user`: as it is kept when nothing is posted, else as it was typed."""

    def __init__(self, session: PeerSession, *, user, posted: QueryDict | None = None):
        self.session, self.user = session, user
        self.kept = facts_of(session)
        self.is_posted = posted is not None
        self.base = read_token(posted.get("base", ""), session) if self.is_posted else self.kept
        self.token = token_of(session, self.kept)
        if self.is_posted:
            posted = take_proposals(posted, posted.get("do", ""))
        self.typed = Typed(posted if self.is_posted else QueryDict(), LISTS)
        self.posted = posted
        self.focus = ""
        if not self.is_posted:
            self.typed.rows = shown_rows(session)

    def rearrange(self, do: str) -> bool:
        """Do to the rows what a button asks, and return whether it asked for that."""
        for pattern, deed in DEEDS:
            if found := pattern.fullmatch(do):
                deed(self, found)
                return True
        return False

    def add(self, found: re.Match) -> None:
        name, _colon, kind = found[1].partition(":")
        rows = self.typed.rows[name]
        if len(rows) < MOST_ROWS[name]:
            seats = str(usual_seats(self.session))
            rows.append({"kind": [kind or "venue"], "capacity": [seats]} if name == "places" else {})
        self.focus = f"{name}-{len(rows) - 1}"

    def act(self, found: re.Match) -> None:
        verb, name, place = found[1], found[2], int(found[3])
        if verb == "remove":
            self.typed.remove(name, place)
            self.focus = name
        elif verb == "change" and place < len(self.typed.rows[name]):
            self.typed.rows[name][place] |= {"venue": [""], "search": [""], "territory": [""], "commune": [""]}
            self.focus = f"{name}-{place}"
        else:
            target = self.typed.move(name, place, -1 if verb == "up" else 1)
            self.focus = f"{name}-{place if target is None else target}"

    def pick(self, found: re.Match) -> None:
        place, name, pk = int(found[1]), found[2], found[3]
        if place < len(self.typed.rows["places"]):
            self.typed.rows["places"][place][name] = [pk]
            if name == "territory":
                self.typed.rows["places"][place]["commune"] = [commune_name(pk)]
            self.focus = f"places-{place}"

    def build(self, *, is_judged: bool) -> "Sheet":
        """Make the forms: of what was typed, with its mistakes when `is_judged`; of what is kept otherwise."""
        bound = self.typed.data() if self.is_posted else None
        options = {"user": self.user, "session": self.session}
        self.facts = FactsForm(bound, initial=initial_facts(self.session), **options)
        self.when = None
        if self.session.state == PeerSession.State.DRAFT:
            zone = self.session.time_zone
            self.when = WhenForm(bound, initial=typed_dates(self.session), held_zone=zone)
        people = people_offered(self.user, self.session)
        self.places = self.rows_of("places", lambda *a, **k: PlaceRow(*a, session=self.session, **k))
        self.facilitators = self.rows_of("facilitators", lambda *a, **k: FacilitatorRow(*a, people=people, **k))
        self.moments = self.rows_of("moments", MomentRow)
        if self.is_posted and not is_judged:
            for form in self.forms:
                form._errors = {}
        return self

    def rows_of(self, name: str, make: Callable) -> list:
        made = []
        for place, row in enumerate(self.typed.rows[name]):
            data = QueryDict(mutable=True)
            for field, values in row.items():
                data.setlist(f"{name}-{place}-{field}", values)
            form = make(
                data if self.is_posted else None,
                initial={field: v[0] for field, v in row.items()},
                prefix=f"{name}-{place}",
            )
            form.list, form.place, form.number = name, place, place + 1
            made.append(form)
        return made

    @property
    def forms(self) -> list:
        return [*filter(None, [self.facts, self.when]), *self.places, *self.facilitators, *self.moments]

    def is_valid(self) -> bool:
        # Each is asked: all the mistakes are said at once.
        return {form.is_valid() for form in self.forms} == {True}

    @property
    def mistakes(self) -> list[dict]:
        """Return what to correct, in the order of the page: the address of the field, where it is, the sentence."""
        return [
            {
                "anchor": form[name].id_for_label or form[name].auto_id if name in form.fields else "",
                "where": where_words(form, name),
                "sentence": sentence,
            }
            for form in self.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def answers(self) -> dict:
        """Return what a valid sheet says, by the names of `facts_of`, as values of the models."""
        given = self.facts.cleaned_data
        answers = {name: given[name] for name in (*TEXTS, *KEYS)}
        answers |= {name: list(given[name]) for name in SHELVES}
        answers["closes"] = self.closes()
        answers["moments"] = [
            {"title": row["title"], "minutes": row["minutes"], "text": row["text"]}
            for row in (form.cleaned_data for form in self.moments)
        ]
        answers["places"] = [(form.cleaned_data["id"], form.facts()) for form in self.places]
        answers["facilitators"] = [
            {name: form.cleaned_data[name] for name in FACILITATOR_FACTS} for form in self.facilitators
        ]
        if self.when is not None:
            dates = self.when.dates()
            answers["when"] = [dates[name] for name in DATES]
        return answers

    def closes(self) -> datetime | None:
        """Return when registration closes: at the start of the session without a day, at the end of the day without an hour."""
        given = self.facts.cleaned_data
        if given["closes_date"] is None:
            return None
        zone = self.when.cleaned_data["time_zone"] if self.when else self.session.time_zone
        hour = given["closes_hour"] or END_OF_DAY
        wall = datetime.combine(given["closes_date"], hour)
        found = moment_of(wall, zone)
        if isinstance(found, Absent):
            found = moment_of(found.proposals[1], zone)
        return found.first if isinstance(found, Double) else found


DEEDS = ((_ADD, Sheet.add), (_ROW_DEED, Sheet.act), (_PICK, Sheet.pick))


ROW_WORDS = {
    "places": gettext_lazy("Place %(number)s"),
    "facilitators": gettext_lazy("Person %(number)s"),
    "moments": gettext_lazy("Moment %(number)s"),
}


def where_words(form, name: str) -> str:
    label = str(form.fields[name].label or "") if name in form.fields else ""
    row = ROW_WORDS[form.list] % {"number": form.number} if hasattr(form, "list") else ""
    return ", ".join(filter(None, [row, label]))


def initial_facts(session: PeerSession) -> dict:
    facts = {name: getattr(session, name) for name in (*TEXTS, *KEYS)}
    facts |= {name: list(getattr(session, name).all()) for name in SHELVES}
    if session.registration_closes_at is not None:
        wall = wall_of(session.registration_closes_at, session.time_zone)
        facts |= {"closes_date": wall.date(), "closes_hour": wall.time().replace(tzinfo=None, second=0)}
    return facts


def shown_rows(session: PeerSession) -> dict[str, list]:
    """Return the rows of `session` as if they had been typed."""
    places = [
        {
            "id": [str(row.pk)],
            "kind": ["online" if row.is_online else "venue" if row.venue_id else "address"],
            "venue": [str(row.venue_id or "")],
            "territory": [str(row.territory_id or "")],
            "commune": [row.territory.name if row.territory_id else ""],
            **{name: [getattr(row, name)] for name in ("name", "address", "room", "directions", "video_link")},
            "capacity": [str(row.capacity)],
        }
        for row in session.places.all()
    ]
    people = [
        {"person": [str(row.person_id or "")], "name": [row.name], "role": [row.role]}
        for row in session.facilitators.all()
    ]
    moments = [
        {"title": [row.get("title", "")], "minutes": [str(row.get("minutes") or "")], "text": [row.get("text", "")]}
        for row in session.moments
    ]
    return {"places": places, "facilitators": people, "moments": moments}


def commune_name(pk: str) -> str:
    return Territory.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
