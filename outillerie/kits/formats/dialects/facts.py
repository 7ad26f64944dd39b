"""«Label : value» facts of a sheet, wherever its author put them: front matter, lines, lists, tables,
short sections."""

import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.dialects.labels import LONGEST_SHORT_VALUE, SHORT_FIELDS, field_of
from outillerie.kits.formats.dialects.words import one_line

_PAIR = re.compile(r"^\s*(?:[-*•]\s*)?(?P<label>[^:：=?\n]{2,42}?)\s*(?:[:：]|\?\s*[:：]?)\s*(?P<value>.*)$", re.DOTALL)
_EDITOR_KEYS = frozenset({"layout", "viewport", "generator"})


class Facts:
    """What was said of each field, in order; the first value said is the one used."""

    def __init__(self):
        self.values: dict[str, list[Any]] = {}

    def add(self, field: str, value: Any):
        """Keep `value`: a text, a list of texts, or a list of blocks (`Tag`)."""
        self.values.setdefault(field, []).append(value)

    def text(self, field: str) -> str:
        return next((text for text in self.texts(field) if text), "")

    def texts(self, field: str) -> list[str]:
        return [as_text(value) for value in self.values.get(field, [])]


def as_text(value: Any) -> str:
    """Return a value as one line; items of a list are separated by commas."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(as_text, value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(as_text, value.values())))
    text = value.get_text(" ") if isinstance(value, Tag) else str(value)
    return one_line(without_tags(text))


def without_tags(text: str) -> str:
    """Return `text`, a plain value, without the HTML that some editors let in."""
    return BeautifulSoup(text, "html.parser").get_text() if re.search(r"<[a-zA-Z/!]|&\w+;", text) else text


def front_matter_facts(values: dict) -> tuple[Facts, dict[str, Any]]:
    """Return the facts of a front matter, and the keys that no field holds or that a code would make
    less precise."""
    facts, extra = Facts(), {}
    for key, value in values.items():
        field = field_of(key)
        if field and as_text(value):
            facts.add(field, value)
        if key.lower() in _EDITOR_KEYS or not value:
            continue
        if field in (None, "audience", "themes"):
            extra[key] = value
    return facts, extra


def take_facts(blocks: list[Tag], facts: Facts) -> list[Tag]:
    """Add to `facts` the facts that `blocks` say, and return the blocks that say anything else."""
    takers = {
        "p": _take_lines,
        "ul": _take_items,
        "ol": _take_items,
        "table": _take_rows,
        "blockquote": _take_inside,
    }
    return [block for block in blocks if not (taker := takers.get(block.name)) or not taker(block, facts)]


def fact_in(text: str) -> tuple[str, str] | None:
    """Return (field, value) when `text` is a label and its value; the value may be empty."""
    if not (pair := _PAIR.match(text)) or not (field := field_of(pair["label"])):
        return None
    value = one_line(pair["value"])
    if field in SHORT_FIELDS and len(value) > LONGEST_SHORT_VALUE:
        return None
    return field, value


def lines_of(paragraph: Tag) -> list[list]:
    """Return the nodes of each line of `paragraph`; line ends of the source count as breaks do."""
    lines: list[list] = [[]]
    for child in list(paragraph.children):
        if isinstance(child, Tag) and child.name == "br":
            lines.append([])
        elif isinstance(child, NavigableString) and "\n" in child:
            first, *others = child.split("\n")
            lines[-1].append(NavigableString(first))
            lines.extend([NavigableString(other)] for other in others)
        else:
            lines[-1].append(child)
    return [line for line in lines if text_of(line)]


def text_of(nodes: list) -> str:
    return one_line("".join(node.get_text() if isinstance(node, Tag) else str(node) for node in nodes))


def _take_lines(paragraph: Tag, facts: Facts) -> bool:
    lines = lines_of(paragraph)
    found = [fact_in(text_of(line)) for line in lines]
    if not lines or not found[0] or not found[0][1]:
        return False
    rest: list[list] = []
    for line, fact in zip(lines, found, strict=True):
        if fact and fact[1]:
            facts.add(fact[0], fact[1])
        else:
            rest.append(line)
    paragraph.clear()
    for line in rest:
        paragraph.extend([*line, NavigableString("\n")])
    return not rest


def _take_items(items: Tag, facts: Facts) -> bool:
    for item in items.find_all("li", recursive=False):
        inner = item.find(["ul", "ol"], recursive=False)
        own = text_of([child for child in item.children if child is not inner])
        if not (fact := fact_in(own)):
            continue
        field, value = fact
        if inner is not None:
            facts.add(field, [value, *inner.find_all("li", recursive=False)] if value else inner.find_all("li"))
        elif value:
            facts.add(field, value)
        else:
            continue
        item.extract()
    return items.find("li") is None


def _take_rows(table: Tag, facts: Facts) -> bool:
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    if len(rows) == 2 and len(rows[0]) > 2 and all(field_of(cell.get_text()) for cell in rows[0]):
        for label, cell in zip(*rows, strict=False):
            facts.add(field_of(label.get_text()), as_text(cell))
        return True
    for cells in rows:
        if len(cells) == 2 and (field := field_of(cells[0].get_text())) and as_text(cells[1]):
            facts.add(field, as_text(cells[1]))
            cells[0].parent.extract()
    return not any(as_text(cell) for row in table.find_all("tr") for cell in row.find_all(["td", "th"]))


def _take_inside(quote: Tag, facts: Facts) -> bool:
    children = [child for child in quote.children if isinstance(child, Tag)]
    for child in [child for child in children if child not in take_facts(children, facts)]:
        child.extract()
    return not quote.get_text(strip=True)
