"""What holds whatever three versions of a kit are: rows twice, moved, removed, without title, in any mix."""

import dataclasses
import hashlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outillerie.kits.formats.cells import texts_of
from outillerie.kits.formats.content import (
    Credit,
    File,
    KitContent,
    Material,
    Picture,
    Source,
    Step,
    canonical_bytes,
)
from outillerie.kits.formats.names import folded
from outillerie.kits.formats.three_way import ALL_FIELDS, FOLLOWED_FIELDS, changes, merge_without_conflict, merged
from tests.outillerie.kits.formats.test_round_trips import contents

# The same examples at each run; raise the number by hand after touching the comparison.
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

# So few words that two kits drawn apart share rows, hold some twice and move others.
WORDS = ["", "p", "lire une adresse", "lire cette adresse", "lire une longue adresse"]
SHOWING = ["![](images/a.png)", "![](images/b%20c.png) [f](fichiers/a.png)"]
texts = st.sampled_from([*WORDS, *SHOWING])
labels = st.sampled_from(["", "A", "B", "C"])
file_names = st.sampled_from(["a.png", "b c.png", "d.png"])
hashes = st.sampled_from(["1" * 64, "2" * 64])
RIGHTS = {"author": st.sampled_from(["", "Ali"]), "licence": st.sampled_from(["", "CC0-1.0"])}


def tuples(strategy, most=3, **options):
    return st.lists(strategy, max_size=most, **options).map(tuple)


def kits(*, texts=texts, labels=labels, one_label=False):
    """Return a strategy of kits; with `one_label`, no two rows of a list are called the same."""

    def rows(part, called, most=3, **fields):
        only_once = {"unique_by": lambda row: getattr(row, called)} if one_label else {}
        return tuples(st.builds(part, **fields), most, **only_once)

    def named(part, **fields):
        drawn = st.builds(part, name=file_names, sha256=hashes, **RIGHTS, **fields)
        return tuples(drawn.map(lambda row: by_name(row) if one_label else row), unique_by=lambda row: folded(row.name))

    return st.builds(
        KitContent,
        title=labels,
        themes=tuples(labels),
        duration=st.sampled_from([None, 5]),
        objectives=tuples(texts, unique=one_label),
        material=rows(Material, "label", label=labels, quantity=st.sampled_from(["", "2"])),
        preparation=texts,
        steps=rows(
            Step, "title", 4, title=labels, minutes=st.sampled_from([None, 5]), facilitator=texts, say=texts, **RIGHTS
        ),
        body=texts,
        files=named(File, title=labels),
        pictures=named(Picture, alt=labels),
        cover=st.just("") | file_names,
        credits=rows(Credit, "name", name=labels, role=st.sampled_from(["author", "translator"])),
        sources=rows(Source, "title", title=labels, version=st.sampled_from([None, 1])),
        extra=st.dictionaries(st.sampled_from("xy"), st.sampled_from([None, 1, "p"])),
    )


def by_name(row):
    return dataclasses.replace(row, sha256=hashlib.sha256(row.name.encode()).hexdigest())


mixed = kits()
plain = kits(texts=st.sampled_from(WORDS))
apart = kits(texts=st.sampled_from(["", "p", *SHOWING]), labels=st.sampled_from(["A", "B", "C", "D"]), one_label=True)


def keys(proposed, chosen=lambda change: True):
    return [change.key for change in proposed if chosen(change)]


def some_of(data, proposed):
    return set(data.draw(st.lists(st.sampled_from(keys(proposed)), unique=True))) if proposed else set()


def with_fields(kit, other, names):
    return dataclasses.replace(kit, **{name: getattr(other, name) for name in names})


@few
@given(st.tuples(mixed, mixed) | st.tuples(contents, contents))
def test_without_edits_of_mine_taking_all_gives_theirs(pair):
    base, theirs = pair
    proposed = changes(base, theirs, base, fields=ALL_FIELDS)
    assert keys(proposed, lambda change: change.is_conflict) == []
    assert merged(base, theirs, base, accepted=keys(proposed)) == theirs
    assert merge_without_conflict(base, theirs, base) == (theirs, ())


@few
@given(plain, plain)
def test_without_edits_of_mine_following_all_gives_what_may_be_followed(base, theirs):
    theirs = dataclasses.replace(theirs, cover=base.cover)
    result = merged(base, theirs, base, accepted=keys(changes(base, theirs, base)))
    assert result == with_fields(base, theirs, FOLLOWED_FIELDS)


@few
@given(mixed, mixed, mixed)
def test_taking_nothing_leaves_mine_as_it_is_to_the_byte(base, theirs, mine):
    assert canonical_bytes(merged(base, theirs, mine, accepted=())) == canonical_bytes(mine)


@few
@given(mixed, mixed)
def test_what_did_not_change_is_not_proposed(base, mine):
    assert changes(base, base, mine, fields=ALL_FIELDS) == ()


@few
@given(mixed, mixed, mixed)
def test_what_is_proposed_and_its_keys_do_not_depend_on_mine(base, theirs, mine):
    def told(proposed):
        return [(change.key, change.kind, change.path, change.title, change.base, change.theirs) for change in proposed]

    proposed = changes(base, theirs, mine, fields=ALL_FIELDS)
    assert told(proposed) == told(changes(base, theirs, base, fields=ALL_FIELDS))
    assert len(set(keys(proposed))) == len(proposed)
    assert keys(proposed, lambda change: change.is_done and change.is_conflict) == []


