import json

import pytest
from django.urls import reverse

from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import Credit, KitContent, Material, Step
from outillerie.kits.models import Audience, KitPage, Theme
from outillerie.writing.actions import begin_kit
from outillerie.writing.stages import STAGES, fields_form, row_form, row_panels
from tests import factories
from tests.outillerie.writing.browsing import autosave, fields_of, opened, plain, send, stage_url

pytestmark = pytest.mark.django_db


def draft_of(kit) -> KitPage:
    return KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()


def said(kit) -> KitContent:
    return content_of(draft_of(kit))


def test_the_six_stages_ask_all_that_the_editor_asks_and_nothing_else():
    asked = {name for stage in STAGES for name in fields_form(stage).base_fields}
    rows = {name: list(row_form(stage, name).base_fields) for stage in STAGES for name in row_panels(stage)}
    editor = KitPage.edit_handler.bind_to_model(KitPage).get_form_class()
    settings = {"slug", "search_description", "go_live_at", "expire_at", "comment_notifications"}
    assert asked - settings == editor.base_fields.keys() - settings
    assert rows == {name: list(editor.formsets[name].form.base_fields) for name in rows}
    assert rows.keys() == editor.formsets.keys() - {"comments"}


@pytest.mark.parametrize("code", [stage.code for stage in STAGES])
def test_a_stage_that_nobody_touches_changes_nothing(writer, kit, code):
    before, revision = said(kit), draft_of(kit).latest_revision_id
    response = send(writer, kit, code)
    assert (response.status_code, said(kit), draft_of(kit).latest_revision_id) == (302, before, revision)


def test_a_title_is_enough_to_begin(writer, samir):
    response = writer.post(reverse("writing"), {"title": " Trier ses photos ", "website": ""})
    kit = KitPage.objects.get(owner=samir)
    assert (response.url, kit.live, kit.slug) == (stage_url(kit, "idea"), False, "trier-ses-photos")
    assert said(kit) == KitContent(
        title="Trier ses photos", licence="CC-BY-SA-4.0", credits=(Credit(name="Samir"),), language="fr"
    )


def test_without_a_title_nothing_begins(writer):
    response = writer.post(reverse("writing"), {"title": "  "})
    assert (response.status_code, KitPage.objects.count()) == (422, 0)
    assert "Write a title to continue." in response.content.decode()


def test_the_six_stages_write_a_whole_kit(writer, samir):
    writer.post(reverse("writing"), {"title": "Où est Camille ?"})
    kit = KitPage.objects.get(owner=samir)
    theme = Theme.objects.get(code="bases-risques-cyber-et-protection").pk
    send(
        writer, kit, "idea", do="continue", hook="Un jeu.", main_theme=theme, objectives_0_text="citer trois personnes"
    )
    send(
        writer, kit, "audience", audiences=[Audience.objects.get(code="enfants-mineurs").pk], minimum_age="10", level="1",
        participants_min="4", participants_max="8", mode="hybrid", prerequisites_facilitator="Lire la fiche.",
    )  # fmt: skip
    send(writer, kit, "material", material_0_label="Cartes", material_0_quantity="12", material_0_is_provided="on",
         is_unplugged="on", preparation="Imprimer.")  # fmt: skip
    send(writer, kit, "steps", duration="30", steps_0_title="Accueillir", steps_0_minutes="10",
         steps_0_facilitator="Dire bonjour.\r\nS’asseoir.", watch_points="Le temps.")  # fmt: skip
    send(writer, kit, "licence", licence="CC-BY-4.0", credits_0_organisation="Médiathèque")
    assert said(kit) == KitContent(
        title="Où est Camille ?",
        hook="Un jeu.",
        themes=("bases-risques-cyber-et-protection",),
        objectives=("citer trois personnes",),
        audiences=("enfants-mineurs",),
        minimum_age=10,
        level=1,
        participants_min=4,
        participants_max=8,
        mode="hybrid",
        prerequisites_facilitator="Lire la fiche.",
        material=(Material(label="Cartes", quantity="12", is_provided=True),),
        is_unplugged=True,
        preparation="Imprimer.",
        duration=30,
        steps=(Step(title="Accueillir", minutes=10, facilitator="Dire bonjour.\nS’asseoir."),),
        watch_points="Le temps.",
        licence="CC-BY-4.0",
        credits=(Credit(name="Samir", organisation="Médiathèque"),),
    )


