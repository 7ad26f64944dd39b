from dataclasses import replace

import pytest

from badges.openbadges import contexts, hosted
from badges.openbadges.canonical import canonical_nquads
from tests.badges.openbadges.samples import ACHIEVEMENT, BADGE, HOST, HUB, UUID

V2 = "https://w3id.org/openbadges/v2"


def test_a_hosted_assertion_is_proved_by_its_address():
    assert hosted.hosted_assertion(BADGE) == {
        "@context": V2,
        "type": "Assertion",
        "id": f"{HOST}/openbadges/assertions/{UUID}.json",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "Kosher",
            "identity": BADGE.recipient.identity_hash,
        },
        "badge": ACHIEVEMENT.hosted_id,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-11-01T10:00:00Z",
        "expires": "2029-11-01T10:00:00Z",
        "narrative": "A tenu trois permanences.",
        "evidence": [
            {"type": "Evidence", "id": f"{HOST}/e/1", "name": "Carnet", "narrative": "Trois pages", "genre": "journal"},
            {"type": "Evidence", "name": "Observation"},
        ],
    }


def test_the_signed_form_has_a_name_of_its_own_and_says_which_key():
    document = hosted.signed_assertion(BADGE)
    assert document["id"] == hosted.signed_id(BADGE.hosted_id)
    assert UUID not in document["id"]
    assert document["verification"] == {"type": "SignedBadge", "creator": HUB.rsa_key_id}
    rest = {"id", "verification"}
    assert {k: v for k, v in document.items() if k not in rest} == {
        k: v for k, v in hosted.hosted_assertion(BADGE).items() if k not in rest
    }


def test_a_badge_class_says_what_was_earned_and_links_to_3_0():
    assert hosted.badge_class(ACHIEVEMENT) == {
        "@context": V2,
        "type": "BadgeClass",
        "id": ACHIEVEMENT.hosted_id,
        "@language": "fr",
        "version": "3",
        "name": "Accompagner un public",
        "description": "Sait accompagner «pas à pas».",
        "image": ACHIEVEMENT.image,
        "criteria": {"id": ACHIEVEMENT.criteria_url, "narrative": ACHIEVEMENT.criteria},
        "issuer": HUB.hosted_id,
        "alignment": [
            {
                "targetName": "Naviguer",
                "targetUrl": "https://x.example/1.1",
                "targetFramework": "DigComp 2.2",
                "targetCode": "1.1",
            },
            {
                "targetName": "Évaluer",
                "targetUrl": "https://x.example/1.2",
                "targetDescription": "Évaluer des données",
            },
        ],
        "tags": ["médiation", "accueil"],
        "related": [
            {
                "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"],
                "id": ACHIEVEMENT.id,
                "version": "Open Badges v3p0",
            }
        ],
    }


def test_an_issuer_links_to_its_key_its_revocations_and_its_did():
    assert hosted.issuer_profile(HUB) == {
        "@context": V2,
        "type": "Issuer",
        "id": HUB.hosted_id,
        "name": "Hub des Hauts-de-France",
        "url": f"{HOST}/",
        "email": "badges@commons.example",
        "description": "Médiation numérique.",
        "image": HUB.image,
        "publicKey": HUB.rsa_key_id,
        "revocationList": HUB.revocations_id,
        "related": [
            {
                "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"],
                "id": f"{HOST}/openbadges/issuers/hub/did.json",
                "version": "Open Badges v3p0",
            }
        ],
    }


def test_an_issuer_without_signed_badges_has_neither_key_nor_list():
    document = hosted.issuer_profile(replace(HUB, rsa_key_id="", revocations_id=""))
    assert {"publicKey", "revocationList"} & document.keys() == set()


def test_a_key_and_its_owner_name_each_other(rsa_public):
    assert hosted.cryptographic_key(HUB, rsa_public) == {
        "@context": V2,
        "type": "CryptographicKey",
        "id": HUB.rsa_key_id,
        "owner": HUB.hosted_id,
        "publicKeyPem": rsa_public.pem,
    }


def test_revoked_badges_are_listed_with_their_reason():
    assert hosted.revocation_list(HUB, [("urn:uuid:1", "Erreur"), ("urn:uuid:2", "")]) == {
        "@context": V2,
        "type": "RevocationList",
        "id": HUB.revocations_id,
        "issuer": HUB.hosted_id,
        "revokedAssertions": [{"id": "urn:uuid:1", "revocationReason": "Erreur"}, {"id": "urn:uuid:2"}],
    }
    assert hosted.revocation_list(HUB, [])["revokedAssertions"] == []


def test_a_revoked_assertion_leaves_a_body():
    assert hosted.revoked_body(BADGE.hosted_id, "Erreur") == {
        "@context": V2,
        "type": "Assertion",
        "id": BADGE.hosted_id,
        "revoked": True,
        "revocationReason": "Erreur",
    }
    assert "revocationReason" not in hosted.revoked_body(BADGE.hosted_id)


@pytest.mark.parametrize(
    "document",
    [
        hosted.hosted_assertion(BADGE),
        hosted.signed_assertion(BADGE),
        hosted.issuer_profile(HUB),
        {name: value for name, value in hosted.badge_class(ACHIEVEMENT).items() if name != "@language"},
        hosted.revocation_list(HUB, [("urn:uuid:1", "Erreur")]),
        hosted.revoked_body(BADGE.hosted_id, "Erreur"),
    ],
    ids=lambda document: document["type"],
)
def test_every_word_is_one_of_the_context_of_2_0(document):
    # «email», the type of a recipient, is none of its types: the standard has it so.
    document = {name: value for name, value in document.items() if name != "recipient"}
    assert contexts.context(V2)["@context"].keys() >= document.keys() - {"@context"}
    assert canonical_nquads(document)
