"""A badge given to somebody, before it is signed.

Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0/), an `OpenBadgeCredential` in the Verifiable Credentials Data
Model 2.0 (https://www.w3.org/TR/vc-data-model-2.0/). `type` is always an array: the official schema wants it so. The
third context defines the type of `credentialSchema`, which strict readers refuse without it.
"""

from badges.openbadges.members import filled, moment, number
from badges.openbadges.values import (
    AchievementFacts,
    Alignment,
    CredentialFacts,
    EvidenceItem,
    Profile,
    Recipient,
    StatusEntry,
)

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
BADGE_CLASS = "https://w3id.org/openbadges#BadgeClass"


def open_badge(facts: CredentialFacts) -> dict:
    """Return the `OpenBadgeCredential` of an award, without proof."""
    return filled(
        at_context=[CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        id=facts.id,
        type=["VerifiableCredential", "OpenBadgeCredential"],
        issuer=profile(facts.issuer),
        name=facts.achievement.name,
        image=image(facts.achievement.image, facts.achievement.caption),
        validFrom=moment(facts.valid_from),
        validUntil=moment(facts.valid_until),
        awardedDate=moment(facts.awarded_at),
        credentialSubject=subject(facts),
        evidence=[evidence(item) for item in facts.evidence],
        credentialStatus=status_entry(facts.status),
        credentialSchema=[{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    )


def achievement_document(facts: AchievementFacts) -> dict:
    """Return the `Achievement` on its own, as its address serves it."""
    return {"@context": [CREDENTIALS, OPEN_BADGES], **achievement(facts, creator=profile(facts.creator))}


def profile(facts: Profile) -> dict:
    """Return who issues. `otherIdentifier` links to the same issuer in Open Badges 2.0."""
    return filled(
        id=facts.id,
        type=["Profile"],
        name=facts.name,
        url=facts.url,
        email=facts.email,
        description=facts.description,
        image=image(facts.image),
        otherIdentifier=[
            {"type": "IdentifierEntry", "identifier": facts.hosted_id, "identifierType": "identifier"},
        ],
    )


def image(address: str, caption: str = "") -> dict:
    return filled(id=address, type="Image", caption=caption) if address else {}


def subject(facts: CredentialFacts) -> dict:
    made_by_issuer = facts.achievement.creator.id == facts.issuer.id
    # Named twice in one document, the issuer says its name once: it may have changed since the achievement was made.
    creator = {"id": facts.issuer.id, "type": ["Profile"]} if made_by_issuer else profile(facts.achievement.creator)
    return filled(
        id=facts.recipient.subject,
        type=["AchievementSubject"],
        identifier=[identity(facts.recipient)],
        narrative=facts.narrative,
        activityStartDate=moment(facts.activity_start),
        activityEndDate=moment(facts.activity_end),
        creditsEarned=number(facts.credits_earned),
        achievement=achievement(facts.achievement, creator=creator),
    )


def identity(recipient: Recipient) -> dict:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": recipient.identity_hash,
        "identityType": "emailAddress",
        "salt": recipient.salt,
    }


def achievement(facts: AchievementFacts, *, creator: dict) -> dict:
    return filled(
        id=facts.id,
        type=["Achievement"],
        achievementType=facts.type,
        name=facts.name,
        description=facts.description,
        criteria=filled(id=facts.criteria_url, narrative=facts.criteria),
        image=image(facts.image, facts.caption),
        creator=creator,
        inLanguage=facts.language,
        version=facts.version,
        fieldOfStudy=facts.field_of_study,
        humanCode=facts.code,
        creditsAvailable=number(facts.credits),
        tag=list(facts.tags),
        alignment=[alignment(item) for item in facts.alignments],
        related=[
            {"type": ["Related", BADGE_CLASS], "id": facts.hosted_id, "version": "Open Badges v2p0"},
            *({"type": ["Related"], "id": address, "inLanguage": language} for address, language in facts.related),
        ],
    )


def alignment(item: Alignment) -> dict:
    return filled(
        type=["Alignment"],
        targetName=item.name,
        targetUrl=item.url,
        targetFramework=item.framework,
        targetCode=item.code,
        targetDescription=item.description,
        targetType=item.type,
    )


def evidence(item: EvidenceItem) -> dict:
    return filled(id=item.url, type=["Evidence"], name=item.name, narrative=item.narrative, genre=item.genre)


def status_entry(entry: StatusEntry) -> dict:
    return {
        "id": f"{entry.list_url}#{entry.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(entry.index),
        "statusListCredential": entry.list_url,
    }
