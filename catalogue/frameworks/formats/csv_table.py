"""Frameworks as a table in CSV: one row an item, for spreadsheets (docs/frameworks.md). Our own format.

    code;parent;kind;level;domain;statement_fr;notes_fr;synonyms_fr
    1;;area;;1;Information et données;;
    1.1;1;competence;;;Mener une recherche;;moteur de recherche | Google

`parent` is the code, or the identifier, of the item above. A column `row` tells other rows apart: «framework» (one fact
a row), «level», «link». A table without it is a list of items, and a column that is not known is kept in `extra`.
"""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.json_text import cleaned, parsed
from catalogue.frameworks.formats.leftovers import FACTS, part
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.soundness import checked, code_from, derived_identifier, framework_identifier
from catalogue.frameworks.formats.spreadsheet_text import rows_of, table, text_of
from outillerie.kits.formats.dialects.words import unaccented

COLUMNS = ("row", "code", "parent", "kind", "level", "domain")
OF_LANGUAGE = ("statement", "notes", "synonyms", "official", "source")
LAST_COLUMNS = ("identifier", "uri", "value", "strength", "target", "target_title", "source", "extra")
# What people call these columns in their own tables.
ALIASES = {
    "nature": "kind",
    "type": "kind",
    "niveau": "level",
    "domaine": "domain",
    "au-dessus": "parent",
    "enonce": "statement",
    "intitule": "statement",
    "libelle": "statement",
    "description": "notes",
    "synonymes": "synonyms",
    "identifiant": "identifier",
    "valeur": "value",
}
NO = {"no", "non", "false", "faux", "0"}
PLAIN_FACTS = tuple(name for name in FACTS if name not in {"levels", "extra"})
# French spreadsheets read 1.1 as the first of January.
_DATE = re.compile(r"\d{1,2}[-/. ](?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)\w*\.?", re.I)
_TIMES = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{2,4}")
_LANGUAGE_COLUMN = re.compile(rf"({'|'.join(OF_LANGUAGE)})_([a-z]{{2,3}}(?:-[a-z0-9]+)*)", re.I)

Row = dict[str, str]


def read_csv_table(data: bytes, *, code: str = "", version: str = "", title: str = "") -> Framework:
    """Return the framework of a table. What it does not say of itself comes from the arguments.

    Raises FrameworkRefused with the line.
    """
    rows = list(_rows(text_of(data)))
    facts = {name: value for _line, name, value in _facts(rows)}
    facts |= {name: value for name, value in (("code", code), ("version", version)) if value}
    facts.setdefault("title", title or facts.get("code", ""))
    facts.setdefault("code", code_from(facts["title"]))
    facts.setdefault("version", "1")
    facts.setdefault("identifier", framework_identifier(facts["code"], facts["version"]))
    extra = parsed(facts.pop("extra").encode()) if facts.get("extra") else {}
    framework = part(Framework, {**facts, "extra": extra})
    lines, items, links = {}, [], []
    table_rows = [(line, row) for line, row in rows if _kind(line, row) == "item"]
    names = _Names(table_rows, framework)
    for line, row in table_rows:
        item = _item(line, row, names, framework.language)
        lines[item.identifier] = line
        items.append(item)
    for line, row in rows:
        if _kind(line, row) == "link":
            link = _link(line, row, names)
            lines[link.identifier] = line
            links.append(link)
    levels = tuple(_level(line, row, framework.language) for line, row in rows if _kind(line, row) == "level")
    return checked(dataclasses.replace(framework, levels=levels, items=tuple(items), links=tuple(links)), lines=lines)


def write_csv_table(framework: Framework) -> bytes:
    """Return a framework as a table that says everything. Read back, it is equal."""
    framework = checked(framework)
    languages = _languages(framework)
    columns = [*COLUMNS, *(f"{name}_{language}" for language in languages for name in OF_LANGUAGE), *LAST_COLUMNS]
    rows = [*_fact_rows(framework), *_level_rows(framework), *_item_rows(framework), *_link_rows(framework)]
    return table([columns, *([row.get(column, "") for column in columns] for row in rows)])


