"""Wagtail looks here; each slice says its part in its own file."""

from outillerie.accounts.wagtail_hooks import *  # noqa: F403
from outillerie.kits.wagtail_hooks import *  # noqa: F403
from outillerie.outbox.wagtail_hooks import *  # noqa: F403
from outillerie.pages.wagtail_hooks import *  # noqa: F403
