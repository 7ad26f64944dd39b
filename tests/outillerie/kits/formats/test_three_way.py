"""Taking from another version what one chooses: nothing of mine is lost, whatever both did."""

import dataclasses

import pytest

from outillerie.kits.formats import difference
from outillerie.kits.formats.content import Credit, KitContent, Material, Picture, Step
from outillerie.kits.formats.three_way import (
    ALL_FIELDS,
    FOLLOWED_FIELDS,
    Change,
    changes,
    merge_without_conflict,
    merged,
)
from outillerie.kits.formats.words import TextSegment

WELCOME = Step(title="Accueil", minutes=10, facilitator="Saluer chacun.")
GAME = Step(title="Jeu", minutes=30, facilitator="Distribuer les cartes.", say="Ouvrez les enveloppes.")
REVIEW = Step(title="Bilan", minutes=15, participants="Dire un mot.")
BREAK = Step(title="Pause", minutes=5, is_break=True)
PLAN = Picture(name="plan.webp", alt="Un plan", sha256="a" * 64, size=10)
BASE = KitContent(
    title="Mots de passe",
    hook="Choisir un bon mot de passe.",
    themes=("securite",),
    duration=55,
    objectives=("Comprendre le risque", "Choisir un mot de passe"),
    material=(Material(label="Cartes", quantity="12"),),
    preparation="Imprimer les cartes.",
    steps=(WELCOME, GAME, REVIEW),
    pictures=(PLAN,),
    credits=(Credit(name="Jeanne"),),
    licence="CC-BY-4.0",
    extra={"rome": "K1207"},
)


def edited(kit=BASE, **fields):
    return dataclasses.replace(kit, **fields)


def step(row, **fields):
    return dataclasses.replace(row, **fields)


def found(theirs, mine=BASE, *, base=BASE, fields=ALL_FIELDS):
    return changes(base, theirs, mine, fields=fields)


def taken(theirs, mine=BASE, *, both=(), only=None):
    """Return mine with every change of theirs, or those whose path begins by `only`."""
    chosen = [change.key for change in found(theirs, mine) if only is None or change.path[0] == only]
    return merged(BASE, theirs, mine, accepted=[key for key in chosen if key not in both], both=both)


def keys(proposed):
    return [change.key for change in proposed]


# --- what is proposed ---


def test_a_text_that_theirs_rewrote_is_proposed_with_its_words():
    [change] = found(edited(hook="Choisir un long mot de passe."))
    assert (change.kind, change.path, change.title) == ("modified", ("hook",), "")
    assert (change.base, change.theirs, change.mine) == (BASE.hook, "Choisir un long mot de passe.", BASE.hook)
    assert (change.is_conflict, change.is_done, change.is_gone) == (False, False, False)
    assert (change.part, change.cell) == ("kit", "hook")
    assert [segment for segment in change.segments if segment.kind != "equal"] == [
        TextSegment("removed", "bon"),
        TextSegment("added", "long"),
    ]


def test_each_field_of_a_step_is_proposed_apart():
    theirs = edited(steps=(WELCOME, step(GAME, minutes=40, say="Ouvrez."), REVIEW))
    assert [(change.kind, change.path, change.title) for change in found(theirs)] == [
        ("modified", ("steps", 1, "minutes"), "Jeu"),
        ("modified", ("steps", 1, "say"), "Jeu"),
    ]


def test_rows_added_removed_and_moved_are_proposed_in_reading_order():
    theirs = edited(steps=(REVIEW, BREAK, WELCOME))
    proposed = found(theirs)
    assert [(change.kind, change.path, change.title) for change in proposed] == [
        ("added", ("steps", 1, ""), "Pause"),
        ("removed", ("steps", 1, ""), "Jeu"),
        ("moved", ("steps",), ""),
    ]
    assert (proposed[2].base, proposed[2].theirs) == (("Accueil", "Bilan"), ("Bilan", "Accueil"))


