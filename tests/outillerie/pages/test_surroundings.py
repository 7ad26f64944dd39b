from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from PIL import Image

from outillerie.kits.models import HubImage
from outillerie.pages.actions import forget_pages
from outillerie.pages.colour import contrast_on_white
from outillerie.pages.models import Funder, HubSettings, PlainPage
from outillerie.pages.queries import surroundings

pytestmark = pytest.mark.django_db


def picture(title):
    buffer = BytesIO()
    Image.new("RGB", (640, 320), "navy").save(buffer, "PNG")
    return HubImage.objects.create(title=title, file=ContentFile(buffer.getvalue(), "logo.png"))


@pytest.fixture
def hub():
    hub = HubSettings.objects.get()
    hub.hub_name, hub.tagline, hub.accent_colour = "Hub des Beffrois", "Empruntez un outil.", "#8E2A4E"
    hub.contact_email, hub.funding_mention = "bonjour@beffrois.example", "Soutenu par le Fonds imaginaire."
    hub.logo = picture("Logo du Hub")
    hub.funders.add(
        Funder(name="Fonds imaginaire", website="https://fonds.example", logo=picture("Logo du Fonds")),
        Funder(name="Fondation du Carillon"),
    )
    hub.save()
    forget_pages()
    return hub


def test_every_page_says_which_hub_this_is(client, hub):
    page = client.get("/mentions-legales/").text
    assert "<title>Mentions légales · Hub des Beffrois</title>" in page
    assert 'content="Empruntez un outil."' in page
    assert '<link rel="stylesheet" href="/couleurs/8e2a4e.css">' in page
    assert 'href="mailto:bonjour@beffrois.example"' in page
    assert "Soutenu par le Fonds imaginaire." in page


def test_the_funders_are_shown_with_their_logo_or_their_name(client, hub):
    page = client.get("/mentions-legales/").text
    assert 'href="https://fonds.example"' in page
    assert 'alt="Fonds imaginaire"' in page
    assert "Fondation du Carillon" in page


def test_the_pictures_of_the_hub_are_served_and_their_originals_are_not(client, hub):
    hub.logo.refresh_from_db()
    rendition = hub.logo.get_rendition("max-320x96")
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/media/{hub.logo.file.name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "images/../original_images/x.png",
        "images/%2e%2e/secret-key",
        "images//etc/passwd",
        "images",
        "images/",
        "versions/x",
    ],
)
def test_LEAK_07_nothing_but_renditions_comes_out_of_the_media(client, hub, name):
    assert client.get(f"/media/{name}").status_code in {400, 404}


def test_the_hub_costs_one_query_to_pages_that_are_not_kept(client, hub, django_assert_num_queries):
    client.get("/mentions-legales/")
    with django_assert_num_queries(1):
        around = surroundings(RequestFactory().get("/"))
        [funder.logo and funder.logo.get_rendition("max-320x112").url for funder in around.hub.funders.all()]
    assert [link.label for link in around.legal_links.values()] == [
        "Mentions légales", "Politique de confidentialité", "Conditions d’utilisation",
        "Déclaration d’accessibilité", "Écoconception", "Licences libres",
    ]  # fmt: skip


def test_a_hub_without_an_audit_says_that_it_is_not_compliant(client, hub):
    with pytest.raises(IntegrityError), transaction.atomic():
        HubSettings.objects.update(conformity="full")
    hub.conformity = "partial"
    with pytest.raises(ValidationError) as refusal:
        hub.full_clean()
    assert list(refusal.value.message_dict) == ["__all__"]
    hub.audited_on = date(2026, 11, 2)
    hub.full_clean()


@pytest.mark.parametrize(
    ("colour", "is_accepted"), [("#1F4B99", True), ("#767676", True), ("#777777", False), ("#FFC72C", False)]
)
def test_a_colour_that_cannot_be_read_on_white_is_refused(hub, colour, is_accepted):
    hub.accent_colour = colour
    try:
        hub.full_clean()
    except ValidationError as refusal:
        assert list(refusal.message_dict) == ["accent_colour"]
        assert not is_accepted
    else:
        assert is_accepted


@pytest.mark.parametrize("typed", ["red", "1F4B99", "#1F4B9", "#1F4B99;}", "#GGGGGG"])
def test_what_is_not_a_colour_is_refused_with_a_sentence(hub, typed):
    hub.accent_colour = typed
    with pytest.raises(ValidationError) as refusal:
        hub.full_clean()
    assert list(refusal.value.message_dict) == ["accent_colour"]


def test_contrast_is_that_of_the_standard():
    assert [round(contrast_on_white(colour), 2) for colour in ("#000000", "#ffffff", "#767676")] == [
        21.0,
        1.0,
        4.54,
    ]


def test_a_private_or_unpublished_page_leaves_the_foot_and_the_site_map(client, hub):
    page = PlainPage.objects.get(kind="terms")
    page.unpublish()
    forget_pages()
    assert [client.get(path).text.count("Conditions d’utilisation") for path in ("/", "/plan-du-site/")] == [
        0,
        0,
    ]


def test_ATK_XSS_01_what_a_hub_says_of_itself_is_only_words(client, hub):
    hub.hub_name = hub.tagline = "<script>alert(1)</script>"
    hub.funding_mention = '"><img src=x onerror=alert(1)>'
    hub.save()
    forget_pages()
    page = client.get("/mentions-legales/").text
    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
