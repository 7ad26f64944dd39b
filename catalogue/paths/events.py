"""What happens to paths, told to the slices and apps above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# A path has a new numbered version. Arguments: `version` (a PathVersion) and `by` (a person or None).
path_published = Signal()
