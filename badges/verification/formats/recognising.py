"""What was given to verify: a picture, a document, a token, an address or eight signs. Nothing here trusts it."""

import re
from dataclasses import dataclass

from badges.awarding.formats.codes import typed_code
from badges.openbadges import png, svg
from badges.openbadges.baking import OB2, OB3, UnreadableImage

MOST_BYTES = 8 * 1024 * 1024
MOST_TEXT = 262_144
TOKEN = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
JPEG = b"\xff\xd8\xff"


class Unreadable(ValueError):
    """There is no badge in it. `code` says why: those of `UnreadableImage`, and `empty`, `too-big`, `no-badge` (a
    picture without one), `unknown-kind`, `not-a-badge` (a document of something else)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Given:
    """`kind` is "json", "token", "address", "code", "pdf", or "photograph": a picture without a badge, that may show a
    QR code. `packed` is the picture it was in: "png", "svg" or nothing, or "pdf". `content` is the document or the token
    as bytes, an address, a code, or the file. `source` is the address that served the document, if one did."""

    kind: str
    content: bytes
    packed: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        return self.content.decode()


def recognised(content: bytes) -> Given:
    """Say what `content` is, and take what it carries out of a picture. Raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too-big")
    try:
        if content.startswith(png.SIGNATURE):
            texts = png.unbake(content)
            return _carried(texts, "png") if texts else Given("photograph", content)
        if content.startswith(JPEG) or (content[:4], content[8:12]) == (b"RIFF", b"WEBP"):
            return Given("photograph", content)
        if content.startswith(b"%PDF-"):
            return Given("pdf", content)
        text = content.removeprefix(b"\xef\xbb\xbf").strip()
        if text.startswith(b"<"):
            return _carried(svg.unbake(content), "svg")
    except UnreadableImage as refusal:
        raise Unreadable(refusal.code) from None
    return _written(text)


def _carried(texts: dict[str, str], packed: str) -> Given:
    """Return the badge of a picture: the newer form when there are two, since it is signed."""
    text = texts.get(OB3) or texts.get(OB2)
    if not text:
        raise Unreadable("no-badge")
    found = _written(text.strip().encode())
    if found.kind == "code":
        raise Unreadable("no-badge")
    return Given(found.kind, found.content, packed)


def _written(text: bytes) -> Given:
    if not text:
        raise Unreadable("empty")
    if len(text) > MOST_TEXT:
        raise Unreadable("too-big")
    if text.startswith(b"{"):
        return Given("json", text)
    if TOKEN.fullmatch(text):
        return Given("token", text)
    try:
        written = text.decode()
    except UnicodeDecodeError:
        raise Unreadable("unknown-kind") from None
    if ADDRESS.fullmatch(written):
        return Given("address", text)
    if code := typed_code(written):
        return Given("code", code.encode())
    raise Unreadable("unknown-kind")
