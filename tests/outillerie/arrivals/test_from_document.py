"""A document that somebody has already becomes a draft: nothing of it is lost, and what found no place is shown."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage
from tests.factories import person

pytestmark = pytest.mark.django_db
DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"
SHEET = """# Trier ses photos

Durée : 1 h

## Objectifs

- reconnaître un doublon

## Déroulé

### Ouvrir la galerie (10 min)

Chacun ouvre la galerie de son téléphone.

## Une idée à part

Prévoir des gâteaux.
"""


@pytest.fixture
def lea(client):
    lea = person(first_name="Léa")
    client.force_login(lea)
    return lea


def sent(client, data: bytes, name="atelier.md"):
    return client.post(reverse("writing-from-file"), {"document": SimpleUploadedFile(name, data)})


def test_headings_and_lists_become_fields_and_steps_of_a_draft(client, lea):
    response = sent(client, SHEET.encode())
    kit = KitPage.objects.get()
    content = content_of(kit.get_latest_revision_as_object())
    assert (response.status_code, response.url) == (302, reverse("reading-of-document", args=[kit.pk]))
    assert (kit.live, kit.owner, content.title, content.duration) == (False, lea, "Trier ses photos", 60)
    assert content.objectives == ("Reconnaître un doublon",)
    assert [(step.title, step.minutes) for step in content.steps] == [("Ouvrir la galerie", 10)]
    assert content.licence == "CC-BY-SA-4.0"
    assert [credit.name for credit in content.credits] == ["Léa"]


def test_what_found_no_place_is_shown_and_kept(client, lea):
    page = client.get(sent(client, SHEET.encode()).url).content.decode()
    assert "Prévoir des gâteaux." in page
    assert "Prévoir des gâteaux." in content_of(KitPage.objects.get().get_latest_revision_as_object()).body


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.[od]*t*")), ids=lambda path: path.name)
def test_real_documents_are_read(client, lea, path):
    response = sent(client, path.read_bytes(), path.name)
    assert response.status_code == 302
    content = content_of(KitPage.objects.get().get_latest_revision_as_object())
    assert content.title
    assert content.steps
    assert client.get(response.url).status_code == 200


def test_a_document_that_cannot_be_read_is_refused_with_the_reason(client, lea):
    response = sent(client, b"%PDF-1.7", "atelier.pdf")
    assert response.status_code == 422
    assert "DOCX, ODT, Markdown" in response.content.decode()
    assert KitPage.objects.count() == 0


def test_the_account_is_for_the_person_who_sent_the_document(client, lea):
    url = sent(client, SHEET.encode()).url
    client.force_login(person("mallory@example.org"))
    assert client.get(url).status_code == 404


def test_nobody_starts_from_a_document_without_signing_in(client):
    response = sent(client, SHEET.encode())
    assert response.url.startswith(reverse("account_login"))
    assert KitPage.objects.count() == 0


def test_ATK_XSS_05_a_link_that_runs_code_is_inert(client, lea):
    page = client.get(sent(client, SHEET.replace("gâteaux", "[gâteaux](javascript:alert(1))").encode()).url)
    assert 'href="javascript' not in page.content.decode()


def test_themes_are_shown_by_their_names_and_not_by_their_codes(client, lea):
    document = (DOCUMENTS / "fiche-en-tableau.docx").read_bytes()
    page = client.get(sent(client, document, "fiche.docx").url).content.decode()
    assert "Numérique en santé" in page
    assert "bases-numerique-en-sante" not in page
