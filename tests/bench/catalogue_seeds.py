"""A plausible catalogue, the same at every run: frameworks, modules that pin kits, published paths, people who follow them."""

import random
import uuid
from datetime import timedelta

from django.utils import timezone
from wagtail.search.backends import get_search_backend

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillText, Use
from catalogue.learning.models import Attendance, Enrolment, ModuleCompletion
from catalogue.paths.models import (
    BlockModule,
    LearningPathPage,
    Module,
    ModuleKit,
    ModuleSkill,
    PathIndexPage,
    PathRun,
    PathVersion,
    SkillBlock,
)
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import KitVersion

BATCH = 1_000
SKILLS_OF_A_FRAMEWORK, LEVELS = 500, 4
BLOCKS, MODULES_OF_A_BLOCK = 3, 4
WORDS = [
    "accueillir",
    "écouter",
    "protéger",
    "mots",
    "passe",
    "données",
    "démarches",
    "ligne",
    "photos",
    "trier",
    "arnaques",
    "jeunes",
    "débutants",
    "clavier",
    "supports",
    "licences",
    "animer",
    "débat",
    "projet",
    "quartier",
    "matériel",
    "bilan",
    "chiffres",
    "sécurité",
    "partage",
    "information",
    "sources",
]


def grow_catalogue(paths: int, *, skills: int, enrolments: int) -> None:
    """Plant `paths` published paths of a dozen modules each, over `skills` skills, and `enrolments` to them."""
    chance = random.Random(2026)
    known = [skill for number in range(-(-skills // SKILLS_OF_A_FRAMEWORK)) for skill in framework(number, chance)]
    modules = plant_modules(paths * 10, known, chance)
    published = [plant_path(number, modules, chance) for number in range(paths)]
    plant_enrolments(published, enrolments, chance)


def phrase(chance, count: int) -> str:
    return " ".join(chance.sample(WORDS, count)).capitalize()


def framework(number: int, chance) -> list[Skill]:
    made = SkillFramework.objects.create(
        code=f"essai-{number}", version="1", title=f"Référentiel {number}", status="adopted", changed_at=timezone.now()
    )
    ProficiencyLevel.objects.bulk_create(
        ProficiencyLevel(framework=made, code=str(rank), rank=rank, labels={"fr": f"Niveau {rank}"})
        for rank in range(1, LEVELS + 1)
    )
    areas = Skill.objects.bulk_create(
        Skill(framework=made, code=str(n), kind="area", order=n * 100, domain=n) for n in range(1, 6)
    )
    leaves = Skill.objects.bulk_create(
        Skill(framework=made, parent=area, depth=1, code=f"{area.code}.{n}", kind="competence", order=area.order + n)
        for area in areas
        for n in range(1, SKILLS_OF_A_FRAMEWORK // 5)
    )
    SkillText.objects.bulk_create(
        (SkillText(skill=skill, language="fr", statement=phrase(chance, 5)) for skill in [*areas, *leaves]), BATCH
    )
    get_search_backend().add_bulk(Skill, list(Skill.objects.filter(framework=made).prefetch_related("texts")))
    return leaves


def plant_modules(count: int, skills: list[Skill], chance) -> list[Module]:
    versions = list(KitVersion.objects.order_by("pk").values_list("pk", flat=True)[:500])
    modules = Module.objects.bulk_create(
        (
            Module(
                title=f"{phrase(chance, 4)} {number}",
                summary=phrase(chance, 8),
                aims="\n".join(phrase(chance, 6) for _ in range(3)),
                minutes=chance.choice((60, 90, 120, 180, 210)),
                assessment=phrase(chance, 6),
                rule={"kind": "sessions", "at_least": 1},
            )
            for number in range(count)
        ),
        BATCH,
    )
    ModuleKit.objects.bulk_create(
        (ModuleKit(module=module, version_id=chance.choice(versions)) for module in modules), BATCH
    )
    levels = {level.framework_id: level for level in ProficiencyLevel.objects.filter(rank=2)}
    ModuleSkill.objects.bulk_create(
        (
            ModuleSkill(module=module, skill=skill, level=levels[skill.framework_id], use=use)
            for module in modules
            for skill, use in zip(chance.sample(skills, 3), Use.values, strict=True)
        ),
        BATCH,
    )
    return modules


def plant_path(number: int, modules: list[Module], chance) -> PathVersion:
    page = LearningPathPage(
        title=f"{phrase(chance, 3)} {number}",
        slug=f"essai-{number}",
        live=False,
        summary=phrase(chance, 12),
        level=chance.randint(1, 4),
        mode=chance.choice(("onsite", "remote", "hybrid")),
        objectives="\n".join(phrase(chance, 6) for _ in range(3)),
        prerequisites=phrase(chance, 5),
        price="Gratuit",
        organisation=Organisation.objects.order_by("pk").first(),
        target_framework=SkillFramework.objects.get(code="essai-0"),
    )
    PathIndexPage.objects.get().add_child(instance=page)
    for order in range(BLOCKS):
        block = SkillBlock(title=phrase(chance, 3), aim=phrase(chance, 6), domain=order + 1, sort_order=order)
        page.blocks.add(block)
        for place, module in enumerate(chance.sample(modules, MODULES_OF_A_BLOCK)):
            block.module_rows.add(BlockModule(module=module, is_required=place < 3, sort_order=place))
    page.save()
    starts_on = timezone.localdate() + timedelta(days=chance.randint(-60, 200))
    PathRun.objects.create(path=page, starts_on=starts_on, commune="Lille", department="59")
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    return page.versions.get()


def plant_enrolments(versions: list[PathVersion], count: int, chance) -> None:
    """Each person follows four paths, and completed a third of the modules of each."""
    people = User.objects.bulk_create(
        (User(email=f"essai-{n}@example.org", first_name=f"Camille {n}") for n in range(-(-count // 4))), BATCH
    )
    now = timezone.now()
    enrolments = Enrolment.objects.bulk_create(
        (
            Enrolment(person=person, path_id=version.path_id, version=version, enrolled_at=now)
            for person in people
            for version in chance.sample(versions, min(4, len(versions)))
        ),
        BATCH,
    )
    ids = dict(Module.objects.values_list("key", "pk"))
    contents = {version.pk: version.content for version in versions}
    done = {}
    for enrolment in enrolments:
        for module in list(contents[enrolment.version_id].modules())[::3]:
            done.setdefault((enrolment.person_id, ids[uuid.UUID(module.key)]), enrolment)
    today = timezone.localdate()
    attended = Attendance.objects.bulk_create(
        (
            Attendance(person_id=person, module_id=module, held_on=today, half_day="am", minutes=180)
            for person, module in done
        ),
        BATCH,
    )
    ModuleCompletion.objects.bulk_create(
        (
            ModuleCompletion(
                person_id=row.person_id,
                module_id=row.module_id,
                enrolment=done[row.person_id, row.module_id],
                version_id=done[row.person_id, row.module_id].version_id,
                rule={"kind": "sessions", "at_least": 1},
                facts=[["attendance", row.pk, today.isoformat(), 180]],
                sha256="",
                completed_at=now,
            )
            for row in attended
        ),
        BATCH,
    )
