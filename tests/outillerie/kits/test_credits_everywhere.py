"""A kit adapted from an adaptation: every output credits exactly the right people, and so does it without its source."""

import hashlib
import json
import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from PIL import Image

from outillerie.discovery.exports import json_ld
from outillerie.kits.exports import archive_of, json_of, markdown_of
from outillerie.kits.formats.content import Credit, File, Picture, Source, Step
from outillerie.kits.prints import form_bytes, offline_page
from tests import factories
from tests.outillerie.discovery.test_lrmi import faults
from tests.outillerie.printing.reading import booklet_words

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "http://127.0.0.1:8000/kits"
# Everybody who made something of one of the three kits.
ALICE, BACHIR, CHLOE, PAULA, QUENTIN, ROSA, SAMI, NORA = EVERYBODY = (
    "Alice Roseau", "Bachir Canal", "Chloé Tisserand", "Paula Terril", "Quentin Beffroi", "Rosa Dentelle",
    "Sami Houblon", "Nora Carillon",
)  # fmt: skip
OF_A = frozenset([ALICE, PAULA, QUENTIN])
OF_C = frozenset([CHLOE, BACHIR, ALICE, PAULA, ROSA, SAMI, NORA])
OUTPUTS = ("page", "A4", "A5", "archive", "offline page", "Markdown", "kit.json", "JSON-LD", "feed")


def named(text):
    """Return the people that `text` names."""
    words = " ".join(text.split())
    return {name for name in EVERYBODY if name in words}


def webp(colour):
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "WEBP", lossless=True)
    return buffer.getvalue()


def picture(name, alt, author, **facts):
    return Picture(name=name, alt=alt, author=author, sha256=PICTURES[name][0], **facts)


def with_digest(data):
    return hashlib.sha256(data).hexdigest(), data


PICTURES = {
    "casier.webp": with_digest(webp("navy")),
    "plan.webp": with_digest(webp("teal")),
    "affiche.webp": with_digest(webp("maroon")),
    "jeu.txt": with_digest(b"Un jeu"),
}
BLOBS = dict(PICTURES.values())
SHOWN = "![Le casier](images/casier.webp) ![Le plan](images/{plan}.webp)"


def published(**facts):
    return factories.kit(blobs=BLOBS, organisation="", source_url="", **facts)


def source(kit, author, **facts):
    version = kit.versions.get()
    return Source(
        title=version.title,
        authors=(author,),
        url=f"{BASE}/{kit.slug}/v1/",
        licence=version.licence,
        version=1,
        sha256=version.sha256,
        **facts,
    )


@pytest.fixture
def a():
    return published(
        title="Le casier",
        slug="a",
        credits=(Credit(name=ALICE),),
        preparation=SHOWN.format(plan="plan"),
        pictures=(
            picture("casier.webp", "Le casier", PAULA, licence="CC-BY-4.0"),
            picture("plan.webp", "Le plan", QUENTIN, licence="CC-BY-SA-4.0"),
        ),
    )


@pytest.fixture
def b(a):
    return published(
        title="Le casier, au collège",
        slug="b",
        credits=(Credit(name=BACHIR),),
        preparation=SHOWN.format(plan="plan"),
        sources=(source(a, ALICE),),
        pictures=(
            picture("casier.webp", "Le casier", PAULA, licence="CC-BY-4.0"),
            picture("plan.webp", "Le plan", QUENTIN, licence="CC-BY-SA-4.0"),
        ),
    )


@pytest.fixture
def c(a, b):
    """The plan is replaced; a step and a game were taken elsewhere, the game stands whole beside."""
    nearer = source(b, BACHIR, changes="Pour le collège.")
    return published(
        title="Le casier de Camille",
        slug="c",
        credits=(Credit(name=CHLOE),),
        changes="Une autre affiche.",
        preparation=SHOWN.format(plan="affiche"),
        sources=(nearer, source(a, ALICE, through=nearer.url)),
        steps=(
            Step(title="Accueillir", minutes=10, facilitator="Saluer chacun."),
            Step(title="Voter", minutes=20, author=SAMI, source="https://exemple.fr/voter", licence="CC-BY-4.0"),
        ),
        pictures=(
            picture("casier.webp", "Le casier", PAULA, licence="CC-BY-4.0"),
            picture("affiche.webp", "L’affiche", ROSA, licence="CC-BY-4.0"),
        ),
        files=(
            File(name="jeu.txt", title="Le jeu", author=NORA, licence="CC-BY-ND-4.0", sha256=PICTURES["jeu.txt"][0]),
        ),
    )


