"""DOCX (ECMA-376 part 1): what a page of Word shows, and the same text in the plain form that pandoc reads whole.

pandoc leaves out the words beside a text box, those of fields and of custom XML, and it takes the title away; deleted
and hidden words, comments and generated contents are not what people read. All this is settled here, on the XML.
"""

import re
from collections.abc import Iterator

from outillerie.kits.formats.office.facts_apart import Piece, facts_apart
from outillerie.kits.formats.office.package import Package
from outillerie.kits.formats.office.pages import Pages
from outillerie.kits.formats.office.titles import Line, title_among
from outillerie.kits.formats.office.trees import Element, name, rewrite
from outillerie.kits.formats.office.word_styles import Styles, text_of

_P, _R, _T, _TAB, _BR = map(name, ("w:p", "w:r", "w:t", "w:tab", "w:br"))
_VALUE = name("w:val")
_DROPPED = {
    name("w:del"): "deletions",
    name("w:moveFrom"): "deletions",
    name("w:commentReference"): "margin_comments",
    name("w:object"): "objects",
    name("w:altChunk"): "objects",
    name("w:subDoc"): "objects",
}
_OPENED = {
    name(f"w:{kind}")
    for kind in ("ins", "moveTo", "smartTag", "customXml", "fldSimple", "ruby", "rt", "rubyBase", "dir", "bdo")
}
# Numbers that a document may write as large as it likes, and that pandoc would count up to.
MOST_COLUMNS = 60
_COUNTS = {name("w:gridSpan"): MOST_COLUMNS, name("w:ilvl"): 8}
# pandoc would lift these out of the text.
_METADATA = {"title", "subtitle", "author", "date", "abstract"}
_CONTENTS = re.compile(r"(?:toc|table of figures)(?: heading| \d)?")
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_LINE_MARKS = {_TAB: "\t", _BR: "\n", name("w:cr"): "\n", name("w:noBreakHyphen"): "\u2011"}
_KEPT_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def read(source: Package) -> Pages:
    """Return what the DOCX `source` shows. Raises FormatRefused."""
    pages = Pages()
    relations = source.relations(source.main)
    named = {kind: target for kind, target, is_outside in relations.values() if not is_outside}
    body = _tree(source, source.main)
    styles = Styles(source.tree(named.get("styles", "")))
    writer = _PlainWriter(source, styles, pages)
    writer.write(body, relations)
    pages.title = title_among(_first_lines(body, styles))
    writer.unstyle(body)
    pages.lines += lines_of(body)
    pages.parts = {
        "[Content_Types].xml": _tree(source, "[Content_Types].xml"),
        "_rels/.rels": _tree(source, "_rels/.rels"),
        source.main: body,
    }
    _keep_relations(source, source.main, pages)
    for kind in _KEPT_PARTS:
        if kind in named and (tree := source.tree(named[kind])) is not None:
            if kind.endswith("notes"):
                writer.write(tree, source.relations(named[kind]))
                pages.lines += lines_of(tree)
                _keep_relations(source, named[kind], pages)
            pages.parts[named[kind]] = tree
    _read_margins(source, relations, writer, pages)
    # pandoc shows only pictures that are there; their bytes are none of its business.
    pages.parts |= dict.fromkeys(pages.pictures.values(), b"")
    return pages


def _keep_relations(source: Package, part: str, pages: Pages) -> None:
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".removeprefix("/")
    if (tree := source.tree(relations)) is not None:
        pages.parts[relations] = tree


def lines_of(tree: Element) -> Iterator[str]:
    """Yield the lines that the paragraphs of `tree` show."""
    for paragraph in tree.iter(_P):
        yield from filter(str.strip, _shown(paragraph).split("\n"))


def _tree(source: Package, part: str) -> Element:
    tree = source.tree(part)
    return Element("none") if tree is None else tree


def _shown(paragraph: Element) -> str:
    pieces: list[str] = []
    for child in paragraph:
        for element in child.iter() if child.tag != name("w:pPr") else ():
            is_text = element.tag in (_T, name("m:t"))
            pieces.append((element.text or "") if is_text else _LINE_MARKS.get(element.tag, ""))
    return "".join(pieces)


