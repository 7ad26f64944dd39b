import json

import pytest

from badges.openbadges import did, integrity
from badges.openbadges.credential import open_badge
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.faults import NotCanonical, NotProved, Unacceptable
from badges.openbadges.foreign import assertion_jwks, foreign_credential, verify_foreign
from badges.openbadges.serialising import serialise
from tests.badges.openbadges.samples import AWARDED, BADGE, ED25519, ENDORSEMENT, HUB, KEY, METHOD, MULTIBASE, sample

CONTROLLER = did.did_document(HUB, [ED25519])


def signed_badge():
    return integrity.sign(open_badge(BADGE), method=METHOD, key=KEY, created=AWARDED)


def refusal_of(document):
    with pytest.raises(Unacceptable) as refusal:
        foreign_credential(json.dumps(document).encode())
    return refusal.value.code


def test_a_badge_like_ours_is_read_and_verified():
    document = foreign_credential(serialise(signed_badge()))
    assert document == signed_badge()
    assert verify_foreign(document, controller=CONTROLLER) == document["proof"][0]


@pytest.mark.parametrize("name", ["good", "good_array", "expired", "revoked"])
def test_badges_that_other_programs_verified_are(name):
    document = foreign_credential(serialise(sample(f"generated/{name}.json")))
    assert verify_foreign(document, controller=sample("generated/did.json"))["type"] == "DataIntegrityProof"


def test_a_badge_whose_issuer_is_its_key_is_verified():
    document = foreign_credential(serialise(sample("generated/didkey.json")))
    controller = did.did_key_document(document["issuer"]["id"])
    assert verify_foreign(document, controller=controller)["proofPurpose"] == "assertionMethod"


def test_an_altered_badge_is_not():
    document = foreign_credential(serialise(sample("generated/tampered.json")))
    with pytest.raises(NotProved) as refusal:
        verify_foreign(document, controller=sample("generated/did.json"))
    assert refusal.value.code == "wrong-signature"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (["https://www.w3.org/ns/credentials/v2", "https://evil.example/context.json"], "unknown-context"),
        (["http://www.w3.org/ns/credentials/v2"], "unknown-context"),
        (["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "unknown-context"),
        (["https://www.w3.org/ns/credentials/v2", "https://w3id.org/openbadges/v2"], "unknown-context"),
        (["https://www.w3.org/ns/credentials/v2", {"name": "https://evil.example/"}], "inner-context"),
        ({"@vocab": "https://evil.example/"}, "inner-context"),
        ([], "unknown-context"),
        (None, "inner-context"),
    ],
)
def test_ATK_LD_01_only_the_contexts_of_badges_are_read(declared, code):
    assert refusal_of({**signed_badge(), "@context": declared}) == code


def test_ATK_LD_01_a_context_inside_is_refused():
    document = signed_badge()
    document["credentialSubject"]["@context"] = {"name": "https://evil.example/"}
    assert refusal_of(document) == "inner-context"


def test_ATK_LD_02_a_claim_added_under_an_undefined_term_is_refused():
    document = foreign_credential(serialise({**signed_badge(), "evilClaim": "x"}))
    with pytest.raises(NotCanonical) as refusal:
        verify_foreign(document, controller=CONTROLLER)
    assert refusal.value.code == "undefined-term"


def test_ATK_LD_02_pyld_alone_would_have_let_it_through():
    """The control: the canonical form is unchanged, so the signature still holds."""
    from tests.badges.openbadges.test_nquads import judged

    document = open_badge(BADGE)
    assert judged({**document, "evilClaim": "x"}) == judged(document)


def renamed(document, *path, to):
    """Return a copy of `document` where the member at `path` has another name."""
    copy = json.loads(json.dumps(document))
    *parents, last = path
    inside = copy
    for name in parents:
        inside = inside[name]
    inside[to] = inside.pop(last)
    return copy


HIDDEN = {
    "its full address": (("name",), "https://schema.org/name"),
    "a type of the same address": (("credentialSubject", "achievement", "criteria"), "Criteria"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_ATK_LD_02_a_member_renamed_to_what_signs_alike_is_refused(name):
    path, to = HIDDEN[name]
    assert refusal_of(renamed(signed_badge(), *path, to=to)) == "other-name"


@pytest.mark.parametrize("name", HIDDEN)
def test_ATK_LD_02_such_a_document_does_sign_alike(name):
    """The control."""
    path, to = HIDDEN[name]
    assert integrity.verify_proof(renamed(signed_badge(), *path, to=to), public_multibase=MULTIBASE) is True


@pytest.mark.parametrize("keyword", ["@included", "@graph", "@reverse", "@id", "@type", "@nest", ""])
def test_ATK_LD_02_keywords_are_refused(keyword):
    assert refusal_of({**signed_badge(), keyword: [{"id": "https://x.example/"}]}) == "other-name"


def test_ATK_LD_02_a_claim_moved_to_another_object_of_the_same_name_is_refused():
    document = signed_badge()
    document["evidence"].append({"id": document["id"], "validUntil": document.pop("validUntil")})
    assert refusal_of(document) == "two-meanings"


def test_an_object_named_again_may_say_less_or_the_same():
    document = signed_badge()
    issuer = document["issuer"]
    creator = document["credentialSubject"]["achievement"]["creator"]
    assert (creator["id"], creator.keys() < issuer.keys()) == (issuer["id"], True)
    document["credentialSubject"]["achievement"]["creator"] = issuer
    assert foreign_credential(serialise(document)) == document


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("validUntil", None, "empty-member"),
        ("validUntil", ["2020-01-01T00:00:00Z"], "wrong-shape"),
        ("validUntil", {"type": "x"}, "wrong-shape"),
        ("credentialSubject", [{"id": "https://x.example/"}], "wrong-shape"),
        ("credentialStatus", [], "wrong-shape"),
        ("issuer", None, "empty-member"),
        ("issuer", [HUB.id], "wrong-shape"),
        ("issuer", {"name": "x"}, "wrong-shape"),
        ("evidence", [[{"type": ["Evidence"]}]], "wrong-shape"),
    ],
)
def test_ATK_LD_02_what_a_reader_could_overlook_is_refused(member, value, code):
    assert refusal_of({**signed_badge(), member: value}) == code


