"""What a path covers of a framework: adding a module never takes anything away."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from catalogue.paths.formats.content import USES, BlockContent, ModuleContent, PathContent, SkillUse
from catalogue.paths.formats.coverage import FrameworkSkill, coverage

TREE = [
    FrameworkSkill(identifier="a", code="1"),
    FrameworkSkill(identifier="a1", code="1.1", parent="a", depth=1),
    FrameworkSkill(identifier="a1x", code="1.1.x", parent="a1", depth=2),
    FrameworkSkill(identifier="a1xy", code="1.1.x.y", parent="a1x", depth=3),
    FrameworkSkill(identifier="a2", code="1.2", parent="a", depth=1),
    FrameworkSkill(identifier="b", code="2"),
]


def use(identifier, what="practised", rank=None):
    return SkillUse(
        identifier=identifier, framework="f", framework_version="1", code="", statement="", use=what, rank=rank
    )


def path(*modules):
    return PathContent(title="P", blocks=(BlockContent(key="k", title="B", modules=modules),))


def module(key, *uses):
    return ModuleContent(key=key, title=key, skills=uses)


def said(content, same=None):
    return {row.skill.code: (row.use, row.rank, row.modules) for row in coverage(content, TREE, same)}


MISSING = ("", 0, ())


def test_competences_are_the_second_floor_and_what_has_no_floor_below():
    assert said(path()) == {"1.1": MISSING, "1.2": MISSING, "2": MISSING}


def test_the_most_that_is_done_counts_with_the_highest_level():
    content = path(module("m", use("a1", "taught", 3)), module("n", use("a1", "assessed", 1), use("a1", "practised")))
    assert said(content)["1.1"] == ("assessed", 3, ("m", "n"))


def test_what_is_below_a_competence_counts_for_it_and_what_is_above_does_not():
    assert said(path(module("m", use("a1xy", "taught")))) == {
        "1.1": ("taught", 0, ("m",)),
        "1.2": MISSING,
        "2": MISSING,
    }
    assert said(path(module("m", use("a", "assessed")))) == {"1.1": MISSING, "1.2": MISSING, "2": MISSING}


def test_a_skill_of_another_framework_counts_by_its_close_links_only():
    content = path(module("m", use("foreign", "assessed")))
    assert said(content)["1.2"] == MISSING
    assert said(content, {"foreign": frozenset({"a2"})})["1.2"] == ("assessed", 0, ("m",))


uses = st.builds(use, st.sampled_from([row.identifier for row in TREE]), st.sampled_from(USES), st.integers(1, 8))
contents = st.lists(st.lists(uses, max_size=4), max_size=6)


@given(contents, st.lists(uses, max_size=4))
def test_adding_a_module_never_lowers_what_is_covered(lists, more):
    modules = [module(str(number), *uses) for number, uses in enumerate(lists)]
    before, after = coverage(path(*modules), TREE), coverage(path(*modules, module("more", *more)), TREE)
    order = ("", *USES)
    for old, new in zip(before, after, strict=True):
        assert order.index(new.use) >= order.index(old.use)
        assert new.rank >= old.rank
        assert new.modules[: len(old.modules)] == old.modules


@given(contents)
def test_the_order_of_modules_changes_nothing_but_the_order_of_their_keys(lists):
    modules = [module(str(number), *uses) for number, uses in enumerate(lists)]
    there, back = coverage(path(*modules), TREE), coverage(path(*reversed(modules)), TREE)
    assert [dataclasses.replace(row, modules=tuple(sorted(row.modules))) for row in there] == [
        dataclasses.replace(row, modules=tuple(sorted(row.modules))) for row in back
    ]