def page_credits(client, kit):
    page = BeautifulSoup(client.get(f"/kits/{kit.slug}/v1/").content, "html.parser")
    # What is copied is what is read, with the addresses.
    read = {name for part in page.select(".attribution__text") for name in named(part.get_text())}
    assert named(page.select_one("#attribution-text").get_text()) == read
    return read


def archive_credits(version):
    archive = ZipFile(BytesIO(archive_of(version, extras={})))
    return named(archive.read("CREDITS.txt").decode())


def data_credits(values):
    """Return the people that the values of a kit name, wherever an author is said."""
    kit = values["kit"]
    authors = [credit["name"] for credit in kit["credits"]]
    authors += [name for one in kit["sources"] for name in one["authors"]]
    authors += [row["author"] for part in ("steps", "files", "pictures") for row in kit[part] if row["author"]]
    return set(authors)


def linked_data(version):
    values = json.loads(json_ld(version))
    assert faults(values) == []
    return values


def entry_of(client, kit):
    entries = ElementTree.fromstring(client.get(reverse("kits-atom")).content).iter(f"{ATOM}entry")
    return next(one for one in entries if one.find(f"{ATOM}link").get("href") == f"{BASE}/{kit.slug}/")


def feed_credits(client, kit):
    entry = entry_of(client, kit)
    people = [name.text for role in ("author", "contributor") for name in entry.findall(f"{ATOM}{role}/{ATOM}name")]
    return named(" ".join([*people, entry.findtext(f"{ATOM}rights")]))


def offline_credits(version):
    return named(BeautifulSoup(offline_page(version), "html.parser").select_one("footer").get_text())


def credits_of(client, kit):
    """Return the people that each output of the kit credits."""
    version = kit.versions.get()
    return {
        "page": page_credits(client, kit),
        "A4": named(booklet_words(form_bytes(version, "fiche-a4"))),
        "A5": named(booklet_words(form_bytes(version, "carnet-a5"))),
        "archive": archive_credits(version),
        "offline page": offline_credits(version),
        "Markdown": named(markdown_of(version)),
        "kit.json": data_credits(json.loads(json_of(version))),
        "JSON-LD": named(linked_data(version)["creditText"]),
        "feed": feed_credits(client, kit),
    }


def test_every_output_of_a_remix_of_a_remix_credits_exactly_the_right_people(client, c):
    assert credits_of(client, c) == dict.fromkeys(OUTPUTS, OF_C)


def test_every_output_of_the_original_credits_its_own_people(client, a, c):
    assert credits_of(client, a) == dict.fromkeys(OUTPUTS, OF_A)


def test_every_output_says_the_same_when_the_sources_have_gone_away(client, a, b, c):
    before = page_text(client, c), offline_page(c.versions.get()), json_ld(c.versions.get())
    for kit in (a, b):
        kit.unpublish()
    assert client.get(f"/kits/{a.slug}/v1/").status_code == 404
    assert credits_of(client, c) == dict.fromkeys(OUTPUTS, OF_C)
    assert (page_text(client, c), offline_page(c.versions.get()), json_ld(c.versions.get())) == before


def page_text(client, kit):
    page = client.get(f"/kits/{kit.slug}/v1/").text
    return page[page.index('id="origin"') : page.index("</article>")]


def test_the_credits_of_the_archive_name_each_part_its_source_and_its_licence(c):
    lines = ZipFile(BytesIO(archive_of(c.versions.get(), extras={}))).read("CREDITS.txt").decode().splitlines()
    licence = "(https://creativecommons.org/licenses/{}/4.0/deed.fr)"
    assert lines == [
        f"«\u00a0Le casier de Camille\u00a0» par {CHLOE}, {BASE}/c/v1/, sous licence CC BY-SA 4.0 "
        f"{licence.format('by-sa')}. Modifications\u00a0: Une autre affiche.",
        f"D’après «\u00a0Le casier, au collège\u00a0», version 1, par {BACHIR}, {BASE}/b/v1/, sous licence CC BY-SA 4.0 "
        f"{licence.format('by-sa')}. Modifications\u00a0: Pour le collège.",
        f"D’après «\u00a0Le casier\u00a0» (source de «\u00a0Le casier, au collège\u00a0»), version 1, par {ALICE}, "
        f"{BASE}/a/v1/, sous licence CC BY-SA 4.0 {licence.format('by-sa')}.",
        f"Étape reprise\u00a0: «\u00a0Voter\u00a0» par {SAMI}, https://exemple.fr/voter, sous licence CC BY 4.0 "
        f"{licence.format('by')}.",
        f"«\u00a0Le jeu\u00a0» par {NORA}, sous licence CC BY-ND 4.0 {licence.format('by-nd')}.",
        f"«\u00a0Le casier\u00a0» par {PAULA}, sous licence CC BY 4.0 {licence.format('by')}.",
        f"«\u00a0L’affiche\u00a0» par {ROSA}, sous licence CC BY 4.0 {licence.format('by')}.",
    ]


