import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from outillerie.accounts.groups import LABELS, label
from outillerie.accounts.models import User
from tests.factories import person
from tests.outillerie.accounts.mailbox import is_signed_in, sign_in_by_password

pytestmark = pytest.mark.django_db


def test_a_fresh_install_has_no_account():
    assert list(User.objects.all()) == []


def test_the_first_administrator_is_made_on_the_server_and_comes_in_without_mail(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "une phrase de passe longue")
    call_command("createsuperuser", email="Anne@Example.org", interactive=False, verbosity=0)
    answer = sign_in_by_password(client, "anne@example.org", next="/admin/")
    assert (answer.url, is_signed_in(client)) == ("/admin/", True)
    assert client.get("/admin/").status_code == 200


def test_the_back_office_asks_for_sign_in_on_our_page(client):
    first = client.get("/admin/pages/")
    second = client.get(first.url)
    assert (first.url, second.url) == (
        "/admin/login/?next=/admin/pages/",
        reverse("account_login") + "?next=%2Fadmin%2Fpages%2F",
    )


def test_the_form_of_the_back_office_does_not_sign_in(client, lea):
    client.post("/admin/login/", {"username": "lea@example.org", "password": "une phrase de passe longue"})
    assert not is_signed_in(client)


def test_a_person_without_access_reads_why_instead_of_going_round(client, lea):
    client.force_login(lea)
    answer = client.get("/admin/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (403, [("/admin/login/?next=/admin/", 302)])


@pytest.mark.parametrize("group", LABELS)
def test_every_group_has_access(client, group):
    client.force_login(person(group=group))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["password_reset/", "password_reset/done/"])
def test_the_back_office_has_no_password_reset_of_its_own(client, path):
    assert client.get(f"/admin/{path}").status_code == 404


def test_the_back_office_changes_neither_address_nor_password(client):
    rita = person("rita@example.org", group="moderator")
    client.force_login(rita)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert [name for name in ('type="password"', 'type="email"') if name in page] == []
    assert client.get(reverse("wagtailadmin_account") + "change_password/").status_code == 404


def test_every_group_has_a_name_in_words_and_a_hub_s_own_keeps_its_name():
    assert sorted(Group.objects.filter(name__in=LABELS).values_list("name", flat=True)) == sorted(LABELS)
    assert label("Les bénévoles") == "Les bénévoles"
