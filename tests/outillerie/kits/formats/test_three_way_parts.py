"""Pictures, files and credits follow the texts that are taken from another version."""

import dataclasses
import time

from outillerie.kits.formats.borrowing import adapted, source_of
from outillerie.kits.formats.content import Credit, File, KitContent, Picture, Step
from outillerie.kits.formats.mentions import mentioned, renamed
from outillerie.kits.formats.names import MAX_LENGTH, free_name, is_safe_name
from outillerie.kits.formats.three_way import ALL_FIELDS, changes, merged, returned

GAME = Step(title="Jeu", minutes=30, facilitator="Distribuer les cartes.")
BREAK = Step(title="Pause", minutes=5, is_break=True)
PLAN = Picture(name="plan.webp", alt="Un plan", sha256="a" * 64, size=10)
MAP = Picture(name="carte.webp", alt="Une carte", sha256="c" * 64)
SHEET = File(name="fiche.pdf", title="Fiche", sha256="d" * 64)
SHOWS_MAP = "Voir ![la carte](images/carte.webp) et [la fiche](fichiers/fiche.pdf)."
BASE = KitContent(
    title="Mots de passe",
    preparation="Imprimer les cartes.",
    steps=(GAME,),
    pictures=(PLAN,),
    credits=(Credit(name="Jeanne"),),
    licence="CC-BY-4.0",
)


def edited(kit=BASE, **fields):
    return dataclasses.replace(kit, **fields)


def found(theirs, mine=BASE):
    return changes(BASE, theirs, mine, fields=ALL_FIELDS)


def taken(theirs, mine=BASE, *, only=None):
    """Return mine with every change of theirs, or those of the field `only`."""
    chosen = [change.key for change in found(theirs, mine) if only in (None, change.path[0])]
    return merged(BASE, theirs, mine, accepted=chosen)


# --- pictures and files that texts call ---

WITH_MAP = edited(preparation=SHOWS_MAP, pictures=(PLAN, MAP), files=(SHEET,))


def test_a_text_brings_along_what_it_calls():
    assert taken(WITH_MAP, only="preparation") == WITH_MAP


def test_a_text_calls_what_it_brings_by_the_name_that_is_free():
    own = dataclasses.replace(MAP, sha256="e" * 64)
    mine = edited(hook="![ma carte](images/carte.webp)", pictures=(PLAN, own))
    result = taken(WITH_MAP, mine, only="preparation")
    assert result.pictures == (PLAN, dataclasses.replace(MAP, name="carte-2.webp"), own)
    assert result.preparation == SHOWS_MAP.replace("carte.webp", "carte-2.webp")
    assert result.hook == "![ma carte](images/carte.webp)"
    assert [change.is_done for change in found(WITH_MAP, result)] == [True, True, True]


def test_a_text_calls_a_picture_as_mine_call_it():
    base = edited(preparation="![](images/plan.webp)")
    mine = edited(
        base, pictures=(dataclasses.replace(PLAN, name="dessin.webp"),), preparation="![](images/dessin.webp)"
    )
    theirs = edited(base, preparation="Regarder ![](images/plan.webp)")
    [change] = changes(base, theirs, mine)
    assert change.is_conflict is False
    assert merged(base, theirs, mine, accepted=[change.key]).preparation == "Regarder ![](images/dessin.webp)"


def test_my_texts_follow_a_picture_that_theirs_renamed():
    theirs = edited(pictures=(dataclasses.replace(PLAN, name="dessin.webp"),))
    mine = edited(preparation="Imprimer ![](images/plan.webp).", cover="plan.webp")
    result = taken(theirs, mine)
    assert (result.pictures, result.preparation, result.cover) == (
        theirs.pictures,
        "Imprimer ![](images/dessin.webp).",
        "dessin.webp",
    )


def test_removing_a_picture_that_a_text_of_mine_came_to_show_is_a_conflict():
    theirs = edited(pictures=())
    shown = edited(hook="Voir ![](images/plan.webp)")
    assert [change.is_conflict for change in found(theirs, shown)] == [True]
    assert [change.is_conflict for change in found(theirs, edited(cover="plan.webp"))] == [True]
    assert [change.is_conflict for change in found(theirs)] == [False]


def test_a_cover_brings_its_picture_along():
    theirs = edited(pictures=(PLAN, MAP), cover="carte.webp")
    assert taken(theirs, only="cover") == theirs


