"""What a badge says, as plain values: every published form of it is made from these, and from nothing else.

Moments are aware datetimes in UTC, whole seconds. Addresses are absolute. Free texts are Markdown. An empty text, an
empty tuple or None is left out of what is published: the standard forbids empty members.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who issues. `id` is a did:web; `hosted_id` the address of the Open Badges 2.0 profile. The profile that signed
    badges name has two addresses more: `rsa_key_id` of the key that signed them, `revocations_id` of those revoked."""

    id: str
    hosted_id: str
    name: str
    url: str = ""
    email: str = ""
    description: str = ""
    image: str = ""
    revocations_id: str = ""
    rsa_key_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Alignment:
    name: str
    url: str
    framework: str = ""
    code: str = ""
    description: str = ""
    type: str = "CFItem"


@dataclass(frozen=True, kw_only=True)
class AchievementFacts:
    """An achievement at one version. `id` is its Open Badges 3.0 address, `hosted_id` that of its 2.0 BadgeClass.

    `related` are (address, language) of the same achievement said in other languages. `image` is the address of its
    PNG, `caption` what the image says.
    """

    id: str
    hosted_id: str
    name: str
    description: str
    criteria_url: str
    image: str
    creator: Profile
    type: str = "Badge"
    criteria: str = ""
    caption: str = ""
    language: str = "fr"
    version: str = "1"
    field_of_study: str = ""
    code: str = ""
    credits: float | None = None
    tags: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    related: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """To whom: `subject` is a `urn:uuid:` of this award alone, `identity_hash` the e-mail address hashed with `salt`."""

    subject: str
    identity_hash: str
    salt: str


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    name: str
    narrative: str = ""
    url: str = ""
    genre: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusEntry:
    """Where to read whether it is revoked: bit `index` of the status list at `list_url`."""

    list_url: str
    index: int


@dataclass(frozen=True, kw_only=True)
class CredentialFacts:
    """A badge given to somebody. `id` is the address of the Open Badges 3.0 credential, `hosted_id` that of the 2.0
    assertion. `valid_from` moves when the badge is issued again; `awarded_at` never does."""

    id: str
    hosted_id: str
    issuer: Profile
    achievement: AchievementFacts
    recipient: Recipient
    valid_from: datetime
    awarded_at: datetime
    status: StatusEntry
    valid_until: datetime | None = None
    narrative: str = ""
    activity_start: datetime | None = None
    activity_end: datetime | None = None
    credits_earned: float | None = None
    evidence: tuple[EvidenceItem, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key of an issuer as its documents publish it: for ever.

    `method` is its full name, `did:web:…#key-1`; `hosted_id` the address of its Open Badges 2.0 document. `kind` is
    "ed25519" (`multibase` is set) or "rsa" (`pem` is set). `compromised_since` says that nobody should trust what it
    signed from then on: it leaves `assertionMethod`, and stays in the document.
    """

    method: str
    hosted_id: str
    kind: str
    multibase: str = ""
    pem: str = ""
    compromised_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EndorsementFacts:
    """What an organisation says of an achievement or of a badge: `subject` is the identifier of either."""

    id: str
    endorser: Profile
    subject: str
    name: str
    comment: str
    valid_from: datetime
