"""ODT (OASIS OpenDocument 1.3 part 3): what a page of LibreOffice shows, and the same text in the plain form that
pandoc reads whole.

pandoc leaves out text boxes, shapes, fields and numbered paragraphs, and it knows no annotation.
"""

from collections.abc import Iterator

from outillerie.kits.formats.office.facts_apart import Piece, facts_apart
from outillerie.kits.formats.office.open_document_styles import BOLD, Styles
from outillerie.kits.formats.office.package import Package
from outillerie.kits.formats.office.pages import Pages
from outillerie.kits.formats.office.titles import Line, title_among
from outillerie.kits.formats.office.trees import Element, name, rewrite

_P, _H, _SPAN, _S, _TAB, _BREAK = map(name, ("text:p", "text:h", "text:span", "text:s", "text:tab", "text:line-break"))
_NOTE = name("text:note")
_HREF = name("xlink:href")
_DROPPED = {
    name("office:annotation"): "margin_comments",
    name("text:hidden-text"): "hidden",
    name("text:hidden-paragraph"): "hidden",
    name("draw:object"): "objects",
    name("draw:object-ole"): "objects",
    name("text:tracked-changes"): "",
    name("office:annotation-end"): "",
    name("office:forms"): "",
    **{
        name(f"text:{kind}"): "contents"
        for kind in (
            "table-of-content",
            "illustration-index",
            "table-index",
            "object-index",
            "user-index",
            "alphabetical-index",
        )
    },
}
_OPENED = {name("text:section"), name("text:numbered-paragraph")}
_KNOWN = {_P, _H, _SPAN, _S, _TAB, _BREAK, _NOTE} | {
    name(f"text:{kind}")
    for kind in ("a", "note-citation", "note-body", "list", "list-item", "list-header", "list-style", "bibliography")
}
_PAGE_NUMBERS = {name("text:page-number"), name("text:page-count")}
# Numbers that a document may write as large as it likes, and that pandoc would count up to.
_COUNTS = {
    name("text:c"): 20,
    name("table:number-columns-repeated"): 60,
    name("table:number-rows-repeated"): 200,
    name("table:number-columns-spanned"): 60,
    name("text:outline-level"): 9,
}
_MARKS = {_TAB: "\t", _BREAK: "\n", _S: " "}


def read(source: Package) -> Pages:
    """Return what the ODT `source` shows. Raises FormatRefused."""
    pages = Pages()
    content = source.tree("content.xml")
    common = source.tree("styles.xml")
    styles = Styles(common, content)
    writer = _PlainWriter(styles, pages)
    writer.write(_body(content))
    pages.title = title_among(_first_lines(content, styles))
    writer.unstyle(content)
    pages.lines += lines_of(content)
    if common is not None:
        _read_margins(common, writer, pages)
    pages.parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content,
        **({} if common is None else {"styles.xml": common}),
        **dict.fromkeys(pages.pictures.values(), b""),
    }
    return pages


def _body(content: Element) -> Element:
    body = content.find(name("office:body"))
    return content if body is None else body


def lines_of(tree: Element) -> Iterator[str]:
    """Yield the lines that the paragraphs and headings of `tree` show."""
    for paragraph in tree.iter():
        if paragraph.tag in (_P, _H):
            yield from filter(str.strip, _shown(paragraph).split("\n"))


