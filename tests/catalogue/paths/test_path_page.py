"""The page of a path: what it says, to whom, and what it never says."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.certifications.models import Certification, CertificationBlock, TrainingProvider
from catalogue.learning.actions import enrol
from catalogue.paths.models import LearningPathPage, PathRun
from outillerie.accounts.models import Organisation
from tests.catalogue.factories import module, path, path_draft, publish_path, skill_framework, skill_of
from tests.factories import kit, person

pytestmark = pytest.mark.django_db

FACTS = {
    "summary": "Pour accompagner sans faire à la place.", "audience": "Agents d’accueil", "objectives": "Accueillir une demande\nReformuler",
    "prerequisites": "Aucun", "methods": "Exercices en binôme", "assessment": "Un dossier", "access_terms": "Par téléphone",
    "access_delay": "15 jours au plus", "price": "450 € net", "funding": "Prise en charge possible", "place": "Roubaix",
    "accessibility": "Sous-titres", "disability_referent": "Nadia Lefort, 03 00 00 00 00", "contact_email": "formation@example.org",
    "results": "12 personnes formées", "results_on": date(2026, 1, 15), "facts_checked_on": date(2026, 10, 1), "pace": "à votre rythme",
}  # fmt: skip


def provider(name="", **facts) -> Organisation:
    number = Organisation.objects.count()
    name = name or f"Hub {number}"
    organisation = Organisation.objects.create(name=name, slug=f"hub-{number}")
    TrainingProvider.objects.create(
        organisation=organisation,
        legal_name=name,
        activity_number="32590000059",
        activity_region="Hauts-de-France",
        **facts,
    )
    return organisation


def run(page, days: int = 10, **facts) -> PathRun:
    return PathRun.objects.create(path=page, starts_on=timezone.localdate() + timedelta(days=days), **facts)


def reader(by=None) -> Client:
    """Return somebody who reads; a cookie keeps them away from the pages that are kept for everyone."""
    client = Client()
    client.cookies["lue"] = "1"
    if by:
        client.force_login(by)
    return client


def shown(page, *, by=None) -> str:
    client = reader(by)
    response = client.get(page if isinstance(page, str) else page.url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def status(address: str, *, by=None) -> int:
    return reader(by).get(address).status_code


def test_the_page_says_everything_that_must_be_known_before_enrolling():
    page = path(**FACTS, organisation=provider(siret="12345678901234"))
    words = shown(page)
    for text in (
        "Agents d’accueil", "Accueillir une demande", "Reformuler", "Aucun", "Exercices en binôme", "Un dossier", "Par téléphone",
        "15 jours au plus", "450 € net. Prise en charge possible", "Sous-titres", "Nadia Lefort, 03 00 00 00 00",
        "formation@example.org", "12 personnes formées", "15 janvier 2026", "1 octobre 2026", "1 h, à votre rythme",
        "32590000059", "Hauts-de-France", "12345678901234",
    ):  # fmt: skip
        assert text in words


def test_a_certification_is_named_exactly_and_only_when_a_register_holds_it():
    title = "Médiateur numérique"
    registered = Certification.objects.create(
        title=title, slug="tp", register="rncp", code="RNCP39999", certifier="Ministère du travail",
        registered_on=date(2025, 5, 20), valid_until=date(2030, 5, 20),
    )  # fmt: skip
    page = path(certification=registered)
    block = CertificationBlock.objects.create(
        certification=registered, title="Accompagner les publics", code="RNCP39999BC01"
    )
    draft = page.get_latest_revision_as_object()
    draft.blocks.first().certification_block = block
    publish_path(page)
    words = shown(page)
    for text in (title, "RNCP39999", "Ministère du travail", "20 mai 2025", "20 mai 2030", "Parcours certifiant"):
        assert text in words
    plain = path("Café IA", certification=Certification.objects.create(title="Pas encore", slug="pas-encore"))
    assert "ertifi" not in shown(plain).split("<main")[1].split("</main>")[0]


def test_the_mention_of_qualiopi_needs_its_categories_and_a_certificate_that_still_holds():
    today = timezone.localdate()
    whole = {"qualiopi_certificate": "RNQ 1", "qualiopi_actions": "actions de formation"}
    assert "actions de formation" in shown(path("Un", organisation=provider(**whole, qualiopi_until=today)))
    ended = provider(**whole, qualiopi_until=today - timedelta(days=1))
    assert "Qualiopi" not in shown(path("Deux", organisation=ended))
    assert "Qualiopi" not in shown(path("Trois", organisation=provider(qualiopi_certificate="RNQ 1")))


def test_blocks_modules_and_lengths_are_listed_in_order():
    page = path(
        blocks=[("Accueillir", [module("Écouter", minutes=120), (module("Aller plus loin", minutes=30), False)]), ("Orienter", [module("Relais", minutes=90)])]
    )  # fmt: skip
    stack = shown(page).split('class="stack"')[1].split("</ol>")[0]
    words = re.sub(r"<[^>]+>", " ", stack)
    assert re.sub(r"\s+", " ", words.split(">", 1)[1]).strip() == (
        "1 Accueillir Écouter 2 h Aller plus loin (facultatif) 30 min 2 Orienter Relais 1 h 30"
    )


def test_a_module_opens_on_its_own_page_with_the_kits_it_pins_and_its_skills():
    framework = skill_framework()
    piece = module(
        "Mots de passe", kits=[kit()], skills=[(skill_of(framework, "1.1"), "assessed", 2)], assessment="Un essai"
    )
    page = path(blocks=[("Protéger", [piece])])
    address = f"{page.url}modules/{piece.key}/"
    assert address in shown(page)
    words = shown(address)
    for text in (
        "Choisir un mot de passe",
        "Un essai",
        "/kits/ou-est-camille/v1/",
        "1.1 Protéger les appareils",
        "Pratique",
    ):
        assert text in words
    other = module("Ailleurs")
    assert status(f"{page.url}modules/{other.key}/") == 404


@pytest.mark.parametrize(
    ("days", "facts", "words"),
    [
        (10, {}, "Inscriptions ouvertes jusqu’au"),
        (10, {"enrolment_opens_on": timezone.localdate() + timedelta(days=5)}, "Inscriptions à partir du"),
        (-10, {"ends_on": timezone.localdate() + timedelta(days=5)}, "Session en cours, inscriptions fermées"),
        (-10, {}, "La dernière session s’est terminée le"),
    ],
)
def test_the_page_says_where_the_path_stands(days, facts, words):
    page = path()
    run(page, days, **facts)
    assert words in shown(page)


def test_one_may_begin_when_the_path_is_open_and_only_then():
    page = path()
    assert f"{page.url}inscription/" not in shown(page)
    run(page)
    assert f"{page.url}inscription/" in shown(page)


def test_who_follows_the_path_sees_what_is_done_and_nobody_else_does():
    lea, odile = person(), person("odile@example.org")
    page = path(is_always_open=True)
    enrolment = enrol(lea, page, by=lea)
    assert f"/mes-parcours/{enrolment.pk}/" in shown(page, by=lea)
    assert "À commencer" in shown(page, by=lea)
    for other in (odile, None):
        assert "/mes-parcours/" not in shown(page, by=other)
        assert "À commencer" not in shown(page, by=other)


def test_who_follows_an_older_version_is_told_so_and_sees_no_false_progress():
    lea = person()
    page = path(is_always_open=True)
    enrolment = enrol(lea, page, by=lea)
    publish_path(page, summary="Autre chose")
    words = shown(page, by=lea)
    assert "Vous suivez la version 1 de ce parcours." in words
    assert "À commencer" not in words
    assert f"/mes-parcours/{enrolment.pk}/" in words


def test_an_old_version_stays_at_its_address_and_says_that_a_newer_one_exists():
    page = publish_path(path(summary="Avant"), summary="Après")
    old = shown(f"{page.url}v1/")
    assert "Avant" in old
    assert "Vous lisez la version 1." in old
    assert '<meta name="robots" content="noindex, follow">' in old
    newest = shown(page)
    assert "Après" in newest
    assert 'rel="canonical"' in newest
    assert status(f"{page.url}v3/") == 404


def test_versions_are_listed_and_what_changed_between_two_is_told_in_words():
    page = publish_path(path(summary="Avant", price="Gratuit"), summary="Avant", price="450 €", mode="remote")
    assert f"{page.url}versions/1...2/" in shown(f"{page.url}versions/")
    words = shown(f"{page.url}versions/1...2/")
    assert "Tarif, en mots" in words
    assert "<ins>À distance</ins>" in words
    assert status(f"{page.url}versions/1...9/") == 404


@pytest.mark.parametrize("ending", ["", "v1/", "versions/", "versions/1...1/", "modules/{key}/", "v1/modules/{key}/"])
def test_a_private_path_is_a_missing_page_at_every_address(ending):
    piece = module()
    page = path(blocks=[("Bloc", [piece])])
    address = page.url + ending.format(key=piece.key)
    assert status(address) == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert status(address) == 404
    assert status(address, by=person()) == 200


def test_a_draft_and_a_path_taken_back_are_missing_pages():
    assert status(path_draft("Brouillon").get_url_parts()[2]) == 404
    page = path()
    address = page.url
    LearningPathPage.objects.get(pk=page.pk).unpublish()
    assert status(address) == 404


def test_a_cancelled_session_is_not_shown():
    page = path()
    run(page, place="Salle annulée", is_cancelled=True)
    assert "Salle annulée" not in shown(page)


def test_atk_xss_texts_of_trainers_never_become_markup():
    text = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    piece = module(text, aims=text, summary=text, assessment=text)
    page = path(
        "Essai", blocks=[(text, [piece])], organisation=provider(text),
        **{name: text for name in FACTS if not name.endswith("_on") and name not in ("contact_email",)},
    )  # fmt: skip
    run(page, place=text, notes=text)
    for address in (page.url, f"{page.url}modules/{piece.key}/", f"{page.url}versions/"):
        words = shown(address)
        assert "<script>alert" not in words
        assert "<img src=x" not in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_whatever_the_path_holds(count, django_assert_num_queries):
    framework = skill_framework()
    page = path(
        organisation=provider(), target_framework=framework, **FACTS,
        blocks=[(f"Bloc {n}", [module(f"Module {n} {m}", skills=[(skill_of(framework, "1.1"), "assessed", 1)]) for m in range(count)]) for n in range(count)],
    )  # fmt: skip
    for days in range(count):
        run(page, days + 1, place=f"Salle {days}")
    client = reader()
    client.get(page.url)
    with django_assert_num_queries(9):
        client.get(page.url)
