"""The page of a badge and that of who gives it: what one can do, how to get it, who gives it; never who holds it."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override

from badges.achievements.actions import archive, publish
from badges.browsing.wording import given_words
from badges.issuing.keys import rotate_keys
from tests.badges.factories import achievement, credential, issuer, pair, published
from tests.catalogue.factories import module, path, skill_framework, skill_of
from tests.factories import person

pytestmark = pytest.mark.django_db


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response


def page_of(client, version):
    return shown(client, reverse("achievement", args=[version.achievement.slug]))


def facts(response):
    return {str(fact["icon"]): fact["value"] for fact in response.context["facts"]}


def test_the_page_says_what_one_can_do_how_to_get_it_and_who_gives_it(client):
    version = published(level=2, domain=2, validity_months=24)
    response = page_of(client, version)
    assert response.context["abilities"] == ["Reformuler la demande", "Rassurer"]
    assert "Animer une séance devant un pair." in response.context["criteria"]
    assert response.context["sentence"].endswith("sait accueillir une personne éloignée du numérique.")
    assert facts(response)["people"] == "Hub des Beffrois"
    assert "/openbadges/achievements/accueillir/1/achievement.json" in response.text
    assert response.context["picture_alt"] != ""


@pytest.mark.parametrize("state", ["draft", "missing"])
def test_a_badge_being_written_answers_like_one_that_does_not_exist(client, state):
    if state == "draft":
        achievement()
    for address in ("/badges/accueillir/", "/badges/accueillir/v1/"):
        response = client.get(address)
        assert (response.status_code, "éloignée" in response.text) == (404, False)


def test_a_badge_no_longer_given_keeps_its_page_and_says_so(client):
    version = published()
    archive(version.achievement, by=None)
    response = page_of(client, version)
    assert response.context["achievement"].state == "archived"
    assert response.context["apply_url"] == ""


def test_an_old_version_stays_readable_and_leads_to_the_newest(client):
    old = published()
    old.achievement.description = "sait accueillir tout le monde."
    old.achievement.save()
    new = publish(old.achievement, by=None)
    response = shown(client, "/badges/accueillir/v1/")
    assert (response.context["newest"], response.context["json_ld"]) == (new, "")
    assert "éloignée" in response.text
    assert "noindex" in response.text
    assert "tout le monde" in shown(client, "/badges/accueillir/").text
    assert client.get("/badges/accueillir/v3/").status_code == 404


def test_a_rule_leads_to_the_paths_that_hold_its_module(client):
    learned = module("Accueillir la demande")
    page = path("Aidant numérique", blocks=[("Accueillir", [learned])])
    version = published(rule={"kind": "module", "key": str(learned.key)})
    [step] = page_of(client, version).context["steps"]
    assert (step.title, step.where) == ("Accueillir la demande", "Aidant numérique")
    assert step.url == reverse("path-module", args=[page.slug, learned.key])


def test_a_rule_leads_to_its_path_and_to_its_block(client):
    page = path("Aidant numérique", blocks=[("Accueillir", [module("Accueillir")])])
    block = page.versions.first().content.blocks[0]
    rule = {"any": [{"kind": "path", "path": page.pk}, {"kind": "block", "path": page.pk, "key": block.key}]}
    steps = page_of(client, published(rule=rule)).context["steps"]
    assert [step.url for step in steps] == [f"/parcours/{page.slug}/", f"/parcours/{page.slug}/#block-1"]


def items(client, version):
    """Return what the page says is asked, as text in lists."""
    asked = page_of(client, version).context["asked"]
    return asked.words if not asked.parts else [[one.words for one in part.parts] or part.words for part in asked.parts]


def test_what_is_asked_is_one_sentence_or_a_list_of_things_and_groups(client):
    client.cookies["affichage"] = "language=en"
    decision, three = {"kind": "decision"}, {"kind": "facilitated", "at_least": 3}
    hours, kit = {"kind": "minutes", "at_least": 60}, {"kind": "kits_published", "at_least": 1}
    said = ["facilitate 3 sessions", "convince a trainer, who decides", "attend sessions for 1\xa0h", "publish 1 kit"]
    rules = [
        {"any": [three]},
        {"any": [three, decision]},
        {"all": [hours, {"any": [three, decision]}, kit]},
        {"all": [hours, {"any": [three, {"all": [decision, kit]}]}]},
    ]
    versions = [published(slug=f"badge-{number}", rule=rule) for number, rule in enumerate(rules)]
    assert [items(client, version) for version in versions] == [
        said[0],
        said[:2],
        [said[2], said[:2], said[3]],
        [said[2], [said[0], f"{said[1]} and {said[3]}"]],
    ]
    texts = [" ".join(page_of(client, version).text.split()) for version in versions]
    assert "To get it: facilitate 3 sessions." in texts[0]
    assert "To get it, one of these is enough:</p> <ul><li>facilitate 3 sessions</li><li>convince" in texts[1]
    assert "all of this is needed:</p> <ul><li>attend sessions for 1 h</li><li>one of these: <ul><li>faci" in texts[2]


def test_what_is_private_is_not_named(client):
    learned = module("Module secret")
    page = path("Parcours secret", blocks=[("Accueillir", [learned])])
    version = published(rule={"kind": "path", "path": page.pk})
    page.unpublish()
    response = page_of(client, version)
    assert response.context["steps"] == ()
    assert "Parcours secret" not in response.text


def test_badges_that_stack_lead_to_each_other(client):
    first = published("Premier", slug="premier")
    second = published("Second", slug="second", rule={"kind": "badge", "achievement": "premier"})
    assert [card.name for card in page_of(client, first).context["stack"]["counts_for"]] == ["Second"]
    assert [card.name for card in page_of(client, second).context["stack"]["asks"]] == ["Premier"]


def test_one_may_apply_only_where_it_is_offered(client):
    closed, opened = published(slug="ferme"), published(slug="ouvert", accepts_applications=True)
    assert page_of(client, closed).context["apply_url"] == ""
    assert page_of(client, opened).context["apply_url"] == reverse("apply-for-badge", args=["ouvert"])


@pytest.mark.parametrize(
    ("many", "said"),
    [(0, "Nobody holds it yet."), (4, "Given to fewer than 5 people."), (5, "Given 5 times.")],
)
def test_how_many_hold_it_is_said_without_pointing_at_anybody(client, many, said):
    version = published()
    for number in range(many):
        credential(version=version, email=f"personne-{number}@example.org")
    assert facts(page_of(client, version))["person"] == given_words(many)
    with override("en"):
        assert given_words(many) == said


def test_a_skill_leads_to_its_page(client):
    skill = skill_of(skill_framework(), code="1.1")
    [tag] = page_of(client, published(skills=[skill])).context["skills"]
    assert tag["url"].startswith("/referentiels/")
    assert client.get(tag["url"]).status_code == 200


def test_machines_read_the_badge_in_the_page(client):
    read = json.loads(str(page_of(client, published(validity_months=24)).context["json_ld"]))
    assert read["@type"] == "EducationalOccupationalCredential"
    assert (read["name"], read["validFor"]) == ("Accueillir avec bienveillance", "P24M")
    assert read["recognizedBy"] == {
        "@type": "Organization", "name": "Hub des Beffrois", "url": "https://hub.example.org",
    }  # fmt: skip


def test_text_of_a_badge_is_shown_and_never_run(client):
    hostile = "<script>alert(1)</script>{{ settings.SECRET_KEY }}"
    version = published(hostile, description=hostile, criteria=hostile, abilities=hostile, tags=[hostile])
    for response in (page_of(client, version), shown(client, reverse("badges"))):
        assert "<script>alert" not in response.text
        assert "{{ settings.SECRET_KEY }}" in response.text


def test_the_page_of_an_issuer_lists_its_badges_and_all_its_keys(client):
    found = issuer()
    rotate_keys(found, by=None, pair=pair(0))
    published()
    response = shown(client, reverse("issuer", args=["hub"]))
    assert [card.name for card in response.context["cards"]] == ["Accueillir avec bienveillance"]
    assert [row["is_signing"] for row in response.context["keys"]] == [False, False, True, True]
    assert response.context["did"].endswith(":openbadges:issuers:hub")
    assert "/openbadges/keys/hub-1.json" in response.text


def test_an_issuer_that_published_nothing_has_no_page(client):
    issuer()
    assert client.get(reverse("issuer", args=["hub"])).status_code == 404


def test_search_engines_are_told_of_badges_and_issuers_and_never_of_who_holds_them(client):
    held = credential(person("lea@example.org"), published())
    type(held).objects.filter(pk=held.pk).update(visibility="public")
    read = client.get("/sitemap.xml").text
    assert "/badges/accueillir/" in read
    assert "/badges/emetteurs/hub/" in read
    assert str(held.uuid) not in read


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_many_questions_whatever_it_lists(client, django_assert_num_queries, many):
    version = published()
    for number in range(many):
        published(f"Suite {number}", slug=f"suite-{number}", rule={"kind": "badge", "achievement": "accueillir"})
    page_of(client, version)
    with django_assert_num_queries(7):
        shown(client, "/badges/accueillir/?encore")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_an_issuer_asks_as_many_questions_whatever_it_lists(client, django_assert_num_queries, many):
    for number in range(many):
        published(f"Badge {number}", slug=f"badge-{number}")
    shown(client, reverse("issuer", args=["hub"]))
    with django_assert_num_queries(5):
        shown(client, reverse("issuer", args=["hub"]) + "?encore")
