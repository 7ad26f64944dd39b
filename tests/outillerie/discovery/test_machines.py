"""What programs read: feed, site map, robots, JSON-LD, shared picture. Only public kits, on the configured address."""

import json
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction

from outillerie.discovery.exports import json_ld
from outillerie.pages.models import PlainPage
from tests import factories
from tests.outillerie.discovery.test_lrmi import faults

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NASTY = "Trier <script>alert(1)</script> & «&amp;» ]]> </script>"


@pytest.fixture
def withdrawn():
    kit = factories.kit(title="Retiré", slug="retire")
    kit.unpublish()
    return kit


@pytest.fixture
def private():
    kit = factories.kit(title="Réservé", slug="reserve")
    PageViewRestriction.objects.create(page=kit, restriction_type=PageViewRestriction.LOGIN)
    return kit


def feed(client):
    response = client.get(reverse("kits-atom"), headers={"host": "localhost"})
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def addresses(client):
    root = ElementTree.fromstring(client.get(reverse("sitemap")).content)
    return [element.text for element in root.iter(f"{MAP}loc")]


def test_the_feed_gives_the_newest_public_kits(client, withdrawn, private):
    """LEAK-05."""
    factories.draft(title="Brouillon", slug="brouillon")
    kit = factories.kit(title=NASTY, hook=NASTY, slug="public")
    entry, *others = feed(client).findall(f"{ATOM}entry")
    assert others == []
    assert entry.findtext(f"{ATOM}title") == NASTY
    assert entry.findtext(f"{ATOM}summary") == (
        "Trier &lt;script&gt;alert(1)&lt;/script&gt; &amp; «&amp;amp;» ]]&gt; &lt;/script&gt;"
    )
    assert entry.find(f"{ATOM}link").get("href") == "http://127.0.0.1:8000/kits/public/"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{kit.translation_key}"
    assert entry.findtext(f"{ATOM}rights") == "CC BY-SA 4.0 – https://creativecommons.org/licenses/by-sa/4.0/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Élise Vasseur"


def test_the_feed_stands_on_the_configured_address(client):
    links = {link.get("rel"): link.get("href") for link in feed(client).findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://127.0.0.1:8000/kits/",
        "self": "http://127.0.0.1:8000/flux/kits.atom",
    }


def test_the_site_map_holds_what_is_public_and_nothing_else(client, withdrawn, private):
    """LEAK-05."""
    factories.draft(title="Brouillon", slug="brouillon", organisation="Organisation secrète")
    factories.kit(slug="public", themes=("bases-risques-cyber-et-protection",))
    found = {address.removeprefix("http://127.0.0.1:8000") for address in addresses(client)}
    plain_pages = {page.relative_url(None) for page in PlainPage.objects.all()}
    assert sorted(found - plain_pages) == [
        "/",
        "/agenda/",
        "/agenda/programme/",
        "/badges/",
        "/badges/chiffres/",
        "/kits/",
        "/kits/public/",
        "/organisations/",
        "/organisations/hub-des-beffrois/",
        "/parcours/",
        "/parcours/catalogue/",
        "/themes/",
        "/themes/bases-risques-cyber-et-protection/",
    ]


def test_robots_are_told_where_the_site_map_is_and_not_to_walk_through_the_filters(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "Disallow: /kits/?",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


@pytest.mark.parametrize(
    "facts", [{}, {"title": NASTY, "hook": NASTY, "duration": None, "credits": ()}, {"language": "en"}]
)
def test_the_json_ld_of_a_kit_is_valid_and_cannot_end_its_script(facts):
    version = factories.kit(**facts).versions.get()
    text = json_ld(version)
    assert [sign for sign in "<>&" if sign in text] == []
    values = json.loads(text)
    assert faults(values) == []
    assert values["name"] == version.title
    assert values["id"] == f"http://127.0.0.1:8000/kits/{version.kit.slug}/v1/"


def test_the_json_ld_of_a_kit_under_the_french_open_licence_departs_from_the_profile_there_only():
    version = factories.kit(licence="etalab-2.0").versions.get()
    assert faults(json.loads(json_ld(version))) == ["license/id"]


def test_the_shared_picture_is_drawn_once_and_light(client):
    kit = factories.kit(title="Où est Camille, quand tout le monde regarde ailleurs ? " * 4)
    address = reverse("share-image", args=[kit.slug, 1])
    first = client.get(address)
    data = b"".join(first.streaming_content)
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(data) <= 60_000
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    assert b"".join(client.get(address).streaming_content) == data


def test_a_kit_that_is_not_public_has_no_picture(client, withdrawn, private):
    """LEAK-06."""
    draft = factories.draft(title="Brouillon", slug="brouillon")
    statuses = [
        client.get(reverse("share-image", args=[kit.slug, 1])).status_code for kit in (withdrawn, private, draft)
    ]
    assert statuses == [404, 404, 404]
    assert client.get("/partage/camille-v999999999999999999999.png").status_code == 404
