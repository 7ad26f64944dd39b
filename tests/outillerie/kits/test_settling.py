"""What was read from outside is brought to what the database holds, and nothing that was cut is lost."""

import dataclasses

import pytest

from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import File, Source, Step
from outillerie.kits.settling import settled
from tests import factories

pytestmark = pytest.mark.django_db

LONG = "mot " * 300
A = Source(
    title="A",
    authors=("Alice Roseau", "Bachir Canal"),
    organisation="Hub",
    url="https://hub.example/kits/a/v1/",
    licence="CC-BY-4.0",
    version=1,
    sha256="a" * 64,
    relation="part",
    changes="Plus court.",
    through="https://hub.example/kits/b/v1/",
)


def test_what_a_kit_is_made_from_is_kept_as_it_was_read():
    step = Step(title="Voter", author="Sami", source="https://exemple.fr/", licence="CC-BY-4.0")
    kit = factories.kit(sources=(A, Source(title="B", licence="CC0-1.0")), steps=(step,))
    content = content_of(kit)
    assert (content.sources, content.steps) == ((A, Source(title="B", licence="CC0-1.0")), (step,))


@pytest.mark.parametrize(
    ("field", "longest"),
    [("title", 255), ("organisation", 200), ("url", 500), ("changes", 1000), ("through", 500), ("licence", 24)],
)
def test_a_text_of_a_source_too_long_for_its_place_is_kept_whole_among_the_complements(field, longest):
    content = settled(factories.content(body="", sources=(dataclasses.replace(A, **{field: LONG}),)), {})
    cut = getattr(content.sources[0], field)
    assert (len(cut) <= longest, cut[-1], content.body) == (True, "…", LONG.strip())


def test_so_is_the_name_of_an_author_of_a_source_or_of_a_step():
    content = settled(
        factories.content(
            body="",
            sources=(dataclasses.replace(A, authors=("Alice", LONG)),),
            steps=(Step(title="Voter", author=LONG),),
        ),
        {},
    )
    alice, other = content.sources[0].authors
    assert (alice, len(other) <= 200, len(content.steps[0].author) <= 200) == ("Alice", True, True)
    assert content.body == "\n\n".join([LONG.strip()] * 2)


def test_so_are_the_rights_of_a_file():
    data = b"Bonjour"
    file = File(name="a.txt", title="A", author=LONG, sha256="x" * 64)
    content = settled(factories.content(body="", files=(file,)), {"x" * 64: data})
    assert (len(content.files[0].author) <= 200, content.body) == (True, LONG.strip())
