"""Each section of a sheet to the field of a kit where a facilitator looks for it."""

import re

from bs4 import Tag

from outillerie.kits.formats.dialects.facts import Facts, as_text, fact_in, lines_of, take_facts, text_of
from outillerie.kits.formats.dialects.headings import (
    is_for_facilitator,
    is_numbered_step,
    is_session_part,
    kind_of,
    without_step_mark,
)
from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.labels import LONGEST_SHORT_VALUE, field_of
from outillerie.kits.formats.dialects.lists import (
    material_in_table,
    material_of,
    material_row,
    objectives_of,
    plain_item,
)
from outillerie.kits.formats.dialects.minutes import timed
from outillerie.kits.formats.dialects.outline import Section
from outillerie.kits.formats.dialects.parts import Parts
from outillerie.kits.formats.dialects.step_tables import is_timed
from outillerie.kits.formats.dialects.steps import step_of_section, steps_in
from outillerie.kits.formats.dialects.titles import step_title
from outillerie.kits.formats.dialects.words import one_line
from outillerie.kits.formats.refusals import gettext_noop

LEAD_IN = gettext_noop("A phrase that only announced a list was left out:")
NO_STEP = gettext_noop("No step was recognised: the text is in the last part of the kit.")
NUMBERS = gettext_noop("The text refers to steps by their numbers: check that they still match.")

_TEXT_KINDS = ("preparation", "variants", "evaluation", "watch_points", "further_reading", "body")
# «Préparation» and «Matériel» that open a numbered list of steps are not steps of the session.
_BEFORE_SESSION = ("preparation", "material")


