"""Modules as trainers write them: made of a kit, copied, their kits pinned at a version."""

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from catalogue.building.queries import skills_of_kits
from catalogue.paths.models import Module, ModuleKit, ModuleSkill, TrainingMode
from outillerie.errors import Refused
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version

MOST_KITS = 20
COPIED = ("title", "summary", "aims", "minutes", "mode", "assessment", "rule", "language")


class KitThere(Refused):
    pass


class NotPinned(Refused):
    pass


def begin_module(title: str, *, by) -> Module:
    return Module.objects.create(title=title, owner=by)


@transaction.atomic
def module_from_kit(kit: KitPage, *, by) -> Module:
    """Return a new module of `by` that pins the newest version of `kit` and says what it says."""
    version = newest_version(kit)
    content = version.content
    made = Module.objects.create(
        title=content.title[:200],
        summary=content.hook[:600],
        aims="\n".join(content.objectives)[:3000],
        minutes=content.duration or 60,
        mode=content.mode if content.mode in TrainingMode.values else TrainingMode.ONSITE,
        assessment=content.evaluation[:2000],
        language=content.language,
        owner=by,
    )
    ModuleKit.objects.create(module=made, version=version)
    ModuleSkill.objects.bulk_create(
        ModuleSkill(module=made, skill=row.skill, level=row.level, use=row.use) for row in skills_of_kits([kit])
    )
    return made


def module_for_kit(kit: KitPage, *, by) -> Module:
    """Return the last module of `by` that is made of `kit` alone, or a new one."""
    own = Module.objects.filter(owner=by).annotate(kits=Count("kit_rows", distinct=True)).filter(kits=1)
    return own.filter(kit_rows__version__kit=kit).order_by("-pk").first() or module_from_kit(kit, by=by)


@transaction.atomic
def copy_module(module: Module, *, by) -> Module:
    """Return a module of `by` that says what `module` says: another one to complete, which others do not change."""
    copy = Module.objects.create(**{name: getattr(module, name) for name in COPIED}, owner=by, copied_from=module)
    ModuleKit.objects.bulk_create(
        ModuleKit(module=copy, version_id=row.version_id, order=row.order) for row in module.kit_rows.all()
    )
    ModuleSkill.objects.bulk_create(
        ModuleSkill(module=copy, skill_id=row.skill_id, level_id=row.level_id, use=row.use)
        for row in module.skill_rows.all()
    )
    return copy


def locked_module(module: Module) -> Module:
    """Return `module` as it now is, locked: two trainers may change its kits at once."""
    return Module.objects.select_for_update(of=("self",)).get(pk=module.pk)


@transaction.atomic
def pin_kit(module: Module, kit: KitPage) -> ModuleKit:
    """Pin the newest version of `kit`, after the other kits of the module."""
    module = locked_module(module)
    rows = module.kit_rows
    if rows.filter(version__kit=kit).exists():
        raise KitThere(_("This kit is already in the module."))
    if rows.count() >= MOST_KITS:
        raise KitThere(_("A module holds %(most)s kits at most. Make another module.") % {"most": MOST_KITS})
    last = rows.aggregate(last=Max("order"))["last"]
    return rows.create(version=newest_version(kit), order=0 if last is None else last + 1)


@transaction.atomic
def unpin_kit(module: Module, pin_id: int) -> None:
    locked_module(module)
    held_pin(module, pin_id).delete()


@transaction.atomic
def take_kit_version(module_kit: ModuleKit, version: KitVersion) -> ModuleKit:
    """Pin `version` of the same kit in place of the older one. Published paths keep the one they had."""
    module = locked_module(module_kit.module)
    pin = held_pin(module, module_kit.pk)
    if version.kit_id != pin.version.kit_id:
        raise NotPinned(_("This version is not one of the kit of this module."))
    pin.version, pin.declined = version, None
    try:
        with transaction.atomic():
            pin.save(update_fields=["version", "declined"])
            # What the module says has changed: it is the last one that was written.
            module.save(update_fields=["updated_at"])
    except IntegrityError as error:
        raise KitThere(_("This kit is already in the module.")) from error
    return pin


@transaction.atomic
def decline_kit_version(module_kit: ModuleKit, version: KitVersion) -> None:
    """Keep the version that is pinned: `version` is not offered any more, a later one will be."""
    pin = held_pin(locked_module(module_kit.module), module_kit.pk)
    if version.kit_id != pin.version.kit_id:
        raise NotPinned(_("This version is not one of the kit of this module."))
    pin.declined = version
    pin.save(update_fields=["declined"])


def held_pin(module: Module, pin_id: int) -> ModuleKit:
    pin = module.kit_rows.select_related("version__kit").filter(pk=pin_id).first()
    if pin is None:
        raise NotPinned(_("This kit is no longer in the module."))
    return pin
