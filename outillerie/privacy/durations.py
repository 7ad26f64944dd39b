"""How long things are kept. The register, the privacy page and the daily upkeep all mean these numbers."""

from datetime import timedelta

# An account that nobody uses: CNIL, reference of 2025-09-18 on idle accounts.
IDLE_ACCOUNT = timedelta(days=730)
FIRST_WARNING = timedelta(days=30)
LAST_WARNING = timedelta(days=7)
UNCONFIRMED_ACCOUNT = timedelta(days=30)
EXPORT = timedelta(days=7)
INVITATION = timedelta(days=90)
NOTIFICATION_READ = timedelta(days=365)
NOTIFICATION = timedelta(days=730)
EFFECT_DONE = timedelta(days=30)
EFFECT_FAILED = timedelta(days=90)
DATA_ACCESS = timedelta(days=365)
NAME_IN_LOG = timedelta(days=365)
DECISION = timedelta(days=3 * 365)
VAIN_SEARCH = timedelta(days=730)
