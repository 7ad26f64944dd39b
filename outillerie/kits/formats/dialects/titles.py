"""The title of a step: what is left once its number and its minutes are taken away."""

import re

from outillerie.kits.formats.dialects.headings import without_step_mark
from outillerie.kits.formats.dialects.minutes import timed
from outillerie.kits.formats.dialects.words import capitalised, one_line


def step_title(text: str) -> tuple[str, int | None]:
    """Return «Accueil», 10 for «Étape 1 : accueil (10 min)»."""
    first = timed(text)
    bare = without_step_mark(first.title)
    second = timed(bare) if first.minutes is None else first
    title = without_step_mark(first.title) if first.minutes is not None else second.title
    title = re.sub(r"\s*[:–—-]+\s*$", "", one_line(title)) or one_line(text)
    return capitalised(title), second.minutes
