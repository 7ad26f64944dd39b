"""Whose attendance was taken away, by whom, when: kept as every access to personal data is (GDPR-13)."""

from itertools import batched

from django.db import transaction
from django.db.models import QuerySet

from catalogue.learning.models import Attendance
from catalogue.sessions.models import PeerSession
from outillerie.privacy.models import DataAccess

WHAT = "attendance"
AT_ONCE = 1000


@transaction.atomic
def note_access_to_attendance(sessions: QuerySet[PeerSession], *, by) -> None:
    """Note it for each person with an account, and once for who takes it: people without one have no page to read it on."""
    rows = Attendance.objects.filter(session__in=sessions.order_by().values("pk"), registration__person__isnull=False)
    people = rows.order_by().values_list("registration__person", flat=True).distinct()
    for some in batched(people.iterator(chunk_size=AT_ONCE), AT_ONCE):
        DataAccess.objects.bulk_create(
            DataAccess(what=WHAT, person_id=pk, accessed_by=by) for pk in some if pk != by.pk
        )
    DataAccess.objects.create(what=WHAT, person=by, accessed_by=by)
