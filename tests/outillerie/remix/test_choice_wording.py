"""A change in words: whoever reads it can decide, whatever it is about."""

import dataclasses

import pytest
from django.utils import translation

from outillerie.kits.formats.content import File, Material, Picture, Step
from outillerie.kits.formats.three_way import changes
from outillerie.kits.formats.words import text_segments
from outillerie.remix.wording import can_keep_both, choice_rows, cut, legible
from tests.factories import CAMILLE

pytestmark = pytest.mark.django_db
WELCOME, SORT = CAMILLE.steps
LONG = "anticonstitutionnellement " * 40


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def kit(**facts):
    return dataclasses.replace(CAMILLE, **facts)


def found(theirs, mine=CAMILLE, base=CAMILLE):
    return changes(base, theirs, mine)


def text_of(line):
    """Return a line as it reads, what is removed between brackets."""
    shown = [f"[{each.text}]" if each.kind == "removed" else each.text for each in line.segments]
    return (f"{line.label}: " if line.label else "") + "".join(shown) + line.text


def told(row):
    return {str(side["whose"]): [text_of(line) for line in side["lines"]] for side in row["sides"]}


def the_row(theirs, mine=CAMILLE, base=CAMILLE):
    [row] = choice_rows(found(theirs, mine, base))
    return row


def test_a_text_that_only_the_original_changed_shows_the_words_that_change():
    row = the_row(kit(watch_points="Passer le relais le lendemain même."))
    assert (row["title"], row["kind_label"], row["is_conflict"]) == ("Watch points", "Changed", False)
    assert told(row) == {"": ["Passer le relais le [jour]lendemain même."]}


def test_a_short_value_is_another_as_a_whole():
    assert told(the_row(kit(duration=45))) == {"": ["[30\u00a0min]45\u00a0min"]}
    assert told(the_row(kit(level=2))) == {"": ["[Discovery]Practice"]}
    assert told(the_row(kit(is_offline=True))) == {"": ["[no]yes"]}
    assert told(the_row(kit(hook=""))) == {"": [f"[{CAMILLE.hook}]"]}


def test_codes_are_said_in_words():
    row = the_row(kit(audiences=("enfants-mineurs", "seniors-personnes-agees")))
    assert (row["title"], told(row)) == ("Audiences", {"": ["Enfants mineurs, Seniors & personnes âgées"]})


def test_a_step_that_is_added_is_told_whole_with_its_minutes():
    step = Step(
        title="Voter", minutes=5, aim="Choisir.", facilitator="À main levée.", say="Qui est pour ?", is_break=True
    )
    row = the_row(kit(steps=(*CAMILLE.steps, step)))
    assert (row["title"], row["kind_label"]) == ("Step “Voter”", "Added")
    assert told(row) == {
        "": [
            "Minutes: 5\u00a0min", "Aim: Choisir.", "What the facilitator does: À main levée.",
            "What you say: Qui est pour ?", "This is a break: yes",
        ]
    }  # fmt: skip


def test_what_is_taken_away_shows_what_it_was():
    row = the_row(kit(material=()))
    assert (row["title"], row["kind_label"]) == ("Material “cartes « message »”", "Removed")
    assert told(row) == {"": ["How many: 12", "Given with the kit: yes"]}


def test_an_order_shows_how_the_rows_stand():
    row = the_row(kit(steps=(SORT, WELCOME)))
    assert (row["title"], row["kind_label"]) == ("Order of the steps", "Moved")
    assert told(row) == {"": ["Trier les messages → Accueillir"]}


def test_a_text_changed_on_both_sides_shows_the_three():
    mine = kit(watch_points="Passer le relais le jour même, à deux.")
    row = the_row(kit(watch_points="Passer le relais le lendemain même."), mine)
    assert told(row) == {
        "Before": ["Passer le relais le jour même."],
        "The original now says": ["Passer le relais le [jour]lendemain même."],
        "You say": ["Passer le relais le jour même, à deux."],
    }
    assert row["can_keep_both"]


def test_what_i_took_away_is_said_so():
    row = the_row(kit(steps=(WELCOME, dataclasses.replace(SORT, minutes=25))), kit(steps=(WELCOME,)))
    assert told(row) == {
        "Before": ["20\u00a0min"], "The original now says": ["[20\u00a0min]25\u00a0min"], "You say": ["You took it away."],
    }  # fmt: skip
    assert not row["can_keep_both"]


