"""What may be uploaded, decided from the bytes and never from the name alone.

Pictures are decoded under a bound, turned upright, shrunk and written again without any metadata: what is
stored and shown never holds a place, a camera or a second file. A picture that is in that form already is
kept to the byte, so that a kit exported and imported again is the same kit.
"""

import re
import shlex
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from slugify import slugify

from outillerie.errors import Refused

PICTURE_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
LONGEST_SIDE = 1600
MOST_PIXELS = 24_000_000
MOST_PICTURE_BYTES = 10 * 1024 * 1024
MOST_DOCUMENT_BYTES = 20 * 1024 * 1024
# What Pillow keeps of a picture beside its pixels, that says where, when, by whom or with what it was made.
METADATA = {"exif", "xmp", "photoshop", "comment", "Comment", "Software", "XML:com.adobe.xmp"}
OFFICE = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OPEN_XML = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TEXTS = {"csv", "md", "txt"}
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
DOCUMENTS = {*OFFICE, *OPEN_XML, *TEXTS, *PICTURES, "pdf", "mp3"}
# The list of what an office file holds: a document of a thousand pages has some hundreds of parts.
MOST_PARTS = 5000
MOST_BYTES_OF_LIST = 1_000_000
END_OF_LIST = b"PK\x05\x06"
# Windows takes these for machines, whatever follows the dot.
RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")


class UploadRefused(Refused):
    pass


def safe_name(name: str, *, fallback: str = "fichier") -> str:
    """Return a file name of letters, digits and hyphens that every system takes, with its last ending."""
    path = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/").replace("\x00", ""))
    ending = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:5]
    stem = slugify(path.stem, max_length=80, replacements=[["’", "-"], ["'", "-"]]) or fallback
    stem = f"{stem}-{fallback}" if RESERVED_NAMES.match(stem) else stem
    return f"{stem}.{ending}" if ending else stem


def refuse_malware(data: bytes) -> None:
    """Ask the antivirus program of this hub, when it has one. A scan that cannot be made refuses the file."""
    if not settings.ANTIVIRUS_COMMAND:
        return
    command = shlex.split(settings.ANTIVIRUS_COMMAND)
    try:
        verdict = subprocess.run(command, input=data, capture_output=True, timeout=60).returncode  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UploadRefused(_("Files cannot be checked for viruses just now. Try again in a moment.")) from error
    if verdict == 1:
        raise UploadRefused(_("The antivirus refuses this file. Check the computer it comes from."))
    if verdict:
        raise UploadRefused(_("Files cannot be checked for viruses just now. Try again in a moment."))


def clean_picture(data: bytes) -> tuple[bytes, str]:
    """Return the bytes to store and the ending of their format («webp»). Raises UploadRefused."""
    refuse_malware(data)
    if len(data) > MOST_PICTURE_BYTES:
        raise UploadRefused(_("This picture is too heavy: the limit is 10 MB. Shrink it, then add it again."))
    if is_drawing(data):
        raise UploadRefused(_("SVG drawings are refused: they can hold code. Save this one as PNG, then add it."))
    try:
        picture = opened(data)
        if is_already_clean(picture, data):
            picture.load()
            return data, "webp"
        return rewritten(picture), "webp"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UploadRefused(
            _("This file is not a picture we can read. Use a JPEG, PNG, WebP, AVIF or GIF picture.")
        ) from error


