"""Every page of training, full of very long words or empty, before every judge."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from catalogue.browsing.actions import add_path, make_edition
from catalogue.browsing.models import CatalogueEdition
from catalogue.certifications.models import BlockSkill, Certification, CertificationBlock, TrainingProvider
from catalogue.frameworks.models import KitSkill, SkillFramework
from catalogue.learning.actions import enrol
from catalogue.learning.evidence import review_evidence, submit_evidence
from catalogue.learning.models import Enrolment, Evidence
from catalogue.learning.recording import record_assessment, record_attendance
from catalogue.paths.actions import index_facets
from catalogue.paths.models import LearningPathPage, Module, PathRun
from catalogue.positioning.actions import begin, finish, save_answers
from catalogue.positioning.models import Positioning
from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import Membership, Organisation, User
from outillerie.kits.models import KitPage
from tests import factories
from tests.catalogue.building.sheets import FACTS
from tests.catalogue.factories import module, path, publish_path, skill, skill_framework, skill_of
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LONG = "Anticonstitutionnellement " * 7
ENDLESS = "Anticonstitutionnellement" * 4
EVIDENCE = {"kind": "evidence", "at_least": 1}
MEETING_AND_EVIDENCE = {"all": [{"kind": "sessions", "at_least": 2}, EVIDENCE, {"kind": "peer_review", "at_least": 1}]}
TREE = {
    "1": (LONG, {"1.1": ENDLESS, "1.2": f"Protéger {LONG}"}),
    "2": ("Communication", {"2.1": "Interagir", "2.2": "Partager"}),
}


@dataclass(frozen=True, kw_only=True)
class Training:
    """A hub that trains, with every title and word too long."""

    framework: SkillFramework
    certification: Certification
    kit: KitPage
    pieces: tuple[Module, ...]
    long: LearningPathPage
    short: LearningPathPage
    edition: CatalogueEdition
    organisation: Organisation
    jeanne: User
    fatou: User
    enrolment: Enrolment
    evidence: tuple[Evidence, ...]
    positioning: Positioning


def known(email: str, **facts) -> User:
    person = factories.person(email, **facts)
    trust_address(person)
    return person


def training() -> Training:
    jeanne = known("jeanne@example.org", first_name="Jeanne", last_name=ENDLESS, group="hub staff")
    fatou = known(f"fatou.{'terril' * 9}@example.org", first_name="Fatou", last_name=ENDLESS)
    organisation = provider()
    framework = skill_framework(
        tree=TREE, title=LONG, description=LONG, publisher=ENDLESS, source_url="https://example.org/x"
    )
    skill(framework, "2.2.1", ENDLESS, kind="outcome", parent=skill_of(framework, "2.2"), depth=2, order=90)
    kit = factories.kit(slug="long", title=LONG, licence="CC-BY-NC-SA-4.0")
    KitSkill.objects.create(kit=kit, skill=skill_of(framework, "1.1"), use="taught", level=framework.levels.first())
    certification = registered(framework)
    pieces = (
        piece(framework, "1.1", ENDLESS, kits=[kit], rule=MEETING_AND_EVIDENCE, owner=jeanne),
        piece(framework, "1.2", LONG.strip(), kits=[kit], rule=EVIDENCE, owner=jeanne),
        piece(framework, "2.1", "Messagerie", rule={"kind": "sessions", "at_least": 1}, owner=jeanne),
    )
    long, short = paths_of(framework, certification, pieces, organisation, jeanne)
    edition = make_edition(
        CatalogueEdition(title=LONG[:115], introduction=LONG, organisation=organisation, is_public=True)
    )
    for page in (long, short):
        add_path(edition, page)
    enrolment = enrol(fatou, long, by=fatou)
    evidence = shown_by(enrolment, pieces, jeanne)
    return Training(
        framework=framework, certification=certification, kit=kit, pieces=pieces, long=long, short=short,
        edition=edition, organisation=organisation, jeanne=jeanne, fatou=fatou, enrolment=enrolment,
        evidence=evidence, positioning=positioned(fatou, framework),
    )  # fmt: skip


def provider() -> Organisation:
    organisation = Organisation.objects.create(name=LONG[:110], slug="atelier")
    TrainingProvider.objects.create(
        organisation=organisation, legal_name=LONG, siret="12345678901234", activity_number="32800000080",
        activity_region="Hauts-de-France", address=ENDLESS, email="contact@example.org", disability_referent=ENDLESS,
        qualiopi_certificate="QUA-1", qualiopi_actions="actions de formation",
    )  # fmt: skip
    return organisation


def registered(framework) -> Certification:
    made = Certification.objects.create(
        title=LONG, slug="titre", register="rncp", code="RNCP34137", certifier=ENDLESS, level=5,
        registered_on="2024-01-01", valid_until="2040-01-01", source=ENDLESS, source_url="https://example.org/x",
    )  # fmt: skip
    for number, title in enumerate((ENDLESS, LONG), start=1):
        block = CertificationBlock.objects.create(
            certification=made, order=number, title=title, code=f"RNCP34137BC0{number}"
        )
        BlockSkill.objects.create(
            block=block, skill=skill_of(framework, f"{number}.1"), use="assessed", level=framework.levels.get(rank=2)
        )
    return made


def piece(framework, code: str, title: str, **facts) -> Module:
    skills = [(skill_of(framework, code), use, 2) for use in ("taught", "assessed")]
    return module(title, skills=skills, summary=LONG, aims=f"{ENDLESS}\n{LONG}", assessment=LONG, **facts)


def paths_of(framework, certification, pieces, organisation, owner):
    facts = FACTS | {"organisation": organisation, "target_framework": framework, "is_always_open": True}
    written = dict.fromkeys(("summary", "audience", "objectives", "methods", "price", "funding", "results"), LONG)
    long = path(
        LONG[:170], slug="long", owner=owner, by=owner, certification=certification, price_cents=90000, level=3,
        facts_checked_on=timezone.localdate(), contact_name=ENDLESS, planned_minutes=600, version_notes=LONG,
        blocks=[(ENDLESS, [pieces[0], (pieces[1], False)]), (LONG[:170], [pieces[2]])], **facts | written,
    )  # fmt: skip
    short = path(ENDLESS, slug="short", owner=owner, by=owner, blocks=[("Accueillir", [pieces[2]])], **facts)
    for days in (10, 40):
        PathRun.objects.create(
            path=long, starts_on=timezone.localdate() + timedelta(days=days), place=ENDLESS, commune="Roubaix",
            notes=LONG, address=ENDLESS, department="59", postcode="59100",
        )  # fmt: skip
    index_facets(long.versions.get())
    return long, short


def shown_by(enrolment, pieces, jeanne) -> tuple[Evidence, ...]:
    """Give the learner what a module page may list: evidence in each state, presences, results."""
    pdf = (f"{ENDLESS}.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    address = f"https://example.org/{ENDLESS}"
    returned = submit_evidence(enrolment, pieces[0], text=LONG, link=address)
    review_evidence(returned, is_accepted=False, reason=ENDLESS, by=jeanne)
    waiting = submit_evidence(enrolment, pieces[0], text=ENDLESS, link=address, file=pdf)
    prior = submit_evidence(enrolment, pieces[1], text=LONG, is_prior_learning=True)
    facts = {"held_on": timezone.localdate(), "by": jeanne}
    record_attendance(enrolment.person, pieces[0], half_day="am", minutes=180, **facts)
    record_attendance(enrolment.person, pieces[0], half_day="pm", state="excused", **facts)
    record_assessment(
        enrolment.person, pieces[0], is_passed=False, assessed_on=timezone.localdate(), comment=LONG, by=jeanne
    )
    record_attendance(enrolment.person, pieces[2], half_day="am", minutes=60, **facts)
    return waiting, returned, prior


def positioned(person, framework) -> Positioning:
    """Return a second positioning that is finished, and leave one unfinished."""
    levels = {level.rank: level.pk for level in framework.levels.all()}
    for rank in (1, 2):
        made = begin(person, framework, 1)
        save_answers(made, {skill_of(framework, "1.1").pk: levels[rank], skill_of(framework, "2.1").pk: None})
        finish(made)
    begin(person, framework, 1)
    made.refresh_from_db()
    return made


def seen_by(page: Page, site: str, person: User) -> JudgedPage:
    page.site = site
    return JudgedPage(sign_in(page, person), site)


def judge_after(judged: JudgedPage, state: str) -> None:
    judged.page.wait_for_load_state("load")
    judged.judge(state)


def test_a_catalogue_with_nothing_in_it_passes_every_judge(judged_page, page, site):
    for address in ("/parcours/", "/parcours/catalogue/", "/referentiels/", "/certifications/", "/me-situer/"):
        judged_page.visit(address)
    judged = seen_by(page, site, known("ines@example.org", first_name="Inès", group="hub staff"))
    for address in (
        "/monter/", "/monter/completude/", "/mes-parcours/", "/me-situer/", "/me-situer/ecart/", "/mon-espace/",
        "/parcours/lheo/rapport/", "/referentiels/", "/referentiels/importer/",
    ):  # fmt: skip
        judged.visit(address)


def test_what_everybody_reads_passes_every_judge_with_very_long_words(judged_page, site):
    hub = training()
    publish_path(hub.long, summary="Un autre résumé", by=hub.jeanne)
    key = hub.pieces[0].key
    for address in (
        "/", "/plan-du-site/", "/parcours/", "/parcours/?q=anticonstitutionnellement&niveau=3",
        "/parcours/?q=zzzz", "/parcours/?comparer=long", "/parcours/comparer/?a=long&b=short",
        "/parcours/catalogue/", f"/parcours/catalogues/{hub.edition.slug}/",
        "/parcours/long/", "/parcours/long/v1/", "/parcours/long/versions/", "/parcours/long/versions/1...2/",
        f"/parcours/long/modules/{key}/", f"/parcours/long/v1/modules/{key}/", "/parcours/short/",
        "/referentiels/", "/referentiels/essai/1/", f"/referentiels/essai/1/{skill_of(hub.framework, '1.1').identifier}/",
        "/certifications/", "/certifications/titre/", "/kits/long/", "/me-situer/",
    ):  # fmt: skip
        judged_page.visit(address)


def test_what_a_learner_sees_passes_every_judge_with_very_long_words(page, site):
    hub = training()
    Membership.objects.create(person=hub.fatou, organisation=hub.organisation, role="manager", state="active")
    for number in range(5):
        member = known(f"membre{number}@example.org")
        Membership.objects.create(person=member, organisation=hub.organisation, role="member", state="active")
    judged = seen_by(page, site, hub.fatou)
    judged.visit("/parcours/long/")
    publish_path(hub.long, title=ENDLESS, summary="Un autre résumé", by=hub.jeanne)
    own, mine = f"/mes-parcours/{hub.enrolment.pk}/", hub.positioning
    unfinished = hub.fatou.positionings.get(finished_at=None)
    older = hub.fatou.positionings.exclude(finished_at=None).order_by("pk").first()
    for address in (
        "/mon-espace/", "/mes-parcours/", own, *(f"{own}modules/{row.key}/" for row in hub.pieces), f"{own}version/",
        f"{own}quitter/", "/parcours/long/", "/parcours/short/inscription/", "/me-situer/",
        f"/me-situer/{unfinished.pk}/", f"/me-situer/{unfinished.pk}/questions/1/", f"/me-situer/{mine.pk}/",
        f"/me-situer/{mine.pk}/supprimer/", f"/me-situer/comparer/?avant={older.pk}&apres={mine.pk}",
        "/me-situer/ecart/", "/me-situer/ecart/?referentiel=essai&niveau=3", "/me-situer/ecart/?certification=titre",
        "/me-situer/ecart/?parcours=long", "/me-situer/equipe/atelier/", "/me-situer/equipe/atelier/?referentiel=essai",
        "/organisations/atelier/equipe/", f"/suivi/inscriptions/{hub.enrolment.pk}/documents/",
    ):  # fmt: skip
        judged.visit(address)
    judged.visit(f"{own}modules/{hub.pieces[0].key}/")
    page.get_by_label("Une adresse à regarder").fill("https://")
    judged.watch.expected_status = 422
    page.get_by_role("button", name="Envoyer ma preuve").click()
    page.wait_for_selector("[aria-invalid=true]")
    judge_after(judged, "evidence that is refused")


def test_what_a_trainer_sees_passes_every_judge_with_very_long_words(page, site):
    hub = training()
    record_attendance(
        hub.fatou, hub.pieces[2], held_on=timezone.localdate(), half_day="am", state="absent", minutes=0, by=hub.jeanne
    )
    judged = seen_by(page, site, hub.jeanne)
    factories.publish(hub.kit, hook="Une autre accroche.")
    path, row = f"/suivi/parcours/{hub.long.pk}/", f"/suivi/inscriptions/{hub.enrolment.pk}/"
    for address in (
        "/suivi/", path, f"{path}liste/", f"{path}presences/", f"{path}presences/?module={hub.pieces[0].key}", row,
        *(f"{row}modules/{piece.key}/" for piece in hub.pieces), *(f"/suivi/preuves/{one.pk}/" for one in hub.evidence),
        f"{row}documents/", "/monter/", f"/monter/parcours/{hub.long.pk}/", f"/monter/parcours/{hub.long.pk}/?q=anti",
        f"/monter/parcours/{hub.long.pk}/fiche/", f"/monter/parcours/{hub.long.pk}/sessions/",
        f"/monter/parcours/{hub.long.pk}/sessions/{hub.long.runs.first().pk}/",
        f"/monter/parcours/{hub.long.pk}/apercu/", f"/monter/modules/{hub.pieces[0].pk}/",
        f"/monter/modules/{hub.pieces[0].pk}/?competence=interagir", "/parcours/long/",
    ):  # fmt: skip
        judged.visit(address)
    judged.visit(f"{path}liste/")
    table = f"E-mail;Prénom;Nom\nanne@example.org;Anne;{ENDLESS}\nbob@{ENDLESS};Bob;Bob\n"
    page.set_input_files(
        "input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": table.encode("utf-8-sig")}
    )
    page.get_by_role("button", name="Lire cette liste").click()
    page.wait_for_selector("table")
    judge_after(judged, "a list with a line that is refused")


def test_what_the_staff_writes_passes_every_judge_with_very_long_words(page, site):
    hub = training()
    judged = seen_by(page, site, hub.jeanne)
    edit, made = "/referentiels/essai/1/modifier/", hub.certification
    chosen = skill_of(hub.framework, "1.1")
    for address in (
        "/referentiels/", "/referentiels/nouveau/", "/referentiels/importer/", edit, f"{edit}fiche/", f"{edit}version/",
        f"{edit}competences/", f"{edit}competences/{chosen.pk}/", f"{edit}competences/{chosen.pk}/enlever/",
        "/kits/long/competences/", "/kits/long/competences/?competence=interagir",
        f"/certifications/{made.slug}/blocs/", f"/certifications/{made.slug}/blocs/{made.blocks.first().pk}/",
        "/parcours/catalogues/nouveau/", f"/parcours/catalogues/{hub.edition.slug}/",
        f"/parcours/catalogues/{hub.edition.slug}/modifier/",
        f"/parcours/catalogues/{hub.edition.slug}/supprimer/", "/parcours/lheo/rapport/", "/monter/completude/",
    ):  # fmt: skip
        judged.visit(address)
    judged.visit("/referentiels/importer/")
    table = f"code;parent;kind;statement_fr\n1;;area;{LONG}\n1.1;1;competence;{ENDLESS}\n"
    page.set_input_files(
        "input[type=file]", {"name": f"{ENDLESS}.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.locator("[name=code]").fill("importe")
    page.locator("[name=version]").fill("1")
    page.locator("main form button").last.click()
    page.wait_for_url("**/referentiels/importer/*/")
    judge_after(judged, "what a file would change")


def test_the_main_pages_pass_every_judge_in_the_dark_with_large_text(browser, site):
    hub = training()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    value = "text=larger&spacing=wide&theme=dark&language=fr"
    context.add_cookies([{"name": "affichage", "value": value, "url": site}])
    judged = seen_by(context.new_page(), site, hub.fatou)
    own = f"/mes-parcours/{hub.enrolment.pk}/"
    for address in ("/parcours/", "/parcours/long/", own, f"{own}modules/{hub.pieces[0].key}/", "/me-situer/ecart/?parcours=long"):  # fmt: skip
        judged.visit(address)
    context.close()
