"""Badges in PNG pictures. The judge is openbadges-bakery 2.0.0, whose sample files are in `tests/data/open-badges`."""

import io
import json
import struct
import zlib
from pathlib import Path

import openbadges_bakery
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from badges.openbadges import png
from badges.openbadges.baking import MOST_TEXT, OB2, OB3, UnreadableImage
from badges.openbadges.png import SIGNATURE, bake, check, unbake

FIXTURES = Path(__file__).parents[2] / "data" / "open-badges" / "fixtures"
HOSTED = json.dumps({"id": "https://badges.example/a", "name": "Été « bleu »"}, ensure_ascii=False)
IEND = bytes.fromhex("0000000049454e44ae426082")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(*extra, size=(4, 4)):
    """Return a small picture with `extra` chunks before its pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + bytes(12) for _row in range(4)))
    return b"".join([SIGNATURE, header, *extra, chunk(b"IDAT", rows), IEND])


def itxt(text, *, keyword=OB2, compressed=False, language=b"", flags=None):
    data = zlib.compress(text) if compressed else text
    flags = bytes([compressed, 0]) if flags is None else flags
    return chunk(b"iTXt", keyword.encode() + b"\0" + flags + language + b"\0\0" + data)


def refusal_of(act, *arguments):
    with pytest.raises(UnreadableImage) as refusal:
        act(*arguments)
    return refusal.value.code


def test_both_forms_live_in_one_picture():
    baked = bake(picture(), {OB2: HOSTED, OB3: "a.b.c"})
    assert unbake(baked) == {OB2: HOSTED, OB3: "a.b.c"}
    assert check(baked) == (4, 4)


def test_a_badge_is_one_plain_chunk_right_after_the_header():
    assert bake(picture(), {OB3: "{}"}) == picture(itxt(b"{}", keyword=OB3))


def test_baking_again_replaces_and_keeps_everything_else_to_the_byte():
    words, late = chunk(b"tEXt", b"Author\0Ada"), itxt(b"other", keyword=OB3)
    old = [itxt(b"old"), chunk(b"tEXt", b"openbadges\0https://old.example"), chunk(b"zTXt", b"openbadges\0\0old")]
    baked = bake(picture(old[0], words, *old[1:], late), {OB2: HOSTED})
    assert baked == picture(itxt(HOSTED.encode()), words, late)
    assert bake(baked, {OB2: HOSTED}) == baked


def test_what_follows_the_picture_is_kept_but_refused_as_an_upload():
    trailed = picture() + b"<html>"
    assert bake(trailed, {OB3: "{}"}).endswith(IEND + b"<html>")
    assert refusal_of(check, trailed) == "damaged"


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=60))
def test_any_text_comes_back_as_it_was(text):
    assert unbake(bake(picture(), {OB2: text, OB3: "x"})) == {OB2: text, OB3: "x"}


@pytest.mark.parametrize("texts", [{"clrcredential": "{}"}, {OB3: "a\0b"}])
def test_what_no_chunk_can_say_is_a_mistake_of_ours(texts):
    with pytest.raises(ValueError, match="two keywords"):
        bake(picture(), texts)


# --- what others wrote ---


def test_a_compressed_text_is_read():
    assert unbake(picture(itxt(HOSTED.encode(), compressed=True))) == {OB2: HOSTED}


def test_a_language_is_no_part_of_the_text():
    assert unbake(picture(itxt(HOSTED.encode(), language=b"fr"))) == {OB2: HOSTED}


def test_the_keyword_may_stand_in_the_text():
    text = '{"a": "openbadges and openbadgecredential"}'
    assert unbake(bake(picture(), {OB2: text})) == {OB2: text}


def test_the_address_of_open_badges_1_is_read():
    assert unbake(picture(chunk(b"tEXt", b"openbadges\0https://old.example/a "))) == {OB2: "https://old.example/a"}


def test_an_address_of_open_badges_1_comes_after_what_says_it_better():
    address = chunk(b"tEXt", b"openbadges\0https://old.example/a")
    assert unbake(picture(address, itxt(b"{}"))) == unbake(picture(itxt(b"{}"), address)) == {OB2: "{}"}


def test_two_badges_of_one_form_are_refused():
    assert refusal_of(unbake, picture(itxt(b"{}"), itxt(b'{"b": 1}'))) == "several-badges"


def test_a_picture_without_a_badge_carries_none():
    assert unbake(picture(chunk(b"tEXt", b"Author\0openbadges\0no"))) == {}


# --- openbadges-bakery, both ways ---


def test_its_sample_is_read_as_it_reads_it():
    sample = (FIXTURES / "baked_heart.png").read_bytes()
    assert unbake(sample) == {OB2: openbadges_bakery.unbake(io.BytesIO(sample))}
    assert check(sample) == check((FIXTURES / "public_domain_heart.png").read_bytes())


def test_it_reads_what_we_bake_and_bakes_the_same_bytes():
    heart = (FIXTURES / "public_domain_heart.png").read_bytes()
    ours = bake(heart, {OB2: HOSTED})
    assert openbadges_bakery.unbake(io.BytesIO(ours)) == HOSTED
    assert openbadges_bakery.bake(io.BytesIO(heart), HOSTED, io.BytesIO()).read() == ours


def test_it_reads_ours_when_both_forms_are_there():
    both = bake(picture(), {OB2: HOSTED, OB3: "{}"})
    assert openbadges_bakery.unbake(io.BytesIO(both)) == HOSTED


def test_the_pixels_are_the_same():
    heart = (FIXTURES / "public_domain_heart.png").read_bytes()
    pixels = [Image.open(io.BytesIO(one)).tobytes() for one in (heart, bake(heart, {OB3: HOSTED}))]
    assert pixels[0] == pixels[1]


# --- attacks ---


@pytest.mark.parametrize("size", [(4_097, 4_096), (16_000, 8_000), (2**31 - 1, 2**31 - 1), (2**32 - 1, 1)])
def test_ATK_IMG_01_a_huge_picture_is_refused_before_it_is_decoded(size):
    assert [refusal_of(act, picture(size=size)) for act in (check, unbake)] == ["too-many-pixels"] * 2


def test_ATK_IMG_01_a_picture_without_any_pixel_is_refused():
    assert refusal_of(check, picture(size=(0, 4))) == "damaged"


def test_ATK_IMG_01_a_moving_picture_is_refused():
    assert refusal_of(check, picture(chunk(b"acTL", struct.pack(">II", 10_000, 0)))) == "animated"


@pytest.mark.parametrize(
    "data",
    [b"", b"SIMPLE  =                    T", b"8BPS\0\1", b"%!PS-Adobe", b"gd2\0", b"\0\0\1\0", b"II*\0", b"GIF89a",
     b"\x89PNG\r\n", SIGNATURE[1:] + picture()],
)  # fmt: skip
def test_ATK_IMG_02_what_is_no_png_is_refused_whatever_its_name(data):
    assert [refusal_of(act, data) for act in (check, unbake)] == ["not-png"] * 2


def test_ATK_IMG_05_ten_thousand_texts_are_refused():
    assert refusal_of(unbake, picture(*[itxt(b"{}", keyword="Comment")] * 10_000)) == "too-many-parts"
    assert refusal_of(check, picture(*[itxt(b"{}", keyword=OB3)] * 10_000)) == "too-many-parts"


def test_ATK_IMG_05_fifty_megabytes_in_a_small_text_are_refused():
    bomb = picture(itxt(b" " * 50_000_000, compressed=True))
    assert (len(bomb) < 60_000, refusal_of(unbake, bomb)) == (True, "too-long")


def test_ATK_IMG_05_as_much_as_may_be_said_is_read():
    assert unbake(picture(itxt(b" " * MOST_TEXT, compressed=True))) == {OB2: " " * MOST_TEXT}


def test_ATK_IMG_05_a_heavy_file_is_refused(monkeypatch):
    monkeypatch.setattr(png, "MOST_BYTES", 100)
    assert refusal_of(unbake, picture(itxt(b"x" * 100))) == "too-heavy"


@pytest.mark.parametrize(
    "broken",
    [
        picture()[:-5],
        picture()[:30],
        SIGNATURE + IEND,
        picture(itxt(b"{}")[:-1] + b"!"),
        picture(itxt(b"\xff\xfe")),
        picture(itxt(b"{}", flags=b"\2\0")),
        picture(itxt(b"{}", flags=b"\1\0")),
        picture(itxt(zlib.compress(b"{}" * 99)[:-9], flags=b"\1\0")),
        picture(itxt(zlib.compress(b"{}"), flags=b"\1\7")),
        picture(chunk(b"iTXt", b"openbadges\0")),
        picture(chunk(b"iTXt", b"openbadges\0\0\0fr")),
        picture(struct.pack(">I", 2**31) + b"iTXt"),
    ],
)
def test_a_damaged_picture_is_refused(broken):
    assert refusal_of(unbake, broken) == "damaged"


def test_a_damaged_pixel_is_refused_as_an_upload_and_changes_nothing_of_the_badge():
    whole = picture(itxt(b"{}"))
    damaged = whole.replace(b"IDATx", b"IDATy")
    assert (refusal_of(check, damaged), unbake(damaged)) == ("damaged", {OB2: "{}"})


@given(st.binary(max_size=120), st.integers(8, 70))
def test_whatever_comes_in_it_is_read_or_refused(noise, at):
    whole = picture(itxt(b"{}"))
    for data in (SIGNATURE + noise, whole[:at] + noise, whole[:at] + noise + whole[at:]):
        for act in (check, unbake):
            try:
                act(data)
            except UnreadableImage as refusal:
                assert refusal.code
