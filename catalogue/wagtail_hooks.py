"""Wagtail looks here; each slice says its part in its own file."""

import catalogue.certifications.wagtail_hooks
import catalogue.frameworks.wagtail_hooks
import catalogue.paths.wagtail_hooks
import catalogue.venues.wagtail_hooks  # noqa: F401
