"""Keys are replaced while badges are being signed (RACE-08). The race has a control: without its lock, it is lost."""

import threading
from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction

from badges.awarding.models import CredentialDocument
from badges.awarding.signing import issue
from badges.issuing import actions, keys
from badges.issuing.keys import ED25519, rotate_keys, signing_key
from badges.issuing.models import KeyRequest, SigningKey
from outillerie.errors import Refused
from tests.badges.factories import credential, issuer, pair, published

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def together(*deeds):
    """Run the deeds in threads that start together; return what each ended with, sorted."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def alone(deed):
        try:
            start.wait(10)
            deed()
            outcomes.append("done")
        except (Refused, IntegrityError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


def order_of_signing_and_switching(hub, *, within, patience):
    """Take a key, let a rotation try, then sign; return what was committed, in order."""
    has_key, has_switched, committed = threading.Event(), threading.Event(), []

    def sign():
        with within():
            number = signing_key(hub, ED25519).number
            has_key.set()
            # Whoever switches now must wait for what is being signed.
            has_switched.wait(patience)
            committed.append(f"signed by {number}")

    def switch():
        has_key.wait(10)
        rotate_keys(hub, by=None, pair=pair(1))
        committed.append("switched")
        has_switched.set()

    assert together(sign, switch) == ["done", "done"]
    return committed


def test_RACE_08_a_rotation_waits_for_what_is_being_signed(hub):
    found = order_of_signing_and_switching(hub, within=transaction.atomic, patience=0.7)
    assert found == ["signed by 1", "switched"]


def test_RACE_08_control_without_the_lock_a_retired_key_still_signs(hub, monkeypatch):
    monkeypatch.setattr(keys, "lock_issuer", lambda issuer: issuer)
    found = order_of_signing_and_switching(hub, within=nullcontext, patience=10)
    assert found == ["switched", "signed by 1"]


def test_RACE_08_no_badge_is_signed_by_a_key_after_it_is_retired(hub):
    version = published()
    given = [credential(version=version, email=f"{number}@example.org", issued=False) for number in range(6)]
    deeds = [lambda pk=row.pk: issue(pk) for row in given]
    outcomes = together(*deeds[:3], lambda: rotate_keys(hub, by=None, pair=pair(1)), *deeds[3:])
    assert outcomes == ["done"] * 7
    documents = CredentialDocument.objects.filter(key__isnull=False).select_related("key")
    assert documents.count() == 18
    assert [row.pk for row in documents if row.key.retired_at and row.created_at > row.key.retired_at] == []


def test_RACE_08_four_people_make_the_keys_of_an_issuer_and_it_has_one_of_each_kind():
    bare = issuer("nu", has_keys=False)
    assert together(*[lambda: keys.create_keys(bare, pair=pair(1))] * 4) == ["done"] * 4
    assert [(key.number, key.kind) for key in bare.keys.all()] == [(1, "ed25519"), (2, "rsa")]


def test_RACE_08_control_whoever_does_not_look_again_once_it_is_their_turn_is_refused_by_the_database(monkeypatch):
    bare = issuer("nu", has_keys=False)
    monkeypatch.setattr(keys, "missing_kinds", lambda issuer: list(SigningKey.Kind))
    assert together(*[lambda: keys.create_keys(bare, pair=pair(1))] * 2) == ["IntegrityError", "done"]


def test_RACE_08_eight_people_confirm_one_request_and_the_keys_change_once(hub, ines, marc):
    asked = actions.ask(hub, actions.ROTATE, by=ines, reason="Chaque année.")
    outcomes = together(*[lambda: actions.confirm(asked, by=marc, pair=pair(1))] * 8)
    assert outcomes == ["RequestRefused"] * 7 + ["done"]
    assert (hub.keys.count(), KeyRequest.objects.get().state) == (4, "confirmed")
