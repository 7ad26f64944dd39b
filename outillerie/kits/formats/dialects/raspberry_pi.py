"""A project of the Raspberry Pi Foundation → the content of a kit: `meta.yml`, `step_1.md`,
`step_2.md`…, `images/`.

Format as published in the repositories of https://github.com/raspberrypilearning. Projects speak to
those who learn («tu»): each step is what participants do; notes for educators go to the preparation.
"""

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from outillerie.kits.formats.content import Credit, KitContent, Step, clean_text
from outillerie.kits.formats.dialects.arrangement import Arrangement
from outillerie.kits.formats.dialects.decoding import decode_sheet
from outillerie.kits.formats.dialects.facts import Facts, as_text
from outillerie.kits.formats.dialects.front_matter import load_yaml
from outillerie.kits.formats.dialects.headings import kind_of
from outillerie.kits.formats.dialects.identity import Identity
from outillerie.kits.formats.dialects.imported import Account, Defaults, Imported, SheetRefused
from outillerie.kits.formats.dialects.markdown import markdown_of
from outillerie.kits.formats.dialects.outline import Section, outline
from outillerie.kits.formats.dialects.raspberry_blocks import ProjectText
from outillerie.kits.formats.dialects.references import References
from outillerie.kits.formats.dialects.sheet import imported, tree_of
from outillerie.kits.formats.dialects.steps import TOP_LEVEL
from outillerie.kits.formats.dialects.titles import step_title
from outillerie.kits.formats.dialects.words import one_line
from outillerie.kits.formats.refusals import gettext_noop

NO_STEPS = gettext_noop("This project has no step: it needs files named step_1.md, step_2.md…")
META_UNREADABLE = gettext_noop("meta.yml cannot be read: titles come from the steps.")