@few
@given(plain, plain, plain, st.sets(st.sampled_from(ALL_FIELDS)))
def test_a_key_does_not_depend_on_what_else_theirs_change(base, theirs, later, names):
    later = with_fields(later, theirs, names)
    assert keys(changes(base, later, base, fields=names)) == keys(changes(base, theirs, base, fields=names))


@few
@given(mixed, mixed)
def test_what_mine_took_whole_is_done(base, theirs):
    assert keys(changes(base, theirs, theirs, fields=ALL_FIELDS), lambda change: not change.is_done) == []


@few
@given(apart, apart, apart, st.data())
def test_what_mine_accepted_is_done(base, theirs, mine, data):
    accepted = some_of(data, changes(base, theirs, mine, fields=ALL_FIELDS))
    result = merged(base, theirs, mine, accepted=accepted)
    left = keys(changes(base, theirs, result, fields=ALL_FIELDS), lambda change: not change.is_done)
    assert accepted.isdisjoint(left)


MARKS = ["m1", "m2 lire une adresse", "m3 lire cette longue adresse", "m4"]


@st.composite
def edits(draw, kit):
    """Return `kit` as somebody edited it: texts rewritten, steps added, removed and moved."""
    steps = [
        dataclasses.replace(step, **{draw(st.sampled_from(["title", "facilitator", "say"])): draw(marks)})
        if draw(st.booleans())
        else step
        for step in draw(st.permutations(kit.steps))
    ]
    steps = steps[: draw(st.integers(0, len(steps)))]
    # With no word in common: two steps that say much the same in the same place are one step.
    added = [Step(title=f"m{5 + number}", say="m1") for number in range(draw(st.integers(0, 2)))]
    for step in added:
        steps.insert(draw(st.integers(0, len(steps))), step)
    return dataclasses.replace(
        kit,
        body=draw(marks),
        steps=tuple(steps),
        objectives=(*kit.objectives[1:], draw(marks)),
        material=(Material(label="m8"), *kit.material),
        pictures=(*kit.pictures, Picture(name="m.png", alt="m9", sha256="9" * 64)),
        extra={**kit.extra, "z": "m10"},
    )


marks = st.sampled_from(MARKS)


def new_texts(kit, base):
    return {*texts_of(kit)} - {*texts_of(base)}


@few
@given(plain, plain, st.data())
def test_nothing_of_mine_is_lost_but_what_a_conflict_gave_up(base, theirs, data):
    mine = data.draw(edits(base))
    proposed = changes(base, theirs, mine, fields=ALL_FIELDS)
    accepted = some_of(data, proposed)
    both = some_of(data, proposed)
    result = merged(base, theirs, mine, accepted=accepted, both=both)
    given_up = [
        change.mine
        for change in proposed
        if change.is_conflict and change.kind != "moved" and change.key in accepted - both
    ]
    all_texts = "\n".join(texts_of(result))
    assert [text for text in new_texts(mine, base) - {*texts_of(tuple(given_up))} if text not in all_texts] == []
    assert result.extra["z"] == "m10"
    assert mine.material[0] in result.material
    assert mine.pictures[-1] in result.pictures


@few
@given(plain, plain, st.data())
def test_nothing_of_mine_is_lost_when_nobody_decides(base, theirs, data):
    mine = data.draw(edits(base))
    result, conflicts = merge_without_conflict(base, theirs, mine)
    assert new_texts(mine, base) <= {*texts_of(result)}
    assert {step for step in mine.steps if step.title in ("m5", "m6")} <= set(result.steps)
    assert conflicts == tuple(change for change in changes(base, theirs, mine, fields=ALL_FIELDS) if change.is_conflict)


@few
@given(plain, plain, plain, st.sets(st.sampled_from([name for name in ALL_FIELDS if name != "cover"])))
def test_edits_of_different_things_meet_whichever_is_mine(base, theirs, mine, names):
    others = [name for name in ALL_FIELDS if name not in (*names, "cover")]
    theirs, mine = with_fields(base, theirs, names), with_fields(base, mine, others)
    together = with_fields(theirs, mine, others)
    assert merge_without_conflict(base, theirs, mine) == (together, ())
    assert merge_without_conflict(base, mine, theirs) == (together, ())


@few
@given(mixed, mixed, mixed, st.data())
def test_any_choice_gives_a_kit_whose_files_have_names_of_their_own(base, theirs, mine, data):
    proposed = changes(base, theirs, mine, fields=ALL_FIELDS)
    accepted, both = some_of(data, proposed), some_of(data, proposed)
    result = merged(base, theirs, mine, accepted=accepted, both=both)
    assert result == merged(base, theirs, mine, accepted=sorted(accepted), both=sorted(both))
    for rows in (result.files, result.pictures):
        assert len({folded(row.name) for row in rows}) == len(rows)


@few
@given(mixed, mixed)
def test_every_change_can_be_worded(base, theirs):
    proposed = changes(base, theirs, base, fields=ALL_FIELDS)
    assert [change.path for change in proposed if not change.differences] == []
