"""A document that somebody already has → the content of a kit, without losing a word of it.

DOCX and ODT go through pandoc, then through the same reader as Markdown and plain text. What a document shows is
listed apart, from its own XML; each of its lines is looked for in the kit (`kept_words`), and those that are not there
are added at the end of the last text. Nothing is fetched: a picture that stands elsewhere is only told.
"""

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, NavigableString, Tag

from . import sheet
from .content import FORMAT, KitContent, clean_text
from .dialects.decoding import decode_sheet
from .dialects.facts import front_matter_facts
from .dialects.front_matter import split_front_matter
from .dialects.html import BLOCKS, TABLE_PARTS, tree_of_html
from .dialects.imported import LOSS_LABELS, Account, Defaults, SheetRefused
from .dialects.markdown import markdown_of
from .dialects.references import Beside
from .dialects.sheet import Tree, read_tree, tree_of
from .dialects.tree import content_tree, parse, shown_tree
from .document_blocks import arrange, name_pictures, take_kind_of_sheet, take_notes
from .kept_words import lost_passages
from .office import Office, html_of, open_office
from .office.refused import IS_EMPTY, TOO_HEAVY, TOO_LONG, DocumentRefused
from .refusals import gettext_noop
from .sections import parts
from .text import MAX_BYTES
from .understood import Understood, understood_of

MOST_DOCUMENT_BYTES = 20 * 1024 * 1024
# Fifty pages are two thousand lines.
MOST_LINES = 5_000
MOST_ITEMS = 1_000
OFFICE = ("docx", "odt")
TEXTS = ("md", "markdown", "txt")

