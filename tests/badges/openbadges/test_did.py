from dataclasses import replace

import pytest

from badges.openbadges import did, tokens
from badges.openbadges.canonical import canonical_nquads
from tests.badges.openbadges.samples import AWARDED, ED25519, HUB, METHOD, MULTIBASE


@pytest.mark.parametrize(
    ("base", "parts", "name", "address"),
    [
        ("https://x.example", (), "did:web:x.example", "https://x.example/.well-known/did.json"),
        ("https://x.example/", ("a", "b"), "did:web:x.example:a:b", "https://x.example/a/b/did.json"),
        ("https://x.example/site/", ("a",), "did:web:x.example:site:a", "https://x.example/site/a/did.json"),
        ("https://x.example:8443", ("a",), "did:web:x.example%3A8443:a", "https://x.example:8443/a/did.json"),
    ],
)
def test_a_name_and_its_address(base, parts, name, address):
    assert (did.did_web(base, *parts), did.did_url(name)) == (name, address)


@pytest.mark.parametrize(
    "name",
    [
        "did:key:z6Mk",
        "did:web:",
        "did:web",
        "did:web:x.example::a",
        "did:web:x.example/../a",
        "did:web:x.example?q",
        "did:web:x.example#key-1",
        "did:web:u@x.example",
        "did:web:x.example%2Fa:b",
        "did:web:x.example%40evil.example:b",
        "did:web:x.example:..:b",
        "did:web:x.example:%2e%2e:b",
        "https://x.example/",
        "",
    ],
)
def test_a_name_of_another_kind_or_with_an_address_hidden_in_it_has_no_address(name):
    with pytest.raises(ValueError, match="not a did:web"):
        did.did_url(name)


def test_the_document_publishes_every_key_and_what_it_is_good_for(rsa_public):
    retired = replace(ED25519, method=f"{HUB.id}#key-3")
    stolen = replace(ED25519, method=f"{HUB.id}#key-4", compromised_since=AWARDED)
    published = {"type": "Multikey", "controller": HUB.id, "publicKeyMultibase": MULTIBASE}
    assert did.did_document(HUB, [ED25519, rsa_public, retired, stolen]) == {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": HUB.id,
        "alsoKnownAs": [HUB.hosted_id],
        "verificationMethod": [
            {"id": METHOD, **published},
            {
                "id": f"{HUB.id}#key-2",
                "type": "JsonWebKey",
                "controller": HUB.id,
                "publicKeyJwk": tokens.jwk_of_pem(rsa_public.pem, rsa_public.method),
            },
            {"id": f"{HUB.id}#key-3", **published},
            {"id": f"{HUB.id}#key-4", **published, "revoked": "2026-11-01T10:00:00Z"},
        ],
        "assertionMethod": [METHOD, f"{HUB.id}#key-2", f"{HUB.id}#key-3"],
    }


def test_a_document_of_multikeys_is_json_ld_that_says_all_it_says():
    assert canonical_nquads(did.did_document(HUB, [ED25519])).count("\n") == 6
    assert canonical_nquads(did.multikey_document(HUB, ED25519)).count("\n") == 3


def test_a_key_has_a_document_and_a_json_web_key_of_its_own(rsa_public):
    assert did.multikey_document(HUB, ED25519) == {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": METHOD,
        "type": "Multikey",
        "controller": HUB.id,
        "publicKeyMultibase": MULTIBASE,
    }
    jwk = did.public_key_jwk(rsa_public)
    assert (jwk["kty"], jwk["kid"], "d" in jwk) == ("RSA", rsa_public.method, False)
    assert did.public_key_jwk(ED25519) == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg",
        "kid": METHOD,
    }


def test_a_name_that_is_a_key_has_its_document_in_itself():
    name = did.did_key(MULTIBASE)
    assert did.did_key_document(name)["assertionMethod"] == [f"{name}#{MULTIBASE}"]
    for wrong in ("did:key:zQ3s", f"did:web:{MULTIBASE}", MULTIBASE, f"{name}#x"):
        with pytest.raises(ValueError, match=r"not|base58"):
            did.did_key_document(wrong)
