"""Which other issuers the hub knows: a right signature says that a badge is whole, not who stands behind it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownIssuer(models.Model):
    """An issuer of elsewhere that the hub's staff recognised. `identifier` is its DID, or the address of its profile."""

    identifier = models.CharField(_("identifier: DID or address"), max_length=500, unique=True)
    name = models.CharField(_("name"), max_length=200)
    note = models.CharField(_("how you know it"), max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("known issuer")
        verbose_name_plural = _("known issuers")
        ordering = ["name"]

    def __str__(self):
        return self.name