def _first_lines(body: Element, styles: Styles) -> Iterator[Line]:
    styles.read(body)
    for paragraph in body.iter(_P):
        style = styles.name_of(paragraph)
        is_heading = style.startswith("heading")
        yield Line(text_of(paragraph).strip(), style == "title", styles.is_loud(paragraph) and not is_heading)


def _read_margins(source: Package, relations: dict, writer: "_PlainWriter", pages: Pages) -> None:
    """Gather what the headers and footers of the pages say: not their pictures, which are logos."""
    shown = dict(pages.pictures)
    for kind, target, is_outside in relations.values():
        if kind not in ("header", "footer") or is_outside or (tree := source.tree(target)) is None:
            continue
        writer.write(tree, source.relations(target))
        pages.margins += lines_of(tree)
    pages.pictures = shown
    if pages.margins:
        pages.notices.append("headers")


class _PlainWriter:
    """Rewrites the parts of one document, and tells `pages` what it drops."""

    def __init__(self, source: Package, styles: Styles, pages: Pages):
        self._source = source
        self._styles = styles
        self._pages = pages
        self._relations: dict[str, tuple[str, str, bool]] = {}
        self._beside: list[Element] = []
        self._deleted_rows: set[Element] = set()

    def write(self, tree: Element, relations: dict[str, tuple[str, str, bool]]) -> None:
        """Make of `tree` paragraphs, runs, tables and pictures, and nothing else."""
        self._relations = relations
        rewrite(tree, _one_alternative)
        path = f"{name('w:trPr')}/{name('w:del')}"
        self._deleted_rows = {row for row in tree.iter(name("w:tr")) if row.find(path) is not None}
        rewrite(tree, self._change)
        for count, most in _COUNTS.items():
            for element in tree.iter(count):
                element.set(_VALUE, str(min(_number(element.get(_VALUE, "")), most)))

    def unstyle(self, body: Element) -> None:
        """Make of the title an ordinary paragraph, and of lines that look like headings bold ones."""
        for paragraph in body.iter(_P):
            if self._styles.is_loud(paragraph) and not self._styles.name_of(paragraph).startswith("heading"):
                _embolden(paragraph)
            if self._styles.name_of(paragraph) in _METADATA:
                properties = paragraph.find(name("w:pPr"))
                properties.remove(properties.find(name("w:pStyle")))

    def _change(self, element: Element) -> list[Element]:
        if element.tag in _DROPPED or element in self._deleted_rows:
            self._pages.notices.append(_DROPPED.get(element.tag, "deletions"))
            return []
        if element.tag in _OPENED:
            return list(element)
        if change := _CHANGES.get(element.tag):
            return change(self, element)
        return [element]

    def _paragraph(self, paragraph: Element) -> list[Element]:
        """Return a paragraph and, after it, what stands in its text boxes."""
        beside, self._beside = self._beside, []
        if _CONTENTS.fullmatch(self._styles.name_of(paragraph)):
            self._pages.notices.append("contents")
            return beside
        facts_apart(_pieces(paragraph))
        return [paragraph, *beside]

    def _content_control(self, control: Element) -> list[Element]:
        gallery = next(control.iter(name("w:docPartGallery")), None)
        if gallery is not None and gallery.get(_VALUE) == "Table of Contents":
            self._pages.notices.append("contents")
            return []
        return [child for content in control.findall(name("w:sdtContent")) for child in content]

    def _run(self, run: Element) -> list[Element]:
        vanish = run.find(f"{name('w:rPr')}/{name('w:vanish')}")
        if vanish is None or vanish.get(_VALUE, "1") in ("0", "false"):
            return [run]
        if text_of(run).strip():
            self._pages.notices.append("hidden")
        return []

    def _table(self, table: Element) -> list[Element]:
        """Return a table whose rows have as many columns as it announces: pandoc drops the cells of the others."""
        rows = [row.findall(name("w:tc")) for row in table.findall(name("w:tr"))]
        widths = [sum(map(_span, cells)) for cells in rows]
        widest = min(max(widths, default=0), MOST_COLUMNS)
        for cells, width in zip(rows, widths, strict=True):
            if cells and width < widest:
                _widen(cells[-1], _span(cells[-1]) + widest - width)
        grid = table.find(name("w:tblGrid"))
        if grid is not None:
            grid[:] = [Element(name("w:gridCol"), {name("w:w"): "1000"}) for _ in range(widest)]
        return [table]

    def _text_box(self, box: Element) -> list[Element]:
        self._beside += list(box)
        return []

    def _drawn_line(self, paragraph: Element) -> list[Element]:
        """Take out a line of a drawing: a shape, a diagram, a heading drawn with WordArt."""
        text = paragraph.get("string") or "".join(text.text or "" for text in paragraph.iter(name("a:t")))
        if text.strip():
            self._beside.append(_paragraph_of(text))
        return []

    def _diagram(self, diagram: Element) -> list[Element]:
        _kind, target, is_outside = self._relations.get(diagram.get(name("r:dm"), ""), ("", "", True))
        self._pages.notices.append("objects")
        if not is_outside and (tree := self._source.tree(target)) is not None:
            for paragraph in tree.iter(name("a:p")):
                self._drawn_line(paragraph)
        return []

    def _drawing(self, drawing: Element) -> list[Element]:
        """Keep a drawing that is a picture of this document."""
        blips = [blip for tag in ("a:blip", "v:imagedata") for blip in drawing.iter(name(tag))]
        ids = [blip.get(name(key)) for blip in blips for key in ("r:embed", "r:link", "r:id")]
        related = [self._relations[key] for key in ids if key in self._relations]
        inside = [target for _kind, target, is_outside in related if not is_outside]
        self._pages.pictures |= {target.rpartition("/")[2]: target for target in inside}
        if related and not inside:
            self._pages.notices.append("remote_picture")
        if _has(drawing, "c:chart"):
            self._pages.notices.append("objects")
        return [drawing] if inside else []


