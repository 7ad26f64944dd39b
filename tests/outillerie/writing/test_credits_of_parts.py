"""Who made a file or a picture of a draft: said on the page of the files, kept with the file, in one click when it is oneself."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse

from outillerie.kits.exports import content_of
from outillerie.kits.models import HubDocument, KitFile, KitPage
from outillerie.writing.actions import begin_blank_kit, save_draft
from tests.factories import draft, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(client):
    lea = person(first_name="Léa")
    client.force_login(lea)
    return lea


@pytest.fixture
def document():
    return HubDocument.objects.create(title="Fiche", file=ContentFile(b"%PDF-1.7\n", "fiche.pdf"))


@pytest.fixture
def kit(lea, document):
    page = begin_blank_kit("Le mien", by=lea)
    latest = page.get_latest_revision_as_object()
    latest.files.add(KitFile(document=document, name="fiche.pdf"))
    save_draft(latest, by=lea)
    return KitPage.objects.get(pk=page.pk)


def typed_on(client, kit):
    """Return the page of the files as its form would send it."""
    page = BeautifulSoup(client.get(reverse("writing-files", args=[kit.pk])).content, "html.parser")
    form = page.select_one("form#writing")
    values = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]") if tag.get("type") != "checkbox"}
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        values[tag["name"]] = chosen["value"]
    return values


def send(client, kit, **changes):
    return client.post(reverse("writing-files", args=[kit.pk]), {**typed_on(client, kit), **changes})


def file_of(kit):
    return content_of(KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()).files[0]


def test_the_credit_of_a_file_is_kept(client, kit):
    send(
        client,
        kit,
        **{
            "files-0-title": "La fiche",
            "files-0-author": "Noé",
            "files-0-source": "https://fiches.example/1",
            "files-0-licence": "CC-BY-4.0",
        },
    )
    file = file_of(kit)
    assert (file.title, file.author, file.source, file.licence) == (
        "La fiche",
        "Noé",
        "https://fiches.example/1",
        "CC-BY-4.0",
    )


def test_one_click_says_that_the_file_is_mine(client, kit):
    send(client, kit, **{"files-0-author": "Noé", "files-0-licence": "CC-BY-4.0"})
    send(client, kit, do="own:files:0")
    file = file_of(kit)
    assert (file.author, file.source, file.licence) == ("Léa", "", "")


def test_the_credit_of_somebody_is_not_taken_away_in_one_click(client, kit):
    url = reverse("writing-files", args=[kit.pk])
    assert 'value="own:files:0"' in client.get(url).content.decode()
    send(client, kit, **{"files-0-author": "Noé"})
    assert 'value="own:files:0"' not in client.get(url).content.decode()


def test_a_document_that_another_kit_uses_keeps_its_credit_there(client, kit, document):
    other = draft(slug="autre")
    KitFile.objects.create(page=other, document=document, name="fiche.pdf")
    send(client, kit, **{"files-0-author": "Noé"})
    document.refresh_from_db()
    assert (document.author, file_of(kit).author, HubDocument.objects.count()) == ("", "Noé", 2)


def test_ATK_MASS_02_a_forged_document_is_not_taken_into_the_kit(client, kit, document):
    secret = HubDocument.objects.create(title="Secret", file=ContentFile(b"%PDF-1.7\n", "secret.pdf"))
    send(client, kit, **{"files-0-document": str(secret.pk), "files-1-document": str(secret.pk), "files-1-name": "x"})
    latest = KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()
    assert [(row.document_id, row.name) for row in latest.files.all()] == [(document.pk, "fiche.pdf")]


def test_the_a4_sheet_of_a_draft_opens_for_its_author_only(client, kit):
    url = reverse("writing-preview-sheet", args=[kit.pk])
    response = client.get(url)
    assert (response["Content-Type"], response.content[:5], response["Cache-Control"]) == (
        "application/pdf",
        b"%PDF-",
        "private, no-store",
    )
    client.force_login(person("mallory@example.org"))
    assert client.get(url).status_code == 404
