"""The places that wait in a bag: badges that the blocks one is learning would earn."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.achievements.models import AchievementVersion
from badges.achievements.queries import newest_versions, published
from catalogue.learning.formats.progress import ACQUIRED, STARTED, TO_DO, Progress
from catalogue.learning.formats.rule_trees import leaves
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import living_enrolments, progress_of_many
from outillerie.accounts.models import User
from outillerie.drawing import cover_addresses, outline_key
from outillerie.kits.formats.text import typography

MOST_GAPS = 4


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A badge that waits: `note` says what is left, `action` what to do, at `url`."""

    title: str
    language: str
    note: str
    action: str
    url: str
    outline: str = ""
    is_started: bool = False


def gaps_of(person: User, *, held: Collection[int]) -> list[Gap]:
    """Return the places that wait, those one has begun first. `held` are the badges (ids) that `person` has: none of
    them waits."""
    enrolments = list(living_enrolments(person).filter(state=Enrolment.State.ACTIVE))
    if not enrolments:
        return []
    progress = progress_of_many(enrolments)
    by_path = {enrolment.path_id: (enrolment, progress[enrolment.pk]) for enrolment in enrolments}
    found = [(version, gap) for version in awarded_today(held) if (gap := gap_of(version, by_path))]
    found.sort(key=lambda pair: (not pair[1].is_started, pair[1].title))
    return with_outlines(found[:MOST_GAPS])


def awarded_today(held: Collection[int]) -> list[AchievementVersion]:
    """Return the newest version of each published badge that is not among `held`."""
    return list(newest_versions(published()).exclude(achievement__in=held).order_by("achievement__name", "pk"))


def gap_of(version: AchievementVersion, by_path: dict[int, tuple[Enrolment, Progress]]) -> Gap | None:
    """Return the place of a badge whose rule asks for a block, or a path, that is being learned and not acquired yet."""
    for leaf in leaves(version.content.rule):
        enrolment, progress = by_path.get(leaf.get("path"), (None, None))
        if enrolment is None:
            continue
        note = block_note(progress, leaf) if leaf.get("kind") == "block" else path_note(progress, leaf)
        if note:
            words, is_started = note
            return Gap(
                title=typography(version.content.name, version.content.language),
                language=version.content.language,
                note=words,
                action=_("Continue") if is_started else _("See"),
                url=enrolment.get_absolute_url(),
                is_started=is_started,
            )
    return None


def block_note(progress: Progress, leaf: dict) -> tuple[str, bool] | None:
    """Return what is left of a block, and whether it is begun."""
    for number, block in enumerate(progress.blocks, start=1):
        if block.key != leaf.get("key") or block.status == ACQUIRED:
            continue
        if block.status != STARTED:
            return _("Block %(number)s: not begun.") % {"number": number}, False
        left = block.total - block.done
        words = ngettext("Block %(number)s: %(count)s module left.", "Block %(number)s: %(count)s modules left.", left)
        return words % {"number": number, "count": left}, True
    return None


def path_note(progress: Progress, leaf: dict) -> tuple[str, bool] | None:
    if leaf.get("kind") != "path" or progress.is_completed:
        return None
    left = sum(block.status != ACQUIRED for block in progress.blocks)
    words = ngettext("The whole path: %(count)s block left.", "The whole path: %(count)s blocks left.", left)
    return words % {"count": left}, any(block.status != TO_DO for block in progress.blocks)


def with_outlines(found: list[tuple[AchievementVersion, Gap]]) -> list[Gap]:
    """Give each place its outline: those of a page are one drawing, fetched once."""
    contents = [version.content for version, _gap in found]
    keys = [outline_key(content.domain, content.level, content.glyph) for content in contents]
    folder = reverse("badge-outline", args=["key"]).removesuffix("key.svg")
    addresses = cover_addresses(keys, folder=folder)
    return [replace(gap, outline=address) for (_version, gap), address in zip(found, addresses, strict=True)]
