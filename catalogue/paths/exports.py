"""A path of the database as plain values."""

from django.db.models import prefetch_related_objects

from catalogue.certifications.models import Certification, CertificationBlock, TrainingProvider
from catalogue.paths.formats.content import (
    BlockContent,
    CertificationBlockRef,
    CertificationRef,
    KitPin,
    ModuleContent,
    PathContent,
    ProviderContent,
    SkillUse,
)
from catalogue.paths.models import LearningPathPage, Module
from outillerie.accounts.models import Organisation
from outillerie.kits.formats.content import clean_text
from outillerie.kits.models import KitVersion
from outillerie.kits.reading import version_url

TEXTS = (
    "title", "summary", "language", "audience", "place", "pace", "prerequisites", "programme", "methods", "assessment",
    "access_terms", "access_delay", "price", "funding", "accessibility", "disability_referent", "contact_name",
    "contact_email", "contact_phone", "results", "success_rate", "entry_level", "glyph",
)  # fmt: skip
FACTS = ("level", "mode", "is_always_open", "price_cents")
DATES = ("results_on", "facts_checked_on")


def content_of(path: LearningPathPage) -> PathContent:
    """Return the content of `path` as it is in memory: a draft, or what is being published."""
    codes = list(path.codes.all())
    framework = path.target_framework
    return PathContent(
        **{name: clean_text(getattr(path, name)) for name in TEXTS},
        **{name: getattr(path, name) for name in FACTS},
        **{name: iso(getattr(path, name)) for name in DATES},
        audiences=tuple(audience.code for audience in sorted(path.audiences.all(), key=lambda a: a.order)),
        objectives=lines(path.objectives),
        public_codes=tuple(path.public_codes.split()),
        **{field: codes_of(codes, system) for field, system in (("nsf", "nsf"), ("formacodes", "formacode"), ("rome", "rome"))},
        certification=certification_ref(path.certification),
        target_framework=framework.code if framework else "",
        target_framework_version=framework.version if framework else "",
        provider=provider_of(path.organisation),
        blocks=blocks_of(path),
    )  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of `text` that say something, without the signs of a list."""
    return tuple(line for raw in clean_text(text).split("\n") if (line := raw.strip().lstrip("-•*").strip()))


def iso(day) -> str:
    return day.isoformat() if day else ""


def codes_of(codes, system: str) -> tuple[str, ...]:
    return tuple(code.code for code in sorted(codes, key=lambda code: code.code) if code.system == system)


def certification_ref(certification: Certification | None) -> CertificationRef | None:
    if certification is None:
        return None
    return CertificationRef(
        title=certification.title,
        register=certification.register,
        code=certification.code or "",
        certifier=certification.certifier,
        level=certification.level,
        registered_on=iso(certification.registered_on),
        valid_until=iso(certification.valid_until),
    )


def certification_block_ref(block: CertificationBlock | None) -> CertificationBlockRef | None:
    if block is None:
        return None
    return CertificationBlockRef(title=block.title, code=block.code or "", other_code=block.other_code)


PROVIDER_FIELDS = (
    "legal_name", "siret", "activity_number", "activity_region", "address", "postcode", "commune", "email", "phone",
    "contact_name", "disability_referent", "qualiopi_certificate", "qualiopi_actions",
)  # fmt: skip


def provider_of(organisation: Organisation | None) -> ProviderContent | None:
    if organisation is None:
        return None
    provider = TrainingProvider.objects.filter(organisation=organisation).first()
    if provider is None:
        return ProviderContent(name=organisation.name)
    return ProviderContent(
        name=organisation.name,
        **{name: getattr(provider, name) for name in PROVIDER_FIELDS},
        qualiopi_until=iso(provider.qualiopi_until),
    )


def blocks_of(path: LearningPathPage) -> tuple[BlockContent, ...]:
    """Return the blocks of `path` as they are in memory, with their modules as the database has them now."""
    blocks = list(path.blocks.all())
    placements = [list(block.module_rows.all()) for block in blocks]
    known = modules_by_id({row.module_id for rows in placements for row in rows})
    return tuple(
        BlockContent(
            key=str(block.key),
            title=clean_text(block.title),
            aim=clean_text(block.aim),
            domain=block.domain,
            assessment=clean_text(block.assessment),
            certification_block=certification_block_ref(block.certification_block),
            modules=tuple(
                module_content(known[row.module_id], is_required=row.is_required, requires=tuple(row.requires))
                for row in rows
            ),
        )
        for block, rows in zip(blocks, placements, strict=True)
    )


def modules_by_id(ids) -> dict[int, Module]:
    """Return the modules with everything that they say, in a number of statements that does not grow."""
    modules = list(Module.objects.filter(pk__in=ids))
    prefetch_related_objects(modules, *MODULE_PARTS)
    return {module.pk: module for module in modules}


MODULE_PARTS = (
    "kit_rows__version__kit",
    "skill_rows__skill__framework",
    "skill_rows__skill__texts",
    "skill_rows__level",
)


def module_content(module: Module, *, is_required: bool = True, requires: tuple[str, ...] = ()) -> ModuleContent:
    return ModuleContent(
        key=str(module.key),
        title=clean_text(module.title),
        summary=clean_text(module.summary),
        aims=lines(module.aims),
        minutes=module.minutes,
        mode=module.mode,
        assessment=clean_text(module.assessment),
        rule=module.rule,
        kits=tuple(kit_pin(row.version) for row in module.kit_rows.all()),
        skills=tuple(skill_use(row, module.language) for row in module.skill_rows.all()),
        is_required=is_required,
        requires=requires,
    )


def kit_pin(version: KitVersion) -> KitPin:
    return KitPin(
        slug=version.kit.slug,
        number=version.number,
        title=version.title,
        sha256=version.sha256,
        licence=version.licence,
        minutes=version.values.get("duration"),
        url=version_url(version),
    )


def skill_use(row, language: str) -> SkillUse:
    """Return an alignment (`frameworks.models.Aligned`) as plain values, said in `language`."""
    text = row.skill.text(language)
    return SkillUse(
        identifier=str(row.skill.identifier),
        framework=row.skill.framework.code,
        framework_version=row.skill.framework.version,
        code=row.skill.code,
        statement=text.statement if text else "",
        use=row.use,
        rank=row.level.rank if row.level else None,
        level=row.level.label(language) if row.level else "",
    )
