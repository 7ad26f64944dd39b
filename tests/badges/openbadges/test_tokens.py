import base64
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from badges.openbadges import did, hosted, tokens
from badges.openbadges.credential import open_badge
from badges.openbadges.faults import NotProved, Unacceptable
from badges.openbadges.token_reading import credential_of, header_of, payload_of
from tests.badges.openbadges.samples import BADGE, HUB, KEY

KID = f"{HUB.id}#key-2"
DOCUMENT = open_badge(BADGE)


@pytest.fixture(scope="module")
def keys(rsa_public):
    """What the document of the issuer lists."""
    return [did.public_key_jwk(rsa_public)]


@pytest.fixture(scope="module")
def token(rsa_key):
    return tokens.vc_jwt({**DOCUMENT, "proof": [{"type": "DataIntegrityProof"}]}, kid=KID, key=rsa_key)


def part(data):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(token, place):
    text = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def with_header(token, header):
    return ".".join([part(header), *token.split(".")[1:]])


def signed(header, payload, key):
    return jws.serialize_compact(
        header, json.dumps(payload), key, algorithms=[header["alg"]], registry=roomy(header["alg"])
    )


def roomy(algorithm):
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = 8_192
    return registry


def fault_of(token, keys):
    with pytest.raises(NotProved) as refusal:
        credential_of(token, keys=keys)
    return refusal.value.code


def test_a_token_has_exactly_the_header_that_readers_want(token):
    assert unpacked(token, 0) == {"alg": "RS256", "typ": "JWT", "kid": KID}


def test_a_token_is_the_credential_and_what_repeats_it(token):
    assert unpacked(token, 1) == {
        **DOCUMENT,
        "iss": HUB.id,
        "jti": BADGE.id,
        "sub": BADGE.recipient.subject,
        "nbf": 1_793_527_200,
        "exp": 1_888_221_600,
    }


def test_a_badge_without_end_has_a_token_without_end(rsa_key):
    endless = tokens.vc_jwt(open_badge(replace(BADGE, valid_until=None)), kid=KID, key=rsa_key)
    assert "exp" not in unpacked(endless, 1)


def test_a_token_gives_its_credential_back(token, rsa_public, keys):
    assert tokens.verify_vc_jwt(token, public_pem=rsa_public.pem) == DOCUMENT
    assert credential_of(token, keys=keys) == DOCUMENT


def test_our_keys_are_of_3072_bits_and_their_public_form_has_no_secret(rsa_key):
    assert rsa_key.key_size == 3072
    assert tokens.public_jwk(rsa_key, "k").keys() == {"kty", "n", "e", "alg", "use", "kid"}
    assert tokens.public_pem(rsa_key).startswith("-----BEGIN PUBLIC KEY-----\n")


def test_tokens_of_other_issuers_may_be_signed_with_other_curves():
    curve, edwards = ECKey.generate_key("P-256"), OKPKey.import_key(KEY)
    claims = {**DOCUMENT, "iss": HUB.id, "jti": BADGE.id, "sub": BADGE.recipient.subject, "nbf": 1_793_527_200}
    claims["exp"] = 1_888_221_600
    for algorithm, key in (("ES256", curve), ("EdDSA", edwards), ("Ed25519", edwards)):
        found = signed({"alg": algorithm, "typ": "vc+jwt", "kid": "k"}, claims, key)
        assert credential_of(found, keys=[{**key.as_dict(private=False), "kid": "k"}]) == DOCUMENT


@pytest.mark.parametrize("algorithm", ["none", "None", "rs256", "RS512", "PS256", "HS256", "", None, 7, ["RS256"]])
def test_ATK_JWT_01_another_algorithm_is_refused_before_any_key_is_looked_at(token, algorithm):
    header = {"alg": algorithm, "typ": "JWT", "kid": KID}
    with pytest.raises(NotProved) as refusal:
        header_of(with_header(token, header))
    assert refusal.value.code == "wrong-algorithm"


def test_ATK_JWT_01_a_token_without_algorithm_is_refused(token, keys):
    assert fault_of(with_header(token, {"typ": "JWT", "kid": KID}), keys) == "wrong-algorithm"


