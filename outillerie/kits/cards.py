"""A kit in a list: what its card says. Cards are made from newest versions, so that a draft never shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outillerie.drawing import cover_addresses, cover_key
from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.text import typography
from outillerie.kits.models import Audience, KitPage, KitVersion
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.queries import domain_of, themes_by_code
from outillerie.kits.reading import group_label, minutes_label
from outillerie.licences.licence import LICENCES

AUDIENCES_NAMED = 2


@dataclass(frozen=True, kw_only=True)
class Card:
    """Words and addresses, ready for `components/kit_card.html`. Numbers and labels are empty when unknown."""

    url: str
    cover_url: str
    title: str
    hook: str
    language: str
    domain: int | None
    domain_label: str
    duration: int | None
    duration_label: str
    audience_label: str
    group_label: str
    level: int | None
    level_label: str
    licence_label: str
    reports_label: str = ""


def cards_of(kits: Iterable[KitPage]) -> list[Card]:
    """Return the cards of `kits`, in their order."""
    return cards_of_ids([kit.pk for kit in kits])


def cards_of_ids(kit_ids: list[int]) -> list[Card]:
    """Return the cards of the kits of those ids, in that order, in one statement whatever their number.

    A kit that has no version yet has no card. There are at most `drawing.MOST_COVERS` of them.
    """
    newest = KitVersion.objects.filter(kit=OuterRef("kit")).order_by("-number").values("number")[:1]
    versions = KitVersion.objects.filter(kit__in=kit_ids, number=Subquery(newest)).annotate(
        slug=F("kit__slug"), reports=F("kit__field_standing__reports")
    )
    found = {version.kit_id: version for version in versions}
    listed = [found[kit_id] for kit_id in kit_ids if kit_id in found]
    return [_card(version, cover) for version, cover in zip(listed, cover_urls(listed), strict=True)]


@cache
def audience_labels() -> dict[str, str]:
    """Return the label of each audience. They change when a release brings a new list, so a process reads them once."""
    return dict(Audience.objects.values_list("code", "label"))


def cover_urls(versions: list[KitVersion]) -> list[str]:
    """Return the address of the cover of each version. Drawn covers share one file: a page asks for it once."""
    keys = [_cover_key(version) for version in versions]
    folder = reverse("cover", args=["key"]).removesuffix("key.svg")
    drawn = iter(cover_addresses([key for key in keys if key], folder=folder))
    return [next(drawn) if key else _picture_url(version) for version, key in zip(versions, keys, strict=True)]


def _cover_key(version: KitVersion) -> str:
    """Return what draws the cover of a version, or nothing when it has a picture."""
    content = version.content
    if content.cover:
        return ""
    theme = themes_by_code().get(content.themes[0]) if content.themes else None
    return cover_key(*((theme.domain, theme.glyph) if theme else (1, "boussole")), version.slug)


def _picture_url(version: KitVersion) -> str:
    return reverse("kit-cover", args=[version.slug, version.number])


def _card(version: KitVersion, cover: str) -> Card:
    content = version.content
    domain = domain_of(content)
    return Card(
        url=reverse("kit", args=[version.slug]),
        cover_url=cover,
        title=typography(content.title, content.language),
        hook=typography(content.hook, content.language),
        language=content.language,
        domain=domain,
        domain_label=str(Domain(domain).label) if domain else "",
        duration=content.duration,
        duration_label=minutes_label(content.duration),
        audience_label=_audience_label(content),
        group_label=group_label(content),
        level=content.level,
        level_label=str(Level(content.level).label) if content.level else "",
        licence_label=LICENCES[content.licence].short_name if content.licence in LICENCES else "",
        reports_label=reports_label(version.reports or 0),
    )


def reports_label(count: int) -> str:
    return ngettext("%(count)s report", "%(count)s reports", count) % {"count": count} if count else ""


def _audience_label(content: KitContent) -> str:
    """Name the first audiences, and say that there are more: a card has one line for them."""
    labels = audience_labels()
    names = [labels[code] for code in content.audiences if code in labels]
    named = ", ".join(names[:AUDIENCES_NAMED])
    if len(names) > AUDIENCES_NAMED:
        return _("%(audiences)s and others") % {"audiences": named}
    return named
