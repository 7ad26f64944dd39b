from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogue.certifications.actions import BlockInUse, keep_block, move_block, remove_block
from catalogue.certifications.imports import load_certifications
from catalogue.certifications.models import BlockSkill, Certification, CertificationBlock, ClassificationCode
from catalogue.certifications.showing import facts_of
from catalogue.paths.models import SkillBlock
from tests import factories
from tests.catalogue.factories import path, path_draft, skill_framework, skill_of

pytestmark = pytest.mark.django_db
REMN = "/certifications/responsable-espace-mediation-numerique/"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def shipped():
    """The certifications that ship, with the four skills that they name."""
    competences = {f"CCP1.{number}": f"Compétence {number}" for number in range(1, 5)}
    skill_framework("titre-professionnel-mediation-numerique", "2019", tree={"CCP1": ("Accompagner", competences)})
    return load_certifications()


def certification(**facts) -> Certification:
    return Certification.objects.create(**{"title": "Titre d’essai", "slug": "essai", **facts})


def block(whole, title="Accueillir", **facts) -> CertificationBlock:
    return keep_block(CertificationBlock(certification=whole, title=title, **facts))


@pytest.fixture
def at_work(client):
    client.force_login(factories.person("staff@example.org", group="hub staff"))
    return client


def test_what_ships_is_loaded_once_and_what_a_hub_wrote_stays(shipped):
    Certification.objects.filter(slug="mediateur-numerique").update(code="RNCP999999", certifier="Autre")
    assert load_certifications() == []
    assert Certification.objects.get(slug="mediateur-numerique").code == "RNCP999999"


def test_what_ships_says_what_its_sources_say(shipped):
    remn = Certification.objects.get(slug="responsable-espace-mediation-numerique")
    assert [row.slug for row in shipped] == [
        "conseiller-mediateur-en-numerique", "responsable-espace-mediation-numerique", "mediateur-numerique",
    ]  # fmt: skip
    assert (remn.registered_on, remn.code, remn.replaces.slug) == (
        date(2019, 7, 13), None, "conseiller-mediateur-en-numerique",
    )  # fmt: skip
    assert list(remn.blocks.values_list("order", "other_code")) == [(1, "CCP1"), (2, "CCP2"), (3, "CCP3")]
    skills = BlockSkill.objects.filter(block__certification=remn).values_list("skill__code", flat=True)
    assert list(skills) == ["CCP1.1", "CCP1.2", "CCP1.3", "CCP1.4"]


def test_what_is_not_known_is_said_unknown(client, shipped):
    with translation.override("en"):
        facts = facts_of(Certification.objects.get(slug="responsable-espace-mediation-numerique"))
    assert [row["value"] for row in facts][:6] == [
        "Responsable d’espace de médiation numérique",
        "RNCP code not known here",
        "Ministère du Travail",
        "July 13, 2019",
        "not known here",
        "TP-01336, millésime 02",
    ]
    assert "RNCP34137" not in client.get(REMN).text


def test_a_certification_says_its_former_title_and_what_replaces_it(client, shipped):
    page = client.get(REMN)
    assert page.context["before"].title == "Conseiller(ère) médiateur(trice) en numérique"
    assert [row.title for row in page.context["newer"]] == ["Médiateur numérique"]


def test_a_certification_shows_its_blocks_their_skills_and_the_public_paths(client):
    whole = certification(register="rncp", code="RNCP34137", registered_on=date(2020, 1, 2))
    BlockSkill.objects.create(block=block(whole, code="RNCP34137BC01"), skill=skill_of(skill_framework(), "1.1"))
    path("Parcours certifiant", certification=whole)
    path_draft("Parcours secret", certification=whole)
    page = client.get("/certifications/essai/").text
    for words in ("RNCP34137BC01", "Accueillir", "Protéger les appareils", "Parcours certifiant", "2 janvier 2020"):
        assert words in page
    assert "Parcours secret" not in page


def test_ATK_XSS_01_what_a_certification_says_never_runs(client):
    whole = certification(title=XSS, source=XSS, certifier=XSS, other_code=XSS[:40])
    block(whole, XSS)
    for address in ("/certifications/", "/certifications/essai/"):
        page = client.get(address).text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("register", "code", "is_right"),
    [
        ("rncp", "RNCP34137", True),
        ("rs", "RS6208", True),
        ("rncp", "RS6208", False),
        ("rncp", "34137", False),
        ("", "RNCP1", False),
        ("rncp", "RNCP34137 ", False),
        ("rncp", "", True),
    ],
)
def test_a_code_is_written_as_its_register_does(register, code, is_right):
    row = Certification(title="Titre", slug="titre", register=register, code=code)
    if is_right:
        row.full_clean()
        assert row.code == (code or None)
    else:
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert list(refusal.value.message_dict) == ["code"]


