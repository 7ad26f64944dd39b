"""What the pages of those who write badges show."""

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.achievements.actions import stamp
from badges.achievements.exports import content_of
from badges.achievements.formats.content import to_dict
from badges.achievements.forms import GLYPHS
from badges.achievements.lacks import lacks_of
from badges.achievements.models import Achievement, AchievementVersion
from badges.achievements.permissions import issuers_for
from badges.achievements.queries import newest_version
from badges.issuing.addresses import image_url
from outillerie.kits.formats.text import typography
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

MOST_ROWS = 200
STATES = {
    Achievement.State.DRAFT: gettext_lazy("Being written"),
    Achievement.State.PUBLISHED: gettext_lazy("Published"),
    Achievement.State.ARCHIVED: gettext_lazy("No longer awarded"),
}
TAGS = {Achievement.State.DRAFT: "", Achievement.State.PUBLISHED: "acquired", Achievement.State.ARCHIVED: "attention"}


def listed(user) -> dict:
    """Return the context of the list: the badges that `user` answers for, those being written first."""
    newest = AchievementVersion.objects.filter(achievement=OuterRef("pk")).order_by("-number")
    rows = (
        Achievement.objects.filter(issuer__in=issuers_for(user))
        .select_related("issuer")
        .annotate(
            number=Max("versions__number"),
            given=Count("versions__credentials", filter=Q(versions__credentials__state="issued")),
            picture=Subquery(newest.values("png__sha256")[:1]),
        )
        .order_by("state", "name", "pk")
    )
    return {"rows": [row_of(row) for row in rows[:MOST_ROWS]], "has_issuers": issuers_for(user).exists()}


def row_of(achievement: Achievement) -> dict:
    facts = [achievement.issuer.name]
    if achievement.number:
        facts.append(_("version %(number)s") % {"number": achievement.number})
        facts.append(ngettext("%(count)s given", "%(count)s given", achievement.given) % {"count": achievement.given})
    return {
        "name": typography(achievement.name, achievement.language),
        "url": reverse("manage-achievement", args=[achievement.slug]),
        "picture": drawing_url(achievement),
        "label": STATES[achievement.state],
        "tag": TAGS[achievement.state],
        "facts": " · ".join(facts),
    }


def drawing_url(achievement: Achievement) -> str:
    """Return where its image is drawn as its choices are now, published or not."""
    return drawn_url(achievement.domain, achievement.level, achievement.glyph)


def drawn_url(domain, level, glyph) -> str:
    return reverse("badge-drawing", args=[f"{domain}-{level}-{glyph}"])


def shown(achievement: Achievement) -> dict:
    """Return what the page of a badge shows around its forms."""
    newest = newest_version(achievement)
    versions = achievement.versions.defer("values").order_by("-number")
    return {
        "achievement": achievement,
        "title": typography(achievement.name, achievement.language),
        "state": STATES[achievement.state],
        "tag": TAGS[achievement.state],
        "newest": newest,
        "has_changes": newest is not None and differs(achievement, newest),
        "lacks": lacks_of(achievement),
        "own_image": image_url(achievement.image) if achievement.image else "",
        "drawing": drawing_url(achievement),
        "seen": stamp(achievement),
        "public_url": reverse("achievement", args=[achievement.slug]) if newest else "",
        "versions": [version_row(achievement, version) for version in versions],
        "translations": list(achievement.translations.order_by("language")),
    }


def version_row(achievement: Achievement, version: AchievementVersion) -> dict:
    return {
        "url": reverse("achievement-version", args=[achievement.slug, version.number]),
        "number": version.number,
        "published_at": version.published_at,
        "notes": version.notes,
    }


def differs(achievement: Achievement, newest: AchievementVersion) -> bool:
    """Say whether publishing would make a new version: by what it says, and by its own image."""
    if to_dict(content_of(achievement)) != newest.values:
        return True
    return bool(achievement.image_id) and achievement.image_id not in (newest.svg_id, newest.png_id)


def preview(typed) -> dict:
    """Return the drawing of what was chosen but not kept; nothing when it is no choice of the form."""
    domain, level, glyph = (typed.get(name, "") for name in ("domain", "level", "glyph"))
    offered = {str(value) for value in Domain.values}, {str(value) for value in Level.values}, dict(GLYPHS)
    if domain in offered[0] and level in offered[1] and glyph in offered[2]:
        return {"drawing": drawn_url(domain, level, glyph)}
    return {}