STEP_NAME = re.compile(r"step_(\d+)\.md")
_KIT_KINDS = (
    "material",
    "objectives",
    "preparation",
    "prerequisites",
    "variants",
    "evaluation",
    "watch_points",
)
_USED_KEYS = frozenset({"title", "description", "steps", "hero_image", "listed", "copyedit", "ingredient"})
_TRANSLATED = re.compile(r"traduit par|translated by|traduction (?:par|de)", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [\w'’.-]+){1,4}")
_OWN_PAGE = re.compile(r"(https://projects\.raspberrypi\.org/[\w-]+/projects/[\w-]+)/print")
_TOOLS = re.compile(r"\b(scratch|python|html|sense hat|micro:bit|arduino|minecraft|sonic pi)\b", re.IGNORECASE)


def read_project(project: Mapping[str, bytes] | Path, *, defaults: Defaults, name: str = "") -> Imported:
    """Return what a project says. `project` is its folder, or its files by relative path («images/boat.png»).

    Raise `SheetRefused` when it has no step, or when a step is no text.
    """
    files = _Folder(project) if isinstance(project, Path) else project
    return _Project(files, defaults, name or (project.name if isinstance(project, Path) else "")).read()


class _Folder(Mapping):
    """The files of a folder by relative path, read when asked for; nothing outside it is ever read."""

    def __init__(self, root: Path):
        self._root = root.resolve()
        self._names = [
            path.relative_to(self._root).as_posix() for path in sorted(self._root.rglob("*")) if path.is_file()
        ]

    def __getitem__(self, name):
        path = self._root / name
        if name not in self._names or not path.resolve().is_relative_to(self._root):
            raise KeyError(name)
        return path.read_bytes()

    def __iter__(self):
        return iter(self._names)

    def __len__(self):
        return len(self._names)


class _Project:
    def __init__(self, files: Mapping[str, bytes], defaults: Defaults, name: str):
        self.files = files
        self.defaults = defaults
        self.account = Account()
        self.meta = self._meta()
        self.facts = self._facts()
        self.identity = Identity(self.facts, defaults, self.account, name=name)
        self.references = References(self._beside, defaults.source_url, self.account)
        self.arrangement = Arrangement(self.facts, self.account)
        self.parts = self.arrangement.parts
        self.translators: list[Credit] = []

    def read(self) -> Imported:
        texts = self._texts()
        if found := _OWN_PAGE.search("\n".join(texts)):
            self.facts.add("source", found[1])
        writer = ProjectText(self.account, lambda address: self._beside(address) is not None, self.defaults.language)
        for number, text in enumerate(texts):
            self._add_step(number, tree_of(writer.markdown(text), self.account))
        self.facts.add(
            "tags",
            sorted({tool.lower() for tool in _TOOLS.findall(" ".join(m.label for m in self.parts.material))}),
        )
        self.identity.take_hook([], self.parts)
        return imported(self._content(), self.references, self.account)

    def _texts(self) -> list[str]:
        numbered = sorted((int(found[1]), name) for name in self.files if (found := STEP_NAME.fullmatch(name)))
        if not numbered:
            raise SheetRefused(NO_STEPS)
        return [clean_text(decode_sheet(self.files[name])) for _, name in numbered]

    def _meta(self) -> dict:
        if "meta.yml" not in self.files:
            return {}
        meta = load_yaml(decode_sheet(self.files["meta.yml"]).removeprefix("---\n"))
        if meta is None:
            self.account.note(META_UNREADABLE)
        return meta or {}

    def _facts(self) -> Facts:
        facts = Facts()
        for key, field in (
            ("title", "title"),
            ("description", "hook"),
            ("technologies", "themes"),
            ("interests", "themes"),
        ):
            if as_text(self.meta.get(key, "")):
                facts.add(field, self.meta[key])
        return facts

    def _beside(self, name: str) -> bytes | None:
        for candidate in (name, f"images/{name}", f"resources/{name}"):
            if candidate in self.files:
                return self.files[candidate]
        return None

    def _content(self) -> KitContent:
        # `duration` counts 1, 2 or 3: an order of size, not hours.
        extra = {key: value for key, value in self.meta.items() if key not in _USED_KEYS and value}
        hero = str(self.meta.get("hero_image", ""))
        cover = self.references.picture(hero) if hero else None
        content = self.identity.content(self.parts, self.references, extra)
        return dataclasses.replace(content, cover=cover or "", credits=(*content.credits, *self.translators))

    def _add_step(self, number: int, soup: BeautifulSoup):
        self.references.resolve(soup)
        _without_repeats(soup)
        root = outline(soup, has_only_headings=True)
        main = root.children[0] if root.children else Section(title=f"{number + 1}", level=2)
        section = Section(main.level, main.title, root.blocks + main.blocks)
        for part in [*main.children, *(root.children[1:])]:
            if kind_of(part.title) in _KIT_KINDS:
                self.arrangement.add_kind(kind_of(part.title), part)
            else:
                section.children.append(part)
        self._take_translators(section)
        if kind_of(section.title) == "further_reading":
            self.parts.add("further_reading", section.all_blocks())
        else:
            self.parts.steps.append(self._step(number, section))

    def _step(self, number: int, section: Section) -> Step:
        title = self._titles()[number] if number < len(self._titles()) else section.title
        title, minutes = step_title(title or section.title)
        return Step(title=title, minutes=minutes, participants=markdown_of(section.all_blocks(), top_level=TOP_LEVEL))

    def _titles(self) -> list[str]:
        steps = self.meta.get("steps")
        return [one_line(as_text(step.get("title", ""))) if isinstance(step, dict) else "" for step in steps or []]

    def _take_translators(self, section: Section):
        """Take the names of the translators, and what thanks them, out of the last step."""
        start = next((n for n, block in enumerate(section.blocks) if _TRANSLATED.search(as_text(block)[:80])), None)
        if start is None:
            return
        rest = section.blocks[start + 1 :]
        names = [block for block in rest if block.name == "p" and _NAME.fullmatch(as_text(block))]
        self.translators += [Credit(name=as_text(block), role="translator") for block in names]
        kept = [block for block in rest if all(block is not name for name in names)]
        self.parts.add("body", kept if names else [section.blocks[start], *kept])
        section.blocks = section.blocks[:start]
        while section.blocks and section.blocks[-1].name == "hr":
            section.blocks.pop()


def _without_repeats(soup: BeautifulSoup):
    """Remove a picture shown twice running: once for the screen, once for paper."""
    previous: Tag | None = None
    for image in soup.find_all("img"):
        if previous is not None and image.get("src") == previous.get("src") and not _text_between(previous, image):
            parent = image.parent
            image.decompose()
            if parent is not None and parent.name == "p" and not parent.get_text(strip=True) and not parent.find("img"):
                parent.decompose()
        else:
            previous = image


def _text_between(first: Tag, second: Tag) -> bool:
    for element in first.next_elements:
        if element is second:
            return False
        if isinstance(element, str) and element.strip():
            return True
    return True