def test_ATK_JWT_01_a_token_without_signature_is_refused(token, keys):
    unsigned = with_header(token, {"alg": "none", "typ": "JWT", "kid": KID}).rpartition(".")[0] + "."
    assert fault_of(unsigned, keys) == "wrong-algorithm"
    assert fault_of(token.rpartition(".")[0] + ".", keys) == "wrong-signature"


def test_ATK_JWT_01_our_public_key_is_no_shared_secret(token, rsa_public, keys):
    start = ".".join([part({"alg": "HS256", "typ": "JWT", "kid": KID}), token.split(".")[1]])
    code = hmac.HMAC(rsa_public.pem.encode(), hashes.SHA256())
    code.update(start.encode())
    assert fault_of(f"{start}.{part(code.finalize())}", keys) == "wrong-algorithm"


def test_ATK_JWT_01_an_algorithm_for_another_kind_of_key_is_refused(token, keys):
    for algorithm in ("ES256", "EdDSA"):
        header = {"alg": algorithm, "typ": "JWT", "kid": KID}
        assert fault_of(with_header(token, header), keys) == "wrong-key"


@pytest.mark.parametrize("extra", [{"crit": ["exp"], "exp": 1}, {"b64": False, "crit": ["b64"]}, {"zip": "DEF"}])
def test_ATK_JWT_01_a_header_that_asks_for_more_is_refused(token, keys, extra):
    header = {"alg": "RS256", "typ": "JWT", "kid": KID, **extra}
    assert fault_of(with_header(token, header), keys) == "wrong-header"


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c.d", "é.é.é", "e30.e30.e30", part([1]) + ".e30.e30", "x" * 300_000])
def test_what_is_not_a_token_is_refused(text, keys):
    assert fault_of(text, keys) in {"unreadable-token", "wrong-algorithm"}


def test_ATK_JWT_02_a_key_in_the_header_proves_nothing(keys):
    attacker = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "typ": "JWT", "jwk": attacker.as_dict(private=False)}
    assert fault_of(signed(header, {**DOCUMENT}, attacker), keys) == "wrong-key"
    assert fault_of(signed({**header, "kid": KID}, {**DOCUMENT}, attacker), keys) == "wrong-key"


def test_ATK_JWT_02_a_key_in_the_header_may_be_the_one_that_the_issuer_lists(token, rsa_key, keys):
    public = {name: keys[0][name] for name in ("kty", "n", "e")}
    found = signed({"alg": "RS256", "typ": "JWT", "jwk": public}, unpacked(token, 1), RSAKey.import_key(rsa_key))
    assert credential_of(found, keys=keys) == DOCUMENT


def test_ATK_JWT_02_a_secret_in_the_header_is_refused(token, rsa_key, keys):
    secret = RSAKey.import_key(rsa_key)
    found = signed({"alg": "RS256", "typ": "JWT", "jwk": secret.as_dict(private=True)}, unpacked(token, 1), secret)
    assert fault_of(found, keys) == "wrong-header"


@pytest.mark.parametrize("name", ["jku", "x5u", "x5c", "x5t"])
def test_ATK_JWT_02_a_header_that_says_where_to_find_keys_is_refused(token, keys, name):
    header = {"alg": "RS256", "typ": "JWT", "kid": KID, name: "https://evil.example/keys.json"}
    assert fault_of(with_header(token, header), keys) == "wrong-header"


@pytest.mark.parametrize(
    "kid",
    ["https://evil.example/key.json", "../../../../etc/passwd", KID + "0", "", None, 7, "did:web:evil.example#key-2"],
)
def test_ATK_JWT_02_a_key_that_the_issuer_does_not_list_is_refused(token, keys, kid):
    assert fault_of(with_header(token, {"alg": "RS256", "typ": "JWT", "kid": kid}), keys) == "wrong-key"


def test_ATK_JWT_02_a_short_key_is_refused(token):
    short = RSAKey.import_key(rsa.generate_private_key(public_exponent=65537, key_size=1024))
    found = signed({"alg": "RS256", "typ": "JWT", "kid": "k"}, unpacked(token, 1), short)
    assert fault_of(found, [{**short.as_dict(private=False), "kid": "k"}]) == "wrong-key"


