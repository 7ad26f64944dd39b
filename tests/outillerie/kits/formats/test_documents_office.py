"""What Word and LibreOffice do and no sheet does: what they show is what is read."""

from dataclasses import astuple

import pytest

from outillerie.kits.formats.documents import Reading, read_document
from tests.documents import (
    PNG,
    docx,
    link,
    obold,
    odt,
    oh,
    olist,
    op,
    opicture,
    otable,
    p,
    parts_of,
    picture,
    run,
    text_box,
    zipped,
)  # fmt: skip


def read(*body, **more) -> Reading:
    return read_document("essai.docx", docx(*body, **more))


def test_footnotes_are_called_by_number_and_listed_at_the_end():
    call = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    reading = read(
        p("Atelier", style="Titre"),
        p("Un mot", call, " rare."),
        beside={"footnotes": f"<w:footnote w:id='2'>{p('Sa définition.')}</w:footnote>"},
    )
    assert reading.leftovers == ("Un mot (note 1) rare.", "### Notes\n\n1. Sa définition.")


def test_tracked_changes_are_accepted_and_comments_are_left_out_and_both_are_told():
    changed = (
        "<w:ins w:id='1'>" + run("neuf") + "</w:ins><w:del w:id='2'><w:r><w:delText>vieux</w:delText></w:r></w:del>"
    )
    comment = "<w:r><w:commentReference w:id='0'/></w:r>"
    reading = read(
        p("Un texte ", changed, comment), beside={"comments": f"<w:comment w:id='0'>{p('Une remarque')}</w:comment>"}
    )
    assert (reading.content.body, reading.notices) == ("Un texte neuf", ("deletions", "margin_comments"))


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (p("Avant ", text_box(p("Dans la boîte")), "après"), "Avant après\n\nDans la boîte"),
        (p("Le ", f"<w:fldSimple w:instr=' DATE '>{run('3 mai')}</w:fldSimple>"), "Le 3 mai"),
        (p("<w:customXml><w:r><w:t>un mot</w:t></w:r></w:customXml>", " de plus"), "un mot de plus"),
        (f"<w:sdt><w:sdtContent>{p('Un champ')}</w:sdtContent></w:sdt>", "Un champ"),
        (p("<w:r><w:pict><v:shape><v:textpath string='Écrit en grand'/></v:shape></w:pict></w:r>"), "Écrit en grand"),
        (p("Vu", run(" caché", more="<w:vanish/>")), "Vu"),
        (p("Sommaire 1", style="TM1") + p("La suite"), "La suite"),
        (p("Ici ", link("ailleurs", "un lien")), "Ici [un lien](https://exemple.org)"),
        (p("a\tb\nc", "<w:r><w:noBreakHyphen/></w:r>", "d"), "a b\\\nc\u2011d"),
        ("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>", "*a*\u2005+\u2005*b*"),
    ],
)
def test_what_word_shows_is_what_is_read(paragraph, shown):
    reading = read(p("Atelier", style="Titre"), p("Bonjour."), paragraph, remote={"ailleurs": "https://exemple.org"})
    assert reading.content.body == f"Bonjour.\n\n{shown}"


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (
            op("Avant", f"<draw:frame><draw:text-box>{op('Dans la boîte')}</draw:text-box></draw:frame>"),
            "Avant\n\nDans la boîte",
        ),
        (op(f"<draw:custom-shape>{op('Dans la forme')}</draw:custom-shape>"), "Dans la forme"),
        (op("Le ", "<text:date>3 mai</text:date>"), "Le 3 mai"),
        (f"<text:section>{op('Une section')}</text:section>", "Une section"),
        (f"<text:numbered-paragraph>{op('Numéroté')}</text:numbered-paragraph>", "Numéroté"),
        (op("Vu", "<text:hidden-text>caché</text:hidden-text>"), "Vu"),
        (
            f"<text:table-of-content><text:index-body>{op('Sommaire')}</text:index-body></text:table-of-content>"
            + op("Suite"),
            "Suite",
        ),
        (op("Dit", f"<office:annotation>{op('Remarque')}</office:annotation>", "-on"), "Dit-on"),
        (op("a", "<text:s text:c='2'/>", "b", "<text:tab/>", "c"), "a b c"),
        (otable(("a", "b"), ("c", "d")), "| a | b |\n| --- | --- |\n| c | d |"),
    ],
)
def test_what_libreoffice_shows_is_what_is_read(paragraph, shown):
    reading = read_document("essai.odt", odt(op("Atelier", style="Title"), op("Bonjour."), paragraph))
    assert (reading.content.title, reading.content.body) == ("Atelier", f"Bonjour.\n\n{shown}")


