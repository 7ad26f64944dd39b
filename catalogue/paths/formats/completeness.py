"""What a path lacks of what a training organisation must say. In words: `catalogue/paths/wording.py`. Pure.

The frame is the French «référentiel national qualité» (Qualiopi): indicator 1 (prerequisites, objectives, duration, terms
and time of access, price, contacts, methods, assessment, accessibility to disabled people; for a certifying course, the
exact title, code, certifier and date of registration), all dated; indicators 2 and 3 for results. What is needed keeps
a path from being published; what is advised never does. The wording rules are those that auditors apply: a delay is a
delay, no raw value of a form, «certification» only of what is registered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from catalogue.learning.formats.rules import problems

from .content import CertificationRef, PathContent, ProviderContent

Level = Literal["needed", "advised"]

DAYS_OF_A_CHECK = 365
_NEEDED_FACTS = ("objectives", "prerequisites", "methods", "assessment", "access_terms", "accessibility")
# Words that put the answer off: whoever reads them still does not know.
_VAGUE = re.compile(
    r"(?:nous|me) (?:consulter|contacter|joindre)|(?:à|a) (?:définir|definir|préciser|preciser|déterminer|venir|convenir)"
    r"|sur (?:demande|devis|consultation)|variables?\b|(?:selon|en fonction d)|rapidement|d[èe]s que possible|au plus vite"
    r"|contact us|on request|to be (?:defined|confirmed)|\btbd\b|\btbc\b",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"\d|imm[ée]diat|(?:aucun|sans) d[ée]lai|jour m[êe]me|lendemain|tout de suite|d[èe]s (?:l[’']|la |votre )"
    r"|\b(?:une?|deux|trois|quatre|cinq|six|huit|dix|quinze|vingt|trente)\b[^.]*\b(?:heure|jour|semaine|mois)"
    r"|immediate|no delay|at once|same day|\b(?:one|two|three|four|five|six|ten)\b[^.]*\b(?:hour|day|week|month)",
    re.IGNORECASE,
)
_CERTIFYING = re.compile(r"\bcertifi(?:cations?|cative?s?|catoires?|ante?s?|er|ée?s?)\b", re.IGNORECASE)
# «Sans certification», «non certifiant», «aucune certification» promise nothing; «certifié Qualiopi» speaks of quality.
_DENIED = re.compile(
    r"(?:sans|aucune?|non|pas (?:de|une|à une)|ni|no|not an?|without(?: any)?)[\s-]+(?:\w+\s)?$", re.IGNORECASE
)
_QUALITY = re.compile(r"^(?:\w*\s){0,2}«?\s?(?:Qualiopi|qualité)", re.IGNORECASE)
# What a form or a programme would print of its own codes: «presentiel», ON_SITE, action_de_formation.
_RAW = re.compile(
    r"\b(?:presentiel|distanciel_\w*|onsite|on_site|hybrid|[a-z0-9]+(?:_[a-z0-9]+)+|[A-Z0-9]+(?:_[A-Z0-9]+)+)\b"
)
_ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_TEXTS = (
    "title", "summary", "audience", "place", "pace", "prerequisites", "programme", "methods", "assessment", "access_terms",
    "access_delay", "price", "funding", "accessibility", "disability_referent", "results", "success_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One thing to do. `field` is that of the path, or “provider.siret”, “certification.code”; `block` and `module` are
    the ranks, from 0, of those that it is about; `detail` is the word that is at fault.

    needed:  title, objectives, prerequisites, methods, assessment, access_terms, accessibility, access_delay,
             access_delay_vague, price, contact, disability_referent, checked, duration, results_undated, provider,
             certification_word, certification_code, certification_certifier, certification_date, certification_expired,
             raw_value, activity_number and siret and legal_name (of a certifying path), activity_region,
             qualiopi_actions, blocks, block_title, block_empty, module_title, module_minutes, module_rule
    advised: summary, audience, place, price_vague, checked_old, results, success_rate, certification_unregistered,
             certification_block, entry, qualiopi_expired, activity_number, siret, legal_name, module_aims, module_assessment
    """

    level: Level
    code: str
    field: str
    block: int | None = None
    module: int | None = None
    detail: str = ""

    @property
    def is_needed(self) -> bool:
        return self.level == "needed"


def missing(content: PathContent, today: date) -> tuple[Gap, ...]:
    """Return what is missing on the day `today`: what is needed, then what is advised."""
    gaps = [
        *_facts(content),
        *_access(content),
        *_dates(content, today),
        *_certification(content, today),
        *_wording(content),
        *_provider(content, today),
        *_blocks(content),
    ]
    return tuple(sorted(gaps, key=lambda gap: not gap.is_needed))


def needed(content: PathContent, today: date) -> tuple[Gap, ...]:
    """Return what keeps the path from being published."""
    return tuple(gap for gap in missing(content, today) if gap.is_needed)


def is_vague_delay(text: str) -> bool:
    """Return whether `text` does not say how long one waits: «nous consulter», or no length of time at all."""
    return not _SAYS_WHEN.search(text) or bool(re.search(r"(?:nous|me) (?:consulter|contacter)", text, re.I))


def words_of_certification(text: str) -> list[str]:
    """Return the words of `text` that promise a certification."""
    return [
        found.group()
        for found in _CERTIFYING.finditer(text)
        if not _DENIED.search(text[: found.start()]) and not _QUALITY.search(text[found.end() :].lstrip())
    ]


def raw_values(text: str) -> list[str]:
    """Return the codes of forms and programmes that `text` lets through."""
    return _RAW.findall(_ADDRESSES.sub(" ", text))


