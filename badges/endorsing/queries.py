"""Which endorsements stand, of what, by whom."""

from django.db.models import Max, QuerySet

from badges.achievements.models import Achievement
from badges.awarding.models import Credential
from badges.endorsing.models import Endorsement


def standing() -> QuerySet[Endorsement]:
    return Endorsement.objects.filter(withdrawn_at=None).select_related("endorser").defer("document")


def endorsements_of_achievement(achievement: Achievement) -> QuerySet[Endorsement]:
    """Return what organisations say of a badge; `newest` is when its newest version was published."""
    return standing().filter(achievement=achievement).annotate(newest=Max("achievement__versions__published_at"))


def endorsements_of_credential(credential: Credential) -> QuerySet[Endorsement]:
    return standing().filter(credential=credential)


def endorsements_by(endorsers: QuerySet) -> QuerySet[Endorsement]:
    """Return every endorsement of `endorsers`, those taken back too, the newest first."""
    rows = Endorsement.objects.filter(endorser__in=endorsers).defer("document")
    linked = rows.select_related("endorser", "achievement", "credential__version__achievement")
    return linked.order_by("-endorsed_at", "-pk")
