"""How far someone is, computed from plain values."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.learning.formats.progress import Work, is_completed, progress
from catalogue.paths.formats.content import BlockContent, ModuleContent, PathContent


def content(*blocks):
    """Return a path of blocks, each a list of (key, is required) or (key, is required, keys to do before)."""
    return PathContent(
        title="Essai",
        blocks=tuple(
            BlockContent(
                key=f"b{number}",
                title=f"Bloc {number}",
                modules=tuple(
                    ModuleContent(key=key, title=key.upper(), minutes=60, is_required=needed, requires=tuple(*before))
                    for key, needed, *before in modules
                ),
            )
            for number, modules in enumerate(blocks)
        ),
    )


DONE = Work(is_done=True, is_started=True)


def test_a_block_is_acquired_with_its_required_modules_and_the_path_with_its_blocks():
    path = content([("a", True), ("b", False)], [("c", True)])
    half = progress(path, {"a": DONE, "c": Work(is_started=True, minutes_attended=45)})
    assert [(block.status, block.done, block.total, block.share) for block in half.blocks] == [
        ("acquired", 1, 1, 100),
        ("started", 0, 1, 0),
    ]
    assert (half.minutes_done, half.minutes_total, half.share, half.is_completed) == (105, 120, 87, False)
    assert (half.modules_done, half.modules_total) == (1, 2)
    assert progress(path, {"a": DONE, "c": DONE}).is_completed


def test_a_block_of_optional_modules_holds_nobody_back():
    path = content([("a", True)], [("b", False), ("c", False)])
    assert is_completed(path, {"a"})
    assert progress(path, {"a": DONE, "b": DONE}).block("b1").status == "started"
    assert progress(path, {"b": DONE, "c": DONE}).block("b1").status == "acquired"


def test_a_path_without_required_module_asks_for_all_of_them():
    path = content([("a", False)], [("b", False)])
    assert (is_completed(path, {"a"}), is_completed(path, {"a", "b"})) == (False, True)


def test_one_goes_on_with_what_is_begun_then_with_what_waits_for_nothing():
    path = content([("a", True, ["b"]), ("b", True), ("c", True)])
    assert progress(path, {}).next.key == "b"
    assert progress(path, {"c": Work(is_started=True)}).next.key == "c"
    assert progress(path, {}).module("a").waits_for == ("B",)
    assert progress(path, {"b": DONE}).next.key == "a"
    assert progress(path, dict.fromkeys("abc", DONE)).next is None


def test_presence_beyond_the_module_counts_as_the_module():
    path = content([("a", True)])
    long = progress(path, {"a": Work(is_started=True, minutes_attended=500)})
    assert (long.minutes_done, long.minutes_attended) == (60, 500)


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_doing_more_never_takes_a_block_away_and_what_is_not_finished_never_reads_100(done, more):
    path = content([("a", True), ("b", True)], [("c", True), ("d", False)], [("e", False), ("f", False)])
    before, after = (progress(path, dict.fromkeys(keys, DONE)) for keys in (done, done | more))
    for one, other in zip(before.blocks, after.blocks, strict=True):
        assert (one.status == "acquired") <= (other.status == "acquired")
        assert (one.share == 100) == (one.status == "acquired")
    assert before.is_completed <= after.is_completed
    assert (before.share == 100) == (before.modules_done == before.modules_total)
