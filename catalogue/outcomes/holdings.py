"""What the site knows of those who come to sessions, facilitate them and propose them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.learning.models import AttendanceMark
from catalogue.organising.models import PollReply
from catalogue.outcomes.leaving import leave_registrations, leave_sessions, lock_sessions
from catalogue.registering.models import Registration
from catalogue.registering.queries import confirmed_addresses, theirs
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import User
from outillerie.accounts.personal_data import (
    EVERY_FIELD,
    Basis,
    Fate,
    Holding,
    Processing,
    declare,
    declare_not_personal,
)
from outillerie.privacy.account_holdings import OF_OTHERS

SESSIONS = Processing(
    code="sessions",
    rank=11,
    name=_("Peer sessions"),
    purpose=_(
        "Registering for sessions, knowing who came, attesting it to them, and reporting to funders how many they were."
    ),
    basis=Basis.CONTRACT,
    recipients=_(
        "The person, those who organise or facilitate the session, and the hub’s team. A funder who checks a training"
        " action receives the signed attendance from its organisation. Needs and notes: those who facilitate, alone."
    ),
    kept=_(
        "Needs and notes: 7 days after the session. A waiting list: 30 days after it. An address that nobody confirmed: 2"
        " days. A registration without an account: 1 year after the session, 5 years when attendance was recorded; then"
        " the line stays without a name. How attendance was marked: 5 years. The rest: as long as the account."
    ),
)
INSIDE = _("Which row answers which: the site’s own.")
# Registrations without an account are found by the addresses that the person confirmed.
ADDRESSES = "account.EmailAddress"
COUNTED = _("The line stays without the person: how many came is what was reported.")


def declare_session_holdings() -> None:
    """Fill the registry. Erasing follows this order: what points at a row goes before the row."""
    declare_attendance()
    declare_registrations()
    declare_facilitation()
    declare_polls()
    declare_sessions()
    declare_what_is_not_personal()


def declare_attendance() -> None:
    declare(
        Holding(
            model="catalogue.AttendanceMark",
            name=_("How this person’s attendance was marked"),
            processing=SESSIONS,
            fate=Fate.UNLINKED,
            remains=COUNTED,
            find=marks_about,
            section="attendance_marks",
            fields=("state", "minutes", "way", "said_at", "received_at"),
            sealed=("attendance", "key"),
            withheld=INSIDE,
        ),
        before=ADDRESSES,
    )
    declare(
        unlinked("catalogue.AttendanceMark", "said_by", _("Attendance marked by this person")),
        unlinked("catalogue.CheckInCode", "made_by", _("Codes of the day made by this person")),
    )


def declare_registrations() -> None:
    declare(
        Holding(
            model="catalogue.Reminder",
            name=_("Reminders of sessions"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            whose="registration__person",
            section="session_reminders",
            fields=("days", "starts_at", "sent_at"),
        ),
        Holding(
            model="catalogue.Registration",
            name=_("Registrations to sessions"),
            processing=SESSIONS,
            fate=Fate.UNLINKED,
            remains=_(
                "A seat to come is given back. Of a session that took place, the line stays without the person: how many"
                " came is what was reported."
            ),
            find=registrations_of,
            erase=leave_registrations,
            lock=lock_sessions,
            section="session_registrations",
            fields=(
                "session", "place", "name", "email", "employer", "organisation", "state", "source", "offered_at",
                "offer_ends_at", "note", "needs", "must_confirm", "has_given_feedback", "asked_at", "registered_at",
                "ended_at",
            ),
            sealed=("person", "place_in_line", "key"),
            withheld=INSIDE,
        ),
        before=ADDRESSES,
    )  # fmt: skip
    declare(
        unlinked("catalogue.Registration", "registered_by", _("People registered by this person")),
        Holding(
            model="catalogue.SessionInterest",
            name=_("Alerts on sessions"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            whose="person",
            section="session_interests",
            fields=("path", "territory", "created_at"),
        ),
        Holding(
            model="catalogue.CalendarAddress",
            name=_("Addresses of the person’s calendar"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            whose="person",
            section="calendar_addresses",
            fields=("created_at", "revoked_at"),
            sealed=("key",),
            withheld=_("The secret part of the address: the page of the calendar shows the one that works."),
        ),
    )


def declare_facilitation() -> None:
    declare(
        Holding(
            model="catalogue.SessionFacilitator",
            name=_("Sessions facilitated"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            whose="person",
            section="facilitated_sessions",
            fields=("session", "name", "role"),
            sealed=("order",),
            withheld=INSIDE,
        ),
        Holding(
            model="catalogue.SessionReport",
            name=_("Reports of sessions"),
            processing=SESSIONS,
            fate=Fate.UNLINKED,
            remains=_("The report stays with the session, without the name of who wrote it."),
            whose="written_by",
            section="session_reports",
            fields=("session", "done", "outcome", "next_steps", "is_public", "written_at", "kit", "thanked_at"),
        ),
        unlinked("catalogue.SessionMove", "moved_by", _("Moves of sessions made by this person")),
    )


def declare_polls() -> None:
    declare(
        Holding(
            model="catalogue.PollReply",
            name=_("Replies to polls"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            find=replies_of,
            section="poll_replies",
            fields=("poll", "name", "email", "answers", "comment", "answered_at"),
            sealed=("person",),
            withheld=INSIDE,
        ),
        before=ADDRESSES,
    )
    declare(
        Holding(
            model="catalogue.DatePoll",
            name=_("Date polls"),
            processing=SESSIONS,
            fate=Fate.DELETED,
            remains=_("The session that a poll became stays."),
            whose="created_by",
            section="date_polls",
            fields=("title", "intention", "place", "answers_until", "created_at", "closed_at", "session"),
            sealed=(EVERY_FIELD,),
            withheld=INSIDE,
        ),
    )


def declare_sessions() -> None:
    declare(
        Holding(
            model="catalogue.PeerSession",
            name=_("Sessions prepared"),
            processing=SESSIONS,
            fate=Fate.UNLINKED,
            remains=_(
                "A session that was published stays: others came to it. A draft that belongs to nobody else is deleted."
            ),
            find=sessions_of,
            erase=leave_sessions,
            section="prepared_sessions",
            fields=(
                "title", "slug", "state", "intention", "aims", "material", "starts_at", "ends_at", "organisation",
                "contact_name", "contact_email", "created_at", "published_at",
            ),
            sealed=(EVERY_FIELD,),
            withheld=_("The rest of a session is what everyone reads on its page."),
        ),
        unlinked("catalogue.SessionSeries", "created_by", _("Series of sessions made by this person")),
    )  # fmt: skip


def unlinked(model: str, whose: str, name) -> Holding:
    """Return the row of what somebody did for others: it stays theirs, without the name of who did it."""
    return Holding(
        model=model,
        name=name,
        processing=SESSIONS,
        fate=Fate.UNLINKED,
        whose=whose,
        sealed=(EVERY_FIELD,),
        withheld=OF_OTHERS,
    )


# --- Which rows are whose: an address counts once its holder confirmed it.


def registrations_of(person: User) -> QuerySet[Registration]:
    return Registration.objects.filter(theirs(person))


def marks_about(person: User) -> QuerySet[AttendanceMark]:
    about = Q(attendance__person=person) | Q(attendance__registration__in=registrations_of(person).values("pk"))
    return AttendanceMark.objects.filter(about)


def replies_of(person: User) -> QuerySet[PollReply]:
    return PollReply.objects.filter(Q(person=person) | Q(person=None, email__in=confirmed_addresses(person)))


def sessions_of(person: User) -> QuerySet[PeerSession]:
    return PeerSession.objects.filter(created_by=person)


def declare_what_is_not_personal() -> None:
    declare_not_personal("catalogue.Territory", "an official territory", "name", "plain_name")
    declare_not_personal(
        "catalogue.Venue",
        "what an organisation publishes of itself in the national standard",
        "name", "address", "address_more", "phone", "emails",
    )  # fmt: skip
    declare_not_personal("catalogue.SessionPlace", "where a session is held", "name", "address")
