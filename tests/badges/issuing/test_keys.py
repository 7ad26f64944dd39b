"""Keys of issuers: sealed, replaced, retired for ever, declared compromised. PERM-03, PERM-04 and ATK-JWT-02 are rows of
the list of faults and attacks that the hub answers."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from badges.issuing import keys
from badges.issuing.addresses import profile_of
from badges.issuing.keys import ED25519, RSA, NoSigningKey, NotDone
from badges.issuing.models import SigningKey
from badges.issuing.sealing import NotUnsealed, seal, unseal
from badges.issuing.status import allot
from badges.openbadges import integrity
from badges.openbadges.did import did_document
from outillerie.outbox.models import OutboxMessage
from tests.badges.factories import credential, issuer, pair, published, rsa_key
from tests.faults.processes import full_or_short

pytestmark = pytest.mark.django_db
FORMER = "the secret of last year, which was long enough to be one, ok"


def states(hub):
    return [(key.number, key.kind, key.state) for key in hub.keys.all()]


def signed_with(hub):
    """Sign something for `hub` now; return the number of the key and the document."""
    with transaction.atomic():
        key = keys.signing_key(hub, ED25519)
        document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}
        signed = integrity.sign(document, method=keys.method_of(key), key=keys.ed25519_of(key), created=timezone.now())
    return key.number, signed


def test_an_issuer_begins_with_one_key_of_each_kind(hub):
    assert states(hub) == [(1, "ed25519", "active"), (2, "rsa", "active")]
    assert keys.create_keys(hub, pair=pair(1)) == []


def test_an_issuer_that_misses_one_kind_is_given_that_one_and_nothing_is_made_for_one_that_misses_none(
    hub, monkeypatch
):
    made = []
    monkeypatch.setattr(keys, "new_pair", lambda: made.append(1) or pair(1))
    assert (keys.create_keys(hub), made) == ([], [])
    hub.keys.filter(kind=RSA).update(state="retired", retired_at=timezone.now())
    assert ([key.kind for key in keys.create_keys(hub)], made) == ([RSA], [1])
    assert states(hub) == [(1, "ed25519", "active"), (2, "rsa", "retired"), (3, "rsa", "active")]


def test_a_secret_opens_with_its_secret_for_its_own_key_and_never_otherwise(settings):
    sealed = seal(b"a seed", about="z6Mk1")
    assert unseal(sealed, about="z6Mk1") == b"a seed"
    assert b"a seed" not in sealed
    assert seal(b"a seed", about="z6Mk1") != sealed
    for damaged, about in [(sealed, "z6Mk2"), (sealed[:-1], "z6Mk1"), (b"", "z6Mk1"), (b"\x02" + sealed[1:], "z6Mk1")]:
        with pytest.raises(NotUnsealed):
            unseal(damaged, about=about)
    settings.BADGE_KEYS_SECRET = FORMER
    with pytest.raises(NotUnsealed):
        unseal(sealed, about="z6Mk1")


def test_changing_the_secret_of_sessions_loses_no_key(hub, settings):
    settings.SECRET_KEY = FORMER
    assert signed_with(hub)[0] == 1


def test_a_row_keeps_no_secret_that_can_be_read(hub):
    key = hub.keys.get(kind=RSA)
    assert keys.secret_bytes(keys.rsa_of(key)) == keys.secret_bytes(rsa_key(0))
    assert keys.secret_bytes(rsa_key(0))[-64:] not in bytes(key.secret)


def test_a_pair_is_made_at_its_full_size(hub):
    made = keys.new_pair()
    assert made[RSA].key_size == 3072
    assert sorted(made) == ["ed25519", "rsa"]


def test_an_issuer_without_keys_signs_nothing_and_says_what_to_do(english):
    bare = issuer("nu", has_keys=False, name="Hub nu")
    with transaction.atomic(), pytest.raises(NoSigningKey) as refusal:
        keys.signing_key(bare, ED25519)
    assert str(refusal.value) == "Hub nu has no key to sign with. Create its keys: manage.py badge_keys create nu."


def test_PERM_03_keys_replaced_three_times_leave_every_badge_verified_by_the_document_of_their_issuer(hub):
    made, each = [], full_or_short(1000, 2)
    for turn in range(4):
        made += [signed_with(hub) for _number in range(each)]
        if turn < 3:
            keys.rotate_keys(hub, by=None, pair=pair(turn + 1))
    assert [number for number, _document in made] == sorted([1, 3, 5, 7] * each)
    published_keys = did_document(profile_of(hub), [keys.public_key_of(key) for key in hub.keys.all()])
    methods = {row["id"]: row for row in published_keys["verificationMethod"]}
    assert published_keys["assertionMethod"] == list(methods)
    for _number, document in made:
        multibase = methods[document["proof"][0]["verificationMethod"]]["publicKeyMultibase"]
        assert integrity.verify_proof(document, public_multibase=multibase)
    assert states(hub) == [
        (1, "ed25519", "retired"), (2, "rsa", "retired"), (3, "ed25519", "retired"), (4, "rsa", "retired"),
        (5, "ed25519", "retired"), (6, "rsa", "retired"), (7, "ed25519", "active"), (8, "rsa", "active"),
    ]  # fmt: skip


def test_a_rotation_stands_in_the_audit_log(hub, ines):
    keys.rotate_keys(hub, by=ines, pair=pair(1))
    entry = ModelLogEntry.objects.get(action="badges.keys_rotated")
    assert (entry.user, entry.data) == (ines, {"keys": [3, 4]})


def test_PERM_04_a_compromised_key_leaves_what_the_issuer_asserts_and_stays_published(hub, ines):
    since = timezone.now() - timedelta(days=2)
    with transaction.atomic():
        before, _index = allot(hub)
    keys.declare_compromised(hub.keys.get(number=1), since=since, by=ines)
    assert states(hub) == [(1, "ed25519", "compromised"), (2, "rsa", "active"), (3, "ed25519", "active")]
    document = did_document(profile_of(hub), [keys.public_key_of(key) for key in hub.keys.all()])
    names = [row["id"].rpartition("#")[2] for row in document["verificationMethod"]]
    assert names == ["key-1", "key-2", "key-3"]
    assert [name.rpartition("#")[2] for name in document["assertionMethod"]] == ["key-2", "key-3"]
    assert keys.public_key_of(hub.keys.get(number=1)).compromised_since == since
    # The status list is signed again at once, by the new key.
    now = json.loads(bytes(hub.status_lists.get(pk=before.pk).document))
    assert now["proof"][0]["verificationMethod"].endswith("#key-3")
    assert integrity.verify_proof(now, public_multibase=hub.keys.get(number=3).public)


def test_badges_of_a_compromised_key_are_signed_again_by_the_worker_and_keep_their_day(hub, ines, work):
    given = credential(version=published())
    keys.declare_compromised(hub.keys.get(number=1), since=timezone.now(), by=ines)
    work()
    again = json.loads(bytes(given.documents.filter(form="ob3").order_by("-serial").first().content))
    first = json.loads(bytes(given.documents.get(form="ob3", serial=1).content))
    assert [row.key.number for row in given.documents.filter(form="ob3").order_by("serial")] == [1, 3]
    assert (again["id"], again["awardedDate"]) == (first["id"], first["awardedDate"])
    assert again["validFrom"] >= first["validFrom"]
    assert integrity.verify_proof(again, public_multibase=hub.keys.get(number=3).public)
    # Nothing of that key is left to sign again.
    assert not OutboxMessage.objects.filter(state="waiting").exists()


def test_a_revoked_badge_is_not_signed_again(hub, ines, work):
    from badges.awarding.actions import revoke

    given = credential(version=published())
    revoke(given, by=ines, reason="Une erreur.")
    keys.declare_compromised(hub.keys.get(number=1), since=timezone.now(), by=ines)
    work()
    assert given.documents.filter(form="ob3").count() == 1


def test_a_key_is_compromised_once_and_from_a_moment_that_has_come(hub):
    key = hub.keys.get(number=2)
    with pytest.raises(NotDone):
        keys.declare_compromised(key, since=timezone.now() + timedelta(hours=1), by=None, private=rsa_key(1))
    keys.declare_compromised(key, since=timezone.now(), by=None, private=rsa_key(1))
    with pytest.raises(NotDone):
        keys.declare_compromised(key, since=timezone.now(), by=None, private=rsa_key(1))
    assert states(hub) == [(1, "ed25519", "active"), (2, "rsa", "compromised"), (3, "rsa", "active")]


def test_a_retired_key_that_is_compromised_is_not_replaced_twice(hub):
    keys.rotate_keys(hub, by=None, pair=pair(1))
    keys.declare_compromised(hub.keys.get(number=1), since=timezone.now(), by=None)
    assert states(hub) == [
        (1, "ed25519", "compromised"), (2, "rsa", "retired"), (3, "ed25519", "active"), (4, "rsa", "active"),
    ]  # fmt: skip


def test_the_public_half_of_a_key_never_changes_in_the_database_itself(hub):
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.filter(pk=hub.keys.first().pk).update(public="z6MkOther")


def test_one_key_of_a_kind_signs_at_a_time_in_the_database_itself(hub):
    with pytest.raises(IntegrityError), transaction.atomic():
        keys.add_key(hub, ED25519, integrity.new_key())


def test_ATK_JWT_02_a_token_names_the_key_by_the_document_of_its_issuer_and_carries_no_key(hub):
    with transaction.atomic():
        status_list, _index = allot(hub)
    header = json.loads(urlsafe_b64decode(status_list.token.partition(".")[0] + "=="))
    assert header == {"alg": "RS256", "typ": "JWT", "kid": keys.method_of(hub.keys.get(kind=RSA))}


def test_signing_asks_the_same_few_questions_whatever_the_number_of_keys(hub, django_assert_num_queries):
    signed_with(hub)
    for turn in range(3):
        with transaction.atomic(), django_assert_num_queries(3):
            keys.signing_keys(hub)
        keys.rotate_keys(hub, by=None, pair=pair(turn % 2))
