"""Badges in SVG drawings: what is baked goes right after the first tag, every other byte stays what it was.

Open Badges 3.0, 5.3.2 (https://www.imsglobal.org/spec/ob/v3p0#baked-badge): `<openbadges:credential>`; Open Badges 2.0,
Baking: `<openbadges:assertion>`. Both want the prefix `openbadges`, each for its own namespace, and programs in use look
for the prefix: so each element declares it for itself, and the outermost one for the form that comes first.
"""

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from .baking import MOST_TEXT, OB2, OB3, UnreadableImage
from .drawings import Reading, read
from .sanitising import sanitised

__all__ = ["bake", "sanitised", "unbake"]

ELEMENTS = {
    OB3: ("https://purl.imsglobal.org/ob/v3p0", "credential"),
    OB2: ("http://openbadges.org", "assertion"),
}
FORM_OF = {f"{{{namespace}}}{name}": form for form, (namespace, name) in ELEMENTS.items()}
TAG = re.compile(rb"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
BOM = b"\xef\xbb\xbf"
DECLARED = re.compile(rb"\sxmlns:openbadges\s*=")
# JSON may hold them in texts; XML may not, and JSON has another way to write them.
NOT_XML = re.compile("[\ufffe\uffff]")
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bake(svg: bytes, *, credential: str = "", assertion: str = "", assertion_url: str = "") -> bytes:
    """Return `svg` with a badge in it, in place of one of the same form. Raises UnreadableImage, and ValueError for a
    text that XML cannot hold.

    `credential` is Open Badges 3.0: JSON, or a compact token. `assertion` is Open Badges 2.0: JSON, of which
    `assertion_url` is the address, or a compact token; an address alone is enough.
    """
    svg = svg.removeprefix(BOM)
    elements = {OB3: _element(OB3, credential), OB2: _element(OB2, assertion, assertion_url)}
    elements = {form: element for form, element in elements.items() if element}
    places = _Places()
    read(svg, places)
    tag_end = _tag_end(svg, places.root)
    if svg[tag_end - 2 : tag_end] == b"/>":
        raise UnreadableImage("not-svg")
    tag = svg[places.root : tag_end]
    if elements and not DECLARED.search(tag):
        tag = tag[:-1] + f' xmlns:openbadges="{ELEMENTS[next(iter(elements))][0]}">'.encode()
    removed = [span for form in elements for span in places.spans[form]]
    return b"".join([svg[: places.root], tag, *elements.values(), *_without(svg, tag_end, removed)])


def unbake(svg: bytes) -> dict[str, str]:
    """Return what `svg` carries: `openbadgecredential` (3.0), `openbadges` (2.0), as JSON, a token or an address.
    Raises UnreadableImage."""
    found = _Found()
    read(svg, found)
    texts = {form: "".join(parts).strip() or found.verify[form] for form, parts in found.parts.items()}
    if any(len(text) > MOST_TEXT for text in texts.values()):
        raise UnreadableImage("too-long")
    return {form: text for form, text in texts.items() if text}


@dataclass
class _Places(Reading):
    """Where the outermost tag begins, and what is baked already."""

    root: int = -1
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {form: [] for form in ELEMENTS})
    opened: list[int] = field(default_factory=list)

    def start(self, name, attributes, offset):
        if self.root < 0:
            self.root = offset
        self.opened.append(offset)

    def end(self, name, offset):
        begins = self.opened.pop()
        if name in FORM_OF:
            self.spans[FORM_OF[name]].append((begins, offset))


@dataclass
class _Found(Reading):
    """The texts of what is baked."""

    parts: dict[str, list[str]] = field(default_factory=dict)
    verify: dict[str, str] = field(default_factory=dict)
    form: str | None = None

    def start(self, name, attributes, offset):
        if form := FORM_OF.get(name):
            if form in self.parts:
                raise UnreadableImage("several-badges")
            self.form, self.parts[form], self.verify[form] = form, [], attributes.get("verify", "").strip()

    def end(self, name, offset):
        if FORM_OF.get(name) == self.form:
            self.form = None

    def text(self, text):
        if self.form:
            self.parts[self.form].append(text)


def _element(form: str, text: str, url: str = "") -> bytes:
    """Return the element of `form`: JSON in its body, a token or an address in `verify`."""
    if not (text or url):
        return b""
    namespace, name = ELEMENTS[form]
    is_json = text.lstrip().startswith("{")
    verify, body = (url, text) if is_json else (text or url, "")
    body = NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", body)
    if UNWRITABLE.search(verify + body):
        raise ValueError("XML cannot hold this text.")
    attribute = f" verify={quoteattr(verify)}" if verify else ""
    content = f"<![CDATA[{body.replace(']]>', ']]]]><![CDATA[>')}]]>" if body else ""
    return (f'<openbadges:{name} xmlns:openbadges="{namespace}"{attribute}>{content}</openbadges:{name}>').encode()


def _tag_end(svg: bytes, start: int) -> int:
    return TAG.match(svg, start).end()


def _without(svg: bytes, start: int, spans: list[tuple[int, int]]) -> list[bytes]:
    """Return what follows `start`, but for the elements of `spans`: where their first tag begins, where their last
    one does."""
    kept, at = [], start
    for begins, last_tag in sorted(spans):
        if begins >= at:
            kept.append(svg[at:begins])
            at = _tag_end(svg, last_tag)
    return [*kept, svg[at:]]
