from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from jsonschema import Draft201909Validator, FormatChecker

from badges.openbadges import integrity
from badges.openbadges.credential import achievement_document, open_badge
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.serialising import serialise
from badges.openbadges.values import EvidenceItem, Profile
from tests.badges.openbadges.samples import ACHIEVEMENT, AWARDED, BADGE, ENDORSEMENT, HOST, HUB, KEY, METHOD, sample

PLAIN = sample("schemas/ob_v3p0_achievementcredential_schema.plain.json")
COMPACTED = sample("schemas/ob_v3p0_achievementcredential_schema.json-ld.json")
BARE_ACHIEVEMENT = replace(
    ACHIEVEMENT,
    criteria="",
    caption="",
    field_of_study="",
    code="",
    credits=None,
    tags=(),
    alignments=(),
    related=(),
)
BARE = replace(
    BADGE,
    achievement=BARE_ACHIEVEMENT,
    valid_until=None,
    narrative="",
    activity_start=None,
    activity_end=None,
    credits_earned=None,
    evidence=(),
)


def errors(document, schema, definition=None):
    """Return what the official schema, or one of its definitions, says against `document`."""
    # The `$id` of the two published schemas are swapped: each is read by itself.
    rules = {name: value for name, value in schema.items() if name != "$id"}
    if definition:
        rules = {"$defs": rules["$defs"], "$ref": f"#/$defs/{definition}"}
    return [
        error.message for error in Draft201909Validator(rules, format_checker=FormatChecker()).iter_errors(document)
    ]


def signed(document):
    return integrity.sign(document, method=METHOD, key=KEY, created=AWARDED)


@pytest.mark.parametrize("facts", [BADGE, BARE], ids=["full", "bare"])
@pytest.mark.parametrize("schema", [PLAIN, COMPACTED], ids=["plain", "json-ld"])
def test_a_badge_is_what_the_official_schema_says(facts, schema):
    assert errors(signed(open_badge(facts)), schema) == []


def test_the_schema_refuses_a_badge_without_criteria():
    """The control: it judges."""
    document = signed(open_badge(BADGE))
    del document["credentialSubject"]["achievement"]["criteria"]
    assert errors(document, PLAIN) == ["'criteria' is a required property"]


def test_an_achievement_and_a_profile_on_their_own_are_what_the_schema_says():
    document = achievement_document(ACHIEVEMENT)
    assert errors(document, PLAIN, "Achievement") == []
    assert errors(document["creator"], PLAIN, "Profile") == []
    assert document["creator"]["name"] == HUB.name


def test_an_endorsement_is_what_the_schema_says():
    document = signed(endorsement_credential(ENDORSEMENT))
    assert errors(document, PLAIN, "EndorsementCredential") == []
    assert document["credentialSubject"] == {
        "id": ACHIEVEMENT.id,
        "type": ["EndorsementSubject"],
        "endorsementComment": ENDORSEMENT.comment,
    }


def test_a_badge_says_all_that_is_known():
    document = open_badge(BADGE)
    assert list(document) == [
        "@context",
        "id",
        "type",
        "issuer",
        "name",
        "image",
        "validFrom",
        "validUntil",
        "awardedDate",
        "credentialSubject",
        "evidence",
        "credentialStatus",
        "credentialSchema",
    ]
    assert document["issuer"] == {
        "id": HUB.id,
        "type": ["Profile"],
        "name": "Hub des Hauts-de-France",
        "url": f"{HOST}/",
        "email": "badges@commons.example",
        "description": "Médiation numérique.",
        "image": {"id": HUB.image, "type": "Image"},
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": HUB.hosted_id, "identifierType": "identifier"},
        ],
    }
    assert document["credentialStatus"] == {
        "id": f"{BADGE.status.list_url}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": BADGE.status.list_url,
    }
    assert document["evidence"][1] == {"type": ["Evidence"], "name": "Observation"}
    subject = document["credentialSubject"]
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": BADGE.recipient.identity_hash,
            "identityType": "emailAddress",
            "salt": "Kosher",
        }
    ]
    assert subject["achievement"]["related"] == [
        {
            "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
            "id": ACHIEVEMENT.hosted_id,
            "version": "Open Badges v2p0",
        },
        {"type": ["Related"], "id": ACHIEVEMENT.related[0][0], "inLanguage": "en"},
    ]
    assert subject["achievement"]["alignment"][0] == {
        "type": ["Alignment"],
        "targetName": "Naviguer",
        "targetUrl": "https://x.example/1.1",
        "targetFramework": "DigComp 2.2",
        "targetCode": "1.1",
        "targetType": "CFItem",
    }


def test_what_is_not_known_is_left_out():
    """The standard forbids empty members."""
    document = open_badge(BARE)
    assert {"validUntil", "evidence"} & document.keys() == set()
    assert document["credentialSubject"].keys() == {"id", "type", "identifier", "achievement"}
    assert b'""' not in serialise(document)
    assert b"[]" not in serialise(document)
    assert b"null" not in serialise(document)


def test_an_address_without_image_is_left_out_as_a_whole():
    document = open_badge(replace(BARE, issuer=replace(HUB, image="")))
    assert "image" not in document["issuer"]


def test_the_issuer_says_its_name_once_and_another_creator_says_its_own():
    ours = open_badge(BADGE)["credentialSubject"]["achievement"]["creator"]
    assert ours == {"id": HUB.id, "type": ["Profile"]}
    other = Profile(id="did:web:other.example", hosted_id="https://other.example/i.json", name="Autre")
    theirs = open_badge(replace(BADGE, achievement=replace(ACHIEVEMENT, creator=other)))
    assert theirs["credentialSubject"]["achievement"]["creator"]["name"] == "Autre"


def test_a_badge_issued_again_keeps_its_name_and_the_day_it_was_awarded():
    later = open_badge(replace(BADGE, valid_from=AWARDED + timedelta(days=40)))
    assert (later["id"], later["awardedDate"], later["validFrom"]) == (
        BADGE.id,
        "2026-11-01T10:00:00Z",
        "2026-12-11T10:00:00Z",
    )


def test_a_moment_is_written_in_utc_and_has_a_time_zone():
    paris = datetime(2026, 7, 1, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert open_badge(replace(BADGE, valid_from=paris))["validFrom"] == "2026-07-01T10:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        open_badge(replace(BADGE, valid_from=paris.replace(tzinfo=None)))


def test_credits_are_written_as_json_readers_of_all_languages_read_them():
    """`3.0` is an integer to JavaScript, and `1e-7` is zero: a signature over them would hold on one side only."""
    document = open_badge(BADGE)
    assert repr(document["credentialSubject"]["creditsEarned"]) == "3"
    assert repr(document["credentialSubject"]["achievement"]["creditsAvailable"]) == "2.5"
    tiny = open_badge(replace(BADGE, credits_earned=1e-7))
    assert repr(tiny["credentialSubject"]["creditsEarned"]) == "0"


def test_characters_that_canonical_forms_write_differently_are_not_published():
    facts = replace(BADGE, narrative="a\tb\r\nc\x07d\x7f", evidence=(EvidenceItem(name="e\rf\ud800"),))
    document = open_badge(facts)
    assert document["credentialSubject"]["narrative"] == "a b\nc d "
    assert document["evidence"][0]["name"] == "e\nf "


def test_a_document_is_compact_utf_8_in_its_own_order():
    assert serialise({"b": "é", "a": [1, 2.5, True]}) == '{"b":"é","a":[1,2.5,true]}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        serialise({"a": float("inf")})
