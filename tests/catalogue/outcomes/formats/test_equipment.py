"""Equipment is read from whole words, and never guessed."""

import pytest

from catalogue.outcomes.formats.equipment import equipment


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["6 ordinateurs portables", "une rallonge"], ("ordinateur",)),
        (["Téléphone portable de chacun"], ("telephone",)),
        (["2 tablettes", "1 smartphone", "1 PC"], ("ordinateur", "telephone", "tablette")),
        (["feuilles", "feutres"], ()),
        (["un tableau pcontact"], ()),
        ([], ()),
    ],
)
def test_words_say_the_equipment(lines, found):
    assert equipment(lines) == found


def test_a_kit_that_needs_none_says_none_unless_the_list_says_otherwise():
    assert equipment(["feuilles"], is_unplugged=True) == ("aucun",)
    assert equipment(["1 tablette"], is_unplugged=True) == ("tablette",)
