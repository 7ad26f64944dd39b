"""The screens of the builder: for trainers only, without script, and nothing typed is lost."""

import uuid

import pytest
from django.test import Client

from catalogue.building.actions import begin_path, gesture
from catalogue.paths.drafts import save_draft
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import draft_of
from outillerie.accounts.models import Membership, Organisation
from tests import factories
from tests.catalogue.building.conftest import built, titles, with_block
from tests.catalogue.building.sheets import complete
from tests.catalogue.factories import module, publish_path, skill_framework, skill_of
from tests.catalogue.factories import path as published

pytestmark = pytest.mark.django_db


def url(path, query=""):
    return f"/monter/parcours/{path.pk}/{query}"


def press(client, path, do, query="", **fields):
    return client.post(url(path, query), {"do": do, **fields})


def page(client, path, query=""):
    return client.get(url(path, query)).content.decode()


def browser_of(person):
    client = Client()
    client.force_login(person)
    client.cookies["affichage"] = "language=en"
    return client


def test_a_trainer_begins_a_path_adds_a_block_and_a_module_and_moves_it(trainer, odile):
    response = trainer.post("/monter/", {"do": "path", "title": "Aidant numérique"})
    path = LearningPathPage.objects.get()
    assert (response.status_code, response.url) == (303, url(path))
    for title in ("Accueillir", "Protéger"):
        press(trainer, path, "add-block", key=str(uuid.uuid4()), title=title, count="1")
    first, _second = (block.key for block in built(path).blocks)
    piece = module("Écouter", owner=odile)
    response = press(trainer, path, f"add-module:{piece.key}", block=first)
    assert (response.status_code, response.url) == (303, f"{url(path)}?bloc={first}#add-module-{piece.key}")
    response = press(trainer, path, f"down:{piece.key}")
    assert response.url == f"{url(path)}#down-{piece.key}"
    assert titles(built(path)) == [[], ["Écouter"]]
    assert "“Écouter” placed at 1 in block 2." in page(trainer, path)


def test_what_was_said_is_said_once(trainer, path, odile):
    press(trainer, path, "add-block", key=str(uuid.uuid4()), title="Accueillir", count="0")
    assert "Block 1 is added." in page(trainer, path)
    assert "Block 1 is added." not in page(trainer, path)


def test_pressing_twice_adds_once(trainer, path, odile):
    key = str(uuid.uuid4())
    for _time in range(2):
        press(trainer, path, "add-block", key=key, title="Accueillir", count="0")
    assert "This block is in the path already." in page(trainer, path)
    piece = module(owner=odile)
    for _time in range(2):
        press(trainer, path, f"add-module:{piece.key}", block=key)
    assert "This module is already in block 1." in page(trainer, path)
    assert titles(built(path)) == [["Des mots de passe solides"]]


def test_a_block_needs_a_title_and_a_long_one_is_cut_where_its_field_ends(trainer, path):
    press(trainer, path, "add-block", key=str(uuid.uuid4()), title="  ", count="0")
    assert "Write the title of the new block, then add it." in page(trainer, path)
    assert built(path).blocks == ()


def test_the_words_of_a_block_that_are_refused_stay_typed(trainer, path, odile):
    key = with_block(path, by=odile)
    form = {"title": "", "aim": "Savoir accueillir", "domain": "3", "assessment": "Un jeu"}
    response = press(trainer, path, f"block:{key}", f"?ouvert={key}", **form)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Savoir accueillir" in body
    assert "Write the title of the block." in body
    assert built(path).blocks[0].aim == ""
    response = press(trainer, path, f"block:{key}", f"?ouvert={key}", **form | {"title": "Recevoir"})
    assert response.url == f"{url(path)}#open-{key}"
    [block] = built(path).blocks
    assert (block.title, block.aim, block.domain, block.assessment) == ("Recevoir", "Savoir accueillir", 3, "Un jeu")


def test_the_options_of_a_module_open_in_place_and_are_kept(trainer, path, odile):
    one, two = module("Un", owner=odile), module("Deux", owner=odile)
    with_block(path, modules=[one, two], by=odile)
    assert 'name="requires"' not in page(trainer, path)
    assert f'value="{one.key}"' in page(trainer, path, f"?ouvert={two.key}")
    press(trainer, path, f"place:{two.key}", f"?ouvert={two.key}", requires=[str(one.key)])
    assert "1\u00a0h · optional · after “Un”" in page(trainer, path)


def test_what_is_removed_leaves_focus_on_the_next_one(trainer, path, odile):
    pieces = [module(name, owner=odile) for name in ("Un", "Deux")]
    key = with_block(path, modules=pieces, by=odile)
    assert press(trainer, path, f"remove:{pieces[0].key}").url.endswith(f"#remove-{pieces[1].key}")
    assert press(trainer, path, f"remove:{pieces[1].key}").url.endswith(f"#add-{key}")


