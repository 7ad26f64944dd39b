"""Paths being followed, as their pages show them."""

from dataclasses import dataclass

from catalogue.learning.formats.progress import Progress
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import (
    contents_of,
    evidence_waiting_for,
    learners_of,
    living_enrolments,
    paths_followed_by,
    progress_of,
    progress_of_many,
    rows_of,
)
from catalogue.learning.wording import rule_sentence
from catalogue.paths.formats.content import ModuleContent
from catalogue.paths.models import LearningPathPage, Module
from catalogue.paths.permissions import can_build_paths
from catalogue.paths.queries import newest_version
from catalogue.paths.reading import hours, share_done
from catalogue.paths.stacks import stack, stack_title
from outillerie.accounts.models import User

MOST_ROWS = 100


@dataclass(frozen=True)
class PathRow:
    """A path that somebody follows, and how far they are."""

    enrolment: Enrolment
    progress: Progress

    @property
    def measure(self) -> dict:
        return measure(self.progress)


def my_path_rows(person: User) -> list[PathRow]:
    """Return the paths that `person` follows or completed, the newest first."""
    enrolments = list(living_enrolments(person).select_related("path")[:MOST_ROWS])
    progress = progress_of_many(enrolments)
    return [PathRow(enrolment, progress[enrolment.pk]) for enrolment in enrolments]


def learner_rows(path: LearningPathPage) -> list[PathRow]:
    enrolments = list(learners_of(path)[:MOST_ROWS])
    progress = progress_of_many(enrolments)
    return [PathRow(enrolment, progress[enrolment.pk]) for enrolment in enrolments]


def can_follow_anyone(user) -> bool:
    return can_build_paths(user)


@dataclass(frozen=True)
class FollowedRow:
    path: LearningPathPage
    learners: int
    waiting: int


def followed_rows(user: User) -> list[FollowedRow]:
    """Return the published paths whose learners `user` follows, with how many there are and how much waits."""
    if not can_build_paths(user):
        return []
    paths = paths_followed_by(user).filter(versions__isnull=False).distinct()
    waiting = list(evidence_waiting_for(user).values_list("enrolment__path_id", flat=True))
    living = list(
        Enrolment.objects.filter(path__in=paths).exclude(state=Enrolment.State.LEFT).values_list("path_id", flat=True)
    )
    return [
        FollowedRow(path, living.count(path.pk), waiting.count(path.pk)) for path in paths.order_by("title")[:MOST_ROWS]
    ]


def modules_of(path: LearningPathPage) -> list[Module]:
    """Return the modules of the newest version of `path`, in order."""
    newest = newest_version(path)
    keys = [module.key for module in newest.content.modules()] if newest else []
    by_key = {str(module.key): module for module in Module.objects.filter(key__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def learners_on(path: LearningPathPage, module: Module) -> list[Enrolment]:
    """Return the enrolments whose version of `path` holds `module`."""
    enrolments = list(learners_of(path))
    contents = contents_of(enrolments)
    return [one for one in enrolments if contents[one.version_id].module(str(module.key))]


def followed(enrolment: Enrolment, *, module_url) -> dict:
    """Return what the page of a path being followed shows: how far, and its blocks. `module_url` takes a key."""
    content, progress = enrolment.version.content, progress_of(enrolment)
    return {
        "enrolment": enrolment,
        "content": content,
        "progress": progress,
        "measure": measure(progress),
        "blocks": stack(content.blocks, language=content.language, progress=progress, module_url=module_url),
        "blocks_title": stack_title(len(content.blocks)),
        "to_mend": [module for block in progress.blocks for module in block.modules if module.returned],
    }


def measure(progress) -> dict:
    """Return the rule of a progress: whole hours, and the share that is done."""
    return {
        "hours": hours(progress.minutes_total),
        "share": share_done(progress),
        "acquired": sum(block.status == "acquired" for block in progress.blocks),
    }


def module_page(enrolment: Enrolment, module: Module, content: ModuleContent) -> dict:
    """Return what the page of a module of a path being followed shows."""
    return {
        "enrolment": enrolment,
        "module": module,
        "content": content,
        # Not «block»: inside a block of a template, that name is the template’s own.
        "in_block": enrolment.version.content.block_of(content.key),
        "progress": progress_of(enrolment).module(content.key),
        "rule": rule_sentence(content.rule),
        "work": rows_of(enrolment.person, module),
    }
