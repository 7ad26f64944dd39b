"""The outline of a sheet: its sections, whether their titles are headings, bold lines, or lines in
capitals."""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.dialects.facts import fact_in, lines_of, text_of
from outillerie.kits.formats.dialects.headings import is_numbered_step, kind_of
from outillerie.kits.formats.dialects.minutes import ends_with_minutes, leading, timed
from outillerie.kits.formats.dialects.words import folded, one_line

LONGEST_TITLE = 90
_HEADING = re.compile("h([1-6])")
_KIT_KINDS = frozenset({"material", "objectives", "preparation", "prerequisites", "variants", "evaluation", "flow"})
_SOUP = BeautifulSoup("", "html.parser")


@dataclass
class Section:
    """A title with what follows it; level 0 is the whole sheet."""

    level: int = 0
    title: str = ""
    blocks: list[Tag] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    def all_blocks(self) -> list[Tag]:
        """Return the blocks of the section and of its children, these under their own headings."""
        blocks = list(self.blocks)
        for child in self.children:
            blocks += [child.heading(), *child.all_blocks()]
        return blocks

    def heading(self) -> Tag:
        tag = _SOUP.new_tag(f"h{min(max(self.level, 1), 6)}")
        tag.string = self.title
        return tag

    def is_empty(self) -> bool:
        return not self.blocks and not self.children


def outline(soup: BeautifulSoup, *, has_only_headings: bool = False, is_titled: bool = False) -> Section:
    """Return the sections of the tree. Only a sheet without headings has its bold lines taken for titles.

    `is_titled` says that the title of the sheet is known, and no longer among its lines.
    """
    blocks = [block for block in soup.children if isinstance(block, Tag)]
    if has_only_headings:
        return _sections(blocks)
    levels = [int(found[1]) for block in blocks if (found := _HEADING.fullmatch(block.name))]
    if len(levels) > 1 or (levels and len(blocks) < 4):
        blocks = _promote(blocks, _is_label, level=min(levels), until_heading=True)
    else:
        blocks = _promote(blocks if is_titled else _with_title(blocks), _is_title, level=2)
    return _sections(blocks)


def _sections(blocks: list[Tag]) -> Section:
    root = Section()
    opened = [root]
    for block in blocks:
        if not (found := _HEADING.fullmatch(block.name)):
            opened[-1].blocks.append(block)
            continue
        title = one_line(block.get_text())
        if not title:
            continue
        level = int(found[1])
        while opened[-1].level >= level:
            opened.pop()
        section = Section(level, title)
        # A picture in a heading would be lost with the markup of the title.
        section.blocks += [_paragraph([image]) for image in block.find_all("img")]
        opened[-1].children.append(section)
        opened.append(section)
    return root


def _with_title(blocks: list[Tag]) -> list[Tag]:
    """Return `blocks`, the first line of a sheet without headings as its title when it looks like one."""
    lines = lines_of(blocks[0]) if len(blocks) > 1 and blocks[0].name == "p" else []
    if not lines or blocks[0].find("img") is not None:
        return blocks
    text = text_of(lines[0])
    is_alone = len(lines) == 1 or _is_bold(lines[0]) or text.isupper()
    is_part = kind_of(text) is not None or is_numbered_step(text) or timed(text).minutes is not None
    if not is_alone or is_part or len(text) > LONGEST_TITLE or text.endswith((".", ",", ";", ":")) or fact_in(text):
        return blocks
    return [_title_tag(lines[0], 1), *_paragraphs(lines[1:]), *blocks[1:]]


def _promote(blocks: list[Tag], is_title, *, level: int, until_heading: bool = False) -> list[Tag]:
    """Return `blocks` with the lines that `is_title` accepts as headings of `level`."""
    promoted: list[Tag] = []
    is_open = True
    for number, block in enumerate(blocks):
        is_open = is_open and not (until_heading and _HEADING.fullmatch(block.name))
        following = blocks[number + 1].name if number + 1 < len(blocks) else None
        if is_open and block.name == "p":
            promoted += _split_titles(block, is_title, level, following)
        else:
            promoted.append(block)
    return promoted


def _split_titles(paragraph: Tag, is_title, level: int, following: str | None) -> list[Tag]:
    """Cut `paragraph` before and after each of its lines that is a title."""
    parts: list[Tag] = []
    lines = lines_of(paragraph)
    flags = [is_title(line, n == len(lines) - 1 and following, len(lines) > 1) for n, line in enumerate(lines)]
    if not any(flags):
        return [paragraph]
    run: list[list] = []
    for line, is_a_title in zip(lines, flags, strict=True):
        if not is_a_title:
            run.append(line)
            continue
        parts += [*_paragraphs(run), _title_tag(line, level)]
        run = []
    return parts + _paragraphs(run)


def _title_tag(line: list, level: int) -> Tag:
    tag = _SOUP.new_tag(f"h{level}")
    tag.string = re.sub(r"\s*:\s*$", "", text_of(line))
    return tag


def _paragraphs(lines: list[list]) -> list[Tag]:
    if not lines:
        return []
    nodes: list = []
    for line in lines:
        nodes += [_SOUP.new_tag("br"), *line] if nodes else line
    return [_paragraph(nodes)]


def _paragraph(nodes: list) -> Tag:
    tag = _SOUP.new_tag("p")
    tag.extend([node if isinstance(node, NavigableString) else node.extract() for node in nodes])
    return tag


def _is_label(line: list, following, is_in_paragraph: bool) -> bool:
    """Tell whether a line before the first heading names a part of a kit: «**Matériel** :» then a list."""
    text = text_of(line)
    is_marked = text.endswith(":") or _is_bold(line)
    return is_marked and len(text) <= 40 and kind_of(text) in _KIT_KINDS


def _is_title(line: list, following, is_in_paragraph: bool) -> bool:
    """Tell whether a line of a sheet without headings is a title."""
    text = text_of(line)
    if not text or len(text) > LONGEST_TITLE or not re.search(r"[^\W\d_]{2}", text):
        return False
    if (fact := fact_in(text)) and fact[1]:
        return False
    if _is_bold(line):
        return not text.endswith((".", ";", ",")) or kind_of(text) is not None
    bare = text.rstrip(" :.")
    if kind_of(bare) is not None and (text.endswith(":") or len(folded(bare).split()) <= 4):
        return not text.endswith((",", ";"))
    if is_numbered_step(text):
        return not text.endswith((",", ";"))
    letters = [character for character in text if character.isalpha()]
    if len(letters) >= 4 and all(character.isupper() for character in letters):
        return not text.endswith((",", "!"))
    return ends_with_minutes(text) and leading(text) is None and len(timed(text).title) <= 60


def _is_bold(line: list) -> bool:
    """Tell whether a line is bold from end to end, but for its colon."""
    rest = [node for node in line if str(node).strip(" \n\t:.\u00a0")]
    return bool(rest) and all(isinstance(node, Tag) and (node.name in ("strong", "b")) for node in rest)