def is_drawing(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!")) and b"<svg" in data[:10_000].lower())


def opened(data: bytes) -> Image.Image:
    """Return the picture, its size known, not decoded yet. Raises UploadRefused when it is too large."""
    picture = Image.open(BytesIO(data), formats=PICTURE_FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise UploadRefused(
            _("This picture is too large: the limit is 24 million pixels. Shrink it, then add it again.")
        )
    return picture


def is_already_clean(picture: Image.Image, data: bytes) -> bool:
    """Say whether these bytes are what `rewritten` makes: one WebP image within bounds, and nothing else."""
    return (
        picture.format == "WEBP"
        and max(picture.size) <= LONGEST_SIDE
        and data[4:8] == (len(data) - 8).to_bytes(4, "little")
        and {b"VP8X", b"ALPH", b"VP8 ", b"VP8L"}.issuperset(webp_chunks(data))
    )


def webp_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the names of the parts of a WebP file (RFC 9649, section 2.3)."""
    position = 12
    while position < len(data):
        yield data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        position += 8 + size + size % 2


def rewritten(picture: Image.Image) -> bytes:
    """Return the first frame of `picture`, upright, shrunk, as bare WebP: the lighter of two codings."""
    is_drawn = picture.format in {"PNG", "GIF"}
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    bare = upright_pixels(picture)
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    codings = [encoded(bare, "WEBP", quality=82, method=4)]
    if is_drawn:
        codings.append(encoded(bare, "WEBP", lossless=True, method=4))
    return min(codings, key=len)


def upright_pixels(picture: Image.Image) -> Image.Image:
    """Return the pixels of `picture`, turned as its camera was held, and nothing else of it."""
    ImageOps.exif_transpose(picture, in_place=True)
    mode = "RGBA" if has_transparency(picture) else "RGB"
    pixels = picture if picture.mode == mode else picture.convert(mode)
    pixels.load()
    pixels.info = {}
    return pixels


def has_transparency(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def clean_document(name: str, data: bytes) -> bytes:
    """Return the bytes to store for a document: its own, but for a picture that says more than it shows."""
    check_document(name, data)
    refuse_malware(data)
    kind = PICTURES.get(PurePosixPath(name.lower()).suffix[1:])
    if kind is None:
        return data
    try:
        picture = opened(data)
        picture.load()
        if not METADATA & picture.info.keys() and not picture.getexif():
            return data
        return encoded(upright_pixels(picture), kind, quality=92)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UploadRefused(
            _("This file is not a picture we can read. Use a JPEG, PNG, WebP, AVIF or GIF picture.")
        ) from error


def card_sized(data: bytes) -> bytes:
    """Return a clean picture as the cover of a card: 576 × 384 pixels."""
    picture = Image.open(BytesIO(data), formats=PICTURE_FORMATS)
    return encoded(ImageOps.fit(picture.convert("RGB"), (576, 384)), "WEBP", quality=70)


def check_document(name: str, data: bytes) -> None:
    """Raise UploadRefused unless the bytes of `name` are what its ending says and that ending is allowed."""
    if len(data) > MOST_DOCUMENT_BYTES:
        raise UploadRefused(
            _("This file is too heavy: %(size)s MB. The limit is 20 MB.") % {"size": round(len(data) / 1_048_576)}
        )
    ending = PurePosixPath(name.lower()).suffix[1:]
    if ending not in DOCUMENTS:
        raise UploadRefused(
            _(
                "Files of this type are not accepted."
                " Use PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV, TXT, MD, MP3 or a picture."
            )
        )
    if not looks_like(ending, data):
        raise UploadRefused(
            _("The content of this file is not what its name says (.%(ending)s). Save it again, then add it.")
            % {"ending": ending}
        )


def looks_like(ending: str, data: bytes) -> bool:
    if ending in TEXTS:
        return is_text(data)
    if ending in PICTURES:
        return (
            data[:3] == b"\xff\xd8\xff"
            or data[:8] == b"\x89PNG\r\n\x1a\n"
            or (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
        )
    if ending == "pdf":
        return data[:5] == b"%PDF-"
    if ending == "mp3":
        return data[:3] == b"ID3" or (data[:1] == b"\xff" and len(data) > 1 and data[1] & 0xE0 == 0xE0)
    return is_office(ending, data)


def is_text(data: bytes) -> bool:
    start = data[:2000].lstrip().lower()
    if b"\x00" in data or start.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php")):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return not any(byte < 9 for byte in data[:4000])
    return True


def is_office(ending: str, data: bytes) -> bool:
    """Say whether `data` is the zipped office file that its ending says, without macros."""
    if is_list_too_long(data):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS or any("vbaproject" in name.lower() for name in names):
                return False
            if ending in OPEN_XML:
                return "[Content_Types].xml" in names and any(name.startswith(OPEN_XML[ending]) for name in names)
            info = archive.getinfo("mimetype")
            return info.file_size < 100 and archive.read(info).decode("ascii", "replace").strip() == OFFICE[ending]
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, NotImplementedError, RuntimeError):
        return False


def is_list_too_long(data: bytes) -> bool:
    """Say, from the record that ends an archive (APPNOTE 4.3.16), whether listing it would cost too much."""
    end = data.rfind(END_OF_LIST)
    return end < 0 or int.from_bytes(data[end + 12 : end + 16], "little") > MOST_BYTES_OF_LIST