UNKNOWN_KIND = gettext_noop(
    "A kit starts from a DOCX, ODT, Markdown (.md) or text (.txt) document. Save yours in one of these formats, then"
    " send it again."
)
NOTICE_LABELS = LOSS_LABELS
_BLOCKS = BLOCKS | TABLE_PARTS
_EDITOR_LINE = re.compile(r"\s*(?:layout|viewport|generator)\s*:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a document gives.

    `blobs` are its pictures, by SHA-256, as found: the caller cleans them. `understood` says what became which field.
    `leftovers` are the passages that found no place: the last text of the kit, `content.body`, is made of them.
    `notices` are keys of `NOTICE_LABELS`: what was left out, or could not be kept as it was.
    """

    content: KitContent
    blobs: dict[str, bytes]
    understood: tuple[Understood, ...] = ()
    leftovers: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_document(name: str, data: bytes, *, defaults: Defaults | None = None) -> Reading:
    """Return what the document `data`, a file named `name`, says. Raises FormatRefused.

    `defaults` hold for what it does not say.
    """
    defaults = defaults or Defaults()
    ending = PurePosixPath(name.lower()).suffix[1:]
    if ending not in (*OFFICE, *TEXTS):
        raise DocumentRefused(UNKNOWN_KIND)
    if len(data) > MOST_DOCUMENT_BYTES:
        raise DocumentRefused(TOO_HEAVY, size=round(len(data) / 1_048_576))
    if not data.strip():
        raise DocumentRefused(IS_EMPTY)
    if ending in OFFICE:
        return _read_office(name, data, ending, defaults)
    text = clean_text(decode_sheet(data))
    if text.startswith("---") and f"format: {FORMAT}" in text[:2000]:
        content = sheet.read(text)
        return Reading(content=content, blobs={}, understood=understood_of(content), leftovers=_passages(content.body))
    return _read_text(name, text, defaults, is_plain=ending == "txt")


def _read_office(name: str, data: bytes, ending: str, defaults: Defaults) -> Reading:
    office = open_office(data, ending)
    lines = (*office.lines, *office.margins)
    if not lines:
        raise DocumentRefused(IS_EMPTY)
    if len(lines) > MOST_LINES:
        raise DocumentRefused(TOO_LONG)
    account = Account()
    for notice in office.notices:
        account.lose(notice)
    tree = _office_tree(office, clean_text(html_of(office.package, ending)))
    return _reading(tree, account, lines, name=name, pictures=office.picture, defaults=defaults)


def _office_tree(office: Office, html: str) -> Tree:
    soup = tree_of_html(html)
    notes = take_notes(soup)
    name_pictures(soup, office.alts, office.shown)
    content_tree(soup)
    content_tree(notes)
    title = arrange(soup, office.title)
    margins = [*take_kind_of_sheet(soup), *map(_paragraph, office.margins)]
    return Tree(soup, title=title, margins=margins, notes=notes)


def _read_text(name: str, text: str, defaults: Defaults, *, is_plain: bool) -> Reading:
    if sum(map(bool, map(str.strip, text.split("\n")))) > MOST_LINES:
        raise DocumentRefused(TOO_LONG)
    account = Account()
    values, body = split_front_matter(text, account)
    facts, extra = front_matter_facts(values)
    if is_plain:
        # Nothing is a tag there: «<prénom>» is a word.
        soup = parse(body.replace("&", "&amp;").replace("<", "&lt;"), account, is_plain_text=True)
    else:
        soup = tree_of(body, account)
    head = [line for line in text[: len(text) - len(body)].split("\n") if not _EDITOR_LINE.match(line)]
    lines = [*head, *(body.split("\n") if is_plain else _lines_of(shown_tree(body)))]
    tree = Tree(soup, facts=facts, extra=extra)
    return _reading(tree, account, lines, name=name, pictures=lambda _name: None, defaults=defaults)


def _reading(
    tree: Tree, account: Account, lines: Sequence[str], *, name: str, pictures: Beside, defaults: Defaults
) -> Reading:
    lists = [items for soup in (tree.soup, tree.notes) for items in soup.find_all(["ul", "ol"])]
    if len(lines) > MOST_LINES or any(len(items.find_all("li", recursive=False)) > MOST_ITEMS for items in lists):
        raise DocumentRefused(TOO_LONG)
    try:
        imported = read_tree(tree, account, name=name, pictures=pictures, defaults=defaults)
    except SheetRefused:
        # The one refusal of a sheet that was decoded: one of its texts is longer than a page may show.
        raise DocumentRefused(TOO_LONG) from None
    content = imported.content
    lost = [markdown_of(map(_paragraph, passage)) for passage in lost_passages(lines, content)]
    # First: at the end, they would stand under the title of the last passage.
    leftovers = (*lost, *_passages(content.body))
    content = dataclasses.replace(content, body="\n\n".join(leftovers))
    if len(content.body.encode()) > MAX_BYTES:
        raise DocumentRefused(TOO_LONG)
    kinds = (loss.kind for loss in account.losses if not loss.kind.startswith("unknown"))
    return Reading(
        content=content,
        blobs={hashlib.sha256(data).hexdigest(): data for data in imported.pictures.values()},
        understood=understood_of(content, tree.facts),
        leftovers=leftovers,
        notices=tuple(dict.fromkeys(kinds)),
    )


def _passages(body: str) -> tuple[str, ...]:
    """Return the passages of the last text of a kit: what stands under each of its titles."""
    found = parts(body, lambda line: line[4:] if line.startswith("### ") else None)
    return tuple(
        passage for title, text in found if (passage := (f"### {title}\n{text}" if title else text).strip("\n"))
    )


def _lines_of(soup: BeautifulSoup) -> list[str]:
    """Return the lines that the blocks of `soup` show."""
    lines: dict[int, list[str]] = {}
    for node in soup.descendants:
        is_break = isinstance(node, Tag) and node.name == "br"
        if is_break or isinstance(node, NavigableString):
            block = node.find_parent(list(_BLOCKS))
            lines.setdefault(id(block), []).append("\n" if is_break else str(node))
    return [line for texts in lines.values() for line in "".join(texts).split("\n") if line.strip()]


def _paragraph(text: str) -> Tag:
    paragraph = BeautifulSoup("", "html.parser").new_tag("p")
    paragraph.string = text
    return paragraph