@pytest.mark.parametrize(
    ("system", "code", "is_right"),
    [("nsf", "320t", True), ("nsf", "32", False), ("formacode", "70354", True), ("rome", "K1207", True), ("rome", "1", False)],
)  # fmt: skip
def test_a_code_of_a_nomenclature_has_its_shape(system, code, is_right):
    row = ClassificationCode(system=system, code=code)
    if is_right:
        row.clean()
    else:
        with pytest.raises(ValidationError):
            row.clean()


def test_a_registration_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        certification(registered_on=date(2020, 1, 2), valid_until=date(2019, 1, 2))


def test_the_code_of_a_block_is_that_of_its_certification(at_work):
    certification(register="rncp", code="RNCP34137")
    answer = at_work.post("/certifications/essai/blocs/", {"title": "Autre", "code": "RNCP99999BC01"})
    assert list(answer.context["form"].errors) == ["code"]
    answer = at_work.post("/certifications/essai/blocs/", {"title": "Le bon", "code": "RNCP34137BC01"})
    assert answer.status_code == 302
    assert CertificationBlock.objects.get(title="Le bon").order == 1


def test_blocks_move_and_keep_one_rank_each():
    whole = certification()
    one, two, three = (block(whole, title) for title in ("Un", "Deux", "Trois"))
    assert move_block(whole, three.pk, up=True) == 2
    assert move_block(whole, one.pk, up=True) == 1
    assert list(whole.blocks.values_list("title", "order")) == [("Un", 1), ("Trois", 2), ("Deux", 3)]
    remove_block(whole, one.pk)
    assert list(whole.blocks.values_list("title", "order")) == [("Trois", 1), ("Deux", 2)]
    assert move_block(whole, one.pk, up=False) is None
    assert two.pk != three.pk


def test_a_block_that_a_path_names_stays():
    whole = certification()
    named = block(whole)
    draft = path_draft(certification=whole)
    SkillBlock.objects.filter(page=draft).update(certification_block=named)
    with pytest.raises(BlockInUse, match="Un parcours"):
        remove_block(whole, named.pk)
    assert whole.blocks.count() == 1


def test_the_staff_says_which_skills_a_block_asks_for(at_work):
    asked = block(certification())
    address = f"/certifications/essai/blocs/{asked.pk}/"
    found = skill_of(skill_framework(), "1.1")
    at_work.post(address, {"deed": "add", "skill": found.pk, "use": "assessed"})
    assert [row.skill.code for row in asked.skill_rows.all()] == ["1.1"]
    at_work.post(address, {"title": "Mieux accueillir", "other_code": "CCP1"})
    asked.refresh_from_db()
    assert (asked.title, asked.skill_rows.count()) == ("Mieux accueillir", 1)


@pytest.mark.parametrize("rest", ["", "{pk}/", "{pk}/deplacer/", "{pk}/enlever/"])
def test_others_than_the_staff_do_not_write(client, rest):
    whole = certification()
    address = f"/certifications/essai/blocs/{rest.format(pk=block(whole).pk)}"
    client.force_login(factories.person("t@example.org", group="trainer"))
    assert client.post(address, {"title": "Autre"}).status_code == 404
    assert list(whole.blocks.values_list("title", flat=True)) == ["Accueillir"]


@pytest.mark.parametrize("address", ["/certifications/", "/certifications/essai/"])
def test_pages_ask_as_many_questions_for_one_row_as_for_three(client, address):
    def count(mark):
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{address}?{mark}").status_code == 200
        return len(found)

    whole, framework = certification(), skill_framework()
    BlockSkill.objects.create(block=block(whole), skill=skill_of(framework, "1.1"))
    count("warm")
    before = count("one")
    for number, code in enumerate(("1.2", "2.1")):
        certification(title=f"Autre {number}", slug=f"autre-{number}")
        BlockSkill.objects.create(block=block(whole, f"Bloc {number}"), skill=skill_of(framework, code))
    assert count("three") == before


@pytest.mark.parametrize("model", ["certification", "classificationcode", "trainingprovider"])
def test_the_back_office_opens_to_the_staff(at_work, model):
    assert at_work.get(f"/admin/snippets/catalogue/{model}/").status_code == 200
    assert at_work.get(f"/admin/snippets/catalogue/{model}/add/").status_code == 200


def test_a_guessed_code_is_refused_in_the_back_office(at_work):
    facts = {"title": "Titre", "slug": "titre", "register": "rncp", "code": "34137"}
    answer = at_work.post("/admin/snippets/catalogue/certification/add/", facts)
    assert (answer.status_code, Certification.objects.filter(slug="titre").exists()) == (200, False)
    at_work.post("/admin/snippets/catalogue/certification/add/", {**facts, "code": ""})
    assert Certification.objects.get(slug="titre").code is None
