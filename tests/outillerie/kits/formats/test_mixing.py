"""What a kit mixes and what stands beside it; which licences that leaves, and why not the others."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outillerie.kits.formats.content import Credit, File, KitContent, Picture, Source, Step
from outillerie.kits.formats.mixing import MixedPart, mix, verdict
from outillerie.licences.licence import OFFERED, licence
from tests.outillerie.kits.formats.test_credits import ROWS, contents, many

X = "https://hub.example/kits/x/v1/"
BY, BY_ND = licence("CC-BY-4.0"), licence("CC-BY-ND-4.0")
KIT = KitContent(title="Kit", credits=(Credit(name="Chloé"),), licence="CC-BY-SA-4.0")


def kit(**facts):
    return dataclasses.replace(KIT, **facts)


def source(identifier, **facts):
    return Source(**{"title": "X", "authors": ("Xavier",), "url": X, "licence": identifier, **facts})


def ids(licences):
    return [one.id for one in licences]


def test_what_is_modified_is_mixed_and_what_is_whole_stands_beside():
    content = kit(
        sources=(
            source("CC-BY-4.0"),
            source("CC-BY-SA-4.0", title="Avant X", url="https://hub.example/w/", through=X),
            source("CC0-1.0", title="Y", url="https://hub.example/y/", relation="contribution"),
        ),
        steps=(Step(title="Trier", author="Sami", licence="CC-BY-4.0"), Step(title="À nous")),
        files=(
            File(name="a", title="Jeu", licence="CC-BY-ND-4.0"),
            File(name="b", title="Jeu modifié", licence="CC-BY-4.0", is_mixed=True),
            File(name="c", title="À nous", author="Nora", is_mixed=True),
        ),
        pictures=(
            Picture(name="p", alt="Le plan", licence="CC-BY-4.0"),
            Picture(name="q", alt="La photo", licence="CC-BY-ND-4.0", is_mixed=False),
            Picture(name="r"),
        ),
        source_url="https://exemple.fr/original",
    )
    assert mix(content).mixed == (
        MixedPart("source", "X", BY),
        MixedPart("step", "Trier", BY),
        MixedPart("file", "Jeu modifié", BY),
        MixedPart("picture", "Le plan", BY),
    )
    assert mix(content).beside == (MixedPart("file", "Jeu", BY_ND), MixedPart("picture", "La photo", BY_ND))


@pytest.mark.parametrize(
    ("rows", "mixed", "beside"),
    [
        # Nothing shows what was taken: words of the text may have been.
        ({}, ["X"], []),
        ({"files": (File(name="f", title="Jeu", source=X),)}, [], ["Jeu"]),
        ({"files": (File(name="f", title="Jeu", source=X, is_mixed=True),)}, ["X", "Jeu"], []),
        (
            {
                "files": (File(name="f", title="Jeu", source=X),),
                "steps": (Step(title="Trier", source=X, licence="CC0-1.0"),),
            },
            ["X", "Trier"],
            ["Jeu"],
        ),
    ],
)
def test_a_work_of_which_only_whole_files_were_taken_is_not_mixed(rows, mixed, beside):
    content = kit(sources=(source("CC-BY-ND-4.0", relation="part"),), **rows)
    assert [part.title for part in mix(content).mixed] == mixed
    assert [(part.title, part.licence) for part in mix(content).beside] == [(title, BY_ND) for title in beside]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (Step(title="s", author="Sami"), None),
        (Step(title="s", source="https://exemple.fr/"), None),
        (Step(title="s", licence="inconnue"), None),
        (Picture(name="p", licence="inconnue"), None),
        (Picture(name="p", author="Paula", source=X), BY),
    ],
)
def test_the_licence_of_a_part_is_its_own_or_that_of_the_work_it_was_taken_from_or_unknown(row, found):
    place = "steps" if isinstance(row, Step) else "pictures"
    content = kit(sources=(source("CC-BY-4.0", relation="part"),), **{place: (row,)})
    assert mix(content).mixed[-1].licence == found


def test_a_kit_of_its_authors_alone_may_carry_any_licence():
    judged = verdict(kit())
    assert (judged.licences, judged.refused, judged.is_possible, judged.is_allowed) == (OFFERED, {}, True, True)


def test_of_a_share_alike_kit_only_its_licence_is_offered_and_each_other_says_why():
    judged = verdict(kit(licence="CC-BY-4.0", sources=(source("CC-BY-SA-4.0"),)))
    assert (ids(judged.licences), judged.is_possible, judged.is_allowed) == (["CC-BY-SA-4.0"], True, False)
    assert ids(judged.refused) == [one.id for one in OFFERED if one.id != "CC-BY-SA-4.0"]
    sentence = (
        "Une partie sous CC BY-SA 4.0 ne permet pas de partager l’ensemble sous CC BY 4.0. "
        "Choisissez une autre licence ou remplacez cette partie. Cela concerne le kit «\u00a0X\u00a0»."
    )
    assert judged.sentences() == [sentence]
    assert [reason.sentence("en") for reason in judged.refused[BY]] == [
        "A part under CC BY-SA 4.0 does not allow sharing the whole under CC BY 4.0. "
        "Choose another licence or replace that part. This is about the kit “X”."
    ]


def test_an_earlier_version_of_a_share_alike_licence_fits_too():
    judged = verdict(kit(licence="CC-BY-SA-3.0", sources=(source("CC-BY-SA-3.0"),)))
    assert (ids(judged.licences), ids(judged.earlier), judged.is_allowed) == (["CC-BY-SA-4.0"], ["CC-BY-SA-3.0"], True)


def test_share_alike_with_non_commercial_share_alike_is_refused_with_the_parts_concerned():
    content = kit(
        sources=(source("CC-BY-SA-4.0"),),
        pictures=(
            Picture(name="p", alt="L’affiche", licence="CC-BY-NC-SA-4.0"),
            Picture(name="q", alt="Le plan", licence="CC-BY-4.0"),
        ),
    )
    judged = verdict(content)
    assert (judged.licences, judged.is_possible, judged.is_allowed) == ((), False, False)
    assert judged.sentences() == [
        "CC BY-NC-SA 4.0 et CC BY-SA 4.0 imposent chacune de partager l’ensemble sous leur propre licence. "
        "Gardez ces deux parties séparées ou remplacez l’une d’elles. "
        "Cela concerne le kit «\u00a0X\u00a0» et l’image «\u00a0L’affiche\u00a0»."
    ]
    beside = (dataclasses.replace(content.pictures[0], is_mixed=False), content.pictures[1])
    judged = verdict(dataclasses.replace(content, pictures=beside))
    assert (ids(judged.licences), judged.is_allowed) == (["CC-BY-SA-4.0"], True)
    assert judged.commercial_warning.sentence("en") == (
        "This set contains elements that do not allow commercial use (CC BY-NC-SA 4.0). "
        "Paid training may count as such: ask the authors for permission or replace these elements."
    )


def test_a_part_that_forbids_changes_may_stand_beside_and_may_not_be_mixed():
    affiche = File(name="a", title="Affiche", author="Nora", licence="CC-BY-ND-4.0")
    assert verdict(kit(files=(affiche,))).is_allowed is True
    judged = verdict(kit(files=(dataclasses.replace(affiche, is_mixed=True),)))
    assert judged.sentences("en") == [
        "CC BY-ND 4.0 does not allow sharing a modified version. Keep that part separate and unchanged, or replace it. "
        "This is about the file “Affiche”."
    ]


@pytest.mark.parametrize("is_mixed", [True, False])
def test_what_has_no_known_licence_may_neither_be_mixed_nor_stand_beside(is_mixed):
    judged = verdict(kit(pictures=(Picture(name="p", alt="La photo", licence="inconnue", is_mixed=is_mixed),)))
    assert judged.is_possible is False
    assert judged.sentences() == [
        "Une partie n’a pas de licence connue\u00a0: tous les droits restent à son auteur. "
        "Demandez son accord ou retirez cette partie. Cela concerne l’image «\u00a0La photo\u00a0»."
    ]


def test_a_reason_names_the_parts_it_is_about_and_no_other():
    pictures = (
        Picture(name="p", alt="Photo", licence="inconnue"),
        Picture(name="q", alt="Plan", licence="CC-BY-ND-4.0"),
    )
    reasons = {reason.conflict.reason: reason.parts for reason in verdict(kit(pictures=pictures)).obstacles}
    assert reasons == {
        "unknown": (MixedPart("picture", "Photo", None),),
        "no_derivatives": (MixedPart("picture", "Plan", BY_ND),),
    }


def test_many_parts_are_named_up_to_five():
    pictures = tuple(Picture(name=f"{number}.webp", licence="CC-BY-ND-4.0") for number in range(1, 9))
    (sentence,) = verdict(kit(pictures=pictures)).sentences("en")
    assert sentence.endswith(
        "This is about the picture “1.webp”, the picture “2.webp”, the picture “3.webp”, the picture “4.webp”, "
        "the picture “5.webp” and 3 other parts."
    )


def test_a_licence_that_is_not_known_here_is_refused():
    assert verdict(kit(licence="MIT")).sentences("en") == [
        "The licence of the whole is not known here. Choose one of those offered."
    ]


@pytest.mark.parametrize(("chosen", "warned"), [("CC-BY-4.0", True), ("CC-BY-NC-4.0", False), ("", False)])
def test_a_paid_use_is_warned_about_when_the_kit_allows_it_and_a_part_beside_does_not(chosen, warned):
    files = (File(name="f", title="Jeu", licence="CC-BY-NC-4.0"),)
    assert bool(verdict(kit(licence=chosen, files=files)).commercial_warning) == warned


@many
@given(contents)
def test_each_offered_licence_is_either_possible_or_refused_with_a_reason(content):
    judged = verdict(content)
    assert {*judged.licences, *judged.refused} == set(OFFERED)
    assert set(judged.licences).isdisjoint(judged.refused)
    assert [] not in [[reason.sentence() for reason in reasons] for reasons in judged.refused.values()]
    assert bool(judged.sentences()) != judged.is_allowed


@many
@given(contents, st.data())
def test_the_order_of_the_parts_changes_no_verdict(content, data):
    shuffled = dataclasses.replace(
        content, **{name: tuple(data.draw(st.permutations(getattr(content, name)))) for name in ROWS}
    )
    one, other = verdict(shuffled), verdict(content)
    assert (one.licences, one.earlier, one.is_possible, one.is_allowed) == (
        other.licences,
        other.earlier,
        other.is_possible,
        other.is_allowed,
    )


# At an address of its own: a source that says what a part there was taken from makes its licence known, and no freer.
mixed_rows = st.one_of(
    st.tuples(st.just("steps"), ROWS["steps"]),
    *(
        st.tuples(st.just(name), ROWS[name].map(lambda row: dataclasses.replace(row, is_mixed=True)))
        for name in ("files", "pictures")
    ),
    st.tuples(
        st.just("sources"), ROWS["sources"].map(lambda row: dataclasses.replace(row, url="https://hub.example/n/"))
    ),
)


@many
@given(contents, mixed_rows)
def test_one_mixed_part_more_never_allows_a_licence_more(content, added):
    name, row = added
    before, after = verdict(content), verdict(dataclasses.replace(content, **{name: (*getattr(content, name), row)}))
    assert set(after.licences) <= set(before.licences)
    assert after.is_possible <= before.is_possible
    assert after.is_allowed <= before.is_allowed
