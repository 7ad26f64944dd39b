"""Footnotes, which CommonMark lacks: their calls become «(note 1)», their texts a last section «Notes»."""

import re

from outillerie.kits.formats.dialects.residue import outside_code

_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n[ \t]{2,}\S.*)*)", re.MULTILINE)


def readable_footnotes(text: str) -> str:
    """Return `text` with its footnotes readable by everyone; a call without its text stays as it is."""
    notes = {match[1]: " ".join(match[2].split()) for match in _DEFINITION.finditer(text)}
    if not notes:
        return text
    order = {name: number for number, name in enumerate(notes, 1)}

    def call(match: re.Match) -> str:
        return f" (note {order[match[1]]})" if match[1] in order else match[0]

    text = outside_code(_DEFINITION.sub("", text), lambda part: _CALL.sub(call, part))
    listed = "\n".join(f"{order[name]}. {note}" for name, note in notes.items())
    return f"{text.rstrip()}\n\n## Notes\n\n{listed}\n"
