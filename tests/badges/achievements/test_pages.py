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


def group(number="1", **values):
    """Return what the browser sends of a group."""
    return {f"rule-{number}-join": "any", **{f"rule-{number}-{name}": value for name, value in values.items()}}


def lines_of(*titles):
    """Return the lines that ask for modules of a path that everybody may follow."""
    modules = [module(title) for title in titles]
    path("Aidant", blocks=[("Accueillir", modules)])
    return [f"module:{made.key}" for made in modules]


def test_two_modules_and_one_thing_of_a_group_are_asked_without_script(trainer, draft):
    lines = lines_of("Des mots de passe", "Une adresse")
    sent = typed(draft, line=lines, **{"rule-decision": ""})
    shown = trainer.post(page(draft), {**sent, "do": "group"}).text
    assert 'name="group" value="1"' in shown
    assert '<input type="radio" name="rule-1-join" value="any" required id="id_rule-1-join_1" checked' in shown
    trainer.post(page(draft), {**sent, "group": "1", **group(facilitated="3", decision="on")})
    asked = [{"kind": "module", "key": line.partition(":")[2]} for line in lines]
    made = Achievement.objects.get()
    assert made.rule == {"all": [*asked, {"any": [{"kind": "facilitated", "at_least": 3}, {"kind": "decision"}]}]}
    shown = trainer.get(page(draft))
    assert "“Une adresse” and (facilitate 3 sessions or convince a trainer, who decides)." in shown.text
    rule = shown.context["rule"]
    assert (rule.kept_words, [form.mark for form in rule.forms]) == ("", ["", "-1"])
    assert rule.groups[0].initial["facilitated"] == 3


def test_things_are_added_to_a_group_and_it_goes_away_with_them(trainer, draft):
    [line] = lines_of("Une adresse")
    sent = typed(draft, group="1", **group())
    listed = trainer.post(page(draft), {**sent, "do": "kind-1:module"})
    assert [form.kind for form in listed.context["rule"].forms] == ["", "module"]
    added = trainer.post(page(draft), {**sent, "do": "add-1", "rule-1-add": line})
    assert [form.lines for form in added.context["rule"].forms] == [[], [line]]
    dropped = trainer.post(page(draft), {**sent, "do": f"drop-1:{line}", "line-1": line, "line": line})
    assert [form.lines for form in dropped.context["rule"].forms] == [[line], []]
    removed = trainer.post(page(draft), {**sent, "do": "ungroup:1", "line-1": line})
    assert removed.context["rule"].groups == []
    # A group left empty asks for nothing.
    trainer.post(page(draft), sent)
    assert Achievement.objects.get().rule == {"kind": "decision"}


def test_a_group_stands_alone_or_gathers_what_is_needed_together(trainer, draft):
    trainer.post(page(draft), {**typed(draft, group="1", **group(facilitated="3")), "rule-decision": ""})
    assert Achievement.objects.get().rule == {"any": [{"kind": "facilitated", "at_least": 3}]}
    values = {"rule-join": "any", **group(facilitated="3", kits_published="1"), "rule-1-join": "all"}
    shown = trainer.post(page(draft), typed(Achievement.objects.get(), do="group", **{"rule-join": "any"}))
    assert shown.context["rule"].groups[0].initial["join"] == "all"
    trainer.post(page(draft), typed(Achievement.objects.get(), group="1", **values))
    both = [{"kind": "facilitated", "at_least": 3}, {"kind": "kits_published", "at_least": 1}]
    assert Achievement.objects.get().rule == {"any": [{"kind": "decision"}, {"all": both}]}


def test_groups_are_few_and_theirs_are_the_errors_of_their_fields(trainer, draft):
    numbers = ["1", "2", "3", "4", "5", "4", "sudo", ""]
    shown = trainer.post(page(draft), typed(draft, do="group", group=numbers)).context["rule"]
    assert ([form.group for form in shown.groups], shown.next_group) == (["1", "2", "3", "4"], "")
    refused = trainer.post(page(draft), typed(draft, group="2", **group("2", facilitated="-1", peers="2")))
    assert refused.status_code == 422
    assert [list(form.errors) for form in refused.context["rule"].forms] == [[], ["facilitated", "peers"]]
    assert 'href="#id_rule-2-facilitated"' in refused.text
    assert Achievement.objects.get().rule == {"kind": "decision"}


def test_what_a_rule_cannot_hold_is_refused_and_stays_typed(trainer, draft):
    """More than twelve things together: such a rule would be kept, and read by nothing."""
    lines = lines_of(*(f"Module {number}" for number in range(12)))
    grouped = {"rule-decision": "", "group": "1", **group(decision="on")}
    for sent in ({"line": lines}, {**grouped, "line-1": lines}, {**grouped, "line": lines}):
        refused = trainer.post(page(draft), typed(draft, **sent))
        assert "A badge asks for 12 things at most, and so does each group. Remove some." in refused.text
        assert refused.text.count('value="module:') == 12
    trainer.post(page(draft), typed(draft, line=lines, **{"rule-decision": ""}))
    assert len(Achievement.objects.get().rule["all"]) == 12


DEEP = {"all": [{"kind": "decision"}, {"any": [{"kind": "decision"}, {"all": [{"kind": "decision"}] * 2}]}]}
TWICE = {"any": [{"kind": "facilitated", "at_least": 1}, {"kind": "facilitated", "at_least": 2}]}
MANY = {"all": [{"any": [{"kind": "decision"}]}] * 5}


@pytest.mark.parametrize("rule", [DEEP, TWICE, MANY])
def test_a_rule_made_elsewhere_that_does_not_fit_is_said_and_kept(trainer, relais, rule):
    draft = factories.achievement(issuer=relais, rule=rule)
    assert "leave everything empty to keep it" in trainer.get(page(draft)).text
    sent = typed(draft)
    sent.pop("rule-decision")
    assert trainer.post(page(draft), sent).status_code == 303
    assert Achievement.objects.get().rule == rule
    trainer.post(page(draft), typed(Achievement.objects.get()))
    assert Achievement.objects.get().rule == {"kind": "decision"}


def test_the_image_follows_what_is_chosen_before_it_is_kept(trainer, draft):
    shown = trainer.post(page(draft), typed(draft, do="preview:image", level="3", domain="5", glyph="oeil")).text
    assert 'src="/badges/dessins/5-3-oeil.svg"' in shown
    assert Achievement.objects.get().glyph == "boussole"
    for values in ({"level": "9"}, {"domain": "../5"}, {"glyph": "œil"}, {"glyph": "sudo"}):
        forged = trainer.post(page(draft), typed(draft, do="preview:image", **values)).text
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
    assert "Version 2 is no longer awarded. Publishing awards it again." in trainer.get(page(draft)).text
    assert "Version 2 is awarded again." in trainer.post(page(draft, "publish-achievement"), follow=True).text


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
