"""Pictures and links of a sheet: what lies beside it is taken with it, what does not is named as lost.

A picture is looked for by its name alone: sheets point to a web site that is gone, to a theme's folder,
to `../img/`.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from slugify import slugify

from outillerie.kits.formats.content import File, Picture
from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.words import folded, one_line

Beside = Callable[[str], bytes | None]

PICTURE_TYPES = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"GIF87a": ("gif", "image/gif"),
    b"GIF89a": ("gif", "image/gif"),
}
_FILE_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "ppt": "application/vnd.ms-powerpoint",
    "csv": "text/csv",
    "zip": "application/zip",
    "sb3": "application/x.scratch.sb3",
    "py": "text/x-python",
    "txt": "text/plain",
}
_PICTURE_NAME = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|avif|tiff?)$", re.IGNORECASE)
_RESIZED = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled)(?=\.\w+$)")
_TRACKER = re.compile(
    r"pixel (?:de suivi|espion|invisible|transparent)|tracking (?:pixel|image)|web ?beacon", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,(.+)", re.IGNORECASE | re.DOTALL)
_PRIVATE_HOST = re.compile(
    r"localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|.*\.(?:local|localhost"
    r"|internal|test)$"
)
_SAFE_SCHEMES = ("http", "https", "mailto", "tel")


class References:
    """The pictures and files that a sheet really has, gathered while its trees are resolved."""

    def __init__(self, beside: Beside, base_url: str, account: Account):
        self._beside = beside
        self._base = base_url
        self._account = account
        self._names: dict[str, str] = {}
        self.picture_bytes: dict[str, bytes] = {}
        self.pictures: dict[str, Picture] = {}
        self.file_bytes: dict[str, bytes] = {}
        self.files: dict[str, File] = {}

    def resolve(self, soup: BeautifulSoup):
        """Make every picture of `soup` `images/<name>` and every link safe; remove what cannot be kept."""
        for image in soup.find_all("img"):
            self._resolve_image(image, soup)
        for link in soup.find_all("a"):
            if not link.decomposed:
                self._resolve_link(link, soup)
        _remove_empty(soup)

    def picture(self, address: str, *, alt: str = "") -> str | None:
        """Return the name in the kit of the picture at `address`, None when it is not beside the sheet."""
        data = self._embedded(address) if address.startswith("data:") else self._found(address)
        if data is None:
            return None
        kind = picture_type(data)
        if kind is None:
            self._account.lose("unreadable", address[:80])
            return None
        name = self._safe_name("embarquee" if address.startswith("data:") else _basename(address), kind[0], data)
        if name not in self.pictures:
            source = address if address.startswith("http") else ""
            digest = hashlib.sha256(data).hexdigest()
            self.pictures[name] = Picture(
                name=name, alt=alt, source=source, media_type=kind[1], size=len(data), sha256=digest
            )
            self.picture_bytes[name] = data
        return name

    def _resolve_image(self, image: Tag, soup: BeautifulSoup):
        address = str(image.get("src") or image.get("data-src") or "").strip()
        alt = one_line(str(image.get("alt") or ""))
        if _is_emoji(image):
            image.replace_with(alt)
        elif _is_tracker(image, alt):
            self._account.lose("tracker", address)
            image.decompose()
        elif name := self.picture(address, alt=alt):
            image.attrs = {"src": f"images/{name}", "alt": alt}
            _unlinked(image)
        else:
            kind = "remote_picture" if re.match(r"(?:https?:)?//", address) else "missing_picture"
            if self._found(address) is None:
                self._account.lose(kind, address[:200])
            _replace_by_words(image, alt, soup)

    def _resolve_link(self, link: Tag, soup: BeautifulSoup):
        href = re.sub(r"[\x00-\x20]+", "", str(link.get("href") or ""))
        if not href or href.startswith("#"):
            link.unwrap()
            return
        address = self._address(href, link)
        if address is None:
            _keep_words(link)
            return
        if not link.get_text(strip=True) and link.find("img") is None:
            link.string = address
        _balance(link, address)

    def _address(self, href: str, link: Tag) -> str | None:
        """Return where the link may lead, None when it may not; what it loses is counted."""
        href = f"https:{href}" if href.startswith("//") else href
        try:
            parts = urlsplit(href)
            host = (parts.hostname or "").lower()
        except ValueError:
            return self._lost("dead_link", href)
        if parts.scheme and parts.scheme.lower() not in _SAFE_SCHEMES:
            return self._lost("unsafe_link", href)
        if name := self._file(href, one_line(link.get_text())):
            return f"fichiers/{name}"
        if parts.scheme in ("mailto", "tel"):
            return href
        if parts.scheme:
            return self._lost("dead_link", href) if not host or _PRIVATE_HOST.match(host) else href
        if href.startswith("/") and self._base:
            return urljoin(self._base, href)
        return self._lost("missing_file" if _extension(href) else "dead_link", href)

    def _lost(self, kind: str, href: str) -> None:
        self._account.lose(kind, href)

    def _file(self, href: str, title: str) -> str | None:
        extension = _extension(href)
        if extension not in _FILE_TYPES or (data := self._found(href)) is None:
            return None
        name = self._safe_name(_basename(href), extension, data)
        self.file_bytes[name] = data
        digest = hashlib.sha256(data).hexdigest()
        source = href if href.startswith("http") else ""
        self.files[name] = File(
            name=name,
            title=title or name,
            role=_role(f"{name} {title}", extension),
            source=source,
            media_type=_FILE_TYPES[extension],
            size=len(data),
            sha256=digest,
        )
        return name

    def _found(self, address: str) -> bytes | None:
        name = _basename(address)
        for candidate in dict.fromkeys((name, unquote(name), _RESIZED.sub("", unquote(name)), unquote(address))):
            if candidate and (data := self._beside(candidate)) is not None:
                return data
        return None

    def _embedded(self, address: str) -> bytes | None:
        found = _EMBEDDED.match(address)
        try:
            return base64.b64decode(found[1], validate=False) if found else None
        except binascii.Error:
            return None

    def _safe_name(self, name: str, extension: str, data: bytes) -> str:
        """Return a name safe everywhere; one name is one content."""
        digest = hashlib.sha256(data).hexdigest()
        if known := next((taken for taken, content in self._names.items() if content == digest), None):
            return known
        stem = slugify(_RESIZED.sub("", unquote(name)).rpartition(".")[0] or name, max_length=80) or "sans-nom"
        for suffix in ("", *(f"-{number}" for number in range(2, 1000))):
            candidate = f"{stem}{suffix}.{extension}"
            if self._names.setdefault(candidate, digest) == digest:
                return candidate
        raise AssertionError("a sheet does not hold a thousand pictures of one name")


def picture_type(data: bytes) -> tuple[str, str] | None:
    """Return the extension and media type of a picture that browsers draw, by its first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", "image/webp"
    return next((kind for signature, kind in PICTURE_TYPES.items() if data.startswith(signature)), None)


