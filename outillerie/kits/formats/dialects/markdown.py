"""Blocks of a clean tree → Markdown: CommonMark with tables, on one line a paragraph, without any raw
HTML."""

import re
from collections.abc import Iterable

from bs4 import NavigableString, Tag
from markdown_it import MarkdownIt
from markdownify import ATX, BACKSLASH, MarkdownConverter

_SPECIAL = re.compile(r"([\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|~~|<(?=[A-Za-z/!?])|&(?=#?\w+;))")
_BLOCK_MARK = re.compile(r"^(#{1,6}(?=\s|$)|[-+>](?=\s|$)|=+(?=\s*$)|-{2,}(?=\s*$)|>|~{3,}|:{3,})", re.MULTILINE)
_AFTER_BREAK = re.compile(r"\\\n[ \t]+")
_NUMBER_MARK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_UNSAFE_IN_ADDRESS = {
    " ": "%20",
    "(": "%28",
    ")": "%29",
    "<": "%3C",
    ">": "%3E",
    "\\": "%5C",
    "\n": "",
    "\t": "",
}
_TAG_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def markdown_of(blocks: Iterable[Tag], *, top_level: int = 3) -> str:
    """Return `blocks` as Markdown whose highest heading has `top_level`."""
    blocks = list(blocks)
    levels = [int(tag.name[1]) for block in blocks for tag in _headings(block)]
    shift = top_level - min(levels, default=top_level)
    writer = _Writer(shift)
    texts = (writer.process_tag(block, parent_tags=set()).strip("\n") for block in blocks)
    return without_html("\n\n".join(text for text in texts if text.strip()))


def inline_markdown_of(tag: Tag) -> str:
    """Return the children of `tag` (a cell, an item) as Markdown."""
    return without_html(_Writer(0).process_tag(tag, parent_tags=set()).strip())


def without_html(markdown: str) -> str:
    """Return `markdown`, checked: any `<` that a parser would take for HTML is escaped."""
    if "<" not in markdown or not any(_has_html(token) for token in _PARSER.parse(markdown)):
        return markdown
    return _TAG_OPENING.sub(r"\\<", markdown)


def _has_html(token) -> bool:
    return token.type in ("html_block", "html_inline") or any(_has_html(child) for child in token.children or ())


def _headings(block: Tag) -> list[Tag]:
    found = block.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    return [block, *found] if re.fullmatch("h[1-6]", block.name) else found


class _Writer(MarkdownConverter):
    def __init__(self, shift: int):
        super().__init__(
            heading_style=ATX,
            bullets="-",
            autolinks=False,
            newline_style=BACKSLASH,
            wrap=True,
            table_infer_header=True,
            wrap_width=None,
            keep_inline_images_in=["td", "th"],
            code_language_callback=_language_of,
        )
        self.shift = shift

    def escape(self, text, parent_tags):
        text = _SPECIAL.sub(r"\\\1", text)
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

    def convert_hN(self, n, el, text, parent_tags):
        return super().convert_hN(max(2, n + self.shift), el, text, parent_tags)

    def convert_p(self, el, text, parent_tags):
        return super().convert_p(el, _guarded(_AFTER_BREAK.sub("\\\n", text)), parent_tags)

    def convert_li(self, el, text, parent_tags):
        first = next((child for child in el.children if isinstance(child, Tag) or child.strip()), None)
        if isinstance(first, NavigableString):
            line, newline, rest = text.lstrip().partition("\n")
            text = _guarded(line) + newline + rest
        return super().convert_li(el, text, parent_tags)

    def convert_a(self, el, text, parent_tags):
        href = el.get("href")
        if href and "_noformat" not in parent_tags:
            el["href"] = "".join(_UNSAFE_IN_ADDRESS.get(character, character) for character in href)
        if el.has_attr("title"):
            del el["title"]
        return super().convert_a(el, text, parent_tags)

    def convert_img(self, el, text, parent_tags):
        alt = _SPECIAL.sub(r"\\\1", " ".join(str(el.get("alt") or "").split()))
        return f"![{alt}]({el.get('src')})"

    def convert_em(self, el, text, parent_tags):
        return super().convert_em(el, text, parent_tags) if _can_mark(el, text, ("em", "i")) else text

    def convert_b(self, el, text, parent_tags):
        return super().convert_b(el, text, parent_tags) if _can_mark(el, text, ("b", "strong")) else text

    convert_i = convert_em
    convert_strong = convert_b

    def convert_pre(self, el, text, parent_tags):
        written = super().convert_pre(el, text, parent_tags)
        longest = max((len(run) for run in re.findall("`{3,}", text)), default=0)
        return re.sub(r"^```(?!`)", "`" * (longest + 1), written, flags=re.MULTILINE) if longest else written

    def convert_br(self, el, text, parent_tags):
        # A break before nothing would leave a lone backslash.
        return super().convert_br(el, text, parent_tags) if _has_more(el) else ""


def _guarded(text: str) -> str:
    """Escape what would start a block at the start of a line."""
    return _NUMBER_MARK.sub(r"\1\\\2", _BLOCK_MARK.sub(r"\\\1", text.strip()))


def _can_mark(el: Tag, text: str, names: tuple[str, ...]) -> bool:
    """Tell whether asterisks round `text` would be read as emphasis: CommonMark's left- and right-
    flanking rules."""
    if el.find_parent(names) is not None or not (inner := text.strip()):
        return False
    before, after = _neighbour(el, -1), _neighbour(el, 1)
    before = " " if text[0] in " \n" else before
    after = " " if text[-1] in " \n" else after
    opens = inner[0].isalnum() or not before.isalnum()
    closes = inner[-1].isalnum() or not after.isalnum()
    return opens and closes


def _neighbour(el: Tag, direction: int) -> str:
    """Return the character beside `el` in its line, a space at an end."""
    sibling = el.next_sibling if direction > 0 else el.previous_sibling
    text = "" if sibling is None else sibling if isinstance(sibling, NavigableString) else sibling.get_text()
    return (text[0] if direction > 0 else text[-1]) if text else " "


def _has_more(el: Tag) -> bool:
    return any(
        (isinstance(sibling, Tag) and sibling.name != "br") or str(sibling).strip() for sibling in el.next_siblings
    ) and any(str(sibling).strip() for sibling in el.previous_siblings)


def _language_of(pre: Tag) -> str:
    code = pre.find("code")
    names = code.get_attribute_list("class", "") if code else []
    return next((str(name)[9:] for name in names if str(name).startswith("language-")), "")
