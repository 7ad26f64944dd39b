"""The catalogue as three tables: one row a path, one a module in its place, one a session. Pure.

Cells are texts, whole numbers, hours as decimal numbers, dates, or nothing: the writer of CSV and that of workbooks each
say them in their own way. Headers are words, given by who asks.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from catalogue.exchange.formats.offer import Offer, Session, legal, words
from catalogue.paths.formats.content import BlockContent, ModuleContent
from catalogue.paths.formats.state import last_day

Cell = str | int | float | date | None
# What a cell of a workbook holds at most; the longest free text of a path is shorter.
LONGEST_CELL = 32_767
PATH_COLUMNS = (
    "title", "url", "version", "published_on", "summary", "audience", "level", "mode", "hours", "blocks", "modules",
    "objectives", "prerequisites", "assessment", "access_terms", "access_delay", "is_always_open", "price",
    "price_euros", "funding", "accessibility", "certification", "certification_code", "certifier", "registered_on",
    "nsf", "formacodes", "rome", "organisation", "siret", "activity_number", "contact_name", "contact_email",
    "contact_phone", "facts_checked_on", "next_session_on",
)  # fmt: skip
MODULE_COLUMNS = (
    "path", "block_rank", "block", "block_code", "rank", "title", "is_required", "hours", "mode", "aims", "assessment",
    "skills", "kits", "key",
)  # fmt: skip
SESSION_COLUMNS = (
    "path", "starts_on", "ends_on", "enrolment_opens_on", "enrolment_closes_on", "mode", "place", "address", "postcode",
    "commune", "department", "url",
)  # fmt: skip


def path_row(offer: Offer, today: date) -> dict[str, Cell]:
    content = offer.content
    certification = content.certification if content.is_registered else None
    coming = offer.upcoming(today)
    provider = content.provider
    return {
        "title": content.title,
        "url": offer.url,
        "version": offer.number,
        "published_on": day(offer.published_at[:10]),
        "summary": words(content.summary),
        "audience": content.audience,
        "level": content.level,
        "mode": content.mode,
        "hours": hours(content.minutes),
        "blocks": len(content.blocks),
        "modules": sum(1 for _module in content.modules()),
        "objectives": "\n".join(content.objectives),
        **{name: words(getattr(content, name)) for name in ("prerequisites", "assessment", "access_terms")},
        "access_delay": content.access_delay,
        "is_always_open": content.is_always_open,
        "price": content.price,
        "price_euros": None if content.price_cents is None else content.price_cents / 100,
        "funding": content.funding,
        "accessibility": words(content.accessibility),
        "certification": certification.title if certification else "",
        "certification_code": certification.code if certification else "",
        "certifier": certification.certifier if certification else "",
        "registered_on": day(certification.registered_on) if certification else None,
        **{name: " ".join(getattr(content, name)) for name in ("nsf", "formacodes", "rome")},
        "organisation": provider.name if provider else "",
        "siret": provider.siret if provider else "",
        "activity_number": provider.activity_number if provider else "",
        **{name: getattr(content, name) for name in ("contact_name", "contact_email", "contact_phone")},
        "facts_checked_on": day(content.facts_checked_on),
        "next_session_on": coming[0].starts_on if coming else None,
    }


def module_rows(offer: Offer) -> Iterator[dict[str, Cell]]:
    for block_rank, block in enumerate(offer.content.blocks, start=1):
        for rank, module in enumerate(block.modules, start=1):
            yield {"path": offer.content.title, "block_rank": block_rank, "rank": rank, **module_row(module, block)}


def module_row(module: ModuleContent, block: BlockContent) -> dict[str, Cell]:
    named = block.certification_block
    return {
        "block": block.title,
        "block_code": (named.code or named.other_code) if named else "",
        "title": module.title,
        "is_required": module.is_required,
        "hours": hours(module.minutes),
        "mode": module.mode,
        "aims": "\n".join(module.aims),
        "assessment": words(module.assessment),
        "skills": "\n".join(f"{use.code} {use.statement}".strip() for use in module.skills),
        "kits": "\n".join(f"{pin.title} (v{pin.number})" for pin in module.kits),
        "key": module.key,
    }


def session_rows(offer: Offer, today: date) -> Iterator[dict[str, Cell]]:
    """Yield the sessions that are not over."""
    for session in offer.upcoming(today):
        yield {"path": offer.content.title, "url": offer.url, **session_row(session)}


def session_row(session: Session) -> dict[str, Cell]:
    names = ("starts_on", "enrolment_opens_on", "enrolment_closes_on", "mode", "place", "address", "postcode", "commune",
             "department")  # fmt: skip
    return {**{name: getattr(session, name) for name in names}, "ends_on": last_day(session)}


def table(columns: Iterable[str], rows: Iterable[dict[str, Cell]]) -> list[list[Cell]]:
    """Return `rows` as lists, in the order of `columns`, without what no sheet accepts."""
    return [[fit(row.get(column)) for column in columns] for row in rows]


def fit(cell: Cell) -> Cell:
    return legal(cell)[:LONGEST_CELL] if isinstance(cell, str) else cell


def hours(minutes: int) -> float | None:
    return round(minutes / 60, 2) if minutes else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
