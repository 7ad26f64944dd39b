"""Badges in PNG pictures, chunk by chunk: pixels are never decoded, every other byte stays what it was.

PNG, third edition (https://www.w3.org/TR/png-3/): 5.3 chunks, 11.3.3.4 iTXt. A badge is one uncompressed iTXt chunk
without language, right after IHDR. Compressed ones, and the tEXt of Open Badges 1 (an address), are read too.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from .baking import KEYWORDS, MOST_BYTES, MOST_TEXT, UnreadableImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD = struct.Struct(">I4s")
CRC = struct.Struct(">I")
# Signature, then the 13 bytes of IHDR with what surrounds them: what is baked comes next.
FIRST = 33
# Encoders cut pixels into parts of 8 to 64 kB: the heaviest picture has about a thousand.
MOST_CHUNKS = 2_000
# 4,096 on a side.
MOST_PIXELS = 16_777_216
TEXTS = {b"iTXt", b"tEXt", b"zTXt"}
# How a chunk of text begins, by its keyword.
MARKS = {keyword: keyword.encode() + b"\0" for keyword in KEYWORDS}


class Chunk(NamedTuple):
    """A chunk of a picture: its data is `png[start + 8 : end - 4]`."""

    kind: bytes
    start: int
    end: int


def check(png: bytes) -> tuple[int, int]:
    """Return the width and height of a picture that is whole, still, bounded and nothing else than a PNG. Raises
    UnreadableImage. Everything but what the pixels show is checked: they are decoded by somebody else."""
    found = list(chunks(png))
    kinds = {chunk.kind for chunk in found}
    if b"acTL" in kinds:
        raise UnreadableImage("animated")
    is_whole = b"IDAT" in kinds and found[-1].end == len(png) and all(_is_right(png, chunk) for chunk in found)
    if not is_whole:
        raise UnreadableImage("damaged")
    return _size(png)


def bake(png: bytes, texts: dict[str, str]) -> bytes:
    """Return `png` with each text under its keyword, in place of what that keyword held. Raises UnreadableImage, and
    ValueError for an unknown keyword or a text that a chunk cannot hold."""
    if not texts.keys() <= MARKS.keys() or "\0" in "".join(texts.values()):
        raise ValueError("A badge goes under one of two keywords, and no text may hold U+0000.")
    replaced = tuple([MARKS[keyword] for keyword in texts])
    parts, kept_from = [png[:FIRST], *[_chunk(keyword, text) for keyword, text in texts.items()]], FIRST
    for kind, start, end in chunks(png):
        if kind in TEXTS and png.startswith(replaced, start + 8):
            parts.append(png[kept_from:start])
            kept_from = end
    parts.append(png[kept_from:])
    return b"".join(parts)


def unbake(png: bytes) -> dict[str, str]:
    """Return what `png` carries, by keyword. Raises UnreadableImage: two texts under one keyword would let two readers
    read two badges."""
    found: dict[tuple[str, bytes], str] = {}
    for chunk in chunks(png):
        keyword = _keyword(png, chunk)
        if keyword is None:
            continue
        if not _is_right(png, chunk):
            raise UnreadableImage("damaged")
        if (keyword, chunk.kind) in found:
            raise UnreadableImage("several-badges")
        found[keyword, chunk.kind] = _text(png[chunk.start + 9 + len(keyword) : chunk.end - 4], chunk.kind)
    # The address of Open Badges 1 comes after what says it better.
    return {keyword: text for (keyword, _kind), text in sorted(found.items(), key=lambda item: item[0], reverse=True)}


def chunks(png: bytes) -> Iterator[Chunk]:
    """Yield the chunks of `png`, bounded, from IHDR to IEND. Raises UnreadableImage."""
    if len(png) > MOST_BYTES:
        raise UnreadableImage("too-heavy")
    if not png.startswith(SIGNATURE):
        raise UnreadableImage("not-png")
    if png[8:16] != b"\0\0\0\x0dIHDR" or len(png) < FIRST:
        raise UnreadableImage("damaged")
    _size(png)
    at = len(SIGNATURE)
    for _turn in range(MOST_CHUNKS):
        if at + 12 > len(png):
            raise UnreadableImage("damaged")
        length, kind = HEAD.unpack_from(png, at)
        end = at + 12 + length
        if end > len(png):
            raise UnreadableImage("damaged")
        yield Chunk(kind, at, end)
        if kind == b"IEND":
            return
        at = end
    raise UnreadableImage("too-many-parts")


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, 16)
    if not width or not height:
        raise UnreadableImage("damaged")
    if width * height > MOST_PIXELS:
        raise UnreadableImage("too-many-pixels")
    return width, height


def _is_right(png: bytes, chunk: Chunk) -> bool:
    return zlib.crc32(png[chunk.start + 4 : chunk.end - 4]) == CRC.unpack_from(png, chunk.end - 4)[0]


def _keyword(png: bytes, chunk: Chunk) -> str | None:
    if chunk.kind not in (b"iTXt", b"tEXt"):
        return None
    return next((one for one, mark in MARKS.items() if png.startswith(mark, chunk.start + 8)), None)


def _chunk(keyword: str, text: str) -> bytes:
    # Keyword, not compressed, no language, no translated keyword, text.
    content = b"".join((b"iTXt", MARKS[keyword], b"\0\0\0\0", text.encode()))
    return CRC.pack(len(content) - 4) + content + CRC.pack(zlib.crc32(content))


def _text(content: bytes, kind: bytes) -> str:
    """Return the text of a chunk, from what follows its keyword."""
    try:
        if kind == b"tEXt":
            return _bounded(content).decode("latin-1").strip()
        is_compressed, method = content[0], content[1]
        _language, _translated, text = content[2:].split(b"\0", 2)
        if is_compressed > 1 or (is_compressed and method):
            raise UnreadableImage("damaged")
        return _bounded(_inflated(text) if is_compressed else text).decode()
    except (ValueError, IndexError, zlib.error) as error:
        if isinstance(error, UnreadableImage):
            raise
        raise UnreadableImage("damaged") from error


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = _bounded(inflater.decompress(data, MOST_TEXT + 1))
    if not inflater.eof:
        raise UnreadableImage("damaged")
    return text


def _bounded(text: bytes) -> bytes:
    if len(text) > MOST_TEXT:
        raise UnreadableImage("too-long")
    return text
