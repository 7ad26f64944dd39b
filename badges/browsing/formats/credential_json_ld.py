"""A badge as search engines read it: EducationalOccupationalCredential of schema.org (https://schema.org/EducationalOccupationalCredential).

Plain values in, plain dict out. What is not known is left out.
"""

from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Competency:
    name: str
    url: str = ""
    code: str = ""
    framework: str = ""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A badge that one may earn. Addresses are absolute; `published_on` is an ISO 8601 day; `validity_months` is how
    long it holds once given, None without limit."""

    url: str
    name: str
    description: str
    image: str
    language: str
    level: str
    domain: str
    version: int
    published_on: str
    issuer_name: str
    issuer_url: str
    validity_months: int | None = None
    tags: tuple[str, ...] = ()
    competencies: tuple[Competency, ...] = ()


def credential_json_ld(badge: Recognised) -> Values:
    return {"@context": "https://schema.org", **credential(badge)}


def held_json_ld(badge: Recognised, *, url: str, holder: str, given_on: str, expires_on: str = "") -> Values:
    """Return a badge that somebody holds, at its own address `url`. Without `holder`, nobody is named."""
    held = {
        **credential(badge),
        "@id": url,
        "url": url,
        "dateCreated": given_on,
        **filled(expires=expires_on, isBasedOn=badge.url),
    }
    if not holder:
        return {"@context": "https://schema.org", **held}
    return {"@context": "https://schema.org", "@type": "Person", "name": holder, "hasCredential": held}


def credential(badge: Recognised) -> Values:
    return {
        "@type": "EducationalOccupationalCredential",
        "@id": badge.url,
        "url": badge.url,
        "name": badge.name,
        "description": badge.description,
        "image": badge.image,
        "inLanguage": badge.language,
        "credentialCategory": "badge",
        "educationalLevel": badge.level,
        "about": badge.domain,
        "version": badge.version,
        "datePublished": badge.published_on,
        "recognizedBy": {"@type": "Organization", "name": badge.issuer_name, "url": badge.issuer_url},
        **filled(
            validFor=f"P{badge.validity_months}M" if badge.validity_months else "",
            keywords=", ".join(badge.tags),
            competencyRequired=[competency(one) for one in badge.competencies],
        ),
    }


def competency(one: Competency) -> Values:
    return {
        "@type": "DefinedTerm",
        "name": one.name,
        **filled(url=one.url, termCode=one.code, inDefinedTermSet=one.framework),
    }


def filled(**members) -> Values:
    return {name: value for name, value in members.items() if value}