def _shown(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag not in (_NOTE, _P, _H) and not child.tag.startswith(name("draw:")):
            pieces.append(_MARKS.get(child.tag, "") + _shown(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _first_lines(content: Element, styles: Styles) -> Iterator[Line]:
    styles.read(content)
    for paragraph in content.iter():
        if paragraph.tag in (_P, _H):
            is_text = paragraph.tag == _P
            yield Line(
                _shown(paragraph).strip(), is_text and styles.is_title(paragraph), is_text and styles.is_loud(paragraph)
            )


def _read_margins(common: Element, writer: "_PlainWriter", pages: Pages) -> None:
    """Gather what the headers and footers of the pages say: not their pictures, which are logos."""
    shown = dict(pages.pictures)
    for page in common.iter(name("style:master-page")):
        for margin in page:
            rewrite(margin, lambda element: [] if element.tag in _PAGE_NUMBERS else [element])
            writer.write(margin)
            pages.margins += lines_of(margin)
    pages.pictures = shown
    if pages.margins:
        pages.notices.append("headers")


class _PlainWriter:
    """Rewrites the parts of one document, and tells `pages` what it drops."""

    def __init__(self, styles: Styles, pages: Pages):
        self._styles = styles
        self._pages = pages
        self._beside: list[Element] = []

    def write(self, tree: Element) -> None:
        """Make of `tree` paragraphs, spans, lists, tables and pictures, and nothing else."""
        rewrite(tree, self._change)
        for element in tree.iter():
            for count, most in _COUNTS.items():
                if count in element.attrib:
                    element.set(count, str(min(_number(element.get(count, "")), most)))

    def unstyle(self, content: Element) -> None:
        """Make bold the lines that look like headings."""
        for paragraph in [found for found in content.iter(_P) if self._styles.is_loud(found)]:
            span = Element(_SPAN, {name("text:style-name"): BOLD})
            span.text, paragraph.text = paragraph.text, None
            span.extend(paragraph)
            paragraph[:] = [span]
        self._styles.declare_bold(content)

    def _change(self, element: Element) -> list[Element]:
        if element.tag in _DROPPED:
            self._drop(element)
            return []
        if element.tag in _OPENED:
            return list(element)
        if element.tag in (_P, _H):
            beside, self._beside = self._beside, []
            facts_apart(list(_pieces(element)))
            return [element, *beside]
        if element.tag == name("office:text"):
            element.extend(self._beside)
        if element.tag.startswith(name("draw:")):
            return self._drawing(element)
        if element.tag.startswith(name("text:")) and element.tag not in _KNOWN:
            return _field(element)
        return [element]

    def _drop(self, element: Element) -> None:
        notice = _DROPPED[element.tag]
        if element.tag == name("text:tracked-changes") and next(element.iter(name("text:deletion")), None) is not None:
            notice = "deletions"
        if notice:
            self._pages.notices.append(notice)

    def _drawing(self, element: Element) -> list[Element]:
        """Keep a frame and its picture; the paragraphs of a drawing go after the one that holds it."""
        if element.tag == name("draw:image"):
            return self._picture(element)
        if element.tag == name("draw:frame"):
            self._describe(element)
            return [element] if element.find(name("draw:image")) is not None else []
        if element.tag == name("draw:a"):
            return list(element)
        self._beside += [child for child in element if child.tag in _BLOCKS]
        return [child for child in element if child.tag not in _BLOCKS and child.tag.startswith(name("draw:"))]

    def _picture(self, image: Element) -> list[Element]:
        target = image.get(_HREF, "").removeprefix("./")
        if not target or ":" in target or target.startswith(("/", "..")):
            self._pages.notices.append("remote_picture")
            return []
        self._pages.pictures[target.rpartition("/")[2]] = target
        return [image]

    def _describe(self, frame: Element) -> None:
        words = next((text for kind in ("desc", "title") if (text := _text(frame, f"svg:{kind}"))), "")
        for image in frame.findall(name("draw:image")):
            self._pages.alts[image.get(_HREF, "").rpartition("/")[2]] = words


_BLOCKS = {_P, _H, name("text:list"), name("table:table")}


def _field(element: Element) -> list[Element]:
    """Return a field as the words that it shows, and a mark that shows none as nothing."""
    if not "".join(element.itertext()).strip() and not len(element):
        return []
    element.tag = _SPAN
    element.attrib.clear()
    return [element]


def _pieces(element: Element) -> Iterator[Piece]:
    """Yield the texts, tabs and breaks of a paragraph, in order, each with what turns it into another."""
    yield Piece(element.text or "")
    for child in element:
        if child.tag in (_TAB, _BREAK):
            yield Piece(_MARKS[child.tag], element=child, break_tag=_BREAK, text_tag=_SPAN)
        elif child.tag == _S:
            yield Piece(" ")
        elif child.tag not in (_NOTE, _P, _H):
            yield from _pieces(child)
        yield Piece(child.tail or "")


def _text(element: Element, short: str) -> str:
    found = element.find(name(short))
    return "" if found is None else "".join(found.itertext()).strip()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
