"""What happens to badges that can be earned, told to the slices above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# A badge has a new numbered version. Arguments: `version` (an AchievementVersion) and `by` (a person or None).
achievement_published = Signal()
