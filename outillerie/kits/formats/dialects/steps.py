"""Steps of a workshop, from sections, timed lists, timed lines or a table."""

import re
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.content import Step
from outillerie.kits.formats.dialects.facts import as_text, fact_in, lines_of, text_of
from outillerie.kits.formats.dialects.headings import is_break, kind_of
from outillerie.kits.formats.dialects.markdown import markdown_of
from outillerie.kits.formats.dialects.minutes import leading, only_minutes, timed
from outillerie.kits.formats.dialects.outline import Section
from outillerie.kits.formats.dialects.step_tables import steps_of_table
from outillerie.kits.formats.dialects.titles import step_title
from outillerie.kits.formats.dialects.words import capitalised, folded, one_line

# Inside a step, levels 1 to 4 belong to the sheet of a kit.
TOP_LEVEL = 5
LONGEST_AIM = 300
LONGEST_TITLE = 110
# Longer, the items of a numbered list are instructions inside a step, not steps.
LONGEST_NUMBERED = 150

_SOUP = BeautifulSoup("", "html.parser")
_PARTICIPANTS = re.compile(
    r"(?:ce que (?:font|fait) )?(?:les |cote )?(?:participant|eleve|apprenant|enfant|what participants)"
    r"|activite des participants|consignes? (?:aux|pour les) participants?"
)
_SAY = re.compile(r"(?:vous dites|a dire|discours|texte a lire|script|what to say|say)$")
_SAY_LABEL = re.compile(r"(?:ce que )?vous dites|a dire(?: aux participants)?|texte a lire|what to say")
_PARTICIPANTS_LABEL = re.compile(r"(?:(?:ce que font )?les |cote )?participant(?:e?s|s e)|consignes? aux participants")
_AIM = re.compile(r"(?:le |l )?(?:objectifs?|but|intention|aim|goal)(?: (?:de l etape|pedagogique))?$")


@dataclass
class Taken:
    """What steps were found among blocks, and the blocks round them."""

    steps: list[Step]
    before: list[Tag] = field(default_factory=list)
    after: list[Tag] = field(default_factory=list)


def step_of_section(section: Section) -> Step:
    """Return the step of a section: its sub-sections stay in the text, unless they are fields of a step."""
    title, minutes = step_title(section.title)
    step = Step(title=title, minutes=minutes, is_break=is_break(title))
    blocks: list[Tag] = []
    step = _with_leading_facts(step, section.blocks, blocks)
    for block in list(blocks):
        if (said := _with_label(step, block)) is not None:
            blocks.remove(block)
            step = said
    for child in section.children:
        filled = _with_child(step, child)
        if filled is None:
            blocks += [child.heading(), *child.all_blocks()]
        else:
            step = filled
    return replace(step, facilitator=_joined(step.facilitator, markdown_of(blocks, top_level=TOP_LEVEL)))


def steps_in(blocks: list[Tag], *, is_flow: bool = False) -> Taken | None:
    """Return the steps that a table, a list or lines of `blocks` say, None when they say none."""
    for number, block in enumerate(blocks):
        steps = _steps_of_block(block, is_flow=is_flow)
        if steps:
            return Taken(steps, blocks[:number], blocks[number + 1 :])
    return _timed_run(blocks) or (_numbered_run(blocks) if is_flow else None)


def _numbered_run(blocks: list[Tag]) -> Taken | None:
    """Return the steps of the one numbered list of «Déroulé», when its items are short enough for steps."""
    lists = [number for number, block in enumerate(blocks) if block.name in ("ul", "ol")]
    if len(lists) != 1 or blocks[lists[0]].name != "ol":
        return None
    items = blocks[lists[0]].find_all("li", recursive=False)
    if len(items) < 2 or any(len(as_text(item)) > LONGEST_NUMBERED for item in items):
        return None
    steps = [step_of_item(item) for item in items]
    return Taken(steps, blocks[: lists[0]], blocks[lists[0] + 1 :])


def _steps_of_block(block: Tag, *, is_flow: bool) -> list[Step]:
    if block.name == "table":
        return steps_of_table(block)
    if block.name in ("ul", "ol"):
        return _steps_of_list(block, is_flow=is_flow)
    return []


def _with_leading_facts(step: Step, blocks: list[Tag], kept: list[Tag]) -> Step:
    """Fill minutes, aim and supports from the first lines of a step («Durée : 10 minutes»)."""
    for number, block in enumerate(blocks):
        filled = _with_line(step, block) if number < 4 and block.name == "p" else None
        if filled is None:
            kept.append(block)
        else:
            step = filled
    return step


