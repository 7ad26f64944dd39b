"""Codes that people type and names that they look for: plain values, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.attending.formats.codes import LENGTH, LOOKALIKES, SIGNS, new_code, spaced, typed_code
from catalogue.attending.formats.names import has_enough_letters, is_meant, plain, short_name, short_names


def test_a_new_code_has_six_signs_that_do_not_look_alike_and_spell_no_word():
    codes = {new_code() for _time in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {LENGTH}
    assert not set("".join(codes)) & set("01OILAEIU5S2Z8B6G") - set("256 8")


def test_signs_that_look_alike_never_stand_together():
    assert not {chr(sign) for sign in LOOKALIKES} & set(SIGNS)
    assert {chr(ord(sign)) for sign in "BGSZ".translate(LOOKALIKES)} <= set(SIGNS)


@given(st.text(SIGNS, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_known_however_it_is_typed(code):
    typed = [
        code,
        code.lower(),
        f" {code[:2]}-{code[2:4]} {code[4:]} ",
        spaced(code),
        code.replace("8", "B").replace("5", "s"),
    ]
    assert [typed_code(text) for text in typed] == [code] * 5


@pytest.mark.parametrize("text", ["", "234", "2345678", "23456O", "234É67", "23 45", "<b>234", "2345\u0660\u0661"])
def test_what_is_no_code_is_none(text):
    assert typed_code(text) == ""


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_nothing(text):
    assert typed_code(text) == "" or set(typed_code(text)) <= set(SIGNS)


def test_a_name_is_found_by_the_first_letters_of_any_of_its_words_whatever_their_accents():
    name = "Éline-Zoé D’Œuvre"
    assert [is_meant(name, typed) for typed in ("el", "ÉLI", "zoe", "oeuv", "eline zoe d", "line", "vre", "zz")] == [
        True, True, True, True, True, False, False, False,
    ]  # fmt: skip


def test_two_letters_are_asked_for_before_anything_is_looked_up():
    assert [has_enough_letters(typed) for typed in ("", "o", " o ", "o.", "on", "é à")] == [
        False, False, False, False, True, True,
    ]  # fmt: skip


def test_a_short_name_says_a_first_name_and_an_initial():
    assert [short_name("Ondine Exemple"), short_name("Jean Paul De La Tour"), short_name(" Ondine ")] == [
        "Ondine E.", "Jean T.", "Ondine",
    ]  # fmt: skip


def test_short_names_that_would_be_the_same_get_one_letter_more_three_at_most():
    names = ["Ondine Exemple", "Ondine Erable", "Basile Exemple", "Ana Martin", "Ana Martinez"]
    assert short_names(names) == ["Ondine Ex.", "Ondine Er.", "Basile E.", "Ana Mar.", "Ana Mar."]


def test_plain_text_has_no_accent_no_capital_and_single_spaces():
    assert plain("  Éline   D’ŒUVRE ") == "eline d oeuvre"
