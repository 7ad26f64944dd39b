"""Paths compared, and editions of the catalogue, in words: rows ready for a template."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.browsing.cards import (
    LONGEST_SUMMARY,
    audience_of,
    certification_label,
    level_label,
    mode_label,
    run_label,
    shortened,
)
from catalogue.browsing.choices import count_label
from catalogue.browsing.formats.comparison import Worked, compare
from catalogue.browsing.models import CatalogueEdition
from catalogue.browsing.queries import Offer, offers, rows_of, shown_path_ids
from catalogue.frameworks.models import Use
from catalogue.paths.formats.content import PathContent
from catalogue.paths.wording import day_words, price_words, state_words
from outillerie.kits.formats.text import plain, render, typography
from outillerie.kits.reading import minutes_label

DATES_COMPARED = 4
NOT_SAID = "–"


def comparison(first: tuple[Offer, PathContent], second: tuple[Offer, PathContent]) -> dict:
    """Return the context of `browsing/compare.html` for two paths."""
    compared = compare(first[1], second[1])
    return {
        "first": heading(*first),
        "second": heading(*second),
        "facts": [
            {"label": label, "first": one, "second": other, "is_same": one == other}
            for (label, one), (_label, other) in zip(facts_of(*first), facts_of(*second), strict=True)
            if one != NOT_SAID or other != NOT_SAID
        ],
        "skills": [
            {
                "label": " ".join(filter(None, [row.code, row.statement])),
                "framework": row.framework,
                "first": worked_label(row.first),
                "second": worked_label(row.second),
            }
            for row in compared.skills
        ],
        "modules": [
            {
                "label": row.title,
                "duration": minutes_label(row.minutes),
                "first": _("No") if row.first is None else row.first,
                "second": _("No") if row.second is None else row.second,
            }
            for row in compared.modules
        ],
        "common_skills": compared.common_skills,
        "common_modules": compared.common_modules,
    }


def heading(offer: Offer, content: PathContent) -> dict:
    return {"title": typography(content.title, content.language), "slug": offer.slug, "language": content.language}


def facts_of(offer: Offer, content: PathContent) -> Iterator[tuple[str, str]]:
    """Yield each fact that one compares paths by, with what this one says of it."""
    dates = [run_label(run) for run in offer.runs[:DATES_COMPARED]]
    yield from (
        (label, value or NOT_SAID)
        for label, value in (
            (_("For whom"), audience_of(content)),
            (_("Duration"), minutes_label(content.minutes)),
            (_("Pace"), content.pace),
            (_("Level"), level_label(content)),
            (_("Mode"), mode_label(content.mode)),
            (_("Where"), content.place),
            (_("Enrolment"), state_words(offer.standing).words),
            (_("Next dates"), "; ".join(dates)),
            (_("Time between the request and the beginning"), content.access_delay),
            (_("Price"), content.price or price_words(content.price_cents)),
            (_("Who pays"), content.funding),
            (_("Prerequisites"), plain(content.prerequisites)),
            (_("How it is assessed"), plain(content.assessment)),
            (_("Registered certification"), certification_label(content)),
            (_("Registered until"), day_words(content.certification.valid_until) if content.is_registered else ""),
            (_("Skill blocks"), str(len(content.blocks))),
            (_("Organisation"), content.provider.name if content.provider else ""),
        )
    )


def worked_label(worked: Worked | None) -> str:
    """Return what is done with a skill and up to which level, in words."""
    if worked is None:
        return _("No")
    words = ", ".join(str(Use(use).label) for use in worked.uses)
    words = words[:1].upper() + words[1:]
    return _("%(uses)s (level %(level)s)") % {"uses": words, "level": worked.level} if worked.level else words


def edition_words(edition: CatalogueEdition, today: date) -> dict:
    """Return what the page of an edition shows: its public paths alone, whoever looks."""
    offered = offers(today)
    listed = [offered[pk] for pk in shown_path_ids(edition) if pk in offered]
    language = get_language() or "fr"
    return {
        "title": typography(edition.title, language),
        "introduction": render(edition.introduction, links=lambda target: None, heading_level=2, language=language),
        "summary": shortened(plain(edition.introduction), LONGEST_SUMMARY),
        "paths": [edition_path(offer, language) for offer in listed],
        "count_label": count_label(len(listed)),
    }


def edition_path(offer: Offer, language: str) -> dict:
    words = state_words(offer.standing)
    return {
        "title": typography(offer.title, language),
        "url": reverse("path", args=[offer.slug]),
        "detail": " · ".join(filter(None, [words.words, words.when])),
    }


def edition_rows(edition: CatalogueEdition) -> list[dict]:
    """Return every path of an edition at its place, from 1, for those who change it."""
    rows = rows_of(edition)
    return [
        {
            "row_id": row.pk,
            "place": place,
            "title": row.title,
            "url": reverse("path", args=[row.slug]) if row.is_shown else "",
            "is_first": place == 1,
            "is_last": place == len(rows),
        }
        for place, row in enumerate(rows, start=1)
    ]
