"""The Markdown sheet of a kit: front matter and sections, for people to read, write and keep in a Git
repository.

Our own format, version 1, published in docs/kit-format.md. Keys and headings are French;
`read(write(content))` gives `content` back to the letter, but for what is measured on the files themselves
(`without_file_facts`), which lie beside the sheet in `fichiers/` and `images/`.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable

from . import front_matter
from .content import FORMAT, KitContent, Step, clean_text
from .names import check_names
from .refusals import FormatRefused, gettext_noop
from .sections import escaped, parts, unescaped
from .sheet_fields import FIELDS, read_fields, write_fields
from .step_credits import CREDIT, read_credit, write_credit
from .step_headings import heading_text, read_heading, write_heading

MAX_CHARACTERS = 2_000_000
MAX_LINES = 50_000

STEPS = "Déroulé"
SECTIONS = {
    "Prérequis des participants": "prerequisites_participants",
    "Prérequis de la personne qui anime": "prerequisites_facilitator",
    "Préparation": "preparation",
    STEPS: "steps",
    "Variantes": "variants",
    "Évaluation": "evaluation",
    "Points de vigilance": "watch_points",
    "Pour aller plus loin": "further_reading",
    "Compléments": "body",
}
STEP_SECTIONS = {
    "But": "aim",
    "La personne qui anime": "facilitator",
    "Vous dites": "say",
    "Les participants": "participants",
    "Supports": "supports",
}
_FACTS = {"media_type": "", "size": 0, "sha256": ""}


def write(content: KitContent) -> str:
    """Return the sheet of `content`."""
    values = {"format": FORMAT, **write_fields(content, FIELDS)}
    if content.extra:
        values["autres"] = content.extra
    blocks = [f"---\n{front_matter.write(values)}---"]
    for title, name in SECTIONS.items():
        if name == "steps":
            blocks += _written_steps(content.steps)
        elif text := getattr(content, name):
            blocks += [f"## {title}", escaped(text, _is_section)]
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> KitContent:
    """Return the content of a sheet. Raises FormatRefused.

    What stands before the first section, or in «Déroulé» before the first step, goes to `body`; what stands
    in a step before its first heading, or under its credit, goes to what the facilitator does; keys that the
    format does not know go to `extra`.
    """
    text = text.encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise FormatRefused(gettext_noop("This sheet is too long to be read."))
    head, body = front_matter.split(text)
    values = front_matter.read(head)
    _check_format(values.pop("format", None))
    fields = read_fields(values, FIELDS)
    fields |= {"extra": _extra(values)} | _read_body(body, kit_title=fields.get("title", ""))
    if not fields.get("title"):
        raise FormatRefused(gettext_noop("This sheet has no title: add a «titre» line to the front matter."))
    for name in ("files", "pictures"):
        check_names(row.name for row in fields.get(name, ()))
    return KitContent(**fields)


def without_file_facts(content: KitContent) -> KitContent:
    """Return `content` as a sheet says it: what is measured on the files themselves is left out."""
    return dataclasses.replace(
        content,
        files=tuple(dataclasses.replace(file, **_FACTS, pages=None) for file in content.files),
        pictures=tuple(dataclasses.replace(picture, **_FACTS, width=0, height=0) for picture in content.pictures),
    )


def _check_format(given: object) -> None:
    if given is not None and not re.fullmatch(rf"{FORMAT}(\.[0-9]+)?", str(given)):
        raise FormatRefused(
            gettext_noop("This sheet follows the format «%(given)s»; this site reads «%(known)s»."),
            given=str(given)[:100],
            known=FORMAT,
        )


def _extra(values: dict) -> dict:
    others = values.get("autres", {})
    if front_matter.is_null(others):
        others = {}
    if not isinstance(others, dict):
        raise FormatRefused(gettext_noop("«%(key)s» expects «key: value» lines."), key="autres")
    unknown = {key: value for key, value in values.items() if key not in FIELDS and key != "autres"}
    return front_matter.typed(others | unknown)


def _written_steps(steps: Iterable[Step]) -> list[str]:
    blocks: list[str] = []
    for step in steps:
        blocks.append(write_heading(step))
        for title, name in STEP_SECTIONS.items():
            if text := getattr(step, name):
                blocks += [f"#### {title}", escaped(text, _is_step_structure)]
        if credit := write_credit(step):
            blocks += [f"#### {CREDIT}", credit]
    return [f"## {STEPS}", *blocks] if blocks else []


def _read_body(body: str, *, kit_title: str) -> dict:
    texts: dict[str, list[str]] = {}
    steps: list[Step] = []
    for title, part in parts(body, _section_title):
        if title == STEPS:
            (_, loose), *rest = parts(part, _step_heading)
            texts.setdefault("body", []).append(_text(loose, in_steps=True))
            steps += [_read_step(heading or "", text) for heading, text in rest]
        elif title:
            texts.setdefault(SECTIONS[title], []).append(_text(part))
        else:
            # People like to see the title above the text: it is not one more thing to say.
            preamble = f"{_text(part)}\n".removeprefix(f"# {kit_title}\n")
            texts.setdefault("body", []).append(clean_text(preamble))
    return {name: _joined(found) for name, found in texts.items()} | {"steps": tuple(steps)}


def _read_step(heading: str, part: str) -> Step:
    texts: dict[str, list[str]] = {}
    rights: dict[str, str] = {}
    for title, text in parts(part, _step_section_title):
        if title == CREDIT:
            text = read_credit(text, rights)
        texts.setdefault(STEP_SECTIONS.get(title, "facilitator"), []).append(_text(text, in_steps=True))
    return Step(**read_heading(heading), **rights, **{name: _joined(found) for name, found in texts.items()})


def _text(part: str, *, in_steps: bool = False) -> str:
    return clean_text(unescaped(part, _is_step_structure if in_steps else _is_section))


def _joined(texts: list[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _section_title(line: str) -> str | None:
    return _known_title(line, "##", SECTIONS)


def _step_section_title(line: str) -> str | None:
    return _known_title(line, "####", (*STEP_SECTIONS, CREDIT))


def _known_title(line: str, marks: str, titles: Iterable[str]) -> str | None:
    text = heading_text(line, marks)
    title = unicodedata.normalize("NFC", text) if text else None
    return title if title in titles else None


def _step_heading(line: str) -> str | None:
    return heading_text(line, "###")


def _is_section(line: str) -> bool:
    return _section_title(line) is not None


def _is_step_structure(line: str) -> bool:
    return _is_section(line) or _step_heading(line) is not None or _step_section_title(line) is not None
