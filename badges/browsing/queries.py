"""Which badges anyone may read of, who gives them, and how many were given. Nobody's name is asked for here."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncMonth

from badges.achievements.models import Achievement, AchievementVersion
from badges.achievements.queries import newest_versions
from badges.awarding.models import Credential
from badges.issuing.models import Issuer

# What an image weighs is asked for only where it is served.
WITHOUT_IMAGES = ("svg__content", "png__content")
State = Achievement.State


def known_achievements() -> QuerySet[Achievement]:
    """Return the badges that have a page: those published, and those no longer awarded, which people still hold."""
    return Achievement.objects.filter(Exists(AchievementVersion.objects.filter(achievement=OuterRef("pk")))).exclude(
        state=State.DRAFT
    )


def versions_shown() -> QuerySet[AchievementVersion]:
    """Return the versions that have a page, each with its badge, its issuer and the names of its images."""
    return with_images(AchievementVersion.objects.filter(achievement__in=known_achievements().order_by()))


def newest_shown(achievements: QuerySet[Achievement]) -> list[AchievementVersion]:
    """Return the newest version of each of `achievements`, as `versions_shown` does, in one statement."""
    return list(with_images(newest_versions(achievements)).order_by("achievement_id"))


def with_images(versions: QuerySet[AchievementVersion]) -> QuerySet[AchievementVersion]:
    return versions.select_related("achievement__issuer", "svg", "png").defer(*WITHOUT_IMAGES)


def offered_versions() -> list[AchievementVersion]:
    """Return the newest version of every badge that one may earn today."""
    return newest_shown(known_achievements().filter(state=State.PUBLISHED))


def versions_of_issuer(issuer: Issuer) -> list[AchievementVersion]:
    return newest_shown(known_achievements().filter(state=State.PUBLISHED, issuer=issuer))


def issuers_shown() -> QuerySet[Issuer]:
    """Return the issuers that have a page: those who published a badge."""
    return Issuer.objects.filter(Exists(known_achievements().filter(issuer=OuterRef("pk"))))


def given() -> QuerySet[Credential]:
    """Return the badges that were given and stand: signed, neither revoked nor erased."""
    return Credential.objects.filter(state=Credential.State.ISSUED)


def given_counts(achievements: Iterable[int] | None = None) -> Counter:
    """Return how many times each badge was given, by its id: of `achievements`, or of all."""
    rows = given().order_by()
    if achievements is not None:
        rows = rows.filter(version__achievement__in=list(achievements))
    counted = rows.values("version__achievement").annotate(times=Count("pk"))
    return Counter({row["version__achievement"]: row["times"] for row in counted})


def given_by_month(achievements: Iterable[int]) -> dict[datetime, int]:
    """Return how many of `achievements` were given each month, by its first moment, the newest first."""
    rows = given().filter(version__achievement__in=list(achievements)).order_by()
    months = rows.annotate(month=TruncMonth("awarded_at")).values("month").annotate(times=Count("pk"))
    return {row["month"]: row["times"] for row in months.order_by("-month")}