class _Names:
    """What tells the items of a table apart: identifiers of their own, else those that their codes make."""

    def __init__(self, rows: list[tuple[int, Row]], framework: Framework):
        self.framework = framework
        self.codes = Counter(row["code"] for _line, row in rows if row.get("code"))
        self.by_code = {}
        self.identifiers = set()
        for line, row in rows:
            identifier = self.of(line, row)
            self.identifiers.add(identifier)
            if row.get("code"):
                self.by_code[row["code"]] = identifier

    def of(self, line: int, row: Row) -> str:
        if row.get("identifier"):
            return row["identifier"].lower()
        if self.codes.get(row.get("code", ""), 0) > 1:
            raise FrameworkRefused(
                gettext_noop("Two items have the same code: “%(item)s”."), line=line, item=row["code"]
            )
        statement = next((value for column, value in row.items() if column.startswith("statement") and value), "")
        place = row.get("code") or f"{row.get('parent', '')}/{statement}"
        return derived_identifier(self.framework.identifier, "item", place)

    def named(self, line: int, name: str) -> str:
        """Return the identifier of the item that `name` (its code or its identifier) names."""
        if name.lower() in self.identifiers:
            return name.lower()
        if self.codes.get(name, 0) == 1:
            return self.by_code[name]
        if self.codes.get(name, 0) > 1:
            reason = gettext_noop("Several items have the code “%(item)s”: name this one by its identifier.")
        else:
            reason = gettext_noop("“%(item)s” is not the code of an item of this table.")
        raise FrameworkRefused(reason, line=line, item=name[:60])


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    lines = rows_of(text)
    first_line, header = next(lines, (1, []))
    columns = [_column(name) for name in header]
    if not any(column == "statement" or column.startswith("statement_") for column in columns):
        raise FrameworkRefused(
            gettext_noop("The first line does not name the columns: at least “code” and “statement_fr” are needed."),
            line=first_line,
        )
    for column, times in Counter(filter(None, columns)).items():
        if times > 1:
            raise FrameworkRefused(
                gettext_noop("Two columns are called “%(column)s”."), line=first_line, column=column[:60]
            )
    for line, cells in lines:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise FrameworkRefused(
                gettext_noop("This line has %(cells)s cells and the first one %(columns)s."),
                line=line,
                cells=len(cells),
                columns=len(columns),
            )
        pairs = zip(columns, cells, strict=False)
        yield line, {column: cleaned(cell) for column, cell in pairs if column and cell.strip()}


def _column(name: str) -> str:
    """Return the name of a column as we write it; one that is not known stays as it is."""
    name = cleaned(name)
    plain = unaccented(name).lower().strip()
    stem, _, language = plain.rpartition("_")
    if stem in ALIASES:
        plain = f"{ALIASES[stem]}_{language}"
    plain = ALIASES.get(plain, plain)
    if match := _LANGUAGE_COLUMN.fullmatch(plain):
        return match[1].lower() + name[name.rindex("_") :]
    return plain if plain in {*COLUMNS, *LAST_COLUMNS, *OF_LANGUAGE} else name


def _kind(line: int, row: Row) -> str:
    kind = row.get("row", "item").lower()
    if kind not in {"framework", "level", "item", "link"}:
        raise FrameworkRefused(
            gettext_noop("“%(kind)s” is not a kind of row: use framework, level, item or link."),
            line=line,
            kind=kind[:40],
        )
    return kind


def _facts(rows: list[tuple[int, Row]]) -> Iterator[tuple[int, str, str]]:
    for line, row in rows:
        if _kind(line, row) != "framework":
            continue
        name = row.get("code", "")
        if name not in {*PLAIN_FACTS, "identifier", "extra"}:
            raise FrameworkRefused(
                gettext_noop("“%(name)s” is not a fact of a framework that is known."), line=line, name=name[:60]
            )
        yield line, name, row.get("value", "")


def _item(line: int, row: Row, names: _Names, language: str) -> Item:
    code = row.get("code", "")
    if _DATE.fullmatch(code) or _TIMES.fullmatch(code):
        raise FrameworkRefused(
            gettext_noop(
                "The code “%(code)s” looks like a date that a spreadsheet made of a code such as 1.1. Give its column "
                "the format “Text”, write the codes again, then save."
            ),
            line=line,
            code=code,
        )
    known = {*COLUMNS, *LAST_COLUMNS, *OF_LANGUAGE}
    others = {name: row[name] for name in row if name not in known and not _LANGUAGE_COLUMN.fullmatch(name)}
    return Item(
        identifier=names.of(line, row),
        uri=row.get("uri", ""),
        code=code,
        kind=row.get("kind", ""),
        parent=names.named(line, row["parent"]) if row.get("parent") else "",
        level=row.get("level", ""),
        domain=_whole(line, row["domain"]) if row.get("domain") else None,
        texts=tuple(_texts(row, language)),
        extra=_extra(line, row) | others,
    )


def _texts(row: Row, language: str) -> Iterator[Text]:
    """Return the texts of a row: a column without a language is in that of the framework."""
    suffixes = [column.partition("_")[2] for column in row if column.startswith("statement_")]
    for suffix, spoken in [("", language), *((f"_{suffix}", suffix) for suffix in suffixes)]:
        # Beside «source_fr» there is «source», which is about links.
        if row.get(f"statement{suffix}"):
            yield Text(
                language=spoken,
                statement=row[f"statement{suffix}"],
                notes=row.get(f"notes{suffix}", ""),
                synonyms=tuple(_split(row.get(f"synonyms{suffix}", ""))),
                is_official=row.get(f"official{suffix}", "").lower() not in NO,
                source=row.get(f"source{suffix}", ""),
            )


