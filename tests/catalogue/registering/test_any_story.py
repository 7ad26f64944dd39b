"""Any story of registrations: whatever people do, in whatever order, the seats stay right."""

import contextlib
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.registering.actions import (
    accept_offer,
    cancel_registration,
    confirm_again,
    decline_offer,
    expire_offers,
    register,
)
from catalogue.registering.models import LIVING, SEATED, Registration
from catalogue.sessions.actions import change_capacity, move_session
from catalogue.sessions.models import SessionPlace
from outillerie.errors import Refused
from tests.catalogue.session_factories import peer_session

pytestmark = pytest.mark.django_db
PEOPLE = 6
State = Registration.State
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "come", "cancel", "accept", "decline", "still", "expire", "capacity", "move"]),
        st.integers(0, PEOPLE - 1),
        st.integers(1, 4),
    ),
    max_size=25,
)
keys = count(1)


class Story:
    """A session with one place, and people who do things."""

    def __init__(self, capacity):
        self.session = peer_session(places=[{"capacity": capacity}], starts_at=timezone.now() + timedelta(days=30))
        self.arrivals = []

    def place(self):
        return SessionPlace.objects.get(session=self.session)

    def row_of(self, who, *states):
        return self.session.registrations.filter(email=f"p{who}@example.org", state__in=states).first()

    def come(self, who, _number):
        email = f"p{who}@example.org"
        row = register(self.place(), key=f"cle-{next(keys)}-histoire", name=f"P{who}", email=email, joins_queue=True)
        self.arrivals.append(row.pk)

    def cancel(self, who, _number):
        if row := self.row_of(who, *LIVING):
            cancel_registration(row)

    def accept(self, who, _number):
        if row := self.row_of(who, State.OFFERED):
            accept_offer(row)

    def decline(self, who, _number):
        if row := self.row_of(who, State.OFFERED):
            decline_offer(row)

    def still(self, who, _number):
        if row := self.row_of(who, State.REGISTERED):
            confirm_again(row)

    def expire(self, _who, number):
        offers = self.session.registrations.filter(state=State.OFFERED).order_by("pk")
        chosen = list(offers.values_list("pk", flat=True)[:number])
        Registration.objects.filter(pk__in=chosen).update(offer_ends_at=timezone.now())
        expire_offers(self.session)

    def capacity(self, _who, number):
        change_capacity(self.place(), number, by=None)

    def move(self, _who, number):
        starts_at = timezone.now() + timedelta(days=20 + number)
        move_session(self.session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None)
        self.session.refresh_from_db()

    def do(self, step, who, number):
        with contextlib.suppress(Refused):
            getattr(self, step)(who, number)

    def check(self):
        place, rows = self.place(), list(self.session.registrations.order_by("pk"))
        seated = [row for row in rows if row.state in SEATED]
        waiting = [row for row in rows if row.state == State.WAITING]
        assert (place.taken, place.waiting) == (len(seated), len(waiting))
        assert len(seated) <= place.capacity
        # No seat stays idle while somebody waits for it.
        assert not (waiting and place.taken < place.capacity)
        # Nobody was lost, nobody stands twice.
        assert [row.pk for row in rows] == self.arrivals
        living = [row.email for row in rows if row.state in LIVING]
        assert len(living) == len(set(living))
        # The order of the line is that of arrivals, and whoever was offered a seat came before all who still wait.
        assert [row.pk for row in sorted(waiting, key=lambda row: row.place_in_line)] == [row.pk for row in waiting]
        served = [row.place_in_line for row in rows if row.offered_at]
        assert not waiting or not served or max(served) < min(row.place_in_line for row in waiting)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(capacity=st.integers(1, 3), steps=STEPS)
def test_whatever_happens_seats_and_lines_stay_right(db, capacity, steps):
    story = Story(capacity)
    for step in steps:
        story.do(*step)
        story.check()
    Registration.objects.filter(session=story.session).delete()
    story.session.delete()
