"""How far someone is on a path, computed from the content they follow and from what they did. Pure.

A block is acquired when all its required modules are done; one that has none, when all its modules are. The path is
completed when every block that has a required module is acquired; when no block has one, when all are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from catalogue.paths.formats.content import BlockContent, ModuleContent, PathContent

DONE, STARTED, TO_DO, ACQUIRED = "done", "started", "todo", "acquired"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What someone did for one module. `remains` and `rule` are sentences, `completion` the number of its row."""

    is_done: bool = False
    is_started: bool = False
    minutes_attended: int = 0
    rule: str = ""
    remains: str = ""
    completed_on: date | None = None
    is_prior_learning: bool = False
    is_doubted: bool = False
    completion: int | None = None
    waiting: int = 0
    returned: int = 0


@dataclass(frozen=True, kw_only=True)
class ModuleProgress:
    """A module of the path and where its learner is: `status` is "done", "started" or "todo".

    `waits_for` are the titles of the modules to do before that are not done; `waiting` and `returned` count pieces of
    evidence that nobody has read yet, and that came back.
    """

    key: str
    title: str
    minutes: int
    is_required: bool
    status: str
    minutes_attended: int = 0
    rule: str = ""
    remains: str = ""
    completed_on: date | None = None
    is_prior_learning: bool = False
    is_doubted: bool = False
    completion: int | None = None
    waiting: int = 0
    returned: int = 0
    waits_for: tuple[str, ...] = ()

    @property
    def minutes_done(self) -> int:
        """Return the minutes of the module that count as done: all of it, or what was attended so far."""
        return self.minutes if self.status == DONE else min(self.minutes, self.minutes_attended)


@dataclass(frozen=True, kw_only=True)
class BlockProgress:
    """A block: `status` is "acquired", "started" or "todo"; `done` of `total` modules that it asks for."""

    key: str
    title: str
    domain: int
    status: str
    done: int
    total: int
    modules: tuple[ModuleProgress, ...]

    @property
    def share(self) -> int:
        """Return how much of the block is done, in whole percent: 100 only when it is acquired."""
        return _percent(self.done, self.total)


@dataclass(frozen=True)
class Progress:
    """Where a learner is on a path."""

    content: PathContent
    blocks: tuple[BlockProgress, ...]
    is_completed: bool = False

    @cached_property
    def modules(self) -> tuple[ModuleProgress, ...]:
        return tuple(module for block in self.blocks for module in block.modules)

    @cached_property
    def asked(self) -> tuple[ModuleProgress, ...]:
        """Return the modules that the path asks for."""
        keys = {module.key for module in asked_modules(self.content)}
        return tuple({module.key: module for module in self.modules if module.key in keys}.values())

    @property
    def minutes_total(self) -> int:
        return sum(module.minutes for module in self.asked)

    @property
    def minutes_done(self) -> int:
        return sum(module.minutes_done for module in self.asked)

    @property
    def minutes_attended(self) -> int:
        """Return the minutes of presence, in every module of the path."""
        return sum(module.minutes_attended for module in {module.key: module for module in self.modules}.values())

    @property
    def modules_done(self) -> int:
        return sum(module.status == DONE for module in self.asked)

    @property
    def modules_total(self) -> int:
        return len(self.asked)

    @property
    def share(self) -> int:
        """Return how much of the path is done, in whole percent of its minutes: 100 only when nothing remains."""
        if self.minutes_total:
            return _percent(self.minutes_done, self.minutes_total)
        return _percent(self.modules_done, self.modules_total)

    @property
    def next(self) -> ModuleProgress | None:
        """Return the module to go on with: one that is begun, else the first that waits for no other."""
        left = [module for module in self.asked if module.status != DONE]
        ready = [module for module in left if not module.waits_for] or left
        return next((module for module in ready if module.status == STARTED), ready[0] if ready else None)

    def module(self, key: str) -> ModuleProgress | None:
        return next((module for module in self.modules if module.key == key), None)

    def block(self, key: str) -> BlockProgress | None:
        return next((block for block in self.blocks if block.key == key), None)


def progress(content: PathContent, work: Mapping[str, Work]) -> Progress:
    """Return where someone is on `content`; `work` says what they did, by the key of each module."""
    done = {key for key, own in work.items() if own.is_done}
    titles = {module.key: module.title for module in content.modules()}
    return Progress(
        content=content,
        blocks=tuple(_block(block, work, titles, done) for block in content.blocks),
        is_completed=is_completed(content, done),
    )


def is_acquired(block: BlockContent, done: Iterable[str]) -> bool:
    """Return whether `block` is acquired by someone who completed the modules `done` (keys)."""
    asked = {module.key for module in asked_of(block)}
    return bool(asked) and asked <= set(done)


def is_completed(content: PathContent, done: Iterable[str]) -> bool:
    known = set(done)
    blocks = asked_blocks(content)
    return bool(blocks) and all(is_acquired(block, known) for block in blocks)


def asked_of(block: BlockContent) -> tuple[ModuleContent, ...]:
    """Return the modules that `block` asks for: the required ones; all of them when none is."""
    return tuple(module for module in block.modules if module.is_required) or block.modules


def asked_blocks(content: PathContent) -> tuple[BlockContent, ...]:
    """Return the blocks that the path asks for: those that have a required module; all of them when none has."""
    return (
        tuple(block for block in content.blocks if any(module.is_required for module in block.modules))
        or content.blocks
    )


def asked_modules(content: PathContent) -> list[ModuleContent]:
    return [module for block in asked_blocks(content) for module in asked_of(block)]


def _block(block: BlockContent, work: Mapping[str, Work], titles: Mapping[str, str], done: set[str]) -> BlockProgress:
    modules = tuple(_module(module, work.get(module.key) or Work(), titles, done) for module in block.modules)
    asked = {module.key for module in asked_of(block)}
    is_begun = any(module.status != TO_DO for module in modules)
    return BlockProgress(
        key=block.key,
        title=block.title,
        domain=block.domain,
        status=ACQUIRED if is_acquired(block, done) else STARTED if is_begun else TO_DO,
        done=len(asked & done),
        total=len(asked),
        modules=modules,
    )


def _module(module: ModuleContent, own: Work, titles: Mapping[str, str], done: set[str]) -> ModuleProgress:
    return ModuleProgress(
        key=module.key,
        title=module.title,
        minutes=module.minutes,
        is_required=module.is_required,
        status=DONE if own.is_done else STARTED if own.is_started else TO_DO,
        minutes_attended=own.minutes_attended,
        rule=own.rule,
        remains="" if own.is_done else own.remains,
        completed_on=own.completed_on,
        is_prior_learning=own.is_prior_learning,
        is_doubted=own.is_doubted,
        completion=own.completion,
        waiting=own.waiting,
        returned=own.returned,
        waits_for=tuple(titles[key] for key in module.requires if key in titles and key not in done),
    )


def _percent(done: int, total: int) -> int:
    """Return a share in whole percent, rounded down: what is not finished never reads 100."""
    return min(100, done * 100 // total) if total else 0
