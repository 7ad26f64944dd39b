"""Badges of Open Badges 3.0 from elsewhere, good and bad; attacks by their names in the research."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from badges.openbadges import did, integrity, token_reading, tokens
from badges.openbadges.multibase import base58
from badges.openbadges.serialising import serialise
from badges.openbadges.tokens import compact
from badges.verification.formats.foreign import judge
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.formats.verdict import Verdict
from tests.badges.openbadges.samples import AWARDED, ED25519, HOST, HUB, KEY, METHOD
from tests.badges.verification.world import (
    DID,
    INDEX,
    LIST,
    NOW,
    RSA_METHOD,
    badge,
    changed,
    listed,
    rsa_public,
    signed,
)

OTHER_KEY = integrity.key_from_seed(bytes(32))


def verdict_on(document, world, *, now=NOW, **options) -> Verdict:
    content = serialise(document) if isinstance(document, dict) else document
    return judge(recognised(content), outside=world, now=now, **options)


def said(verdict) -> tuple[str, str]:
    return verdict.code, verdict.reason


def answers(verdict) -> dict[str, tuple[str, str]]:
    return {check.name: (check.outcome, check.reason) for check in verdict.checks}


def test_a_right_badge_of_an_issuer_that_nobody_here_knows_is_not_said_to_be_valid(world):
    verdict = verdict_on(signed(badge()), world)
    assert said(verdict) == ("unknown_issuer", "not-in-directory")
    assert answers(verdict) == {
        "issuer": ("unknown", "not-in-directory"),
        "content": ("passed", "signed"),
        "dates": ("passed", "until"),
        "status": ("passed", "not-revoked"),
    }
    assert (verdict.facts.name, verdict.facts.issuer_name) == ("Accompagner un public", "Hub des Hauts-de-France")
    assert verdict.facts.issuer_id == HUB.id


def test_a_token_is_judged_as_its_document_is(world, rsa_key):
    token = tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key)
    assert said(verdict_on(token.encode(), world)) == ("unknown_issuer", "not-in-directory")


def test_each_check_shows_what_proves_it(world):
    verdict = verdict_on(signed(badge()), world)
    assert verdict.check("content").proof == {
        "key": METHOD, "key-document": DID, "suite": "eddsa-rdfc-2022", "signed-at": "2026-11-01T10:00:00Z"
    }  # fmt: skip
    assert verdict.check("status").proof["index"] == str(INDEX)
    assert verdict.check("status").values == {"known_at": "2026-11-01T10:00:00+00:00"}


def test_a_changed_badge_is_altered(world):
    document = changed(signed(badge()), "credentialSubject.achievement.name", "Docteur")
    assert said(verdict_on(document, world)) == ("altered", "wrong-signature")


def test_a_badge_without_a_proof_is_altered(world):
    assert said(verdict_on(badge(), world)) == ("altered", "no-proof")


def test_a_revoked_badge_is_revoked(world):
    world.put(LIST, signed(listed(INDEX)))
    assert said(verdict_on(signed(badge()), world)) == ("revoked", "revoked")


def test_an_expired_badge_is_expired(world):
    assert said(verdict_on(signed(badge()), world, now=datetime(2029, 11, 1, 10, tzinfo=UTC))) == ("expired", "expired")


def test_a_badge_to_come_is_not_valid_yet(world):
    verdict = verdict_on(signed(badge()), world, now=datetime(2026, 10, 31, tzinfo=UTC))
    assert said(verdict) == ("not_yet_valid", "not-yet-valid")


@pytest.mark.parametrize("url", [DID, LIST])
def test_what_cannot_be_read_is_never_valid(world, url):
    del world.pages[url]
    assert said(verdict_on(signed(badge()), world)) == ("cannot_check", "unreachable")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"id": "did:web:elsewhere.example"}', b"[" * 100_000])
def test_a_document_of_keys_that_makes_no_sense_proves_nothing(world, body):
    world.put(DID, body)
    assert verdict_on(signed(badge()), world).code in {"cannot_check", "altered"}


def test_the_recipient_is_asked_only_when_somebody_asks(world):
    assert "recipient" not in answers(verdict_on(signed(badge()), world))
    theirs = verdict_on(signed(badge()), world, address="A@Example.com ")
    assert answers(theirs)["recipient"] == ("passed", "theirs")
    others = verdict_on(signed(badge()), world, address="b@example.com")
    assert (others.code, answers(others)["recipient"]) == ("unknown_issuer", ("failed", "not-theirs"))


# --- attacks ---


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("@context.2", "https://evil.example/context.json", ("cannot_check", "unknown-context")),
        ("@context.2", "http://purl.imsglobal.org/spec/ob/v3p0/extensions.json", ("cannot_check", "unknown-context")),
        ("@context.2", {"name": "https://schema.org/honorificPrefix"}, ("unreadable", "inner-context")),
    ],
)
def test_ATK_LD_01_only_packaged_contexts_are_read_and_nothing_is_fetched(world, path, value, expected):
    document = changed(signed(badge()), path, value)
    assert said(verdict_on(document, world)) == expected
    assert world.asked == []


@pytest.mark.parametrize(
    "path", ["evilClaim", "credentialSubject.evilClaim", "credentialSubject.achievement.evilClaim"]
)
def test_ATK_LD_02_a_term_that_the_signature_does_not_cover_is_refused(world, path):
    document = changed(signed(badge()), path, "Docteur")
    assert said(verdict_on(document, world)) == ("altered", "undefined-term")


def test_ATK_LD_03_ten_thousand_blank_nodes_are_not_canonicalised(world):
    nodes = [{"id": f"_:n{number}", "type": "Evidence"} for number in range(10_000)]
    with pytest.raises(Unreadable) as refused:
        verdict_on(changed(signed(badge()), "evidence", nodes), world)
    assert refused.value.code == "too-big"
    assert said(verdict_on(changed(signed(badge()), "evidence", nodes[:3_000]), world)) == ("unreadable", "blank-name")
    assert world.asked == []


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "rs256"}, {"alg": "ES256"}, {}])
def test_ATK_JWT_01_other_algorithms_are_refused(world, rsa_key, header):
    good = tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key)
    token = _with_header(good, {"typ": "JWT", "kid": RSA_METHOD} | header)
    verdict = verdict_on(token, world)
    assert verdict.code == "altered"
    assert verdict.reason in {"wrong-algorithm", "wrong-key"}


def test_ATK_JWT_01_a_critical_extension_is_refused(world, rsa_key):
    header = {"alg": "RS256", "typ": "JWT", "kid": RSA_METHOD, "crit": ["exp"]}
    token = _with_header(tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key), header)
    assert said(verdict_on(token, world)) == ("altered", "wrong-header")


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "https://evil.example/key.json"},
        {"kid": "../../openbadges/issuers/hub/did.json"},
        {"kid": f"{HUB.id}#key-9"},
        {"kid": RSA_METHOD, "jku": "https://evil.example/jwks.json"},
        {"kid": RSA_METHOD, "x5u": "https://evil.example/chain.pem"},
    ],
)
def test_ATK_JWT_02_only_keys_that_the_issuer_lists_are_used(world, rsa_key, header):
    token = _with_header(tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key), {"alg": "RS256", "typ": "JWT"} | header)
    assert verdict_on(token, world).code == "altered"
    assert set(world.asked) <= {DID}


def test_ATK_JWT_02_a_key_in_the_header_proves_nothing(world):
    attacker = tokens.new_rsa_key()
    header = {"alg": "RS256", "typ": "JWT", "jwk": tokens.public_jwk(attacker, "x")}
    payload = badge() | token_reading.registered_claims(badge())
    assert said(verdict_on(compact(header, payload, attacker).encode(), world)) == ("altered", "wrong-key")


@pytest.mark.parametrize(
    ("claim", "value"), [("iss", "did:web:evil.example"), ("jti", "urn:uuid:0"), ("sub", "urn:uuid:0"), ("nbf", 0), ("exp", 9)]
)  # fmt: skip
def test_ATK_JWT_03_claims_say_what_the_credential_says(world, rsa_key, claim, value):
    payload = badge() | token_reading.registered_claims(badge()) | {claim: value}
    token = compact({"alg": "RS256", "typ": "JWT", "kid": RSA_METHOD}, payload, rsa_key)
    assert said(verdict_on(token.encode(), world)) == ("altered", "wrong-claim")


def test_ATK_JWT_03_another_type_is_not_a_badge(world, rsa_key):
    document = badge() | {"type": ["VerifiableCredential", "BitstringStatusListCredential"]}
    token = tokens.vc_jwt(document, kid=RSA_METHOD, key=rsa_key)
    assert said(verdict_on(token.encode(), world)) == ("unreadable", "not-a-badge")
    assert said(verdict_on(signed(document), world)) == ("unreadable", "not-a-badge")


def test_ATK_JWT_03_a_token_to_come_is_not_valid_yet(world, rsa_key):
    token = tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key)
    assert verdict_on(token.encode(), world, now=datetime(2026, 1, 1, tzinfo=UTC)).code == "not_yet_valid"


def test_ATK_JWT_04_a_compromised_key_is_not_believed(world, rsa_key):
    compromised = replace(rsa_public(rsa_key), compromised_since=AWARDED)
    world.put(DID, did.did_document(HUB, [replace(ED25519, compromised_since=AWARDED), compromised]))
    token = tokens.vc_jwt(badge(), kid=RSA_METHOD, key=rsa_key)
    assert said(verdict_on(token.encode(), world)) == ("altered", "compromised-key")
    assert said(verdict_on(signed(badge()), world)) == ("altered", "compromised-key")


def test_ATK_JWT_04_a_key_that_leaked_later_is_not_believed_for_what_it_says_it_signed_before(world, rsa_key):
    """Whoever stole it may write any date in what they sign."""
    later = datetime(2026, 11, 20, tzinfo=UTC)
    world.put(DID, did.did_document(HUB, [replace(ED25519, compromised_since=later), rsa_public(rsa_key)]))
    assert said(verdict_on(signed(badge()), world)) == ("altered", "compromised-key")


@pytest.mark.parametrize(
    ("expires", "code"), [("2026-11-01T09:59:59Z", "altered"), ("2026-11-01T10:00:01Z", "unknown_issuer"), ("soon", "altered")]
)  # fmt: skip
def test_ATK_JWT_04_a_key_signs_nothing_after_its_end(world, rsa_key, expires, code):
    document = did.did_document(HUB, [ED25519, rsa_public(rsa_key)])
    world.put(DID, changed(document, "verificationMethod.0.expires", expires))
    assert verdict_on(signed(badge()), world).code == code


def test_the_key_of_somebody_else_is_not_the_issuers(world):
    theirs = {"id": "did:web:evil.example", "assertionMethod": ["did:web:evil.example#key-1"]}
    key = {"id": "did:web:evil.example#key-1", "type": "Multikey", "controller": "did:web:evil.example"}
    multikey = integrity.public_multibase(OTHER_KEY)
    world.put(
        "https://evil.example/.well-known/did.json",
        theirs | {"verificationMethod": [key | {"publicKeyMultibase": multikey}]},
    )
    forged = signed(badge(), method="did:web:evil.example#key-1", key=OTHER_KEY)
    assert said(verdict_on(forged, world)) == ("altered", "wrong-method")
    assert world.asked == [DID]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("assertionMethod", []),
        ("verificationMethod.0.controller", "did:web:evil.example"),
        ("verificationMethod.0.id", f"{HUB.id}#key-7"),
        ("id", "did:web:evil.example"),
    ],
)
def test_a_key_that_does_not_speak_for_the_issuer_proves_nothing(world, rsa_key, path, value):
    world.put(DID, changed(did.did_document(HUB, [ED25519, rsa_public(rsa_key)]), path, value))
    assert verdict_on(signed(badge()), world).code == "altered"


def test_a_proof_made_for_something_else_is_refused(world):
    document = changed(signed(badge()), "proof.0.proofPurpose", "authentication")
    assert said(verdict_on(document, world)) == ("altered", "wrong-purpose")


def proved(document, **options):
    """Return `document` with a right proof that says `options` too."""
    options |= {"created": "2026-11-01T10:00:00Z", "verificationMethod": METHOD, "proofPurpose": "assertionMethod"}
    signature = KEY.sign(integrity.data_to_sign(document, options))
    return document | {"proof": [options | {"proofValue": base58(signature)}]}


def ending(document, end):
    return proved(document, type="DataIntegrityProof", cryptosuite="eddsa-rdfc-2022", expires=end)


@pytest.mark.parametrize(
    ("end", "code"), [("2026-11-22T11:59:59Z", "expired"), ("2026-11-22T12:00:01Z", "unknown_issuer")]
)
def test_a_proof_that_ends_before_its_badge_ends_it(world, end, code):
    assert verdict_on(ending(badge(), end), world).code == code


def test_a_proof_of_the_suite_of_before_is_read(world):
    """`Ed25519Signature2020`: badges of 2022 to 2024 carry it."""
    document = badge()
    document["@context"].append("https://w3id.org/security/suites/ed25519-2020/v1")
    document = proved(document, type="Ed25519Signature2020")
    verdict = verdict_on(document, world)
    assert (verdict.code, verdict.check("content").proof["suite"]) == ("unknown_issuer", "Ed25519Signature2020")
    assert said(verdict_on(changed(document, "name", "Docteur"), world)) == ("altered", "wrong-signature")


def test_a_right_proof_after_a_wrong_one_does_not_save_it(world):
    """The first proof that is read here decides, in either order."""
    right, wrong = signed(badge())["proof"][0], signed(badge(), key=OTHER_KEY)["proof"][0]
    codes = [verdict_on(badge() | {"proof": proofs}, world).code for proofs in ([wrong, right], [right, wrong])]
    assert codes == ["altered", "unknown_issuer"]


def test_the_proof_of_another_badge_proves_nothing(world):
    other = signed(badge(id=f"{HOST}/openbadges/credentials/other.json"))
    assert said(verdict_on(badge() | {"proof": other["proof"]}, world)) == ("altered", "wrong-signature")


def test_a_proof_of_a_kind_that_is_not_read_here_says_nothing_against_the_badge(world):
    document = changed(signed(badge()), "proof.0.cryptosuite", "ecdsa-sd-2023")
    assert said(verdict_on(document, world)) == ("cannot_check", "unknown-proof-kind")


def test_ATK_OB_04_a_refresh_service_is_never_asked(world):
    service = {"id": "https://evil.example/refresh", "type": "1EdTechCredentialRefresh"}
    assert verdict_on(signed(badge() | {"refreshService": service}), world).code == "unknown_issuer"
    assert world.asked == [DID, LIST, DID]


def test_ATK_OB_04_the_status_is_not_asked_before_the_proof_is_right(world):
    verdict_on(changed(signed(badge()), "name", "Docteur"), world)
    assert world.asked == [DID]


def test_did_key_is_its_own_document(world):
    name = f"did:key:{integrity.public_multibase(KEY)}"
    document = changed(badge(), "issuer.id", name)
    document.pop("credentialStatus")
    right = signed(document, method=f"{name}#{name.removeprefix('did:key:')}")
    assert said(verdict_on(right, world)) == ("unknown_issuer", "not-in-directory")
    assert said(verdict_on(signed(document, method=f"{name}#key-1"), world)) == ("altered", "wrong-method")


@pytest.mark.parametrize(
    "issuer", ["https://commons.example/", "did:ion:abc", "did:key:zQ3sh", "did:web:", "did:web:a/b"]
)
def test_an_issuer_of_another_kind_cannot_be_checked(world, issuer):
    document = changed(signed(badge()), "issuer.id", issuer)
    assert verdict_on(document, world).code in {"cannot_check", "altered"}
    assert world.asked == []


def test_the_facts_of_a_badge_are_short(world):
    document = changed(badge(), "credentialSubject.achievement.name", "N" * 5000)
    assert len(verdict_on(signed(document), world).facts.name) == 200


def _with_header(token: str, header: dict) -> bytes:
    """Return `token` with another header, its payload and its signature as they were."""
    import base64

    coded = base64.urlsafe_b64encode(serialise(header)).decode().rstrip("=")
    return ".".join([coded, *token.split(".")[1:]]).encode()


def test_a_token_is_given_as_such():
    assert recognised(b"a.b.c") == Given("token", b"a.b.c")
