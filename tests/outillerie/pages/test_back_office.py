import warnings
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from outillerie.kits.models import HubDocument, HubImage, KitPage, KitPicture
from outillerie.outbox.models import OutboxMessage
from outillerie.pages.models import HomePage, PlainPage
from tests import factories
from tests.outillerie.kits.test_uploads import ODT, SVG, drawn, photo, png_header, saved

pytestmark = pytest.mark.django_db


def reading_english(client):
    client.cookies["affichage"] = "language=en"
    return client


@pytest.fixture
def moderator(client):
    client.force_login(factories.person(group="moderator"))
    return reading_english(client)


@pytest.fixture
def contributor(client):
    client.force_login(factories.person(group="contributor"))
    return reading_english(client)


@pytest.fixture
def administrator(admin_client):
    return reading_english(admin_client)


def picture_of(name, seed=0):
    return SimpleUploadedFile(name, saved(drawn((80 + seed, 60)), "PNG"), content_type="image/png")


def form_of(client, address):
    """Return the values of the form that a page of the back office shows, as a browser would send them."""
    page = client.get(address)
    form = page.context["form"]
    values = {}
    for bound in [form, *(part for formset in form.formsets.values() for part in formset.forms)]:
        values |= {field.html_name: value for field in bound if (value := sent(field)) is not None}
    for formset in form.formsets.values():
        values |= {field.html_name: field.value() for field in formset.management_form}
    return values


def sent(field):
    value = field.value()
    if value is None or value is False:
        return None
    if isinstance(value, (list, tuple, set)) or hasattr(value, "all"):
        return [getattr(item, "pk", item) for item in value]
    return getattr(value, "pk", value)


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def edit(client, page, **changes):
    return client.post(edit_address(page), form_of(client, edit_address(page)) | changes)


def test_the_editor_of_a_kit_opens(moderator):
    assert moderator.get(edit_address(factories.kit())).status_code == 200


def test_a_draft_is_saved_and_readers_see_nothing_of_it(moderator):
    kit = factories.kit()
    assert edit(moderator, kit, title="En chantier").status_code == 302
    assert KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object().title == "En chantier"
    moderator.logout()
    assert "En chantier" not in moderator.get(f"/kits/{kit.slug}/").text


def test_publishing_in_the_back_office_makes_the_next_version(moderator):
    kit = factories.kit()
    edit(moderator, kit, **{"title": "Où est Camille, au collège ?", "action-publish": "1"})
    versions = [(row.number, row.title, str(row.published_by)) for row in kit.versions.all()]
    assert versions == [
        (2, "Où est Camille, au collège ?", "lea@example.org"),
        (1, "Où est Camille ?", "None"),
    ]


def test_publishing_is_refused_without_a_licence_and_nothing_is_half_done(moderator):
    kit = factories.draft(licence="")
    response = edit(moderator, kit, **{"action-publish": "1", "licence": ""})
    assert (response.status_code, KitPage.objects.get(pk=kit.pk).live, kit.versions.count()) == (
        200,
        False,
        0,
    )
    assert errors_of(response, "licence") == [
        "This kit has no licence: nobody could reuse it. Choose one, then publish."
    ]


def test_a_contributor_proposes_and_a_moderator_reads(contributor):
    kit = factories.draft(slug="propose")
    person = contributor.get("/").wsgi_request.user
    KitPage.objects.filter(pk=kit.pk).update(owner=person)
    assert edit(contributor, kit, **{"action-publish": "1"}).status_code == 302
    assert not KitPage.objects.get(pk=kit.pk).live
    edit(contributor, kit, **{"action-submit": "1"})
    state = KitPage.objects.get(pk=kit.pk).current_workflow_state
    assert state.workflow.name == "Relecture"
    assert [group.name for group in state.current_task_state.task.specific.groups.order_by("pk")] == [
        "moderator", "hub staff", "administrator",
    ]  # fmt: skip


def test_two_revisions_are_compared(moderator):
    kit = factories.kit()
    factories.publish(kit, title="Autre titre")
    older, newer = kit.revisions.order_by("pk")[:2]
    address = reverse("wagtailadmin_pages:revisions_compare", args=[kit.pk, older.pk, newer.pk])
    assert "Autre titre" in moderator.get(address).text


def test_the_preview_shows_the_draft_with_its_pictures_and_no_version(moderator):
    kit = factories.draft(preparation="![Le plateau](images/plateau.webp)")
    image = HubImage.objects.create(title="Plateau", file=picture_of("plateau.png"))
    KitPicture.objects.create(page=kit, image=image, name="plateau.webp")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[kit.pk])
    changes = {"title": "Titre du brouillon"}
    answer = moderator.post(address, form_of(moderator, edit_address(kit)) | changes)
    assert answer.json()["is_valid"] is True
    page = moderator.get(f"{address}?mode=").text
    assert "Titre du brouillon" in page
    assert image.get_rendition("max-1600x1600").url in page
    assert "/v0/" not in page


