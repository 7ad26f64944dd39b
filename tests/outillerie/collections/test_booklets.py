"""The booklet of a collection: every kit with its own licence, made once for each state, never what is not public."""

from hashlib import sha256 as digest_of
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from outillerie.collections.actions import add_kit, change_collection, delete_collection, move_kit, say_why
from outillerie.collections.documents import booklet_html, booklet_pdf, resources
from outillerie.collections.models import CollectedKit, CollectionPrint, KitCollection
from outillerie.collections.prints import booklet_of, make_booklet, state_of
from outillerie.kits.formats.content import Picture
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.outillerie.printing.reading import booklet_words, bookmarks_of, images_of, tags_of, words_of

pytestmark = pytest.mark.django_db
PAGE = "/collections/pour-l-automne/"
A4, A5 = f"{PAGE}carnet-a4.pdf", f"{PAGE}carnet-a5.pdf"


def work(collection):
    """Do what the worker does for the booklets that wait."""
    for made in CollectionPrint.objects.filter(collection=collection, state="waiting"):
        make_booklet({"print": made.pk})


def words(client, collection, path=A4):
    client.get(path)
    work(collection)
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return booklet_words(answer.getvalue())


def picture(colour):
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "WEBP", lossless=True)
    return buffer.getvalue()


def kit_with_picture(slug, colour):
    data = picture(colour)
    sha256 = digest_of(data).hexdigest()
    row = Picture(name="plan.webp", sha256=sha256, alt=f"Plan {colour}")
    return factories.kit(
        slug=slug, title=f"Kit {slug}", pictures=(row,), blobs={sha256: data}, preparation="![Plan](images/plan.webp)"
    )


def test_a_booklet_is_asked_of_the_worker_once_then_given(client, collection):
    first, again = client.get(A4), client.get(A4)
    assert (first.status_code, first["Refresh"], again.status_code) == (202, "2", 202)
    assert OutboxMessage.objects.filter(kind="collection-print").count() == 1
    work(collection)
    given = client.get(A4)
    assert (given.status_code, given["Cache-Control"]) == (200, "no-cache")
    assert given["Content-Disposition"] == 'inline; filename="pour-l-automne-carnet-a4.pdf"'


def test_a_booklet_holds_everything_and_each_kit_keeps_its_own_credit_and_licence(client, collection, owner):
    add_kit(collection, factories.kit(slug="nc", title="Kit NC", licence="CC-BY-NC-SA-4.0", organisation=""), by=owner)
    text = words(client, collection)
    assert [text.count(f"« Kit {letter} » par Élise Vasseur") for letter in ("A", "B", "C", "NC")] == [1, 1, 1, 1]
    expected = (
        "Pour l’automne", "Une collection de 4 kits d’atelier", "Réunis par Odile, Samir", "Dans cet ordre.", "Sommaire",
        "ce n’est pas une adaptation", "interdisent l’usage commercial (CC BY-NC-SA 4.0)", "Licence CC BY-SA 4.0",
        "Licence CC BY-NC-SA 4.0", "Trier les messages", "127.0.0.1:8000/collections/pour-l-automne",
    )  # fmt: skip
    assert [words for words in expected if words not in text] == []


def test_the_a4_booklet_is_tagged_titled_and_bookmarked(collection):
    pdf = booklet_pdf(booklet_of(collection, "carnet-a4"))
    info = PdfReader(BytesIO(pdf)).metadata
    assert (info.title, info.author) == ("Pour l’automne", "Odile, Samir")
    titles = [tag for tag in tags_of(pdf) if tag[1] == "/H1"]
    assert len(titles) == 4
    assert [title for title in bookmarks_of(pdf) if "Kit" in str(title)] != []


def test_the_a5_booklet_is_laid_on_a4_sheets(collection):
    pages = PdfReader(BytesIO(booklet_pdf(booklet_of(collection, "carnet-a5")))).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(842, 595)}
    assert len(pages) % 2 == 0


def test_the_same_collection_prints_the_same_bytes(collection):
    printed = [booklet_pdf(booklet_of(collection, "carnet-a4")) for _time in range(2)]
    assert printed[0] == printed[1]


def test_two_kits_whose_pictures_share_a_name_keep_each_their_own(collection, owner):
    for slug, colour in (("rouge", "red"), ("vert", "lime")):
        add_kit(collection, kit_with_picture(slug, colour), by=owner)
    printed = booklet_of(collection, "carnet-a4")
    files = resources(printed)
    assert (files["kits/4/images/plan.webp"], files["kits/5/images/plan.webp"]) == (picture("red"), picture("lime"))
    html = booklet_html(printed)
    assert (html.count('src="kits/4/images/plan.webp"'), html.count('src="images/')) == (1, 0)
    assert {image.image.convert("RGB").getpixel((5, 5)) for image in images_of(booklet_pdf(printed))} == {
        (255, 0, 0),
        (0, 255, 0),
    }


