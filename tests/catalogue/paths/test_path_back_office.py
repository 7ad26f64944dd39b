"""Paths in the back office: published once they say what they must, never deleted once somebody may follow them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.certifications.models import TrainingProvider
from catalogue.paths.models import LearningPathPage
from outillerie.accounts.models import Organisation
from tests.catalogue.factories import path, path_draft, publish_path
from tests.outillerie.pages.test_back_office import edit_address, reading_english, sent

pytestmark = pytest.mark.django_db

COMPLETE = {
    "objectives": "Accueillir une demande", "prerequisites": "Aucun", "methods": "Exercices", "assessment": "Un dossier",
    "access_terms": "Par téléphone", "access_delay": "15 jours", "price": "Gratuit", "accessibility": "Sous-titres",
    "disability_referent": "Nadia", "contact_email": "formation@example.org",
}  # fmt: skip


@pytest.fixture
def administrator(admin_client):
    return reading_english(admin_client)


def provider() -> Organisation:
    organisation = Organisation.objects.create(name="Hub", slug="hub")
    TrainingProvider.objects.create(organisation=organisation, legal_name="Hub")
    return organisation


def complete_draft(title="Complet") -> LearningPathPage:
    checked = timezone.localdate()
    return path_draft(title, **COMPLETE, organisation=provider(), facts_checked_on=checked)


def values_of(form) -> dict:
    """Return what a browser would send of a form of the editor: its fields, and the rows in its rows."""
    values = {field.html_name: value for field in form if (value := sent(field)) is not None}
    for formset in getattr(form, "formsets", {}).values():
        values |= {field.html_name: field.value() for field in formset.management_form}
        for part in formset.forms:
            values |= values_of(part)
    return values


def edit(client, page, **changes):
    values = values_of(client.get(edit_address(page)).context["form"])
    return client.post(edit_address(page), values | changes)


def is_live(page) -> bool:
    return LearningPathPage.objects.get(pk=page.pk).live


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_editor_lists_what_the_path_lacks(administrator):
    words = administrator.get(edit_address(path_draft())).content.decode()
    assert "Say how one enrols." in words
    assert "things are missing to publish." in words


def test_a_path_that_lacks_a_fact_is_saved_and_not_published(administrator):
    page = path_draft()
    edit(administrator, page, **{"title": "En chantier", "action-publish": "1"})
    assert is_live(page) is False
    assert page.versions.count() == 0
    assert LearningPathPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "En chantier"


def test_a_complete_path_is_published_with_its_blocks(administrator):
    page = complete_draft()
    response = edit(administrator, page, **{"action-publish": "1"})
    assert response.status_code == 302
    content = page.versions.get().content
    assert [(block.title, len(block.modules)) for block in content.blocks] == [("Accueillir", 1)]


def test_an_address_of_the_catalogue_is_refused_to_a_path(administrator):
    page = path_draft()
    response = edit(administrator, page, slug="comparer")
    assert "A page of the catalogue has this address already: choose another one." in response.content.decode()
    assert LearningPathPage.objects.get(pk=page.pk).slug == "aidant-numerique"


def test_among_many_the_first_that_lacks_a_fact_is_named_and_none_is_published(administrator):
    complete, incomplete = complete_draft(), publish_path(path("Vide"), results_on=date(2026, 1, 1))
    LearningPathPage.objects.get(pk=incomplete.pk).unpublish()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = administrator.post(f"{address}?id={complete.pk}&id={incomplete.pk}", follow=True)
    [sentence] = told(response)
    assert sentence.startswith("“Vide” is kept as a draft: something is missing to publish it. ")
    assert (is_live(complete), is_live(incomplete)) == (False, False)


@pytest.mark.parametrize("shelf", [False, True])
def test_a_path_with_versions_is_not_deleted(shelf, administrator):
    page = path()
    target = page.get_parent() if shelf else page
    administrator.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    assert is_live(page)


def test_a_path_with_versions_among_many_is_not_deleted(administrator):
    page, draft = path(), path_draft("Brouillon")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = administrator.post(f"{address}?id={page.pk}&id={draft.pk}", follow=True)
    assert told(response) == [
        "This path has published versions, which people may follow. Unpublish it instead of deleting it."
    ]
    assert LearningPathPage.objects.count() == 2
