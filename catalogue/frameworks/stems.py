"""What the search index keeps of a skill: its code, its words and their synonyms, each in its own language."""

from outillerie.discovery.text import stems

STATEMENT_WEIGHT = 3


def stemmed(skill) -> str:
    """Return the words to find `skill` by: a code is one of them, and with it that of an area finds what it holds."""
    parts = [skill.code.lower()] if skill.code else []
    for text in skill.texts.all():
        parts += stems("\n".join([text.statement, *text.synonyms]), text.language) * STATEMENT_WEIGHT
        parts += stems(text.notes, text.language)
    return " ".join(parts)
