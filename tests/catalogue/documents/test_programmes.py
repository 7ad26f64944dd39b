"""The programme of a path, at a version: everything of Qualiopi’s indicator 1, dated."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from catalogue.paths.documents import programme_pdf
from tests.catalogue.documents.situations import full_path, registered_title, two_modules
from tests.catalogue.factories import publish_path
from tests.outillerie.printing.reading import opened, words_of

pytestmark = pytest.mark.django_db


def certified():
    first, second = two_modules()
    return full_path(
        blocks=[("Accueillir", [first]), ("Orienter les personnes", [(second, False)])],
        certification=registered_title(),
        programme="Un carnet de **bord**.",
        results="42 personnes formées en 2025.",
        results_on=date(2026, 1, 1),
        success_rate="88 %",
    )


def words(pdf):
    return " ".join(words_of(pdf).replace("\u00a0", " ").split())


def test_the_programme_says_everything_of_indicator_1():
    text = words(programme_pdf(certified().versions.first()))
    said = (
        "Aidant numérique", "Pour accompagner sans faire à la place.", "Agents d’accueil",
        "Accueillir une personne", "Protéger ses données", "Aucun.", "3 h", "Une demi-journée par semaine",
        "Entretien avec l’équipe.", "15 jours au plus", "1 500 €", "OPCO de l’employeur", "Mises en situation.",
        "Étude de cas.", "Locaux accessibles en fauteuil.", "Fatou Diallo, fatou@beffrois.example", "Odile Carpentier",
        "odile@beffrois.example", "Un carnet de bord.", "42 personnes formées en 2025.", "1 janvier 2026", "88 %",
        "Responsable d’espace de médiation numérique (RNCP34137)", "Ministère du travail", "13 juillet 2019",
        "Hub des Beffrois SCIC", "3 rue des Tisserands, 59100 Roubaix", "12345678901234", "32591234567",
        "Hauts-de-France", "Écouter", "Orienter", "5 janvier 2026", "parcours/aidant-numerique/v1",
    )  # fmt: skip
    assert [words for words in said if words not in text] == []


def test_the_programme_holds_no_code_and_names_no_registered_title_that_there_is_not():
    text = words(programme_pdf(full_path().versions.first()))
    assert [code for code in ("onsite", "hybrid", "RNCP", "None", "Certif") if code in text] == []


def test_the_programme_is_tagged_and_the_same_each_time():
    version = certified().versions.first()
    pdf = programme_pdf(version)
    root = opened(pdf).root_object
    assert (bool(root["/MarkInfo"]["/Marked"]), root["/Lang"]) == (True, "fr")
    assert programme_pdf(version) == pdf


def test_a_later_version_changes_nothing_of_an_earlier_programme(client):
    page = publish_path(certified(), pace="En trois jours")
    assert "En trois jours" not in words(programme_pdf(page.versions.get(number=1)))
    newest = client.get(reverse("path-programme", args=[page.slug]))
    first = client.get(reverse("path-version-programme", args=[page.slug, 1]))
    assert "En trois jours" in words(newest.content)
    assert "En trois jours" not in words(first.content)
    assert newest["Content-Disposition"] == 'inline; filename="programme-aidant-numerique-v2.pdf"'


def test_leak_06_the_programme_of_a_private_or_withdrawn_path_does_not_exist(client):
    page = certified()
    addresses = [
        reverse("path-programme", args=[page.slug]),
        reverse("path-version-programme", args=[page.slug, 1]),
        reverse("path-jsonld", args=[page.slug]),
    ]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    restriction.delete()
    page.unpublish()
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_atk_pdf_01_what_a_trainer_writes_fetches_and_attaches_nothing():
    attack = (
        "![x](http://evil.example/x.png) <link rel=attachment href=file:///etc/hostname> [lien](javascript:alert(1))"
    )
    page = full_path(programme=attack, methods=attack, summary=attack[:200])
    text = words(programme_pdf(page.versions.first()))
    assert "<link rel=attachment href=file:///etc/hostname>" in text
    assert "evil.example/x.png)" in text