def test_bold_lines_of_an_odt_are_headings_and_its_lists_are_lists():
    data = odt(op(obold("Jouer ensemble")), op(obold("Objectifs")), olist("Oser"), oh("Déroulé"), op("On joue."))
    content = read_document("essai.odt", data).content
    assert (content.title, content.objectives) == ("Jouer ensemble", ("Oser",))


def test_headers_and_footers_are_kept_without_page_numbers_and_say_the_licence():
    reading = read(
        p("Atelier", style="Titre"),
        p("Bonjour."),
        beside={"header1": p("La Fabrique"), "footer1": p("Licence CC BY 4.0 — page 1 sur 3"), "footer2": p("Page 2")},
    )
    assert reading.leftovers == ("Bonjour.\n\nLa Fabrique\n\nLicence CC BY 4.0",)
    assert reading.notices == ("headers",)
    assert reading.content.licence == "CC-BY-4.0"


def test_pictures_come_with_their_words_and_their_bytes():
    data = docx(p("Atelier", style="Titre"), p(picture("plan", alt="Le plan")), media={"plan": PNG})
    reading = read_document("essai.docx", data)
    (found,) = reading.content.pictures
    assert (found.name, found.alt, found.size) == ("plan.png", "Le plan", len(PNG))
    assert (reading.blobs, reading.content.body) == ({found.sha256: PNG}, "![Le plan](images/plan.png)")


def test_a_logo_in_a_header_is_no_picture_of_the_kit():
    data = docx(
        p("Atelier", style="Titre"),
        p("Bonjour."),
        beside={"header1": p("La Fabrique", picture("logo"))},
        media={"logo": PNG},
    )
    parts = parts_of(data)
    parts["word/_rels/header1.xml.rels"] = parts["word/_rels/document.xml.rels"]
    reading = read_document("essai.docx", zipped(parts))
    assert (reading.content.pictures, reading.leftovers) == ((), ("Bonjour.\n\nLa Fabrique",))
    assert reading.notices == ("headers",)


def test_a_title_too_long_for_a_kit_is_cut_there_and_kept_whole():
    title = "mot " * 60
    reading = read(p(title, style="Titre"), p("Bonjour."))
    assert (len(reading.content.title), reading.leftovers[0]) == (200, title.strip())


def test_pictures_of_an_odt_come_too():
    data = odt(op("Atelier", style="Title"), op(opicture("Pictures/a.png", alt="Vue")), media={"Pictures/a.png": PNG})
    reading = read_document("essai.odt", data)
    assert [astuple(row)[:2] for row in reading.content.pictures] == [("a.png", "Vue")]
    assert list(reading.blobs.values()) == [PNG]


def test_a_picture_that_browsers_cannot_draw_is_told_and_its_words_stay():
    reading = read(
        p("Atelier", style="Titre"), p(picture("plan", alt="Le plan")), media={"plan": b"\x01\x00\x00\x00 EMF"}
    )
    assert (reading.content.pictures, reading.notices, reading.blobs) == ((), ("unreadable",), {})
    assert reading.content.body == "*Le plan*"


def test_the_words_of_a_diagram_are_kept_and_its_drawing_is_told():
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    shown = f"<w:r><w:drawing><dgm:relIds xmlns:dgm='{diagram}' r:dm='dessin'/></w:drawing></w:r>"
    parts = parts_of(docx(p("Atelier", style="Titre"), p("Bonjour."), p("Voici ", shown), media={"dessin": b""}))
    parts["word/media/dessin.png"] = (
        b'<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Un</a:t></a:r></a:p>'
        b"<a:p><a:r><a:t>Deux</a:t></a:r></a:p></d>"
    )
    reading = read_document("essai.docx", zipped(parts))
    assert (reading.leftovers, reading.notices) == (("Bonjour.\n\nVoici\n\nUn\n\nDeux",), ("objects",))


def test_strict_documents_and_other_names_of_parts_are_read():
    parts = parts_of(docx(p("Atelier", style="Titre"), p("Bonjour.")))
    strict = {
        name.replace("document.xml", "document2.xml"): data.decode()
        .replace("document.xml", "document2.xml")
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/", "http://purl.oclc.org/ooxml/wordprocessingml/"
        )
        .replace("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
        for name, data in parts.items()
    }
    content = read_document("essai.docx", zipped(strict)).content
    assert (content.title, content.body) == ("Atelier", "Bonjour.")


def test_a_picture_may_not_be_named_out_of_the_kit():
    data = odt(op(opicture("../../etc/passwd")), op("Bonjour."), media={"Pictures/a.png": PNG})
    reading = read_document("essai.odt", data)
    assert (reading.content.pictures, reading.notices) == ((), ("remote_picture",))