def _with_line(step: Step, paragraph: Tag) -> Step | None:
    """Return `step` with what `paragraph` says of it, None when it is ordinary text."""
    lines = [text_of(line) for line in lines_of(paragraph)]
    filled = step
    for line in lines:
        fact = fact_in(line)
        field_name, value = fact or ("", "")
        if filled.minutes is None and (minutes := only_minutes(line if not fact else value)) is not None:
            filled = replace(filled, minutes=minutes)
        elif field_name == "objectives" and value and not filled.aim and len(value) <= LONGEST_AIM:
            filled = replace(filled, aim=capitalised(value))
        elif field_name == "material" and value and not filled.supports and len(lines) > 1:
            filled = replace(filled, supports=_plain_markdown(value))
        else:
            return None
    return filled if lines else None


def _with_label(step: Step, block: Tag) -> Step | None:
    """Return `step` with what follows «Vous dites :» in its own field, None when `block` is ordinary text."""
    name, value = labelled(as_text(block))
    if not name or block.name != "p" or block.find("img") is not None:
        return None
    return replace(step, **{name: _joined(getattr(step, name), _plain_markdown(value))})


def labelled(text: str) -> tuple[str, str]:
    """Return («say», «Bonjour») for «Vous dites : Bonjour», ("", "") for a text that names no part of a step."""
    label, _, value = text.partition(":")
    key = folded(label).replace("'", " ")
    name = "say" if _SAY_LABEL.fullmatch(key) else "participants" if _PARTICIPANTS_LABEL.fullmatch(key) else ""
    return (name, value.strip()) if name and re.search(r"[^\W\d_]{3}", value) else ("", "")


def _with_child(step: Step, child: Section) -> Step | None:
    """Return `step` with the sub-section `child` in its own field, None when it belongs to the text."""
    key = folded(child.title).replace("'", " ")
    if child.is_empty():
        return None
    if _AIM.match(key) and not step.aim and len(text := one_line(" ".join(map(as_text, child.blocks)))) <= LONGEST_AIM:
        return replace(step, aim=text) if not child.children else None
    name = "say" if _SAY.match(key) else "participants" if _PARTICIPANTS.match(key) else ""
    if kind_of(child.title) == "material":
        name = "supports"
    if not name or getattr(step, name):
        return None
    return replace(step, **{name: markdown_of(child.all_blocks(), top_level=TOP_LEVEL)})


def _steps_of_list(items: Tag, *, is_flow: bool) -> list[Step]:
    """Return a step an item, when most say their minutes or, in «Déroulé», when all begin with a bold
    title."""
    listed = items.find_all("li", recursive=False)
    if len(listed) < 2:
        return []
    heads = [_head(item) for item in listed]
    times = sum(timed(text).minutes is not None for text, _ in heads)
    if times < max(2, 0.5 * len(listed)) and not (is_flow and all(is_bold for _, is_bold in heads)):
        return []
    return [step_of_item(item) for item in listed]


def _head(item: Tag) -> tuple[str, bool]:
    """Return the first words of an item, those of its title, and whether they are bold."""
    nodes = _title_nodes(item)
    return text_of(nodes), bool(nodes) and isinstance(nodes[0], Tag) and nodes[0].name in ("strong", "b")


def _title_nodes(item: Tag) -> list:
    """Return the nodes of the first line of an item, up to a colon or a full stop outside the minutes."""
    first = item.find("p", recursive=False) or item
    nodes: list = []
    for child in first.children:
        if isinstance(child, Tag) and child.name in ("ul", "ol", "br", "p", "pre", "table"):
            break
        if isinstance(child, NavigableString) and not nodes and not child.strip():
            continue
        if isinstance(child, NavigableString) and (
            cut := re.search(r"\s:\s|\n|:\s|\.\s|\s[–—]\s(?=\D)", _after_mark(child))
        ):
            nodes.append(NavigableString(str(child)[: len(child) - len(_after_mark(child)) + cut.start()]))
            break
        nodes.append(child)
    return nodes


def _after_mark(text: str) -> str:
    """Return `text` without the number or the minutes that lead it: a colon or a full stop belongs to
    them there."""
    text = re.sub(r"^\s*\d{1,2}[.)]\s+", "", text)
    lead = leading(one_line(text))
    return text[text.index(lead.title) :] if lead and lead.title and lead.title in text else text


