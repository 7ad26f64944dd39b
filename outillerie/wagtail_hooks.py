"""Wagtail looks here; each slice says its part in its own file."""

import outillerie.discovery.wagtail_hooks
import outillerie.field_reports.wagtail_hooks
import outillerie.kits.wagtail_hooks
import outillerie.moderation.wagtail_hooks
import outillerie.outbox.wagtail_hooks
import outillerie.people.wagtail_hooks
import outillerie.privacy.wagtail_hooks  # noqa: F401
