"""Adapting a kit and taking parts of one: what it means for the licence is said before, and nothing ticked is lost."""

import pytest
from django.urls import reverse

from outillerie.kits.formats.content import Credit, File, Picture, Step
from outillerie.kits.models import KitPage
from tests.factories import kit
from tests.outillerie.kits.test_credits_everywhere import BLOBS, PICTURES
from tests.outillerie.remix.conftest import latest, page_of, publish_draft, said, words

pytestmark = pytest.mark.django_db

# --- Adapting ---


def test_what_adapting_means_is_said_before(browsing, people, source):
    page = page_of(browsing(people["stranger"]).get("/kits/camille/adapter/"))
    assert [words(piece) for piece in page.select(".lineage__piece")] == [
        "Où est Camille ? · version 1 Alice Roseau · CC BY-SA 4.0",
        "Your copy · draft Can be shared under: CC BY-SA 4.0",
    ]


def test_a_copy_opens_in_the_first_stage(browsing, people, source):
    response = browsing(people["stranger"]).post("/kits/camille/adapter/", follow=True)
    copy = KitPage.objects.get(owner=people["stranger"])
    assert response.request["PATH_INFO"] == reverse("writing-idea", args=[copy.pk])
    assert said(response) == ["Here is your copy. It is a draft that only you can see."]


def test_who_has_a_copy_already_is_led_to_it(browsing, people, copy):
    page = page_of(browsing(people["author"]).get("/kits/camille/adapter/"))
    assert [link["href"] for link in page.select("main .flash a")] == [reverse("writing-resume", args=[copy.pk])]
    assert page_of(browsing(people["stranger"]).get("/kits/camille/adapter/")).select("main .flash") == []


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 409)])
def test_a_kit_that_forbids_changes_says_so_and_what_one_may_do(browsing, people, method, status):
    kit(slug="affiche", licence="CC-BY-ND-4.0")
    response = getattr(browsing(people["stranger"]), method)("/kits/affiche/adapter/")
    assert response.status_code == status
    assert words(page_of(response).select_one("main .flash")) == (
        "This kit cannot be adapted. CC BY-ND 4.0 does not allow sharing a modified version."
        " You can run this kit as it is, or put it in a collection."
    )
    assert KitPage.objects.count() == 1


def test_too_many_copies_at_once_are_refused_with_the_reason(browsing, people, source, monkeypatch):
    monkeypatch.setattr("outillerie.writing.actions.MOST_KITS_AN_HOUR", 0)
    response = browsing(people["stranger"]).post("/kits/camille/adapter/")
    assert (response.status_code, KitPage.objects.count()) == (409, 1)
    assert "Finish one of them" in response.text


# --- Taking parts ---


@pytest.fixture
def rumours(people):
    """A kit under a licence that BY-SA does not mix with; a step, a picture and a file have their own."""

    return kit(
        slug="rumeurs", title="Le tri des rumeurs", licence="CC-BY-NC-SA-4.0", organisation="",
        credits=(Credit(name="Rosa Dentelle"),), blobs=BLOBS,
        steps=(Step(title="Trier", minutes=20, aim="Repérer."), Step(title="Voter", minutes=10, author="Sami Houblon", licence="CC-BY-4.0")),
        pictures=(Picture(name="plan.webp", alt="Le plan", sha256=PICTURES["plan.webp"][0]),),
        files=(File(name="jeu.txt", title="Le jeu", author="Nora Carillon", licence="CC-BY-ND-4.0", sha256=PICTURES["jeu.txt"][0]),),
    )  # fmt: skip


def test_each_part_says_what_it_is_and_whose(browsing, people, copy, rumours):
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?depuis=rumeurs"))
    assert [words(part) for part in page.select(".part")] == [
        "Trier 20 min · Repérer.",
        "Voter 10 min By Sami Houblon CC BY 4.0",
        "Le plan plan.webp · 1 KB",
        "Le jeu Other file · TXT · 1 KB By Nora Carillon CC BY-ND 4.0",
    ]
    assert page.select_one(".part__picture")["src"] == "/kits/rumeurs/v1/images/plan.webp"


