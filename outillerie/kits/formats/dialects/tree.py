"""The text of a sheet, Markdown or HTML or both, as one clean tree: what every other step of the
reading works on."""

import itertools
import re

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import PreformattedString
from markdown_it import MarkdownIt

from outillerie.kits.formats.dialects.html import CONTROLS, MEDIA, SILENT, tree_of_html
from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.residue import residue_kind
from outillerie.kits.formats.dialects.simplify import flatten, simplify

_WHOLE_PAGE = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_INDENTED_TAG = re.compile(r"^[ \t]+(?=</?(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|section|figure|img|br)\b)", re.I | re.M)
_PLAIN_LINE = re.compile(r"^(?![ \t]*(?:[-*+>#|=<]|\d+[.)]|`{3}|~{3}|:{3}|\[\^))[ \t]*\S")
# «ctrl-a⏎+ ctrl-c»: a sum or a dash cut at the column is no list; a list would have an item more, or
# a colon before.
_STRAY_MARK = re.compile(r"^([^\s>|#*+-][^\n]{49,}[^\s:]\n)([-+*] )(?=[^\n]*\n(?![ \t]*[-+*] ))", re.MULTILINE)
_INDENTED_LIST = re.compile(
    (
        r"^((?![ \t]*(?:[-*+•]|\d+[.)]) )[ \t]{0,3}\S[^\n]*\n)((?:(?:\t| {4})[ \t]*[-*+•] [^\n]*(?:\n"
        r"|\Z))+)"
    ),
    re.MULTILINE,
)
_PARSERS = {
    breaks: MarkdownIt("commonmark", {"html": True, "breaks": breaks}).enable(["table", "strikethrough"])
    for breaks in (False, True)
}


def is_whole_page(text: str) -> bool:
    return bool(_WHOLE_PAGE.match(text))


def parse(text: str, account: Account, *, is_plain_text: bool = False) -> BeautifulSoup:
    """Return the tree of `text`, without anything that is not content; each thing removed is counted
    in `account`."""
    breaks = not is_hard_wrapped(text)
    if is_whole_page(text):
        soup = tree_of_html(text)
        title = soup.title.get_text(" ", strip=True) if soup.title else ""
        _remove_residue(soup, account)
        soup = _main_part(soup, title, account)
    else:
        soup = tree_of_html(_rendered(text, breaks=breaks, is_plain_text=is_plain_text))
        _remove_residue(soup, account)
    _replace_media(soup, account)
    simplify(soup)
    flatten(soup, breaks=breaks and not is_whole_page(text))
    return soup


def shown_tree(text: str) -> BeautifulSoup:
    """Return the tree of all that Markdown or HTML `text` shows, the marks of a site and its navigation too."""
    soup = tree_of_html(text if is_whole_page(text) else _PARSERS[False].render(text))
    for tag in soup.find_all(["script", *SILENT]):
        tag.decompose()
    return soup


def content_tree(soup: BeautifulSoup):
    """Make of `soup`, which a converter made of a document, a clean tree: all of it is content."""
    simplify(soup)
    flatten(soup, breaks=False)


def is_hard_wrapped(text: str) -> bool:
    """Tell whether lines are cut at a column, hence mean nothing; otherwise each end of line was meant
    by its author."""
    lines = text.split("\n")
    soft = [
        len(line.rstrip())
        for line, following in itertools.pairwise(lines)
        if _PLAIN_LINE.match(line) and _PLAIN_LINE.match(following)
    ]
    return sum(50 <= length <= 100 for length in soft) >= 0.5 * len(soft) > 0


def _rendered(text: str, *, breaks: bool, is_plain_text: bool) -> str:
    text = _INDENTED_TAG.sub("", text)
    if not breaks:
        text = _STRAY_MARK.sub(r"\1\\\2", text)
    text = _INDENTED_LIST.sub(_dedented, text)
    if is_plain_text:
        # Indentation is only layout in plain text: it never means code.
        text = re.sub(r"^[ \t]+(?![-*•\d])", "", text, flags=re.MULTILINE)
    return _PARSERS[breaks].render(text)


def _dedented(match: re.Match) -> str:
    """Put a list that a tab sets under its announcement at the margin: there, Markdown would see a
    sentence go on."""
    lines = match[2].split("\n")
    width = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return match[1] + "\n".join(line[width:] for line in lines)


def _main_part(soup: BeautifulSoup, title: str, account: Account) -> BeautifulSoup:
    """Return the page reduced to its article when it has exactly one, keeping its title as a heading."""
    for name in ("main", "article", "body"):
        if len(found := soup.find_all(name)) == 1:
            part = found[0]
            break
    else:
        return soup
    article = BeautifulSoup("", "html.parser")
    heading = soup.find("h1")
    if heading is None and title:
        heading = soup.new_tag("h1")
        heading.string = title
    if heading is not None and part not in heading.parents:
        article.append(heading.extract())
    article.append(part.extract())
    if soup.get_text(strip=True):
        account.lose("navigation")
    return article


def _remove_residue(soup: BeautifulSoup, account: Account):
    for comment in soup.find_all(string=lambda string: isinstance(string, PreformattedString | Comment)):
        comment.extract()
    for tag in soup.find_all(["script", *SILENT]):
        if tag.name == "script":
            account.lose("script", str(tag.get("src") or ""))
        tag.decompose()
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("body", "main", "article", "html"):
            continue
        names = " ".join([*tag.get_attribute_list("class", ""), str(tag.get("id") or "")])
        kind = {"nav": "navigation", "footer": "footer"}.get(tag.name) or residue_kind(names)
        # A page whose wrapper says «menu» would vanish whole: only parts without its main heading are
        # residue.
        if kind and tag.name not in ("a", "span", "li", "p", "img") and not tag.find("h1"):
            account.lose(kind)
            tag.decompose()
    for form in soup.find_all("form"):
        account.lose("form", str(form.get("action") or ""))
    for control in soup.find_all(CONTROLS):
        control.decompose()


def _replace_media(soup: BeautifulSoup, account: Account):
    for tag in soup.find_all(list(MEDIA)):
        if tag.decomposed:
            continue
        address = _media_address(tag)
        account.lose(MEDIA[tag.name], address)
        link = soup.new_tag("a", href=address)
        link.string = str(tag.get("title") or "").strip() or address
        paragraph = soup.new_tag("p")
        paragraph.append(link)
        tag.replace_with(paragraph if address else "")


def _media_address(tag: Tag) -> str:
    source = tag.find("source", src=True)
    address = str(tag.get("src") or tag.get("data") or (source and source["src"]) or "").strip()
    return f"https:{address}" if address.startswith("//") else address