def step_of_item(item: Tag) -> Step:
    """Return the step of an item «10' – Brise-glace : chacun se présente»."""
    head = text_of(_title_nodes(item))
    title, minutes = step_title(head)
    if (
        minutes is None
        and (rest := _text_after(item, head))
        and (inside := re.match(r"^\s*[(\[–—:,-]*\s*([^.:–—]{1,24}?)[)\]]?\s*(?:[.:–—-]|$)", rest))
    ):
        minutes = only_minutes(inside[1])
        head += rest[: inside.end()] if minutes else ""
    if len(title) > LONGEST_TITLE:
        title = _shortened(title)
        head = ""
    _drop_start(item, head)
    blocks = _as_blocks(item)
    return Step(
        title=title,
        minutes=minutes,
        is_break=is_break(title),
        facilitator=markdown_of(blocks, top_level=TOP_LEVEL),
    )


def _text_after(item: Tag, head: str) -> str:
    text = one_line(item.get_text())
    return text[len(head) :] if head and text.startswith(head) else ""


def _shortened(title: str) -> str:
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _drop_start(tag: Tag, head: str):
    """Remove from the start of `tag` the words of `head`, then the colon or dash that follows them."""
    words = re.sub(r"\s+", "", head)
    for string in list(tag.find_all(string=True)):
        bare = re.sub(r"\s+", "", string)
        if words and words.startswith(bare):
            words = words[len(bare) :]
            string.extract()
            continue
        if words:
            length = next(n for n in range(len(string) + 1) if re.sub(r"\s+", "", string[:n]) == words)
            string = _replaced(string, string[length:])
            words = ""
        _replaced(string, capitalised(re.sub(r"^\s*(?:[:.–—-]\s*)?", "", string)))
        break
    for empty in tag.find_all(["strong", "b", "em", "p"]):
        if not empty.get_text(strip=True) and empty.find("img") is None:
            empty.decompose()


def _replaced(string: NavigableString, text: str) -> NavigableString:
    new = NavigableString(text)
    string.replace_with(new)
    return new


def _as_blocks(item: Tag) -> list[Tag]:
    """Return the children of an item as blocks, its loose words in a paragraph."""
    blocks: list[Tag] = []
    run: list = []
    for child in [*list(item.children), None]:
        is_block = isinstance(child, Tag) and child.name in ("p", "ul", "ol", "pre", "table", "blockquote")
        if child is not None and not is_block:
            run.append(child)
            continue
        if any(isinstance(node, Tag) or node.strip() for node in run):
            paragraph = _SOUP.new_tag("p")
            paragraph.extend([node.extract() for node in run])
            blocks.append(paragraph)
        run = []
        blocks += [child] if child is not None else []
    return blocks


def _timed_run(blocks: list[Tag]) -> Taken | None:
    """Return the steps of paragraphs that begin with minutes; what follows each belongs to it."""
    blocks = [part for block in blocks for part in _timed_lines(block)]
    starts = [number for number, block in enumerate(blocks) if block.name == "p" and _is_timed(block)]
    if len(starts) < 2:
        return None
    steps = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        step = step_of_item(blocks[start])
        rest = markdown_of(blocks[start + 1 : end], top_level=TOP_LEVEL)
        steps.append(replace(step, facilitator=_joined(step.facilitator, rest)))
    return Taken(steps, blocks[: starts[0]])


def _timed_lines(block: Tag) -> list[Tag]:
    """Cut a paragraph whose lines are steps («10' – Accueil», one a line)."""
    lines = lines_of(block) if block.name == "p" else []
    if sum(leading(text_of(line)) is not None for line in lines) < 2:
        return [block]
    parts: list[Tag] = []
    for line in lines:
        if leading(text_of(line)) or not parts:
            parts.append(_SOUP.new_tag("p"))
        else:
            parts[-1].append(_SOUP.new_tag("br"))
        parts[-1].extend([node if isinstance(node, NavigableString) else node.extract() for node in line])
    return parts


def _is_timed(paragraph: Tag) -> bool:
    lines = lines_of(paragraph)
    first = text_of(lines[0]) if lines else ""
    return leading(first) is not None or (
        len(first) <= 80 and timed(first).minutes is not None and not first.endswith(".")
    )


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _plain_markdown(text: str) -> str:
    paragraph = _SOUP.new_tag("p")
    paragraph.string = text
    return markdown_of([paragraph], top_level=TOP_LEVEL)
