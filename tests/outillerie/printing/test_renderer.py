import io
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import translation
from PIL import Image

from outillerie.printing import renderer
from outillerie.printing.renderer import Attachment, RenderingFailed, render_pdf
from tests.outillerie.printing.reading import everything_in, images_of, opened, words_of

PAGE = '<html lang="fr"><head><title>Essai</title>{head}</head><body><h1>Essai</h1>{body}</body></html>'
HUGE = "<table>" + "<tr>" + "<td>mot</td>" * 60 + "</tr>"


def page(body="", head=""):
    return PAGE.format(head=head, body=body)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def canary():
    """A listener on loopback that counts who comes."""
    hits = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/canari", hits
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("motdepassecanari")
    return path


def hostile(address):
    """ATK-PDF-01: every way that HTML, CSS and SVG have to ask for something else."""
    return page(
        head=f"""
        <base href="{address}/"><link rel="stylesheet" href="{address}/a.css">
        <link rel="attachment" href="{address}/b"><meta http-equiv="refresh" content="0;url={address}">
        <style>
        @import url("{address}/c.css");
        @font-face {{ font-family: x; src: url("{address}/d.ttf") }}
        @page {{ background: url("{address}/e.png") }}
        body {{ font-family: x; background: url("{address}/f.png") }}
        h1::before {{ content: url("{address}/g.png") }}
        li {{ list-style-image: url("{address}/h.png") }}
        </style>""",
        body=f"""
        <img src="{address}/i.png" alt="image"><object data="{address}/j.svg">objet</object>
        <embed src="{address}/k.svg"><iframe src="{address}/o"></iframe>
        <a rel="attachment" href="{address}/m">lien</a><ul><li>point</li></ul>
        <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
        <title>dessin</title>
        <image href="{address}/l.png" width="9" height="9"/><use href="{address}/p.svg#x"/>
        </svg>""",
    )


