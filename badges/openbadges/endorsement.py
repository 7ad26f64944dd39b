"""What an organisation says of an achievement, or of a badge that somebody holds.

Open Badges 3.0, EndorsementCredential (https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential).
"""

from badges.openbadges.credential import CREDENTIALS, OPEN_BADGES, profile
from badges.openbadges.members import filled, moment
from badges.openbadges.values import EndorsementFacts


def endorsement_credential(facts: EndorsementFacts) -> dict:
    """Return the `EndorsementCredential`, without proof."""
    return filled(
        at_context=[CREDENTIALS, OPEN_BADGES],
        id=facts.id,
        type=["VerifiableCredential", "EndorsementCredential"],
        issuer=profile(facts.endorser),
        name=facts.name,
        validFrom=moment(facts.valid_from),
        credentialSubject=filled(
            id=facts.subject,
            type=["EndorsementSubject"],
            endorsementComment=facts.comment,
        ),
    )
