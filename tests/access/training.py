"""The catalogue of that small hub: a path that somebody follows, a draft, frameworks, what is private to a learner."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from catalogue.browsing.models import CatalogueEdition, EditionPath
from catalogue.certifications.models import Certification, CertificationBlock
from catalogue.learning.models import AssessmentResult, Attendance, Enrolment, Evidence
from catalogue.paths.models import PathRun
from catalogue.positioning.models import Positioning
from tests.catalogue.factories import module, path, path_draft, publish_path, skill_framework, skill_of


class Training:
    """`path` is published twice; the learner follows its first version, and the trainer is who wrote it."""

    def __init__(self, *, learner, trainer, organisation):
        self.learner, self.trainer = learner, trainer
        self.framework = skill_framework(code="essai", version="1")
        self.draft_framework = skill_framework(code="maison", version="1", status="draft")
        self.skill = skill_of(self.framework, "1.1")
        self.module = module("Mots de passe", owner=trainer, skills=[(self.skill, "assessed", 2)])
        self.build_paths()
        self.build_learning()
        self.build_certification()
        self.edition = CatalogueEdition.objects.create(title="La nôtre", slug="la-notre", organisation=organisation)
        self.row = EditionPath.objects.create(edition=self.edition, path=self.path)
        self.positioning = Positioning.objects.create(person=learner, framework=self.framework)

    def build_paths(self):
        facts = {"owner": self.trainer, "blocks": [("Protéger", [self.module])]}
        self.path = path(
            "Parcours suivi", slug="suivi-ici", is_always_open=True, target_framework=self.framework, **facts
        )
        self.draft = path_draft("Parcours secret", slug="secret", **facts)
        self.run = PathRun.objects.create(path=self.draft, starts_on=date(2026, 12, 1))

    def build_learning(self):
        now = timezone.now()
        self.enrolment = Enrolment.objects.create(
            person=self.learner, path=self.path, version=self.path.versions.get(), enrolled_at=now
        )
        about = {"person": self.learner, "module": self.module}
        self.evidence = Evidence.objects.create(
            **about,
            enrolment=self.enrolment,
            text="Mon récit",
            file=ContentFile(b"%PDF-1.7\n", "recit.pdf"),
            file_name="recit.pdf",
            size=9,
            submitted_at=now,
        )
        self.result = AssessmentResult.objects.create(**about, is_passed=False, assessed_on=date(2026, 3, 2))
        self.attendance = Attendance.objects.create(**about, held_on=date(2026, 3, 2), half_day="am", minutes=180)
        publish_path(self.path, summary="Une autre version")

    def build_certification(self):
        self.certification = Certification.objects.create(title="Titre d’essai", slug="titre-d-essai")
        self.block = CertificationBlock.objects.create(certification=self.certification, title="Premier bloc")


def of(*names):
    """Return what gives a part of the training from the world: `of("path", "slug")` gives `world.training.path.slug`."""

    def value(world):
        found = world.training
        for name in names:
            found = getattr(found, name)
        return found

    return value


PATH_SLUG = {"slug": of("path", "slug")}
DRAFT = {"path_id": of("draft", "pk")}
PATH_ID = {"path_id": of("path", "pk")}
ENROLMENT = {"pk": of("enrolment", "pk")}
MODULE_KEY = {"key": of("module", "key")}
FRAMEWORK = {"code": of("framework", "code"), "version": of("framework", "version")}
DRAFT_FRAMEWORK = {"code": of("draft_framework", "code"), "version": of("draft_framework", "version")}
CERTIFICATION = {"slug": of("certification", "slug")}
EDITION = {"slug": of("edition", "slug"), "row": of("row", "pk")}


def all_of(names, arguments) -> dict:
    return dict.fromkeys(names.split(), arguments)


TRAINING_ARGUMENTS = {
    **all_of("case-item case-item-associations", {"identifier": of("skill", "identifier")}),
    **all_of("path path-programme path-jsonld path-versions enrol", PATH_SLUG),
    **all_of("path-version path-version-programme", PATH_SLUG | {"number": lambda world: 1}),
    "path-difference": PATH_SLUG | {"old": lambda world: 1, "new": lambda world: 2},
    "path-module": PATH_SLUG | MODULE_KEY,
    "path-version-module": PATH_SLUG | MODULE_KEY | {"number": lambda world: 1},
    **all_of("builder path-preview duplicate-path path-facts path-runs", DRAFT),
    "path-run": DRAFT | {"run_id": of("run", "pk")},
    **all_of("module copy-module", {"module_id": of("module", "pk")}),
    **all_of("enrolment enrolment-version leave-path followed-enrolment enrolment-documents", ENROLMENT),
    **all_of("enrolled-module followed-module reopen-module", ENROLMENT | MODULE_KEY),
    "enrolment-document": ENROLMENT | {"kind": lambda world: "releve-progression"},
    **all_of("evidence-file withdraw-evidence peer-reading evidence-reading", {"pk": of("evidence", "pk")}),
    **all_of("learners enrol-list record-attendance", PATH_ID),
    "withdraw-result": {"pk": of("result", "pk")},
    "erase-attendance": {"pk": of("attendance", "pk")},
    **all_of(
        "positioning positioning-questions finish-positioning delete-positioning positioning-document",
        {"pk": of("positioning", "pk"), "number": lambda world: 1},
    ),
    "team-gap": {"slug": lambda world: world.organisation.slug},
    **all_of("framework framework-changes", FRAMEWORK),
    "framework-export": FRAMEWORK | {"form": lambda world: "csv"},
    "framework-newest": {"code": of("framework", "code")},
    "skill": FRAMEWORK | {"reference": lambda world: "1.1"},
    **all_of("framework-edit framework-facts framework-status framework-version skill-new", DRAFT_FRAMEWORK),
    **all_of(
        "skill-edit skill-move skill-remove",
        DRAFT_FRAMEWORK | {"pk": lambda w: w.training.draft_framework.skills.first().pk},
    ),
    **all_of("certification certification-blocks", CERTIFICATION),
    **all_of(
        "certification-block certification-block-move certification-block-remove",
        CERTIFICATION | {"pk": of("block", "pk")},
    ),
    **all_of(
        "catalogue-edition catalogue-edition-pdf change-catalogue-edition delete-catalogue-edition"
        " add-to-catalogue-edition move-in-catalogue-edition remove-from-catalogue-edition",
        EDITION,
    ),
}
