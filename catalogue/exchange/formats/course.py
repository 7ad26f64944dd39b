"""A path as a schema.org Course, with its sessions and, when it leads to a registered title, that credential.

Terms: https://schema.org/Course, CourseInstance, EducationalOccupationalCredential, DefinedTerm, Syllabus (schema.org 29).
Durations are ISO 8601 («PT35H»). The word «credential» is said of a registered certification only: a path that leads to
none has no `educationalCredentialAwarded`. What is unknown is absent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.exchange.formats.offer import Offer, Session, words
from catalogue.paths.formats.content import BlockContent, ModuleContent, ProviderContent, SkillUse
from catalogue.paths.formats.state import last_day

CONTEXT = "https://schema.org"
MODES = {"onsite": "Onsite", "remote": "Online", "hybrid": "Blended"}
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Where the terms that a course names are: `skill_url` and `framework_url` give an absolute address, or nothing."""

    skills: dict[str, str]
    frameworks: dict[tuple[str, str], str]


def course(offer: Offer, terms: Terms, *, today: date) -> Values:
    """Return the JSON-LD of `offer`, with the sessions that are not over on `today`."""
    content = offer.content
    skills = [use for module in content.modules() for use in module.skills]
    return present(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": offer.url,
            "url": offer.url,
            "name": content.title,
            "description": words(content.summary) or "\n".join(content.objectives) or content.title,
            "inLanguage": content.language,
            "version": str(offer.number),
            "datePublished": offer.published_at[:10],
            "provider": provider(content.provider),
            "timeRequired": duration(content.minutes),
            "coursePrerequisites": words(content.prerequisites),
            "audience": present({"@type": "EducationalAudience", "audienceType": content.audience}, least=2),
            "teaches": terms_of(skills, ("taught", "practised", "assessed"), terms) or list(content.objectives),
            "assesses": terms_of(skills, ("assessed",), terms),
            "educationalCredentialAwarded": credential(offer, skills, terms),
            "isAccessibleForFree": True if content.price_cents == 0 else None,
            "offers": price(offer),
            "syllabusSections": [syllabus(block) for block in content.blocks],
            "hasCourseInstance": [instance(session, offer) for session in offer.upcoming(today)],
        }
    )


def credential(offer: Offer, skills: list[SkillUse], terms: Terms) -> Values | None:
    """Return the registered title that the path leads to, and what it asks for; None without one."""
    content = offer.content
    if not content.is_registered:
        return None
    named = content.certification
    return present(
        {
            "@type": "EducationalOccupationalCredential",
            "name": named.title,
            "identifier": named.code,
            "credentialCategory": "certification",
            "educationalLevel": f"Niveau {named.level}" if named.level else "",
            "recognizedBy": present({"@type": "Organization", "name": named.certifier}, least=2),
            "dateCreated": named.registered_on,
            "expires": named.valid_until,
            "competencyRequired": terms_of(skills, ("assessed",), terms),
        }
    )


def terms_of(skills: Iterable[SkillUse], uses: tuple[str, ...], terms: Terms) -> list[Values]:
    """Return each skill that is used so, once, as a term of its framework."""
    known = {use.identifier: use for use in skills if use.use in uses}
    return [defined_term(use, terms) for use in known.values()]


def defined_term(use: SkillUse, terms: Terms) -> Values:
    return present(
        {
            "@type": "DefinedTerm",
            "@id": terms.skills.get(use.identifier) or f"urn:uuid:{use.identifier}",
            "name": use.statement or use.code,
            "termCode": use.code,
            "inDefinedTermSet": terms.frameworks.get((use.framework, use.framework_version))
            or f"{use.framework} {use.framework_version}",
        }
    )


def provider(organisation: ProviderContent | None) -> Values | None:
    if organisation is None:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": organisation.address,
        "postalCode": organisation.postcode,
        "addressLocality": organisation.commune,
    }
    return present(
        {
            "@type": "EducationalOrganization",
            "name": organisation.name,
            "legalName": organisation.legal_name,
            "identifier": identifiers(organisation),
            "email": organisation.email,
            "telephone": organisation.phone,
            "address": present(address, least=2),
        }
    )


def identifiers(organisation: ProviderContent) -> list[Values]:
    numbers = {"SIRET": organisation.siret, "NDA": organisation.activity_number}
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in numbers.items() if value]


def price(offer: Offer) -> Values | None:
    """Return what one pays, or only how much it is in words; None when the path does not say."""
    content = offer.content
    if content.price_cents is None and not content.price:
        return None
    amount = (
        {} if content.price_cents is None else {"price": f"{content.price_cents / 100:.2f}", "priceCurrency": "EUR"}
    )
    return present(
        {
            "@type": "Offer",
            "category": "Free" if content.price_cents == 0 else "Paid" if content.price_cents else "",
            **amount,
            "description": content.price,
            "url": offer.url,
        }
    )


def syllabus(block: BlockContent) -> Values:
    return present(
        {
            "@type": "Syllabus",
            "name": block.title,
            "description": block.aim,
            "timeRequired": duration(block.minutes),
            "hasPart": [part(module) for module in block.modules],
        }
    )


def part(module: ModuleContent) -> Values:
    return present(
        {
            "@type": "Syllabus",
            "name": module.title,
            "description": words(module.summary),
            "timeRequired": duration(module.minutes),
        }
    )


def instance(session: Session, offer: Offer) -> Values:
    address = {
        "@type": "PostalAddress",
        "streetAddress": session.address,
        "postalCode": session.postcode,
        "addressLocality": session.commune,
    }
    place = {"@type": "Place", "name": session.place, "address": present(address, least=2)}
    return present(
        {
            "@type": "CourseInstance",
            "@id": f"{offer.url}#session-{session.key}",
            "courseMode": MODES[session.mode],
            "courseWorkload": duration(offer.content.minutes),
            "startDate": session.starts_on.isoformat(),
            "endDate": last_day(session).isoformat(),
            "location": {"@type": "VirtualLocation", "url": offer.url}
            if session.mode == "remote"
            else present(place, least=2),
        }
    )


def duration(minutes: int) -> str:
    """Return `minutes` as ISO 8601 writes them: «PT2H30M»."""
    hours, rest = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest else ''}" if minutes else ""


def present(values: Values, *, least: int = 1) -> Values | None:
    """Return what is known of `values`; None when fewer than `least` are."""
    known = {key: value for key, value in values.items() if value not in ("", None, [])}
    return known if len(known) >= least else None
