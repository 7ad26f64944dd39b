"""Files that go away with what they belonged to, even if the process dies in between."""

from collections.abc import Iterable
from uuid import uuid4

from django.core.files.storage import default_storage

from outillerie.outbox.actions import handles, schedule


def forget_files(names: Iterable[str]) -> None:
    """Delete these files of the storage once the current transaction is committed."""
    found = sorted({name for name in names if name})
    if found:
        schedule("forget-files", {"names": found}, key=f"forget-files:{uuid4()}")


@handles("forget-files")
def delete_files(payload: dict) -> None:
    """Delete each file; one that is gone already is no fault."""
    for name in payload["names"]:
        default_storage.delete(name)