def _needed(code: str, field: str = "", **place) -> Gap:
    return Gap("needed", code, field or code, **place)


def _advised(code: str, field: str = "", **place) -> Gap:
    return Gap("advised", code, field or code, **place)


def _facts(content: PathContent) -> Iterator[Gap]:
    if not content.title.strip():
        yield _needed("title")
    for name in _NEEDED_FACTS:
        if not getattr(content, name):
            yield _needed(name)
    provider = content.provider
    if not (content.contact_email or content.contact_phone or (provider and (provider.email or provider.phone))):
        yield _needed("contact", "contact_email")
    if not (content.disability_referent or (provider and provider.disability_referent)):
        yield _needed("disability_referent")
    for name in ("summary", "audience"):
        if not getattr(content, name):
            yield _advised(name)
    if not content.place and content.mode != "remote":
        yield _advised("place")


def _access(content: PathContent) -> Iterator[Gap]:
    if not content.access_delay:
        yield _needed("access_delay")
    elif is_vague_delay(content.access_delay):
        yield _needed("access_delay_vague", "access_delay", detail=content.access_delay)
    if not content.price and content.price_cents is None:
        yield _needed("price")
    elif content.price_cents is None and _VAGUE.search(content.price):
        yield _advised("price_vague", "price", detail=content.price)


def _dates(content: PathContent, today: date) -> Iterator[Gap]:
    if not content.facts_checked_on:
        yield _needed("checked", "facts_checked_on")
    elif (today - date.fromisoformat(content.facts_checked_on)).days > DAYS_OF_A_CHECK:
        yield _advised("checked_old", "facts_checked_on", detail=content.facts_checked_on)
    if (content.results or content.success_rate) and not content.results_on:
        yield _needed("results_undated", "results_on")
    if not content.results:
        yield _advised("results")
    if content.is_registered and not content.success_rate:
        yield _advised("success_rate")


def _certification(content: PathContent, today: date) -> Iterator[Gap]:
    named = content.certification
    if named is None:
        return
    if not named.register:
        yield _advised("certification_unregistered", "certification", detail=named.title)
        return
    yield from _registered(named, today)
    for place, block in enumerate(content.blocks):
        if block.certification_block is None:
            yield _advised("certification_block", "blocks", block=place, detail=block.title)
    if not content.entry_level:
        yield _advised("entry", "entry_level")


def _registered(named: CertificationRef, today: date) -> Iterator[Gap]:
    if not named.code:
        yield _needed("certification_code", "certification.code")
    if not named.certifier:
        yield _needed("certification_certifier", "certification.certifier")
    if not named.registered_on:
        yield _needed("certification_date", "certification.registered_on")
    if named.valid_until and date.fromisoformat(named.valid_until) < today:
        yield _needed("certification_expired", "certification.valid_until", detail=named.valid_until)


def _wording(content: PathContent) -> Iterator[Gap]:
    for name, text in _texts(content):
        for word in raw_values(text)[:1]:
            yield _needed("raw_value", name, detail=word)
        if not content.is_registered:
            for word in words_of_certification(text)[:1]:
                yield _needed("certification_word", name, detail=word)
    if not content.is_registered:
        for place, block in enumerate(content.blocks):
            for word in words_of_certification(f"{block.title}\n{block.aim}")[:1]:
                yield _needed("certification_word", "blocks", block=place, detail=word)


def _texts(content: PathContent) -> Iterator[tuple[str, str]]:
    for name in _TEXTS:
        yield name, getattr(content, name)
    yield "objectives", "\n".join(content.objectives)


def _provider(content: PathContent, today: date) -> Iterator[Gap]:
    provider = content.provider
    if provider is None:
        yield _needed("provider", "organisation")
        return
    of_certifying = _needed if content.is_registered else _advised
    for name in ("legal_name", "activity_number", "siret"):
        if not getattr(provider, name):
            yield of_certifying(name, f"provider.{name}")
    if provider.activity_number and not provider.activity_region:
        yield _needed("activity_region", "provider.activity_region")
    yield from _qualiopi(provider, today)


def _qualiopi(provider: ProviderContent, today: date) -> Iterator[Gap]:
    if not provider.qualiopi_certificate:
        return
    if not provider.qualiopi_actions:
        yield _needed("qualiopi_actions", "provider.qualiopi_actions")
    if provider.qualiopi_until and date.fromisoformat(provider.qualiopi_until) < today:
        yield _advised("qualiopi_expired", "provider.qualiopi_until", detail=provider.qualiopi_until)


def _blocks(content: PathContent) -> Iterator[Gap]:
    if not content.blocks:
        yield _needed("blocks")
    for place, block in enumerate(content.blocks):
        if not block.title.strip():
            yield _needed("block_title", "blocks", block=place)
        if not block.modules:
            yield _needed("block_empty", "blocks", block=place)
        for rank, module in enumerate(block.modules):
            yield from _module(module, {"block": place, "module": rank, "detail": module.title})
    if any(content.modules()) and not content.minutes:
        yield _needed("duration", "blocks")


def _module(module, place) -> Iterator[Gap]:
    if not module.title.strip():
        yield _needed("module_title", "blocks", **place)
    if not module.minutes:
        yield _needed("module_minutes", "blocks", **place)
    if problems(module.rule):
        yield _needed("module_rule", "blocks", **place)
    if not module.aims:
        yield _advised("module_aims", "blocks", **place)
    if not module.assessment:
        yield _advised("module_assessment", "blocks", **place)
