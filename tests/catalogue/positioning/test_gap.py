"""What is acquired, in progress, missing; and the way to the rest: pure, against brute force."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.positioning.formats.gap import (
    ACQUIRED,
    IN_PROGRESS,
    MISSING,
    Gain,
    Ground,
    Link,
    Node,
    SkillMap,
    Source,
    Target,
    standings,
)
from catalogue.positioning.formats.plan import FAR, Offer, plan

OURS = SkillMap(
    (
        Node(skill="area", levels=4),
        Node(skill="one", parent="area", levels=4),
        Node(skill="two", parent="area", levels=4),
        Node(skill="theirs", levels=8),
    )
)


def with_link(strength, skills=OURS):
    return SkillMap(skills.nodes, (Link(origin="theirs", target="one", strength=strength),))


def standing(skill, rank, *gains, skills=OURS):
    return standings([Target(skill=skill, rank=rank)], gains, skills)[0]


def state(skill, rank, *gains, skills=OURS):
    return standing(skill, rank, *gains, skills=skills).state


def test_a_skill_is_acquired_at_the_level_assessed_and_below():
    gain = Gain(skill="one", rank=2)
    assert [state("one", rank, gain) for rank in (0, 1, 2, 3)] == [ACQUIRED, ACQUIRED, ACQUIRED, IN_PROGRESS]


def test_what_is_acquired_says_by_which_module_and_when():
    early, late = Source(on="2026-03-02", title="Module A"), Source(on="2026-05-04", title="Module B")
    found = standing("one", 1, Gain(skill="one", rank=2, source=late), Gain(skill="one", rank=2, source=early))
    assert (found.rank, found.grounds) == (2, (Ground(source=early),))


def test_a_skill_that_is_taught_or_begun_is_in_progress_only():
    assert state("one", 1, Gain(skill="one", rank=4, is_acquired=False)) == IN_PROGRESS
    assert state("one", 1) == MISSING


def test_an_assessment_without_a_level_gives_no_level():
    assert [state("one", rank, Gain(skill="one")) for rank in (0, 1)] == [ACQUIRED, IN_PROGRESS]


def test_a_parent_is_acquired_when_all_its_children_are_at_the_lowest_of_their_levels():
    one, two = Gain(skill="one", rank=3), Gain(skill="two", rank=2)
    assert state("area", 1, one) == IN_PROGRESS
    assert [state("area", rank, one, two) for rank in (2, 3)] == [ACQUIRED, IN_PROGRESS]


def test_a_child_is_not_acquired_by_its_parent():
    assert state("one", 1, Gain(skill="area", rank=4)) == MISSING


def test_a_parent_asks_of_the_outcomes_that_bear_on_its_level_and_of_no_other():
    skills = SkillMap(
        (
            Node(skill="whole", levels=4),
            Node(skill="first", parent="whole", rank=1, levels=4),
            Node(skill="third", parent="whole", rank=3, levels=4),
        )
    )
    first, third = Gain(skill="first"), Gain(skill="third")
    assert [state("whole", rank, first, skills=skills) for rank in (1, 2, 3)] == [ACQUIRED, ACQUIRED, IN_PROGRESS]
    assert [state("whole", rank, first, third, skills=skills) for rank in (3, 4)] == [ACQUIRED, ACQUIRED]
    assert state("whole", 1, third, skills=skills) == IN_PROGRESS


@pytest.mark.parametrize("strength", ["exact", "close"])
def test_a_correspondence_gives_the_share_of_the_levels_rounded_down_and_says_so(strength):
    skills = with_link(strength)
    found = [standing("one", 1, Gain(skill="theirs", rank=rank), skills=skills) for rank in (1, 2, 3, 8)]
    assert [(row.state, row.rank) for row in found] == [(IN_PROGRESS, 0), (ACQUIRED, 1), (ACQUIRED, 1), (ACQUIRED, 4)]
    assert found[1].grounds == (Ground(source=Source(), link=strength),)
    # The same link, read the other way.
    assert standing("theirs", 6, Gain(skill="one", rank=3), skills=skills).state == ACQUIRED


def test_a_parent_may_be_completed_by_a_correspondence():
    skills = with_link("exact")
    assert state("area", 2, Gain(skill="theirs", rank=4), Gain(skill="two", rank=2), skills=skills) == ACQUIRED


@given(
    rank=st.integers(1, 8),
    asked=st.integers(0, 4),
    strength=st.sampled_from(["broader", "narrower", "related"]),
    is_acquired=st.booleans(),
)
def test_broader_narrower_and_related_give_nothing(rank, asked, strength, is_acquired):
    skills = with_link(strength)
    gain = Gain(skill="theirs", rank=rank, is_acquired=is_acquired)
    assert [state(skill, asked, gain, skills=skills) for skill in ("one", "area")] == [MISSING, MISSING]


@given(seed=st.integers(0, 10**9))
def test_one_more_gain_never_takes_anything_away(seed):
    dice = random.Random(seed)
    targets, gains, _offers, skills = world(dice)
    order = {MISSING: 0, IN_PROGRESS: 1, ACQUIRED: 2}
    more = [*gains, Gain(skill=dice.choice(skills.nodes).skill, rank=dice.randint(0, 2))]
    before, after = standings(targets, gains, skills), standings(targets, more, skills)
    assert all(order[new.state] >= order[old.state] for old, new in zip(before, after, strict=True))


# --- the shortest way ---


def world(dice):
    """Return targets, gains, offers and two small linked frameworks."""
    nodes, names = [], []
    for letter, levels in (("a", dice.choice((0, 2, 4))), ("b", dice.choice((0, 2, 3)))):
        own = []
        for number in range(dice.randint(1, 5)):
            parent = dice.choice(["", *own])
            own.append(f"{letter}{number}")
            rank = dice.choice((0, 0, 0, dice.randint(0, levels)))
            nodes.append(Node(skill=own[-1], parent=parent, levels=levels, rank=rank))
        names.append(own)
    links = tuple(
        Link(origin=dice.choice(names[0]), target=dice.choice(names[1]), strength=strength)
        for strength in dice.sample(("exact", "close", "broader", "related"), dice.randint(0, 3))
    )

    def any_target():
        node = dice.choice(nodes)
        return Target(skill=node.skill, rank=dice.randint(0, node.levels))

    offers = [
        Offer(
            key=str(number),
            gains=tuple(any_target() for _ in range(dice.randint(1, 3))),
            minutes=dice.choice((10, 20)),
            days=dice.choice((None, 1, 2)),
        )
        for number in range(dice.randint(0, 6))
    ]
    had = [any_target() for _ in range(dice.randint(0, 3))]
    gains = [Gain(skill=target.skill, rank=target.rank, is_acquired=dice.random() < 0.7) for target in had]
    targets = {target.skill: target for target in (any_target() for _ in range(dice.randint(1, 4)))}
    return list(targets.values()), gains, offers, SkillMap(tuple(nodes), links)


def cost(offers):
    return len(offers), sum(offer.minutes for offer in offers), sum(FAR if o.days is None else o.days for o in offers)


def still_open(targets, gains, offers, skills):
    more = [Gain(skill=target.skill, rank=target.rank) for offer in offers for target in offer.gains]
    return {row.skill for row in standings(targets, [*gains, *more], skills) if row.state != ACQUIRED}


def by_brute_force(targets, gains, offers, skills):
    """Return the least cost of the offers that close all that can be, trying each set, and what stays open."""
    unclosed = still_open(targets, gains, offers, skills)
    sets = (chosen for size in range(len(offers) + 1) for chosen in itertools.combinations(offers, size))
    return min(cost(chosen) for chosen in sets if still_open(targets, gains, chosen, skills) == unclosed), unclosed


@pytest.mark.parametrize("seed", range(250))
def test_the_plan_is_what_brute_force_finds_through_trees_and_correspondences(seed):
    targets, gains, offers, skills = world(random.Random(seed))
    made = plan(targets, gains, offers, skills, seconds=60)
    chosen = [offer for offer in offers if offer.key in {choice.key for choice in made.choices}]
    assert made.is_proven
    assert (cost(chosen), set(made.unclosed)) == by_brute_force(targets, gains, offers, skills)


def test_each_module_of_a_plan_says_what_the_others_do_not_give():
    targets = [Target(skill="one", rank=1), Target(skill="two", rank=1), Target(skill="theirs", rank=3)]
    offers = [
        Offer(key="both", gains=(Target(skill="one", rank=1), Target(skill="two", rank=2)), minutes=60, days=9),
        Offer(key="low", gains=(Target(skill="two", rank=1), Target(skill="one", rank=0)), minutes=30, days=0),
        Offer(key="far", gains=(Target(skill="theirs", rank=2),), minutes=30, days=0),
    ]
    made = plan(targets, [], offers, OURS)
    assert [(choice.key, choice.closes, choice.alone) for choice in made.choices] == [
        ("both", ("one", "two"), ("one", "two"))
    ]
    assert made.unclosed == ("theirs",)


def test_nothing_is_planned_for_what_is_acquired():
    offer = Offer(key="x", gains=(Target(skill="one", rank=4),))
    made = plan([Target(skill="one", rank=1)], [Gain(skill="one", rank=1)], [offer], OURS)
    assert (made.choices, made.unclosed, made.is_proven) == ((), (), True)