def test_the_web_process_never_loads_the_engine():
    code = (
        "import sys; from outillerie.printing.renderer import render_pdf; "
        "pdf = render_pdf('<html lang=fr><title>t</title>t', resources={}); "
        "print(pdf[:5], 'weasyprint' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "b'%PDF-' False\n"


def test_nothing_is_fetched_from_the_network(canary):
    address, hits = canary
    pdf = render_pdf(hostile(address), resources={})
    assert hits == []
    assert opened(pdf).attachments == {}
    assert "lien" in words_of(pdf)


def test_the_engine_alone_would_fetch_it(canary):
    # The control of the test above: the same page, rendered without our fetcher.
    address, hits = canary
    code = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf()"
    subprocess.run([sys.executable, "-c", code], input=hostile(address), capture_output=True, text=True, check=True)
    asked = {hit.rpartition("/")[2] for hit in hits}
    assert asked == {
        "a.css", "b", "c.css", "d.ttf", "e.png", "f.png", "g.png", "h.png", "i.png", "j.svg", "k.svg",
        "l.png", "m",
    }  # fmt: skip


def test_no_file_of_the_machine_enters_the_document(secret_file):
    pdf = render_pdf(hostile(secret_file.as_uri()), resources={})
    assert opened(pdf).attachments == {}
    assert b"Essai" in everything_in(pdf)
    assert b"motdepassecanari" not in everything_in(pdf)


def test_no_file_of_the_package_but_print_files_enters_the_document():
    body = '<img src="../../settings.py" alt="réglages"><img src="css/%2e%2e/%2e%2e/settings.py" alt="encore">'
    assert "SECRET_KEY" not in everything_in(render_pdf(page(body), resources={})).decode("latin-1")


def test_even_a_file_of_the_document_is_never_attached():
    body = '<a rel="Attachment" href="images/a.png">pièce</a>'
    pdf = render_pdf(page(body, head='<link rel="attachment" href="images/a.png">'), resources={"images/a.png": b"xx"})
    assert opened(pdf).attachments == {}


def test_ATK_PDF_01_only_what_is_given_apart_goes_with_the_document():
    given = Attachment("a.json", b'{"a": 1}', datetime(2026, 1, 2, 12, tzinfo=UTC))
    html = page('<a rel="attachment" href="b.json">b</a>', head='<link rel="attachment" href="b.json">')
    pdf = render_pdf(html, resources={"b.json": b"{}"}, variant="pdf/a-3a", attachments=[given])
    assert opened(pdf).attachments == {"a.json": [b'{"a": 1}']}
    assert pdf == render_pdf(html, resources={"b.json": b"{}"}, variant="pdf/a-3a", attachments=[given])


def test_data_addresses_are_not_read():
    body = (
        '<a rel="attachment" href="data:text/plain,canari">lien</a>'
        '<img alt="point" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    )
    assert images_of(render_pdf(page(body), resources={})) == []


def test_a_given_picture_is_shown(a_picture):
    html = page('<img src="images/a.webp" alt="Un carré">')
    assert len(images_of(render_pdf(html, resources={"images/a.webp": a_picture}))) == 1


def test_a_picture_that_was_not_given_leaves_its_words():
    pdf = render_pdf(page('<img src="images/b.webp" alt="Un carré bleu">'), resources={})
    assert "Un carré bleu" in words_of(pdf)


def test_a_photograph_stays_light():
    photograph = Image.merge("RGB", [Image.effect_noise((600, 450), 80) for _channel in "rgb"])
    output = io.BytesIO()
    photograph.save(output, "WEBP", quality=80)
    pdf = render_pdf(page('<img src="images/a.webp" alt="Une photo">'), resources={"images/a.webp": output.getvalue()})
    (picture,) = images_of(pdf)
    assert picture.name.endswith(".jpg")


def test_a_file_that_is_no_picture_leaves_its_words():
    html = page('<img src="images/a.webp" alt="Illisible">')
    pdf = render_pdf(html, resources={"images/a.webp": b"<html>not a picture"})
    assert "Illisible" in words_of(pdf)


def test_the_same_input_gives_the_same_bytes_whatever_the_process(a_picture):
    # Another interpreter draws another hash seed: the order of sets must not reach the file.
    code = (
        "import sys; from outillerie.printing.typesetter import typeset; "
        "html = sys.stdin.buffer.read().decode(); picture = open(sys.argv[1], 'rb').read(); "
        "sys.stdout.buffer.write(typeset(html, {'images/a.webp': picture}, variant='pdf/ua-1'))"
    )
    html = page(
        '<p style="font-family: Atkinson Hyperlegible Next">Texte</p><img src="images/a.webp" alt="Carré">',
        head='<link rel="stylesheet" href="css/print/fonts.css">',
    )
    first = render_pdf(html, resources={"images/a.webp": a_picture})
    second = render_pdf(html, resources={"images/a.webp": a_picture})
    elsewhere = subprocess.run(
        [sys.executable, "-c", code, str(a_picture.path)],
        input=html.encode(),
        capture_output=True,
        check=True,
    ).stdout
    assert first == second == elsewhere


def test_a_document_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(renderer, "SECONDS", 2)
    with pytest.raises(RenderingFailed, match="too long"):
        render_pdf(page(HUGE * 20_000), resources={})
    assert render_pdf(page(), resources={})[:5] == b"%PDF-"


def test_a_document_that_wants_too_much_memory_dies_alone(monkeypatch):
    # FLT-15, with a smaller limit so that the test is short: with the usual one, this document is made.
    monkeypatch.setattr(renderer, "MEMORY", 130 * 1024**2)
    with pytest.raises(RenderingFailed, match="too intricate"):
        render_pdf(page(HUGE * 100), resources={})
    assert render_pdf(page(), resources={})[:5] == b"%PDF-"


def test_a_picture_that_wants_too_much_memory_leaves_its_words():
    # 196 megapixels: a few kilobytes to send, half a gigabyte to open.
    output = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(output, "PNG")
    html = page('<img src="images/a.png" alt="Trop grande">')
    pdf = render_pdf(html, resources={"images/a.png": output.getvalue()})
    assert "Trop grande" in words_of(pdf)


def test_tables_in_tables_without_end_are_refused_with_a_sentence():
    with pytest.raises(RenderingFailed, match="too intricate"):
        render_pdf(page("<table><tr><td>" * 1_000), resources={})


def test_huge_values_do_no_harm():
    body = '<p style="width: 9e99mm; margin: -9e99em; font-size: 9e9pt; letter-spacing: 1e30in">Immense</p>'
    try:
        assert render_pdf(page(body), resources={})[:5] == b"%PDF-"
    except RenderingFailed as refusal:
        assert str(refusal)


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(renderer.tempfile, "tempdir", str(tmp_path))
    render_pdf(page('<link rel="stylesheet" href="css/print/fonts.css">'), resources={})
    assert list(tmp_path.iterdir()) == []


class PictureBytes(bytes):
    path = None


@pytest.fixture
def a_picture(tmp_path):
    path = tmp_path / "a.webp"
    Image.new("RGB", (40, 40), "#1F4B99").save(path)
    picture = PictureBytes(path.read_bytes())
    picture.path = path
    return picture
