"""Documents of word processors under a path, read like the sheets beside them."""

import io

from PIL import Image

from outillerie.kits.sources import Found, Unreadable, find, outcome
from tests.documents import docx, odt, op, opicture, p, picture


def drawn():
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def test_documents_are_found_beside_sheets(tmp_path):
    for name in ("a.docx", "b.ODT", "c.md", "d.pdf", "e.docm"):
        (tmp_path / name).write_bytes(b"x")
    found = [(item.path.name, item.kind) for item in find(tmp_path)]
    assert found == [("a.docx", "document"), ("b.ODT", "document"), ("c.md", "sheet")]


def test_a_document_gives_its_kit_and_clean_pictures_and_what_its_folder_says(tmp_path):
    (tmp_path / "source.yml").write_text("licence: CC BY 4.0\nauteur: Léa Martin\n", encoding="utf-8")
    path = tmp_path / "jeu.docx"
    path.write_bytes(docx(p("Jouer", style="Titre"), p(picture("plan", alt="Le plan")), media={"plan": drawn()}))
    reading = outcome(Found(path, "document", "jeu"))
    content = reading.content
    assert (content.title, content.licence, content.credits[0].name) == ("Jouer", "CC-BY-4.0", "Léa Martin")
    assert ([row.name for row in content.pictures], content.body) == (["plan.webp"], "![Le plan](images/plan.webp)")
    assert content.pictures[0].sha256 in reading.blobs


def test_what_a_document_could_not_bring_is_a_loss_and_a_bad_one_a_sentence(tmp_path):
    path = tmp_path / "jeu.odt"
    path.write_bytes(odt(op("Jouer"), op(opicture("http://127.0.0.1:9/x.png"))))
    assert [loss.kind for loss in outcome(Found(path, "document", "jeu")).losses] == ["remote_picture"]
    path.write_bytes(b"x")
    assert isinstance(outcome(Found(path, "document", "jeu")), Unreadable)