def test_undo_is_offered_with_what_it_undoes_and_whose_it_was(trainer, path, odile, staff):
    with_block(path, by=odile)
    assert "Undo: the block “Accueillir” added<" in page(trainer, path)
    assert "Undo: the block “Accueillir” added, by Odile" in page(browser_of(staff), path)
    step = path.builder_steps.get()
    press(trainer, path, f"undo:{step.pk}")
    assert built(path).blocks == ()
    assert "Undone: the block “Accueillir” added." in page(trainer, path)


def test_the_reserve_finds_modules_and_kits_by_words_and_by_code(trainer, path, odile):
    framework = skill_framework()
    with_block(path, by=odile)
    module("Des mots de passe", skills=[(skill_of(framework, "1.1"), "practised", None)], owner=odile)
    module("Autre chose", owner=odile)
    factories.kit()
    by_words, by_code = page(trainer, path, "?q=MOTS+passe"), page(trainer, path, "?q=1.1")
    assert ("Des mots de passe" in by_words, "Autre chose" in by_words) == (True, False)
    assert ("Des mots de passe" in by_code, "Autre chose" in by_code) == (True, False)
    assert "Où est Camille" in page(trainer, path, "?q=cyberharcelement")
    assert "Nothing with these words." in page(trainer, path, "?q=zzzz")


def test_the_modules_that_others_are_writing_are_not_in_the_reserve(trainer, path, odile, wenceslas):
    with_block(path, by=odile)
    theirs = module("Secret de Wenceslas", owner=wenceslas)
    assert "Secret de Wenceslas" not in page(trainer, path, "?q=secret")
    assert press(trainer, path, f"add-module:{theirs.key}", block=built(path).blocks[0].key).status_code == 404
    published(blocks=[("Bloc", [theirs])])
    assert "Secret de Wenceslas" in page(trainer, path, "?q=secret")


def test_a_kit_that_is_not_public_is_not_added(trainer, path, odile):
    key, hidden = with_block(path, by=odile), factories.draft()
    assert press(trainer, path, f"add-kit:{hidden.pk}", block=key).status_code == 404
    shown = factories.kit(title="Public")
    assert press(trainer, path, f"add-kit:{shown.pk}", block=key).status_code == 303
    assert titles(built(path)) == [["Public"]]


def test_a_newer_version_is_offered_taken_or_left(trainer, path, odile):
    kit = factories.kit()
    piece = module(kits=[kit], owner=odile)
    with_block(path, modules=[piece], by=odile)
    factories.publish(kit, hook="Autre")
    body, pin = page(trainer, path), piece.kit_rows.get()
    assert "The kit “Où est Camille ?” has a version 2." in body
    assert "/kits/ou-est-camille/versions/1...2/" in body
    press(trainer, path, f"leave:{pin.pk}:2")
    assert "has a version 2" not in page(trainer, path)
    press(trainer, path, f"take:{pin.pk}:2")
    assert piece.kit_rows.get().version.number == 2


def test_the_kit_of_somebody_elses_module_is_not_moved(trainer, path, odile, wenceslas):
    kit = factories.kit()
    theirs = module(kits=[kit], owner=wenceslas)
    with_block(path, modules=[theirs], by=odile)
    factories.publish(kit, hook="Autre")
    assert "is somebody else’s: copy it to change its kit." in page(trainer, path)
    assert press(trainer, path, f"take:{theirs.kit_rows.get().pk}:2").status_code == 404
    assert theirs.kit_rows.get().version.number == 1


def test_coverage_says_what_is_missing_and_where_to_look(trainer, path, odile):
    framework = skill_framework()
    piece = module(skills=[(skill_of(framework, "1.1"), "assessed", 2)], owner=odile)
    with_block(path, modules=[piece], by=odile)
    draft = draft_of(LearningPathPage.objects.get(pk=path.pk))
    draft.target_framework, draft.planned_minutes = framework, 21 * 60
    save_draft(draft, by=odile)
    body = page(trainer, path)
    assert "Référentiel d’essai (1): 1.1" in body
    assert "No module works on the competence 1.2." in body
    assert "No module works on the competence 1.1." not in body
    assert f"{url(path)}?q=1.2#search" in body
    assert "<strong>1\u00a0h</strong> out of 21\u00a0h planned" in body


def test_publishing_with_gaps_leads_to_the_list(path, odile, staff):
    response = press(browser_of(staff), path, "publish")
    assert response.url == f"{url(path)}#gaps"


