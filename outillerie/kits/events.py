"""What happens to kits, told to the slices and apps above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# A kit has a new numbered version. Arguments: `version` (a KitVersion) and `by` (a person or None).
version_published = Signal()