def test_what_the_original_took_away_and_i_changed_shows_my_changes():
    row = the_row(kit(steps=(WELCOME,)), kit(steps=(WELCOME, dataclasses.replace(SORT, minutes=25))))
    assert told(row) == {
        "Before": ["Minutes: 20\u00a0min", "What the facilitator does: Observer.", "What participants do: Poser chaque carte."],
        "The original now says": ["Taken away."],
        "You say": ["Minutes: [20\u00a0min]25\u00a0min"],
    }  # fmt: skip


def test_another_picture_says_that_it_is_replaced_and_by_whom():
    before = Picture(name="casier.webp", alt="Le casier", sha256="a" * 64, size=9, width=4, height=3)
    after = dataclasses.replace(before, sha256="b" * 64, size=12, author="Rosa", licence="CC-BY-4.0")
    row = the_row(kit(pictures=(after,)), kit(pictures=(before,)), kit(pictures=(before,)))
    assert row["title"] == "Picture “casier.webp”: Content, author and licence"
    assert told(row) == {"": ["Author: Rosa", "Licence: CC BY 4.0", "Content: replaced"]}


def test_a_file_that_is_added_says_its_role_and_its_credit():
    file = File(
        name="jeu.txt", title="Le jeu", role="handout", author="Nora", licence="CC-BY-ND-4.0", sha256="a" * 64, size=9
    )
    row = the_row(kit(files=(file,)))
    assert (row["title"], told(row)[""]) == (
        "File “Le jeu”", ["Role: Participant's sheet", "Author: Nora", "Licence: CC BY-ND 4.0"],
    )  # fmt: skip


def test_a_fact_that_no_field_holds_is_shown_whatever_it_is():
    row = the_row(kit(extra={"salle": {"tables": [1, 2]}}))
    assert (row["title"], told(row)) == ("Other facts: salle", {"": ["{'tables': [1, 2]}"]})


@pytest.mark.parametrize(
    ("theirs", "mine", "possible"),
    [
        ({"preparation": "Découper."}, {"preparation": "Plier."}, True),
        ({"hook": "Autrement."}, {"hook": "Mieux."}, False),
        ({"title": "Autre"}, {"title": "Le mien"}, False),
        ({"duration": 45}, {"duration": 60}, False),
        ({"objectives": ("reconnaître cinq signes de cyberharcèlement", CAMILLE.objectives[1])},
         {"objectives": ("reconnaître trois signes de cyberharcèlement", CAMILLE.objectives[1])}, True),
        ({"steps": (dataclasses.replace(WELCOME, facilitator="A"), SORT)},
         {"steps": (dataclasses.replace(WELCOME, facilitator="B"), SORT)}, True),
        ({"steps": (dataclasses.replace(WELCOME, aim="A"), SORT)}, {"steps": (dataclasses.replace(WELCOME, aim="B"), SORT)}, False),
        ({"material": (*CAMILLE.material, Material(label="dés", quantity="2"))},
         {"material": (*CAMILLE.material, Material(label="dés", quantity="3"))}, True),
        ({"material": ()}, {"material": (dataclasses.replace(CAMILLE.material[0], quantity="9"),)}, False),
    ],
)  # fmt: skip
def test_both_can_be_kept_only_where_both_can_stand(theirs, mine, possible):
    [change] = found(kit(**theirs), kit(**mine))
    assert (change.is_conflict, can_keep_both(change)) == (True, possible)


def test_words_that_change_in_a_row_are_read_together():
    segments = text_segments("Ne jamais demander de noms. Merci", "Prévoir une salle à part. Merci")
    assert [(each.kind, each.text) for each in legible(segments)] == [
        ("removed", "Ne jamais demander de noms"), ("added", "Prévoir une salle à part"), ("equal", ". Merci"),
    ]  # fmt: skip


def test_what_did_not_change_in_a_long_text_is_cut_in_the_middle():
    [line] = choice_rows(found(kit(watch_points=LONG + "fin"), kit(watch_points=LONG), kit(watch_points=LONG)))[0][
        "sides"
    ][0]["lines"]
    same, added = line.segments
    assert (same.text == cut(LONG), len(same.text) < 400, added.text) == (True, True, "fin")


def test_an_answer_already_given_and_a_note_are_with_their_change():
    [change] = found(kit(hook="Autrement."))
    [row] = choice_rows((change,), chosen={change.key: "accept"}, notes={change.key: "Non."})
    assert (row["chosen"], row["note"]) == ("accept", "Non.")
