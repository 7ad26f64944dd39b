"""What the pages of building show: plain values for the templates."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from catalogue.building import queries, wording
from catalogue.building.formats.checks import checks
from catalogue.building.forms import BlockForm
from catalogue.building.permissions import can_use_pin
from catalogue.frameworks.reading import short_label
from catalogue.paths.exports import content_of
from catalogue.paths.formats.completeness import Gap, needed
from catalogue.paths.formats.content import BlockContent, ModuleContent, PathContent
from catalogue.paths.formats.coverage import Coverage, coverage
from catalogue.paths.lacks import gap_rows
from catalogue.paths.models import LearningPathPage, Module
from catalogue.paths.permissions import can_edit_module, can_publish_path
from outillerie.kits.formats.text import typography
from outillerie.kits.models import KitVersion
from outillerie.kits.queries import themes_by_code

MOST_MISSING = 4
MOST_GAPS = 4
MINUTES_OF_A_TICK = 60
LONGEST_RULE = 999
SCREEN = "builder"
SEARCH, BLOCK, OPEN = "q", "bloc", "ouvert"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the address of the screen asks for: words searched, the block to add to, the block or module unfolded."""

    search: str = ""
    block: str = ""
    opened: str = ""

    @classmethod
    def read(cls, values) -> "Shown":
        return cls(
            search=values.get(SEARCH, "")[: queries.LONGEST_SEARCH].strip(),
            block=values.get(BLOCK, ""),
            opened=values.get(OPEN, ""),
        )

    def address(self, path_id: int, **others: str) -> str:
        """Return the address of the screen that shows the same, but for `others` (by the names of the address)."""
        asked = {SEARCH: self.search, BLOCK: self.block, OPEN: self.opened} | others
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse(SCREEN, args=[path_id]) + (f"?{query}" if query else "")


def workbench(path: LearningPathPage, draft: LearningPathPage, *, user, shown: Shown, block_form=None) -> dict:
    """Return the context of `building/workbench.html`. `block_form` is a form of a block that was refused."""
    content = content_of(draft)
    covered = covered_by(draft, content)
    modules = {str(module.key): module for module in modules_of(draft)}
    blocks = block_rows(path, draft, content, covered, modules, user=user, shown=shown)
    for row in blocks:
        if row["is_open"]:
            row["form"] = block_form or form_of_block(draft, row["key"])
    gaps = needed(content, timezone.localdate())
    step = queries.last_step(path.pk)
    reading = reading_of(draft)
    return {
        "path": path,
        "draft": draft,
        "title": typography(draft.title, draft.language),
        "state_words": state_words(draft, is_waiting=reading["is_waiting"]),
        "reading": reading,
        "saved": wording.saved_words(draft.latest_revision_created_at),
        "blocks": blocks,
        "new_block_key": str(uuid.uuid4()),
        "search": shown.search,
        "chosen_block": chosen_block(blocks, shown),
        "reserve": reserve(shown.search, content, user=user),
        "todo": todo_rows(path, content, covered, shown),
        "news": news_rows(content, user=user),
        "gaps": gap_rows(building_gaps(gaps)[:MOST_GAPS], path),
        "gap_count": len(building_gaps(gaps)),
        "coverage": coverage_rows(covered),
        "framework": draft.target_framework and short_label(draft.target_framework),
        "duration": duration_of(content, draft.planned_minutes),
        "undo": {"id": step.pk, "words": wording.undo_words(step, reader=user)} if step else None,
        "can_publish": can_publish_path(user, path),
        "action": shown.address(path.pk),
        "preview_url": reverse("path-preview", args=[path.pk]),
    }


def modules_of(draft: LearningPathPage) -> list[Module]:
    """Return the modules of `draft` as bare rows: whose they are."""
    ids = {row.module_id for block in draft.blocks.all() for row in block.module_rows.all()}
    return list(Module.objects.filter(pk__in=ids).only("key", "owner_id", "organisation_id"))


def reading_of(draft: LearningPathPage) -> dict:
    """Return whether the path waits for a reading, and what the last reader asked to change."""
    running = draft.current_workflow_state
    if running is None:
        return {"is_waiting": False, "is_answered": False}
    is_waiting = running.status == WorkflowState.STATUS_IN_PROGRESS
    answer = None if is_waiting else running.current_task_state
    return {"is_waiting": is_waiting, "is_answered": answer is not None, "comment": answer.comment if answer else ""}


