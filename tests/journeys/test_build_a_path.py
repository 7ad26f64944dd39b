"""A trainer builds a path of 3 blocks and 8 modules from kits, with the keyboard alone, then publishes it; without script too."""

import pytest
from playwright.sync_api import Page, expect

from catalogue.paths.models import LearningPathPage
from outillerie.accounts.actions import trust_address
from tests import factories
from tests.catalogue.building.conftest import built, titles, with_block
from tests.catalogue.building.sheets import complete
from tests.catalogue.factories import module, skill_framework, skill_of
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BLOCKS = {"Accueillir": ("Écouter", "Reformuler", "Orienter"), "Protéger": ("Noter", "Mots de passe", "Arnaques"), "Relayer": ("Passer la main", "Rendre compte")}  # fmt: skip
MOST_TABS = 150


@pytest.fixture
def ines(site):
    """Someone of the hub, who builds paths and may publish them."""
    ines = factories.person("ines@example.org", first_name="Inès", group="hub staff")
    trust_address(ines)
    return ines


@pytest.fixture
def kits(ines):
    return [factories.kit(title=title) for titles in BLOCKS.values() for title in titles]


def tab_to(page: Page, identifier: str) -> None:
    """Go from field to field, as somebody who has no mouse, until `identifier` has focus."""
    for _press in range(MOST_TABS):
        if page.evaluate("document.activeElement.id") == identifier:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never reaches {identifier}.")


def press(page: Page, identifier: str, *, says: str) -> None:
    """Press a button with the keyboard; focus stays where it was, and a live region says what happened."""
    tab_to(page, identifier)
    page.keyboard.press("Enter")
    expect(page.locator("#building-said")).to_have_text(says)


def write(page: Page, identifier: str, words: str) -> None:
    tab_to(page, identifier)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def in_english(page: Page, site: str) -> Page:
    page.context.add_cookies([{"name": "affichage", "value": "language=en", "url": site}])
    return page


def test_a_path_of_three_blocks_is_built_with_the_keyboard_alone_and_published(page, site, ines, kits):
    page.site = site
    sign_in(in_english(page, site), ines)
    page.goto(f"{site}/monter/")
    write(page, "id_title", "Aidant numérique")
    page.keyboard.press("Enter")
    page.wait_for_url("**/monter/parcours/*/")
    by_title = {kit.title: kit for kit in kits}
    for number, (block, pieces) in enumerate(BLOCKS.items(), 1):
        write(page, "new-title", block)
        page.keyboard.press("Enter")
        expect(page.locator("#building-said")).to_have_text(f"Block {number} is added.")
        for title in pieces:
            write(page, "search", title)
            page.keyboard.press("Enter")
            button = f"add-kit-{by_title[title].pk}"
            expect(page.locator(f"#{button}")).to_be_visible()
            press(page, button, says=f"“{title}” is added to block {number}.")
            assert page.evaluate("document.activeElement.id") == button
    path = LearningPathPage.objects.get()
    assert titles(built(path)) == [list(pieces) for pieces in BLOCKS.values()]
    second = built(path).blocks[0].places[1].module
    press(page, f"up-{second}", says="“Reformuler” placed at 1 in block 1.")
    assert page.evaluate("document.activeElement.id") == f"up-{second}"
    press(page, "undo", says="Undone: “Reformuler” moved.")
    complete(path, by=ines)
    page.reload()
    press(page, "publish", says="The path is published.")
    assert [block.title for block in LearningPathPage.objects.get().versions.get().content.blocks] == list(BLOCKS)


def test_the_screens_of_the_builder_are_right_in_every_state(judged_page: JudgedPage, page, site, ines):
    page.site = site
    sign_in(page, ines)
    judged_page.visit("/monter/")
    from catalogue.building.actions import begin_path

    path = begin_path("Aidant numérique " + "x" * 80, by=ines)
    address = f"/monter/parcours/{path.pk}/"
    judged_page.visit(address)
    framework, kit = skill_framework(), factories.kit(licence="CC-BY-NC-SA-4.0")
    pieces = [
        module(title, owner=ines, kits=[kit], skills=[(skill_of(framework, "1.1"), "taught", 1)])
        for title in ("Écouter", "y" * 120)
    ]
    key = with_block(path, "Accueillir", modules=pieces, by=ines)
    with_block(path, "z" * 120, by=ines)
    complete(path, by=ines, target_framework=framework, planned_minutes=600, price_cents=9000)
    factories.publish(kit, hook="Autre")
    judged_page.visit(f"{address}?q=camille")
    judged_page.visit(f"{address}?q=zzzz&ouvert={key}")
    judged_page.visit(f"{address}?ouvert={pieces[0].key}")
    judged_page.visit(f"/monter/modules/{pieces[0].pk}/?kit=camille")


def test_the_builder_works_without_script(scriptless_context, site, ines):
    page = scriptless_context.new_page()
    page.site = site
    sign_in(in_english(page, site), ines)
    page.goto(f"{site}/monter/")
    page.fill("#id_title", "Aidant numérique")
    page.click("button[value=path]")
    for title in ("Accueillir", "Protéger"):
        page.fill("#new-title", title)
        page.click("#new-block")
    path, kit = LearningPathPage.objects.get(), factories.kit()
    first, second = built(path).blocks
    page.click(f"#add-{first.key}")
    page.fill("#search", "camille")
    page.click("#search-button")
    expect(page.locator("#into")).to_have_value(first.key)
    page.click(f"#add-kit-{kit.pk}")
    [piece] = built(path).modules()
    page.click(f"#open-{piece}")
    page.select_option("select[name=to]", second.key)
    page.click(f"#send-{piece}")
    assert titles(built(path)) == [[], ["Où est Camille ?"]]
    page.click("#undo")
    assert titles(built(path)) == [["Où est Camille ?"], []]
