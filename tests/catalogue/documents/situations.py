"""A training organisation, a path that says everything, a learner who followed it."""

from datetime import date

from django.utils import timezone

from catalogue.certifications.models import Certification, ClassificationCode, TrainingProvider
from catalogue.learning.models import AssessmentResult, Attendance, Enrolment, ModuleCompletion
from catalogue.paths.models import PathRun
from outillerie.accounts.groups import TRAINER
from outillerie.accounts.models import Organisation
from tests.catalogue.factories import module, path_draft, publish_path
from tests.factories import person

FACTS = {
    "summary": "Pour accompagner sans faire à la place.",
    "audience": "Agents d’accueil",
    "pace": "Une demi-journée par semaine",
    "objectives": "Accueillir une personne\nProtéger ses données",
    "prerequisites": "Aucun.",
    "methods": "Mises en situation.",
    "assessment": "Étude de cas.",
    "access_terms": "Entretien avec l’équipe.",
    "access_delay": "15 jours au plus",
    "price_cents": 150_000,
    "funding": "OPCO de l’employeur",
    "accessibility": "Locaux accessibles en fauteuil.",
    "disability_referent": "Fatou Diallo, fatou@beffrois.example",
    "contact_name": "Odile Carpentier",
    "contact_email": "odile@beffrois.example",
    "entry_level": "1",
    "public_codes": "82056",
    "facts_checked_on": date(2026, 1, 5),
}


def training_provider(name="Hub des Beffrois", **facts) -> TrainingProvider:
    organisation = Organisation.objects.filter(name=name).first() or Organisation.objects.create(
        name=name, slug="beffrois"
    )
    facts = {
        "legal_name": "Hub des Beffrois SCIC",
        "siret": "12345678901234",
        "activity_number": "32591234567",
        "activity_region": "Hauts-de-France",
        "address": "3 rue des Tisserands",
        "postcode": "59100",
        "commune": "Roubaix",
        "representative_name": "Wenceslas Delcourt",
        "representative_role": "gérant",
        **facts,
    }
    return TrainingProvider.objects.create(organisation=organisation, **facts)


def registered_title() -> Certification:
    return Certification.objects.create(
        title="Responsable d’espace de médiation numérique",
        slug="remn",
        register="rncp",
        code="RNCP34137",
        certifier="Ministère du travail",
        registered_on=date(2019, 7, 13),
    )


def full_path(title="Aidant numérique", *, provider=None, blocks=None, **facts):
    """Return a published path to which nothing is missing, of the training organisation of `provider`."""
    provider = provider or TrainingProvider.objects.first() or training_provider()
    page = path_draft(title, blocks=blocks, organisation=provider.organisation, **{**FACTS, **facts})
    nsf, _is_new = ClassificationCode.objects.get_or_create(system="nsf", code="320t")
    page.codes.add(nsf)
    page.save()
    page.save_revision(clean=False)
    return publish_path(page)


def run(page, **facts) -> PathRun:
    facts = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 6, 30), **facts}
    return PathRun.objects.create(path=page, **facts)


def trainer(email="theo@beffrois.example"):
    return person(email, group=TRAINER)


def enrolled(page, *, learner=None, **facts) -> Enrolment:
    """Return an enrolment of 1 March 2026; an employee’s, and over, unless `facts` say otherwise."""
    learner = learner or person("ondine@example.org", first_name="Ondine", last_name="Lefebvre")
    facts = {
        "version": page.versions.first(),
        "state": Enrolment.State.COMPLETED,
        "trainee_type": Enrolment.TraineeType.EMPLOYEE,
        "employer": "Mairie de Roubaix",
        "enrolled_at": moment(2026, 3, 1),
        "completed_at": moment(2026, 6, 30),
        **facts,
    }
    return Enrolment.objects.create(person=learner, path=page, **facts)


def moment(year, month, day):
    return timezone.make_aware(timezone.datetime(year, month, day, 10))


def attended(enrolment, piece, day, minutes, **facts) -> Attendance:
    return Attendance.objects.create(
        person=enrolment.person, module=piece, held_on=day, half_day="am", minutes=minutes, **facts
    )


def completed(enrolment, piece, day=(2026, 6, 30), **facts) -> ModuleCompletion:
    facts = {"rule": {}, "facts": [], "sha256": "0" * 64, "completed_at": moment(*day), **facts}
    return ModuleCompletion.objects.create(
        person=enrolment.person, module=piece, enrolment=enrolment, version=enrolment.version, **facts
    )


def assessed(enrolment, piece, *, is_passed, day=date(2026, 6, 1)) -> AssessmentResult:
    return AssessmentResult.objects.create(person=enrolment.person, module=piece, is_passed=is_passed, assessed_on=day)


def two_modules():
    """Return a module of three hours and one of two."""
    return module("Écouter", minutes=180), module("Orienter", minutes=120)
