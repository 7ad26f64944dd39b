"""The pages where badges are written, by those who answer for them; for others there is no such page."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from badges.achievements.models import Achievement
from tests import factories as people
from tests.badges import factories
from tests.catalogue.factories import module, path, skill_framework, skill_of

pytestmark = pytest.mark.django_db


def page(row, name="manage-achievement"):
    return reverse(name, args=[row.slug])


@pytest.fixture
def draft(relais):
    return factories.achievement(issuer=relais, criteria="", rule={"kind": "decision"})


def typed(draft=None, **values):
    """Return what the browser of somebody who writes a badge sends."""
    facts = {
        "name": "Accueillir avec bienveillance", "description": "sait accueillir.", "abilities": "Rassurer",
        "criteria": "", "language": "fr", "tags": "accueil, écoute", "level": "2", "domain": "4", "glyph": "cadenas",
        "image_caption": "", "is_automatic": "on", "type": "Badge", "minutes": "", "validity_months": "",
        "rule-join": "all", "rule-decision": "on", "do": "keep",
    }  # fmt: skip
    if draft is not None:
        facts |= {"slug": draft.slug, "issuer": draft.issuer_id, "seen": draft.changed_at.isoformat()}
    return {**facts, **values}


def test_each_page_is_for_the_trainers_of_the_issuer_and_the_staff(client, draft, odile, ines, wenceslas):
    lea = people.person("lea@example.org")
    addresses = [
        reverse("manage-achievements"),
        reverse("new-achievement"),
        page(draft),
        page(draft, "translate-achievement"),
    ]
    assert [client.get(address).status_code for address in addresses] == [302] * 4
    for person, status in ((lea, 404), (wenceslas, 404), (odile, 200), (ines, 200)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status] * 4
    client.force_login(wenceslas)
    assert client.post(page(draft, "publish-achievement")).status_code == 404
    assert client.get("/decerner/badges/rien/").status_code == 404


def test_somebody_elses_badge_is_not_theirs_and_the_staff_may(client, odile, ines, hub):
    theirs = factories.achievement(slug="du-hub", issuer=hub)
    client.force_login(odile)
    assert client.get(page(theirs)).status_code == 404
    assert client.post(page(theirs, "archive-achievement")).status_code == 404
    assert "du-hub" not in client.get(reverse("manage-achievements")).text
    client.force_login(ines)
    assert client.get(page(theirs)).status_code == 200


def test_a_trainer_writes_a_badge_in_one_form(trainer, relais):
    sent = typed(issuer=relais.pk, slug="", **{"rule-facilitated": "2", "rule-minutes": "10 h", "rule-join": "any"})
    answer = trainer.post(reverse("new-achievement"), sent)
    made = Achievement.objects.get()
    assert (answer.status_code, answer.url) == (303, page(made))
    assert (made.slug, made.level, made.domain, made.tags) == (
        "accueillir-avec-bienveillance",
        2,
        4,
        ["accueil", "écoute"],
    )
    assert made.rule == {
        "any": [
            {"kind": "facilitated", "at_least": 2},
            {"kind": "minutes", "at_least": 600},
            {"kind": "decision"},
        ]
    }
    assert (made.state, made.created_by.email, made.accepts_applications) == ("draft", "odile@example.org", False)


def test_what_is_refused_stays_typed(trainer, draft):
    sent = typed(draft, name="", description="Sait tout.", tags=",".join(f"mot{n}" for n in range(30)))
    sent.pop("rule-decision")
    answer = trainer.post(page(draft), sent)
    assert answer.status_code == 422
    for sentence in (
        "Write the name of the badge.", "At most 20 words", "Say at least one thing that earns the badge.", "Sait tout.",
    ):  # fmt: skip
        assert sentence in answer.text
    assert Achievement.objects.get().name == "Accueillir avec bienveillance"


def test_the_list_of_one_kind_of_thing_is_shown_when_it_is_asked_for(trainer, draft, hub):
    module("Des mots de passe solides")
    factories.published(slug="autre", name="Un autre badge", issuer=hub)
    plain = trainer.get(page(draft)).text
    assert 'name="rule-add"' not in plain and "Un autre badge" not in plain
    shown = trainer.post(page(draft), typed(draft, do="kind:badge", name="Un nom")).text
    assert '<option value="badge:autre">Un autre badge</option>' in shown
    assert "badge:accueillir" not in shown and 'value="Un nom"' in shown
    assert 'name="rule-add"' not in trainer.post(page(draft), typed(draft, do="kind:sudo")).text


def test_things_to_achieve_are_added_and_removed_without_keeping_anything(trainer, draft):
    piece = module("Des mots de passe solides")
    page_of_path = path("Aidant", blocks=[("Accueillir", [piece])])
    line = f"module:{piece.key}"
    added = trainer.post(page(draft), typed(draft, do="add", **{"rule-add": line}, name="Un autre nom"))
    assert f'name="line" value="{line}"' in added.text
    assert "complete the module “Des mots de passe solides”" in added.text
    assert 'value="Un autre nom"' in added.text
    dropped = trainer.post(page(draft), typed(draft, do=f"drop:{line}", line=[line, f"path:{page_of_path.pk}"]))
    assert f'name="line" value="{line}"' not in dropped.text
    assert f'name="line" value="path:{page_of_path.pk}"' in dropped.text
    assert Achievement.objects.get().rule == {"kind": "decision"}
    sent = typed(draft, line=[line, line], **{"rule-add": f"path:{page_of_path.pk}"})
    trainer.post(page(draft), sent)
    assert Achievement.objects.get().rule == {
        "all": [
            {"kind": "module", "key": str(piece.key)},
            {"kind": "path", "path": page_of_path.pk},
            {"kind": "decision"},
        ]
    }


@pytest.mark.parametrize("line", ["module:none", "badge:jamais-ecrit", "path:999999", "block:x:y", "sudo", "path:"])
def test_a_line_that_was_never_offered_is_refused_or_forgotten(trainer, draft, line):
    trainer.post(page(draft), typed(draft, line=[line]))
    assert Achievement.objects.get().rule == {"kind": "decision"}


def test_an_application_opens_the_form_where_one_applies(trainer, draft):
    trainer.post(page(draft), typed(draft, **{"rule-application": "on", "rule-peers": "2"}))
    made = Achievement.objects.get()
    assert made.accepts_applications
    assert made.rule == {"all": [{"kind": "decision"}, {"kind": "application", "at_least": 2}]}
    alone = trainer.post(page(draft), typed(made, **{"rule-peers": "2"}))
    assert "Peers read applications: tick the line above too, or leave this empty." in alone.text


def test_a_rule_made_elsewhere_is_said_and_kept(trainer, relais):
    nested = {
        "all": [
            {"kind": "decision"},
            {"any": [{"kind": "facilitated", "at_least": 1}, {"kind": "kits_published", "at_least": 1}]},
        ]
    }
    draft = factories.achievement(issuer=relais, rule=nested)
    shown = trainer.get(page(draft)).text
    assert "convince a trainer, who decides and (facilitate 1 session or publish 1 kit)" in shown
    sent = typed(draft)
    sent.pop("rule-decision")
    assert trainer.post(page(draft), sent).status_code == 303
    assert Achievement.objects.get().rule == nested


def test_the_image_follows_what_is_chosen_before_it_is_kept(trainer, draft):
    shown = trainer.post(page(draft), typed(draft, do="preview:image", level="3", domain="5", glyph="oeil")).text
    assert 'src="/badges/dessins/5-3-oeil.svg"' in shown
    assert Achievement.objects.get().glyph == "boussole"
    forged = trainer.post(page(draft), typed(draft, do="preview:image", level="9", domain="../5", glyph="oeil")).text
    assert 'src="/badges/dessins/1-1-boussole.svg"' in forged


def test_an_own_image_needs_words_and_may_be_left_again(trainer, draft):
    drawn = io.BytesIO()
    Image.new("RGB", (120, 120), "white").save(drawn, "PNG")
    drawn.seek(0)
    drawn.name = "badge.png"
    refused = trainer.post(page(draft), typed(draft, picture=drawn))
    assert "Say what your image shows, for those who do not see it." in refused.text
    drawn.seek(0)
    trainer.post(page(draft), typed(draft, picture=drawn, image_caption="Une main tendue"))
    made = Achievement.objects.get()
    assert (made.image.media_type, made.image_caption) == ("image/png", "Une main tendue")
    trainer.post(page(draft), typed(made, without_picture="on"))
    assert Achievement.objects.get().image is None


def test_two_people_who_write_at_once_do_not_undo_each_other(trainer, draft):
    assert trainer.post(page(draft), typed(draft)).status_code == 303
    late = trainer.post(page(draft), typed(draft, name="Mon nom"))
    assert (late.status_code, 'value="Mon nom"' in late.text) == (422, True)
    assert "Somebody else changed this badge while you were writing." in late.text


def test_a_badge_is_published_archived_and_its_address_and_issuer_stay(trainer, draft, hub):
    shown = trainer.post(page(draft, "publish-achievement"), {"notes": ""}, follow=True).text
    assert "Version 1 is published." in shown
    assert "Version 1 already says exactly that." in trainer.post(page(draft, "publish-achievement"), follow=True).text
    made = Achievement.objects.get()
    trainer.post(page(draft), typed(made, slug="autre", issuer=hub.pk, name="Un nouveau nom"))
    made.refresh_from_db()
    assert (made.slug, made.issuer.slug, made.name) == ("accueillir", "relais", "Un nouveau nom")
    shown = trainer.get(page(draft)).text
    assert "What is awarded is version 1." in shown
    trainer.post(page(draft, "publish-achievement"), {"notes": "Un nouveau nom."})
    assert [(row.number, row.notes) for row in made.versions.all()] == [(2, "Un nouveau nom."), (1, "")]
    trainer.post(page(draft, "archive-achievement"))
    made.refresh_from_db()
    assert (made.state, made.versions.count()) == ("archived", 2)


def test_what_lacks_is_said_beside_the_form(trainer, relais):
    draft = factories.achievement(issuer=relais, description="")
    assert "Say in a sentence what the person can do." in trainer.get(page(draft)).text
    answer = trainer.post(page(draft, "publish-achievement"), follow=True)
    assert "This badge cannot be published yet." in answer.text
    assert not draft.versions.exists()


def test_skills_are_chosen_as_everywhere_but_nobody_asks_what_is_done_with_them(trainer, draft):
    framework = skill_framework()
    skill, level = skill_of(framework, "1.2"), framework.levels.get(rank=3)
    shown = trainer.get(f"{page(draft)}?competence=1.2").text
    assert "Protéger les données personnelles" in shown and "What is done with it" not in shown
    trainer.post(page(draft), {"deed": "add", "skill": skill.pk, "level": level.pk})
    row = draft.skill_rows.get()
    assert (row.skill, row.level) == (skill, level)
    trainer.post(page(draft), {"deed": f"change-{row.pk}", "level": ""})
    assert draft.skill_rows.get().level is None
    trainer.post(page(draft), {"deed": f"remove-{row.pk}"})
    assert not draft.skill_rows.exists()


def test_a_badge_speaks_each_language_once(trainer, draft):
    words = {"language": "en", "name": "Welcoming", "description": "can welcome.", "criteria": ""}
    new = page(draft, "translate-achievement")
    assert trainer.post(new, words).status_code == 303
    for again in (words, {**words, "language": "fr"}):
        assert "The badge already speaks this language." in trainer.post(new, again).text
    there = reverse("achievement-translation", args=[draft.slug, "en"])
    trainer.post(there, {**words, "name": "Welcoming well"})
    assert draft.translations.get().name == "Welcoming well"
    trainer.post(there, {"do": "remove"})
    assert not draft.translations.exists()
    assert trainer.get(there).status_code == 404


def test_addresses_of_other_pages_are_not_taken(trainer, relais):
    for slug, sentence in [("chiffres", "This address is that of another page."), ("a b", "valid")]:
        answer = trainer.post(reverse("new-achievement"), typed(issuer=relais.pk, slug=slug))
        assert (answer.status_code, sentence in answer.text) == (422, True)
    trainer.post(reverse("new-achievement"), typed(issuer=relais.pk, slug="ACCUEIL"))
    assert Achievement.objects.get().slug == "accueil"
    assert trainer.post(reverse("new-achievement"), typed(issuer=relais.pk, slug="accueil")).status_code == 422


def test_a_trainer_writes_in_the_name_of_their_organisation_only(trainer, hub):
    assert trainer.post(reverse("new-achievement"), typed(issuer=hub.pk)).status_code == 422
    assert not Achievement.objects.exists()


def test_the_list_costs_the_same_questions_with_1_and_3_badges(trainer, relais, django_assert_num_queries):
    factories.published(slug="un", issuer=relais)
    trainer.get(reverse("manage-achievements"))
    with django_assert_num_queries(11):
        trainer.get(reverse("manage-achievements"))
    for slug in ("deux", "trois"):
        factories.published(slug=slug, issuer=relais)
    with django_assert_num_queries(11):
        trainer.get(reverse("manage-achievements"))


def test_a_hub_without_an_issuer_is_led_to_make_one_first(client, db):
    client.force_login(people.person("odile@example.org", group="hub staff"))
    answer = client.get(reverse("new-achievement"), follow=True)
    assert answer.redirect_chain == [(reverse("new-issuer"), 302)]
    assert "Dites d’abord qui remet les badges ici" in answer.text
