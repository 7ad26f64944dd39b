"""What organisations say of badges: signed endorsements of an achievement, or of a badge given to somebody."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from badges.achievements.models import Achievement
from badges.awarding.models import Credential
from badges.issuing.models import Issuer, SigningKey


class Endorsement(models.Model):
    """Open Badges 3.0: EndorsementCredential. Its bytes are signed once; taking it back leaves a mark, not a hole."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    endorser = models.ForeignKey(Issuer, models.PROTECT, related_name="endorsements", verbose_name=_("endorsed by"))
    achievement = models.ForeignKey(
        Achievement, models.PROTECT, null=True, blank=True, related_name="endorsements", verbose_name=_("badge")
    )
    credential = models.ForeignKey(
        Credential, models.PROTECT, null=True, blank=True, related_name="endorsements", verbose_name=_("badge given")
    )
    comment = models.TextField(_("what you say of it"), max_length=1000)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    endorsed_at = models.DateTimeField(_("endorsed"))
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="endorsements")
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["endorsed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(achievement__isnull=False, credential__isnull=True)
                | Q(achievement__isnull=True, credential__isnull=False),
                name="an_endorsement_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["endorser", "achievement"],
                condition=Q(withdrawn_at__isnull=True, achievement__isnull=False),
                name="an_issuer_endorses_a_badge_once",
            ),
            models.UniqueConstraint(
                fields=["endorser", "credential"],
                condition=Q(withdrawn_at__isnull=True, credential__isnull=False),
                name="an_issuer_endorses_a_given_badge_once",
            ),
        ]

    def __str__(self):
        return str(self.uuid)
