"""Pages laid two by two on sheets, with the marks of the fold and of the staples: PDF in, PDF out."""

import io

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, RectangleObject, StreamObject

from outillerie.printing.imposition import filled, sheet_sides

MILLIMETRE = 72 / 25.4
STAPLE_LENGTH = 8.8 * MILLIMETRE
STAPLE_WIDTH = 1.7 * MILLIMETRE
STAPLE_DISTANCE = 0.268  # from the top and from the bottom, as a share of the fold
INK = "0.106 0.137 0.2"
FOLD_GREY = "0.522 0.467 0.392"


def laid(pdf: bytes, *, spare: int) -> bytes:
    """Return `pdf` on the sheets of a booklet."""
    reader = PdfReader(io.BytesIO(pdf))
    pages = filled(list(reader.pages), spare=spare)
    writer = PdfWriter()
    for left, right in sheet_sides(len(pages)):
        _lay(writer, pages[left], pages[right], size=reader.pages[0].mediabox)
    _describe(writer, reader)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _lay(writer: PdfWriter, left: PageObject | None, right: PageObject | None, *, size: RectangleObject) -> None:
    width, height = float(size.width), float(size.height)
    side = writer.add_blank_page(2 * width, height)
    forms = DictionaryObject()
    operators = []
    for name, page, offset in (("/Left", left, 0.0), ("/Right", right, width)):
        if page is not None:
            forms[NameObject(name)] = writer._add_object(_form(writer, page))
            operators.append(f"q 1 0 0 1 {offset:.2f} 0 cm {name} Do Q")
    side[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    stream = DecodedStreamObject()
    stream.set_data("\n".join((*operators, "/Artifact BMC", _marks(width, height), "EMC")).encode())
    side[NameObject("/Contents")] = writer._add_object(stream.flate_encode())


def _form(writer: PdfWriter, page: PageObject) -> StreamObject:
    """Return `page` as one drawing: its patterns follow it where it is put, as merged operators would not."""
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(b"" if contents is None else contents.get_data())
    form = form.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject(page.mediabox)
    form[NameObject("/Resources")] = page.raw_get("/Resources").clone(writer)
    return form


def _marks(fold: float, height: float) -> str:
    """Return the drawing operators of a dashed fold line at `fold` and of two staples astride it."""
    lines = [f"q {FOLD_GREY} RG 0.5 w [4 3] 0 d {fold:.2f} 0 m {fold:.2f} {height:.2f} l S Q"]
    for centre in (height * STAPLE_DISTANCE, height * (1 - STAPLE_DISTANCE)):
        reach = (STAPLE_LENGTH - STAPLE_WIDTH) / 2
        start, end = centre - reach, centre + reach
        capsule = f"{fold:.2f} {start:.2f} m {fold:.2f} {end:.2f} l S"
        outline = f"{INK} RG {STAPLE_WIDTH:.2f} w {capsule}"
        lines.append(f"q 1 J {outline} 1 1 1 RG {STAPLE_WIDTH - 2.4:.2f} w {capsule} Q")
    return "\n".join(lines)


def _describe(writer: PdfWriter, reader: PdfReader) -> None:
    """Keep title and language; tell the printing window: both sides, short edge, real size."""
    root = writer.root_object
    if language := reader.root_object.get("/Lang"):
        root[NameObject("/Lang")] = language
    names = {"/Duplex": "/DuplexFlipShortEdge", "/PrintScaling": "/None"}
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject(key): NameObject(value) for key, value in names.items()}
    )
    if reader.metadata and reader.metadata.title:
        writer.add_metadata({"/Title": reader.metadata.title})
