import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outillerie.licences.compatibility import (
    Conflict,
    adaptation_licences,
    choice_conflicts,
    commercial_warning,
    is_collection_allowed,
)
from outillerie.licences.licence import LICENCES, OFFERED, licence

TABLE = json.loads(
    (Path(__file__).parents[2] / "data" / "licences" / "open-licences-and-compatibility.json").read_text(
        encoding="utf-8"
    )
)
MATRIX = TABLE["remix_pairs"]["matrix"]

BY = licence("CC-BY-4.0")
BY_SA = licence("CC-BY-SA-4.0")
BY_NC = licence("CC-BY-NC-4.0")
BY_NC_SA = licence("CC-BY-NC-SA-4.0")
BY_ND = licence("CC-BY-ND-4.0")

# Few licences of each kind, so that examples meet conflicts often.
known = st.sampled_from(sorted(LICENCES.values(), key=lambda one: one.id))
mixes = st.lists(st.one_of(known, st.sampled_from(OFFERED)), max_size=5)


def ids(licences):
    return [one.id for one in licences]


def verdict_of(*identifiers):
    return adaptation_licences(licence(identifier) for identifier in identifiers)


@pytest.mark.parametrize(("first", "second"), product(MATRIX, MATRIX))
def test_each_pair_follows_the_matrix(first, second):
    assert set(ids(verdict_of(first, second).licences)) == set(MATRIX[first][second])


@pytest.mark.parametrize("identifier", MATRIX)
def test_each_licence_alone_follows_its_adapter_s_list(identifier):
    assert set(ids(verdict_of(identifier).licences)) == set(TABLE["adapter_licence"][identifier]["ok"])


def test_a_work_without_parts_may_carry_any_licence():
    assert adaptation_licences([]).licences == OFFERED


@pytest.mark.parametrize(
    ("parts", "licences", "earlier"),
    [
        (["CC-BY-SA-3.0"], ["CC-BY-SA-4.0"], ["CC-BY-SA-3.0"]),
        (["CC-BY-SA-3.0", "CC-BY-SA-4.0"], ["CC-BY-SA-4.0"], []),
        (["CC-BY-SA-2.0"], ["CC-BY-SA-4.0"], ["CC-BY-SA-3.0", "CC-BY-SA-2.5", "CC-BY-SA-2.0"]),
        (["CC-BY-SA-2.0", "CC-BY-SA-3.0"], ["CC-BY-SA-4.0"], ["CC-BY-SA-3.0"]),
        (["CC-BY-SA-3.0-FR"], ["CC-BY-SA-4.0"], ["CC-BY-SA-3.0-FR"]),
        (["CC-BY-SA-3.0-FR", "CC-BY-SA-3.0"], ["CC-BY-SA-4.0"], []),
        (["CC-BY-NC-SA-2.5"], ["CC-BY-NC-SA-4.0"], ["CC-BY-NC-SA-3.0", "CC-BY-NC-SA-2.5"]),
        (["CC-BY-SA-1.0"], [], ["CC-BY-SA-1.0"]),
        (["CC-BY-SA-1.0", "CC-BY-2.0", "CC0-1.0", "etalab-2.0"], [], ["CC-BY-SA-1.0"]),
        (["CC-BY-3.0", "CC-BY-SA-3.0"], ["CC-BY-SA-4.0"], ["CC-BY-SA-3.0"]),
        (["CC-BY-SA-1.0", "CC-BY-SA-2.0"], [], []),
    ],
)
def test_share_alike_moves_to_a_later_version_never_to_an_earlier_one(parts, licences, earlier):
    verdict = verdict_of(*parts)
    assert (ids(verdict.licences), ids(verdict.earlier)) == (licences, earlier)


@pytest.mark.parametrize("version", ["1.0", "2.0", "2.0-FR", "2.5", "3.0", "3.0-FR"])
@pytest.mark.parametrize("code", ["BY", "BY-NC", "BY-ND", "BY-NC-ND"])
def test_an_earlier_version_without_share_alike_follows_the_row_of_the_current_one(code, version):
    assert verdict_of(f"CC-{code}-{version}").licences == verdict_of(f"CC-{code}-4.0").licences


@given(st.permutations([BY, BY_SA, licence("CC-BY-SA-3.0"), BY_NC, BY_ND, None]))
def test_order_changes_nothing_even_in_the_reasons(parts):
    assert adaptation_licences(parts) == adaptation_licences([None, BY, BY_NC, BY_ND, licence("CC-BY-SA-3.0"), BY_SA])


@given(mixes, mixes)
def test_a_mix_of_mixes_fits_what_fits_both(first, second):
    together = adaptation_licences(first + second).fitting
    assert together == adaptation_licences(first).fitting & adaptation_licences(second).fitting


@given(mixes, known)
def test_adding_a_part_never_allows_more(parts, added):
    before, after = adaptation_licences(parts), adaptation_licences([*parts, added])
    assert after.fitting <= before.fitting
    assert set(after.licences) <= set(before.licences)
    assert set(before.conflicts) <= set(after.conflicts)


@settings(max_examples=50)
@given(mixes, known)
def test_mixing_in_two_steps_allows_nothing_that_mixing_at_once_refuses(parts, added):
    at_once = adaptation_licences([*parts, added]).fitting
    for result in adaptation_licences(parts).fitting:
        assert adaptation_licences([result, added]).fitting <= at_once


@given(mixes)
def test_a_refused_mix_always_says_why_and_an_accepted_one_never_does(parts):
    verdict = adaptation_licences(parts)
    assert bool(verdict.conflicts) == (not verdict.is_possible)


