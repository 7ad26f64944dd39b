"""What the builder says of a path that is not finished."""

from catalogue.building.formats.checks import Check, checks
from catalogue.paths.formats.content import BlockContent, KitPin, ModuleContent, PathContent


def pin(slug="camille", licence="CC-BY-4.0"):
    return KitPin(slug=slug, number=1, title=slug.title(), sha256="0", licence=licence)


def path(*modules, title="Accueillir", assessment="Un exposé", price_cents=None):
    block = BlockContent(key="a", title=title, assessment=assessment, modules=modules)
    return PathContent(title="Aidant", blocks=(block,), price_cents=price_cents)


def module(key="m", **facts):
    return ModuleContent(key=key, title=key.upper(), **facts)


def wrong(content):
    return [check for check in checks(content) if not check.is_right]


def test_a_path_without_blocks_has_nothing_to_check():
    assert checks(PathContent(title="Aidant")) == ()


def test_a_path_in_order_says_so():
    assert [(check.code, check.is_right) for check in checks(path(module()))] == [
        ("titles", True),
        ("modules", True),
        ("assessments", True),
    ]


def test_a_block_lacks_a_title_a_module_and_an_assessment():
    assert wrong(path(title="", assessment="")) == [
        Check(code="title", block=1),
        Check(code="empty", block=1),
        Check(code="assessment", block=1),
    ]


def test_a_block_is_assessed_by_one_of_its_modules_too():
    assert wrong(path(module(assessment="Un jeu"), module("n"), assessment="")) == []


def test_a_module_comes_before_one_that_it_waits_for():
    assert wrong(path(module("m", requires=("n",)), module("n"))) == [Check(code="late", title="M", other="N")]
    assert wrong(path(module("n"), module("m", requires=("n",)))) == []


def test_a_kit_that_two_modules_use_is_said_once():
    content = path(module("m", kits=(pin(), pin())), module("n", kits=(pin(),)), module("o", kits=(pin("autre"),)))
    assert wrong(content) == [Check(code="shared_kit", title="Camille")]


def test_a_path_that_is_paid_for_says_which_licences_hinder():
    kits = (pin("a", "CC-BY-NC-SA-4.0"), pin("b", "CC-BY-ND-4.0"), pin("c"), pin("d", "CC-BY-NC-ND-4.0"))
    assert wrong(path(module(kits=kits), price_cents=9000)) == [
        Check(code="commercial", title="A", other="CC BY-NC-SA 4.0"),
        Check(code="no_derivatives", title="B", other="CC BY-ND 4.0"),
        Check(code="commercial", title="D", other="CC BY-NC-ND 4.0"),
    ]
    assert wrong(path(module(kits=kits), price_cents=0)) == wrong(path(module(kits=kits))) == []


def test_a_licence_that_nobody_knows_is_always_said():
    assert wrong(path(module(kits=(pin(licence=""),)))) == [Check(code="unknown_licence", title="Camille")]
