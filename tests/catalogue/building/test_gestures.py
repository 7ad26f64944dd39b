"""What a trainer does to the blocks of a path: kept in the draft, undone, refused in words."""

import uuid

import pytest
from django.db import connection
from wagtail.models import Revision

from catalogue.building.actions import MOST_STEPS, NotDone, NothingToUndo, add_kit, gesture, take_over_module, undo
from catalogue.building.models import BuilderStep
from catalogue.paths.drafts import Locked, save_draft
from catalogue.paths.models import LearningPathPage, Module
from catalogue.paths.queries import draft_of
from outillerie.kits.models import KitPage
from tests import factories
from tests.catalogue.building.conftest import built, titles, with_block
from tests.catalogue.factories import module, publish_path

pytestmark = pytest.mark.django_db


def refused(deed, *args, **values) -> str:
    with pytest.raises((NotDone, NothingToUndo)) as refusal:
        deed(*args, **values)
    return str(refusal.value)


@pytest.fixture(autouse=True)
def english():
    from django.utils.translation import override

    with override("en"):
        yield


def test_a_gesture_is_kept_in_the_draft_and_the_public_page_stays(path, odile):
    with_block(path, modules=[module("Écouter")], by=odile)
    publish_path(path, by=odile)
    with_block(path, "Protéger", modules=[module("Noter")], by=odile)
    assert titles(built(path)) == [["Écouter"], ["Noter"]]
    assert [block.title for block in LearningPathPage.objects.get(pk=path.pk).blocks.all()] == ["Accueillir"]


def test_a_module_that_changes_block_is_published_where_it_went(path, odile):
    moved, other = module("Écouter", owner=odile), module("Noter", owner=odile)
    first = with_block(path, modules=[moved], by=odile)
    second = with_block(path, "Protéger", modules=[other], by=odile)
    publish_path(path, by=odile)
    for target, left in ((second, first), (first, second)):
        gesture(path.pk, "send_module", by=odile, module=str(moved.key), block=target)
        gesture(path.pk, "send_module", by=odile, module=str(other.key), block=left)
        page = publish_path(path, by=odile)
        rows = {str(block.key): [row.module for row in block.module_rows.all()] for block in page.blocks.all()}
        assert rows == {target: [moved], left: [other]}


def test_gestures_of_one_sitting_share_a_revision(path, odile, wenceslas):
    key = with_block(path, modules=[module(), module()], by=odile)
    assert Revision.objects.for_instance(path).count() == 1
    gesture(path.pk, "change_block", by=wenceslas, key=key, title="Autre")
    assert Revision.objects.for_instance(path).count() == 2


def test_undo_brings_back_the_blocks_gesture_by_gesture(path, odile):
    one, two = module("Un"), module("Deux")
    key = with_block(path, modules=[one, two], by=odile)
    before = built(path)
    gesture(path.pk, "change_place", by=odile, module=str(two.key), is_required=False, requires=[str(one.key)])
    gesture(path.pk, "remove_module", by=odile, module=str(one.key))
    gesture(path.pk, "remove_block", by=odile, key=key)
    steps = [undo(path.pk, by=odile) for _gesture in range(3)]
    assert [(step.gesture, step.facts["title"]) for step in steps] == [
        ("remove_block", "Accueillir"),
        ("remove_module", "Un"),
        ("change_place", "Deux"),
    ]
    assert built(path) == before


def test_there_is_nothing_to_undo_in_a_path_just_begun(path, odile):
    assert refused(undo, path.pk, by=odile) == "There is nothing left to undo."


def test_undo_takes_back_the_gesture_that_the_page_showed_and_no_other(path, odile, wenceslas):
    with_block(path, by=odile)
    shown = BuilderStep.objects.first()
    with_block(path, "Protéger", by=wenceslas)
    words = "The last gesture is not the one that this page showed. Look at the blocks, then undo again."
    assert refused(undo, path.pk, by=odile, step_id=shown.pk) == words
    assert [block.title for block in built(path).blocks] == ["Accueillir", "Protéger"]


def test_blocks_that_were_changed_elsewhere_are_not_undone_over(path, odile):
    with_block(path, by=odile)
    draft = draft_of(LearningPathPage.objects.get(pk=path.pk))
    draft.blocks.all()[0].title = "Dans l’éditeur"
    save_draft(draft, by=odile)
    assert "cannot be undone any more" in refused(undo, path.pk, by=odile)
    assert [block.title for block in built(path).blocks] == ["Dans l’éditeur"]


def test_facts_that_were_changed_elsewhere_do_not_keep_from_undoing(path, odile):
    with_block(path, by=odile)
    draft = draft_of(LearningPathPage.objects.get(pk=path.pk))
    draft.summary = "Pour les mairies."
    save_draft(draft, by=odile)
    undo(path.pk, by=odile)
    assert built(path).blocks == ()
    assert draft_of(LearningPathPage.objects.get(pk=path.pk)).summary == "Pour les mairies."


