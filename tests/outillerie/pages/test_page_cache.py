import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from outillerie.pages.actions import forget_pages
from outillerie.pages.models import HubSettings, PlainPage
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/mentions-legales/"


def rename(title):
    """Change the page without telling anyone: only a kept copy can still have the old title."""
    PlainPage.objects.filter(kind="legal-notice").update(title=title)


def titles(response):
    return [title for title in ("Mentions légales", "Nouveau titre") if f"<h1>{title}</h1>" in response.text]


def test_a_page_is_kept_for_people_without_a_cookie(client):
    client.get(PAGE)
    rename("Nouveau titre")
    assert titles(client.get(PAGE)) == ["Mentions légales"]


def test_what_is_kept_is_forgotten_when_something_public_changes(client):
    client.get(PAGE)
    rename("Nouveau titre")
    forget_pages()
    assert titles(client.get(PAGE)) == ["Nouveau titre"]


def test_a_kept_page_has_the_headers_of_the_first_one(client):
    first, second = client.get(PAGE), client.get(PAGE)
    assert dict(second.items()) == dict(first.items())
    assert second.content == first.content


def test_a_kept_page_asks_nothing_of_the_database_but_whether_it_is_fresh(client, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


@pytest.mark.parametrize(
    "request_of_somebody",
    [
        {"HTTP_COOKIE": "session=x"},
        {"HTTP_COOKIE": "affichage=language%3Den"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HX_REQUEST": "false"},
        {"HTTP_RANGE": "bytes=0-10"},
    ],
)
def test_ATK_CACHE_01_a_request_that_carries_more_is_neither_kept_nor_answered_from_there(client, request_of_somebody):
    client.get(PAGE, **request_of_somebody)
    rename("Nouveau titre")
    assert titles(client.get(PAGE)) == ["Nouveau titre"]
    rename("Mentions légales")
    assert titles(client.get(PAGE, **request_of_somebody)) == ["Mentions légales"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("HTTP_X_FORWARDED_HOST", "evil.example"),
        ("HTTP_X_FORWARDED_PROTO", "https"),
        ("HTTP_X_ORIGINAL_URL", "/admin/"),
        ("HTTP_ACCEPT_LANGUAGE", "en"),
        ("HTTP_USER_AGENT", "<script>"),
    ],
)
def test_ATK_CACHE_01_a_header_that_is_not_in_the_key_changes_nothing_of_the_page(client, header, value):
    plain = client.get(PAGE)
    forget_pages()
    assert client.get(PAGE, **{header: value}).content == plain.content


def test_ATK_CACHE_01_addresses_that_differ_far_away_are_two_pages(client):
    padding = "x" * 3000
    client.get(f"{PAGE}?a={padding}1")
    rename("Nouveau titre")
    assert titles(client.get(f"{PAGE}?a={padding}2")) == ["Nouveau titre"]


@pytest.mark.parametrize("path", ["/mentions-legales/x.css", "/mentions-legales;.js", "/compte/adresses/x.css"])
def test_ATK_CACHE_01_an_address_dressed_as_a_file_gives_no_page(client, path):
    client.force_login(factories.person())
    assert client.get(path).status_code in {301, 302, 404}


def test_ATK_CACHE_01_a_person_signed_in_is_told_that_the_page_is_theirs_alone(client):
    client.force_login(factories.person())
    response = client.get(PAGE)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_ATK_CACHE_01_a_page_with_a_form_is_never_kept(client):
    first = client.get("/affichage/")
    client.cookies.clear()
    second = client.get("/affichage/")
    assert first["Cache-Control"] == second["Cache-Control"] == "private, no-store"
    assert first.context["csrf_token"] != second.context["csrf_token"]


def test_ATK_CACHE_01_a_page_that_is_missing_is_not_kept(client):
    missing = "/bientot/"
    assert client.get(missing).status_code == 404
    home = PlainPage.objects.first().get_parent()
    home.add_child(instance=PlainPage(title="Bientôt", slug="bientot"))
    assert client.get(missing).status_code == 200


def test_ATK_HOST_01_a_forged_host_is_refused_before_anything_is_kept(client):
    assert client.get(PAGE, headers={"host": "evil.example"}).status_code == 400
    assert "evil.example" not in client.get(PAGE).text


def test_a_flood_of_addresses_pushes_old_ones_out_and_leaves_room():
    from django.core.cache import caches

    assert caches["pages"]._max_entries == 200


def test_a_head_request_is_answered_without_a_body(client):
    client.get(PAGE)
    response = client.head(PAGE)
    assert (response.status_code, response.content) == (200, b"")


def test_a_deed_in_the_back_office_shows_at_once(client, admin_client):
    assert "Hub des Tours" not in client.get(PAGE).text
    hub = HubSettings.objects.get()
    form = {"hub_name": "Hub des Tours", "conformity": "none", "terms_version": "1"}
    empty = {f"funders-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    address = f"/admin/settings/outillerie/hubsettings/{hub.site_id}/"
    assert admin_client.post(address, {**form, **empty, "funders-MAX_NUM_FORMS": "1000"}).status_code == 302
    assert "Hub des Tours" in client.get(PAGE).text


def test_a_draft_that_saves_itself_leaves_kept_pages_alone(client, admin_client):
    client.get(PAGE)
    rename("Nouveau titre")
    admin_client.post("/admin/pages/1/edit/", headers={"accept": "application/json"})
    assert titles(client.get(PAGE)) == ["Mentions légales"]


def test_an_unpublished_page_is_gone_at_once(client, admin_client):
    page = PlainPage.objects.get(kind="legal-notice")
    assert client.get(PAGE).status_code == 200
    admin_client.post(f"/admin/pages/{page.pk}/unpublish/")
    assert client.get(PAGE).status_code == 404


def test_a_page_made_private_is_gone_at_once(client, admin_client):
    page = PlainPage.objects.get(kind="legal-notice")
    assert client.get(PAGE).status_code == 200
    admin_client.post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"})
    assert client.get(PAGE).status_code == 302


def test_what_is_kept_can_be_read_while_the_database_is_away(client):
    def refuse(*_statement):
        raise OperationalError("away")

    expected = client.get(PAGE).content
    with connection.execute_wrapper(refuse):
        assert client.get(PAGE).content == expected


def test_a_state_that_the_cache_forgot_is_a_new_one(client):
    client.get(PAGE)
    rename("Nouveau titre")
    cache.clear()
    assert titles(client.get(PAGE)) == ["Nouveau titre"]