@given(mixes, known)
def test_a_choice_is_refused_exactly_when_the_verdict_does_not_allow_it(parts, chosen):
    assert bool(choice_conflicts(chosen, parts)) == (not adaptation_licences(parts).allows(chosen))


@pytest.mark.parametrize(
    ("parts", "conflicts"),
    [
        ([None], [Conflict("unknown")]),
        ([BY_ND, BY], [Conflict("no_derivatives", BY_ND)]),
        ([BY_NC, BY_SA], [Conflict("share_alike_or_non_commercial", BY_SA, BY_NC)]),
        ([BY_SA, BY_NC_SA], [Conflict("two_share_alikes", BY_NC_SA, BY_SA)]),
        (
            [BY_SA, licence("CC-BY-SA-1.0")],
            [Conflict("share_alike_versions", licence("CC-BY-SA-1.0"), BY_SA)],
        ),
    ],
)
def test_each_reason_names_the_licences_in_conflict(parts, conflicts):
    assert list(adaptation_licences(parts).conflicts) == conflicts


@pytest.mark.parametrize(
    ("conflict", "french", "english"),
    [
        (
            Conflict("unknown"),
            "Une partie n’a pas de licence connue\u00a0: tous les droits restent à son auteur. "
            "Demandez son accord ou retirez cette partie.",
            "A part has no known licence: its author keeps all rights. Ask for permission or remove that part.",
        ),
        (
            Conflict("no_derivatives", BY_ND),
            "La licence CC BY-ND 4.0 interdit de partager une version modifiée. "
            "Gardez cette partie à part, telle quelle, ou remplacez-la.",
            "CC BY-ND 4.0 does not allow sharing a modified version. "
            "Keep that part separate and unchanged, or replace it.",
        ),
        (
            Conflict("share_alike_or_non_commercial", BY_SA, BY_NC),
            "CC BY-SA 4.0 impose de partager l’ensemble sous la même licence, qui permet l’usage "
            "commercial\u00a0; "
            "CC BY-NC 4.0 l’interdit. Gardez ces deux parties séparées ou remplacez l’une d’elles.",
            "CC BY-SA 4.0 requires the whole to be shared under the same licence, which allows "
            "commercial use; "
            "CC BY-NC 4.0 forbids it. Keep these two parts separate or replace one of them.",
        ),
        (
            Conflict("two_share_alikes", BY_NC_SA, BY_SA),
            "CC BY-NC-SA 4.0 et CC BY-SA 4.0 imposent chacune de partager l’ensemble sous leur propre "
            "licence. "
            "Gardez ces deux parties séparées ou remplacez l’une d’elles.",
            "CC BY-NC-SA 4.0 and CC BY-SA 4.0 each require the whole to be shared under their own licence. "
            "Keep these two parts separate or replace one of them.",
        ),
        (
            Conflict("share_alike_versions", licence("CC-BY-SA-1.0"), BY_SA),
            "CC BY-SA 1.0 impose de partager l’ensemble sous cette version exacte\u00a0; "
            "CC BY-SA 4.0 ne le permet pas. Gardez ces deux parties séparées ou remplacez l’une d’elles.",
            "CC BY-SA 1.0 requires the whole to be shared under that exact version; "
            "CC BY-SA 4.0 does not allow it. Keep these two parts separate or replace one of them.",
        ),
        (
            Conflict("choice", BY_SA, BY),
            "Une partie sous CC BY-SA 4.0 ne permet pas de partager l’ensemble sous CC BY 4.0. "
            "Choisissez une autre licence ou remplacez cette partie.",
            "A part under CC BY-SA 4.0 does not allow sharing the whole under CC BY 4.0. "
            "Choose another licence or replace that part.",
        ),
    ],
)
def test_each_reason_is_said_in_both_languages(conflict, french, english):
    assert (conflict.sentence(), conflict.sentence("en")) == (french, english)


def test_a_refused_choice_names_each_part_that_refuses_it():
    parts = [BY_SA, BY, BY_ND, None]
    assert choice_conflicts(BY, parts) == (
        Conflict("unknown"),
        Conflict("no_derivatives", BY_ND),
        Conflict("choice", BY_SA, BY),
    )
    assert choice_conflicts(BY_SA, [BY, licence("CC-BY-SA-3.0")]) == ()


def test_a_collection_of_any_open_licences_is_allowed():
    assert is_collection_allowed(LICENCES.values())
    assert is_collection_allowed([])


def test_a_collection_may_not_hold_a_part_without_a_known_licence():
    assert not is_collection_allowed([BY, None])


def test_a_paid_use_of_non_commercial_parts_is_warned_about_and_names_them():
    warning = commercial_warning([BY_NC_SA, BY, BY_NC, BY_NC, None])
    assert warning.licences == (BY_NC, BY_NC_SA)
    assert warning.sentence() == (
        "Cet ensemble contient des éléments qui interdisent l’usage commercial (CC BY-NC 4.0, CC "
        "BY-NC-SA 4.0). "
        "Une formation payante peut en être un\u00a0: "
        "demandez l’accord des auteurs ou remplacez ces éléments."
    )
    assert warning.sentence("en") == (
        "This set contains elements that do not allow commercial use (CC BY-NC 4.0, CC BY-NC-SA 4.0). "
        "Paid training may count as such: ask the authors for permission or replace these elements."
    )


def test_a_paid_use_of_other_parts_is_not_warned_about():
    assert commercial_warning([BY, BY_SA, BY_ND, None]) is None