def test_publishing_without_a_reading_is_for_staff(trainer, path, odile, staff):
    with_block(path, modules=[module(owner=odile)], by=odile)
    complete(path, by=odile)
    assert press(trainer, path, "publish").status_code == 404
    assert press(trainer, path, "submit").status_code == 303
    assert "waits for a reading" in page(trainer, path)
    assert press(browser_of(staff), path, "publish").status_code == 303
    assert LearningPathPage.objects.get(pk=path.pk).live


def test_what_a_reader_asks_to_change_is_said_and_the_path_is_sent_again(trainer, path, odile, staff):
    with_block(path, modules=[module(owner=odile)], by=odile)
    complete(path, by=odile)
    press(trainer, path, "submit")
    state = LearningPathPage.objects.get(pk=path.pk).current_workflow_task_state
    state.reject(user=staff, comment="Dites où cela se passe.")
    body = page(trainer, path)
    assert "Dites où cela se passe." in body
    assert "Ask for publication" in body
    press(trainer, path, "submit")
    assert "waits for a reading" in page(trainer, path)


def test_a_path_is_for_its_trainer_and_those_of_its_organisation(path, odile, wenceslas, staff):
    team = Organisation.objects.create(name="Médiathèque")
    other = factories.person("autre@example.org", group="contributor")
    for person in (wenceslas, other):
        assert browser_of(person).get(url(path)).status_code == 404
        assert press(browser_of(person), path, "submit").status_code == 404
    assert browser_of(staff).get(url(path)).status_code == 200
    shared = begin_path("Partagé", by=odile, organisation=team)
    assert browser_of(wenceslas).get(url(shared)).status_code == 404
    Membership.objects.create(person=wenceslas, organisation=team, state=Membership.State.ACTIVE)
    assert browser_of(wenceslas).get(url(shared)).status_code == 200


def test_who_is_signed_out_is_asked_to_sign_in(client, path):
    assert client.get(url(path)).url.startswith("/compte/connexion/")
    assert client.get("/monter/").url.startswith("/compte/connexion/")


def test_building_is_for_trainers(odile):
    contributor = factories.person("autre@example.org", group="contributor")
    assert browser_of(contributor).get("/monter/").status_code == 404
    assert browser_of(odile).get("/monter/").status_code == 200


@pytest.mark.parametrize("do", ["", "nothing", "up:", "up:xyz", "add-module:xyz", "take:1", "undo:abc", "add-kit:-1"])
def test_what_no_button_says_breaks_nothing(trainer, path, odile, do):
    with_block(path, by=odile)
    assert press(trainer, path, do).status_code in (303, 404)
    assert len(built(path).blocks) == 1


def test_a_published_path_is_duplicated_by_another_trainer_and_a_draft_is_not(path, odile, wenceslas):
    with_block(path, modules=[module("Écouter", owner=odile)], by=odile)
    browser, address = browser_of(wenceslas), f"/monter/parcours/{path.pk}/dupliquer/"
    assert browser.post(address).status_code == 404
    publish_path(path, by=odile)
    gesture(path.pk, "add_block", by=odile, key=str(uuid.uuid4()), title="Pas encore public")
    response = browser.post(address)
    copy = LearningPathPage.objects.get(copied_from=path.pk)
    assert response.url == url(copy)
    assert [block.title for block in built(copy).blocks] == ["Accueillir"]


def test_a_path_of_endless_words_is_shown_whole(trainer, path, odile):
    with_block(path, "x" * 200, modules=[module("é" * 200, owner=odile)], by=odile)
    assert "é" * 200 in page(trainer, path)


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_as_many_questions_whatever_the_path_holds(
    trainer, path, odile, count, django_assert_num_queries
):
    framework = skill_framework()
    kits = [factories.kit(title=f"Kit {number}") for number in range(count)]
    for number in range(count):
        pieces = [
            module(
                f"Module {number} {rank}", kits=kits, skills=[(skill_of(framework, "1.1"), "taught", 1)], owner=odile
            )
            for rank in range(count)
        ]
        key = with_block(path, f"Bloc {number}", modules=pieces, by=odile)
    for kit in kits:
        factories.publish(kit, hook="Autre")
    draft = draft_of(LearningPathPage.objects.get(pk=path.pk))
    draft.target_framework = framework
    save_draft(draft, by=odile)
    address = f"?q=kit&ouvert={key}"
    page(trainer, path, address)
    with django_assert_num_queries(SCREEN_QUERIES):
        page(trainer, path, address)


SCREEN_QUERIES = 42


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_questions_whatever_it_holds(trainer, odile, count, django_assert_num_queries):
    for number in range(count):
        piece = module(f"Module {number}", owner=odile)
        with_block(begin_path(f"Parcours {number}", by=odile), modules=[piece], by=odile)
    trainer.get("/monter/")
    with django_assert_num_queries(LIST_QUERIES):
        trainer.get("/monter/")


LIST_QUERIES = 11
