"""Typesetting: one HTML text and the files it may show, one PDF. Runs in the process that `renderer` starts.

WeasyPrint (70.0, https://doc.courtbouillon.org/weasyprint/) is imported here and nowhere else: it costs
seconds and a hundred megabytes, which no web process should pay.

Every address of a document is read relative to `BASE`, a name that no network knows (RFC 2606): the fonts and
print stylesheets of the package, then the files given with the document. Nothing else exists: no other file,
no network, no `data:`. Nothing that the text says attaches a file: only what is given apart does.
"""

import functools
import hashlib
import logging
import mimetypes
from collections.abc import Mapping, Sequence
from datetime import UTC
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from weasyprint import HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from outillerie.printing.renderer import Attachment

BASE = "https://document.invalid/"
STATIC = Path(__file__).resolve().parent.parent / "static" / "outillerie"
PACKAGED = ("css/print/*.css", "css/print/icons/*.svg", "fonts/*.ttf")
MOST_DRAWN_COLOURS = 2_000
MOST_DOTS_PER_INCH = 200

# What WeasyPrint says of a document may quote it: a log is no place for that.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class NotServed(Exception):
    """The document asks for something that is neither packaged nor given with it."""


class GivenFilesOnly(URLFetcher):
    """Serve packaged print files and the `resources` of one document; refuse every other address."""

    def __init__(self, resources: Mapping[str, bytes]):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.resources = resources

    def fetch(self, url, headers=None):
        name = unquote(url.removeprefix(BASE)) if url.startswith(BASE) else ""
        content = packaged_files().get(name, self.resources.get(name))
        if content is None:
            raise NotServed(url)
        if name.endswith(".webp"):
            content = printable(content)
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": media_type})


def printable(webp: bytes) -> bytes:
    """Return a photograph as JPEG, which a PDF keeps as it is: it would unpack WebP to many times that."""
    picture = Image.open(BytesIO(webp))
    is_drawing = picture.mode != "RGB" or picture.getcolors(maxcolors=MOST_DRAWN_COLOURS) is not None
    if is_drawing:
        return webp
    output = BytesIO()
    picture.save(output, "JPEG", quality=85)
    return output.getvalue()


@functools.cache
def packaged_files() -> dict[str, bytes]:
    """Return the packaged files that a document may use, by their path under `STATIC`."""
    paths = [path for pattern in PACKAGED for path in sorted(STATIC.glob(pattern))]
    return {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in paths}


def typeset(
    html: str, resources: Mapping[str, bytes], *, variant: str, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return `html` as a PDF of `variant`. The same input gives the same bytes: no clock, no random name."""
    document = HTML(string=html, base_url=BASE, url_fetcher=GivenFilesOnly(resources))
    for element in document.etree_element.iter():
        if "attachment" in element.get("rel", "").lower().split():
            del element.attrib["rel"], element.attrib["href"]
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return document.write_pdf(
        pdf_variant=variant,
        pdf_identifier=identifier.encode(),
        font_config=FontConfiguration(),
        attachments=[embedded(attachment) for attachment in attachments],
        dpi=MOST_DOTS_PER_INCH,
    )


def embedded(attachment: Attachment) -> EmbeddedFile:
    # Its dates are told: the engine would say now.
    moment = attachment.made_at.astimezone(UTC)
    return EmbeddedFile(
        file_obj=BytesIO(attachment.content),
        name=attachment.name,
        created=moment,
        modified=moment,
        relationship="Source",
    )