def test_ATK_JWT_02_another_curve_is_refused(token):
    other = ECKey.import_key(ec.generate_private_key(ec.SECP384R1()))
    header = {"alg": "ES256", "typ": "JWT", "kid": "k"}
    assert fault_of(with_header(token, header), [{**other.as_dict(private=False), "kid": "k"}]) == "wrong-key"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:evil.example"),
        ("jti", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("sub", "did:key:z6Mk"),
        ("nbf", 0),
        ("nbf", 1_793_527_200.5),
        ("exp", 4_000_000_000),
        ("exp", None),
        ("iss", None),
        ("vc", {}),
        ("validFrom", "2020-01-01T00:00:00Z"),
        ("validUntil", "2100-01-01T00:00:00Z"),
        ("id", "https://evil.example/"),
    ],
)
def test_ATK_JWT_03_a_claim_that_is_not_what_the_credential_says_is_refused(rsa_key, token, keys, claim, value):
    payload = {**unpacked(token, 1), claim: value}
    payload = {name: said for name, said in payload.items() if said is not None}
    found = signed({"alg": "RS256", "typ": "JWT", "kid": KID}, payload, RSAKey.import_key(rsa_key))
    with pytest.raises(NotProved) as refusal:
        credential_of(found, keys=keys)
    expected = {"validFrom": "nbf", "validUntil": "exp", "id": "jti"}.get(claim, claim)
    assert (refusal.value.code, refusal.value.detail) == ("wrong-claim", expected)


@pytest.mark.parametrize("kind", ["vc+jwt", "vc+ld+jwt"])
@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf", "exp"])
def test_a_token_of_the_w3c_may_be_silent_and_never_says_something_else(rsa_key, token, keys, kind, claim):
    payload, key = unpacked(token, 1), RSAKey.import_key(rsa_key)
    header = {"alg": "RS256", "typ": kind, "kid": KID}
    silent = {name: said for name, said in payload.items() if name != claim}
    assert credential_of(signed(header, silent, key), keys=keys) == DOCUMENT
    for said in ("did:web:evil.example", 0, None, True):
        assert fault_of(signed(header, {**payload, claim: said}, key), keys) == "wrong-claim"
    assert fault_of(signed({**header, "typ": "JWT"}, silent, key), keys) == "wrong-claim"


def test_ATK_JWT_03_an_end_that_the_credential_does_not_say_is_refused(rsa_key, keys):
    document = open_badge(replace(BADGE, valid_until=None))
    payload = {**unpacked(tokens.vc_jwt(document, kid=KID, key=rsa_key), 1), "exp": 4_000_000_000}
    found = signed({"alg": "RS256", "typ": "JWT", "kid": KID}, payload, RSAKey.import_key(rsa_key))
    assert fault_of(found, keys) == "wrong-claim"


@pytest.mark.parametrize("kind", ["at+jwt", "jwt", None, 7])
def test_ATK_JWT_03_a_token_of_another_type_is_refused(token, keys, kind):
    header = {"alg": "RS256", "kid": KID} | ({"typ": kind} if kind else {})
    assert fault_of(with_header(token, header), keys) == "wrong-header"


@pytest.mark.parametrize("missing", ["issuer", "id", "credentialSubject", "validFrom"])
def test_a_token_that_carries_no_credential_is_refused(rsa_key, token, keys, missing):
    payload = unpacked(token, 1)
    del payload[missing]
    found = signed({"alg": "RS256", "typ": "JWT", "kid": KID}, payload, RSAKey.import_key(rsa_key))
    with pytest.raises(Unacceptable) as refusal:
        credential_of(found, keys=keys)
    assert refusal.value.code == "wrong-shape"


def test_a_payload_altered_after_signing_is_refused(token, keys):
    header, _, signature = token.split(".")
    payload = part({**unpacked(token, 1), "name": "Autre"})
    assert fault_of(f"{header}.{payload}.{signature}", keys) == "wrong-signature"


def test_a_signed_badge_of_2_0_is_its_assertion(rsa_key, keys):
    assertion = hosted.signed_assertion(BADGE)
    found = tokens.sign_assertion(assertion, key=rsa_key)
    assert unpacked(found, 0) == {"alg": "RS256"}
    assert payload_of(found, keys=keys) == assertion