def test_only_the_last_gestures_are_kept(path, odile):
    key = with_block(path, by=odile)
    for number in range(MOST_STEPS + 5):
        gesture(path.pk, "change_block", by=odile, key=key, title=f"Titre {number}")
    assert BuilderStep.objects.filter(path=path).count() == MOST_STEPS


def test_a_gesture_that_changes_nothing_leaves_no_step(path, odile):
    key = with_block(path, by=odile)
    gesture(path.pk, "change_block", by=odile, key=key, title="Accueillir")
    assert BuilderStep.objects.count() == 1


def test_a_module_is_added_once_and_the_refusal_names_its_block(path, odile):
    piece = module()
    with_block(path, modules=[piece], by=odile)
    other = with_block(path, "Protéger", by=odile)
    words = refused(gesture, path.pk, "add_module", by=odile, block=other, module=str(piece.key))
    assert words == "This module is already in block 1."


def test_a_circle_is_refused_with_the_titles(path, odile):
    one, two = module("Un"), module("Deux")
    with_block(path, modules=[one, two], by=odile)
    wait = {"is_required": True}
    gesture(path.pk, "change_place", by=odile, module=str(two.key), requires=[str(one.key)], **wait)
    words = refused(gesture, path.pk, "change_place", by=odile, module=str(one.key), requires=[str(two.key)], **wait)
    assert words == "These modules would wait for one another: “Un”, “Deux”. Untick one of them."


def test_a_block_that_is_gone_is_said(path, odile):
    words = refused(gesture, path.pk, "move_block", by=odile, key=str(uuid.uuid4()), up=True)
    assert words == "This block is no longer in the path: someone removed it. Look at the blocks, then go on."


def test_a_path_locked_in_the_back_office_is_left_alone(path, odile, staff):
    LearningPathPage.objects.filter(pk=path.pk).update(locked=True, locked_by=staff)
    with pytest.raises(Locked):
        with_block(path, by=odile)
    with_block(path, by=staff)
    assert len(built(path).blocks) == 1


def test_a_kit_becomes_a_module_that_pins_it_once(path, odile):
    key, page = with_block(path, by=odile), factories.kit()
    add_kit(path.pk, block=key, kit=page, by=odile)
    assert titles(built(path)) == [["Où est Camille ?"]]
    words = refused(add_kit, path.pk, block=key, kit=page, by=odile)
    assert words == "This kit is already in block 1, in the module “Où est Camille ?”."
    assert Module.objects.count() == 1


def test_a_kit_that_was_taken_out_comes_back_by_the_same_module(path, odile, wenceslas):
    key, page = with_block(path, by=odile), factories.kit()
    add_kit(path.pk, block=key, kit=page, by=odile)
    undo(path.pk, by=odile)
    add_kit(path.pk, block=key, kit=page, by=odile)
    assert list(Module.objects.values_list("owner__first_name", flat=True)) == ["Odile"]
    gesture(path.pk, "remove_block", by=odile, key=key)
    other = with_block(path, by=wenceslas)
    add_kit(path.pk, block=other, kit=KitPage.objects.get(), by=wenceslas)
    assert list(Module.objects.order_by("pk").values_list("owner__first_name", flat=True)) == ["Odile", "Wenceslas"]


def test_the_module_of_somebody_else_gives_its_place_to_a_copy(path, odile, wenceslas):
    theirs, mine = module("À Wenceslas", owner=wenceslas), module("À moi", owner=odile)
    with_block(path, modules=[theirs, mine], by=odile)
    gesture(path.pk, "change_place", by=odile, module=str(mine.key), is_required=True, requires=[str(theirs.key)])
    take_over_module(path.pk, module=theirs, by=odile)
    copy = Module.objects.get(copied_from=theirs)
    [block] = built(path).blocks
    assert [(place.module, place.requires) for place in block.places] == [
        (str(copy.key), ()),
        (str(mine.key), (str(copy.key),)),
    ]
    assert (copy.owner, copy.title) == (odile, "À Wenceslas")


@pytest.mark.parametrize("count", [1, 3])
def test_a_gesture_asks_as_many_questions_whatever_the_path_holds(path, odile, count, django_assert_num_queries):
    for number in range(count):
        pieces = [module(f"Module {number} {rank}") for rank in range(count)]
        key = with_block(path, f"Bloc {number}", modules=pieces, by=odile)
    with django_assert_num_queries(GESTURE_QUERIES[connection.vendor]):
        gesture(path.pk, "change_block", by=odile, key=key, title="Autre")


# PostgreSQL is asked once more: the row that SQLite locks by itself.
GESTURE_QUERIES = {"sqlite": 43, "postgresql": 44}
