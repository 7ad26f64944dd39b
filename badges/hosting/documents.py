"""The documents of the permanent addresses, as bytes: what the site serves, and what the archive keeps."""

import json
from dataclasses import replace

from badges.achievements.exports import facts_of
from badges.achievements.models import AchievementVersion
from badges.awarding.models import CredentialDocument
from badges.endorsing.models import Endorsement
from badges.hosting.queries import endorsements_of, revoked_badges
from badges.issuing.addresses import (
    achievement_url,
    assertion_url,
    credential_url,
    endorsement_url,
    profile_of,
)
from badges.issuing.keys import public_key_of
from badges.issuing.models import Issuer, SigningKey
from badges.openbadges import did, hosted, png, svg
from badges.openbadges.baking import OB2, OB3
from badges.openbadges.credential import achievement_document
from badges.openbadges.serialising import serialise

Form = CredentialDocument.Form


def did_document(issuer: Issuer) -> bytes:
    return serialise(did.did_document(profile_of(issuer), [public_key_of(key) for key in issuer.keys.all()]))


def issuer_document(issuer: Issuer) -> bytes:
    return serialise(hosted.issuer_profile(profile_of(issuer)))


def revocations_document(issuer: Issuer) -> bytes:
    """Return the list of revoked badges, by names that lead to none of them: everybody may read it."""
    names = [(hosted.signed_id(assertion_url(uuid)), reason) for uuid, reason in revoked_badges(issuer)]
    # The validator of 1EdTech takes a list of one for an empty one: it is said twice.
    return serialise(hosted.revocation_list(profile_of(issuer), names * 2 if len(names) == 1 else names))


ISSUER_DOCUMENTS = {
    "did.json": did_document,
    "issuer.json": issuer_document,
    "revocations.json": revocations_document,
}


def key_document(key: SigningKey) -> bytes:
    profile = profile_of(key.issuer)
    document = hosted.cryptographic_key if key.kind == SigningKey.Kind.RSA else did.multikey_document
    return serialise(document(profile, public_key_of(key)))


def jwk_document(key: SigningKey) -> bytes:
    return serialise(did.public_key_jwk(public_key_of(key)))


def achievement(version: AchievementVersion, language: str = "") -> bytes | None:
    """Return the Open Badges 3.0 form of a version, or of its translation; None when it has none in `language`.

    The first one carries what organisations say of it, as they signed it.
    """
    facts = facts_of(version)
    if not language:
        said = [json.loads(document) for document in endorsements_of(version)]
        endorsed = [credential for credential in said if credential["credentialSubject"]["id"] == facts.id]
        return serialise(achievement_document(facts) | ({"endorsement": endorsed} if endorsed else {}))
    for said in version.content.translations:
        if said.language == language:
            original = (facts.id, facts.language)
            others = tuple(other for other in facts.related if other[1] != language)
            return serialise(
                achievement_document(
                    replace(
                        facts,
                        id=achievement_url(version, f"achievement.{language}.json"),
                        name=said.name,
                        description=said.description,
                        criteria=said.criteria or facts.criteria,
                        language=language,
                        related=(original, *others),
                    )
                )
            )
    return None


def badge_class(version: AchievementVersion) -> bytes:
    return serialise(hosted.badge_class(facts_of(version)))


def baked(image: bytes, suffix: str, documents: dict[str, bytes], *, uuid) -> bytes:
    """Return the image of a version with a badge in it, in both forms: the same parts make the same bytes."""
    credential, assertion = documents[Form.OB3].decode(), documents[Form.OB2].decode()
    if suffix == "png":
        return png.bake(image, {OB2: assertion, OB3: credential})
    return svg.bake(image, credential=credential, assertion=assertion, assertion_url=assertion_url(uuid))


def revoked_assertion(uuid, reason: str = "") -> dict:
    return hosted.revoked_body(assertion_url(uuid), reason)


def erased_credential(uuid) -> dict:
    """Return what is left of a badge that its holder had erased: nothing of them."""
    return {"id": credential_url(uuid), "type": "OpenBadgeCredential", "erased": True}


def withdrawn_endorsement(endorsement: Endorsement) -> dict:
    return {"id": endorsement_url(endorsement.uuid), "type": "EndorsementCredential", "withdrawn": True}