def test_a_kit_with_published_versions_is_not_deleted_and_it_is_said_why(administrator):
    kit = factories.kit()
    response = administrator.post(reverse("wagtailadmin_pages:delete", args=[kit.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "This kit has published versions, which others may cite or have adapted. Unpublish it instead of deleting it."
    ]
    assert KitPage.objects.filter(pk=kit.pk).exists()


def test_the_shelf_that_holds_it_is_not_deleted_either(administrator):
    kit = factories.kit()
    for page in (kit.get_parent(), HomePage.objects.get()):
        administrator.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert KitPage.objects.filter(pk=kit.pk).exists()


def test_a_kit_among_many_is_not_deleted(administrator):
    kit, draft = factories.kit(), factories.draft(slug="brouillon")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = administrator.post(f"{address}?id={kit.pk}&id={draft.pk}")
    assert (response.status_code, KitPage.objects.count()) == (302, 2)


def test_among_many_a_kit_without_a_licence_stays_a_draft(administrator):
    draft = factories.draft(licence="")
    draft.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = administrator.post(f"{address}?id={draft.pk}", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "“Où est Camille ?”: This kit has no licence: nobody could reuse it. Choose one, then publish."
    ]
    assert (KitPage.objects.get(pk=draft.pk).live, draft.versions.count()) == (False, 0)


def test_a_draft_without_a_version_is_deleted(administrator):
    draft = factories.draft()
    administrator.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not KitPage.objects.filter(pk=draft.pk).exists()


def test_an_unpublished_kit_is_gone_for_readers_and_keeps_its_versions(client, moderator):
    kit = factories.kit()
    moderator.post(reverse("wagtailadmin_pages:unpublish", args=[kit.pk]))
    moderator.logout()
    assert client.get(f"/kits/{kit.slug}/v1/").status_code == 404
    assert kit.versions.count() == 1


def test_what_failed_to_leave_is_listed_and_cannot_be_changed(administrator, client):
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        assert administrator.get("/admin/outbox/").status_code == 200
    assert administrator.get("/admin/outbox/new/").status_code == 302
    client.force_login(factories.person(group="moderator"))
    assert client.get("/admin/outbox/").status_code == 302
    assert OutboxMessage.objects.count() == 0


def image_form(file, **more):
    return {"title": "Le plateau de jeu", "file": file, "author": "Élise Vasseur", "tags": "", **more}


def errors_of(response, field="file"):
    with translation.override("en"):
        return [str(error) for error in response.context["form"].errors[field]]


def test_ATK_IMG_06_an_uploaded_photo_is_stored_without_its_place_under_a_name_of_ours(contributor):
    file = SimpleUploadedFile("Chez Camille.jpg", photo(), content_type="image/jpeg")
    assert contributor.post(reverse("wagtailimages:add"), image_form(file)).status_code == 302
    image = HubImage.objects.get()
    assert (image.title, image.width, image.height) == ("Le plateau de jeu", 200, 300)
    stored = image.file.read()
    assert [word for word in (b"Exif", b"Appareil", b"Camille") if word in stored] == []
    assert (image.file_size, Image.open(BytesIO(stored)).format) == (len(stored), "WEBP")
    assert "camille" not in image.file.name.lower()
    assert len(image.file.name) > 40


def test_a_refused_picture_keeps_what_was_typed(contributor):
    file = SimpleUploadedFile("plan.svg", b"<svg/>", content_type="image/svg+xml")
    response = contributor.post(reverse("wagtailimages:add"), image_form(file))
    assert errors_of(response) == [SVG]
    assert ("Le plateau de jeu" in response.text, "Élise Vasseur" in response.text) == (True, True)
    assert HubImage.objects.count() == 0


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bombe.png", png_header(12_800, 10_000) + b"\x00" * 100),
        ("photo.png", saved(drawn(), "TIFF")),
        ("photo.jpg", b"<html><script>alert(1)</script>"),
        ("photo.png", b"8BPS\x00\x01" + b"\x00" * 80),
        ("photo.gif", b"GIF89a"),
    ],
)
def test_ATK_IMG_01_02_a_hostile_picture_is_refused_in_the_form(contributor, name, data):
    response = contributor.post(reverse("wagtailimages:add"), image_form(SimpleUploadedFile(name, data)))
    assert (response.status_code, len(errors_of(response)), HubImage.objects.count()) == (200, 1, 0)


