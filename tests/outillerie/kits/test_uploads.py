"""Every hostile file of the attack list, on the functions that judge what comes in."""

import io
import resource
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import contextmanager

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from outillerie.kits.uploads import (
    MOST_DOCUMENT_BYTES,
    MOST_PICTURE_BYTES,
    UploadRefused,
    check_document,
    clean_document,
    clean_picture,
    safe_name,
    webp_chunks,
)


def drawn(size=(60, 40), mode="RGB", colour="navy"):
    picture = Image.new(mode, size, colour)
    ImageDraw.Draw(picture).ellipse((5, 5, 30, 30), fill="white")
    return picture


def saved(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(**more):
    """Return a JPEG that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0110] = "Appareil"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 38.0, 14.0), 3: "E", 4: (3.0, 3.0, 48.0)})
    return saved(drawn((300, 200)), "JPEG", exif=exif, comment=b"chez Camille", **more)


def png_header(width, height):
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return start + struct.pack(">I", 100) + b"IDAT"


def shown(data):
    return Image.open(io.BytesIO(data))


def refusal(data):
    with pytest.raises(UploadRefused) as refused:
        clean_picture(data)
    return str(refused.value)


@pytest.fixture(autouse=True)
def in_english():
    from django.utils import translation

    with translation.override("en"):
        yield


TOO_LARGE = "This picture is too large: the limit is 24 million pixels. Shrink it, then add it again."
UNREADABLE = "This file is not a picture we can read. Use a JPEG, PNG, WebP, AVIF or GIF picture."
SVG = "SVG drawings are refused: they can hold code. Save this one as PNG, then add it."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_becomes_webp_and_shows_the_same(kind):
    data, ending = clean_picture(saved(drawn(), kind))
    assert (ending, shown(data).format, shown(data).size) == ("webp", "WEBP", (60, 40))
    red, green, blue = shown(data).convert("RGB").getpixel((50, 20))
    assert (red < 30, green < 30, abs(blue - 128) < 30) == (True, True, True)


def test_a_large_picture_is_shrunk_to_what_a_page_shows():
    data, _ending = clean_picture(saved(drawn((3200, 1000)), "PNG"))
    assert shown(data).size == (1600, 500)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_can_be_seen_through_stays_so(mode):
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    data, _ending = clean_picture(saved(picture.convert(mode), "PNG", **({"transparency": 0} if mode == "P" else {})))
    assert shown(data).convert("RGBA").getpixel((20, 20))[3] == 0


def test_cleaning_again_keeps_the_bytes():
    for picture in (drawn(), drawn(mode="RGBA")):
        data, _ending = clean_picture(saved(picture, "PNG"))
        assert clean_picture(data) == (data, "webp")


@contextmanager
def within(most_bytes):
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most_bytes
    finally:
        tracemalloc.stop()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("width", "height", "sentence"),
    [(4910, 4910, TOO_LARGE), (12_800, 10_000, TOO_LARGE), (2**31 - 1, 2**31 - 1, UNREADABLE)],
)
def test_ATK_IMG_01_more_than_24_million_pixels_are_refused_before_decoding(width, height, sentence):
    # There is nothing that decodes after the header: only who looked at the size first can say it.
    with within(5_000_000):
        assert refusal(png_header(width, height) + b"\x00" * 100) == sentence


def test_ATK_IMG_01_the_largest_picture_stays_within_300_megabytes():
    largest = saved(Image.new("RGB", (6000, 4000), "navy"), "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data, _ending = clean_picture(largest)
    assert shown(data).size == (1600, 1067)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_ATK_IMG_01_ten_thousand_frames_give_one_picture(kind):
    frames = [Image.new("P", (8, 8), index % 2) for index in range(10_000)]
    movie = saved(frames[0], kind, save_all=True, append_images=frames[1:], **({"optimize": False}))
    with within(5_000_000):
        data, _ending = clean_picture(movie)
    assert (shown(data).size, getattr(shown(data), "n_frames", 1)) == ((8, 8), 1)


FOREIGN = {
    "FITS": b"SIMPLE  =                    T" + b" " * 2850,
    "PSD": b"8BPS\x00\x01" + b"\x00" * 6 + b"\x00\x03\x00\x00\x00\x10\x00\x00\x00\x10\x00\x08\x00\x03" + b"\x00" * 60,
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EOF\n",
    "GD": b"\xff\xfe\x00\x10\x00\x10\x00" + b"\x00" * 1100,
    "ICO": saved(drawn((32, 32)), "ICO"),
    "TIFF": saved(drawn(), "TIFF"),
    "BMP": saved(drawn(), "BMP"),
    "nothing": b"",
    "words": b"Bonjour",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_ATK_IMG_02_what_is_not_one_of_five_formats_is_refused_whatever_its_name(kind):
    assert refusal(FOREIGN[kind]) == UNREADABLE


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_ATK_IMG_03_what_hides_behind_a_picture_is_gone(kind):
    hidden = b"<script>alert(1)</script>%PDF-1.7 GIF89a=1;"
    data, _ending = clean_picture(saved(drawn(), kind) + hidden)
    assert (b"<script" in data, b"%PDF" in data, data[:4], data[8:12]) == (False, False, b"RIFF", b"WEBP")


@pytest.mark.parametrize("name", [b"EXIF", b"XMP ", b"EVIL", b"ICCP"])
def test_ATK_IMG_03_a_part_that_no_clean_picture_has_is_gone(name):
    clean, _ending = clean_picture(saved(drawn(), "PNG"))
    hidden = b"<script>alert(1)</script>!"
    body = clean[12:] + name + struct.pack("<I", len(hidden)) + hidden
    data, _ending = clean_picture(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)
    assert b"<script" not in data
    assert {b"VP8X", b"ALPH", b"VP8 ", b"VP8L"}.issuperset(webp_chunks(data))


def test_ATK_IMG_05_ten_thousand_texts_in_a_picture_are_gone():
    texts = PngImagePlugin.PngInfo()
    for index in range(10_000):
        texts.add_itxt(f"openbadges{index}", "x" * 20)
    data, _ending = clean_picture(saved(drawn(), "PNG", pnginfo=texts))
    assert b"openbadges" not in data


def test_ATK_IMG_05_a_text_that_inflates_to_50_megabytes_is_refused():
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("openbadges", "x" * 50_000_000, zip=True)
    picture = saved(drawn(), "PNG", pnginfo=texts)
    with within(5_000_000):
        assert refusal(picture) == UNREADABLE


def test_ATK_IMG_06_a_photo_forgets_where_it_was_taken_and_stands_upright():
    data, _ending = clean_picture(photo())
    assert (shown(data).size, dict(shown(data).getexif())) == ((200, 300), {})
    assert [word for word in (b"Exif", b"Appareil", b"Camille") if word in data] == []


def test_ATK_IMG_06_a_photo_added_as_a_document_forgets_it_too():
    data = clean_document("photo.jpg", photo())
    assert (shown(data).format, shown(data).size, dict(shown(data).getexif())) == ("JPEG", (200, 300), {})
    assert [word for word in (b"Exif", b"Appareil", b"Camille") if word in data] == []


def test_a_document_that_says_no_more_than_it_shows_is_kept_to_the_byte():
    for name, data in {
        "a.jpg": saved(drawn(), "JPEG"),
        "a.png": saved(drawn(), "PNG"),
        "a.pdf": b"%PDF-1.7 x",
    }.items():
        assert clean_document(name, data) == data


DRAWINGS = [
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'\xef\xbb\xbf <?xml version="1.0"?><svg onload="alert(1)"/>',
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>',
    b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>',
    b'<SVG viewBox="0 0 1e308 1e308"/>',
]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_ATK_SVG_01_02_drawings_in_svg_are_refused_and_it_is_said(drawing):
    assert refusal(drawing) == SVG


def test_ATK_UP_01_a_picture_one_byte_too_heavy_is_refused():
    assert refusal(b"\xff" * (MOST_PICTURE_BYTES + 1)).startswith("This picture is too heavy: the limit is 10 MB.")


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
DOCX = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
ACCEPTED = {
    "fiche.pdf": b"%PDF-1.7\n",
    "FICHE.PDF": b"%PDF-1.4\n",
    "fiche.odt": ODT,
    "fiche.docx": DOCX,
    "liste.csv": "nom;âge\n".encode(),
    "liste-latin.csv": "nom;âge\n".encode("latin-1"),
    "notes.md": b"# Notes\n",
    "son.mp3": b"ID3\x04\x00",
    "image.png": saved(drawn(), "PNG"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_workshops_use_is_accepted(name):
    check_document(name, ACCEPTED[name])


def document_refusal(name, data):
    with pytest.raises(UploadRefused) as refused:
        check_document(name, data)
    return str(refused.value)


def test_ATK_UP_01_a_document_one_byte_too_heavy_is_refused_with_its_size():
    refused = document_refusal("fiche.pdf", b"%PDF-" + b"\x00" * (MOST_DOCUMENT_BYTES - 4))
    assert refused == "This file is too heavy: 20 MB. The limit is 20 MB."


@pytest.mark.parametrize(
    "name",
    [
        "a.html", "a.svg", "a.xml", "a.js", "a.php", "a.exe", "a.lnk", "a.docm", "a.xlsm", "a.pdf.html",
        "a.PDF.html", "a", "a.", "a.pdf.", ".pdf", "a.pdf\x00.html", "a.jar", "a.zip", "a.eps",
    ],
)  # fmt: skip
def test_ATK_UP_02_other_types_are_refused(name):
    assert document_refusal(name, b"%PDF-1.7").startswith("Files of this type are not accepted. Use PDF, ODT,")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.txt", b"  <!DOCTYPE html><script>alert(1)</script>"),
        ("a.md", b"<script>alert(1)</script>"),
        ("a.csv", b"<?php system($_GET['c']);"),
        ("a.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("a.mp3", b"%PDF-1.7"),
        ("a.png", b"GIF89a"),
        ("a.docx", ODT),
        ("a.odt", DOCX),
        ("a.docx", zipped({"[Content_Types].xml": "", "word/x": "", "word/vbaProject.bin": "x"})),
        ("a.docx", b"PK\x03\x04"),
        ("a.odt", zipped({"mimetype": "x" * 1_000_000})),
    ],
)
def test_ATK_UP_02_04_a_content_that_is_not_what_its_name_says_is_refused(name, data):
    assert document_refusal(name, data) == (
        f"The content of this file is not what its name says ({name[1:]}). Save it again, then add it."
    )


def test_an_office_file_that_lists_a_million_parts_is_refused_unlisted():
    local = b"PK\x03\x04" + b"\x14\x00" + b"\x00" * 24
    entry = b"PK\x01\x02" + b"\x14\x00\x14\x00" + b"\x00" * 38
    parts = entry * 200_000
    end = b"PK\x05\x06" + b"\x00" * 8 + struct.pack("<II", len(parts), len(local)) + b"\x00\x00"
    archive = local + parts + end
    with within(1_000_000):
        assert "not what its name says" in document_refusal("a.docx", archive)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\Users\\x\\fiche.pdf", "fiche.pdf"),
        ("fi\x00che.pdf", "fiche.pdf"),
        ("fiche\r\nSet-Cookie: x.pdf", "fiche-set-cookie-x.pdf"),
        ('fi"che".pdf', "fi-che.pdf"),
        ("fiche\u202efdp.exe", "fichefdp.exe"),
        ("é" * 300 + ".pdf", "e" * 80 + ".pdf"),
        ("CON.pdf", "con-fichier.pdf"),
        ("lpt1", "lpt1-fichier"),
        ("fiche.pdf.", "fiche-pdf"),
        ("L’œuvre e\u0301te\u0301.odt", "l-oeuvre-ete.odt"),
        ("🎲🎲.pdf", "fichier.pdf"),
        ("", "fichier"),
        (".htaccess", "htaccess"),
        ("a.b.c.PDF", "a-b-c.pdf"),
    ],
)
def test_ATK_UP_03_a_name_is_one_that_every_system_takes(typed, kept):
    assert safe_name(typed) == kept
