"""A moderator in the back office: nothing is asked of another site, nothing is refused by the policy."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from outillerie.kits.models import KitPage
from tests import factories
from tests.journeys.judges import Watch

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def moderator(site, page):
    """A page whose person is signed in as a moderator, watched."""
    session = Client()
    session.force_login(factories.person(group="moderator"))
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    return Watch(page, site)


def is_quiet(watch):
    assert (watch.third_party_requests(), watch.complaints) == ([], [])


def test_a_moderator_edits_previews_and_publishes_a_kit(site, moderator):
    kit, page = factories.kit(), moderator.page
    for path in ("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/account/"):
        page.goto(site + path, wait_until="load")
        is_quiet(moderator)
    page.goto(f"{site}/admin/pages/{kit.pk}/edit/", wait_until="load")
    page.locator("#id_title").fill("Où est Camille, au collège ?")
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("iframe#w-preview-iframe")
    expect(preview.locator("h1")).to_contain_text("Où est Camille, au collège", timeout=15_000)
    is_quiet(moderator)
    page.locator(
        ".w-dropdown-button [data-w-dropdown-target=toggle], footer [data-w-dropdown-target=toggle]"
    ).last.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url(f"**/admin/pages/{kit.get_parent().pk}/")
    is_quiet(moderator)
    assert KitPage.objects.get(pk=kit.pk).versions.first().title == "Où est Camille, au collège ?"
