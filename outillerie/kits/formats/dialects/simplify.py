"""A tree of HTML → a flat list of blocks: paragraphs, lists, tables, headings, without layout."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.dialects.html import BLOCKS, CONTAINERS, KEPT_INLINE, TABLE_PARTS

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def simplify(soup: BeautifulSoup):
    """Keep only what Markdown can say: other elements are opened, their text stays."""
    for tag in soup.find_all("figcaption"):
        tag.name = "p"
    for tag in soup.find_all("summary"):
        tag.name = "p"
        strong = soup.new_tag("strong")
        strong.extend(list(tag.children))
        tag.append(strong)
    for tag in soup.find_all("sup"):
        if (text := tag.get_text()).isdigit():
            tag.replace_with(text.translate(_SUPERSCRIPTS))
    for definitions in soup.find_all("dl"):
        _list_of_definitions(definitions, soup)
    for tag in soup.find_all(True):
        if tag.name in CONTAINERS and tag.find_parent(["p", "li", "td", "th", "a"]) is None:
            continue
        if tag.name in CONTAINERS or tag.name not in BLOCKS | KEPT_INLINE | TABLE_PARTS:
            tag.unwrap()
    for item in soup.find_all("li"):
        _flatten_item(item)
        _uncheck(item)
    soup.smooth()


def _uncheck(item: Tag):
    """Remove the box of a list of tasks, which CommonMark writes as text."""
    first = next(iter(item.find_all(string=True)), None)
    if first is not None and (box := re.match(r"\s*\[[ xX]\]\s+", first)):
        first.replace_with(NavigableString(first[box.end() :]))


def _list_of_definitions(definitions: Tag, soup: BeautifulSoup):
    """Turn a definition list, which CommonMark lacks, into a list of «term : definition»."""
    item = None
    for child in definitions.find_all(["dt", "dd"]):
        if child.name == "dt" or item is None:
            item = soup.new_tag("li")
            child.insert_before(item)
        term = child.extract()
        if term.name == "dt":
            strong = soup.new_tag("strong")
            strong.extend(list(term.children))
            item.append(strong)
        else:
            item.append(" : " if item.contents else "")
            item.extend(list(term.children))
    definitions.name = "ul"


def _flatten_item(item: Tag):
    """Lift a list that is alone in an item: Pandoc writes `-   -   text` for it."""
    children = [child for child in item.children if isinstance(child, Tag) or child.strip()]
    if len(children) == 1 and isinstance(children[0], Tag) and children[0].name in ("ul", "ol"):
        inner = children[0]
        alone = len(item.find_next_siblings("li")) + len(item.find_previous_siblings("li")) == 0
        if alone and item.parent is not None and item.parent.name in ("ul", "ol"):
            item.parent.name = inner.name
        inner.unwrap()
        item.unwrap()


def flatten(soup: BeautifulSoup, *, breaks: bool):
    """Put text that stands beside blocks in paragraphs, and open the containers, so that the tree is a
    list of blocks."""
    for container in soup.find_all(CONTAINERS):
        _wrap_children(container, soup, breaks=breaks)
        container.unwrap()
    _wrap_children(soup, soup, breaks=breaks)
    for paragraph in soup.find_all("p"):
        if paragraph.find(list(BLOCKS)) is not None:
            _wrap_children(paragraph, soup, breaks=breaks)
            paragraph.unwrap()


def _wrap_children(parent: Tag, soup: BeautifulSoup, *, breaks: bool):
    run: list = []
    for child in [*parent.children, None]:
        is_block = child is None or (isinstance(child, Tag) and (child.name in BLOCKS))
        if not is_block:
            run.append(child)
            continue
        _wrap_run(run, soup, breaks=breaks)
        run = []


def _wrap_run(run: list, soup: BeautifulSoup, *, breaks: bool):
    if not any(isinstance(child, Tag) or child.strip() for child in run):
        for child in run:
            child.extract()
        return
    paragraph = soup.new_tag("p")
    run[0].insert_before(paragraph)
    for child in run:
        paragraph.append(child.extract())
    if breaks:
        _break_lines(paragraph, soup)


def _break_lines(paragraph: Tag, soup: BeautifulSoup):
    """Give each line end of hand-written HTML the break that its author saw: editors of blogs add them."""
    for string in list(paragraph.find_all(string=True, recursive=False)):
        lines = [line for line in string.split("\n") if line.strip()]
        if len(lines) < 2 and not string.strip():
            continue
        parts: list = []
        for line in lines:
            parts += [soup.new_tag("br"), NavigableString(line)] if parts else [NavigableString(line)]
        string.replace_with(*parts)