def test_ATK_PDF_01_hostile_words_ask_for_nothing(collection, owner):
    hostile = (
        '<img src="images/x"><link rel=attachment href=file:/etc/passwd> src="images/plan.webp" <script>x</script>'
    )
    add_kit(collection, factories.kit(slug="h", title=hostile[:200], hook=hostile, preparation=hostile), by=owner)
    collection.title, collection.introduction = hostile[:120], hostile
    collection.save()
    html = booklet_html(booklet_of(collection, "carnet-a4"))
    assert [word for word in ("<script", "<link rel=attachment", '<img src="images/') if word in html] == []
    assert 'src="images/plan.webp"' in BeautifulSoup(html, "html.parser").get_text()
    assert booklet_pdf(booklet_of(collection, "carnet-a4")).startswith(b"%PDF")


@pytest.mark.parametrize("change", ["words", "order", "note", "kit", "version", "name"])
def test_a_change_is_another_state_and_asks_for_another_booklet(client, collection, kits, owner, change):
    client.get(A4)
    before, row = state_of(collection), collection.collected_kits.first().pk
    if change == "words":
        collection.introduction = "Autrement."
        change_collection(collection)
    elif change == "order":
        move_kit(collection, row, up=False)
    elif change == "note":
        say_why(collection, row, "Pour commencer.")
    elif change == "kit":
        kits[0].unpublish()
    elif change == "version":
        factories.publish(kits[0], hook="Autre accroche.")
    else:
        owner.public_name = "Odile C."
        owner.save()
    client.get(A4)
    changed = KitCollection.objects.get()
    assert state_of(changed) != before
    assert list(CollectionPrint.objects.order_by("pk").values_list("sha256", flat=True)) == [before, state_of(changed)]


def test_a_new_booklet_takes_the_place_of_the_older_one(client, collection, django_capture_on_commit_callbacks):
    words(client, collection)
    old = CollectionPrint.objects.get()
    move_kit(collection, collection.collected_kits.first().pk, up=False)
    with django_capture_on_commit_callbacks(execute=True):
        words(client, collection)
    new = CollectionPrint.objects.get()
    assert (new.pk != old.pk, old.file.storage.exists(old.file.name), new.file.storage.exists(new.file.name)) == (
        True,
        False,
        True,
    )


def test_a_booklet_asked_before_a_change_is_not_made(client, collection):
    client.get(A4)
    made = CollectionPrint.objects.get()
    collection.introduction = "Autrement."
    change_collection(collection)
    make_booklet({"print": made.pk})
    make_booklet({"print": made.pk})
    assert CollectionPrint.objects.count() == 0


def test_a_booklet_that_cannot_be_made_says_so(client, collection):
    CollectionPrint.objects.create(
        collection=collection,
        form="carnet-a4",
        sha256=state_of(collection),
        state="failed",
        requested_at=collection.created_at,
    )
    answer = client.get(A4)
    assert (answer.status_code, "n’a pas pu être fait" in answer.text) == (503, True)


def test_deleting_a_collection_forgets_its_booklets(client, collection, django_capture_on_commit_callbacks):
    words(client, collection)
    made = CollectionPrint.objects.get()
    storage, name = made.file.storage, made.file.name
    with django_capture_on_commit_callbacks(execute=True):
        delete_collection(collection)
    assert (CollectionPrint.objects.count(), storage.exists(name)) == (0, False)


@pytest.mark.parametrize("state", ["unpublished", "private", "draft"])
def test_LEAK_06_a_booklet_holds_no_kit_that_is_not_public(client, collection, kits, owner, state):
    if state == "unpublished":
        kits[1].unpublish()
    elif state == "private":
        PageViewRestriction.objects.create(page=kits[1], restriction_type=PageViewRestriction.LOGIN)
    else:
        latest = kits[1].get_latest_revision_as_object()
        latest.title = "Kit B en chantier"
        latest.save_revision()
    client.force_login(owner)
    text = words(client, collection)
    assert ("chantier" in text, "Kit B" in text, "Kit C" in text) == (False, state == "draft", True)


def test_LEAK_06_a_private_collection_prints_for_its_curators_alone(client, collection, curator):
    KitCollection.objects.update(is_public=False)
    assert [client.get(path).status_code for path in (A4, A5)] == [404, 404]
    client.force_login(curator)
    assert client.get(A4).status_code == 202
    work(collection)
    assert client.get(A4)["Cache-Control"] == "private, no-store"


def test_a_collection_without_a_public_kit_has_no_booklet(client, owner):
    KitCollection.objects.create(title="Vide", slug="vide", owner=owner, is_public=True)
    assert client.get("/collections/vide/carnet-a4.pdf").status_code == 404
    assert client.get("/collections/vide/inconnu.pdf").status_code == 404
    assert "carnet-a4" not in client.get("/collections/vide/").text


def test_a_note_is_read_in_the_contents(collection):
    CollectedKit.objects.filter(kit__slug="a").update(note="Pour commencer, sans ordinateur.")
    assert "Pour commencer, sans ordinateur." in words_of(booklet_pdf(booklet_of(collection, "carnet-a4")))
