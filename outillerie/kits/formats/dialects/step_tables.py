"""Steps from a table «Étape | Durée | Contenu | Matériel», the way teachers write them."""

import re

from bs4 import Tag

from outillerie.kits.formats.content import Step
from outillerie.kits.formats.dialects.facts import as_text
from outillerie.kits.formats.dialects.headings import is_break, is_common
from outillerie.kits.formats.dialects.markdown import inline_markdown_of
from outillerie.kits.formats.dialects.minutes import only_minutes, starts_of
from outillerie.kits.formats.dialects.titles import step_title
from outillerie.kits.formats.dialects.words import capitalised, folded, sentences
from outillerie.kits.formats.timing import parse_duration

_COLUMNS = {
    "minutes": r"durees?|temps|minutage|minutes?|duration|time|timing|horaires?|heures?|chrono|quand|when",
    "aim": r"objectifs?.*|but|logique didactique|intentions?|pourquoi|aim|goal|objective|why",
    "participants": (
        r"(?:activite des |ce que font les |role des |cote )?(?:participants?|eleves?|apprenants?|enfants?).*"
        r"|what participants do|learners?"
    ),
    "supports": r"materiels?.*|supports?.*|outils?.*|ressources?.*|materials?|resources|equipment",
    "say": r"vous dites|discours|paroles|a dire|script|say",
    "title": (
        r"(?:nom de l )?(?:etapes?|activites?|phases?|sequences?|steps?|activity|titre|moments?|quoi|parties?"
        r"|deroule|intitule|what|stage|temps fort|n[°o]|seance)"
    ),
    "facilitator": (
        r"contenus?|consignes?.*|description|details?|animat.*|deroulement|ce que fait.*|facilitator.*"
        r"|comment|methodes?.*|instructions?|action|how|explications?|modalites?.*|notes?|mediateur.*"
    ),
}


_COLUMN_WORDS = frozenset(word.rstrip("s") for pattern in _COLUMNS.values() for word in re.findall("[a-z]+", pattern))
_END = re.compile(r"(?:fin|end)(?: (?:de|of) .*)?")


def steps_of_table(table: Tag) -> list[Step]:
    """Return a step a row when the header names steps, none otherwise."""
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    rows = [cells for cells in rows if any(as_text(cell) for cell in cells)]
    if len(rows) < 2:
        return []
    columns = _columns([as_text(cell) for cell in rows[0]])
    if not _is_of_steps(columns):
        return []
    starts = _minutes_from_starts(rows[1:], columns)
    headers = [as_text(cell) for cell in rows[0]]
    steps = [_step(cells, columns, headers, start) for cells, start in zip(rows[1:], starts, strict=True)]
    steps = [step for step in steps if not folded(step.title).startswith("total")]
    # The last line of a table of hours only says when things end.
    return steps[:-1] if any(starts) and steps and _END.fullmatch(folded(steps[-1].title)) else steps


def is_header_of_steps(headers: list[str]) -> bool:
    """Say whether `headers` are the names of the columns of a table of steps."""
    return _is_of_steps(_columns(headers))


def is_timed(table: Tag) -> bool:
    """Say whether a table is one of steps, beyond doubt: one of its columns is their minutes."""
    first = table.find("tr")
    columns = _columns([as_text(cell) for cell in first.find_all(["td", "th"])]) if first is not None else []
    return "minutes" in columns and _is_of_steps(columns)


def is_name_of_column(text: str) -> bool:
    """Say whether `text` names a column that tables of steps have, and says nothing more."""
    return _columns([text]) != [""] and all(
        is_common(word) or word.rstrip("s") in _COLUMN_WORDS for word in folded(text).replace("'", " ").split()
    )


def _columns(headers: list[str]) -> list[str]:
    names: list[str] = []
    for header in headers:
        key = folded(header).replace("'", " ")
        name = next(
            (name for name, pattern in _COLUMNS.items() if re.fullmatch(pattern, key) and name not in names),
            "",
        )
        names.append(name)
    if "title" not in names and "facilitator" in names:
        # «Durée | Contenu»: the content is all there is, its first words are the title.
        return names
    return names


def _is_of_steps(columns: list[str]) -> bool:
    known = {name for name in columns if name}
    return len(known) >= 2 and ("title" in known or {"minutes", "facilitator"} <= known)


def _minutes_from_starts(rows: list, columns: list[str]) -> list[int | None]:
    """Return minutes from a column of hours («14h00», «14h10»), 0 for the last; None when they are no
    hours."""
    if "minutes" not in columns:
        return [None] * len(rows)
    place = columns.index("minutes")
    return starts_of([as_text(cells[place]) if place < len(cells) else "" for cells in rows])


def _step(cells: list[Tag], columns: list[str], headers: list[str], start: int | None) -> Step:
    texts: dict[str, str] = {}
    others: list[str] = []
    for number, cell in enumerate(cells):
        name = columns[number] if number < len(columns) else ""
        if name in ("title", "minutes", "aim"):
            texts[name] = as_text(cell)
        elif name:
            texts[name] = _cell(cell)
        elif _cell(cell):
            label = headers[number] if number < len(headers) else ""
            others.append(f"**{label}** : {_cell(cell)}" if label else _cell(cell))
    facilitator = "\n\n".join(filter(None, [texts.get("facilitator", ""), *others]))
    title, minutes = step_title(texts.get("title", ""))
    if re.fullmatch(r"\d*", title):
        title, facilitator = _title_from(facilitator, title)
    written = texts.get("minutes", "")
    return Step(
        title=title,
        minutes=(start or None) if start is not None else only_minutes(written) or _bare_minutes(written) or minutes,
        aim=texts.get("aim", ""),
        facilitator=facilitator,
        say=texts.get("say", ""),
        participants=texts.get("participants", ""),
        supports=texts.get("supports", ""),
        is_break=is_break(title),
    )


def _bare_minutes(text: str) -> int | None:
    return parse_duration(text) if re.search(r"\d", text) else None


def _title_from(text: str, number: str) -> tuple[str, str]:
    """Return the first words of `text` as a title, and the rest."""
    first, *rest = sentences(text) or [""]
    head, colon, tail = first.partition(" : ")
    if colon and len(head) <= 80:
        return capitalised(head.strip("* ")), "\n\n".join(filter(None, [capitalised(tail), " ".join(rest)]))
    if first and len(first) <= 80:
        return capitalised(first.strip("* .")), " ".join(rest)
    return f"Étape {number}".strip(), text


def _cell(cell: Tag) -> str:
    cell.name = "div"
    return inline_markdown_of(cell)