def _level(line: int, row: Row, language: str) -> Level:
    labels = {column.partition("_")[2]: row[column] for column in row if column.startswith("statement_")}
    if row.get("statement"):
        labels.setdefault(language, row["statement"])
    return Level(code=row.get("code", ""), rank=_whole(line, row.get("value", "")), labels=labels)


def _link(line: int, row: Row, names: _Names) -> Link:
    origin, target = names.named(line, row.get("parent", "")), row.get("target", "")
    return Link(
        origin=origin,
        target=target,
        strength=row.get("strength", "").lower(),
        target_title=row.get("target_title", ""),
        source=row.get("source", ""),
        identifier=row.get("identifier") or derived_identifier(names.framework.identifier, "link", origin, target),
    )


def _whole(line: int, text: str) -> int:
    """Return a whole number, also written «2,0» as spreadsheets do."""
    if match := re.fullmatch(r"(\d{1,3})(?:[.,]0+)?", text):
        return int(match[1])
    raise FrameworkRefused(gettext_noop("“%(text)s” is not a whole number."), line=line, text=text[:40])


def _extra(line: int, row: Row) -> dict[str, Any]:
    try:
        extra = parsed(row["extra"].encode()) if row.get("extra") else {}
    except FrameworkRefused as refusal:
        raise FrameworkRefused(refusal.message, line=line, **refusal.parts) from None
    if not isinstance(extra, dict):
        raise FrameworkRefused(
            gettext_noop("The field “%(field)s” of this file does not hold what it should."), line=line, field="extra"
        )
    return extra


def _split(cell: str) -> Iterator[str]:
    """Return the synonyms of a cell: between «|», which «\\|» writes inside one."""
    words = re.findall(r"(?:\\.|[^|\\]|\\$)+", cell)
    yield from filter(None, (re.sub(r"\\(.)", r"\1", word).strip() for word in words))


def _joined(words: tuple[str, ...]) -> str:
    return " | ".join(re.sub(r"([\\|])", r"\\\1", word) for word in words)


def _languages(framework: Framework) -> list[str]:
    found = [text.language for item in framework.items for text in item.texts]
    found += [language for level in framework.levels for language in level.labels]
    return sorted(set(found) or {framework.language}, key=lambda language: (language != framework.language, language))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False) if value else ""


def _fact_rows(framework: Framework) -> Iterator[Row]:
    for name in ("identifier", *PLAIN_FACTS):
        yield {"row": "framework", "code": name, "value": getattr(framework, name)}
    if framework.extra:
        yield {"row": "framework", "code": "extra", "value": _json(framework.extra)}


def _level_rows(framework: Framework) -> Iterator[Row]:
    for level in framework.levels:
        labels = {f"statement_{language}": label for language, label in level.labels.items()}
        yield {"row": "level", "code": level.code, "value": str(level.rank), **labels}


def _item_rows(framework: Framework) -> Iterator[Row]:
    names = _short_names(framework)
    for item in framework.items:
        row = {
            "row": "item",
            "code": item.code,
            "parent": names.get(item.parent, ""),
            "kind": item.kind,
            "level": item.level,
            "domain": "" if item.domain is None else str(item.domain),
            "identifier": item.identifier,
            "uri": item.uri,
            "extra": _json(item.extra),
        }
        for text in item.texts:
            row |= {
                f"statement_{text.language}": text.statement,
                f"notes_{text.language}": text.notes,
                f"synonyms_{text.language}": _joined(text.synonyms),
                f"official_{text.language}": "yes" if text.is_official else "no",
                f"source_{text.language}": text.source,
            }
        yield row


def _link_rows(framework: Framework) -> Iterator[Row]:
    names = _short_names(framework)
    for link in framework.links:
        yield {
            "row": "link",
            "parent": names[link.origin],
            "identifier": link.identifier,
            "strength": link.strength,
            "target": link.target,
            "target_title": link.target_title,
            "source": link.source,
        }


def _short_names(framework: Framework) -> dict[str, str]:
    """Return what names each item in the column `parent`: its code when it is its alone."""
    codes = Counter(item.code for item in framework.items)
    identifiers = {item.identifier for item in framework.items}
    return {
        item.identifier: item.code
        if codes[item.code] == 1 and item.code and item.code.lower() not in identifiers
        else item.identifier
        for item in framework.items
    }
