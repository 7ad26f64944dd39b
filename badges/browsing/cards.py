"""A badge in a list: its drawing, its name, its level, and what those who hold it can do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language

from badges.achievements.models import AchievementVersion
from badges.browsing.choices import WAYS, ways_of
from badges.browsing.wording import domain_words
from badges.issuing.models import BadgeImage
from outillerie.drawing import cover_addresses, outline_key
from outillerie.kits.formats.text import typography
from outillerie.kits.models.kits import Level

LONGEST_SENTENCE = 180


@dataclass(frozen=True, kw_only=True)
class BadgeCard:
    """Words and addresses, ready for `components/badge_tile.html`. `language` is that of the badge, empty when it is
    the page's."""

    url: str
    image_url: str
    name: str
    sentence: str
    language: str
    domain: int
    domain_label: str
    level: int
    level_label: str
    ways: tuple[str, ...]
    issuer: str


def cards_of(versions: Iterable[AchievementVersion]) -> list[BadgeCard]:
    """Return the cards of `versions`, in their order. All those that the site draws share one sheet of drawings."""
    listed = list(versions)
    drawn = [version for version in listed if not version.content.has_own_image]
    addresses = cover_addresses([drawing_key(version) for version in drawn], folder=drawings_folder())
    pictures = {version.pk: address for version, address in zip(drawn, addresses, strict=True)}
    return [card_of(version, pictures.get(version.pk) or image_path(version.svg)) for version in listed]


def drawings_folder() -> str:
    return reverse("badge-drawing", args=["key"]).removesuffix("key.svg")


def drawing_key(version: AchievementVersion) -> str:
    return outline_key(version.content.domain, version.content.level, version.content.glyph)


def image_path(image: BadgeImage) -> str:
    """Return where this site serves an image: its permanent address may have another host, that pages do not ask."""
    return reverse("ob-image" if image.suffix == "svg" else "ob-image-png", args=[image.sha256])


def card_of(version: AchievementVersion, image_url: str) -> BadgeCard:
    content = version.content
    sentence = capfirst(Truncator(content.description).chars(LONGEST_SENTENCE))
    ways = ways_of(content)
    return BadgeCard(
        url=version.achievement.get_absolute_url(),
        image_url=image_url,
        name=typography(content.name, content.language),
        sentence=typography(sentence, content.language),
        language="" if content.language == (get_language() or "fr") else content.language,
        domain=content.domain,
        domain_label=domain_words(content.domain),
        level=content.level,
        level_label=str(Level(content.level).label),
        ways=tuple(str(label) for way, label in WAYS.items() if way in ways),
        issuer=version.achievement.issuer.name,
    )