def state_words(draft: LearningPathPage, *, is_waiting: bool) -> str:
    if is_waiting:
        return _("waits for a reading")
    if not draft.live:
        return _("draft")
    return _("published, with changes") if draft.has_unpublished_changes else _("already published")


def building_gaps(gaps: tuple[Gap, ...]) -> list[Gap]:
    """Return what is missing outside of the blocks: those are said by the checks of this screen."""
    return [gap for gap in gaps if gap.code not in {"blocks", "block_title", "block_empty", "duration"}]


def covered_by(draft: LearningPathPage, content: PathContent) -> tuple[Coverage, ...]:
    same = queries.same_skills(content)
    skills = queries.skills_to_cover(draft.target_framework, content, same, get_language() or "fr")
    return coverage(content, skills, same)


def block_rows(path, draft, content: PathContent, covered, modules: dict, *, user, shown: Shown) -> list[dict]:
    titles = {module.key: typography(module.title, content.language) for module in content.modules()}
    return [
        {
            "key": block.key,
            "number": number,
            "title": typography(block.title, content.language) or _("Block without a title"),
            "aim": typography(block.aim, content.language),
            "domain": block.domain,
            "duration": wording.duration(sum(module.minutes for module in block.modules)) if block.modules else "",
            "covered": covered_words(block, covered, draft.target_framework),
            "certification": block.certification_block.title if block.certification_block else "",
            "modules": [
                module_row(module, modules.get(module.key), titles, path, user=user, shown=shown)
                for module in block.modules
            ],
            "others": [
                {"key": other.key, "number": rank, "title": other.title}
                for rank, other in enumerate(content.blocks, 1)
                if other.key != block.key
            ],
            "is_open": shown.opened == block.key,
            "open_url": f"{shown.address(path.pk, ouvert=block.key)}#block-{block.key}",
            "close_url": f"{shown.address(path.pk, ouvert='')}#open-{block.key}",
            "add_url": f"{shown.address(path.pk, bloc=block.key, ouvert='')}#search",
        }
        for number, block in enumerate(content.blocks, 1)
    ]


def module_row(content: ModuleContent, module: Module | None, titles, path, *, user, shown: Shown) -> dict:
    facts = [wording.duration(content.minutes)]
    if not content.is_required:
        facts.append(_("optional"))
    if content.requires:
        before = ", ".join(_("“%(title)s”") % {"title": titles[key]} for key in content.requires if key in titles)
        facts.append(_("after %(modules)s") % {"modules": before})
    is_open = shown.opened == content.key
    return {
        "key": content.key,
        "title": titles[content.key],
        "facts": " · ".join(facts),
        "url": reverse("module", args=[module.pk]) if module else "",
        "is_own": bool(module) and can_edit_module(user, module),
        "is_required": content.is_required,
        "is_open": is_open,
        "befores": [
            {"key": key, "title": title, "is_chosen": key in content.requires}
            for key, title in titles.items()
            if is_open and key != content.key
        ],
        "open_url": f"{shown.address(path.pk, ouvert=content.key)}#options-{content.key}",
        "close_url": f"{shown.address(path.pk, ouvert='')}#open-{content.key}",
    }


def covered_words(block: BlockContent, covered: tuple[Coverage, ...], framework) -> str:
    """Return which competences of `framework` the modules of `block` work on, by their codes."""
    keys = {module.key for module in block.modules}
    codes = [row.skill.code or row.skill.statement for row in covered if keys.intersection(row.modules)]
    return wording.block_coverage_words(short_label(framework), codes) if codes else ""


def form_of_block(draft: LearningPathPage, key: str) -> BlockForm:
    row = next(block for block in draft.blocks.all() if str(block.key) == key)
    return BlockForm(instance=row, draft=draft)


def chosen_block(blocks: list[dict], shown: Shown) -> str:
    """Return the key of the block that pieces go to: the one that was chosen, else the last."""
    keys = [row["key"] for row in blocks]
    return shown.block if shown.block in keys else (keys[-1] if keys else "")


