import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Cookie, HX-Request",
}
READING = [
    "/",
    "/kits/",
    "/kits/?q=mot",
    "/themes/",
    "/organisations/",
    "/mentions-legales/",
    "/plan-du-site/",
]
FORMS = ["/affichage/", "/compte/connexion/", "/compte/inscription/"]


@pytest.fixture
def kit():
    return factories.kit()


def kit_pages(kit):
    address = reverse("kit", args=[kit.slug])
    return [address, f"{address}v1/", f"{address}versions/"]


def test_every_public_page_says_what_a_browser_may_do(client, kit):
    for path in [*READING, *FORMS, *kit_pages(kit), "/nulle-part/"]:
        response = client.get(path)
        assert {name: response.get(name) for name in EXPECTED} == EXPECTED, path


def test_a_visitor_without_a_cookie_gets_none(client, kit):
    drawn = [
        reverse("cover", args=["nope"]),
        reverse("accent", args=["1f4b99"]),
    ]
    machine = ["/health/", "/robots.txt", "/sitemap.xml", "/flux/kits.atom", f"/kits/{kit.slug}/v1/kit.json"]
    for path in [
        *READING,
        *kit_pages(kit),
        *drawn,
        *machine,
        "/nulle-part/",
        "/admin/",
        "/media/images/x.webp",
    ]:
        response = client.get(path)
        assert (response.status_code < 500, dict(response.cookies)) == (True, {}), path


def test_a_form_brings_the_one_cookie_that_protects_it(client):
    for path in FORMS:
        client.cookies.clear()
        assert list(client.get(path).cookies) == ["csrf"], path


@pytest.mark.parametrize("path", ["/kits/", "/admin/login/", "/compte/connexion/"])
def test_cookies_of_people_are_out_of_reach_of_scripts_and_other_sites(client, path):
    for cookie in client.get(path).cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
            True,
            "Lax",
            "/",
            "",
        )


def test_the_back_office_alone_may_run_what_stands_in_its_pages(admin_client):
    policy = admin_client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';" in policy
    assert admin_client.get("/kits/")["Content-Security-Policy"] == EXPECTED["Content-Security-Policy"]


def test_a_drawing_can_do_nothing_but_be_seen(client):
    response = client.get(reverse("cover", args=["2-loupe-bottom"]))
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("accent", ["1f4b9", "1f4b99a", "zzzzzz", "1F4B99", "fff;}b"])
def test_only_a_colour_makes_a_stylesheet(client, accent):
    assert client.get(f"/couleurs/{accent}.css").status_code == 404


def test_a_colour_goes_to_the_roles_that_carry_it(client):
    response = client.get("/couleurs/8e2a4e.css")
    assert response.text == (
        ":root{--color-action:#8e2a4e;--color-link:#8e2a4e;--color-second-edge:#8e2a4e;--color-action-edge:#631d37;"
        "--color-action-rim:#631d37;--color-second-ink:#631d37;--color-foot:#631d37}"
    )
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_ATK_UP_01_a_request_that_is_too_heavy_is_refused_before_it_is_read(client):
    class Unread:
        def read(self, *_size):
            raise AssertionError("read")

        readline = read

    request = {
        "CONTENT_LENGTH": "25000001",
        "wsgi.input": Unread(),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    response = client.generic("POST", "/affichage/", **request)
    assert response.status_code == 413
    assert response.templates[0].name == "pages/too_heavy.html"


@pytest.mark.parametrize("length", ["-1", "1e9", "25 Mo"])
def test_ATK_UP_01_a_length_that_is_not_one_is_refused(client, length):
    assert client.generic("POST", "/affichage/", CONTENT_LENGTH=length).status_code == 413


@pytest.mark.parametrize(
    "came_from", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_ATK_RED_01_choosing_a_display_leads_back_to_this_site_only(client, came_from):
    choice = {"text": "large", "spacing": "wide", "theme": "dark", "language": "fr", "next": came_from}
    assert client.post("/affichage/", choice)["Location"] == "/"


def test_the_display_cookie_holds_the_choices_and_nobody(client):
    choice = {"text": "large", "spacing": "wide", "theme": "dark", "language": "en", "next": "/kits/?q=mot"}
    response = client.post("/affichage/", choice)
    cookie = response.cookies["affichage"]
    assert (response["Location"], cookie.value) == (
        "/kits/?q=mot",
        "text=large&spacing=wide&theme=dark&language=en",
    )
    page = client.get("/kits/")
    assert '<html lang="en" data-theme="dark" data-text="large" data-spacing="wide">' in page.text


def test_an_unknown_choice_counts_as_none(client):
    client.cookies["affichage"] = "text=%22%3E&theme=neon&language=xx"
    assert '<html lang="fr" data-theme="light" data-text="normal" data-spacing="normal">' in client.get("/").text