def test_a_fact_without_field_is_proposed_by_its_key():
    theirs = edited(extra={"fiche": "2"})
    assert [(change.kind, change.path, change.base, change.theirs) for change in found(theirs)] == [
        ("added", ("extra", "fiche"), None, "2"),
        ("removed", ("extra", "rome"), "K1207", None),
    ]


def test_the_facts_of_a_version_are_not_proposed_to_who_follows_it():
    theirs = edited(licence="CC-BY-SA-4.0", credits=(), organisation="Hub", language="en", source_url="x", changes="y")
    assert changes(BASE, theirs, BASE) == ()
    assert set(ALL_FIELDS) - set(FOLLOWED_FIELDS) == {
        "language",
        "organisation",
        "credits",
        "licence",
        "source_url",
        "changes",
        "sources",
    }


def test_bytes_and_who_made_them_are_one_change():
    theirs = edited(pictures=(dataclasses.replace(PLAN, sha256="b" * 64, size=20, author="Ali", alt="Le plan"),))
    work, alt = sorted(found(theirs), key=lambda change: change.cell == "alt")
    assert (work.path, alt.path) == (("pictures", 0, "work"), ("pictures", 0, "alt"))
    assert (work.theirs["author"], work.theirs["sha256"], work.theirs["size"]) == ("Ali", "b" * 64, 20)
    assert merged(BASE, theirs, BASE, accepted=[work.key]).pictures == (
        dataclasses.replace(PLAN, sha256="b" * 64, size=20, author="Ali"),
    )


def test_another_step_written_in_the_place_of_one_is_not_that_step():
    other = Step(title="Enquête", minutes=30, facilitator="Lire le message reçu.")
    assert [(change.kind, change.title) for change in found(edited(steps=(WELCOME, other, REVIEW)))] == [
        ("removed", "Jeu"),
        ("added", "Enquête"),
    ]


def test_a_step_renamed_and_rewritten_a_little_is_the_same_step():
    theirs = edited(steps=(WELCOME, step(GAME, title="Jeu de cartes", say="Ouvrez les deux enveloppes."), REVIEW))
    assert [change.path for change in found(theirs)] == [("steps", 1, "title"), ("steps", 1, "say")]


def test_an_objective_said_otherwise_is_the_same_objective():
    theirs = edited(objectives=("Comprendre le risque", "Choisir un long mot de passe"))
    [change] = found(theirs)
    assert (change.kind, change.path) == ("modified", ("objectives", 1, ""))


def test_a_change_gives_its_differences_ready_for_words():
    theirs = edited(
        hook="Un autre",
        themes=("ia",),
        objectives=BASE.objectives[:1],
        steps=(REVIEW, step(WELCOME, minutes=5), GAME),
        pictures=(dataclasses.replace(PLAN, sha256="b" * 64, author="Ali"),),
        extra={},
    )
    rows = [row for change in found(theirs) for row in change.differences]
    assert [(row.kind, row.part, row.field, row.label) for row in rows] == [
        ("changed", "kit", "hook", ""),
        ("removed", "kit", "themes", "securite"),
        ("added", "kit", "themes", "ia"),
        ("removed", "kit", "objectives", "Choisir un mot de passe"),
        ("changed", "steps", "minutes", "Accueil"),
        ("moved", "steps", "", "Bilan"),
        ("changed", "pictures", "author", "plan.webp"),
        ("changed", "pictures", "sha256", "plan.webp"),
        ("changed", "kit", "extra", "rome"),
    ]
    assert rows[4] == difference.Change("changed", "steps", "minutes", "Accueil", 10, 5)
    assert (rows[5].old, rows[5].new) == (3, 1)


# --- what mine already says, or says otherwise ---


def test_what_mine_already_says_is_done():
    theirs = edited(hook="Mieux", steps=(WELCOME, step(GAME, minutes=40), REVIEW, BREAK))
    assert [(change.is_done, change.is_conflict) for change in found(theirs, theirs)] == [(True, False)] * 3


