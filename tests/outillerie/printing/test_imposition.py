import io
import re

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from outillerie.printing.imposition import booklet, filled, sheet_sides

A5 = (419.53, 595.28)


def numbered_pages(count):
    writer = PdfWriter()
    for number in range(1, count + 1):
        page = writer.add_blank_page(*A5)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 20 Tf 40 300 Td (page {number}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Carnet"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("fr")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def read_sides(pdf):
    """Return, for each side of each sheet, the page numbers read on its left half and on its right half."""
    sides = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        halves = {0: None, 419.53: None}
        for offset, name in re.findall(r"q 1 0 0 1 ([\d.]+) 0 cm (/\w+) Do Q", page.get_contents().get_data().decode()):
            text = page.extract_xform_text(page["/Resources"]["/XObject"][name])
            halves[float(offset)] = int(text.removeprefix("page "))
        sides.append((halves[0], halves[419.53]))
    return sides


def test_four_pages_make_one_sheet_with_the_cover_outside():
    assert read_sides(booklet(numbered_pages(4))) == [(4, 1), (2, 3)]


def test_eight_pages_make_two_nested_sheets():
    assert read_sides(booklet(numbered_pages(8))) == [(8, 1), (2, 7), (6, 3), (4, 5)]


def test_five_pages_leave_blanks_before_the_back_cover():
    assert read_sides(booklet(numbered_pages(5))) == [(5, 1), (2, None), (None, 3), (4, None)]


@pytest.mark.parametrize("count", range(1, 41))
def test_folded_sheets_read_in_order(count):
    sides = read_sides(booklet(numbered_pages(count)))
    read = [None] * (2 * len(sides))
    for sheet in range(len(sides) // 2):
        front, back = sides[2 * sheet], sides[2 * sheet + 1]
        read[-1 - 2 * sheet], read[2 * sheet] = front
        read[2 * sheet + 1], read[-2 - 2 * sheet] = back
    assert len(read) == -(-count // 4) * 4
    assert [number for number in read if number] == list(range(1, count + 1))
    assert read[0] == 1
    assert count < 2 or read[-1] == count


@pytest.mark.parametrize(("count", "sides"), [(1, 2), (4, 2), (5, 4), (40, 20)])
def test_every_side_is_a_lying_a4(count, sides):
    boxes = [
        (round(float(page.mediabox.width), 2), round(float(page.mediabox.height), 2))
        for page in PdfReader(io.BytesIO(booklet(numbered_pages(count)))).pages
    ]
    assert boxes == [(839.06, 595.28)] * sides


def test_spare_pages_are_kept_only_to_fill_the_last_sheet():
    assert filled(list("abcXYZd"), spare=3) == list("abcd")
    assert filled(list("abcdXYZe"), spare=3) == list("abcdXYZe")
    assert filled(list("abcdeXYZf"), spare=3) == list("abcdeXYf")
    assert filled(list("abXYZc"), spare=3) == list("abXc")


def test_a_single_page_is_followed_by_blanks():
    assert filled(["a"], spare=3) == ["a", None, None, None]


def test_fronts_and_backs_alternate():
    assert sheet_sides(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_every_side_has_a_fold_line_and_two_staples():
    for page in PdfReader(io.BytesIO(booklet(numbered_pages(5)))).pages:
        drawn = page.get_contents().get_data()
        assert drawn.count(b"[4 3] 0 d 419.53 0 m 419.53 595.28 l S") == 1
        assert drawn.count(b"1 J 0.106 0.137 0.2 RG") == 2


def test_the_printing_window_is_told_how_to_print():
    reader = PdfReader(io.BytesIO(booklet(numbered_pages(4))))
    assert reader.root_object["/ViewerPreferences"] == {
        "/Duplex": "/DuplexFlipShortEdge",
        "/PrintScaling": "/None",
    }
    assert reader.metadata.title == "Carnet"
    assert reader.root_object["/Lang"] == "fr"


def test_the_same_pages_give_the_same_bytes():
    pdf = numbered_pages(6)
    assert booklet(pdf) == booklet(pdf)
