"""Participants without a name: nothing counts more people than came, and what is not said completes each band."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.outcomes.formats.headcounts import Headcounts, completed, headcounts, overflows, rows_of

CODES = {
    "age": ("moins_de_douze", "soixante_dix_plus", "non_communique"),
    "gender": ("masculin", "feminin", "non_communique"),
    "status": ("en_emploi", "non_communique"),
}


def counts_of(band):
    return st.dictionaries(st.sampled_from(CODES[band]), st.integers(0, 40))


HEADCOUNTS = st.builds(
    Headcounts, total=st.integers(0, 60), age=counts_of("age"), gender=counts_of("gender"), status=counts_of("status")
)


def test_what_is_not_said_completes_each_band():
    found = completed(Headcounts(total=10, age={"soixante_dix_plus": 4}), CODES)
    assert found == Headcounts(
        total=10,
        age={"moins_de_douze": 0, "soixante_dix_plus": 4, "non_communique": 6},
        gender={"masculin": 0, "feminin": 0, "non_communique": 10},
        status={"en_emploi": 0, "non_communique": 10},
    )


def test_participants_with_a_name_are_counted_of_no_band():
    found = completed(Headcounts(total=2, gender={"feminin": 2}), CODES, named=3)
    assert (found.total, found.gender) == (5, {"masculin": 0, "feminin": 2, "non_communique": 3})


def test_a_band_that_counts_more_than_came_is_named():
    counts = Headcounts(total=3, age={"moins_de_douze": 4}, gender={"feminin": 3})
    assert overflows(counts) == ["age"]


@given(HEADCOUNTS)
def test_what_is_kept_says_the_same(counts):
    kept = headcounts(rows_of(counts))
    assert completed(kept, CODES) == completed(counts, CODES)
    assert [row for row in rows_of(counts) if not row[2] or row[1] == "non_communique"] == []


@given(HEADCOUNTS, st.integers(0, 20))
def test_every_band_of_a_sound_count_adds_up_to_everybody(counts, named):
    found = completed(counts, CODES, named=named)
    sound = [band for band in CODES if band not in overflows(counts)]
    assert [sum(found.band(band).values()) for band in sound] == [counts.total + named] * len(sound)