def test_a_step_taken_from_another_kit_keeps_its_rights_with_its_text():
    theirs = edited(steps=(dataclasses.replace(GAME, say="Cherchez.", author="Ali", licence="CC-BY-NC-4.0"),))
    [say] = [change for change in found(theirs) if change.cell == "say"]
    assert merged(BASE, theirs, BASE, accepted=[say.key]) == theirs


# --- an adaptation and its source ---

SOURCE = source_of(BASE, url="https://hub.example/kits/mots/v1", version=1, sha256="1" * 64)
NEWER = source_of(BASE, url="https://hub.example/kits/mots/v2", version=2, sha256="2" * 64)
ADAPTED = adapted(BASE, SOURCE, title="Mes mots de passe", author="Bachir")


def test_the_credits_of_an_adaptation_are_not_a_change_of_mine():
    theirs = edited(pictures=(dataclasses.replace(PLAN, sha256="b" * 64),))
    [change] = changes(BASE, theirs, ADAPTED, source=NEWER)
    assert (change.path, change.is_conflict, change.is_done) == (("pictures", 0, "work"), False, False)
    result = merged(BASE, theirs, ADAPTED, accepted=[change.key], source=NEWER)
    assert result.pictures == (
        dataclasses.replace(PLAN, sha256="b" * 64, author="Jeanne", source=NEWER.url, licence="CC-BY-4.0"),
    )
    assert [change.is_done for change in changes(BASE, theirs, result, source=NEWER)] == [True]


def test_a_picture_that_comes_from_the_source_comes_with_its_credit():
    theirs = edited(pictures=(PLAN, MAP))
    [change] = changes(BASE, theirs, ADAPTED, source=NEWER)
    result = merged(BASE, theirs, ADAPTED, accepted=[change.key], source=NEWER)
    assert result.pictures == (
        ADAPTED.pictures[0],
        dataclasses.replace(MAP, author="Jeanne", source=NEWER.url, licence="CC-BY-4.0"),
    )


def test_what_an_adaptation_did_not_change_is_not_given_back():
    offered = edited(ADAPTED, steps=(GAME, BREAK), pictures=(*ADAPTED.pictures, MAP))
    proposed = changes(BASE, returned(offered, base=BASE, sources=[SOURCE]), BASE)
    assert [(change.kind, change.title or change.cell) for change in proposed] == [
        ("modified", "title"),
        ("added", "Pause"),
        ("added", "carte.webp"),
    ]


# --- names in texts ---


def test_a_name_is_found_in_each_spelling_of_an_address():
    names = ["a.png", "mon plan.png", "été.png", "b(1).png"]
    texts = [
        "![](images/a.png)",
        "![](images/mon%20plan.png)",
        "![](<images/mon plan.png> 'titre')",
        "[x]: images/%C3%A9t%C3%A9.png",
        "![](images/b(1).png)",
    ]
    assert [mentioned([text], names, folder="images") for text in texts] == [
        {"a.png"},
        {"mon plan.png"},
        {"mon plan.png"},
        {"été.png"},
        {"b(1).png"},
    ]


def test_an_address_elsewhere_calls_nothing():
    texts = ["![](https://exemple.fr/images/a.png)", "![](images/a.png2)", "![](fichiers/a.png)", "images / a.png"]
    assert mentioned(texts, ["a.png"], folder="images") == set()


def test_names_that_change_places_change_places_once():
    names = {"images": {"a.png": "b.png", "b.png": "a.png"}}
    assert renamed("![](images/a.png) ![](images/b.png)", names) == "![](images/b.png) ![](images/a.png)"


def test_a_new_name_is_spelled_so_that_it_stays_an_address():
    assert renamed("![](images/a.png)", {"images": {"a.png": "un (2).png"}}) == "![](images/un%20%282%29.png)"
    assert renamed("![](images/%C3%A9.png)", {"images": {"é.png": "è.png"}}) == "![](images/%C3%A8.png)"
    assert renamed("![](images/é.png)", {"images": {"é.png": "è.png"}}) == "![](images/è.png)"


def test_a_free_name_is_the_first_that_no_system_takes_for_another():
    assert free_name("plan.png", []) == "plan.png"
    assert free_name("plan.png", ["Plan.PNG", "plan-2.png"]) == "plan-3.png"
    long = "é" * 73 + ".png"
    assert is_safe_name(long) and is_safe_name(free_name(long, [long]))
    assert len(free_name(long, [long]).encode()) <= MAX_LENGTH


def test_a_long_text_is_searched_at_once():
    names = [f"image-{number}.png" for number in range(300)]
    text = "images/" * 20_000 + "image-7.png" * 1_000
    start = time.process_time()
    mentioned([text], names, folder="images")
    assert time.process_time() - start < 1
