"""A foreign sheet → the content of a kit: Markdown, HTML or plain text, with or without front matter.

Real fields are filled wherever the words of the sheet say which; the rest stays, in order, in the last
text of the kit.
"""

import dataclasses
import re
from typing import Any

from bs4 import BeautifulSoup, Tag

from outillerie.kits.formats.content import KitContent, clean_text
from outillerie.kits.formats.dialects.arrangement import Arrangement
from outillerie.kits.formats.dialects.credits import is_attribution
from outillerie.kits.formats.dialects.decoding import TOO_LARGE, check_text
from outillerie.kits.formats.dialects.extensions import readable_definitions, readable_footnotes
from outillerie.kits.formats.dialects.facts import Facts, as_text, front_matter_facts
from outillerie.kits.formats.dialects.front_matter import split_front_matter
from outillerie.kits.formats.dialects.identity import Identity
from outillerie.kits.formats.dialects.imported import Account, Defaults, Imported, SheetRefused
from outillerie.kits.formats.dialects.lists import material_of, objectives_of
from outillerie.kits.formats.dialects.outline import Section, outline
from outillerie.kits.formats.dialects.parts import TEXT_FIELDS, Parts
from outillerie.kits.formats.dialects.references import Beside, References
from outillerie.kits.formats.dialects.residue import without_site_marks
from outillerie.kits.formats.dialects.tree import is_whole_page, parse
from outillerie.kits.formats.dialects.words import capitalised
from outillerie.kits.formats.text import MAX_BYTES

_TAG_PAGE = re.compile(r"/(?:tags?|category|categories|etiquettes?|categorie|themes?)/", re.IGNORECASE)
_PLAIN_TEXT = re.compile(r"\.te?xt$", re.IGNORECASE)


def read_sheet(text: str, *, name: str, pictures: Beside, defaults: Defaults) -> Imported:
    """Return what `text`, the sheet of file `name`, says. Raise `SheetRefused` when it is no sheet.

    `pictures` returns the bytes of what lies beside the sheet, by name, or None; documents are asked for too.
    """
    account = Account()
    text = clean_text(check_text(text))
    values, body = split_front_matter(text, account)
    facts, extra = front_matter_facts(values)
    soup = tree_of(body, account, is_plain_text=bool(_PLAIN_TEXT.search(name)))
    tree = Tree(soup, facts=facts, extra=extra)
    return read_tree(tree, account, name=name, pictures=pictures, defaults=defaults)


@dataclasses.dataclass
class Tree:
    """A clean tree, and what was said round it.

    `facts` and `extra` come from what stands above it, `title` is its title when it is no longer in it; `margins` are
    its headers and footers, `notes` its footnotes.
    """

    soup: BeautifulSoup
    title: str = ""
    facts: Facts = dataclasses.field(default_factory=Facts)
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)
    margins: list[Tag] = dataclasses.field(default_factory=list)
    notes: BeautifulSoup = dataclasses.field(default_factory=lambda: BeautifulSoup("", "html.parser"))


def read_tree(tree: Tree, account: Account, *, name: str, pictures: Beside, defaults: Defaults) -> Imported:
    """Return what `tree` says; its facts gain those met in the text. Raise `SheetRefused` when it is too long."""
    soup, facts = tree.soup, tree.facts
    references = References(pictures, defaults.source_url, account)
    references.resolve(soup)
    references.resolve(tree.notes)
    take_tags(soup, facts, account)
    identity = Identity(facts, defaults, account, name=name)
    identity.read(soup, *tree.margins)
    root = outline(soup, is_titled=bool(tree.title))
    identity.take_title(root, known=tree.title)
    closing = _take_attributions(root)
    arrangement = Arrangement(facts, account)
    preamble = arrangement.arrange(root)
    parts = arrangement.parts
    add_facts(parts, facts)
    parts.add("introduction", identity.take_hook(preamble, parts))
    parts.add("introduction", tree.margins)
    parts.add("body", closing)
    parts.add("body", tree.notes.find_all(True, recursive=False), title="Notes")
    content = identity.content(parts, references, tree.extra)
    return imported(content, references, account)


def tree_of(text: str, account: Account, *, is_plain_text: bool = False) -> BeautifulSoup:
    """Return the clean tree of `text`, whatever site or editor it comes from."""
    if not is_whole_page(text):
        text = readable_definitions(readable_footnotes(without_site_marks(text, account)))
    return parse(text, account, is_plain_text=is_plain_text)


def take_tags(soup: BeautifulSoup, facts: Facts, account: Account):
    """Take the lines that only link to the tags of a blog: navigation, but they say what the sheet is
    about."""
    for paragraph in soup.find_all("p"):
        links = paragraph.find_all("a", href=_TAG_PAGE)
        words = re.sub(r"[\s,;·|]+", "", paragraph.get_text())
        if links and words == re.sub(r"[\s,;·|]+", "", "".join(link.get_text() for link in links)):
            facts.add("tags", [as_text(link) for link in links])
            account.lose("navigation")
            paragraph.decompose()


def add_facts(parts: Parts, facts: Facts):
    """Add to `parts` what facts, outside sections, say of texts and rows."""
    for value in facts.values.get("material", []):
        parts.material += material_of(value)
    for value in facts.values.get("objectives", []):
        parts.objectives += objectives_of(value)
    for field, name in (
        ("prerequisites", "prerequisites_participants"),
        *((name, name) for name in TEXT_FIELDS),
    ):
        for text in facts.texts(field):
            parts.add_line(name, capitalised(text))


def imported(content: KitContent, references: References, account: Account) -> Imported:
    """Return the result, unless a text of `content` is longer than what a page may show."""
    texts = [getattr(content, name) for name in TEXT_FIELDS] + [step.facilitator for step in content.steps]
    if any(len(text.encode()) > MAX_BYTES for text in texts):
        raise SheetRefused(TOO_LARGE)
    return Imported(
        content=content,
        pictures=references.picture_bytes,
        files=references.file_bytes,
        losses=account.losses,
        notes=account.notes,
    )


def _take_attributions(root: Section) -> list[Tag]:
    """Take out of the last section the paragraphs that only say who made the sheet."""
    last = root
    while last.children:
        last = last.children[-1]
    taken: list[Tag] = []
    while last.blocks and (is_attribution(last.blocks[-1]) or (taken and _is_logo(last.blocks[-1]))):
        taken.insert(0, last.blocks.pop())
    return taken


def _is_logo(block: Tag) -> bool:
    """Tell whether a paragraph is one short link: the logo of a partner, before the sentence that
    thanks them."""
    links = block.find_all("a")
    return block.name == "p" and len(links) == 1 and as_text(block) == as_text(links[0]) and len(as_text(block)) <= 60
