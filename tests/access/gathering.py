"""The sessions of that small hub: one to come that the learner registered for, one under way, a draft, a series, a poll."""

from datetime import timedelta

from django.utils import timezone

from catalogue.attending.actions import open_code
from catalogue.attending.links import presence_key_of
from catalogue.calendars.models import CalendarAddress
from catalogue.learning.models import Attendance
from catalogue.organising.models import DatePoll, PollDate, PollReply
from catalogue.outcomes.links import feedback_key_of
from catalogue.registering.links import key_of
from catalogue.sessions.models import SessionSeries
from catalogue.sessions.queries import half_days_of
from tests.catalogue.session_factories import online, peer_session, registration, session_format, venue


class Gathering:
    """`session` is to come, `held` began an hour ago, `draft` is a secret of the trainer, who prepares all three."""

    def __init__(self, *, learner, trainer, organisation, module):
        self.learner, self.trainer = learner, trainer
        self.venue = venue(slug="mediatheque")
        about = {"created_by": trainer, "facilitators": [trainer], "module": module, "organisation": None}
        self.session = peer_session("Séance à venir", slug="a-venir", places=[{"venue": self.venue}, online()], **about)
        self.draft = peer_session("Séance secrète", slug="seance-secrete", state="draft", **about)
        self.held = peer_session(
            "Séance en cours", slug="en-cours", starts_at=timezone.now() - timedelta(hours=1), **about
        )
        self.registration = registration(self.session, learner)
        self.came = registration(self.held, learner)
        self.build_series(about)
        self.build_poll()
        self.build_day()
        self.address = CalendarAddress.objects.create(person=learner, key="c" * 32)

    def build_series(self, about):
        self.series = SessionSeries.objects.create(
            title="Café du jeudi", rule="FREQ=WEEKLY;COUNT=2", first_day=timezone.localdate(), local_start="10:00",
            local_end="12:00", created_by=self.trainer,
        )  # fmt: skip
        first = peer_session("Café du jeudi", slug="cafe", **about)
        first.series, first.recurrence_at = self.series, first.starts_at
        first.save()

    def build_poll(self):
        self.poll = DatePoll.objects.create(
            key="p" * 32, title="Quand nous voir", format=session_format(), created_by=self.trainer
        )
        starts_at = timezone.now() + timedelta(days=9)
        PollDate.objects.create(poll=self.poll, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
        self.reply = PollReply.objects.create(poll=self.poll, person=self.learner, answered_at=timezone.now())

    def build_day(self):
        part = half_days_of(self.held)[0]
        self.code = open_code(self.held, half_day=part.code, by=self.trainer)
        self.attendance = Attendance.objects.create(
            session=self.held, registration=self.came, person=self.learner, module=self.held.module,
            held_on=part.day, half_day=part.code, minutes=120, recorded_by=self.trainer,
        )  # fmt: skip


def at(*names):
    """Return what gives a part of the gathering from the world: `at("session", "slug")`."""

    def value(world):
        found = world.gathering
        for name in names:
            found = getattr(found, name)
        return found

    return value


def all_of(names, arguments) -> dict:
    return dict.fromkeys(names.split(), arguments)


SESSION = {"pk": at("session", "pk")}
HELD = {"pk": at("held", "pk")}
SLUG = {"slug": at("session", "slug")}
GATHERING_ARGUMENTS = {
    "venue": {"slug": at("venue", "slug")},
    "venues-in": {"word": lambda world: "departement", "code": lambda world: "59"},
    "venue-import-preview": {"token": lambda world: "inconnu"},
    **all_of("session session-ics register register-sent", SLUG),
    "session-interest": {"slug": lambda world: world.training.path.slug},
    "path-ics": {"slug": lambda world: world.training.path.slug},
    "series-ics": {"uid": at("series", "uid")},
    **all_of("territory-ics territory-atom", {"facet": lambda world: "department-59"}),
    "my-calendar-ics": {"key": at("address", "key")},
    "stop-reminders": {"key": lambda world: "inconnu"},
    **all_of(
        "edit-session take-kit-version delete-session",
        {"pk": at("draft", "pk")},
    ),
    **all_of("move-session cancel-session session-registrations write-to-participants register-guests", SESSION),
    "remove-registration": SESSION | {"registration_pk": at("registration", "pk")},
    "series": {"pk": at("series", "pk")},
    "manage-poll": {"pk": at("poll", "pk")},
    "poll": {"key": at("poll", "key")},
    "poll-reply": {"key": at("poll", "key"), "token": lambda world: "inconnu"},
    "registration": {"key": lambda world: key_of(world.gathering.registration)},
    **all_of(
        "welcome welcome-list welcome-walk-in welcome-marks welcome-worker welcome-code welcome-scanner sign-in-sheet"
        " outcomes session-documents",
        HELD,
    ),
    "session-table": HELD | {"name": lambda world: "presences.csv"},
    "session-document": HELD | {"kind": lambda world: "attestation"},
    "session-export": {"name": lambda world: "presences.csv"},
    "decide-attendance": {"pk": at("attendance", "pk")},
    **all_of("presence-code presence-names presence-walk-in", {"code": at("code", "code")}),
    "presence-person": {"key": lambda world: presence_key_of(world.gathering.came)},
    "feedback": {"key": lambda world: feedback_key_of(world.gathering.came)},
    "my-session-document": {
        "key": lambda world: key_of(world.gathering.came),
        "kind": lambda world: "attestation",
    },
    "agenda-month": {"year": lambda world: 2026, "month": lambda world: 12},
    "agenda-week": {"day": lambda world: "2026-12-07"},
}
