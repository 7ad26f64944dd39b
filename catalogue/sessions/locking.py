"""The one lock that keeps seats right (rule 1): whoever counts or moves the seats of a session holds its row first."""

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from catalogue.sessions.models import PeerSession
from outillerie.errors import Refused


class SessionGone(Refused):
    pass


def lock_session(session: PeerSession) -> PeerSession:
    """Return `session` as it is now, locked until the transaction ends.

    SQLite has the lock of the whole database from BEGIN IMMEDIATE; PostgreSQL locks the row. Outside a transaction
    Django refuses it on PostgreSQL alone: a forgotten one would pass every test on SQLite, so both refuse it here.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A session is locked inside a transaction, or not at all.")
    found = PeerSession.objects.select_for_update(no_key=True).filter(pk=session.pk).first()
    if found is None:
        raise SessionGone(_("This session was deleted meanwhile: there is nothing to change any more."))
    return found
