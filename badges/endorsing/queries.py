"""Which endorsements stand, of what, by whom."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from badges.achievements.models import Achievement, AchievementVersion
from badges.awarding.models import Credential
from badges.endorsing.models import Endorsement


def standing() -> QuerySet[Endorsement]:
    return Endorsement.objects.filter(withdrawn_at=None).select_related("endorser").defer("document")


def endorsements_of_achievement(achievement: Achievement) -> QuerySet[Endorsement]:
    """Return what organisations say of a badge; `is_of_earlier` tells what was said before its newest version."""
    # What is signed says whole seconds: a version published in the same one is not a later one.
    said = OuterRef("endorsed_at") + timedelta(seconds=1)
    later = AchievementVersion.objects.filter(achievement=achievement, published_at__gte=said)
    return standing().filter(achievement=achievement).annotate(is_of_earlier=Exists(later))


def endorsements_of_credential(credential: Credential) -> QuerySet[Endorsement]:
    return standing().filter(credential=credential)


def endorsements_by(endorsers: QuerySet) -> QuerySet[Endorsement]:
    """Return every endorsement of `endorsers`, those taken back too, the newest first."""
    rows = Endorsement.objects.filter(endorser__in=endorsers).defer("document")
    linked = rows.select_related("endorser", "achievement", "credential__version__achievement")
    return linked.order_by("-endorsed_at", "-pk")
