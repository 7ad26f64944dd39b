"""Word-processor files written by hand, part by part: what Word and LibreOffice write, and no other program does."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
# Every program writes its own date in the archive: one date makes the same bytes each time.
DAY = (2026, 1, 31, 9, 30, 0)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f84f3d"
    "0003060180015a347d6b0000000049454e44ae426082"
)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """Return the archive of `parts`; «mimetype» stands first and is not compressed, as ODF asks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive, to change some and zip them again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- Word


def run(text: str, *, bold: bool = False, size: int | None = None, more: str = "") -> str:
    """Return one run; a tab and a line end are those of Word."""
    properties = f"{'<w:b/>' if bold else ''}{f'<w:sz w:val="{2 * size}"/>' if size else ''}{more}"
    text = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    text = text.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def p(*runs: str, style: str = "", number: int | None = None, level: int = 0) -> str:
    """Return a paragraph of runs or of plain texts; `number` makes it an item of that list."""
    written = "".join(text if text.startswith("<") else run(text) for text in runs)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"


def items(*texts: str, number: int = 1) -> str:
    """Return the items of list 1 (bullets) or 2 (numbers)."""
    return "".join(p(text, style="Paragraphedeliste", number=number) for text in texts)


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of texts; a cell that begins with «<» holds paragraphs already."""

    def cell(text: str) -> str:
        inner = text if text.startswith("<") else "".join(map(p, text.split("\n")))
        return f"<w:tc><w:tcPr/>{inner}</w:tc>"

    written = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"


def picture(relation: str, *, alt: str = "", kind: str = "embed") -> str:
    return (
        "<w:r><w:drawing><wp:inline><wp:extent cx='914400' cy='914400'/>"
        f"<wp:docPr id='1' name='Image 1' descr={quoteattr(alt)}/><a:graphic><a:graphicData "
        "uri='http://schemas.openxmlformats.org/drawingml/2006/picture'><pic:pic><pic:nvPicPr><pic:cNvPr id='1' name=''/>"
        f"</pic:nvPicPr><pic:blipFill><a:blip r:{kind}='{relation}'/></pic:blipFill><pic:spPr/></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box, as Word 2010 and later write it: the new form, and the old one again."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:extent cx='9' cy='9'/>"
        "<wp:docPr id='2' name='Zone de texte 2'/><a:graphic><a:graphicData "
        "uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def link(relation: str, text: str) -> str:
    return f"<w:hyperlink r:id='{relation}'>{run(text)}</w:hyperlink>"


_ROOT = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {
    "Normal": "Normal",
    "Titre": "Title",
    "Sous-titre": "Subtitle",
    "Titre1": "heading 1",
    "Titre2": "heading 2",
    "Titre3": "heading 3",
    "Paragraphedeliste": "List Paragraph",
    "TM1": "toc 1",
    "Notedebasdepage": "footnote text",
    "Citation": "Quote",
}
_KINDS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}


def _styles() -> str:
    written = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    return f"{_HEAD}<w:styles {_ROOT}>{written}</w:styles>"


def _numbering() -> str:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%{level + 1}."/></w:lvl>'
            for level in range(3)
        )
        + "</w:abstractNum>"
        for number, kind in ((1, "bullet"), (2, "decimal"))
    )
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    return f"{_HEAD}<w:numbering {_ROOT}>{abstract}{numbers}</w:numbering>"


def docx(
    *body: str,
    beside: dict[str, str] | None = None,
    media: dict[str, bytes] | None = None,
    remote: dict[str, str] | None = None,
    changed: dict[str, bytes | str | None] | None = None,
) -> bytes:
    """Return a DOCX of `body`.

    `beside` gives the inside of other parts by name («footer1», «footnotes»), `media` pictures by relation,
    `remote` addresses by relation; `changed` replaces whole parts, and removes those that are None.
    """
    beside, media, remote = beside or {}, media or {}, remote or {}
    relations = [f'<Relationship Id="styles" Type="{R}/styles" Target="styles.xml"/>']
    relations += [f'<Relationship Id="numbers" Type="{R}/numbering" Target="numbering.xml"/>']
    parts = {}
    for name, inner in beside.items():
        kind = _KINDS[name.rstrip("0123456789")]
        root = {"header": "w:hdr", "footer": "w:ftr"}.get(kind, f"w:{kind}")
        parts[f"word/{name}.xml"] = f"{_HEAD}<{root} {_ROOT}>{inner}</{root}>"
        relations.append(f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>')
    for key, data in media.items():
        parts[f"word/media/{key}.png"] = data
        relations.append(f'<Relationship Id="{key}" Type="{R}/image" Target="media/{key}.png"/>')
    for key, address in remote.items():
        kind = "image" if key.startswith("image") else "hyperlink"
        relations.append(
            f'<Relationship Id="{key}" Type="{R}/{kind}" Target={quoteattr(address)} TargetMode="External"/>'
        )
    sections = "".join(
        f'<w:{name.rstrip("0123456789")}Reference w:type="default" r:id="{name}"/>'
        for name in beside
        if name.startswith(("header", "footer"))
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{_HEAD}<w:document {_ROOT}><w:body>{''.join(body)}<w:sectPr>{sections}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>',
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        **parts,
    }
    return zipped({name: data for name, data in (parts | (changed or {})).items() if data is not None})


# --- LibreOffice


_ODF = " ".join(
    f'xmlns:{prefix}="{OFFICE}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_ODF += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_AUTOMATIC = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    "</text:list-style>"
)


def op(*texts: str, style: str = "Standard") -> str:
    """Return a paragraph of an ODT; what begins with «<» is XML already."""
    return f'<text:p text:style-name="{style}">{"".join(map(_odf_text, texts))}</text:p>'


def oh(text: str, level: int = 1) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_odf_text(text)}</text:h>'


def obold(text: str) -> str:
    return f'<text:span text:style-name="T1">{_odf_text(text)}</text:span>'


def olist(*texts: str, style: str = "L1") -> str:
    written = "".join(
        f"<text:list-item>{text if text.startswith('<text:p') else op(text)}</text:list-item>" for text in texts
    )
    return f'<text:list text:style-name="{style}">{written}</text:list>'


def otable(*rows: tuple[str, ...]) -> str:
    def cell(text: str) -> str:
        inner = text if text.startswith("<") else "".join(map(op, text.split("\n")))
        return f"<table:table-cell>{inner}</table:table-cell>"

    written = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f'<table:table table:name="Tableau1">{columns}{written}</table:table>'


def opicture(name: str, *, alt: str = "") -> str:
    title = f"<svg:title>{escape(alt)}</svg:title>" if alt else ""
    return f'<draw:frame draw:name="Image1"><draw:image xlink:href={quoteattr(name)} xlink:type="simple"/>{title}</draw:frame>'


def _odf_text(text: str) -> str:
    return (
        text if text.startswith("<") else escape(text).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    )


def odt(
    *body: str,
    footer: str = "",
    media: dict[str, bytes] | None = None,
    changed: dict[str, bytes | str | None] | None = None,
) -> bytes:
    """Return an ODT of `body`; `footer` is the inside of the footer, `media` pictures by path in the archive."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    page = f'<style:master-page style:name="Standard"><style:footer>{footer}</style:footer></style:master-page>'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'{head}<office:document-content {_ODF} office:version="1.3"><office:automatic-styles>{_AUTOMATIC}'
        f"</office:automatic-styles><office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>",
        "styles.xml": f'{head}<office:document-styles {_ODF} office:version="1.3"><office:styles/>'
        f"<office:master-styles>{page if footer else ''}</office:master-styles></office:document-styles>",
        **(media or {}),
        "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>',
    }
    return zipped({name: data for name, data in (parts | (changed or {})).items() if data is not None})
