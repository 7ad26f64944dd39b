from catalogue.paths.models.modules import Module, ModuleKit, ModuleSkill, TrainingMode
from catalogue.paths.models.paths import BlockModule, LearningPathPage, PathIndexPage, PathRun, SkillBlock
from catalogue.paths.models.versions import PathFacet, PathVersion

__all__ = [
    "BlockModule",
    "LearningPathPage",
    "Module",
    "ModuleKit",
    "ModuleSkill",
    "PathFacet",
    "PathIndexPage",
    "PathRun",
    "PathVersion",
    "SkillBlock",
    "TrainingMode",
]
