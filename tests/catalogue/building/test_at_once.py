"""Two trainers at one path, or two presses at once: both gestures stay, and nothing is there twice."""

import threading

import pytest
from django.db import connection

from catalogue.building import actions
from catalogue.building.actions import NotDone, add_kit, begin_path, gesture
from catalogue.building.models import BuilderStep
from catalogue.paths import drafts
from catalogue.paths.models import LearningPathPage, Module
from outillerie.errors import Refused
from tests import factories
from tests.catalogue.building.conftest import built, titles, with_block
from tests.catalogue.factories import module

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*deeds):
    """Do `deeds` in as many threads, started together. Return what each was refused, None when it was done."""
    start, ends = threading.Barrier(len(deeds)), [None] * len(deeds)

    def alone(place, deed):
        try:
            start.wait(10)
            deed()
        except Refused as refusal:
            ends[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def adding(path, key, pieces, people):
    """Return a deed for each piece: somebody adds it."""
    return [
        lambda piece=piece, by=by: gesture(path.pk, "add_module", by=by, block=key, module=str(piece.key))
        for piece, by in zip(pieces, people, strict=True)
    ]


def test_the_gestures_of_two_trainers_add_up(path, odile, staff):
    key, pieces = with_block(path, by=odile), [module(f"Module {number}") for number in range(4)]
    assert at_once(*adding(path, key, pieces, [odile, staff] * 2)) == [None] * 4
    assert sorted(titles(built(path))[0]) == [piece.title for piece in pieces]
    assert BuilderStep.objects.filter(path=path).count() == 5


def test_control_without_the_lock_a_gesture_is_lost(path, odile, staff, monkeypatch):
    key, pieces = with_block(path, by=odile), [module(f"Module {number}") for number in range(2)]
    both_have_read = threading.Barrier(2)

    def unlocked(path_id, *, by):
        draft = drafts.draft_of(LearningPathPage.objects.get(pk=path_id))
        both_have_read.wait(10)
        return draft

    monkeypatch.setattr(actions, "editable_draft", unlocked)
    # Outside of any transaction: on SQLite, one that will write holds the only lock from its first line.
    done = [
        lambda piece=piece, by=by: actions.done(
            unlocked(path.pk, by=by), "add_module", by=by, values={"block": key, "module": str(piece.key)}
        )
        for piece, by in zip(pieces, [odile, staff], strict=True)
    ]
    assert at_once(*done) == [None, None]
    assert len(titles(built(path))[0]) == 1


def test_one_kit_pressed_twice_at_once_is_there_once(path, odile):
    key, kit = with_block(path, by=odile), factories.kit()
    ends = at_once(*[lambda: add_kit(path.pk, block=key, kit=kit, by=odile)] * 3)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "NotDone", "NotDone"]
    assert (titles(built(path)), Module.objects.count()) == ([["Où est Camille ?"]], 1)


def test_one_module_in_two_blocks_at_once_goes_to_one(path, odile, staff):
    keys = [with_block(path, title, by=odile) for title in ("Un", "Deux")]
    piece = module()
    ends = at_once(
        *[
            lambda key=key, by=by: gesture(path.pk, "add_module", by=by, block=key, module=str(piece.key))
            for key, by in zip(keys, (odile, staff), strict=True)
        ]
    )
    [refused] = [end for end in ends if end is not None]
    assert isinstance(refused, NotDone)
    assert sorted(titles(built(path))) == [[], [piece.title]]


def test_two_paths_of_one_title_begun_at_once_have_two_addresses(odile, staff):
    ends = at_once(*[lambda by=by: begin_path("Aidant", by=by) for by in (odile, staff)])
    assert ends == [None, None]
    assert sorted(LearningPathPage.objects.values_list("slug", flat=True)) == ["aidant", "aidant-2"]
