"""Frameworks, modules, paths and learners in the situations that tests name."""

from django.utils import timezone
from modelsearch.index import insert_or_update_object

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillText
from catalogue.paths.models import (
    BlockModule,
    LearningPathPage,
    Module,
    ModuleKit,
    ModuleSkill,
    PathIndexPage,
    SkillBlock,
)
from outillerie.kits.imports import free_slug, slug_of
from outillerie.kits.queries import newest_version

LEVELS = ("Découverte", "Pratique", "Maîtrise", "Transmission")
TREE = {
    "1": ("Protection et sécurité", {"1.1": "Protéger les appareils", "1.2": "Protéger les données personnelles"}),
    "2": ("Communication", {"2.1": "Interagir", "2.2": "Partager"}),
}


def skill_framework(code="essai", version="1", *, tree=None, **facts) -> SkillFramework:
    """Return a framework of two areas, each with two competences, and four levels."""
    facts = {"title": "Référentiel d’essai", "status": "adopted", "changed_at": timezone.now(), **facts}
    made = SkillFramework.objects.create(code=code, version=version, **facts)
    for rank, label in enumerate(LEVELS, start=1):
        ProficiencyLevel.objects.create(framework=made, code=str(rank), rank=rank, labels={"fr": label})
    order = 0
    for domain, (area_code, (statement, competences)) in enumerate((tree or TREE).items(), start=1):
        area = skill(made, area_code, statement, kind="area", order=order, domain=domain)
        for competence_code, words in competences.items():
            order += 1
            skill(made, competence_code, words, kind="competence", parent=area, depth=1, order=order)
        order += 1
    return made


def skill(framework, code, statement, *, synonyms=(), **facts) -> Skill:
    made = Skill.objects.create(framework=framework, code=code, **facts)
    SkillText.objects.create(skill=made, language="fr", statement=statement, synonyms=list(synonyms))
    insert_or_update_object(made)
    return made


def skill_of(framework, code) -> Skill:
    return framework.skills.get(code=code)


def module(title="Des mots de passe solides", *, kits=(), skills=(), **facts) -> Module:
    """Return a module that pins `kits` (pages) at their newest version; `skills` are (skill, use, rank or None)."""
    made = Module.objects.create(title=title, **{"minutes": 60, "aims": "Choisir un mot de passe", **facts})
    for order, page in enumerate(kits):
        ModuleKit.objects.create(module=made, version=newest_version(page), order=order)
    for row, use, rank in skills:
        level = row.framework.levels.get(rank=rank) if rank else None
        ModuleSkill.objects.create(module=made, skill=row, use=use, level=level)
    return made


def path_draft(title="Aidant numérique", *, blocks=None, owner=None, slug="", **facts) -> LearningPathPage:
    """Return a path that is in the catalogue but not published. `blocks`: [(title, [modules])]; a module may be
    (module, False) when it is optional."""
    shelf = PathIndexPage.objects.get()
    taken = set(shelf.get_children().values_list("slug", flat=True))
    page = LearningPathPage(
        title=title, slug=slug or free_slug(slug_of(title), taken), live=False, owner=owner, **facts
    )
    shelf.add_child(instance=page)
    for number, (block_title, modules) in enumerate(blocks or [("Accueillir", [module()])]):
        block = SkillBlock(title=block_title, sort_order=number, domain=number % 5 + 1)
        page.blocks.add(block)
        for order, item in enumerate(modules):
            row, is_required = item if isinstance(item, tuple) else (item, True)
            block.module_rows.add(BlockModule(module=row, is_required=is_required, sort_order=order))
    page.save()
    page.save_revision(user=owner, clean=False)
    return page


def path(title="Aidant numérique", *, by=None, **facts) -> LearningPathPage:
    """Return a published path, at version 1."""
    page = path_draft(title, **facts)
    return publish_path(page, by=by)


def publish_path(page: LearningPathPage, *, by=None, **facts) -> LearningPathPage:
    """Publish `page` again with other values."""
    latest = LearningPathPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(latest, name, value)
    latest.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    return LearningPathPage.objects.get(pk=page.pk)