class Arrangement:
    """Walks the sections of one sheet."""

    def __init__(self, facts: Facts, account: Account):
        self.facts = facts
        self.account = account
        self.parts = Parts()
        self._has_flow = self._has_numbers = self._has_signal = False

    def arrange(self, root: Section) -> list[Tag]:
        """Fill `parts` and `facts` from `root`; return what stands before its first section."""
        sections = root.children
        preamble = take_facts(root.blocks, self.facts)
        while (
            len(sections) == 1
            and sections[0].children
            and kind_of(sections[0].title) is None
            and not _is_step(sections[0])
        ):
            self.facts.add("title", sections[0].title)
            preamble += take_facts(sections[0].blocks, self.facts)
            sections = sections[0].children
        self._has_flow = any(_is_full_flow(section) for section in sections)
        self._has_numbers = any(is_numbered_step(section.title) for section in sections)
        self._has_signal = any(timed(section.title).minutes or is_session_part(section.title) for section in sections)
        self._walk(sections, is_flow=False)
        if not self.parts.steps and (taken := steps_in(preamble)):
            self.parts.steps += taken.steps
            preamble = taken.before + taken.after
        self._check_steps()
        return preamble

    def _walk(self, sections: list[Section], *, is_flow: bool):
        for number, section in enumerate(sections):
            later = sections[number + 1 :]
            self._place(section, later, is_flow=is_flow)

    def _place(self, section: Section, later: list[Section], *, is_flow: bool):
        title = timed(section.title)
        kind = self._kind(section, title.title)
        if kind == "step":
            self._add_step(section)
        elif kind == "further_reading" and self.parts.steps and any(map(_is_step, later)):
            # Steps follow: it is a moment of the session, not a list of readings.
            self._add_step(section)
        elif kind == "evaluation" and (title.minutes or is_flow):
            self._add_step(section)
        elif kind == "flow":
            self._add_flow(section)
        elif kind == "body" and field_of(title.title) in ("author", "licence"):
            self._is_fact(section)
            self._add_body(section)
        elif kind is not None:
            if kind == "preparation" and title.minutes:
                self.facts.add("setup", str(title.minutes))
            self.add_kind(kind, section)
        elif not self._is_fact(section):
            self._place_unknown(section, title.minutes, is_flow=is_flow)

    def _kind(self, section: Section, title: str) -> str | None:
        if not is_numbered_step(title):
            return kind_of(title)
        bare = kind_of(without_step_mark(title))
        return bare if bare in _BEFORE_SESSION and not self.parts.steps else "step"

    def _place_unknown(self, section: Section, minutes: int | None, *, is_flow: bool):
        has_started = bool(self.parts.steps)
        if any(is_numbered_step(child.title) or kind_of(child.title) == "flow" for child in section.children):
            self.parts.add("body", section.blocks, title=section.title)
            self._walk(section.children, is_flow=is_flow)
        elif not self._has_flow and any(block.name == "table" and is_timed(block) for block in section.blocks):
            self._add_flow(section)
        elif is_flow or minutes:
            self._add_step(section)
        elif self._has_flow:
            self._add_step(section) if has_started and is_session_part(section.title) else self._add_body(section)
        elif self._has_numbers:
            self._add_step(section) if has_started or is_session_part(section.title) else self._add_body(section)
        elif self._has_signal:
            self._add_step(section)
        else:
            self._add_body(section)

    def _add_step(self, section: Section):
        for block in [block for block in section.blocks if _is_variant(block)]:
            section.blocks.remove(block)
            self.parts.add("variants", [block])
        self.parts.steps.append(step_of_section(section))

    def _add_flow(self, section: Section):
        taken = steps_in(section.blocks, is_flow=True)
        if taken:
            self.parts.add("body", taken.before, title=section.title)
            self.parts.steps += taken.steps
            self.parts.add("body", taken.after, title="" if taken.before else section.title)
            self._walk(section.children, is_flow=True)
        elif section.children:
            self.parts.add("body", take_facts(section.blocks, self.facts), title=section.title)
            self._walk(section.children, is_flow=True)
        elif section.blocks and (self._has_numbers or not self._has_flow):
            self.parts.add("body", section.blocks, title=section.title)
        elif section.blocks:
            self._add_step(section)

    def add_kind(self, kind: str, section: Section):
        if kind == "material":
            self._add_material(section)
        elif kind == "objectives":
            self._add_objectives(section)
        elif kind == "prerequisites":
            self._add_prerequisites(section)
        elif kind == "facts":
            rest = take_facts(section.blocks, self.facts)
            self.parts.add("body", rest, title=section.title)
            self._walk(section.children, is_flow=False)
        else:
            self._add_text(kind, section)

    def _add_text(self, kind: str, section: Section):
        """Add a section to its text; the parts of a kit that it holds go to their own fields."""
        kept = Section(section.level, section.title, section.blocks)
        for child in section.children:
            inner = kind_of(child.title)
            if kind != "body" and inner in ("material", "objectives") and _has_list(child):
                self.add_kind(inner, child)
            else:
                kept.children.append(child)
        self.parts.add(kind, kept.all_blocks(), title=step_title(section.title)[0])

    def _add_body(self, section: Section):
        self.parts.add("body", section.all_blocks(), title=section.title)

    def _add_material(self, section: Section):
        for block in section.blocks:
            if block.name in ("ul", "ol"):
                self.parts.material += material_of(block.find_all("li", recursive=False))
            elif block.name == "table":
                self.parts.material += material_in_table(block)
            elif (
                block.name == "p"
                and len(lines := lines_of(block)) > 1
                and all(len(text_of(line)) <= 80 for line in lines)
            ):
                self.parts.material += material_of([text_of(line) for line in lines])
            elif block.name == "p" and _is_row(as_text(block)):
                self.parts.material += material_of(plain_item(block))
            elif as_text(block).endswith(":"):
                self.account.note(LEAD_IN, as_text(block))
            else:
                self.parts.add("preparation", [block])
        for child in section.children:
            self._add_material(child)

    def _add_objectives(self, section: Section):
        for block in section.blocks:
            if block.name in ("ul", "ol"):
                self.parts.objectives += objectives_of(block.find_all("li", recursive=False))
            elif block.name == "p" and as_text(block).endswith((":", "…")):
                self.account.note(LEAD_IN, as_text(block))
            elif block.name == "p":
                self.parts.objectives += objectives_of([text_of(line) for line in lines_of(block)])
            else:
                self.parts.add("body", [block], title=section.title)
        for child in section.children:
            self._add_objectives(child)

    def _add_prerequisites(self, section: Section):
        is_for_trainer = is_for_facilitator(section.title)
        name = "prerequisites_facilitator" if is_for_trainer else "prerequisites_participants"
        self.parts.add(name, section.blocks)
        for child in section.children:
            name = "prerequisites_facilitator" if is_for_facilitator(child.title) else name
            self.parts.add(name, child.all_blocks(), title=child.title if child.title else "")

    def _is_fact(self, section: Section) -> bool:
        """Take «## Durée» then «1h30», or «## Durée : 1h30»."""
        if (fact := fact_in(section.title)) and fact[1] and section.is_empty():
            self.facts.add(*fact)
            return True
        name = field_of(section.title)
        text = one_line(" ".join(as_text(block) for block in section.blocks))
        if name is None or not text or section.children or len(text) > LONGEST_SHORT_VALUE:
            return False
        self.facts.add(name, text)
        return True

    def _check_steps(self):
        if not self.parts.steps:
            self.account.note(NO_STEP)
        texts = " ".join(step.facilitator for step in self.parts.steps)
        if found := re.search(r"\b(?:étapes?|steps?) (?:n°\s?)?\d", texts, re.IGNORECASE):
            self.account.note(NUMBERS, f"«{found[0]}»")


def _is_step(section: Section) -> bool:
    return is_numbered_step(section.title) or (is_session_part(section.title) and kind_of(section.title) is None)


def _is_full_flow(section: Section) -> bool:
    return kind_of(section.title) == "flow" and not section.is_empty()


def _is_variant(block: Tag) -> bool:
    label = as_text(block).partition(":")[0]
    return block.name == "p" and len(label) <= 50 and ":" in as_text(block) and kind_of(label) == "variants"


def _has_list(section: Section) -> bool:
    return any(block.name in ("ul", "ol", "table") for block in section.blocks)


def _is_row(text: str) -> bool:
    """Tell whether a paragraph names things rather than says a sentence."""
    if text.endswith(":") or len(text) > 300:
        return False
    row = material_row(text)
    parts = re.split(r",\s+", text.rstrip("."))
    return not text.endswith(".") or bool(row and row.quantity) or (len(parts) > 1 and max(map(len, parts)) <= 40)
