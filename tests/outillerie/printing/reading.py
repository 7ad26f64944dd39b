"""Reading a PDF back: its words, its strings and streams, its tags."""

import io

from pypdf import PdfReader
from pypdf.generic import IndirectObject


def opened(pdf):
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf):
    """Return the text of all pages, in the order in which it is drawn, every space alike."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def booklet_words(pdf):
    """Return the words of an A4 document or of the small pages laid on a booklet."""
    texts = [words_of(pdf)]
    for page in opened(pdf).pages:
        forms = page["/Resources"].get("/XObject", {})
        texts += [page.extract_xform_text(forms[name]) for name in ("/Left", "/Right") if name in forms]
    return " ".join(texts)


def images_of(pdf):
    return [image for page in opened(pdf).pages for image in page.images]


def everything_in(pdf):
    """Return every string and every stream of the file, unpacked."""
    reader = opened(pdf)
    parts = [pdf]
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(IndirectObject(number, 0, reader))
        parts.append(item.get_data() if hasattr(item, "get_data") else str(item).encode())
    return b"\n".join(parts)


def tags_of(pdf):
    """Return the structure elements of the document in reading order, as (depth, tag, alternative text)."""
    found = []

    def visit(element, depth):
        element = element.get_object()
        if not hasattr(element, "get") or "/S" not in element:
            return
        found.append((depth, element["/S"], element.get("/Alt", "")))
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            visit(child, depth + 1)

    for child in opened(pdf).root_object["/StructTreeRoot"]["/K"]:
        visit(child, 0)
    return found


def bookmarks_of(pdf):
    """Return the titles of the bookmarks, each under the number of its level."""

    def flat(items, level):
        for item in items:
            if isinstance(item, list):
                yield from flat(item, level + 1)
            else:
                yield level, item.title

    return list(flat(opened(pdf).outline, 0))


def fonts_of(pdf):
    """Return, by name, whether each font is embedded."""
    fonts = {}
    for page in opened(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            descriptor = font.get("/DescendantFonts", [font])[0].get_object()["/FontDescriptor"]
            fonts[font["/BaseFont"]] = any(key.startswith("/FontFile") for key in descriptor)
    return fonts
