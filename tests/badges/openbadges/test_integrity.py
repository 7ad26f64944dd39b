import hashlib

import pytest

from badges.openbadges import contexts, integrity, status_list
from badges.openbadges.canonical import canonical_nquads
from badges.openbadges.credential import achievement_document, open_badge
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.faults import NotCanonical, NotProved
from badges.openbadges.multibase import base58, bytes_of
from tests.badges.openbadges.samples import (
    ACHIEVEMENT,
    AWARDED,
    BADGE,
    DATA,
    ENDORSEMENT,
    HUB,
    KEY,
    METHOD,
    MULTIBASE,
    sample,
)

W3C = "vectors/w3c-vc-di-eddsa"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def load_with_examples(address):
    """Return a context, that of the examples of the W3C included: every word is an example."""
    if address == EXAMPLES:
        return {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
    return contexts.context(address)


def signed(document):
    return integrity.sign(document, method=METHOD, key=KEY, created=AWARDED)


def test_the_vector_of_the_w3c_is_reproduced_byte_for_byte():
    folder = DATA / W3C / "eddsa-rdfc-2022"
    document, wanted = sample(f"{W3C}/unsigned.json"), sample(f"{W3C}/eddsa-rdfc-2022/signedDataInt.json")
    options = {name: value for name, value in wanted["proof"].items() if name != "proofValue"}
    configuration = {"@context": document["@context"], **options}
    canonical = canonical_nquads(document, load=load_with_examples)
    assert canonical == (folder / "canonDocDataInt.txt").read_text()
    assert canonical_nquads(configuration, load=load_with_examples) == (folder / "proofCanonDataInt.txt").read_text()
    assert hashlib.sha256(canonical.encode()).hexdigest() == (folder / "docHashDataInt.txt").read_text()
    data = integrity.data_to_sign(document, options, load=load_with_examples)
    assert data.hex() == (folder / "combinedHashDataInt.txt").read_text()
    secret = bytes_of(sample(f"{W3C}/keyPair.json")["privateKeyMultibase"])[2:]
    key = integrity.key_from_seed(secret)
    assert integrity.public_multibase(key) == sample(f"{W3C}/keyPair.json")["publicKeyMultibase"]
    assert base58(key.sign(data)) == wanted["proof"]["proofValue"]


def test_the_vector_of_1edtech_is_reproduced_byte_for_byte():
    vector = sample("vectors/1edtech-ob30-eddsa-rdfc-2022/vector.json")
    document, options = vector["unsigned"], vector["proofOptions"]
    folder = DATA / "vectors/1edtech-ob30-eddsa-rdfc-2022"
    assert canonical_nquads(document) == (folder / "document-canon.nq").read_text()
    options = {name: value for name, value in options.items() if name not in {"@context", "proofValue"}}
    configuration = {"@context": document["@context"], **options}
    assert canonical_nquads(configuration) == (folder / "proof-canon.nq").read_text()
    data = integrity.data_to_sign(document, options)
    assert data.hex() == vector["dataToSignHex"]
    key = integrity.key_from_seed(bytes.fromhex(vector["privateKeyHex"])[:32])
    assert base58(key.sign(data)) == vector["proofValue"]
    assert integrity.verify_proof(vector["signed"], public_multibase=vector["publicKeyMultibase"]) is True


@pytest.mark.parametrize("name", ["good", "good_array", "revoked", "expired", "didkey", "https_keyurl"])
def test_samples_verified_by_other_programs_verify(name):
    assert integrity.verify_proof(sample(f"generated/{name}.json"), public_multibase=MULTIBASE) is True


@pytest.mark.parametrize("name", ["simple_v1", "credential-status-revoked-blank-nodes"])
def test_badges_of_the_public_validator_verify_and_altered_ones_do_not(name):
    """With 1.1 and 2.0 of the data model, `Ed25519Signature2020` and `eddsa-rdfc-2022`."""
    document = sample(f"validator/{name}.json")
    key = integrity.proof_of(document)["verificationMethod"].partition("#")[2]
    assert integrity.verify_proof(document, public_multibase=key) is True
    assert integrity.verify_proof({**document, "name": "x"}, public_multibase=key) is False


def test_a_sample_that_was_altered_does_not_verify():
    assert integrity.verify_proof(sample("generated/tampered.json"), public_multibase=MULTIBASE) is False


def test_a_status_list_signed_elsewhere_verifies():
    assert integrity.verify_proof(sample("generated/status1.json"), public_multibase=MULTIBASE) is True


def documents():
    return {
        "badge": open_badge(BADGE),
        "achievement": achievement_document(ACHIEVEMENT),
        "endorsement": endorsement_credential(ENDORSEMENT),
        "status list": status_list.status_credential(
            id=BADGE.status.list_url, issuer=HUB, bits=status_list.empty_bits(), valid_from=AWARDED
        ),
    }


@pytest.mark.parametrize("name", documents())
def test_what_we_sign_verifies_with_its_key_and_with_no_other(name):
    document = signed(documents()[name])
    other = integrity.public_multibase(integrity.new_key())
    assert integrity.verify_proof(document, public_multibase=MULTIBASE) is True
    assert integrity.verify_proof(document, public_multibase=other) is False


def test_a_proof_says_how_when_and_by_which_key():
    [proof] = signed(open_badge(BADGE))["proof"]
    assert {**proof, "proofValue": proof["proofValue"][0]} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-01T10:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "proofValue": "z",
    }


