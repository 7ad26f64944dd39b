"""Questions about badges that can be earned."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from badges.achievements.models import Achievement, AchievementSkill, AchievementVersion
from badges.awarding.formats.rules import Rule
from catalogue.frameworks.touched import Touched


def published() -> QuerySet[Achievement]:
    """Return the badges that are awarded today, with their issuer."""
    return Achievement.objects.filter(state=Achievement.State.PUBLISHED).select_related("issuer")


def newest_version(achievement: Achievement) -> AchievementVersion | None:
    """Return the version that is awarded today; nothing before the first is published."""
    return achievement.versions.select_related("achievement__issuer").order_by("-number").first()


def newest_versions(achievements: QuerySet[Achievement]) -> QuerySet[AchievementVersion]:
    """Return the newest version of each of `achievements`, with its badge and its issuer: one question."""
    newer = AchievementVersion.objects.filter(achievement=OuterRef("achievement"), number__gt=OuterRef("number"))
    rows = AchievementVersion.objects.filter(~Exists(newer), achievement__in=achievements.order_by())
    return rows.select_related("achievement__issuer")


def rules_awarded() -> dict[str, Rule]:
    """Return the rule of each badge that is awarded today, by the address of the badge."""
    return dict(newest_versions(published()).values_list("achievement__slug", "values__rule"))


def attesting(skill_ids: Collection[int]) -> Iterable[Touched]:
    """Return the badges that attest these skills: said before a framework changes under them."""
    rows = AchievementSkill.objects.filter(skill__in=skill_ids).select_related("achievement")
    for row in rows.order_by("achievement__name"):
        url = row.achievement.get_absolute_url() if row.achievement.state == Achievement.State.PUBLISHED else ""
        yield Touched(skill_id=row.skill_id, kind=_("Badge"), title=row.achievement.name, url=url)
