"""Administrators see what failed, and give it its tries back."""

import pytest
from django.test import Client

from outillerie.outbox.actions import schedule
from outillerie.outbox.models import OutboxMessage
from tests import factories

pytestmark = pytest.mark.django_db
LIST, RETRY = "/admin/outbox/", "/admin/outbox/retry/"


@pytest.fixture
def failed(db):
    schedule("seed", {}, key="seed:1")
    OutboxMessage.objects.update(state="failed", attempts=9, last_error="OSError: away")
    return OutboxMessage.objects.get()


def browser_of(group, **options):
    browser = Client(**options)
    browser.force_login(factories.person(group=group))
    browser.cookies["affichage"] = "language=en"
    return browser


def test_an_administrator_tries_again_what_failed(failed):
    browser = browser_of("administrator")
    page = browser.get(LIST).content.decode()
    assert ("OSError: away" in page, f'href="{RETRY}"' in page) == (True, True)
    assert "1 effect failed for good" in browser.get(RETRY).content.decode()
    assert browser.post(RETRY).url == LIST
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)
    assert "Nothing has failed." in browser.get(RETRY).content.decode()


def test_reading_the_page_tries_nothing(failed):
    browser_of("administrator").get(RETRY)
    failed.refresh_from_db()
    assert failed.state == "failed"


@pytest.mark.parametrize("group", ["", "contributor", "moderator", "hub staff"])
def test_ATK_IDOR_01_nobody_else_tries_again(failed, group):
    browser_of(group).post(RETRY)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_ATK_CSRF_01_nothing_is_tried_without_the_token_of_the_form(failed):
    assert browser_of("administrator", enforce_csrf_checks=True).post(RETRY).status_code == 403
    failed.refresh_from_db()
    assert failed.state == "failed"
