"""What happens to badges, told to the other slices.

Sent after commit, by the outbox: at least once, even if the process dies in between. Receivers are idempotent: they
know a badge by its row.
"""

from django.dispatch import Signal

# A badge is signed, and may be shown. Argument: `credential`.
credential_issued = Signal()
# Somebody took a badge back. Arguments: `credential`, `by` (a person, or None when they left since).
credential_revoked = Signal()
