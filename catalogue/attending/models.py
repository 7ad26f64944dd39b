"""On the day: the code on the wall. Who was there is an `Attendance` (learning), decided by its marks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.learning.models import Attendance
from catalogue.sessions.models import PeerSession

person_key = settings.AUTH_USER_MODEL


class CheckInCode(models.Model):
    """Six signs shown in the room, for one half-day of a session. A new one ends the one before it."""

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="check_in_codes")
    half_day = models.CharField(_("half-day"), max_length=2, choices=Attendance.HalfDay)
    code = models.CharField(_("code"), max_length=6, unique=True)
    made_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("check-in code")
        verbose_name_plural = _("check-in codes")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.session_id} {self.half_day}"