def test_signing_again_replaces_the_proof():
    once = signed(open_badge(BADGE))
    assert signed(once) == once


@pytest.mark.parametrize("name", ["name", "validFrom", "validUntil", "awardedDate"])
def test_a_member_changed_after_signing_does_not_verify(name):
    document = signed(open_badge(BADGE))
    changed = {**document, name: document[name].replace("2", "3") + " "}
    assert integrity.verify_proof(changed, public_multibase=MULTIBASE) is False


@pytest.mark.parametrize(
    ("name", "value"), [("created", "2020-01-01T00:00:00Z"), ("verificationMethod", "did:web:evil.example#key-1")]
)
def test_an_option_of_the_proof_changed_after_signing_does_not_verify(name, value):
    document = signed(open_badge(BADGE))
    document["proof"][0][name] = value
    assert integrity.verify_proof(document, public_multibase=MULTIBASE) is False


def test_a_term_that_no_context_defines_is_not_signed():
    with pytest.raises(NotCanonical) as refusal:
        signed({**open_badge(BADGE), "evilClaim": "x"})
    assert refusal.value.code == "undefined-term"


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ([], "no-proof"),
        (None, "no-proof"),
        ([{"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"}], "no-proof"),
        ([{"type": "DataIntegrityProof", "cryptosuite": integrity.SUITE}], "wrong-purpose"),
        (
            {"type": "DataIntegrityProof", "cryptosuite": integrity.SUITE, "proofPurpose": "authentication"},
            "wrong-purpose",
        ),
    ],
)
def test_a_document_without_a_proof_made_to_assert_is_not_verified(proof, code):
    with pytest.raises(NotProved) as refusal:
        integrity.verify_proof({**open_badge(BADGE), "proof": proof}, public_multibase=MULTIBASE)
    assert refusal.value.code == code


@pytest.mark.parametrize("value", ["", "z", "zIl0O", "f00", 7, None, "z" + "1" * 88, "z" + "2" * 10_000])
def test_a_signature_that_is_none_does_not_verify(value):
    document = signed(open_badge(BADGE))
    document["proof"][0]["proofValue"] = value
    if value is None:
        del document["proof"][0]["proofValue"]
    assert integrity.verify_proof(document, public_multibase=MULTIBASE) is False


def test_a_key_is_its_seed():
    key = integrity.new_key()
    assert integrity.public_multibase(integrity.key_from_seed(integrity.seed_of(key))) == integrity.public_multibase(
        key
    )
    assert integrity.public_multibase(KEY) == MULTIBASE
