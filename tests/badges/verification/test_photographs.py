"""A QR code photographed, on paper or on a screen: what it says is verified, and nothing else of the picture."""

import io
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import segno
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from badges.backpack.certificate import certificate_pdf
from badges.verification.confined import read_apart
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.judging import judge
from badges.verification.photographs import MOST_PIXELS, codes_in
from tests.badges import factories
from tests.badges.backpack.test_certificate import PAPER
from tests.badges.verification.formats.test_recognising import picture

ADDRESS = "https://outillerie.example/v/7K3FQ2ND/"


def code(text: str, side: int = 300) -> Image.Image:
    written = io.BytesIO()
    segno.make(text).save(written, kind="png", scale=8)
    return Image.open(written).convert("RGB").resize((side, side))


def photograph(*texts: str, size=(1600, 1200), kind="JPEG", **options) -> bytes:
    """Return what a hand that trembles takes of codes that lie on a table."""
    table = Image.new("RGB", size, (150, 140, 120))
    for place, text in enumerate(texts):
        table.paste(code(text), (100 + place * 500, 300))
    taken = table.rotate(11, expand=True, fillcolor=(60, 50, 40)).filter(ImageFilter.GaussianBlur(1))
    written = io.BytesIO()
    taken.save(written, kind, **options)
    return written.getvalue()


def on_paper(paper) -> bytes:
    """Return a certificate, printed in grey and photographed by a phone: 100 dots an inch."""
    page = pdfium.PdfDocument(certificate_pdf(paper))[0]
    written = io.BytesIO()
    page.render(scale=100 / 72, grayscale=True).to_pil().rotate(3, expand=True, fillcolor=90).save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_code_is_read_on_a_photograph(kind):
    taken = photograph(ADDRESS, kind=kind)
    assert recognised(taken) == Given("photograph", taken)
    assert read_apart(taken) == ADDRESS


def test_a_photograph_taken_sideways_is_read():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert codes_in(photograph(ADDRESS, exif=exif)) == [ADDRESS]


def test_the_code_of_a_certificate_is_read_on_paper():
    assert codes_in(on_paper(PAPER)) == [PAPER.verify_url]
    elsewhere = replace(PAPER, verify_url="https://badges.un-nom-assez-long.example.org/v/7K3FQ2ND/")
    assert codes_in(on_paper(elsewhere)) == [elsewhere.verify_url]


def test_the_same_code_twice_is_one_and_two_codes_are_none():
    assert codes_in(photograph(ADDRESS, ADDRESS)) == [ADDRESS]
    with pytest.raises(Unreadable, match="several-codes"):
        read_apart(photograph(ADDRESS, "https://autre.example/"))


@pytest.mark.parametrize("taken", [photograph(), picture(), photograph()[:2000], b"\xff\xd8\xff" + b"x" * 500])
def test_a_picture_without_a_code_has_no_badge(taken):
    with pytest.raises(Unreadable, match="no-badge"):
        read_apart(taken)


def test_ATK_IMG_a_picture_of_too_many_dots_is_not_decoded():
    """A few kilobytes that unfold into gigabytes."""

    def wide(pixels):
        strip = Image.new("1", (20_000, pixels // 20_000), 1)
        strip.paste(code(ADDRESS, 2000).convert("1"), (200, 200))
        written = io.BytesIO()
        strip.save(written, "PNG")
        return written.getvalue()

    assert codes_in(wide(MOST_PIXELS)) == [ADDRESS]
    assert codes_in(wide(MOST_PIXELS + 20_000)) == []


@pytest.mark.django_db
def test_PERM_12_a_photograph_of_its_code_leads_to_the_badge(client):
    given = factories.credential()
    client.cookies[settings.DISPLAY_COOKIE_NAME] = "language=en"
    taken = photograph(f"{settings.PERMANENT_URL}/v/{given.code}/")
    page = client.post("/verifier/", {"file": SimpleUploadedFile("photo.jpg", taken)}).content.decode()
    assert "This badge is authentic" in page
    assert judge(photograph(given.code)).credential == given


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("bonjour", ("unreadable", "unknown-kind")),
        ("javascript:alert(1)", ("unreadable", "unknown-kind")),
        ("%PDF-1.7 ...", ("unreadable", "no-badge")),
        ("http://127.0.0.1/badge", ("cannot_check", "not-https")),
    ],
)
def test_ATK_SSRF_what_a_code_says_is_not_trusted_more_than_what_is_typed(text, verdict):
    found = judge(photograph(text)).verdict
    assert (found.code, found.reason) == verdict
