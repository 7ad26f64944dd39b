"""How paragraphs of an ODT look, through their styles: people make headings with large, bold or underlined letters."""

from collections import Counter

from outillerie.kits.formats.office.trees import Element, name

LONGEST_HEADING = 90
# In points.
LARGER = 2.0
_DEFAULT_SIZE = 12.0
BOLD = "OutillerieBold"

_P, _SPAN = name("text:p"), name("text:span")
_STYLE_NAME = name("text:style-name")


class Styles:
    """The common and automatic styles of a document; `read` tells it the size of its text."""

    def __init__(self, *trees: Element | None):
        self._styles = {
            style.get(name("style:name"), ""): style
            for tree in trees
            if tree is not None
            for style in tree.iter(name("style:style"))
        }
        self._chains: dict[str, list[Element]] = {}
        self._text_size = _DEFAULT_SIZE

    def read(self, content: Element) -> None:
        """Take for the size of the text that of most of its letters."""
        sizes: Counter[float] = Counter()
        for paragraph in content.iter(_P):
            for text, styles in self._letters(paragraph):
                sizes[self._size(styles)] += len(text)
        self._text_size = max(sizes, key=sizes.__getitem__, default=_DEFAULT_SIZE)

    def is_title(self, paragraph: Element) -> bool:
        chain = self._chain(paragraph.get(_STYLE_NAME, ""))
        return any(style.get(name("style:name")) == "Title" for style in chain) or _names_title(paragraph, chain)

    def is_loud(self, paragraph: Element) -> bool:
        """Say whether a short line stands out from end to end: bold, underlined, in capitals or in larger letters."""
        letters = [(text, styles) for text, styles in self._letters(paragraph) if text.strip(" \u00a0:.\n")]
        length = sum(len(text) for text, _styles in letters)
        return 1 < length <= LONGEST_HEADING and all(self._is_loud(styles) for _text, styles in letters)

    def declare_bold(self, content: Element) -> None:
        """Add to the styles of `content` the one that `BOLD` names."""
        automatic = content.find(name("office:automatic-styles"))
        if automatic is None:
            automatic = Element(name("office:automatic-styles"))
            content.insert(0, automatic)
        style = Element(name("style:style"), {name("style:name"): BOLD, name("style:family"): "text"})
        style.append(Element(name("style:text-properties"), {name("fo:font-weight"): "bold"}))
        automatic.append(style)

    def _letters(self, element: Element, outer: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
        """Return the texts of `element`, each with the names of its styles, the nearest first."""
        styles = (element.get(_STYLE_NAME, ""), *outer)
        letters = [(element.text or "", styles)]
        for child in element:
            letters += self._letters(child, styles) if child.tag == _SPAN else []
            letters.append((child.tail or "", styles))
        return letters

    def _is_loud(self, styles: tuple[str, ...]) -> bool:
        return (
            self._size(styles) >= self._text_size + LARGER
            or self._property(styles, "fo:font-weight") in {"bold", "600", "700", "800", "900"}
            or self._property(styles, "fo:text-transform") == "uppercase"
            or self._property(styles, "style:text-underline-style") not in {"", "none"}
        )

    def _size(self, styles: tuple[str, ...]) -> float:
        written = self._property(styles, "fo:font-size").removesuffix("pt")
        return float(written) if written.replace(".", "", 1).isdigit() and len(written) < 6 else _DEFAULT_SIZE

    def _property(self, styles: tuple[str, ...], short: str) -> str:
        """Return the nearest saying of a property of letters, "" for none."""
        for style in (found for named in styles for found in self._chain(named)):
            properties = style.find(name("style:text-properties"))
            if properties is not None and (value := properties.get(name(short))):
                return value
        return ""

    def _chain(self, named: str) -> list[Element]:
        """Return a style and those it comes from."""
        if named not in self._chains:
            chain: list[Element] = []
            parent = named
            while (found := self._styles.get(parent)) is not None and found not in chain:
                chain.append(found)
                parent = found.get(name("style:parent-style-name"), "")
            self._chains[named] = chain
        return self._chains[named]


def _names_title(paragraph: Element, chain: list[Element]) -> bool:
    """Say whether the chain of styles ends on «Title» even where the common styles are not declared."""
    last = chain[-1].get(name("style:parent-style-name"), "") if chain else paragraph.get(_STYLE_NAME, "")
    return last == "Title"
