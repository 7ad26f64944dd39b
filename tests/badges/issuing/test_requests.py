"""Keys are changed by two people, and everything they do is in the audit log."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from badges.issuing.actions import (
    COMPROMISE,
    ROTATE,
    IssuerNotChanged,
    RequestRefused,
    ask,
    begin_issuer,
    change_issuer,
    confirm,
    decline,
)
from badges.issuing.keys import NotDone
from badges.issuing.models import Issuer, KeyRequest
from badges.issuing.permissions import can_confirm_key_request
from tests.badges.factories import pair, published

pytestmark = pytest.mark.django_db


def test_asking_changes_nothing_and_somebody_else_confirms(hub, ines, marc):
    asked = ask(hub, ROTATE, by=ines, reason="Chaque année.")
    assert hub.keys.filter(state="active").count() == 2
    confirm(asked, by=marc, pair=pair(1))
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, hub.keys.filter(state="retired").count()) == ("confirmed", marc, 2)
    entry = ModelLogEntry.objects.get(action="badges.keys_rotated")
    assert entry.user == marc
    assert entry.data == {"keys": [3, 4], "request": asked.pk, "asked_by": ines.pk, "reason": "Chaque année."}


def test_who_asked_never_confirms_whatever_the_way_in(hub, ines, marc, odile, english):
    asked = ask(hub, ROTATE, by=ines, reason="Chaque année.")
    assert [can_confirm_key_request(person, asked) for person in (ines, marc, odile)] == [False, True, False]
    for person in (ines, odile):
        with pytest.raises(RequestRefused) as refusal:
            confirm(asked, by=person, pair=pair(1))
        assert str(refusal.value) == "Somebody else must confirm it: keys are changed by two people."
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyRequest.objects.filter(pk=asked.pk).update(state="confirmed", decided_by=ines)
    assert hub.keys.filter(state="active").count() == 2


def test_a_compromise_names_its_key_and_its_moment(hub, ines, marc):
    since = timezone.now() - timedelta(days=1)
    asked = ask(hub, COMPROMISE, by=ines, reason="Poste volé.", key=hub.keys.get(number=1), since=since)
    confirm(asked, by=marc, pair=pair(1))
    key = hub.keys.get(number=1)
    assert (key.state, key.compromised_since) == ("compromised", since)
    with pytest.raises(NotDone):
        ask(hub, COMPROMISE, by=ines, reason="Encore.", key=key, since=since)


def test_the_same_request_does_not_wait_twice_and_one_is_decided_once(hub, ines, marc):
    asked = ask(hub, ROTATE, by=ines, reason="Chaque année.")
    with pytest.raises(RequestRefused):
        ask(hub, ROTATE, by=marc, reason="Chaque année.")
    decline(asked, by=ines)
    for deed in (lambda: confirm(asked, by=marc, pair=pair(1)), lambda: decline(asked, by=marc)):
        with pytest.raises(RequestRefused):
            deed()
    assert hub.keys.count() == 2
    assert ModelLogEntry.objects.filter(action="badges.key_request_declined").count() == 1
    ask(hub, ROTATE, by=marc, reason="Chaque année.")


def test_a_new_issuer_has_its_keys_and_keeps_its_address_once_something_is_published(ines, english):
    made = begin_issuer(Issuer(slug="relais", name="Le relais"), by=ines, pair=pair())
    assert made.keys.count() == 2
    made.slug = "le-relais"
    change_issuer(made, by=ines)
    published(issuer=made)
    made.slug = "autre"
    with pytest.raises(IssuerNotChanged) as refusal:
        change_issuer(made, by=ines)
    assert str(refusal.value) == "The address of Le relais stands in published badges: it stays le-relais."
    assert Issuer.objects.get().slug == "le-relais"