def test_mine_changing_the_same_thing_otherwise_is_a_conflict():
    theirs = edited(hook="Le leur", steps=(WELCOME, step(GAME, minutes=40), REVIEW))
    mine = edited(hook="Le mien", steps=(WELCOME, step(GAME, minutes=20), REVIEW))
    assert [(change.mine, change.is_conflict) for change in found(theirs, mine)] == [("Le mien", True), (20, True)]
    assert taken(theirs, mine) == theirs
    assert merge_without_conflict(BASE, theirs, mine) == (mine, found(theirs, mine))


def test_mine_changing_another_field_of_the_same_step_is_no_conflict():
    theirs = edited(steps=(WELCOME, step(GAME, minutes=40), REVIEW))
    mine = edited(steps=(WELCOME, step(GAME, say="Devinez."), REVIEW))
    both = edited(steps=(WELCOME, step(GAME, minutes=40, say="Devinez."), REVIEW))
    assert merge_without_conflict(BASE, theirs, mine) == (both, ())
    assert merge_without_conflict(BASE, mine, theirs) == (both, ())


def test_removing_what_mine_rewrote_is_a_conflict():
    mine = edited(steps=(WELCOME, step(GAME, say="Devinez."), REVIEW))
    [change] = found(edited(steps=(WELCOME, REVIEW)), mine)
    assert (change.kind, change.is_conflict, change.mine) == ("removed", True, mine.steps[1])
    assert taken(edited(steps=(WELCOME, REVIEW)), mine).steps == (WELCOME, REVIEW)
    assert taken(edited(steps=(WELCOME, REVIEW)), mine, both=[change.key]) == mine


def test_a_change_of_what_mine_removed_brings_it_back_where_it_was():
    theirs = edited(steps=(WELCOME, step(GAME, minutes=40), REVIEW))
    mine = edited(steps=(WELCOME, REVIEW, BREAK))
    [change] = found(theirs, mine)
    assert (change.is_gone, change.is_conflict, change.mine) == (True, True, None)
    assert merge_without_conflict(BASE, theirs, mine)[0] == mine
    assert taken(theirs, mine).steps == (WELCOME, step(GAME, minutes=40), REVIEW, BREAK)


def test_two_new_orders_are_a_conflict_and_one_is_not():
    theirs = edited(steps=(GAME, WELCOME, REVIEW))
    assert merge_without_conflict(BASE, theirs, edited(hook="Le mien")) == (
        edited(hook="Le mien", steps=theirs.steps),
        (),
    )
    mine = edited(steps=(REVIEW, WELCOME, GAME))
    kept, [change] = merge_without_conflict(BASE, theirs, mine)
    assert (kept, change.kind) == (mine, "moved")
    assert taken(theirs, mine) == theirs


def test_my_own_step_follows_the_one_it_followed_when_theirs_move():
    mine = edited(steps=(WELCOME, BREAK, GAME, REVIEW))
    theirs = edited(steps=(REVIEW, WELCOME, GAME))
    assert taken(theirs, mine).steps == (REVIEW, WELCOME, BREAK, GAME)


def test_the_same_step_added_twice_is_added_once_and_completed():
    theirs = edited(steps=(*BASE.steps, Step(title="Pause", minutes=5)))
    mine = edited(steps=(*BASE.steps, Step(title="Pause", facilitator="Servir le café.")))
    together = (*BASE.steps, Step(title="Pause", minutes=5, facilitator="Servir le café."))
    assert merge_without_conflict(BASE, theirs, mine) == (edited(steps=together), ())
    assert [change.is_done for change in found(theirs, edited(steps=together))] == [True]


def test_two_different_steps_of_one_title_are_a_conflict_where_both_may_stay():
    theirs = edited(steps=(*BASE.steps, Step(title="Pause", minutes=5)))
    mine = edited(steps=(*BASE.steps, Step(title="Pause", minutes=10)))
    kept, [change] = merge_without_conflict(BASE, theirs, mine)
    assert kept == mine
    assert merged(BASE, theirs, mine, accepted=[], both=[change.key]).steps == (*mine.steps, theirs.steps[-1])


