"""The demonstration's two learning paths (fixtures/demo/paths.yaml): modules that pin its kits, sessions to come."""

from datetime import timedelta

import yaml
from django.conf import settings
from django.utils import timezone

from catalogue.certifications.models import Certification, CertificationBlock, ClassificationCode, TrainingProvider
from catalogue.frameworks.actions import align
from catalogue.frameworks.models import Skill, SkillFramework
from catalogue.learning.actions import enrol
from catalogue.learning.evidence import review_evidence, submit_evidence
from catalogue.learning.models import Enrolment
from catalogue.learning.recording import record_assessment, record_attendance
from catalogue.paths.actions import index_facets
from catalogue.paths.models import (
    BlockModule,
    LearningPathPage,
    Module,
    ModuleKit,
    ModuleSkill,
    PathIndexPage,
    PathRun,
    SkillBlock,
)
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import Audience, KitPage
from outillerie.kits.queries import newest_version

ENROLLED_DAYS_AGO = 40
FIXTURE = settings.BASE_DIR / "fixtures" / "demo" / "paths.yaml"
OWN_FIELDS = {
    "slug", "owner", "organisation", "audiences", "objectives", "certification", "target_framework", "nsf", "blocks",
    "runs",
}  # fmt: skip


def load_demo() -> None:
    """Make the paths of the demonstration, once: what people change in them since stays."""
    rows = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
    if LearningPathPage.objects.filter(slug=rows["paths"][0]["slug"]).exists():
        return
    write_provider(rows["provider"])
    owner = User.objects.get(email=rows["paths"][0]["owner"])
    modules = {row["ref"]: write_module(row, owner=owner) for row in rows["modules"]}
    for row in rows["kits"]:
        write_kit_skill(row)
    for row in rows["paths"]:
        write_path(row, modules)
    for row in rows["learners"]:
        write_learner(row, modules, trainer=owner)


def write_provider(row: dict) -> None:
    facts = {name: value for name, value in row.items() if name != "organisation"}
    organisation = Organisation.objects.get(name=row["organisation"])
    TrainingProvider.objects.update_or_create(organisation=organisation, defaults=facts)


def write_module(row: dict, *, owner: User) -> Module:
    facts = {name: row[name] for name in ("title", "summary", "minutes", "mode", "assessment", "rule")}
    module = Module.objects.create(**facts, aims="\n".join(row["aims"]), owner=owner)
    for order, slug in enumerate(row["kits"]):
        ModuleKit.objects.create(module=module, version=newest_version(KitPage.objects.get(slug=slug)), order=order)
    for use in row["skills"]:
        skill = Skill.objects.get(framework=newest_framework(use["framework"]), code=use["code"])
        level = skill.framework.levels.get(rank=use["rank"]) if "rank" in use else None
        ModuleSkill.objects.create(module=module, skill=skill, use=use["use"], level=level)
    return module


def write_kit_skill(row: dict) -> None:
    skill = Skill.objects.get(framework=newest_framework(row["framework"]), code=row["code"])
    level = skill.framework.levels.get(rank=row["rank"])
    align(KitPage.objects.get(slug=row["kit"]).skill_rows, skill=skill, level=level, use=row["use"])


def newest_framework(code: str) -> SkillFramework:
    return SkillFramework.objects.filter(code=code).exclude(status=SkillFramework.Status.DRAFT).latest("pk")


def write_path(row: dict, modules: dict[str, Module]) -> LearningPathPage:
    owner = User.objects.get(email=row["owner"])
    facts = {name: value for name, value in row.items() if name not in OWN_FIELDS}
    page = LearningPathPage(
        **facts,
        slug=row["slug"],
        owner=owner,
        live=False,
        objectives="\n".join(row["objectives"]),
        organisation=Organisation.objects.get(name=row["organisation"]),
        certification=Certification.objects.filter(slug=row.get("certification", "")).first(),
        target_framework=SkillFramework.objects.filter(**row["target_framework"]).first(),
    )
    PathIndexPage.objects.get().add_child(instance=page)
    page.audiences.set(Audience.objects.filter(code__in=row["audiences"]))
    page.codes.set(ClassificationCode.objects.filter(system="nsf", code__in=row.get("nsf", [])))
    for order, block in enumerate(row["blocks"]):
        write_block(page, block, modules, order=order)
    page.save()
    page.save_revision(user=owner, clean=False).publish(user=owner, skip_permission_checks=True)
    write_runs(page, row["runs"])
    return page


def write_block(page: LearningPathPage, row: dict, modules: dict[str, Module], *, order: int) -> None:
    certified = CertificationBlock.objects.filter(
        certification=page.certification, other_code=row.get("certification_block", "-")
    )
    block = SkillBlock(
        title=row["title"],
        aim=row["aim"],
        domain=row["domain"],
        assessment=row["assessment"],
        certification_block=certified.first(),
        sort_order=order,
    )
    page.blocks.add(block)
    for place, placed in enumerate(row["modules"]):
        block.module_rows.add(
            BlockModule(
                module=modules[placed["ref"]],
                is_required=placed.get("required", True),
                requires=[str(modules[ref].key) for ref in placed.get("requires", [])],
                sort_order=place,
            )
        )


def write_learner(row: dict, modules: dict[str, Module], *, trainer: User) -> None:
    """Enrol somebody, and have them and their trainer do what the rows say: the same deeds as on the pages."""
    person = User.objects.get(email=row["email"])
    path = LearningPathPage.objects.get(slug=row["path"])
    enrolment = enrol(
        person,
        path,
        by=person if row["source"] == Enrolment.Source.SELF else trainer,
        source=row["source"],
        employer=row["employer"],
        trainee_type=row["trainee_type"],
    )
    enrolled_at = timezone.now() - timedelta(days=ENROLLED_DAYS_AGO)
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=enrolled_at)
    for deed in row["deeds"]:
        write_deed(enrolment, modules[deed["module"]], deed, trainer=trainer)


def write_deed(enrolment: Enrolment, module: Module, deed: dict, *, trainer: User) -> None:
    today = timezone.localdate()
    if "attended_days_ago" in deed:
        held_on = today - timedelta(days=deed["attended_days_ago"])
        record_attendance(enrolment.person, module, held_on=held_on, half_day="am", minutes=deed["minutes"], by=trainer)
    elif "passed_days_ago" in deed:
        assessed_on = today - timedelta(days=deed["passed_days_ago"])
        record_assessment(
            enrolment.person, module, is_passed=True, assessed_on=assessed_on, comment=deed["comment"], by=trainer
        )
    else:
        shown = submit_evidence(enrolment, module, text=deed["evidence"])
        if "is_accepted" in deed:
            review_evidence(shown, is_accepted=deed["is_accepted"], reason=deed["reason"], by=trainer)


def write_runs(page: LearningPathPage, rows: list[dict]) -> None:
    """Dates are counted from the day the demonstration is made: there is always a session to come."""
    today = timezone.localdate()
    for row in rows:
        starts_on = today + timedelta(days=row["in_days"])
        PathRun.objects.create(
            path=page,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=row["lasts_days"]),
            enrolment_opens_on=today + timedelta(days=row["opens_in_days"]),
            enrolment_closes_on=today + timedelta(days=row["closes_in_days"]),
            **{name: row[name] for name in ("mode", "place", "address", "postcode", "commune", "department", "notes")},
        )
    index_facets(page.versions.first())


def load_sessions() -> None:
    """Make the season of peer sessions."""
    # What makes it knows every slice of sessions: no process that answers needs it.
    from catalogue.demo_season import load_season

    load_season()
