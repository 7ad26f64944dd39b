"""A path in a list: what its row says. Made from newest versions, so that a draft never shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from catalogue.browsing.queries import Offer, newest_versions
from catalogue.paths.formats.content import PathContent
from catalogue.paths.models import PathRun, PathVersion, TrainingMode
from catalogue.paths.wording import run_words, state_words
from outillerie.drawing import cover_addresses, outline_key
from outillerie.kits.cards import audience_labels
from outillerie.kits.formats.text import plain, typography
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.reading import minutes_label

LONGEST_SUMMARY = 220
LONGEST_AUDIENCE = 120
DATES_NAMED = 2


@dataclass(frozen=True, kw_only=True)
class PathCard:
    """Words and addresses, ready for `browsing/path_row.html`. Labels are empty when unknown; `half_hours` draws the
    rule, 0 when it cannot; `setting` is how and by whom; `language` is the one of the path; `is_open` says whether one may enrol today."""

    slug: str
    url: str
    badge_url: str
    title: str
    summary: str
    language: str
    domain: int
    domain_label: str
    half_hours: int
    duration_label: str
    blocks_label: str
    audience_label: str
    level: int | None
    level_label: str
    setting: str
    certification: str
    is_open: bool
    state: str
    action: str
    dates: tuple[str, ...]
    more_dates: str


def cards_of(offers: Iterable[Offer]) -> list[PathCard]:
    """Return the cards of `offers`, in their order, in one statement whatever their number."""
    listed = list(offers)
    versions = newest_versions([offer.pk for offer in listed])
    shown = [(offer, versions[offer.pk]) for offer in listed if offer.pk in versions]
    keys = [badge_key(version.content) for _offer, version in shown]
    folder = reverse("badge-outline", args=["key"]).removesuffix("key.svg")
    badges = cover_addresses(keys, folder=folder)
    return [card_of(offer, version, badge) for (offer, version), badge in zip(shown, badges, strict=True)]


def badge_key(content: PathContent) -> str:
    return outline_key(main_domain(content), content.level, content.glyph)


def main_domain(content: PathContent) -> int:
    """Return the domain of most of the required minutes; of two that are equal, the one that comes first."""
    minutes: dict[int, int] = {}
    for block in content.blocks:
        minutes[block.domain] = minutes.get(block.domain, 0) + block.minutes
    return max(minutes, key=lambda domain: minutes[domain]) if minutes else Domain.INFORMATION


def card_of(offer: Offer, version: PathVersion, badge_url: str) -> PathCard:
    content, language = version.content, version.content.language
    domain = main_domain(content)
    words = state_words(offer.standing)
    return PathCard(
        slug=offer.slug,
        url=reverse("path", args=[offer.slug]),
        badge_url=badge_url,
        title=typography(content.title, language),
        summary=typography(shortened(plain(content.summary), LONGEST_SUMMARY), language),
        language="" if language == (get_language() or "fr") else language,
        domain=domain,
        domain_label=str(Domain(domain).label),
        half_hours=half_hours(content.minutes),
        duration_label=minutes_label(content.minutes),
        blocks_label=blocks_label(len(content.blocks)),
        audience_label=typography(shortened(audience_of(content), LONGEST_AUDIENCE), language),
        level=content.level,
        level_label=level_label(content),
        setting=" · ".join(filter(None, [mode_label(content.mode), content.provider.name if content.provider else ""])),
        certification=certification_label(content),
        is_open=offer.standing.is_open,
        state=words.words,
        action=words.call,
        dates=tuple(run_label(run) for run in offer.runs[:DATES_NAMED]),
        more_dates=more_dates(len(offer.runs) - DATES_NAMED),
    )


def shortened(text: str, longest: int) -> str:
    return Truncator(" ".join(text.split())).chars(longest)


def half_hours(minutes: int) -> int:
    """Return how many half hours a rule shows: its ticks are hours. None past what it can draw."""
    found = max(1, round(minutes / 30)) if minutes else 0
    return found if found < 1000 else 0


def blocks_label(count: int) -> str:
    return ngettext("%(count)s block", "%(count)s blocks", count) % {"count": count}


def audience_of(content: PathContent) -> str:
    """Return for whom it is: in its own words, else by the names of its audiences."""
    if content.audience:
        return content.audience
    labels = audience_labels()
    return ", ".join(str(labels[code]) for code in content.audiences if code in labels)


def level_label(content: PathContent) -> str:
    return str(Level(content.level).label) if content.level else ""


def mode_label(mode: str) -> str:
    return str(TrainingMode(mode).label) if mode in TrainingMode.values else ""


def certification_label(content: PathContent) -> str:
    """Name the certification, with its code, only when a register holds it: otherwise the word would mislead."""
    if not content.is_registered:
        return ""
    code = f" ({content.certification.code})" if content.certification.code else ""
    return f"{content.certification.title}{code}"


def run_label(run: PathRun) -> str:
    """Return the days and the place of a session."""
    words = run_words(run)
    place = run.commune or run.place or (mode_label(run.mode) if run.mode != TrainingMode.ONSITE else "")
    return f"{words}, {place}" if place else words


def more_dates(count: int) -> str:
    return (
        ngettext("and %(count)s other date", "and %(count)s other dates", count) % {"count": count} if count > 0 else ""
    )
