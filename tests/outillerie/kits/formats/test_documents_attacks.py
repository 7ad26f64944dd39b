"""Every hostile document of the attack list: refused with a sentence, or made harmless, soon and in little memory."""

import io
import os
import socketserver
import struct
import threading
import zipfile
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup

from outillerie.kits.formats.documents import MOST_DOCUMENT_BYTES, MOST_ITEMS, MOST_LINES, read_document
from outillerie.kits.formats.office.package import MOST_XML
from outillerie.kits.formats.office.trees import MOST_DEPTH, MOST_ELEMENTS
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import render
from tests.documents import PNG, docx, items, link, odt, op, opicture, p, parts_of, picture, run, table, zipped

DAMAGED = "This document is damaged and cannot be read. Open it in your word processor, save it again, then send it."
TOO_LONG = (
    "This document is too long for one kit. Cut it into several documents, one for each workshop, then send them."
)
TOO_INTRICATE = "This document is too intricate to be read. Save it as plain text (.txt), then send it again."
UNKNOWN = (
    "A kit starts from a DOCX, ODT, Markdown (.md) or text (.txt) document. Save yours in one of these formats, then"
    " send it again."
)
MACROS = "This document holds macros. Save it as DOCX or ODT without macros, then send it again."
PASSWORD = "This document is protected by a password. Remove the password, then send it again."
OLD_WORD = "This document is in the format of Word before 2007 (.doc). Save it as DOCX or ODT, then send it again."
EMPTY = "This document holds no text. Check that it is the right one."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def not_what_it_says(ending):
    return (
        f"The content of this file is not what its name says (.{ending}). Open it in your word processor, save it again,"
        " then send it."
    )


def refusal(name, data):
    with pytest.raises(FormatRefused) as refused:
        read_document(name, data)
    return str(refused.value)


