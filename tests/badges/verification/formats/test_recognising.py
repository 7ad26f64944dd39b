import io

import pytest
from PIL import Image

from badges.openbadges import png, svg
from badges.openbadges.baking import OB2, OB3
from badges.verification.formats.recognising import MOST_TEXT, Given, Unreadable, recognised

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (b' {"a": 1}\n', Given("json", b'{"a": 1}')),
        (b'\xef\xbb\xbf{"a": 1}', Given("json", b'{"a": 1}')),
        (b"eyJ.eyJ.sig\n", Given("token", b"eyJ.eyJ.sig")),
        (b"https://hub.example/v/7K3FQ2ND/", Given("address", b"https://hub.example/v/7K3FQ2ND/")),
        (b"http://hub.example/", Given("address", b"http://hub.example/")),
        (b"7k3f-q2nd", Given("code", b"7K3FQ2ND")),
        (b" 7 K3F Q2 ND ", Given("code", b"7K3FQ2ND")),
        ("7K3F\u00a0Q2ND".encode(), Given("code", b"7K3FQ2ND")),
        (b"oil0-ABCD", Given("code", b"0110ABCD")),
        (b"%PDF-1.7 ...", Given("pdf", b"%PDF-1.7 ...")),
        (b"\xff\xd8\xff ...", Given("photograph", b"\xff\xd8\xff ...")),
        (b"RIFF....WEBPVP8 ", Given("photograph", b"RIFF....WEBPVP8 ")),
        (picture(), Given("photograph", picture())),
    ],
)
def test_what_was_given_is_recognised(content, given):
    assert recognised(content) == given


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"bonjour", "unknown-kind"),
        (b"7K3F-Q2NU", "unknown-kind"),
        (b"7K3F-Q2N", "unknown-kind"),
        (b"https://a.example/ https://b.example/", "unknown-kind"),
        (b"ftp://a.example/", "unknown-kind"),
        (b"javascript:alert(1)//https://a.example/", "unknown-kind"),
        (b"data:text/html,https://a.example/", "unknown-kind"),
        (b"\xff\xfe\x00", "unknown-kind"),
        (b"<html></html>", "not-svg"),
        (b"{" + b"x" * MOST_TEXT, "too-big"),
        (b"x" * (8 * 1024 * 1024 + 1), "too-big"),
        (SVG, "no-badge"),
        (picture()[:40], "damaged"),
    ],
)
def test_what_is_no_badge_is_said_so(content, code):
    with pytest.raises(Unreadable) as refused:
        recognised(content)
    assert refused.value.code == code


def test_a_picture_gives_the_form_that_is_signed():
    both = png.bake(picture(), {OB2: '{"a": 2}', OB3: '{"a": 3}'})
    assert recognised(both) == Given("json", b'{"a": 3}', "png")
    assert recognised(png.bake(picture(), {OB2: "https://a.example/1"})) == Given(
        "address", b"https://a.example/1", "png"
    )
    assert recognised(svg.bake(SVG, credential="a.b.c")) == Given("token", b"a.b.c", "svg")


def test_a_code_in_a_picture_is_no_badge():
    with pytest.raises(Unreadable):
        recognised(png.bake(picture(), {OB3: "7K3FQ2ND"}))
