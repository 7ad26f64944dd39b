"""Questions about kits. What the public may see is decided here, once, for every exit (rule 7)."""

from django.db.models import OuterRef, Subquery

from outillerie.kits.formats.content import KitContent
from outillerie.kits.models import KitPage, KitVersion, Theme


def public_kits():
    """Return the published kits that anyone may read."""
    return KitPage.objects.live().public()


def public_adaptations(kit: KitPage):
    """Return the published kits that anyone may read and that were adapted from `kit`, the oldest first."""
    return public_kits().filter(adaptation__source=kit).order_by("first_published_at", "pk")


def newest_version(kit: KitPage) -> KitVersion | None:
    return kit.versions.first()


def newest_versions(kits) -> dict[int, KitVersion]:
    """Return the newest version of each kit by kit id, in one query."""
    newest = KitVersion.objects.filter(kit=OuterRef("kit")).order_by("-number").values("number")[:1]
    versions = KitVersion.objects.filter(kit__in=[kit.pk for kit in kits], number=Subquery(newest))
    return {version.kit_id: version for version in versions}


def domain_of(content: KitContent) -> int | None:
    """Return the domain of the kit's main theme."""
    theme = themes_by_code().get(content.themes[0]) if content.themes else None
    return theme.domain if theme else None


def themes_by_code() -> dict[str, Theme]:
    """Return every theme by its code. They change when a release brings a new list, so a process reads them once."""
    if not _themes:
        _themes.update({theme.code: theme for theme in Theme.objects.all()})
    return _themes


_themes: dict[str, Theme] = {}


def forget_themes() -> None:
    _themes.clear()