# --- keeping both ---


def test_both_texts_stand_one_after_the_other_mine_first():
    theirs, mine = edited(preparation="Couper."), edited(preparation="Plier.")
    assert taken(theirs, mine, both=keys(found(theirs, mine))).preparation == "Plier.\n\nCouper."


def test_of_what_cannot_stand_twice_mine_stays():
    theirs = edited(title="Le leur", duration=90, steps=(WELCOME, step(GAME, title="Jeu A", say="A"), REVIEW))
    mine = edited(title="Le mien", duration=30, steps=(WELCOME, step(GAME, title="Jeu B", say="B"), REVIEW))
    kept = taken(theirs, mine, both=keys(found(theirs, mine)))
    assert kept == edited(mine, steps=(WELCOME, step(GAME, title="Jeu B", say="B\n\nA"), REVIEW))


def test_two_wordings_of_an_objective_become_two_objectives():
    theirs = edited(objectives=("Comprendre le risque", "Choisir un long mot de passe"))
    mine = edited(objectives=("Comprendre le risque", "Choisir un mot de passe sûr"))
    assert taken(theirs, mine, both=keys(found(theirs, mine))).objectives == (*mine.objectives, theirs.objectives[1])


def test_keeping_both_takes_what_only_theirs_changed():
    theirs = edited(preparation="Couper.")
    assert taken(theirs, both=keys(found(theirs))) == theirs


# --- keys ---


def test_a_key_says_what_it_is_about_and_fits_in_a_form():
    theirs = edited(hook="Mieux", steps=(WELCOME, step(GAME, minutes=40), REVIEW))
    assert [key.rsplit(".", 1)[0] for key in keys(found(theirs))] == ["hook", "steps.minutes"]
    assert all(len(key) <= 64 and key.replace(".", "").replace("_", "").isalnum() for key in keys(found(theirs)))


def test_a_key_never_changes_from_one_release_to_the_next():
    theirs = edited(hook="Mieux", steps=(WELCOME, step(GAME, minutes=40), BREAK, REVIEW))
    assert keys(found(theirs)) == [
        "hook.d84efe6b7dda3e14b9af",
        "steps.minutes.6d255f847bec587d0dae",
        "steps.added.e0fb677e178d07434b62",
    ]


@pytest.mark.parametrize(
    "later",
    [
        {"hook": "Autre accroche", "steps": (WELCOME, step(GAME, minutes=40), REVIEW)},
        {"steps": (BREAK, step(WELCOME, minutes=1), step(GAME, minutes=40), REVIEW)},
        {"steps": (step(GAME, minutes=40, say="Autre"), REVIEW)},
    ],
    ids=["fields", "rows before", "the same row"],
)
def test_a_declined_change_stays_known_whatever_else_theirs_change(later):
    [declined] = found(edited(steps=(WELCOME, step(GAME, minutes=40), REVIEW)))
    assert declined.key in keys(found(edited(**later)))


def test_a_declined_order_stays_known_when_theirs_rewrite_or_add_a_step():
    [declined] = found(edited(steps=(REVIEW, WELCOME, GAME)))
    later = edited(steps=(step(REVIEW, minutes=1), BREAK, WELCOME, step(GAME, say="Autre")))
    assert [change.key for change in found(later) if change.kind == "moved"] == [declined.key]


def test_two_equal_rows_are_told_apart():
    base = edited(steps=(BREAK, BREAK))
    proposed = found(edited(steps=(step(BREAK, say="A"), step(BREAK, say="A"))), base, base=base)
    assert len({change.key for change in proposed}) == len(proposed) == 2


def test_a_change_is_a_plain_value():
    assert found(edited(hook="Mieux")) == (
        Change(
            key=keys(found(edited(hook="Mieux")))[0],
            kind="modified",
            path=("hook",),
            base=BASE.hook,
            theirs="Mieux",
            mine=BASE.hook,
        ),
    )
