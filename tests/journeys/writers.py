"""Who writes kits in the journeys, and what their drafts say."""

import time

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import User
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage
from tests import factories


def person_who_writes() -> User:
    samir = factories.person("samir@example.org", first_name="Samir", group="contributor")
    trust_address(samir)
    return samir


def sign_in(page: Page, person: User) -> Page:
    """Give the browser of `page` the session of a person."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.site}])
    return page


def said(kit):
    return content_of(KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object())


def open_stage(page: Page, site: str, kit, slug: str) -> Page:
    page.goto(f"{site}/contribuer/{kit.pk}/{slug}/")
    return page


def wait_until(is_true, seconds: float = 8) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "It never came."
        time.sleep(0.1)
