"""The blocks of a Raspberry Pi Foundation project, `--- task ---` … `--- /task ---`, as plain Markdown.

They are written on lines of their own or not, nested, sometimes closed on the same line as another
opens. Tasks and challenges keep their content; hints become quotations; collapsed parts become sections
at the end of the file; of what is meant for the screen and for paper, both stay but the pictures that
only the other one has.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from outillerie.kits.formats.dialects.front_matter import load_yaml
from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.residue import outside_code
from outillerie.kits.formats.dialects.words import one_line

_MARK = re.compile(r"-{3}[ \t]*(?P<close>/?)(?P<name>[a-z]+(?:-[a-z]+)*)[ \t]*-{3}")
_OPTIONS = re.compile(r"\s*^-{3}[ \t]*\n(?P<yaml>.*?)^-{3}[ \t]*$", re.MULTILINE | re.DOTALL)
_INGREDIENT = re.compile(r"\[\[\[([\w-]+)\]\]\]")
_PICTURE = re.compile(r"!\[[^\]]*\]\((?P<markdown>[^)\s]+)\)|<img\b[^>]*?src=\"(?P<html>[^\"]+)\"[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)
_HINT = {"fr": "Indice", "en": "Hint"}


@dataclass
class Block:
    """A block, its options (`title: …`), and what it holds in order: texts and blocks."""

    name: str = ""
    options: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)


class ProjectText:
    """Writes one step of a project as Markdown."""

    def __init__(self, account: Account, has_picture: Callable[[str], bool], language: str):
        self._account = account
        self._has_picture = has_picture
        self._hint = _HINT.get(language, _HINT["en"])
        self._sections: list[str] = []

    def markdown(self, text: str) -> str:
        """Return `text` as Markdown: its collapsed parts come last, each under a heading of level 2."""
        self._sections = []
        main = self._written(_blocks(text))
        text = "\n\n".join([main, *self._sections])
        return outside_code(text, self._without_ingredients)

    def _written(self, block: Block) -> str:
        written = []
        for number, part in enumerate(block.parts):
            if isinstance(part, str):
                written.append(part)
            elif part.name == "no-print" and _holds_picture(_following(block.parts, number)):
                written.append(self._for_screen(self._written(part)))
            else:
                written.append(self._block(part))
        return "\n\n".join(text for text in written if text.strip())

    def _block(self, block: Block) -> str:
        content = self._written(block)
        if block.name == "hints":
            hints = [part for part in block.parts if isinstance(part, Block)]
            return "\n\n".join(self._quoted(hint, number, len(hints)) for number, hint in enumerate(hints, 1))
        if block.name == "collapse":
            title = one_line(str(block.options.get("title", "")))
            self._sections.append(f"## {title}\n\n{_deeper(content)}" if title else content)
            return ""
        if block.name == "code":
            return f"```{block.options.get('language', '')}\n{content.strip(chr(10))}\n```"
        return content

    def _quoted(self, hint: Block, number: int, count: int) -> str:
        """Return a hint as a quotation: it ends where the hint ends, which a heading would not say."""
        label = f"**{self._hint} {number}**" if count > 1 else f"**{self._hint}**"
        lines = f"{label}\n\n{self._written(hint).strip()}".split("\n")
        # A comment keeps two quotations apart: CommonMark would read one.
        return "\n".join(f"> {line}".rstrip() for line in lines) + ("\n\n<!-- -->" if number < count else "")

    def _for_screen(self, text: str) -> str:
        """Drop from a part for the screen the moving pictures that the part for paper shows still."""

        def kept(match: re.Match) -> str:
            address = match["markdown"] or match["html"]
            if self._has_picture(address):
                return match[0]
            self._account.lose("missing_picture", address)
            return ""

        return outside_code(text, lambda part: _PICTURE.sub(kept, part))

    def _without_ingredients(self, text: str) -> str:
        for name in _INGREDIENT.findall(text):
            self._account.lose("ingredient", name)
        return _INGREDIENT.sub("", text)


def _blocks(text: str) -> Block:
    """Return the tree of the blocks of `text`; a closing mark without its opening is dropped."""
    root = Block()
    opened = [root]
    start = 0
    while mark := _MARK.search(text, start):
        opened[-1].parts.append(text[start : mark.start()])
        start = mark.end()
        if not mark["close"]:
            block = Block(mark["name"])
            if options := _OPTIONS.match(text, start):
                block.options = load_yaml(options["yaml"]) or {}
                start = options.end()
            opened[-1].parts.append(block)
            opened.append(block)
        elif any(block.name == mark["name"] for block in opened):
            while opened.pop().name != mark["name"]:
                pass
    opened[-1].parts.append(text[start:])
    for block in opened:
        block.parts = [_dedented(part) if isinstance(part, str) else part for part in block.parts]
    return root


def _dedented(text: str) -> str:
    """Remove the space that follows a mark on its line."""
    return re.sub(r"\A[ \t]+(?=\S)", "", text)


def _following(parts: list, number: int) -> Block | None:
    rest = (part for part in parts[number + 1 :] if isinstance(part, Block) or part.strip())
    following = next(rest, None)
    return following if isinstance(following, Block) and following.name == "print-only" else None


def _holds_picture(block: Block | None) -> bool:
    return block is not None and any(isinstance(part, str) and _PICTURE.search(part) for part in block.parts)


def _deeper(text: str) -> str:
    """Put the headings of a collapsed part under its title, of level 2."""
    levels = [len(marks) for marks in _HEADING.findall(text)]
    shift = max(0, 3 - min(levels, default=3))
    return outside_code(text, lambda part: _HEADING.sub(lambda match: "#" * min(6, len(match[1]) + shift), part))
