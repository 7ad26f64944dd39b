"""The tree of a word processor's document, made like that of a sheet: what only lays the page out becomes what it says.

Boxes drawn with a table, labels set in columns, lists typed with dashes, footnotes: mediators use them all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.dialects.facts import as_text, fact_in, lines_of, text_of
from outillerie.kits.formats.dialects.headings import is_kind_of_sheet, is_numbered_step, is_session_part, kind_of
from outillerie.kits.formats.dialects.labels import LONGEST_SHORT_VALUE, SHORT_FIELDS, field_of
from outillerie.kits.formats.dialects.step_tables import is_header_of_steps
from outillerie.kits.formats.dialects.words import one_line
from outillerie.kits.formats.office.titles import FIRST

LONGEST_LABEL = 60

_SOUP = BeautifulSoup("", "html.parser")
_HEADING = re.compile(r"h[1-6]")
# Dashes, bullets and the boxes to tick of several fonts; a dash alone may open a sentence somebody says.
_TYPED_BULLET = re.compile(r"^[ \t\u00a0]*[-–—•·●○◦▪▫■□▶►➢➤✓✔☐☑❑❒\uf0a7\uf0b7\uf0d8\uf0fc\uf02d*][ \t\u00a0]+(?=\S)")
_TYPED_NUMBER = re.compile(r"^[ \t\u00a0]*(\d{1,2})[ \t\u00a0]*[.)/°-][ \t\u00a0]*(?=[^\W\d_])")
_LONG_FIELDS = {"objectives", "material", "prerequisites", "preparation", "variants", "evaluation", "watch_points"}


def take_notes(soup: BeautifulSoup) -> BeautifulSoup:
    """Take the footnotes out of the tree, and leave «(note 1)» where each is called. Return them as one list."""
    for call in soup.find_all("a", class_="footnote-ref"):
        before = call.previous_sibling
        space = "" if isinstance(before, NavigableString) and before[-1:].isspace() else " "
        call.replace_with(f"{space}(note {one_line(call.get_text())})")
    notes = BeautifulSoup("", "html.parser")
    section = soup.find("section", id="footnotes")
    if section is None:
        return notes
    for back in section.find_all("a", class_="footnote-back"):
        back.decompose()
    notes.extend([listed.extract() for listed in section.find_all("ol", recursive=False)])
    section.extract()
    return notes


def name_pictures(soup: BeautifulSoup, alts: Mapping[str, str], shown: Iterable[str]) -> None:
    """Give pictures their alternative text; those of `shown` that the tree forgot come at the end."""
    for image in soup.find_all("img"):
        name = str(image.get("src") or "").rpartition("/")[2]
        image.attrs = {"src": name, "alt": str(image.get("alt") or alts.get(name) or "")}
    known = {image["src"] for image in soup.find_all("img")}
    for name in [name for name in shown if name not in known]:
        paragraph = _SOUP.new_tag("p")
        paragraph.append(_SOUP.new_tag("img", src=name, alt=alts.get(name, "")))
        soup.append(paragraph)


def take_kind_of_sheet(soup: BeautifulSoup) -> list[Tag]:
    """Take out of the first lines those that say what kind of sheet it is: «Fiche atelier» is no title."""
    first = [block for block in _blocks(soup)[:FIRST] if block.name == "p" and is_kind_of_sheet(block.get_text())]
    return [_paragraph(one_line(block.extract().get_text())) for block in first]


def arrange(soup: BeautifulSoup, title: str) -> str:
    """Make of `soup` the tree of a sheet, and return its title, taken out of it; "" when it says none."""
    _open_boxes(soup)
    found = _take_title(soup, title)
    _gather_typed_lists(soup)
    _open_label_tables(soup)
    _lift_table_titles(soup)
    return found


def _blocks(soup: Tag) -> list[Tag]:
    return [block for block in soup.children if isinstance(block, Tag)]


# --- tables that lay out


def _open_boxes(soup: BeautifulSoup) -> None:
    """Open the tables of one cell: a frame round a text."""
    for table in reversed(soup.find_all("table")):
        cells = table.find_all(["td", "th"])
        if len(cells) == 1:
            table.replace_with(*_as_blocks(cells[0]))


def _lift_table_titles(soup: BeautifulSoup) -> None:
    """Put before its table a first row of one cell, which is its title: the next row then names the columns."""
    for table in soup.find_all("table"):
        rows = _rows(table)
        if len(rows) > 2 and len(rows[0]) == 1 and is_header_of_steps([as_text(cell) for cell in rows[1]]):
            title = as_text(rows[0][0])
            paragraph = _bold(title) if kind_of(title) else _paragraph(title)
            rows[0][0].find_parent("tr").extract()
            table.insert_before(paragraph)


def _open_label_tables(soup: BeautifulSoup) -> None:
    """Make facts and sections of a table whose first column says what the second is: «Objectifs | – Savoir…»."""
    sections: list[Tag] = []
    for table in soup.find_all("table", recursive=False):
        rows = _rows(table)
        if not rows or not _is_of_labels(rows):
            continue
        lines: list[Tag] = []
        for cells in rows:
            label = as_text(cells[0]).rstrip(" :\u00a0")
            if _is_one_line(label, cells):
                lines.append(_fact(label, as_text(cells[1])))
                continue
            value = _as_blocks(cells[1]) if len(cells) > 1 else []
            if label and value and _is_label(label):
                sections += [_heading_for(soup, label), *value]
            else:
                lines += [*([_paragraph(label)] if label else []), *value]
        table.replace_with(*lines)
    for section in sections:
        soup.append(section)


def _is_of_labels(rows: list[list[Tag]]) -> bool:
    """Say whether most rows are a label that we know and one value."""
    named = [cells for cells in rows if len(cells) == 2 and _is_label(as_text(cells[0]))]
    return len(named) >= max(2, 0.5 * len(rows)) and all(len(cells) <= 2 for cells in rows)


def _is_label(text: str) -> bool:
    text = text.rstrip(" :\u00a0")
    return len(text) <= LONGEST_LABEL and (field_of(text) is not None or kind_of(text) is not None)


def _is_one_line(label: str, cells: list[Tag]) -> bool:
    """Say whether a row is a label and its value, rather than the title of a section and its text."""
    if not label or len(cells) < 2 or not as_text(cells[1]):
        return False
    field = field_of(label)
    has_blocks = len(cells[1].find_all(["p", "li"])) > 1 or cells[1].find(["ul", "ol", "table", "img"]) is not None
    if field in SHORT_FIELDS:
        return len(as_text(cells[1])) <= LONGEST_SHORT_VALUE
    return not has_blocks and field not in _LONG_FIELDS and kind_of(label) is None


def _heading_for(soup: BeautifulSoup, label: str) -> Tag:
    """Return a heading as this document makes them, so that the section stands beside its others."""
    levels = sorted(int(block.name[1]) for block in _blocks(soup) if _HEADING.fullmatch(block.name))
    if len(levels) > 1:
        is_first_alone = levels.count(levels[0]) == 1
        heading = _SOUP.new_tag(f"h{levels[1] if is_first_alone else levels[0]}")
        heading.string = label
        return heading
    return _bold(label)


def _rows(table: Tag) -> list[list[Tag]]:
    """Return the cells of each row that says something."""
    rows = [
        row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr") if row.find_parent("table") is table
    ]
    return [cells for cells in rows if any(as_text(cell) or cell.find("img") for cell in cells)]


def _as_blocks(cell: Tag) -> list[Tag]:
    """Return what a cell holds as blocks, its loose words in paragraphs."""
    blocks: list[Tag] = []
    run: list = []
    for child in [*list(cell.children), None]:
        is_block = isinstance(child, Tag) and child.name in _BLOCKS
        if child is not None and not is_block:
            run.append(child.extract())
            continue
        if any(isinstance(node, Tag) or node.strip() for node in run):
            paragraph = _SOUP.new_tag("p")
            paragraph.extend(run)
            blocks.append(paragraph)
        run = []
        blocks += [child.extract()] if child is not None else []
    return blocks


_BLOCKS = {"p", "ul", "ol", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}


def _bold(text: str) -> Tag:
    paragraph, strong = _SOUP.new_tag("p"), _SOUP.new_tag("strong")
    strong.string = text
    paragraph.append(strong)
    return paragraph


def _fact(label: str, value: str) -> Tag:
    """Return «label : value» as an item: a fact that we do not know must not be taken for a first sentence."""
    items, item = _SOUP.new_tag("ul"), _SOUP.new_tag("li")
    item.string = f"{label} : {value}"
    items.append(item)
    return items


def _paragraph(text: str) -> Tag:
    paragraph = _SOUP.new_tag("p")
    paragraph.string = text
    return paragraph


# --- the title


def _take_title(soup: BeautifulSoup, title: str) -> str:
    """Take out the line whose text is `title`, or the heading that is one though others have its level."""
    blocks = _blocks(soup)
    for block in blocks[:10]:
        if title and block.name in ("p", *map("h{}".format, range(1, 7))) and _is_same(block, title):
            images = block.find_all("img")
            block.replace_with(*[_holding(image.extract()) for image in images])
            return one_line(title)
    if not title and (heading := _heading_that_is_title(blocks)):
        images = heading.find_all("img")
        heading.replace_with(*[_holding(image.extract()) for image in images])
        return one_line(heading.get_text())
    return ""


def _is_same(block: Tag, title: str) -> bool:
    return "".join(block.get_text().split()) == "".join(title.split())


def _holding(image: Tag) -> Tag:
    paragraph = _SOUP.new_tag("p")
    paragraph.append(image)
    return paragraph


def _heading_that_is_title(blocks: list[Tag]) -> Tag | None:
    """Return the first heading when sections that we know stand beside it, and it is none itself."""
    headings = [block for block in blocks if _HEADING.fullmatch(block.name) and block.get_text(strip=True)]
    if len(headings) < 2 or headings[0].name > min(heading.name for heading in headings):
        return None
    first, *others = headings
    text = one_line(first.get_text())
    beside = [other for other in others if other.name == first.name]
    is_part = kind_of(text) or field_of(text) or fact_in(text) or is_numbered_step(text) or is_session_part(text)
    return first if not is_part and any(kind_of(other.get_text()) for other in beside) else None


# --- lists that somebody typed


def _gather_typed_lists(soup: BeautifulSoup) -> None:
    """Make lists of the paragraphs and lines that begin with a dash, a bullet, or numbers that follow one another."""
    for holder in [soup, *soup.find_all(["td", "th"])]:
        for paragraph in holder.find_all("p", recursive=False):
            _part_lines(paragraph)
        for run in list(_typed_runs(holder)):
            items = _SOUP.new_tag("ol" if _TYPED_NUMBER.match(_start(run[0])) else "ul")
            run[0].insert_before(items)
            for paragraph in run:
                item = _SOUP.new_tag("li")
                _drop_mark(paragraph)
                item.extend([child.extract() for child in list(paragraph.children)])
                items.append(item)
                paragraph.extract()


def _part_lines(paragraph: Tag) -> None:
    """Cut a paragraph whose lines are all items."""
    lines = lines_of(paragraph) if paragraph.find("br") is not None else []
    if len(lines) < 2 or not all(_TYPED_BULLET.match(text_of(line)) for line in lines):
        return
    for line in lines:
        part = _SOUP.new_tag("p")
        part.extend([node.extract() for node in line])
        paragraph.insert_before(part)
    paragraph.extract()


def _typed_runs(holder: Tag) -> Iterator[list[Tag]]:
    """Yield the paragraphs in a row that are the items of one typed list, two at least."""
    run: list[Tag] = []
    for block in [*_blocks(holder), None]:
        text = _start(block) if block is not None and block.name == "p" else ""
        if text and _continues(run, text):
            run.append(block)
            continue
        if len(run) > 1:
            yield run
        run = [block] if text and _continues([], text) else []


def _continues(run: list[Tag], text: str) -> bool:
    number = _TYPED_NUMBER.match(text)
    if not run:
        return bool(_TYPED_BULLET.match(text)) or bool(number and int(number[1]) == 1)
    if _TYPED_NUMBER.match(_start(run[0])):
        return bool(number and int(number[1]) == len(run) + 1)
    return bool(_TYPED_BULLET.match(text))


def _start(paragraph: Tag) -> str:
    """Return the text of a paragraph of one line; a number that only names a step is no mark."""
    text = paragraph.get_text()
    return "" if is_numbered_step(text) or paragraph.find("br") is not None else text


def _drop_mark(paragraph: Tag) -> None:
    text = paragraph.get_text()
    mark = _TYPED_BULLET.match(text) or _TYPED_NUMBER.match(text)
    left = mark.end()
    for string in list(paragraph.find_all(string=True)):
        dropped = min(left, len(string))
        left -= dropped
        string.replace_with(NavigableString(string[dropped:]))
