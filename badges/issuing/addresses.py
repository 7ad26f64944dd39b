"""The addresses of badges: under one permanent base, for ever, whatever name a request came by (rule 5).

They are written here and not reversed: they stand in what is signed, so no later change of the site may move them. No
address is both a file and a folder, and each machine's address has an extension: any file server can serve them.
"""

from dataclasses import replace

from django.conf import settings

from badges.issuing.models import BadgeImage, Issuer, SigningKey, StatusList
from badges.openbadges import did
from badges.openbadges.values import AchievementFacts, Profile

MACHINES = "openbadges"


def permanent(path: str) -> str:
    """Return the permanent address of `path`, which begins with a slash."""
    return settings.PERMANENT_URL + path


def page_url(path: str) -> str:
    """Return the permanent address of a page that people read."""
    return permanent(path)


def did_of(issuer: Issuer) -> str:
    return did.did_web(settings.PERMANENT_URL, MACHINES, "issuers", issuer.slug)


def issuer_url(issuer: Issuer, name: str = "issuer.json") -> str:
    """Return the address of a document of `issuer`: `issuer.json` or `did.json`."""
    return permanent(f"/{MACHINES}/issuers/{issuer.slug}/{name}")


def issuer_page(issuer: Issuer) -> str:
    return page_url(f"/badges/emetteurs/{issuer.slug}/")


def method_of(key: SigningKey) -> str:
    """Return the full name of a key, as proofs write it: `did:web:…#key-1`."""
    return f"{did_of(key.issuer)}#key-{key.number}"


def key_url(key: SigningKey, extension: str = ".json") -> str:
    """Return the address of the document of a key; `extension` is `.json` or `.jwk.json`."""
    return permanent(f"/{MACHINES}/keys/{key.issuer.slug}-{key.number}{extension}")


def credential_url(uuid, extension: str = ".json") -> str:
    """Return the address of a badge given; `extension` is `.json`, `.jwt`, `.png` or `.svg`."""
    return permanent(f"/{MACHINES}/credentials/{uuid}{extension}")


def assertion_url(uuid, extension: str = ".json") -> str:
    """Return the address of its Open Badges 2.0 form; `extension` is `.json` or `.jws`."""
    return permanent(f"/{MACHINES}/assertions/{uuid}{extension}")


def achievement_url(version, name: str = "achievement.json") -> str:
    """Return the address of a version of a badge: `achievement.json`, `badgeclass.json`, `achievement.<lang>.json`."""
    return permanent(f"/{MACHINES}/achievements/{version.achievement.slug}/{version.number}/{name}")


def achievement_page(version) -> str:
    """Return the address of the page of a version of a badge: it says how that badge is earned."""
    return page_url(f"/badges/{version.achievement.slug}/v{version.number}/")


def image_url(image: BadgeImage) -> str:
    return permanent(f"/{MACHINES}/images/{image.sha256}.{image.suffix}")


def status_url(status_list: StatusList, extension: str = ".json") -> str:
    """Return the address of a status list; `extension` is `.json` or `.jwt`."""
    return permanent(f"/{MACHINES}/status/{status_list.issuer.slug}-{status_list.number}{extension}")


def endorsement_url(uuid) -> str:
    return permanent(f"/{MACHINES}/endorsements/{uuid}.json")


def profile_of(issuer: Issuer) -> Profile:
    """Return who issues, as every published form says it now. One question to the database when it has a logo."""
    return Profile(
        id=did_of(issuer),
        hosted_id=issuer_url(issuer),
        name=issuer.name,
        url=issuer.url or issuer_page(issuer),
        email=issuer.email,
        description=issuer.description,
        image=logo_url(issuer),
    )


def logo_url(issuer: Issuer) -> str:
    if issuer.logo_id is None:
        return ""
    return image_url(BadgeImage.objects.only("sha256", "media_type").get(pk=issuer.logo_id))


def of_key(address: str, key: SigningKey) -> str:
    """Return where a document of Open Badges 2.0 stands for the badges that `key` signed: `issuer.key-2.json`."""
    return f"{address.removesuffix('.json')}.key-{key.number}.json"


def profile_for(key: SigningKey, profile: Profile) -> Profile:
    """Return `profile` as badges signed by the RSA key `key` name it, whatever keys come after: with this one alone.

    A compromised key is named no more: nothing that it signed stands.
    """
    return replace(
        profile,
        hosted_id=of_key(profile.hosted_id, key),
        revocations_id=of_key(issuer_url(key.issuer, "revocations.json"), key),
        rsa_key_id="" if key.compromised_since else key_url(key),
    )


def achievement_for(key: SigningKey, facts: AchievementFacts) -> AchievementFacts:
    """Return an achievement as badges signed by the RSA key `key` name it: it leads to the profile of this key."""
    return replace(facts, hosted_id=of_key(facts.hosted_id, key), creator=profile_for(key, facts.creator))