_CHANGES = {
    _P: _PlainWriter._paragraph,
    _R: _PlainWriter._run,
    name("w:sdt"): _PlainWriter._content_control,
    name("w:txbxContent"): _PlainWriter._text_box,
    name("a:p"): _PlainWriter._drawn_line,
    name("v:textpath"): _PlainWriter._drawn_line,
    name("w:tbl"): _PlainWriter._table,
    _DIAGRAM: _PlainWriter._diagram,
    name("w:drawing"): _PlainWriter._drawing,
    name("w:pict"): _PlainWriter._drawing,
}


def _one_alternative(element: Element) -> list[Element]:
    """Return the newest of the forms in which Word writes a drawing."""
    if element.tag != name("mc:AlternateContent"):
        return [element]
    chosen = element.find(name("mc:Choice"))
    chosen = element.find(name("mc:Fallback")) if chosen is None else chosen
    return [] if chosen is None else list(chosen)


def _pieces(paragraph: Element) -> list[Piece]:
    """Return the texts, tabs and breaks of a paragraph, in order, each with what turns it into another."""
    pieces = []
    for run in paragraph.iter(_R):
        for child in run:
            if child.tag == _T:
                pieces.append(Piece(child.text or ""))
            elif child.tag in (_TAB, _BR):
                pieces.append(Piece(_LINE_MARKS[child.tag], element=child, break_tag=_BR, text_tag=_T))
    return pieces


def _span(cell: Element) -> int:
    found = cell.find(f"{name('w:tcPr')}/{name('w:gridSpan')}")
    return 1 if found is None else min(max(1, _number(found.get(_VALUE, ""))), MOST_COLUMNS)


def _widen(cell: Element, columns: int) -> None:
    properties = cell.find(name("w:tcPr"))
    if properties is None:
        properties = Element(name("w:tcPr"))
        cell.insert(0, properties)
    for span in properties.findall(name("w:gridSpan")):
        properties.remove(span)
    properties.append(Element(name("w:gridSpan"), {_VALUE: str(columns)}))


def _embolden(paragraph: Element) -> None:
    for run in paragraph.iter(_R):
        properties = run.find(name("w:rPr"))
        if properties is None:
            properties = Element(name("w:rPr"))
            run.insert(0, properties)
        for bold in properties.findall(name("w:b")):
            properties.remove(bold)
        properties.append(Element(name("w:b")))


def _paragraph_of(text: str) -> Element:
    paragraph, run, words = Element(_P), Element(_R), Element(_T)
    words.text = text
    run.append(words)
    paragraph.append(run)
    return paragraph


def _has(element: Element, short: str) -> bool:
    return next(element.iter(name(short)), None) is not None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
