"""Our public uses computers that others use: what a person saw must not be there for the next one."""

import pytest
from django.urls import reverse

from tests.factories import person
from tests.outillerie.accounts.mailbox import is_signed_in, sign_in_by_password

pytestmark = pytest.mark.django_db


def test_ATK_SES_03_signing_out_empties_the_browser_and_keeps_reading_choices(client, lea):
    client.cookies["affichage"] = "text=large"
    sign_in_by_password(client, "lea@example.org")
    answer = client.post(reverse("account_logout"))
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, "/", False)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["affichage"].value == "text=large"


def test_ATK_SES_03_leaving_the_back_office_signs_out_of_the_whole_site(client):
    client.force_login(person("rita@example.org", group="moderator"))
    answer = client.post(reverse("wagtailadmin_logout"))
    assert (answer.status_code, answer["Clear-Site-Data"], is_signed_in(client)) == (
        302,
        '"cache", "storage"',
        False,
    )


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_logout", "wagtailadmin_home", "display"]
)
def test_ATK_SES_03_no_page_of_a_signed_in_person_is_kept(client, name):
    client.force_login(person("rita@example.org", group="moderator"))
    answer = client.get(reverse(name))
    directives = {part.strip() for part in answer["Cache-Control"].split(",")}
    assert (answer.status_code, {"private", "no-store"} <= directives) == (200, True)


@pytest.mark.parametrize("name", ["account_login", "account_login_by_password", "account_signup"])
def test_ATK_SES_03_no_sign_in_page_is_kept(client, name):
    client.get(reverse(name))
    assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_after_signing_out_the_session_is_dead_on_the_server_too(client, lea):
    sign_in_by_password(client, "lea@example.org")
    kept = client.cookies["session"].value
    client.post(reverse("account_logout"))
    client.cookies["session"] = kept
    assert client.get(reverse("account_email")).url.startswith(reverse("account_login"))