def stored(data):
    """Return the same archive without compression: what is refused is then refused for another reason."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts_of(data).items():
            archive.writestr(name, part)
    return buffer.getvalue()


def with_main(xml):
    return docx(p("Bonjour."), changed={"word/document.xml": xml})


@contextmanager
def soon(seconds=2.0):
    """Allow so much work, of this process and of those that it starts: a shared machine may pause any of them."""
    start = sum(os.times()[:4])
    yield
    assert sum(os.times()[:4]) - start < seconds


# --- archives


def test_ATK_ZIP_01_a_part_that_swells_is_refused_while_it_comes():
    with soon():
        assert refusal("essai.docx", with_main(b"<w:document>" + b" " * 60_000_000)) == (
            "«word/document.xml» takes more than 100 times its place in the archive."
        )
        assert refusal("essai.odt", odt(changed={"content.xml": b" " * 60_000_000})) == (
            "«content.xml» takes more than 100 times its place in the archive."
        )


def test_ATK_ZIP_01_a_text_larger_than_a_book_is_refused():
    data = stored(docx(p("a" * MOST_XML)))
    with soon():
        assert refusal("essai.docx", data) == TOO_LONG


def test_ATK_ZIP_01_a_size_that_lies_is_not_believed():
    parts = docx(p("Bonjour."), p("a" * 900_000))
    with zipfile.ZipFile(io.BytesIO(parts)) as archive:
        info = archive.getinfo("word/document.xml")
    lying = parts.replace(
        struct.pack("<LL", info.compress_size, info.file_size), struct.pack("<LL", info.compress_size, 10)
    )
    assert refusal("essai.docx", lying) == DAMAGED


def test_ATK_ZIP_01_pictures_that_swell_are_left_out():
    data = docx(p("Bonjour."), p(picture("plan")), media={"plan": PNG + bytes(30_000_000)})
    with soon():
        reading = read_document("essai.docx", data)
    assert (reading.blobs, reading.content.pictures, reading.notices) == ({}, (), ("missing_picture",))


def test_ATK_ZIP_01_too_many_parts_are_refused():
    parts = parts_of(docx(p("Bonjour."))) | {f"word/{number}.xml": b"" for number in range(5001)}
    with soon():
        assert refusal("essai.docx", zipped(parts)) == "This archive holds more than 5000 files."


def test_ATK_ZIP_01_an_archive_in_the_document_is_never_opened():
    inner = zipped({"a.xml": bytes(1_000_000)})
    parts = parts_of(docx(p("Bonjour."))) | {"word/embeddings/a.zip": inner}
    assert read_document("essai.docx", zipped(parts)).content.body == "Bonjour."


def test_ATK_ZIP_02_a_document_with_an_unsafe_path_is_refused():
    parts = parts_of(docx(p("Bonjour."))) | {"../../etc/cron.d/x": b"x"}
    assert refusal("essai.docx", zipped(parts)).startswith("This archive holds a file with an unsafe name")


# --- XML

LAUGHS = "<!DOCTYPE w:document [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(text, *, before="", encoding="UTF-8"):
    inner = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0" encoding="{encoding}"?>{before}<w:document {NAMESPACE}>{inner}</w:document>'


@pytest.mark.parametrize(
    "xml",
    [
        body("&m;", before=f"{LAUGHS}]>"),
        body("&x;", before='<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        body("a", before='<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">'),
        body("a", before='<!DOCTYPE w:document [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'),
        body("a", encoding="UTF-16").encode("utf-16"),
        body("a&b"),
        "<w:document",
        "",
    ],
)
def test_ATK_XML_01_entities_definitions_and_broken_xml_are_refused(xml):
    with soon(0.5):
        assert refusal("essai.docx", with_main(xml)) == DAMAGED
        assert refusal("essai.odt", odt(changed={"content.xml": xml})) == DAMAGED


@pytest.mark.parametrize("name", ["word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"])
def test_ATK_XML_01_every_part_is_judged(name):
    data = docx(p("Bonjour."), changed={name: f"{LAUGHS}]><a>&m;</a>"})
    assert refusal("essai.docx", data) == DAMAGED


def test_ATK_XML_01_a_part_included_from_elsewhere_is_not_read():
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    content = read_document("essai.docx", docx(p("Bonjour."), include)).content
    assert content.body == "Bonjour."


@pytest.mark.parametrize("depth", [MOST_DEPTH, 100_000])
def test_ATK_XML_01_depth_is_bounded(depth):
    with soon():
        xml = f"<w:document {NAMESPACE}>{'<w:p>' * depth}{'</w:p>' * depth}</w:document>"
        assert refusal("essai.docx", stored(with_main(xml))) == TOO_INTRICATE


def test_ATK_XML_01_elements_are_bounded():
    with soon():
        assert refusal("essai.docx", stored(docx("<w:p/>" * MOST_ELEMENTS))) == TOO_LONG


def test_ATK_XML_01_an_encoding_of_seven_bits_hides_nothing():
    hidden = "+ADw-!ENTITY x SYSTEM +ACI-file:///etc/passwd+ACIAPg-"
    assert read_document("essai.docx", with_main(body(hidden, encoding="UTF-7"))).content.hook == hidden


@pytest.mark.parametrize(
    "inside",
    [
        table(("a", "b")).replace("<w:tcPr/>", "<w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>"),
        p("a", number=1, level=999_999_999),
        table(("a", "b")).replace("<w:tcPr/>", "<w:tcPr><w:gridSpan w:val='-5'/></w:tcPr>"),
        p(run("a", more="<w:sz w:val='99999999999999'/>")),
    ],
)
def test_a_count_written_to_exhaust_the_reader_is_bounded(inside):
    with soon():
        assert "a" in read_document("essai.docx", docx(p("Bonjour."), inside)).content.body


@pytest.mark.parametrize(
    "inside",
    [
        op("a", "<text:s text:c='999999999'/>", "b"),
        "<table:table><table:table-column table:number-columns-repeated='999999999'/><table:table-row"
        f" table:number-rows-repeated='999999999'><table:table-cell table:number-columns-repeated='999999999'>{op('a')}"
        "</table:table-cell></table:table-row></table:table>",
        "<text:h text:outline-level='999999999'>Titre</text:h>" + op("a"),
    ],
)
def test_a_count_of_an_odt_written_to_exhaust_the_reader_is_bounded(inside):
    with soon(4):
        assert "a" in read_document("essai.odt", odt(op("Bonjour."), inside)).content.body


# --- names and contents


@pytest.mark.parametrize(
    "name",
    [
        "essai.docm",
        "essai.dotm",
        "essai.doc",
        "essai.pdf",
        "essai.html",
        "essai.svg",
        "essai.docx.exe",
        "essai",
        ".docx.js",
        "",
    ],
)
def test_ATK_UP_02_only_four_kinds_of_documents_are_read(name):
    assert refusal(name, docx(p("Bonjour."))) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("essai.docx", b"%PDF-1.7", not_what_it_says("docx")),
        ("essai.docx", b"<html><script>alert(1)</script>", not_what_it_says("docx")),
        ("essai.docx", odt(op("Bonjour.")), not_what_it_says("docx")),
        ("essai.odt", docx(p("Bonjour.")), not_what_it_says("odt")),
        ("essai.docx", zipped({"a.txt": "a"}), not_what_it_says("docx")),
        ("essai.docx", docx(p("a"), changed={"word/document.xml": None}), not_what_it_says("docx")),
        ("essai.odt", odt(changed={"content.xml": None}), not_what_it_says("odt")),
        (
            "essai.odt",
            odt(changed={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            not_what_it_says("odt"),
        ),
        ("essai.docx", docx(p("a"))[:-30], not_what_it_says("docx")),
        ("essai.docx", docx(p("a"), changed={"word/vbaProject.bin": b"x"}), MACROS),
        ("essai.docx", OLE, OLD_WORD),
        ("essai.docx", OLE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
        ("essai.odt", odt(changed={"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}), PASSWORD),
        ("essai.docx", b"", EMPTY),
        ("essai.docx", docx(p(""), p("  ")), EMPTY),
        ("essai.odt", odt(op("")), EMPTY),
        ("essai.md", b" \n ", EMPTY),
        (
            "essai.txt",
            docx(p("a")),
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            "essai.docx",
            bytes(MOST_DOCUMENT_BYTES + 1_000_000),
            "This document is too heavy: 21 MB. The limit is 20 MB. Compress its pictures in your word processor, then"
            " send it again.",
        ),
    ],
)
def test_ATK_UP_02_a_document_that_is_not_what_it_says_is_refused(name, data, sentence):
    with soon():
        assert refusal(name, data) == sentence


def test_ATK_UP_02_macros_behind_an_honest_name_are_refused():
    parts = parts_of(docx(p("Bonjour.")))
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert refusal("essai.docx", zipped(parts | {"[Content_Types].xml": types})) == MACROS


# --- what is shown

LINKS = [
    "javascript:alert(1)",
    "JaVa\tscript:alert(1)",
    "java&#115;cript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("address", LINKS)
def test_ATK_XSS_05_a_link_that_acts_leads_nowhere(address):
    footnote = f"<w:footnote w:id='2'>{p(link('mal', 'note'))}</w:footnote>"
    call = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    word = docx(p(link("mal", "clic"), call), beside={"footnotes": footnote}, remote={"mal": address})
    escaped = address.replace("&", "&amp;").replace("<", "&lt;")
    open_document = odt(op(f'<text:a xlink:type="simple" xlink:href="{escaped}">clic</text:a>'))
    texts = [("a.docx", word), ("a.odt", open_document), ("a.md", f"[clic](<{address}>)\n".encode())]
    for name, data in texts:
        reading = read_document(name, data)
        assert "clic" in reading.content.body
        for text in (reading.content.body, reading.content.hook):
            assert "href" not in render(text)
            assert address not in text or name == "a.md"


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b onclick=x&gt;"]
)
def test_ATK_XSS_01_words_that_look_like_html_stay_words(payload):
    content = read_document("essai.docx", docx(p(run(payload), style="Titre"), p(run(f"Ici, {payload}")))).content
    assert content.title == payload
    assert f"Ici, {payload}" in (content.hook, BeautifulSoup(render(content.body), "html.parser").get_text().strip())


@pytest.fixture
def canary():
    """Listen on loopback, and return the port and what came."""
    hits = []

    class Ear(socketserver.BaseRequestHandler):
        def handle(self):
            hits.append(self.request.recv(100))

    with socketserver.TCPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], hits
        server.shutdown()


def test_ATK_SSRF_01_nothing_that_a_document_names_is_fetched(canary):
    port, hits = canary
    address = f"http://127.0.0.1:{port}/x.png"
    words = [p("Bonjour."), p(picture("image1", alt="un", kind="link")), p(picture("image2", alt="deux"))]
    word = docx(*words, p(link("page", "lien")), remote={"image1": address, "image2": address, "page": address})
    sheet = f"![image]({address}) <img src='{address}'> <iframe src='{address}'></iframe>\n\n[x]: {address}\n"
    for name, data in (
        ("a.docx", word),
        ("a.odt", odt(op("Bonjour."), op(opicture(address)), op(opicture("file:///etc/passwd")))),
        ("a.md", sheet.encode()),
    ):
        reading = read_document(name, data)
        assert (reading.content.pictures, reading.blobs) == ((), {})
        assert "remote_picture" in reading.notices
        assert "<img" not in render(reading.content.body)
    assert hits == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("essai.txt", b"a\n\n" * (MOST_LINES + 1)),
        ("essai.md", b"- a\n" * (MOST_ITEMS + 1)),
        ("essai.docx", stored(docx(p("a") * (MOST_LINES + 1)))),
        ("essai.docx", stored(docx(items("a") * (MOST_ITEMS + 1)))),
    ],
    ids=["text", "list", "document", "list of a document"],
)
def test_a_document_of_too_many_lines_is_refused(name, data):
    with soon(5):
        assert refusal(name, data) == TOO_LONG
