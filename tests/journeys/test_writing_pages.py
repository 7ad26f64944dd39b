"""Every page of writing, in the states that it takes, before every judge."""

from io import BytesIO

import pytest
from PIL import Image

from outillerie.kits.formats.content import File, Picture, Step
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import open_stage, person_who_writes, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

STAGES = ("idee", "public", "materiel", "deroule", "fichiers", "licence")


@pytest.fixture
def samir(site):
    return person_who_writes()


@pytest.fixture
def desk(page, site, samir):
    """Samir at his desk."""
    page.site = site
    return sign_in(page, samir)


@pytest.fixture
def kit(samir):
    return begin_kit(factories.content(), by=samir)


@pytest.fixture
def whole_kit(samir):
    blobs = {"a": b"%PDF-1.4 essai", "b": picture()}
    steps = tuple(Step(title=f"Moment {number}", minutes=5, facilitator="Dire bonjour.") for number in range(4))
    return begin_kit(
        factories.content(
            steps=steps,
            files=(File(name="cartes.pdf", title="Cartes", sha256="a", author="Élise", licence="CC-BY-4.0"),),
            pictures=(Picture(name="plan.png", alt="Le plan de la salle", sha256="b"),),
        ),
        by=samir,
        blobs=blobs,
    )


def picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (80, 60), (31, 75, 153)).save(held, "PNG")
    return held.getvalue()


def test_every_page_of_writing_passes_every_judge(desk, site, whole_kit):
    judged = JudgedPage(desk, site)
    judged.visit("/contribuer/")
    for slug in (*STAGES, "apercu", "enlever"):
        judged.visit(f"/contribuer/{whole_kit.pk}/{slug}/")
    desk.goto(f"{site}/contribuer/{whole_kit.pk}/deroule/")
    for fold in desk.locator("summary").all():
        fold.click()
    judged.judge("a stage with everything unfolded")


def test_a_stage_passes_every_judge_in_the_dark_with_large_text(browser, site, samir, whole_kit):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    value = "text=larger&spacing=wide&theme=dark&language=fr"
    context.add_cookies([{"name": "affichage", "value": value, "url": site}])
    page = context.new_page()
    page.site = site
    judged = JudgedPage(sign_in(page, samir), site)
    for slug in ("deroule", "licence"):
        judged.visit(f"/contribuer/{whole_kit.pk}/{slug}/")
    context.close()


def test_what_is_said_to_who_is_signed_out_passes_every_judge(judged_page):
    judged_page.visit("/contribuer/")


def test_a_stage_with_mistakes_and_a_removed_row_passes_every_judge(desk, site, whole_kit):
    judged = JudgedPage(desk, site)
    page = open_stage(desk, site, whole_kit, "deroule")
    page.locator("#id_steps-0-minutes").fill("quatre")
    page.get_by_role("button", name="Enlever : Moment 3").click()
    page.wait_for_selector("[data-removed]")
    judged.judge("a mistake and a removed row")


@pytest.mark.parametrize("slug", STAGES)
def test_a_stage_is_light(desk, site, kit, slug):
    page = open_stage(desk, site, kit, slug)
    nodes = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => !e.parentElement?.closest('svg')).length"
    )
    assert nodes <= 350


def test_a_title_of_one_endless_word_stays_within_the_page(desk, site, samir):
    kit = begin_kit(factories.content(title="Anticonstitutionnellement" * 9), by=samir)
    JudgedPage(desk, site).visit(f"/contribuer/{kit.pk}/idee/")
    desk.set_viewport_size({"width": 1280, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1280
