"""The facts of a path, written by trainers: nothing typed is lost, nobody writes over somebody else."""

import re
from datetime import date

import pytest
from django.test import Client

from catalogue.certifications.models import ClassificationCode
from catalogue.paths.drafts import draft_of
from catalogue.paths.facts import EditedMeanwhile, facts_of, merged
from catalogue.paths.models import LearningPathPage
from tests.catalogue.factories import path, path_draft
from tests.factories import person

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Aidant numérique", "mode": "hybrid", "language": "fr", "glyph": "boussole", "summary": "Accompagner",
    "objectives": "Accueillir\nOrienter", "price_cents": "1 250,50", "planned_minutes": "17 h 30", "facts_checked_on": "3 mars 2026",
}  # fmt: skip


@pytest.fixture
def odile():
    return person("odile@example.org", group="trainer")


@pytest.fixture
def staff():
    return person("ines@example.org", group="hub staff")


@pytest.fixture
def own_path(odile):
    return path_draft(owner=odile)


def address(own_path) -> str:
    return f"/monter/parcours/{own_path.pk}/fiche/"


def opened(own_path, *, by) -> tuple[Client, str]:
    """Return a desk that shows the form, and what the own_path says that it shows."""
    client = Client()
    client.force_login(by)
    words = client.get(address(own_path)).content.decode()
    return client, re.search(r'name="base" value="([^"]+)"', words)[1]


def draft(own_path) -> LearningPathPage:
    return draft_of(LearningPathPage.objects.select_related("latest_revision").get(pk=own_path.pk))


