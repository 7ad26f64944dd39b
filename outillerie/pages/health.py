"""Whether what the site stands on does its work."""

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils import timezone

from outillerie.outbox.models import OutboxMessage

LATE = timedelta(minutes=10)


def database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def storage_works() -> bool:
    """Say whether a file can be written: a full disk still reads, and would lose what people send."""
    try:
        name = default_storage.save(f"health/{token_hex(8)}", ContentFile(b"ok"))
        default_storage.delete(name)
    except storage_errors():
        return False
    return True


def storage_errors() -> tuple[type[Exception], ...]:
    if not settings.S3_BUCKET:
        return (OSError,)
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return OSError, Boto3Error, BotoCoreError, ClientError


def queue_works() -> bool:
    """Say whether no effect has been due for ten minutes without being handled."""
    late = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lt=timezone.now() - LATE)
    return not late.exists()
