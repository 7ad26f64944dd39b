"""A person's browser. Every journey has a served site and a database that really commits."""

import os
import shutil

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from tests.journeys.judges import JudgedPage

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing that the browser does by itself may be mistaken for something that a page did.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    path = {"executable_path": installed} if installed else {}
    return {**browser_type_launch_args, "args": FLAGS, **path}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def site(live_server, django_db_serialized_rollback, django_db_setup):
    """The address of a served site; its root page and its language are there again after each journey."""
    # Playwright's loop makes Django open a second connection in this thread: that one knows nothing to restore.
    if not hasattr(connection, "_test_serialized_contents"):
        connection._test_serialized_contents = django_db_setup
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(django_db_setup)
    # Counts of attempts and whole pages, that a journey before this one left: its commits were real.
    for cache in caches.all():
        cache.clear()
    return live_server.url


@pytest.fixture
def judged_page(page, site):
    """A page that is judged at each visit: `judged_page.visit("/kits/")`, then `.page.click(…)`."""
    return JudgedPage(page, site)


@pytest.fixture
def phone_context(browser, browser_context_args):
    """A context 390 px wide that a finger touches."""
    context = browser.new_context(
        **browser_context_args, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context
    context.close()


@pytest.fixture
def scriptless_context(browser, browser_context_args):
    """A context where no script of a page runs."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context
    context.close()