def test_what_taking_means_for_the_licence_is_said_before(browsing, people, copy, rumours):
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?depuis=rumeurs"))
    reason = (
        "No licence allows this mix. CC BY-NC-SA 4.0 and CC BY-SA 4.0 each require the whole to be shared under their"
        " own licence. Keep these two parts separate or replace one of them."
    )
    said = {group.legend.text: [words(row) for row in group.select(".part__says")] for group in page.select(".parts")}
    assert said == {"Steps": [reason], "Pictures": [reason], "Files": []}


def test_a_part_that_asks_for_another_licence_names_those_that_are_left(browsing, people, source, rumours):
    mine = publish_draft(kit(slug="mien", licence="CC-BY-4.0"), by=people["stranger"])
    KitPage.objects.filter(pk=mine.pk).update(owner=people["stranger"])
    page = page_of(browsing(people["stranger"]).get(f"/contribuer/{mine.pk}/ajouter/?depuis=camille"))
    assert words(page.select_one(".parts .part__says")) == (
        "Mind the licence. With it, your kit can no longer be shared under CC BY 4.0. It can be under: CC BY-SA 4.0."
    )


def test_parts_that_change_nothing_to_the_licence_are_said_to_be_free(browsing, people, source, copy):
    kit(slug="libre", title="Libre", licence="CC-BY-4.0")
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?depuis=libre"))
    assert words(page.select_one("main .flash")) == (
        "Your kit can stay under CC BY-SA 4.0. Whatever you take here, its licence allows it."
    )


def test_what_is_taken_is_in_the_draft_and_a_mix_that_nothing_allows_is_told(browsing, people, copy, rumours):
    address = f"/contribuer/{copy.pk}/ajouter/?depuis=rumeurs"
    response = browsing(people["author"]).post(address, {"steps": "0", "files": "jeu.txt"}, follow=True)
    assert said(response) == [
        "In your draft, with credit and licence: 1 step, 1 file.",
        "The licence of your kit no longer fits all its parts: the last stage says why.",
    ]
    taken = latest(copy)
    assert [(step.title, step.author, step.licence) for step in taken.steps][-1] == (
        "Trier", "Rosa Dentelle", "CC-BY-NC-SA-4.0",
    )  # fmt: skip
    assert [(file.title, file.author) for file in taken.files] == [("Le jeu", "Nora Carillon")]


def test_files_lead_to_the_stage_of_files(browsing, people, copy, rumours):
    address = f"/contribuer/{copy.pk}/ajouter/?depuis=rumeurs"
    response = browsing(people["author"]).post(address, {"files": "jeu.txt"})
    assert response.url == reverse("writing-files", args=[copy.pk])


def test_what_was_ticked_stays_ticked_when_something_is_refused(browsing, people, copy, rumours):
    address = f"/contribuer/{copy.pk}/ajouter/?depuis=rumeurs"
    response = browsing(people["author"]).post(address, {"steps": ["1", "9"], "files": "jeu.txt"})
    assert response.status_code == 422
    ticked = [box["value"] for box in page_of(response).select("main form input:checked")]
    assert ticked == ["1", "jeu.txt"]


def test_kits_found_say_whether_their_steps_mix_before_one_opens_them(browsing, people, copy, rumours):
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?q=tri"))
    rows = [(row.select_one("a")["href"], bool(row.select(".taken-from__note"))) for row in page.select(".taken-from")]
    assert ("?depuis=rumeurs", True) in rows
    assert f"?depuis={copy.slug}" not in dict(rows)


def test_a_search_that_finds_nothing_says_what_to_do(browsing, people, copy):
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?q=xyzzy"))
    assert (words(page.select_one(".empty__title")), page.select(".taken-from")) == ("No kit has these words", [])


@pytest.mark.parametrize(
    ("asked", "status"), [("depuis=rumeurs%00", 200), ("depuis=%00x%E2%80%AE", 404), ("q=%00tri", 200)]
)
def test_an_address_that_nobody_types_is_no_accident(browsing, people, copy, rumours, asked, status):
    assert browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?{asked}").status_code == status