def test_ATK_LD_03_a_long_array_is_refused():
    assert (
        refusal_of({**signed_badge(), "evidence": [f"https://x.example/{place}" for place in range(501)]}) == "too-many"
    )


def with_endorsement():
    """Return a badge that carries what another organisation said of its achievement, as it signed it."""
    badge = open_badge(BADGE)
    endorsement = endorsement_credential(ENDORSEMENT)
    endorsement["@context"] = badge["@context"]
    endorsed = integrity.sign(endorsement, method=METHOD, key=KEY, created=AWARDED)
    badge["credentialSubject"]["achievement"]["endorsement"] = [endorsed]
    return integrity.sign(badge, method=METHOD, key=KEY, created=AWARDED)


def test_a_badge_with_an_endorsement_inside_is_read_and_verified():
    document = foreign_credential(serialise(with_endorsement()))
    assert verify_foreign(document, controller=CONTROLLER) == document["proof"][0]


def test_a_comment_moved_out_of_an_endorsement_is_refused():
    document = with_endorsement()
    achievement = document["credentialSubject"]["achievement"]
    endorsed = achievement["endorsement"][0]["credentialSubject"]
    achievement["endorsementComment"] = endorsed.pop("endorsementComment")
    with pytest.raises(Unacceptable) as refusal:
        foreign_credential(serialise(document))
    assert refusal.value.code == "two-meanings"


def test_a_badge_of_the_public_validator_is_read():
    document = foreign_credential(serialise(sample("validator/simple_v1.json")))
    method = integrity.proof_of(document)["verificationMethod"]
    issuer, key = method.split("#")
    published = {"id": method, "controller": issuer, "type": "Multikey", "publicKeyMultibase": key}
    controller = {"id": issuer, "verificationMethod": published, "assertionMethod": method}
    assert verify_foreign(document, controller=controller)["type"] == "Ed25519Signature2020"


def wrong_method(controller, document=None):
    with pytest.raises(NotProved) as refusal:
        verify_foreign(document or signed_badge(), controller=controller)
    return refusal.value.code


METHODS = CONTROLLER["verificationMethod"]


@pytest.mark.parametrize(
    "controller",
    [
        {},
        {**CONTROLLER, "id": "did:web:evil.example"},
        {**CONTROLLER, "assertionMethod": []},
        {**CONTROLLER, "assertionMethod": None},
        {**CONTROLLER, "assertionMethod": [METHOD + "0"]},
        {**CONTROLLER, "assertionMethod": [7]},
        {**CONTROLLER, "verificationMethod": []},
        {**CONTROLLER, "verificationMethod": "x"},
        {**CONTROLLER, "verificationMethod": [*METHODS, *METHODS]},
        {**CONTROLLER, "verificationMethod": [{**METHODS[0], "controller": "did:web:evil.example"}]},
    ],
)
def test_a_key_that_does_not_speak_for_the_issuer_proves_nothing(controller):
    assert wrong_method(controller) == "wrong-method"


@pytest.mark.parametrize(
    "method", ["did:web:evil.example#key-1", HUB.id, f"{HUB.id}#key-9", "https://evil.example/#key-1", None, 7, ["x"]]
)
def test_a_proof_made_with_the_key_of_somebody_else_proves_nothing(method):
    document = signed_badge()
    document["proof"][0]["verificationMethod"] = method
    assert wrong_method(CONTROLLER, document) == "wrong-method"


def test_a_method_may_be_named_relatively_or_stand_in_the_list():
    relative = {**METHODS[0], "id": "#key-1"}
    assert verify_foreign(
        signed_badge(), controller={**CONTROLLER, "verificationMethod": [relative], "assertionMethod": ["#key-1"]}
    )
    assert verify_foreign(
        signed_badge(), controller={**CONTROLLER, "verificationMethod": [], "assertionMethod": METHODS}
    )


def test_a_key_given_as_jwk_verifies_too():
    method = {"id": METHOD, "type": "JsonWebKey", "controller": HUB.id, "publicKeyJwk": did.public_key_jwk(ED25519)}
    assert verify_foreign(signed_badge(), controller={**CONTROLLER, "verificationMethod": [method]})


def test_a_key_of_another_kind_is_a_wrong_key(rsa_public):
    method = {**METHODS[0], "publicKeyJwk": did.public_key_jwk(rsa_public)}
    del method["publicKeyMultibase"]
    assert wrong_method({**CONTROLLER, "verificationMethod": [method]}) == "wrong-key"


def test_the_json_web_keys_that_speak_for_an_issuer_are_listed_without_the_compromised_ones(rsa_public):
    controller = did.did_document(HUB, [ED25519, rsa_public])
    [jwk] = assertion_jwks(controller, issuer=HUB.id)
    assert jwk == did.public_key_jwk(rsa_public)
    controller["assertionMethod"].remove(rsa_public.method)
    assert assertion_jwks(controller, issuer=HUB.id) == []
