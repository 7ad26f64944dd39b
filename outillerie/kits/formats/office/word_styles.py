"""How paragraphs of Word look, through their styles: people make headings with large, bold or underlined letters."""

from collections import Counter
from collections.abc import Iterable

from outillerie.kits.formats.office.trees import Element, name

LONGEST_HEADING = 90
# Half-points, as Word counts: one size up is already another level for who wrote it.
LARGER = 4
_DEFAULT_SIZE = 22

_VALUE = name("w:val")
_OFF = {"0", "false", "off", "none"}


class Styles:
    """The styles of a document; `read` tells it the size of its text."""

    def __init__(self, tree: Element | None):
        self._styles = {style.get(name("w:styleId"), ""): style for style in _found(tree, "w:style")}
        self._chains: dict[str, list[Element]] = {}
        self._text_size = _DEFAULT_SIZE

    def read(self, tree: Element) -> None:
        """Take for the size of the text that of most of its letters."""
        sizes: Counter[int] = Counter()
        for paragraph in tree.iter(name("w:p")):
            for run in paragraph.iter(name("w:r")):
                sizes[self._size(paragraph, run)] += len(text_of(run))
        self._text_size = max(sizes, key=sizes.__getitem__, default=_DEFAULT_SIZE)

    def name_of(self, paragraph: Element) -> str:
        """Return the name of the style of `paragraph` in English small letters («heading 1», «toc 2»), "" for none."""
        style = self._styles.get(_style(paragraph, "w:pPr/w:pStyle"))
        return _value(style, "w:name").lower() if style is not None else ""

    def is_loud(self, paragraph: Element) -> bool:
        """Say whether a short line stands out from end to end: bold, underlined, in capitals or in larger letters."""
        text = text_of(paragraph).strip()
        if not 1 < len(text) <= LONGEST_HEADING or paragraph.find(_path("w:pPr/w:numPr")) is not None:
            return False
        runs = [run for run in paragraph.iter(name("w:r")) if text_of(run).strip(" \u00a0:.")]
        return bool(runs) and all(self._is_loud(paragraph, run) for run in runs)

    def _is_loud(self, paragraph: Element, run: Element) -> bool:
        return (
            self._size(paragraph, run) >= self._text_size + LARGER
            or self._is_on(paragraph, run, "w:b")
            or self._is_on(paragraph, run, "w:caps")
            or self._is_on(paragraph, run, "w:u")
        )

    def _size(self, paragraph: Element, run: Element) -> int:
        size = self._property(paragraph, run, "w:sz")
        written = "" if size is None else size.get(_VALUE, "")
        return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else _DEFAULT_SIZE

    def _is_on(self, paragraph: Element, run: Element, short: str) -> bool:
        found = self._property(paragraph, run, short)
        return found is not None and found.get(_VALUE, "1").lower() not in _OFF

    def _property(self, paragraph: Element, run: Element, short: str) -> Element | None:
        """Return the nearest saying of a property: the run's own, its style's, then the paragraph's style's."""
        path = _path(f"w:rPr/{short}")
        holders = [run, *self._chain(_style(run, "w:rPr/w:rStyle")), *self._chain(_style(paragraph, "w:pPr/w:pStyle"))]
        return next((found for holder in holders if (found := holder.find(path)) is not None), None)

    def _chain(self, style: str) -> list[Element]:
        """Return a style and those it is based on."""
        if style not in self._chains:
            chain: list[Element] = []
            base = style
            while (found := self._styles.get(base)) is not None and found not in chain:
                chain.append(found)
                base = _value(found, "w:basedOn")
            self._chains[style] = chain
        return self._chains[style]


def text_of(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(name("w:t")))


def _found(tree: Element | None, short: str) -> Iterable[Element]:
    return () if tree is None else tree.iter(name(short))


def _path(short: str) -> str:
    return "/".join(map(name, short.split("/")))


def _value(element: Element, short: str) -> str:
    found = element.find(_path(short))
    return "" if found is None else found.get(_VALUE, "")


def _style(element: Element, short: str) -> str:
    return _value(element, short)
