"""How much one person, and the whole hub, may keep in pictures and documents."""

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from outillerie.kits.models import HubDocument, HubImage
from outillerie.kits.uploads import UploadRefused

MEGABYTE = 1_000_000


def check_quota(person, size: int) -> None:
    """Raise UploadRefused when `size` more bytes would pass the share of `person` or of the hub."""
    if kept() + size > settings.HUB_QUOTA_MB * MEGABYTE:
        raise UploadRefused(_("The hub has no room left for files. Tell its team, who can make some."))
    if person is not None and kept(uploaded_by_user=person) + size > settings.UPLOAD_QUOTA_MB * MEGABYTE:
        raise UploadRefused(
            _("Your files would pass %(limit)s MB. Delete some that no kit uses, or ask the hub for more room.")
            % {"limit": settings.UPLOAD_QUOTA_MB}
        )


def kept(**whose) -> int:
    """Return the bytes of every picture and document that `whose` picks."""
    return sum(
        model.objects.filter(**whose).aggregate(total=Sum("file_size"))["total"] or 0
        for model in (HubImage, HubDocument)
    )
