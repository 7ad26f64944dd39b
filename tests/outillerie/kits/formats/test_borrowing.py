"""Taking a kit, or parts of it: what is taken brings its credit, under a name that is free."""

from outillerie.kits.formats.borrowing import Choice, adapted, source_of, stamped, with_contribution, with_parts
from outillerie.kits.formats.content import Credit, File, KitContent, Picture, Source, Step

ALICE = KitContent(
    title="Trier ses photos",
    organisation="Atelier du Canal",
    credits=(Credit(name="Alice Martin"), Credit(name="Paul", role="proofreader")),
    licence="CC-BY-SA-4.0",
    changes="Moins de jargon.",
    steps=(
        Step(title="Ouvrir", facilitator="Regarder ![le menu](images/menu.webp)."),
        Step(title="Trier", participants="Voir [la fiche](fichiers/fiche.pdf)."),
    ),
    pictures=(
        Picture(name="menu.webp", sha256="a" * 64),
        Picture(name="photo.webp", sha256="b" * 64, author="Noé", licence="CC0-1.0", source="https://photos.example/1"),
    ),
    files=(File(name="fiche.pdf", title="Fiche", sha256="c" * 64),),
)
URL = "https://hub.example/kits/trier/v2/"
AT_2 = source_of(ALICE, url=URL, version=2, sha256="d" * 64)


def test_a_source_says_who_what_where_and_under_which_licence():
    assert (
        Source(
            title="Trier ses photos",
            authors=("Alice Martin",),
            organisation="Atelier du Canal",
            url=URL,
            licence="CC-BY-SA-4.0",
            version=2,
            sha256="d" * 64,
            relation="adaptation",
            changes="Moins de jargon.",
        )
        == AT_2
    )


def test_an_adaptation_is_whole_and_signed_by_who_makes_it():
    copy = adapted(ALICE, AT_2, title="Trier ses photos (adaptation)", author="Bachir")
    assert (copy.title, copy.credits, copy.organisation, copy.changes, copy.licence) == (
        "Trier ses photos (adaptation)",
        (Credit(name="Bachir"),),
        "",
        "",
        "CC-BY-SA-4.0",
    )
    assert copy.steps == ALICE.steps
    assert copy.sources == (AT_2,)


def test_what_had_no_credit_of_its_own_takes_that_of_its_kit():
    copy = adapted(ALICE, AT_2, title="x", author="Bachir")
    menu, photo = copy.pictures
    assert (menu.author, menu.source, menu.licence) == ("Alice Martin", URL, "CC-BY-SA-4.0")
    assert photo == ALICE.pictures[1]
    assert copy.files[0].author == "Alice Martin"


def test_the_work_a_kit_was_published_after_stays_in_the_chain():
    imported = KitContent(title="Photos", credits=(Credit(name="Zoé"),), source_url="https://ailleurs.example/photos")
    source = source_of(imported, url="https://hub.example/kits/photos/v1/", version=1, sha256="e" * 64)
    here, elsewhere = adapted(imported, source, title="x", author="Bachir").sources
    assert here == source
    assert (elsewhere.url, elsewhere.authors, elsewhere.version, elsewhere.through) == (
        "https://ailleurs.example/photos",
        ("Zoé",),
        None,
        source.url,
    )


def test_a_remix_of_a_remix_keeps_the_whole_chain_nearest_first():
    second = adapted(ALICE, AT_2, title="Deux", author="Bachir")
    at_second = source_of(second, url="https://hub.example/kits/deux/v1/", version=1, sha256="f" * 64)
    third = adapted(second, at_second, title="Trois", author="Chloé")
    assert [(row.title, row.authors, row.through) for row in third.sources] == [
        ("Deux", ("Bachir",), ""),
        ("Trier ses photos", ("Alice Martin",), "https://hub.example/kits/deux/v1/"),
    ]


def test_a_step_taken_brings_its_credit_and_the_pictures_it_shows():
    own = KitContent(title="Le mien", steps=(Step(title="Accueillir"),))
    result = with_parts(own, ALICE, AT_2, Choice(steps=frozenset({0})))
    assert [step.title for step in result.steps] == ["Accueillir", "Ouvrir"]
    assert (result.steps[1].author, result.steps[1].source, result.steps[1].licence) == (
        "Alice Martin",
        URL,
        "CC-BY-SA-4.0",
    )
    assert [row.name for row in result.pictures] == ["menu.webp"]
    assert result.files == ()
    assert [(row.relation, row.url) for row in result.sources] == [("part", URL)]


def test_a_name_that_is_taken_changes_in_the_texts_too():
    own = KitContent(title="Le mien", pictures=(Picture(name="menu.webp", sha256="9" * 64),))
    result = with_parts(own, ALICE, AT_2, Choice(steps=frozenset({0})))
    assert [row.name for row in result.pictures] == ["menu.webp", "menu-2.webp"]
    assert result.steps[0].facilitator == "Regarder ![le menu](images/menu-2.webp)."


def test_the_same_bytes_under_the_same_name_are_not_taken_twice():
    once = with_parts(KitContent(title="x"), ALICE, AT_2, Choice(pictures=frozenset({"menu.webp"})))
    twice = with_parts(once, ALICE, AT_2, Choice(pictures=frozenset({"menu.webp"})))
    assert twice == once


def test_taking_nothing_changes_nothing():
    own = KitContent(title="Le mien")
    assert with_parts(own, ALICE, AT_2, Choice()) is own
    assert with_parts(own, ALICE, AT_2, Choice(steps=frozenset({7}), files=frozenset({"inconnu.pdf"}))) is own


def test_a_part_of_a_kit_already_adapted_needs_no_second_source():
    copy = adapted(ALICE, AT_2, title="x", author="Bachir")
    again = with_parts(copy, ALICE, AT_2, Choice(steps=frozenset({1})))
    assert again.sources == copy.sources


def test_who_gives_changes_back_is_credited_once():
    theirs = KitContent(title="Deux", credits=(Credit(name="Bachir"), Credit(name="Alice Martin")))
    source = source_of(theirs, url="https://hub.example/kits/deux/v3/", version=3, sha256="0" * 64)
    merged = with_contribution(ALICE, theirs, source)
    assert merged.credits[2:] == (Credit(name="Bachir", role="contributor"),)
    assert [(row.relation, row.version) for row in merged.sources] == [("contribution", 3)]
    assert with_contribution(merged, theirs, source) == merged


def test_a_stamp_replaces_nothing_that_was_said():
    step = Step(title="x", author="Noé", source="https://a.example/", licence="CC0-1.0")
    assert stamped(step, AT_2) == step
