"""A hosted badge of Open Badges 2.0 with everything it names, as plain documents."""

import hashlib

from tests.judges.world import Answer, answer

SITE = "https://badges.example.org/openbadges"
ASSERTION = f"{SITE}/assertions/6f2a1b6e-6d1c-4a2e-9d9a-2f7b1c3d4e5f.json"
REVOKED = f"{SITE}/assertions/8f2a1b6e-6d1c-4a2e-9d9a-2f7b1c3d4e5f.json"
HOLDER, SALT = "ada@example.org", "00112233445566778899aabbccddeeff"
CONTEXT = "https://w3id.org/openbadges/v2"


def hosted_world() -> dict[str, Answer]:
    badge, issuer = f"{SITE}/achievements/relier/1/badgeclass.json", f"{SITE}/issuers/hub/issuer.json"
    image, criteria = f"{SITE}/images/relier.png", "https://badges.example.org/badges/relier/v1/"
    assertion = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": f"sha256${hashlib.sha256((HOLDER + SALT).encode()).hexdigest()}",
        },
        "badge": badge,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-11-01T10:00:00Z",
    }
    badge_class = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": badge,
        "name": "Relier",
        "description": "Relie des gens.",
        "image": image,
        "criteria": {"id": criteria},
        "issuer": issuer,
    }
    profile = {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": issuer,
        "name": "Hub",
        "url": "https://badges.example.org/",
        "email": "hub@example.org",
    }
    revoked = {"@context": CONTEXT, "type": "Assertion", "id": REVOKED, "revoked": True, "revocationReason": "Erreur."}
    return {
        ASSERTION: answer(assertion),
        badge: answer(badge_class),
        issuer: answer(profile),
        REVOKED: answer(revoked, status=410),
        image: (200, "image/png", "PNG"),
        criteria: (200, "text/html", "<p>"),
    }
