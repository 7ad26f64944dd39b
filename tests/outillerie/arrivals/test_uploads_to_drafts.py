"""Files and pictures sent to a draft: judged by their bytes, bounded, and seen by nobody else."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from outillerie.kits.exports import content_of
from outillerie.kits.models import HubDocument, HubImage, KitPage
from tests.factories import draft, person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def lea(client):
    lea = person(first_name="Léa")
    client.force_login(lea)
    return lea


@pytest.fixture
def kit(lea):
    page = draft()
    KitPage.objects.filter(pk=page.pk).update(owner=lea)
    return KitPage.objects.get(pk=page.pk)


def picture(kind="PNG", size=(40, 30), **options) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def send(client, kit, name, data, what="fichier", **headers):
    url = reverse("upload", args=[kit.pk, what])
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, headers=headers)


def latest(kit):
    return content_of(KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object())


def test_a_file_joins_the_draft_under_a_safe_name(client, lea, kit):
    response = send(client, kit, "Fiche élève.pdf", PDF)
    assert response.url == reverse("writing-files", args=[kit.pk])
    assert [(file.name, file.title, file.size) for file in latest(kit).files] == [
        ("fiche-eleve.pdf", "Fiche eleve", len(PDF))
    ]
    assert HubDocument.objects.get().uploaded_by_user == lea


def test_two_files_of_one_name_live_side_by_side(client, lea, kit):
    send(client, kit, "fiche.pdf", PDF)
    send(client, kit, "fiche.pdf", PDF + b"\n")
    assert [file.name for file in latest(kit).files] == ["fiche.pdf", "fiche-2.pdf"]


def test_a_picture_is_shrunk_and_loses_the_place_where_it_was_taken(client, lea, kit):
    exif = Image.Exif()
    exif[0x0132] = "2025:01:01 10:00:00"
    send(client, kit, "photo.jpg", picture("JPEG", (3000, 2000), exif=exif), what="image")
    row = latest(kit).pictures[0]
    assert (row.name, row.width, row.height, row.media_type) == ("photo.webp", 1600, 1067, "image/webp")
    with HubImage.objects.get().file.open("rb") as opened:
        assert not Image.open(opened).getexif()


def test_an_answer_for_programs_says_what_arrived(client, lea, kit):
    response = send(client, kit, "fiche.pdf", PDF, accept="application/json")
    assert (response.status_code, response.json()["state"]) == (201, "arrived")


def test_ATK_UP_02_what_is_not_what_its_name_says_is_refused_with_the_reason(client, lea, kit):
    response = send(client, kit, "fiche.pdf", b"<html><script>alert(1)</script>", accept="application/json")
    assert (response.status_code, response.json()["state"]) == (422, "refused")
    assert latest(kit).files == ()
    assert HubDocument.objects.count() == 0


@pytest.mark.parametrize("name", ["page.html", "dessin.svg", "virus.exe", "macro.docm", "fiche.PDF.html", "sans-type"])
def test_ATK_UP_02_types_that_are_not_on_the_list_are_refused(client, lea, kit, name):
    assert send(client, kit, name, PDF, accept="application/json").status_code == 422
    assert latest(kit).files == ()


def test_ATK_UP_05_a_share_that_is_full_takes_no_more(client, lea, kit, settings):
    settings.UPLOAD_QUOTA_MB = 0
    response = send(client, kit, "fiche.pdf", PDF, accept="application/json")
    assert response.status_code == 422
    assert "0" in response.json()["words"]


def test_ATK_IDOR_01_nobody_sends_files_to_the_draft_of_another(client, lea, kit):
    client.force_login(person("mallory@example.org"))
    assert send(client, kit, "fiche.pdf", PDF).status_code == 404
    assert latest(kit).files == ()


def test_LEAK_07_a_file_of_a_draft_opens_for_its_author_and_nobody_else(client, lea, kit):
    send(client, kit, "fiche.pdf", PDF)
    url = reverse("draft-part", args=[kit.pk, "fichiers", "fiche.pdf"])
    response = client.get(url)
    assert hashlib.sha256(b"".join(response.streaming_content)).digest() == hashlib.sha256(PDF).digest()
    assert "sandbox" in response["Content-Security-Policy"]
    client.force_login(person("mallory@example.org"))
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).url.startswith(reverse("account_login"))
