"""Wagtail looks here; each slice says its part in its own file."""

import badges.awarding.wagtail_hooks
import badges.issuing.wagtail_hooks
import badges.verification.wagtail_hooks  # noqa: F401
