"""A badge of an invented hub, as plain values, and the public key that everybody knows the secret of."""

import json
from datetime import UTC, datetime
from pathlib import Path

from badges.openbadges import identity, integrity
from badges.openbadges.values import (
    AchievementFacts,
    Alignment,
    CredentialFacts,
    EndorsementFacts,
    EvidenceItem,
    Profile,
    PublicKey,
    Recipient,
    StatusEntry,
)

DATA = Path(__file__).parents[2] / "data/open-badges"
HOST = "https://commons.example"
HUB = Profile(
    id="did:web:commons.example:openbadges:issuers:hub",
    hosted_id=f"{HOST}/openbadges/issuers/hub/issuer.json",
    name="Hub des Hauts-de-France",
    url=f"{HOST}/",
    email="badges@commons.example",
    description="Médiation numérique.",
    image=f"{HOST}/openbadges/images/aa.png",
    revocations_id=f"{HOST}/openbadges/issuers/hub/revocations.json",
    rsa_key_id=f"{HOST}/openbadges/keys/hub-2.json",
)
METHOD = f"{HUB.id}#key-1"
KEY = integrity.key_from_seed(bytes(range(32)))
MULTIBASE = "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"
ED25519 = PublicKey(method=METHOD, hosted_id=f"{HOST}/openbadges/keys/hub-1.json", kind="ed25519", multibase=MULTIBASE)
AWARDED = datetime(2026, 11, 1, 10, tzinfo=UTC)
UUID = "6f2a1b6e-6d1c-4a2e-9d9a-2f7b1c3d4e5f"
ACHIEVEMENT = AchievementFacts(
    id=f"{HOST}/openbadges/achievements/accompagner/3/achievement.json",
    hosted_id=f"{HOST}/openbadges/achievements/accompagner/3/badgeclass.json",
    name="Accompagner un public",
    description="Sait accompagner «pas à pas».",
    criteria_url=f"{HOST}/badges/accompagner/v3/",
    criteria="Avoir terminé :\n\n* le module\n* deux séances",
    image=f"{HOST}/openbadges/images/bb.png",
    caption="Hexagone vert",
    creator=HUB,
    type="Competency",
    version="3",
    field_of_study="Médiation",
    code="ACC-1",
    credits=2.5,
    tags=("médiation", "accueil"),
    alignments=(
        Alignment(name="Naviguer", url="https://x.example/1.1", framework="DigComp 2.2", code="1.1"),
        Alignment(name="Évaluer", url="https://x.example/1.2", description="Évaluer des données"),
    ),
    related=((f"{HOST}/openbadges/achievements/accompagner/3/achievement.en.json", "en"),),
)
BADGE = CredentialFacts(
    id=f"{HOST}/openbadges/credentials/{UUID}.json",
    hosted_id=f"{HOST}/openbadges/assertions/{UUID}.json",
    issuer=HUB,
    achievement=ACHIEVEMENT,
    recipient=Recipient(
        subject="urn:uuid:11111111-6d1c-4a2e-9d9a-2f7b1c3d4e5f",
        identity_hash=identity.identity_hash("a@example.com", "Kosher"),
        salt="Kosher",
    ),
    valid_from=AWARDED,
    awarded_at=AWARDED,
    status=StatusEntry(list_url=f"{HOST}/openbadges/status/hub-1.json", index=94_567),
    valid_until=datetime(2029, 11, 1, 10, tzinfo=UTC),
    narrative="A tenu trois permanences.",
    activity_start=datetime(2026, 9, 1, 8, tzinfo=UTC),
    activity_end=datetime(2026, 10, 1, 8, tzinfo=UTC),
    credits_earned=3.0,
    evidence=(
        EvidenceItem(name="Carnet", narrative="Trois pages", url=f"{HOST}/e/1", genre="journal"),
        EvidenceItem(name="Observation"),
    ),
)
ENDORSEMENT = EndorsementFacts(
    id=f"{HOST}/openbadges/endorsements/{UUID}.json",
    endorser=HUB,
    subject=ACHIEVEMENT.id,
    name="Recommandé par le hub",
    comment="Nous reconnaissons ce badge.\n\n«Utile.»",
    valid_from=AWARDED,
)


def sample(name):
    """Return a file of `tests/data/open-badges`, read."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))
