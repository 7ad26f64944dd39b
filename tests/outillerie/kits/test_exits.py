"""Every exit of a kit, for the public kit and for what is not public (rule 7)."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from wagtail.models import PageViewRestriction

from outillerie.kits.models import KitPage
from tests import factories

pytestmark = pytest.mark.django_db
EXITS = (
    "", "v1/", "versions/", "versions/1...1/", "v1/kit.json", "v1/kit.md", "v1/fichiers/fiche.txt",
    "v1/images/plan.webp", "v1/couverture.webp", "v1/fiche-a4.pdf", "v1/hors-ligne.zip",
)  # fmt: skip


@pytest.fixture
def kit(tmp_path):
    """A published kit with a file, a picture and a cover."""
    folder = tmp_path / "camille"
    (folder / "images").mkdir(parents=True)
    (folder / "fichiers").mkdir()
    buffer = BytesIO()
    Image.new("RGB", (900, 300), "navy").save(buffer, "WEBP")
    (folder / "images" / "plan.webp").write_bytes(buffer.getvalue())
    (folder / "fichiers" / "fiche.txt").write_text("Bonjour", encoding="utf-8")
    sheet = Path("tests/data/sheets-own/camille.md").read_text(encoding="utf-8")
    (folder / "kit.md").write_text(sheet, encoding="utf-8")
    call_command("import_kits", str(folder), stdout=StringIO())
    return KitPage.objects.get()


def statuses(client, kit):
    return {rest: client.get(f"/kits/{kit.slug}/{rest}").status_code for rest in EXITS}


# Asked for the first time, a printed form is being prepared by the worker.
ANSWERS = {rest: 202 if rest.endswith((".pdf", ".zip")) else 200 for rest in EXITS}


def test_a_public_kit_answers_at_every_exit(client, kit):
    assert statuses(client, kit) == ANSWERS


def test_LEAK_01_06_an_unpublished_kit_answers_nowhere(client, kit):
    kit.unpublish()
    assert statuses(client, kit) == dict.fromkeys(EXITS, 404)


def test_LEAK_01_06_a_draft_answers_nowhere(client):
    draft = factories.draft(slug="brouillon")
    assert statuses(client, draft) == dict.fromkeys(EXITS, 404)


def test_LEAK_01_06_a_kit_private_by_login_answers_nowhere_to_a_stranger(client, kit):
    PageViewRestriction.objects.create(page=kit, restriction_type=PageViewRestriction.LOGIN)
    assert statuses(client, kit) == dict.fromkeys(EXITS, 404)


def test_LEAK_12_what_is_private_is_never_kept_by_a_cache(client, kit):
    PageViewRestriction.objects.create(page=kit, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(factories.person())
    for rest in EXITS:
        answer = client.get(f"/kits/{kit.slug}/{rest}")
        assert (answer.status_code, "public" in answer["Cache-Control"]) == (ANSWERS[rest], False), rest


def test_the_cover_of_a_card_is_small(client, kit):
    picture = Image.open(BytesIO(client.get(f"/kits/{kit.slug}/v1/couverture.webp").content))
    assert (picture.format, picture.size) == ("WEBP", (576, 384))


def test_ATK_UP_04_a_file_is_given_as_an_attachment_that_may_do_nothing(client, kit):
    answer = client.get(f"/kits/{kit.slug}/v1/fichiers/fiche.txt")
    assert answer["Content-Disposition"] == 'attachment; filename="fiche.txt"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("rest", ["v2/", "v0/", "v1/images/autre.webp", "v1/fichiers/..%2Fsecret", "v1/inconnu.pdf"])
def test_what_does_not_exist_is_not_found(client, kit, rest):
    assert client.get(f"/kits/{kit.slug}/{rest}").status_code == 404


def test_a_kit_page_asks_as_many_questions_whatever_its_versions(client, kit, django_assert_num_queries):
    client.get(kit.url)
    with django_assert_num_queries(11):
        client.get(kit.url + "?1")
    factories.publish(kit, hook="Autre.")
    factories.publish(KitPage.objects.get(), hook="Encore autre.")
    client.get(kit.url + "?2")
    with django_assert_num_queries(11):
        client.get(kit.url + "?3")
