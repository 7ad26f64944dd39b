"""Gestures on blocks: whatever their order, nothing is lost, nothing is there twice, and undo brings back the same."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.building.formats.structure import (
    GESTURES,
    Block,
    GestureRefused,
    Place,
    Structure,
    add_block,
    add_module,
    change_block,
    change_place,
    cycle_of,
    fingerprint,
    from_plain,
    move_block,
    move_module,
    remove_block,
    remove_module,
    replace_module,
    send_module,
    to_plain,
)

BLOCKS, MODULES = ("A", "B", "C"), ("m", "n", "o", "p", "q")


def structure(**blocks) -> Structure:
    """Return blocks with their modules: `structure(A="mn", B="")`."""
    return Structure(
        blocks=tuple(
            Block(key=key, title=key, places=tuple(Place(module=module) for module in modules))
            for key, modules in blocks.items()
        )
    )


def shape(of: Structure) -> dict[str, str]:
    return {block.key: "".join(place.module for place in block.places) for block in of.blocks}


def refusal(gesture, *args, **values) -> tuple[str, dict]:
    with pytest.raises(GestureRefused) as refused:
        gesture(*args, **values)
    return refused.value.code, refused.value.parts


keys, modules = st.sampled_from(BLOCKS), st.sampled_from(MODULES)
gestures = st.one_of(
    st.tuples(st.just("add_block"), st.fixed_dictionaries({"key": keys, "title": st.text(max_size=3)})),
    st.tuples(st.just("change_block"), st.fixed_dictionaries({"key": keys, "title": st.text(max_size=3)})),
    st.tuples(st.just("remove_block"), st.fixed_dictionaries({"key": keys})),
    st.tuples(st.just("move_block"), st.fixed_dictionaries({"key": keys, "up": st.booleans()})),
    st.tuples(st.just("add_module"), st.fixed_dictionaries({"block": keys, "module": modules})),
    st.tuples(st.just("remove_module"), st.fixed_dictionaries({"module": modules})),
    st.tuples(st.just("move_module"), st.fixed_dictionaries({"module": modules, "up": st.booleans()})),
    st.tuples(st.just("send_module"), st.fixed_dictionaries({"module": modules, "block": keys})),
    st.tuples(
        st.just("change_place"),
        st.fixed_dictionaries({"module": modules, "is_required": st.booleans(), "requires": st.lists(modules)}),
    ),
    st.tuples(st.just("replace_module"), st.fixed_dictionaries({"module": modules, "by": modules})),
)


def expected(before: set[str], of: Structure, name: str, values: dict) -> set[str]:
    """Return the modules that a gesture must leave, out of those before it."""
    if name == "add_module":
        return before | {values["module"]}
    if name == "remove_module":
        return before - {values["module"]}
    if name == "remove_block":
        return before - {place.module for place in of.block(values["key"]).places}
    if name == "replace_module":
        return before - {values["module"]} | {values["by"]}
    return before


def is_sound(of: Structure) -> bool:
    held = of.modules()
    is_single = len(set(held)) == len(held) and len({block.key for block in of.blocks}) == len(of.blocks)
    waits_for_others = all(set(place.requires) <= set(held) - {place.module} for place in of.places())
    return is_single and waits_for_others and cycle_of(of) == ()


@given(st.lists(gestures, max_size=40))
def test_no_gestures_lose_a_module_keep_one_twice_or_make_a_circle(done):
    now, history = Structure(), []
    for name, values in done:
        try:
            after = GESTURES[name](now, **values)
        except GestureRefused:
            continue
        assert set(after.modules()) == expected(set(now.modules()), now, name, values)
        assert is_sound(after)
        history.append((to_plain(now), fingerprint(now)))
        now = after
    # What is kept beside each gesture brings back exactly what was there.
    for before, sha256 in reversed(history):
        assert fingerprint(from_plain(before)) == sha256
        assert to_plain(from_plain(before)) == before


@given(st.lists(gestures, max_size=20))
def test_a_structure_reads_back_as_it_was_written(done):
    now = Structure()
    for name, values in done:
        with contextlib.suppress(GestureRefused):
            now = GESTURES[name](now, **values)
    assert from_plain(to_plain(now)) == now


def test_a_module_moves_within_its_block_then_on_to_the_next_one():
    now = structure(A="mn", B="o")
    assert shape(move_module(now, module="m", up=False)) == {"A": "nm", "B": "o"}
    assert shape(move_module(now, module="n", up=False)) == {"A": "m", "B": "no"}
    assert shape(move_module(now, module="o", up=True)) == {"A": "mno", "B": ""}
    assert refusal(move_module, now, module="m", up=True) == ("first", {"module": "m"})
    assert refusal(move_module, now, module="o", up=False) == ("last", {"module": "o"})


def test_moving_up_then_down_changes_nothing():
    now = structure(A="mn", B="o")
    assert move_module(move_module(now, module="o", up=True), module="o", up=False) == now


def test_a_path_holds_a_module_once():
    now = structure(A="m", B="")
    assert refusal(add_module, now, block="B", module="m") == ("duplicate", {"module": "m", "number": 1})
    assert refusal(replace_module, structure(A="mn"), module="n", by="m") == ("duplicate", {"module": "m", "number": 1})


def test_what_is_gone_is_said_to_be_gone():
    now = structure(A="m")
    assert refusal(add_module, now, block="B", module="n") == ("block_gone", {"block": "B"})
    assert refusal(remove_module, now, module="n") == ("module_gone", {"module": "n"})
    assert refusal(send_module, now, module="m", block="B") == ("block_gone", {"block": "B"})


def test_the_same_block_is_not_added_twice():
    assert refusal(add_block, structure(A=""), key="A", title="Encore") == ("block_there", {"block": "A"})


def test_modules_that_would_wait_for_one_another_are_refused_with_their_keys():
    now = change_place(structure(A="mno"), module="n", is_required=True, requires=["m"])
    now = change_place(now, module="o", is_required=True, requires=["n"])
    code, parts = refusal(change_place, now, module="m", is_required=True, requires=["o"])
    assert (code, set(parts["modules"])) == ("cycle", {"m", "n", "o"})
    assert refusal(change_place, now, module="m", is_required=True, requires=["m"]) == ("cycle", {"modules": ("m",)})


def test_what_is_removed_is_waited_for_no_more():
    now = change_place(structure(A="m", B="n"), module="n", is_required=False, requires=["m"])
    assert remove_module(now, module="m").place("n") == Place(module="n", is_required=False)
    assert remove_block(now, key="A").place("n").requires == ()


def test_a_copy_takes_the_place_of_a_module_for_those_that_wait_for_it():
    now = change_place(structure(A="mn"), module="n", is_required=True, requires=["m"])
    changed = replace_module(now, module="m", by="q")
    assert (shape(changed), changed.place("n").requires) == ({"A": "qn"}, ("q",))


def test_blocks_exchange_their_places_and_keep_their_modules():
    now = structure(A="m", B="n")
    assert list(shape(move_block(now, key="B", up=True)).items()) == [("B", "n"), ("A", "m")]
    assert refusal(move_block, now, key="A", up=True) == ("first", {})


def test_the_words_of_a_block_change_and_its_modules_stay():
    changed = change_block(structure(A="mn"), key="A", title="Autre", domain=4)
    assert (changed.block("A").title, changed.block("A").domain, shape(changed)) == ("Autre", 4, {"A": "mn"})


def test_a_path_has_a_bound():
    many = Structure(blocks=tuple(Block(key=str(number)) for number in range(30)))
    assert refusal(add_block, many, key="A", title="") == ("too_many_blocks", {"most": 30})
    full = structure(A=[str(number) for number in range(120)])
    assert refusal(add_module, full, block="A", module="m") == ("too_many_modules", {"most": 120})
