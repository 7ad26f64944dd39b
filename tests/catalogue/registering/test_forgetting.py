"""GDPR-02: what is known of those who registered is forgotten in time, by the upkeep of each day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.privacy.upkeep import upkeep
from tests.catalogue.session_factories import peer_session, registration

pytestmark = pytest.mark.django_db
State = Registration.State


def over(days):
    """Return a session that ended `days` ago."""
    session = peer_session()
    ends_at = timezone.now() - timedelta(days=days)
    PeerSession.objects.filter(pk=session.pk).update(starts_at=ends_at - timedelta(hours=2), ends_at=ends_at)
    return session


@pytest.mark.parametrize(("days", "kept"), [(6, "Fauteuil"), (9, "")])
def test_needs_and_notes_are_erased_seven_days_after_the_session(days, kept):
    row = registration(over(days), needs="Fauteuil", note="Fauteuil")
    for _twice in range(2):
        upkeep(timezone.localdate())
    row.refresh_from_db()
    assert (row.needs, row.note, row.state) == (kept, kept, "registered")


@pytest.mark.parametrize(("hours", "is_kept"), [(40, True), (80, False)])
def test_what_nobody_confirmed_is_erased_once_the_link_is_over(hours, is_kept):
    row = registration(peer_session(), state=State.UNCONFIRMED, asked_at=timezone.now() - timedelta(hours=hours))
    upkeep(timezone.localdate())
    assert Registration.objects.filter(pk=row.pk).exists() is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (32, False)])
def test_a_waiting_list_is_erased_a_month_after_the_session_and_those_who_came_stay(days, is_kept):
    session = over(days)
    came = registration(session)
    waited = registration(session, state=State.WAITING, place_in_line=1)
    lapsed = registration(session, state=State.LAPSED, place_in_line=2)
    upkeep(timezone.localdate())
    left = set(Registration.objects.values_list("pk", flat=True))
    assert left == ({came.pk, waited.pk, lapsed.pk} if is_kept else {came.pk})
    assert SessionPlace.objects.values_list("taken", "waiting").get() == (1, int(is_kept))
