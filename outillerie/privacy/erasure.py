"""What the registry says of each holding, done: rows deleted, links emptied, files forgotten."""

from django.db import models
from django.db.models import QuerySet

from outillerie.accounts.models import User
from outillerie.accounts.personal_data import Fate, Holding, holdings
from outillerie.privacy.files import forget_files
from outillerie.privacy.queries import is_signed_somewhere

ACCOUNT = "accounts.User"
# No mail goes there (RFC 2606).
NOWHERE = "@efface.invalid"


def lock_what_comes_first(person: User) -> None:
    """Lock what every other deed locks before people: an erasure waits for it, and nobody waits for both in turn."""
    for holding in holdings():
        if holding.lock:
            holding.lock(person)


def erase_holdings(person: User) -> None:
    """Apply the fate of everything that the site holds of `person`, their account apart."""
    for holding in holdings():
        if holding.model != ACCOUNT:
            erase_holding(holding, person)


def erase_holding(holding: Holding, person: User) -> None:
    if holding.erase:
        holding.erase(person)
    elif holding.fate == Fate.DELETED:
        delete_rows(holding.rows(person))
    elif holding.fate == Fate.UNLINKED:
        unlinked = {holding.whose: None} if holding.whose else {}
        if changes := {**unlinked, **holding.emptied}:
            holding.rows(person).order_by().update(**changes)


def delete_rows(rows: QuerySet) -> None:
    columns = [column.name for column in rows.model._meta.concrete_fields if isinstance(column, models.FileField)]
    for column in columns:
        forget_files(rows.values_list(column, flat=True))
    rows.delete()


def close_account(person: User, *, signature: str) -> None:
    """Delete the account; if something stays signed, keep its row with the signature and nothing else."""
    if not is_signed_somewhere(person):
        person.delete()
        return
    person.groups.clear()
    person.user_permissions.clear()
    blank = User(pk=person.pk, email=f"compte-{person.pk}{NOWHERE}", public_name=signature, is_active=False)
    blank.set_unusable_password()
    blank.save(force_update=True)


def is_erased(person: User) -> bool:
    """Say whether this row is only what signs the contributions of somebody who left."""
    return person.email.endswith(NOWHERE)