def test_buttons_save_and_lead_on_back_and_away(writer, kit):
    ways = ("continue", "back", "later", "go:files", "go:preview", "go:licence#send", "go:nowhere", "go:idea#<b>")
    leads = {do: send(writer, kit, "material", do=do, preparation=do).url for do in ways}
    assert leads == {
        "continue": stage_url(kit, "steps"),
        "back": stage_url(kit, "audience"),
        "later": reverse("writing"),
        "go:files": stage_url(kit, "files"),
        "go:preview": reverse("writing-preview", args=[kit.pk]),
        "go:licence#send": f"{stage_url(kit, 'licence')}#send",
        "go:nowhere": stage_url(kit, "material"),
        "go:idea#<b>": stage_url(kit, "material"),
    }
    assert said(kit).preparation == "go:idea#<b>"


def test_a_kit_that_a_moderator_locked_is_not_written_and_what_was_typed_is_shown(writer, kit):
    fields = opened(writer, kit, "material")
    moderator = factories.person("ines@example.org", group="moderator")
    KitPage.objects.filter(pk=kit.pk).update(locked=True, locked_by=moderator)
    response = send(writer, kit, "material", fields, preparation="Ouvrir la salle.", do="continue")
    assert (response.status_code, fields_of(response)["preparation"]) == (409, ["Ouvrir la salle."])
    assert "A moderator has locked this kit." in response.content.decode()
    assert autosave(writer, kit, "material", fields, preparation="Ouvrir.").json()["state"] == "refused"
    assert said(kit).preparation == "Imprimer les cartes."


