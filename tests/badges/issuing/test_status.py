"""Status lists: a bit drawn at random for each badge, a list signed each time one is set. PERM-06: they never lapse."""

import json

import pytest
from django.db import transaction

from badges.issuing import status
from badges.issuing.models import StatusList
from badges.issuing.status import allot, set_revoked
from badges.openbadges import integrity, status_list
from badges.openbadges.tokens import verify_vc_jwt
from tests.badges.factories import credential, published

pytestmark = pytest.mark.django_db


def document(found: StatusList) -> dict:
    return json.loads(bytes(StatusList.objects.get(pk=found.pk).document))


def test_a_list_is_signed_in_two_forms_and_PERM_06_never_lapses(hub):
    with transaction.atomic():
        made, _index = allot(hub)
    said = document(made)
    assert integrity.verify_proof(said, public_multibase=hub.keys.get(kind="ed25519").public)
    token = verify_vc_jwt(made.token, public_pem=hub.keys.get(kind="rsa").public)
    assert token["credentialSubject"] == said["credentialSubject"]
    assert ("validUntil" in said, "exp" in token) == (False, False)


def test_places_are_drawn_at_random_and_never_given_twice(hub, monkeypatch):
    version = published()
    drawn = iter([7, 7, 7, 9])
    monkeypatch.setattr(status.secrets, "randbelow", lambda most: next(drawn))
    first = credential(version=version, email="a@example.org", issued=False)
    second = credential(version=version, email="b@example.org", issued=False)
    assert (first.status_index, second.status_index) == (7, 9)


def test_revoking_sets_one_bit_and_signs_the_list_again_once_for_ever(hub):
    given = credential(version=published(), email="a@example.org", issued=False)
    other = credential(version=given.version, email="b@example.org", issued=False)
    set_revoked(given)
    first = document(given.status_list)
    set_revoked(given)
    bits = status_list.decoded(document(given.status_list)["credentialSubject"]["encodedList"])
    assert status_list.is_set(bits, given.status_index)
    assert not status_list.is_set(bits, other.status_index)
    assert sum(byte.bit_count() for byte in bits) == 1
    assert first["credentialSubject"] == document(given.status_list)["credentialSubject"]
    assert integrity.verify_proof(first, public_multibase=hub.keys.get(kind="ed25519").public)


def test_a_new_list_begins_when_one_is_half_full(hub, monkeypatch):
    monkeypatch.setattr(status, "MOST_IN_A_LIST", 1)
    version = published()
    lists = [
        credential(version=version, email=f"{number}@example.org", issued=False).status_list.number
        for number in range(3)
    ]
    assert lists == [1, 2, 3]


def test_a_place_costs_the_same_questions_with_1_and_3_badges(hub, django_assert_num_queries):
    version = published()
    credential(version=version, email="0@example.org", issued=False)
    for number in (1, 2, 3):
        with transaction.atomic(), django_assert_num_queries(4):
            allot(hub)
        credential(version=version, email=f"{number}@example.org", issued=False)
