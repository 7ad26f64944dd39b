"""What a draft names and the database still holds: a draft protects nothing of what it names."""

from catalogue.certifications.models import Certification, CertificationBlock
from catalogue.frameworks.models import SkillFramework
from outillerie.accounts.models import Organisation


def without_what_is_gone(data: dict) -> dict:
    """Return the values of a draft without the modules, blocks of certifications and facts that were deleted since.

    One statement for each table that the draft names, whatever its length.
    """
    from catalogue.paths.models import LearningPathPage, Module

    blocks = data.get("blocks", [])
    rows = [row for block in blocks for row in block.get("module_rows", [])]
    modules = still_there(Module, [row["module"] for row in rows])
    certified = still_there(CertificationBlock, [block.get("certification_block") for block in blocks])
    facts = {
        "certification": Certification,
        "target_framework": SkillFramework,
        "organisation": Organisation,
        "copied_from": LearningPathPage,
    }
    named = {name: only_held(model, data.get(name)) for name, model in facts.items()}
    return data | named | {"blocks": [held_block(block, modules, certified) for block in blocks]}


def held_block(block: dict, modules: set, certified: set) -> dict:
    wanted = block.get("certification_block")
    return block | {
        "certification_block": wanted if wanted in certified else None,
        "module_rows": [row for row in block.get("module_rows", []) if row["module"] in modules],
    }


def only_held(model, key):
    return key if key in still_there(model, [key]) else None


def still_there(model, keys) -> set:
    wanted = {key for key in keys if key is not None}
    return set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