def test_many_pictures_at_once_are_cleaned_too(contributor):
    file = SimpleUploadedFile("photo.jpg", photo(), content_type="image/jpeg")
    address = reverse("wagtailimages:add_multiple")
    answer = contributor.post(address, {"title": "Photo", "files[]": file})
    assert answer.json()["success"] is True
    assert b"Appareil" not in HubImage.objects.get().file.read()
    refused = contributor.post(address, {"title": "Plan", "files[]": SimpleUploadedFile("plan.svg", b"<svg/>")})
    assert (refused.json()["success"], HubImage.objects.count()) == (False, 1)


def test_a_picture_chosen_from_a_kit_is_cleaned_too(contributor):
    file = SimpleUploadedFile("photo.jpg", photo(), content_type="image/jpeg")
    answer = contributor.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Photo",
            "image-chooser-upload-file": file,
            "image-chooser-upload-tags": "",
        },
    )
    assert answer.status_code == 200
    assert b"Appareil" not in HubImage.objects.get().file.read()


def test_editing_the_words_of_a_picture_keeps_its_bytes(administrator):
    image = HubImage.objects.create(title="Plan", file=picture_of("plan.png"))
    before = image.file.name
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert administrator.post(address, {"title": "Le plan", "description": "Un plan.", "tags": ""}).status_code == 302
    image.refresh_from_db()
    assert (image.title, image.file.name) == ("Le plan", before)


def test_ATK_IMG_04_nothing_makes_a_rendition_on_demand(client):
    image = HubImage.objects.create(title="Plan", file=picture_of("plan.png"))
    for path in (f"/images/x/{image.pk}/width-99/", "/media/images/plan.width-99.webp", "/images/"):
        assert client.get(path, follow=True).status_code == 404


def add_document(client, name, data):
    form = {
        "title": "La fiche",
        "file": SimpleUploadedFile(name, data),
        "author": "Élise Vasseur",
        "tags": "",
    }
    return client.post(reverse("wagtaildocs:add"), form)


def test_an_uploaded_document_has_a_name_that_every_system_takes(contributor):
    assert add_document(contributor, "../Fiche d’aide n° 1.odt", ODT).status_code == 302
    assert HubDocument.objects.get().file.name == "documents/fiche-d-aide-ndeg-1.odt"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.html", b"<html>"), ("a.pdf", b"<html>"), ("a.docm", ODT), ("a.pdf.html", b"%PDF-"), ("a", b"%PDF-")],
)
def test_ATK_UP_02_a_refused_document_keeps_what_was_typed(contributor, name, data):
    response = add_document(contributor, name, data)
    assert (response.status_code, len(errors_of(response)), HubDocument.objects.count()) == (200, 1, 0)
    assert ("La fiche" in response.text, "Élise Vasseur" in response.text) == (True, True)


def test_many_documents_at_once_are_judged_too(contributor):
    address = reverse("wagtaildocs:add_multiple")
    refused = contributor.post(address, {"title": "a", "files[]": SimpleUploadedFile("a.pdf", b"<html>")})
    kept = contributor.post(address, {"title": "b", "files[]": SimpleUploadedFile("b.pdf", b"%PDF-1.7")})
    assert (refused.json()["success"], kept.json()["success"], HubDocument.objects.count()) == (
        False,
        True,
        1,
    )


HOSTILE_PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"


def document(name="fiche.pdf", data=HOSTILE_PDF):
    return HubDocument.objects.create(title="Fiche", file=SimpleUploadedFile(name, data))


def test_ATK_UP_04_a_document_is_handed_over_and_never_opened_here(administrator):
    response = administrator.get(document().url)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_LEAK_07_a_document_opens_to_all_with_the_first_public_page_that_shows_it(client, contributor):
    kept = document()
    contributor.logout()
    assert client.get(kept.url).status_code == 404
    page = HomePage.objects.get().add_child(
        instance=PlainPage(title="Fiches", slug="fiches", body=[("document", kept)])
    )
    assert client.get(kept.url).status_code == 200
    page.unpublish()
    assert client.get(kept.url).status_code == 404


def test_ATK_ENUM_02_a_known_fingerprint_tells_nothing_of_a_document_that_is_not_public(client):
    kept = document()
    headers = {"if-none-match": f'"{kept.get_file_hash()}"'}
    assert client.get(kept.url, headers=headers).status_code == client.get("/documents/999/x.pdf").status_code == 404


def test_nothing_of_the_back_office_asks_another_site(administrator):
    factories.kit()
    for path in ("/admin/", "/admin/account/", "/admin/pages/", "/admin/images/"):
        page = administrator.get(path).text
        assert [host for host in ("gravatar.com", "releases.wagtail", "//cdn", "googleapis") if host in page] == [], (
            path
        )
