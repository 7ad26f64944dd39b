import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.frameworks.models import KitSkill, SkillFramework
from tests import factories
from tests.catalogue.factories import skill_of

pytestmark = pytest.mark.django_db
IMPORT = "/referentiels/importer/"
TABLE = "code;parent;kind;statement_fr\n1;;area;Accueillir\n1.1;1;competence;Écouter\n1.2;1;competence;Orienter\n"


@pytest.fixture
def at_work(client):
    client.force_login(factories.person("staff@example.org", group="hub staff"))
    return client


def send(client, text, **values):
    file = SimpleUploadedFile("accueil.csv", text.encode())
    return client.post(IMPORT, {"file": file, "code": "accueil", "version": "1", **values})


def test_a_file_shows_what_it_would_change_before_it_changes_anything(at_work):
    preview = send(at_work, TABLE)["Location"]
    shown = at_work.get(preview)
    assert (shown.context["item_count"], shown.context["code"]) == (3, "accueil")
    assert not SkillFramework.objects.filter(code="accueil").exists()
    assert at_work.post(preview)["Location"] == "/referentiels/accueil/1/"
    assert list(SkillFramework.objects.get(code="accueil").skills.values_list("code", flat=True)) == ["1", "1.1", "1.2"]
    assert at_work.post(preview)["Location"] == IMPORT


def test_the_same_file_again_changes_nothing(at_work):
    at_work.post(send(at_work, TABLE)["Location"])
    assert at_work.get(send(at_work, TABLE)["Location"]).context["is_unchanged"] is True


def test_a_preview_says_what_goes_and_what_it_touches(at_work):
    at_work.post(send(at_work, TABLE)["Location"])
    kept = skill_of(SkillFramework.objects.get(code="accueil"), "1.2")
    KitSkill.objects.create(kit=factories.kit(slug="camille"), skill=kept)
    shown = at_work.get(send(at_work, TABLE.replace("1.2;1;competence;Orienter\n", ""))["Location"])
    assert [(row["kind"], row["code"], len(row["touched"])) for row in shown.context["changes"]] == [
        ("removed", "1.2", 1)
    ]
    assert shown.context["retired"] == 1
    assert "/kits/camille/" in shown.text


@pytest.mark.parametrize(
    "text",
    ["", "code;parent;statement_fr\n1;9;Seule\n", "code;parent;statement_fr\n1;1;Ronde\n", "%PDF-1.4", "{" * 5000],
)
def test_ATK_JSON_a_broken_file_is_refused_with_the_reason(at_work, text):
    answer = send(at_work, text)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["file"])
    assert not SkillFramework.objects.filter(code="accueil").exists()


def test_a_file_waits_for_the_person_who_sent_it_alone(at_work, client):
    preview = send(at_work, TABLE)["Location"]
    client.force_login(factories.person("other@example.org", group="hub staff"))
    assert client.get(preview)["Location"] == IMPORT
    client.force_login(factories.person("stranger@example.org"))
    assert client.get(preview).status_code == 404
    assert client.get(IMPORT).status_code == 404


def test_taking_over_what_is_written_by_hand_is_said_first(at_work):
    at_work.post("/referentiels/nouveau/", {"title": "Accueillir", "code": "accueil", "version": "1"})
    assert at_work.get(send(at_work, TABLE)["Location"]).context["was_written_here"] is True
    assert at_work.get(send(at_work, TABLE, version="2")["Location"]).context["was_written_here"] is False