def test_what_is_typed_generously_is_kept_exactly(own_path, odile):
    ClassificationCode.objects.get_or_create(system="nsf", code="335")
    client, base = opened(own_path, by=odile)
    response = client.post(address(own_path), {**TYPED, "codes": "335", "base": base})
    assert (response.status_code, response.url) == (302, address(own_path))
    saved = draft(own_path)
    assert (saved.price_cents, saved.planned_minutes, saved.facts_checked_on) == (125_050, 1050, date(2026, 3, 3))
    assert [code.code for code in saved.codes.all()] == ["335"]
    assert saved.objectives == "Accueillir\nOrienter"
    assert [block.title for block in saved.blocks.all()] == ["Accueillir"]
    assert LearningPathPage.objects.get(pk=own_path.pk).summary == ""


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Écrivez un titre pour continuer."),
        ("price_cents", "beaucoup", "Écrivez un montant en euros."),
        ("planned_minutes", "longtemps", "Écrivez un nombre d’heures."),
        ("facts_checked_on", "le 40 mars", "Écrivez le jour, le mois et l’année."),
        ("codes", "99999", "n’est pas parmi les codes de ce site"),
        ("summary", "x" * 601, "C’est trop long"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays_on_the_page(field, typed, sentence, own_path, odile):
    client, base = opened(own_path, by=odile)
    response = client.post(address(own_path), {**TYPED, "methods": "Une méthode rare", field: typed, "base": base})
    words = response.content.decode()
    assert response.status_code == 422
    assert sentence in words
    assert "Une méthode rare" in words
    assert draft(own_path).methods == ""


def test_two_people_who_change_different_facts_both_keep_theirs(own_path, odile, staff):
    first, first_base = opened(own_path, by=odile)
    second, second_base = opened(own_path, by=staff)
    first.post(address(own_path), {**TYPED, "methods": "Exercices", "base": first_base})
    second.post(address(own_path), {**TYPED, "pace": "Le mardi", "base": second_base})
    saved = draft(own_path)
    assert (saved.methods, saved.pace) == ("Exercices", "Le mardi")


def test_two_people_who_change_the_same_fact_choose(own_path, odile, staff):
    first, first_base = opened(own_path, by=odile)
    second, second_base = opened(own_path, by=staff)
    first.post(address(own_path), {**TYPED, "price": "Gratuit", "base": first_base})
    typed = {**TYPED, "price": "450 €", "pace": "Le mardi", "base": second_base}
    response = second.post(address(own_path), typed)
    words = response.content.decode()
    assert response.status_code == 409
    assert "Gratuit" in words
    assert "450 €" in words
    assert (draft(own_path).price, draft(own_path).pace) == ("Gratuit", "")
    second.post(address(own_path), {**typed, "change-price": "mine"})
    assert (draft(own_path).price, draft(own_path).pace) == ("450 €", "Le mardi")


def test_theirs_may_be_kept_with_the_rest_of_mine(own_path, odile, staff):
    first, first_base = opened(own_path, by=odile)
    second, second_base = opened(own_path, by=staff)
    first.post(address(own_path), {**TYPED, "price": "Gratuit", "base": first_base})
    second.post(
        address(own_path),
        {**TYPED, "price": "450 €", "pace": "Le mardi", "base": second_base, "change-price": "theirs"},
    )
    assert (draft(own_path).price, draft(own_path).pace) == ("Gratuit", "Le mardi")


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(own_path, odile):
    client, base = opened(own_path, by=odile)
    client.post(address(own_path), {**TYPED, "price": "Gratuit", "base": base})
    assert client.post(address(own_path), {**TYPED, "price": "450 €", "base": "autre"}).status_code == 409
    assert draft(own_path).price == "Gratuit"


def test_merging_keeps_what_each_side_changed():
    base, theirs = {"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 3}
    assert merged(base, theirs, {"a": 1, "b": 4, "c": 3}, {}) == {"a": 2, "b": 4, "c": 3}
    with pytest.raises(EditedMeanwhile) as refused:
        merged(base, theirs, {"a": 5, "b": 1, "c": 1}, {})
    assert [(conflict.name, conflict.theirs, conflict.mine) for conflict in refused.value.conflicts] == [("a", 2, 5)]


def test_what_was_typed_waits_for_whoever_was_signed_out(own_path, odile, staff):
    client, base = opened(own_path, by=odile)
    client.logout()
    response = client.post(address(own_path), {**TYPED, "methods": "Une méthode rare", "base": base})
    assert response.status_code == 302
    client.force_login(odile)
    assert "Une méthode rare" in client.get(address(own_path)).content.decode()
    client.post(address(own_path), {**TYPED, "methods": "Une méthode rare", "base": base})
    assert draft(own_path).methods == "Une méthode rare"
    assert "Votre text" not in client.get(address(own_path)).content.decode()


def test_nobody_else_is_shown_what_was_typed(own_path, odile, staff):
    client, base = opened(own_path, by=odile)
    client.logout()
    client.post(address(own_path), {**TYPED, "methods": "Une méthode rare", "base": base})
    client.force_login(staff)
    assert "Une méthode rare" not in client.get(address(own_path)).content.decode()


@pytest.mark.parametrize("ending", ["fiche/", "sessions/"])
def test_a_path_of_others_is_a_missing_page(ending, own_path):
    client = Client()
    where = f"/monter/parcours/{own_path.pk}/{ending}"
    assert client.get(where).status_code == 302
    for email, group in (("a@example.org", ""), ("b@example.org", "trainer"), ("c@example.org", "moderator")):
        client.force_login(person(email, group=group))
        assert client.get(where).status_code == 404
        assert client.post(where, TYPED).status_code == 404


def test_the_form_lists_what_is_missing_with_a_link_to_its_field(own_path, odile):
    client = Client()
    client.force_login(odile)
    words = client.get(address(own_path)).content.decode()
    assert f'href="{address(own_path)}#id_prerequisites"' in words
    assert 'id="id_prerequisites"' in words


def test_the_staff_reads_what_published_paths_lack_and_others_do_not(odile, staff):
    path("Sans rien", owner=odile)
    path_draft("Brouillon", owner=odile)
    client = Client()
    client.force_login(staff)
    words = client.get("/monter/completude/").content.decode()
    assert "Sans rien" in words
    assert "Brouillon" not in words
    client.force_login(odile)
    assert client.get("/monter/completude/").status_code == 404


def test_facts_are_plain_values_that_a_token_can_carry(own_path):
    facts = facts_of(own_path)
    assert (facts["title"], facts["audiences"], facts["price_cents"], facts["certification"]) == (
        "Aidant numérique", [], None, None,
    )  # fmt: skip
