"""The same award for the readers of before.

Open Badges 2.0 (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html), hosted and signed. All
addresses are on one origin: a reader refuses the others. `related` links to the 3.0 form, as the migration guide of
1EdTech asks.
"""

from uuid import NAMESPACE_URL, uuid5

from badges.openbadges.did import did_url
from badges.openbadges.members import filled, moment
from badges.openbadges.values import AchievementFacts, Alignment, CredentialFacts, EvidenceItem, Profile, PublicKey

CONTEXT = "https://w3id.org/openbadges/v2"
VOCABULARY = "https://purl.imsglobal.org/spec/vc/ob/vocab.html"


def hosted_assertion(facts: CredentialFacts) -> dict:
    """Return the `Assertion` that its own address proves."""
    return assertion(facts, id=facts.hosted_id, verification={"type": "HostedBadge"})


def signed_assertion(facts: CredentialFacts) -> dict:
    """Return the `Assertion` that a signature proves, to be given to `tokens.sign_assertion`."""
    creator = {"type": "SignedBadge", "creator": facts.issuer.rsa_key_id}
    return assertion(facts, id=signed_id(facts.hosted_id), verification=creator)


def signed_id(hosted_id: str) -> str:
    """Return the name of the signed form: always the same, and from which nobody finds the address of the hosted one.

    It stands in the list of revoked badges, which everybody may read.
    """
    return uuid5(NAMESPACE_URL, hosted_id).urn


def assertion(facts, *, id, verification):
    return filled(
        at_context=CONTEXT,
        type="Assertion",
        id=id,
        recipient={
            "type": "email",
            "hashed": True,
            "salt": facts.recipient.salt,
            "identity": facts.recipient.identity_hash,
        },
        badge=facts.achievement.hosted_id,
        verification=verification,
        issuedOn=moment(facts.awarded_at),
        expires=moment(facts.valid_until),
        narrative=facts.narrative,
        evidence=[evidence(item) for item in facts.evidence],
    )


def evidence(item: EvidenceItem) -> dict:
    return filled(type="Evidence", id=item.url, name=item.name, narrative=item.narrative, genre=item.genre)


def badge_class(facts: AchievementFacts) -> dict:
    """Return the `BadgeClass` of an achievement at its version."""
    return filled(
        at_context=CONTEXT,
        type="BadgeClass",
        id=facts.hosted_id,
        at_language=facts.language,
        version=facts.version,
        name=facts.name,
        description=facts.description,
        image=facts.image,
        criteria=filled(id=facts.criteria_url, narrative=facts.criteria),
        issuer=facts.creator.hosted_id,
        alignment=[alignment(item) for item in facts.alignments],
        tags=list(facts.tags),
        related=[related("Achievement", facts.id)],
    )


def alignment(item: Alignment) -> dict:
    return filled(
        targetName=item.name,
        targetUrl=item.url,
        targetFramework=item.framework,
        targetCode=item.code,
        targetDescription=item.description,
    )


def related(kind, address):
    return {"type": [f"{VOCABULARY}#{kind}"], "id": address, "version": "Open Badges v3p0"}


def issuer_profile(profile: Profile) -> dict:
    """Return the `Issuer`. It names one key at most: the validator of 1EdTech refuses every badge of an issuer that
    names several (validator-core 260). So each key has an issuer of its own, and a class that leads to it."""
    return filled(
        at_context=CONTEXT,
        type="Issuer",
        id=profile.hosted_id,
        name=profile.name,
        url=profile.url,
        email=profile.email,
        description=profile.description,
        image=profile.image,
        publicKey=profile.rsa_key_id,
        revocationList=profile.revocations_id,
        # The validator of 1EdTech refuses a `did:` here.
        related=[related("Profile", did_url(profile.id))],
    )


def cryptographic_key(profile: Profile, key: PublicKey) -> dict:
    """Return the `CryptographicKey` that signs badges of 2.0."""
    return filled(
        at_context=CONTEXT,
        type="CryptographicKey",
        id=key.hosted_id,
        owner=profile.hosted_id,
        publicKeyPem=key.pem,
    )


def revocation_list(profile: Profile, revoked: list[tuple[str, str]]) -> dict:
    """Return the `RevocationList` of signed badges: (`signed_id`, reason) each."""
    return {
        "@context": CONTEXT,
        "type": "RevocationList",
        "id": profile.revocations_id,
        "issuer": profile.hosted_id,
        "revokedAssertions": [filled(id=id, revocationReason=reason) for id, reason in revoked],
    }


def revoked_body(id: str, reason: str = "") -> dict:
    """Return what the address of a revoked assertion serves, with the status 410."""
    return filled(at_context=CONTEXT, type="Assertion", id=id, revoked=True, revocationReason=reason)
