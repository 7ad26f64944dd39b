"""Who a step was taken from, in a sheet: the last lines of the step, under `#### Crédit`, read back to the letter."""

import re

from .content import Step
from .step_headings import one_line, unescaped

CREDIT = "Crédit"
LINES = {"Auteur": "author", "Source": "source", "Licence": "licence"}

_LINE = re.compile(rf"[-*] ({'|'.join(LINES)})[ \u00a0]?: ?(.*)")


def write_credit(step: Step) -> str:
    """Return the lines that credit `step`, or nothing when it is the kit's own."""
    return "\n".join(
        f"- {word} : {one_line(getattr(step, name))}" for word, name in LINES.items() if getattr(step, name)
    )


def read_credit(text: str, rights: dict[str, str]) -> str:
    """Add what `text` says to `rights`; return what it says beside them, or twice."""
    loose: list[str] = []
    for line in text.split("\n"):
        found = _LINE.fullmatch(line)
        if found and LINES[found[1]] not in rights:
            rights[LINES[found[1]]] = unescaped(found[2])
        else:
            loose.append(line)
    return "\n".join(loose)
