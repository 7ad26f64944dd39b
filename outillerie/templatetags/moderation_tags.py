"""What waits for those who read, and moments as they are said."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outillerie.kits.permissions import can_review_kits
from outillerie.moderation.queries import open_reports, waiting_proposals

register = template.Library()


@register.inclusion_tag("moderation/panel.html")
def readings_panel(person) -> dict:
    """Show those who read what waits for them; nothing to anyone else."""
    if not can_review_kits(person):
        return {}
    return {"waiting": waiting_proposals().count(), "reports": open_reports().count(), "url": reverse("review-queue")}


@register.filter
def moment(value) -> str:
    """Return a day and an hour as they are said."""
    local = timezone.localtime(value)
    language = get_language() or "fr"
    hour = f"{local.hour}\u00a0h\u00a0{local.minute:02}" if language.startswith("fr") else date_format(local, "H:i")
    return _("%(day)s at %(hour)s") % {"day": date_format(local, "DATE_FORMAT"), "hour": hour}
