"""What happens to sessions, told to the slices and apps above. Sent inside the transaction of the deed, with the
session locked; each receiver is three lines that call an action."""

from django.dispatch import Signal

# Somebody who may not publish asks the staff to. Arguments: `session`, `by`.
session_proposed = Signal()
# A session may be read by everyone from now on. Arguments: `session`, `by`.
session_published = Signal()
# A published session has other dates. Arguments: `session` (as it is now), `move` (a SessionMove), `by`.
session_moved = Signal()
# A published session changed in what people see, not in its dates. Arguments: `session`, `by`, `changed` (names of facts,
# with "places", "capacity" when only seats differ, and "facilitators").
session_changed = Signal()
# A published session will not take place. Arguments: `session`, `by`.
session_cancelled = Signal()
# Those who facilitated closed it: it took place. Arguments: `session`, `by`.
session_held = Signal()
