"""Footnotes and definition lists, which CommonMark lacks, as text that any reader of Markdown understands."""

import re

from outillerie.kits.formats.dialects.residue import outside_code

_TERM = re.compile(r"^(?![ \t]*(?:[-*+>#:|]|\d+[.)]))(\S[^\n]{0,60})\n[ \t]*:[ \t]+(\S[^\n]*)$", re.MULTILINE)

_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n[ \t]{2,}\S.*)*)", re.MULTILINE)


def readable_footnotes(text: str) -> str:
    """Return `text` with calls as «(note 1)» and their texts in a last section; a call without its
    text stays."""
    notes = {match[1]: " ".join(match[2].split()) for match in _DEFINITION.finditer(text)}
    if not notes:
        return text
    order = {name: number for number, name in enumerate(notes, 1)}

    def call(match: re.Match) -> str:
        return f" (note {order[match[1]]})" if match[1] in order else match[0]

    text = outside_code(_DEFINITION.sub("", text), lambda part: _CALL.sub(call, part))
    listed = "\n".join(f"{order[name]}. {note}" for name, note in notes.items())
    return f"{text.rstrip()}\n\n## Notes\n\n{listed}\n"


def readable_definitions(text: str) -> str:
    """Return `text` with «Term⏎: definition» as items «**Term** : definition»."""
    return outside_code(text, lambda part: _TERM.sub(r"- **\1** : \2", part))