def test_the_linked_data_leads_to_the_works_it_is_based_on_with_their_authors(c):
    values = linked_data(c.versions.get())
    by_sa = {"id": "https://creativecommons.org/licenses/by-sa/4.0/"}
    assert [
        (work["id"], work["name"], work["creator"][0]["name"], work["license"]) for work in values["isBasedOn"]
    ] == [
        (f"{BASE}/b/v1/", "Le casier, au collège", BACHIR, by_sa),
        (f"{BASE}/a/v1/", "Le casier", ALICE, by_sa),
    ]
    assert json.loads(json_of(c.versions.get()))["isBasedOn"] == [f"{BASE}/b/v1/", f"{BASE}/a/v1/"]


def test_the_entry_of_the_feed_leads_to_the_works_it_is_based_on(client, a, c):
    links = [(link.get("rel"), link.get("href")) for link in entry_of(client, c).iter(f"{ATOM}link")]
    assert links == [("alternate", f"{BASE}/c/"), ("via", f"{BASE}/b/v1/"), ("via", f"{BASE}/a/v1/")]
    assert [link.get("rel") for link in entry_of(client, a).iter(f"{ATOM}link")] == ["alternate"]


def test_those_who_helped_the_authors_are_credited_everywhere_too(client):
    people = (Credit(name=ALICE), Credit(name=BACHIR, role="translator"))
    kit = published(slug="traduit", credits=people)
    assert credits_of(client, kit) == dict.fromkeys(OUTPUTS, frozenset([ALICE, BACHIR]))
    contributor = entry_of(client, kit).find(f"{ATOM}contributor")
    assert contributor.findtext(f"{ATOM}name") == BACHIR


def pieces_of(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [re.sub(r"\s+", " ", piece.get_text(" ", strip=True)) for piece in page.select(".lineage__piece")]


def test_the_page_shows_where_the_kit_comes_from_the_farthest_first(client, c):
    client.cookies["affichage"] = "language=en"
    *above, here = pieces_of(client, "/kits/c/v1/")
    assert above == [
        f"Le casier · original kit, version 1 {ALICE} · CC BY-SA 4.0",
        f"Le casier, au collège · adaptation, version 1 {BACHIR} · CC BY-SA 4.0",
    ]
    assert here.startswith("Le casier de Camille · you are here, version 1")


def test_a_kit_made_from_nothing_shows_itself_alone(client, a):
    (here,) = pieces_of(client, "/kits/a/v1/")
    assert here.startswith("Le casier ·")


def test_an_original_that_is_only_an_address_comes_before_everything(client):
    client.cookies["affichage"] = "language=en"
    sources = (
        Source(title="X", authors=(ALICE,), relation="part", licence="CC-BY-4.0"),
        Source(title="Y", authors=(BACHIR,), relation="contribution"),
    )
    factories.kit(slug="d", source_url="https://exemple.fr/original", sources=sources)
    *above, _here = pieces_of(client, "/kits/d/v1/")
    assert above == [
        "Original resource https://exemple.fr/original",
        f"X · parts taken from it {ALICE} · CC BY 4.0",
    ]


def test_ATK_XSS_what_a_source_says_of_itself_stays_text(client):
    hostile = "<script>alert(1)</script>"
    source = Source(title=hostile, authors=(hostile,), url="javascript:alert(1)", licence="CC-BY-4.0", changes=hostile)
    other = Source(title="B", authors=(ALICE,), url="https://exemple.fr/?a=1&b=2", licence="CC-BY-4.0")
    factories.kit(slug="e", sources=(source, other))
    origin = BeautifulSoup(client.get("/kits/e/v1/").content, "html.parser").select_one("article")
    assert origin.select("script") == []
    addresses = [link["href"] for link in origin.select(".lineage a, .attribution a")]
    assert [address for address in addresses if not address.startswith(("http://", "https://"))] == []
    assert addresses[0] == "https://exemple.fr/?a=1&b=2"
    assert hostile in origin.select_one(".lineage").get_text()
