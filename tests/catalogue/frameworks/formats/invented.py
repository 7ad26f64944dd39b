"""Frameworks of every shape, for properties that hold for any of them."""

import uuid

from hypothesis import strategies as st

from catalogue.frameworks.formats.framework import STATUSES, STRENGTHS, Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.soundness import checked
from outillerie.kits.formats.content import clean_text

# Letters of several alphabets, marks that a format could take for its own, and what a spreadsheet takes for a formula.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")) | st.sampled_from(
    "=+-@\t\n\"'|\\;,<>&{}[]#:/＝éÉœ "
)


def texts(*, most=40, least=1):
    cleaned = st.text(CHARACTERS, min_size=least, max_size=most).map(clean_text)
    return cleaned.filter(lambda text: least <= len(text) <= most and "\r" not in text)


def words(most=40):
    return texts(most=most) | st.just("")


addresses = st.sampled_from(["", "https://example.org/a", "http://example.org/b?c=d&e=f"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts(most=8),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
extras = st.dictionaries(st.sampled_from(["ai_label", "abbreviatedStatement", "mine", "notes"]), values, max_size=2)
identifiers = st.uuids(version=4).map(str)


@st.composite
def frameworks(draw):
    """Return a sound framework: up to eight items, three languages, levels and correspondences."""
    levels = tuple(
        Level(
            code=code, rank=rank, labels=draw(st.dictionaries(st.sampled_from(["fr", "en"]), texts(most=9), max_size=2))
        )
        for rank, code in enumerate(draw(st.lists(texts(most=9), unique=True, max_size=4)), start=1)
    )
    made = []
    for identifier in draw(st.lists(identifiers, unique=True, max_size=8)):
        parent = draw(st.sampled_from(["", *(item.identifier for item in made)]))
        languages = draw(st.lists(st.sampled_from(["fr", "en", "pt-BR"]), unique=True, min_size=1, max_size=3))
        made.append(
            Item(
                identifier=identifier,
                uri=draw(st.sampled_from(["", f"https://example.org/{identifier}", f"urn:uuid:{identifier}"])),
                # Neighbours never have the same code.
                code=draw(st.just("") | texts(most=6).map(f"{{}}{len(made)}".format)),
                kind=draw(words(9)),
                parent=parent,
                level=draw(st.sampled_from(["", *(level.code for level in levels)])),
                domain=draw(st.none() | st.integers(1, 5)),
                texts=tuple(draw(spoken(language)) for language in languages),
                extra=draw(extras),
            )
        )
    links = [
        Link(
            origin=item.identifier,
            target=f"https://other.example/{number}",
            strength=draw(st.sampled_from(STRENGTHS)),
            target_title=draw(words()),
            source=draw(words()),
            identifier=draw(st.just("") | identifiers),
        )
        for number, item in enumerate(draw(st.lists(st.sampled_from(made), unique_by=id, max_size=4)) if made else [])
    ]
    return checked(
        Framework(
            code=draw(st.sampled_from(["digcomp", "a-b", "X_1"])),
            version=draw(st.sampled_from(["1", "3.0", "2025-11"])),
            title=draw(texts()),
            identifier=str(uuid.uuid4()),
            uri=draw(st.sampled_from(["", "https://example.org/framework", "urn:x:framework"])),
            creator=draw(words()),
            publisher=draw(words()),
            description=draw(words(80)),
            language=draw(st.sampled_from(["fr", "en", "pt-BR"])),
            status=draw(st.sampled_from(STATUSES)),
            licence=draw(words()),
            licence_url=draw(addresses),
            source_url=draw(addresses),
            valid_from=draw(st.sampled_from(["", "2019-07-13"])),
            valid_until=draw(st.sampled_from(["", "2026-12-31"])),
            changed_at=draw(st.sampled_from(["", "2025-11-24T00:00:00Z", "2025-11-24T00:00:00.123456Z"])),
            levels=levels,
            items=tuple(made),
            links=tuple(links),
            extra=draw(extras),
        )
    )


@st.composite
def spoken(draw, language):
    return Text(
        language=language,
        statement=draw(texts()),
        notes=draw(words(60)),
        synonyms=tuple(draw(st.lists(texts(most=12), unique=True, max_size=3))),
        is_official=draw(st.booleans()),
        source=draw(words(20)),
    )
