"""The documents of the permanent addresses, as bytes: what the site serves, and what the archive keeps."""

import json
from dataclasses import replace

from badges.achievements.exports import facts_of
from badges.achievements.models import AchievementVersion
from badges.awarding.models import CredentialDocument
from badges.endorsing.models import Endorsement
from badges.hosting.queries import endorsements_of, revoked_badges, rsa_keys
from badges.issuing.addresses import (
    achievement_for,
    achievement_url,
    assertion_url,
    credential_url,
    endorsement_url,
    issuer_url,
    of_key,
    profile_for,
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


ISSUER_DOCUMENTS = {"did.json": did_document, "issuer.json": issuer_document}


def issuer_of_key(key: SigningKey) -> bytes:
    """Return the issuer that badges of Open Badges 2.0 signed by the RSA key `key` lead to."""
    return serialise(hosted.issuer_profile(profile_for(key, profile_of(key.issuer))))


def revocations_of_key(key: SigningKey) -> bytes:
    """Return the list of revoked badges, by names that lead to none of them: everybody may read it.

    Every list of an issuer has them all: what was erased no longer says which key signed it.
    """
    names = [(hosted.signed_id(assertion_url(uuid)), reason) for uuid, reason in revoked_badges(key.issuer)]
    # The validator of 1EdTech takes a list of one for an empty one: it is said twice.
    listed = names * 2 if len(names) == 1 else names
    return serialise(hosted.revocation_list(profile_for(key, profile_of(key.issuer)), listed))


KEY_DOCUMENTS = {"issuer.json": issuer_of_key, "revocations.json": revocations_of_key}


def known_by_key(key: SigningKey) -> dict[str, bytes]:
    """Return by address what badges that the RSA key `key` signed lead to, beside their class."""
    return {of_key(issuer_url(key.issuer, name), key): make(key) for name, make in KEY_DOCUMENTS.items()}


def key_document(key: SigningKey) -> bytes:
    profile = profile_of(key.issuer)
    if key.kind == SigningKey.Kind.RSA:
        return serialise(hosted.cryptographic_key(profile_for(key, profile), public_key_of(key)))
    return serialise(did.multikey_document(profile, public_key_of(key)))


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


def badge_class(version: AchievementVersion, key: SigningKey | None = None) -> bytes:
    """Return the Open Badges 2.0 form of a version: that of hosted badges, or that of those which `key` signed."""
    facts = facts_of(version)
    return serialise(hosted.badge_class(achievement_for(key, facts) if key else facts))


def classes_of(version: AchievementVersion) -> dict[str, bytes]:
    """Return by address every Open Badges 2.0 form of a version."""
    address, keys = achievement_url(version, "badgeclass.json"), rsa_keys(version.achievement.issuer)
    return {address: badge_class(version)} | {of_key(address, key): badge_class(version, key) for key in keys}


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