def reserve(text: str, content: PathContent, *, user) -> list[dict]:
    """Return the modules and kits to choose from."""
    number_of = {module.key: number for number, block in enumerate(content.blocks, 1) for module in block.modules}
    kits_here = {pin.slug: number_of[module.key] for module in content.modules() for pin in module.kits}
    modules = queries.pieces(queries.found_modules(text, user))
    found = [piece_of_module(module, kit, number_of, user) for module, kit in modules]
    return found + [piece_of_kit(version, kits_here) for version in queries.found_kits(text)]


def piece_of_module(module: Module, kit: KitVersion | None, number_of: dict[str, int], user) -> dict:
    return {
        "id": f"module-{module.key}",
        "do": f"add-module:{module.key}",
        "title": typography(module.title, module.language),
        "facts": _("Module · %(duration)s") % {"duration": wording.duration(module.minutes)},
        "domain": domain_of(kit) if kit else None,
        "block": number_of.get(str(module.key), 0),
        "url": reverse("module", args=[module.pk]) if can_edit_module(user, module) else "",
    }


def piece_of_kit(version: KitVersion, kits_here: dict[str, int]) -> dict:
    minutes = version.values.get("duration")
    words = _("Kit · %(duration)s") % {"duration": wording.duration(minutes)} if minutes else _("Kit")
    return {
        "id": f"kit-{version.kit_id}",
        "do": f"add-kit:{version.kit_id}",
        "title": typography(version.title, version.values.get("language", "fr")),
        "facts": words,
        "domain": domain_of(version),
        "block": kits_here.get(version.kit.slug, 0),
        "url": reverse("kit", args=[version.kit.slug]),
    }


def domain_of(version: KitVersion) -> int | None:
    """Return the domain of the main theme of a kit, read in its stored values."""
    themes = version.values.get("themes")
    theme = themes_by_code().get(themes[0]) if themes else None
    return theme.domain if theme else None


def todo_rows(path, content: PathContent, covered, shown: Shown) -> list[dict]:
    """Return what to look at: what is in order, then what is not, with where to go."""
    rows = [
        {"is_right": check.is_right, "words": wording.check_words(check), "url": "", "label": ""}
        for check in sorted(checks(content), key=lambda check: not check.is_right)
    ]
    missing = [row for row in covered if row.is_missing]
    rows += [missing_row(row, path, shown) for row in missing[:MOST_MISSING]]
    if (rest := len(missing) - MOST_MISSING) > 0:
        words = ngettext("%(count)s other competence is missing.", "%(count)s other competences are missing.", rest)
        words, label = words % {"count": rest}, _("See the coverage")
        rows.append({"is_right": False, "words": words, "url": "#coverage", "label": label})
    return rows


def missing_row(row: Coverage, path, shown: Shown) -> dict:
    name = row.skill.code or row.skill.statement
    return {
        "is_right": False,
        "words": _("No module works on the competence %(code)s.") % {"code": name},
        "url": f"{shown.address(path.pk, q=name, ouvert='')}#search",
        "label": _("Look for a module"),
    }


def news_rows(content: PathContent, *, user) -> list[dict]:
    """Return the newer versions of kits, each with what can be done about it by `user`."""
    found = queries.newer_versions([module.key for module in content.modules()])
    return [
        {
            "pin": news.pin.pk,
            "kit": news.newest.title,
            "module": news.pin.module.title,
            "number": news.newest.number,
            "pinned": news.pin.version.number,
            "do": f"{news.pin.pk}:{news.newest.number}",
            "compare_url": reverse(
                "kit-difference", args=[news.pin.version.kit.slug, news.pin.version.number, news.newest.number]
            ),
            "is_own": can_use_pin(user, news.pin),
        }
        for news in found
    ]


def coverage_rows(covered: tuple[Coverage, ...]) -> list[dict]:
    return [
        {
            "code": row.skill.code,
            "statement": row.skill.statement,
            "use": row.use,
            "words": str(wording.USES[row.use]),
            "is_missing": row.is_missing,
        }
        for row in covered
    ]


def duration_of(content: PathContent, planned: int | None) -> dict:
    """Return the rule of the path: one tick an hour, what is placed then what is left of the time planned."""
    placed = content.minutes
    ticks, wanted = (-(-minutes // MINUTES_OF_A_TICK) for minutes in (placed, planned or 0))
    whole = max(ticks, wanted)
    return {
        "placed": wording.duration(placed) if placed else "0\u00a0h",
        "words": wording.placed_words(placed, planned),
        "ticks": ticks,
        "whole": whole if whole <= LONGEST_RULE else 0,
    }
