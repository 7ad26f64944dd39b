"""Whom a copy of a kit must credit: each part once, in order, and nobody forgotten."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outillerie.kits.formats.content import Credit, File, KitContent, Picture, Source, Step
from outillerie.kits.formats.credits import credited_parts, own_parts, title_of, whole_part
from outillerie.licences.attribution import Part, as_text, attribution_lines
from outillerie.licences.licence import licence

HERE = "https://hub.example/kits/c/v3/"
A = "https://hub.example/kits/a/v1/"
B = "https://hub.example/kits/b/v2/"
BY = licence("CC-BY-4.0")
BY_SA = licence("CC-BY-SA-4.0")
KIT = KitContent(
    title="Où est Camille",
    organisation="Hub des Beffrois",
    credits=(Credit(name="Chloé Tisserand"), Credit(name="Idris Lemaire", role="illustrator")),
    licence="CC-BY-SA-4.0",
    changes="Une image remplacée",
)
OF_B = Source(title="B", authors=("Bachir Canal",), url=B, licence="CC-BY-SA-4.0", version=2, changes="Plus court")
OF_A = Source(title="A", authors=("Alice Roseau",), url=A, licence="CC-BY-SA-4.0", version=1, through=B)


def kit(**facts):
    return dataclasses.replace(KIT, **facts)


def lines(content, language="fr"):
    return attribution_lines(credited_parts(content, address=HERE), language=language)


def test_a_kit_of_its_authors_alone_has_one_credit_that_names_them_all():
    files = (File(name="a.pdf", title="Fiche", author="Chloé Tisserand"), File(name="b.pdf", title="Guide"))
    pictures = (Picture(name="c.webp", author="Idris Lemaire", licence="CC-BY-SA-4.0"),)
    assert lines(kit(files=files, pictures=pictures)) == [
        "«\u00a0Où est Camille\u00a0» par Chloé Tisserand (Hub des Beffrois), avec Idris Lemaire, "
        "https://hub.example/kits/c/v3/, sous licence CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/deed.fr). Modifications\u00a0: Une image remplacée."
    ]


def test_sources_come_next_the_nearest_first_each_with_the_one_it_was_met_through():
    assert credited_parts(kit(sources=(OF_B, OF_A)))[1:] == [
        Part(
            title="B",
            authors=("Bachir Canal",),
            source_url=B,
            licence=BY_SA,
            changes="Plus court",
            relation="adaptation",
            version=2,
        ),
        Part(
            title="A",
            authors=("Alice Roseau",),
            source_url=A,
            licence=BY_SA,
            relation="adaptation",
            version=1,
            through="B",
        ),
    ]


def test_what_was_given_back_is_credited_under_the_licence_of_the_kit_that_received_it():
    given_back = Source(title="D", authors=("Dora",), url=A, licence="CC0-1.0", relation="contribution")
    earlier = dataclasses.replace(given_back, through=B)
    of_b = dataclasses.replace(OF_B, licence="CC-BY-4.0")
    assert [part.licence for part in credited_parts(kit(sources=(given_back, of_b, earlier)))] == [BY_SA, BY_SA, BY, BY]


def test_steps_files_and_pictures_by_others_come_last_those_alike_together():
    content = kit(
        steps=(Step(title="Trier", author="Sami"), Step(title="Accueillir")),
        files=(File(name="a.pdf", title="Cartes", author="Nora", licence="CC-BY-4.0"), File(name="b", title="À nous")),
        pictures=(
            Picture(name="p.webp", alt="Le plan", author="Nora", licence="CC-BY-4.0"),
            Picture(name="q.webp", author="Nora", licence="CC-BY-4.0"),
            Picture(name="r.webp", alt="Le plan", author="Nora", licence="CC-BY-4.0"),
            Picture(name="s.webp", alt="L’affiche", author="Rosa", licence="CC-BY-SA-4.0"),
        ),
    )
    assert own_parts(content) == [
        Part(title="Trier", authors=("Sami",), relation="step"),
        Part(title="Cartes", others=("Le plan", "q.webp"), authors=("Nora",), licence=BY),
        Part(title="L’affiche", authors=("Rosa",), licence=BY_SA),
    ]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (Picture(name="p", source=A), Part(title="p", authors=("Alice Roseau",), source_url=A, licence=BY_SA)),
        (Step(title="s", source=A), Part(title="s", authors=("Alice Roseau",), source_url=A, licence=BY_SA, relation="step")),
        (Picture(name="p", source=A, author="Paula"), Part(title="p", authors=("Paula",), source_url=A, licence=BY_SA)),
        (Picture(name="p", licence="CC-BY-4.0"), Part(title="p", licence=BY)),
        (Picture(name="p", licence="Tous droits réservés"), Part(title="p")),
        (
            Picture(name="p", source="https://exemple.fr/"),
            Part(
                title="p",
                authors=("Chloé Tisserand",),
                organisation="Hub des Beffrois",
                source_url="https://exemple.fr/",
                licence=BY_SA,
            ),
        ),
        (Step(title="s", source="https://exemple.fr/"), Part(title="s", source_url="https://exemple.fr/", relation="step")),
    ],
)  # fmt: skip
def test_what_a_part_does_not_say_is_as_for_the_work_it_was_taken_from_or_else_for_the_kit(row, part):
    place = "steps" if isinstance(row, Step) else "pictures"
    assert own_parts(kit(sources=(OF_A,), **{place: (row,)})) == [part]


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({}, HERE),
        ({"source_url": "https://exemple.fr/original"}, "https://exemple.fr/original"),
        ({"source_url": "https://exemple.fr/original", "sources": (OF_B,)}, "https://exemple.fr/original"),
        ({"source_url": B, "sources": (OF_B,)}, HERE),
    ],
)
def test_a_kit_is_at_its_own_address_unless_it_comes_from_elsewhere(facts, address):
    assert whole_part(kit(**facts), address=HERE).source_url == address


def test_without_authors_the_organisation_is_credited():
    assert whole_part(kit(credits=())).authors == ("Hub des Beffrois",)
    assert whole_part(KitContent(title="Sans rien")) == Part(title="Sans rien")


# Few values of each, so that parts meet: the same author, the same source, the same licence.
PEOPLE = ("Alice", "Bachir", "Chloé", "Dora", "Nora")
people = st.sampled_from(("", *PEOPLE))
licences = st.sampled_from(("", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC0-1.0", "inconnue"))
addresses = st.sampled_from(("", A, B, "https://exemple.fr/"))
titles = st.sampled_from(("Un", "Deux", "Trois"))
rights = {"author": people, "source": addresses, "licence": licences}
sources = st.builds(
    Source,
    title=titles,
    authors=st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
    url=addresses,
    licence=licences,
    relation=st.sampled_from(("adaptation", "part", "contribution")),
    through=st.sampled_from(("", A, B)),
)
ROWS = {
    "steps": st.builds(Step, title=titles, **rights),
    "files": st.builds(File, name=titles, title=titles, is_mixed=st.booleans(), **rights),
    "pictures": st.builds(Picture, name=titles, is_mixed=st.booleans(), **rights),
    # One work at one address.
    "sources": sources,
}
contents = st.builds(
    KitContent,
    title=st.just("Kit"),
    licence=licences,
    source_url=addresses,
    credits=st.lists(st.builds(Credit, name=st.sampled_from(PEOPLE)), max_size=2).map(tuple),
    **{
        name: st.lists(row, max_size=4, unique_by=(lambda one: one.url) if name == "sources" else None).map(tuple)
        for name, row in ROWS.items()
    },
)
many = settings(max_examples=200, derandomize=True, database=None)


def named(content):
    """Return everybody that the credits of `content` name."""
    return {
        name
        for part in credited_parts(content)
        for name in (*part.authors, *part.contributors, part.organisation)
        if name
    }


def parts_apart(content):
    return [
        (title, dataclasses.replace(part, title="", others=()))
        for part in own_parts(content)
        for title in (part.title, *part.others)
    ]


@many
@given(contents)
def test_each_part_with_an_author_of_its_own_is_credited_once(content):
    own = {credit.name for credit in content.credits}
    rows = (*content.steps, *content.files, *content.pictures)
    expected = {(title_of(row), row.author) for row in rows if row.author and row.author not in own}
    found = parts_apart(content)
    assert len(found) == len(set(found))
    assert expected <= {(title, part.authors[0]) for title, part in found if part.authors}


@many
@given(contents)
def test_everybody_is_named_in_the_sentences_each_of_which_is_said_once(content):
    said = attribution_lines(credited_parts(content))
    assert len(said) == len(set(said))
    everybody = {row.author for row in (*content.steps, *content.files, *content.pictures)}
    everybody |= {name for source in content.sources for name in source.authors}
    everybody |= {credit.name for credit in content.credits}
    assert named(content) == everybody - {""}
    assert {name for name in PEOPLE if any(name in line for line in said)} == everybody - {""}


@many
@given(contents, st.data())
def test_the_order_of_the_parts_changes_no_credit(content, data):
    shuffled = dataclasses.replace(
        content, **{name: tuple(data.draw(st.permutations(getattr(content, name)))) for name in ROWS}
    )
    assert set(parts_apart(shuffled)) == set(parts_apart(content))
    assert {as_text(part) for part in credited_parts(shuffled) if part.relation not in ("", "step")} == {
        as_text(part) for part in credited_parts(content) if part.relation not in ("", "step")
    }


@many
@given(contents, st.sampled_from(sorted(ROWS)), st.data())
def test_one_part_more_takes_no_name_away(content, name, data):
    rows = (*getattr(content, name), data.draw(ROWS[name]))
    assert named(content) <= named(dataclasses.replace(content, **{name: rows}))