def test_a_number_that_is_none_stays_as_typed_and_everything_else_is_saved(writer, kit):
    response = send(
        writer, kit, "steps", do="continue", steps_0_minutes="quatre", steps_0_title="Accueil", duration="35"
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert fields_of(response)["steps-0-minutes"] == ["quatre"]
    assert "Write a number, for example 4." in page
    assert 'href="#id_steps-0-minutes"' in page
    assert [(step.title, step.minutes) for step in said(kit).steps] == [("Accueil", 10), ("Trier les messages", 20)]
    assert said(kit).duration == 35


def test_a_correction_after_a_mistake_is_no_change_of_somebody_else(writer, kit):
    response = send(writer, kit, "steps", do="continue", steps_0_minutes="quatre", steps_0_title="Accueil")
    response = send(writer, kit, "steps", fields_of(response), do="continue", steps_0_minutes="4")
    assert (response.status_code, said(kit).steps[0].minutes, said(kit).steps[0].title) == (302, 4, "Accueil")


def test_what_is_too_long_is_kept_on_the_page_and_never_cut(writer, kit):
    response = send(writer, kit, "idea", hook="é" * 401)
    assert (response.status_code, fields_of(response)["hook"]) == (422, ["é" * 401])
    assert "This is too long: 401 characters. The limit is 400." in response.content.decode()
    assert "maxlength" not in response.content.decode()


def test_fewer_people_at_most_than_at_least_is_said_beside_the_field(writer, kit):
    response = send(writer, kit, "audience", participants_min="9", participants_max="4", minimum_age="12")
    assert "The greatest number of participants is below the smallest." in response.content.decode()
    assert (said(kit).participants_min, said(kit).participants_max, said(kit).minimum_age) == (9, 4, 12)


def test_a_title_cannot_be_emptied(writer, kit):
    response = send(writer, kit, "idea", title=" ", hook="Nouvelle accroche.")
    assert (response.status_code, said(kit).title, said(kit).hook) == (422, "Où est Camille ?", "Nouvelle accroche.")


# --- rows ---


@pytest.fixture
def three_moments(samir):
    steps = (Step(title="Un", minutes=1), Step(title="Deux", minutes=2, licence="CC-BY-4.0"), Step(title="Trois"))
    return begin_kit(factories.content(steps=steps), by=samir)


def titles(kit):
    return [step.title for step in said(kit).steps]


def test_a_moment_moves_up_and_down_with_all_that_it_says(writer, three_moments):
    response = send(writer, three_moments, "steps", do="up:steps:1", steps_1_title="Deux bis")
    assert response.url == f"{stage_url(three_moments, 'steps')}#up-steps-0"
    assert titles(three_moments) == ["Deux bis", "Un", "Trois"]
    assert said(three_moments).steps[0].licence == "CC-BY-4.0"
    response = send(writer, three_moments, "steps", do="down:steps:0")
    assert response.url == f"{stage_url(three_moments, 'steps')}#down-steps-1"
    assert titles(three_moments) == ["Un", "Deux bis", "Trois"]


@pytest.mark.parametrize("do", ["up:steps:0", "down:steps:2", "up:steps:99", "up:nothing:1", "remove:steps:9", "undo"])
def test_a_move_that_is_none_changes_nothing(writer, three_moments, do):
    assert send(writer, three_moments, "steps", do=do).status_code == 302
    assert titles(three_moments) == ["Un", "Deux", "Trois"]


def test_a_moved_row_keeps_what_was_typed_in_it_even_wrong(writer, three_moments):
    response = send(writer, three_moments, "steps", do="up:steps:2", steps_2_minutes="trois")
    typed = fields_of(response)
    assert [typed[f"steps-{place}-title"] for place in range(3)] == [["Un"], ["Trois"], ["Deux"]]
    assert typed["steps-1-minutes"] == ["trois"]
    assert [(step.title, step.minutes) for step in said(three_moments).steps] == [
        ("Un", 1),
        ("Trois", None),
        ("Deux", 2),
    ]


def test_the_page_after_a_move_says_it_and_has_focus_on_the_button(writer, three_moments):
    page = writer.get(send(writer, three_moments, "steps", do="up:steps:2").url).content.decode()
    assert 'data-focus="up-steps-1"' in page
    assert 'data-said="Moment 3 placed at 2"' in page


def test_a_removed_moment_comes_back_where_it_was(writer, three_moments):
    url = send(writer, three_moments, "steps", do="remove:steps:1").url
    assert titles(three_moments) == ["Un", "Trois"]
    page = fields_of(writer.get(url))
    assert json.loads(page["removed"][0])["row"]["title"] == ["Deux"]
    send(writer, three_moments, "steps", page, do="undo", steps_0_title="Premier")
    assert titles(three_moments) == ["Premier", "Deux", "Trois"]


def test_undoing_is_offered_once(writer, three_moments):
    url = send(writer, three_moments, "steps", do="remove:steps:1").url
    assert ["removed" in fields_of(writer.get(url)) for _time in range(2)] == [True, False]


def test_a_new_moment_is_an_empty_row_that_nothing_keeps_until_something_is_typed(writer, three_moments):
    url = send(writer, three_moments, "steps", do="add:steps").url
    page = fields_of(writer.get(url))
    assert (url.split("#")[1], page["steps-3-title"], titles(three_moments)) == (
        "id_steps-3-title",
        [""],
        ["Un", "Deux", "Trois"],
    )
    send(writer, three_moments, "steps", page, steps_3_title="Quatre")
    assert titles(three_moments) == ["Un", "Deux", "Trois", "Quatre"]


def test_an_objective_a_line_and_a_person_are_added_removed_and_moved_the_same_way(writer, kit):
    send(writer, kit, "idea", do="up:objectives:1")
    send(writer, kit, "material", do="remove:material:0")
    send(writer, kit, "licence", do="add:credits")
    assert said(kit).objectives == (
        "citer trois personnes à qui en parler",
        "reconnaître quatre signes de cyberharcèlement",
    )
    assert (said(kit).material, len(said(kit).credits)) == ((), 1)


def test_the_rows_that_stay_are_the_same_rows_for_the_editor_of_the_back_office(writer, kit):
    before = {row.title: row.pk for row in draft_of(kit).steps.all()}
    send(writer, kit, "steps", do="up:steps:1", steps_0_title="Accueil")
    after = {row.title: row.pk for row in draft_of(kit).steps.all()}
    assert after == {"Trier les messages": before["Trier les messages"], "Accueil": before["Accueillir"]}


def test_more_rows_than_a_kit_may_have_are_said_and_not_lost(writer, kit):
    fields = opened(writer, kit, "idea") | {f"objectives-{place}-text": [f"faire {place}"] for place in range(205)}
    response = send(writer, kit, "idea", fields)
    assert response.status_code == 422
    assert "more than 200 lines" in response.content.decode()
    assert len(said(kit).objectives) == 200


# --- saving as it is typed ---


def test_a_page_saves_itself_and_says_when(writer, kit):
    fields = opened(writer, kit, "material")
    answer = autosave(writer, kit, "material", fields, preparation="Ouvrir la salle.").json()
    assert (answer["state"], answer["mistakes"], answer["origins"]) == ("saved", [], {"material": [0]})
    assert answer["words"].startswith("Draft saved at ")
    assert said(kit).preparation == "Ouvrir la salle."


def test_a_page_that_saves_itself_goes_on_from_what_it_saved(writer, kit):
    fields = opened(writer, kit, "material")
    for words in ("Ouvrir", "Ouvrir la", "Ouvrir la salle."):
        answer = autosave(writer, kit, "material", fields, preparation=words).json()
        fields |= {"base": [answer["base"]]}
    assert said(kit).preparation == "Ouvrir la salle."


def test_the_rule_follows_the_minutes(writer, kit):
    fields = opened(writer, kit, "steps")
    parts = autosave(writer, kit, "steps", fields, steps_0_minutes="4").json()["parts"]
    assert "24\u00a0min placed out of 30." in parts["rule"]
    assert "6\u00a0min are left to tell" in parts["rule"]


def test_what_is_wrong_is_told_to_the_page_that_saves_itself(writer, kit):
    fields = opened(writer, kit, "steps")
    answer = autosave(writer, kit, "steps", fields, steps_1_minutes="vingt").json()
    assert answer["mistakes"] == [{"anchor": "id_steps-1-minutes", "sentence": "Write a number, for example 4."}]
    assert said(kit).steps[1].minutes == 20


def test_saves_of_one_sitting_share_one_revision(writer, kit):
    fields = opened(writer, kit, "material")
    for words in "abc":
        fields |= {"base": [autosave(writer, kit, "material", fields, preparation=words).json()["base"]]}
    assert KitPage.objects.get(pk=kit.pk).revisions.count() == 1


# --- what is published ---


def test_writing_on_a_published_kit_makes_a_draft_and_readers_see_nothing(writer, samir):
    kit = factories.kit(by=samir)
    KitPage.objects.filter(pk=kit.pk).update(owner=samir)
    page = writer.get(stage_url(kit, "idea")).content.decode()
    send(writer, kit, "idea", title="En chantier")
    assert "Version 1 is public." in page
    assert (said(kit).title, KitPage.objects.get(pk=kit.pk).title) == ("En chantier", "Où est Camille ?")
    assert [version.title for version in kit.versions.all()] == ["Où est Camille ?"]


def test_the_notes_of_the_version_before_are_not_those_of_the_next(writer, samir):
    kit = factories.kit(by=samir)
    kit = factories.publish(kit, by=samir, hook="Autre.", version_notes="Plus court.")
    KitPage.objects.filter(pk=kit.pk).update(owner=samir)
    assert opened(writer, kit, "licence")["version_notes"] == [""]
    send(writer, kit, "idea", hook="Encore autre.")
    assert opened(writer, kit, "licence")["version_notes"] == [""]
    send(writer, kit, "licence", version_notes="Une image de plus.")
    assert draft_of(kit).version_notes == "Une image de plus."


def test_a_kit_that_nobody_has_read_takes_the_address_of_its_title(writer, kit, samir):
    factories.draft(slug="trier-ses-messages")
    send(writer, kit, "idea", title="Trier ses messages")
    fresh = KitPage.objects.get(pk=kit.pk)
    slug = "trier-ses-messages-2"
    assert (fresh.slug, fresh.draft_title, draft_of(kit).slug) == (slug, "Trier ses messages", slug)


def test_a_published_kit_keeps_its_address(writer, samir):
    kit = factories.kit(by=samir)
    KitPage.objects.filter(pk=kit.pk).update(owner=samir)
    send(writer, kit, "idea", title="Autre titre")
    assert (KitPage.objects.get(pk=kit.pk).slug, draft_of(kit).slug) == ("ou-est-camille", "ou-est-camille")


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_of_moments_costs_the_same_with_one_and_with_thirty(writer, samir, count, django_assert_num_queries):
    steps = tuple(Step(title=f"Moment {place}", minutes=1, facilitator="Dire.") for place in range(count))
    kit = begin_kit(factories.content(steps=steps), by=samir)
    writer.get(stage_url(kit, "steps"))
    with django_assert_num_queries(23):
        writer.get(stage_url(kit, "steps"))


def test_plain_names_of_rows_are_those_of_the_page():
    assert plain({"steps_0_title": 1, "main_theme": 2}) == {"steps-0-title": 1, "main_theme": 2}
