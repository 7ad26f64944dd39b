"""The status lists of issuers of elsewhere: what is wrong in any way says nothing of a badge."""

import pytest

from badges.openbadges import status_list, tokens
from badges.openbadges.serialising import serialise
from tests.badges.openbadges.samples import HOST, HUB
from tests.badges.verification.formats.test_badge3 import ending, said, verdict_on
from tests.badges.verification.world import INDEX, LIST, RSA_METHOD, badge, changed, listed, signed


def _encoded(size):
    return status_list.encoded(bytes(size))


BAD_LISTS = {
    "issuer": lambda: signed(listed(issuer="did:web:evil.example")),
    "signature": lambda: changed(signed(listed()), "validFrom", "2026-11-02T10:00:00Z"),
    "unsigned": lambda: listed(),
    "short": lambda: signed(changed(listed(), "credentialSubject.encodedList", _encoded(16))),
    "bomb": lambda: signed(changed(listed(), "credentialSubject.encodedList", _encoded(2 * 1024 * 1024))),
    "nonsense": lambda: signed(changed(listed(), "credentialSubject.encodedList", "uAAAA")),
    "purpose": lambda: signed(changed(listed(), "credentialSubject.statusPurpose", "suspension")),
    "another list": lambda: signed(listed(id=f"{HOST}/openbadges/status/hub-2.json")),
    "another type": lambda: signed(listed(type=["VerifiableCredential"])),
    "lapsed": lambda: signed(listed(validUntil="2026-11-02T10:00:00Z")),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_ATK_OB_03_a_wrong_status_list_says_nothing(world, name):
    world.put(LIST, BAD_LISTS[name]())
    verdict = verdict_on(signed(badge()), world)
    assert verdict.code == "cannot_check"
    assert verdict.check("status").reason == ("lapsed-list" if name == "lapsed" else "wrong-list")


def test_ATK_OB_03_a_list_in_a_token_is_of_the_issuer_that_it_names(world, rsa_key):
    for issuer, code in ((HUB.id, "unknown_issuer"), ("did:web:evil.example", "cannot_check")):
        world.put(LIST, tokens.vc_jwt(listed(issuer=issuer), kid=RSA_METHOD, key=rsa_key).encode())
        assert verdict_on(signed(badge()), world).code == code


def test_ATK_OB_03_a_list_that_names_its_bits_twice_says_nothing(world):
    """Two programs would read two lists in it; the signature holds for the second."""
    document = serialise(signed(listed(INDEX)))
    other = status_list.encoded(status_list.empty_bits()).encode()
    twice = document.replace(b'"encodedList":', b'"encodedList":"' + other + b'","encodedList":')
    world.put(LIST, twice)
    assert said(verdict_on(signed(badge()), world)) == ("cannot_check", "wrong-list")
    world.put(LIST, document)
    assert verdict_on(signed(badge()), world).code == "revoked"


def test_ATK_OB_03_a_list_with_several_bits_for_each_badge_is_not_read_as_one_of_single_bits(world):
    documents = [signed(changed(badge(), "credentialStatus.statusSize", size)) for size in (1, 2)]
    assert [said(verdict_on(document, world)) for document in documents] == [
        ("unknown_issuer", "not-in-directory"),
        ("cannot_check", "unknown-status-kind"),
    ]


@pytest.mark.parametrize("index", ["131072", "-1", "1.5", "9999999999", "x", "٣"])
def test_ATK_OB_03_an_index_outside_of_the_list_says_nothing(world, index):
    document = signed(changed(badge(), "credentialStatus.statusListIndex", index))
    assert said(verdict_on(document, world)) == ("cannot_check", "wrong-list")


def test_ATK_OB_03_the_last_bit_of_the_list_is_read(world):
    world.put(LIST, signed(listed(131_071)))
    document = signed(changed(badge(), "credentialStatus.statusListIndex", "131071"))
    assert verdict_on(document, world).code == "revoked"


def test_a_status_of_a_kind_that_is_not_read_here_is_no_status(world):
    status = {"id": "https://a.example/1", "type": "1EdTechRevocationList"}
    assert said(verdict_on(signed(badge() | {"credentialStatus": status}), world)) == (
        "cannot_check",
        "unknown-status-kind",
    )


def test_a_list_whose_proof_ended_is_too_old(world):
    world.put(LIST, ending(listed(), "2026-11-02T10:00:00Z"))
    assert said(verdict_on(signed(badge()), world)) == ("cannot_check", "lapsed-list")