def _basename(address: str) -> str:
    return re.split(r"[?#]", address)[0].rstrip("/").rpartition("/")[2]


def _extension(address: str) -> str:
    return _basename(address).rpartition(".")[2].lower() if "." in _basename(address)[-6:] else ""


def _role(words: str, extension: str) -> str:
    words = folded(words)
    if re.search(r"corrig|solution|reponses|answers", words):
        return "answers"
    if extension in ("pptx", "ppt", "odp"):
        return "slides"
    if re.search(r"falc|facile a lire|easy to read", words):
        return "easy_to_read"
    if re.search(r"animat|facilitat|guide", words):
        return "facilitator_guide"
    if extension == "pdf" or re.search(r"participant|handout|imprimer|fiche", words):
        return "handout"
    return "source" if extension in ("odt", "docx", "doc", "ods", "xlsx", "sb3", "py", "zip") else "other"


def _is_emoji(image: Tag) -> bool:
    names = " ".join(map(str, image.get_attribute_list("class", "")))
    return "emoji" in names or "smiley" in names


def _is_tracker(image: Tag, alt: str) -> bool:
    sizes = {str(image.get("width", "")).strip("px "), str(image.get("height", "")).strip("px ")}
    return sizes <= {"0", "1"} or bool(_TRACKER.search(alt))


def _unlinked(image: Tag):
    """Open a link round a picture that only leads to the picture itself, larger."""
    link = image.find_parent("a")
    if link is not None and not link.get_text(strip=True) and _PICTURE_NAME.search(_basename(str(link.get("href")))):
        link.unwrap()


def _replace_by_words(image: Tag, alt: str, soup: BeautifulSoup):
    link = image.find_parent("a")
    if link is not None and _PICTURE_NAME.search(_basename(str(link.get("href") or ""))):
        image = link if not link.get_text(strip=True) else image
    if alt and not _PICTURE_NAME.search(alt):
        words = soup.new_tag("em")
        words.string = alt
        image.replace_with(words)
    else:
        image.decompose()


def _keep_words(link: Tag):
    """Open a link that leads nowhere; an address shown as its own words stays readable."""
    link.unwrap()


def _balance(link: Tag, address: str):
    """Mend an address shown as its own words: escaped twice by a converter, or with a parenthesis too
    many."""
    words = link.get_text().replace("\\", "")
    if words != link.get_text() and words.startswith("http") and address.replace("/_", "_") == words:
        address = words
        link.string = words
    if link.get_text() == address and address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1]
        link.string = address
        link.insert_after(")")
    link.attrs = {"href": address}


def _remove_empty(soup: BeautifulSoup):
    for tag in reversed(soup.find_all(["a", "em", "strong", "b", "i", "li", "p", "ul", "ol", "blockquote"])):
        if not tag.get_text(strip=True) and tag.find("img") is None:
            tag.decompose()
