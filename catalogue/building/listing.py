"""What the list of one's paths and modules shows, and the page of a module."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from catalogue.building import queries, wording
from catalogue.building.showing import piece_of_kit
from catalogue.paths.models import LearningPathPage, Module
from outillerie.kits.formats.text import typography
from outillerie.kits.permissions import organisations_of

MOST_ROWS = 100
TAGS = {
    "published": "acquired",
    "published-with-draft": "info",
    "review": "attention",
    "changes": "attention",
    "draft": "",
}


def index_page(user) -> dict:
    """Return the context of `building/index.html`, without its forms."""
    paths = list(queries.paths_built_by(user)[:MOST_ROWS])
    waiting = waiting_states(paths)
    return {
        "paths": [path_row(path, waiting.get(path.pk, ""), user=user) for path in paths],
        "modules": [module_row(module, user=user) for module in queries.modules_built_by(user)[:MOST_ROWS]],
        "has_organisations": bool(organisations_of(user)),
    }


def waiting_states(paths: list[LearningPathPage]) -> dict[int, str]:
    """Return the status of the reading under way of each path, by id, in one statement."""
    running = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(path.pk) for path in paths]
    )
    return {int(object_id): status for object_id, status in running.values_list("object_id", "status")}


def path_row(path: LearningPathPage, reading: str, *, user) -> dict:
    state = state_of(path, reading)
    return {
        "path": path,
        "title": typography(path.draft_title or path.title, path.language),
        "label": STATES[state](),
        "tag": TAGS[state],
        "saved": wording.saved_words(path.latest_revision_created_at),
        "is_of_others": path.owner_id != user.pk,
        "url": reverse("builder", args=[path.pk]),
        "public_url": reverse("path", args=[path.slug]) if path.live else "",
    }


def state_of(path: LearningPathPage, reading: str) -> str:
    if reading == WorkflowState.STATUS_IN_PROGRESS:
        return "review"
    if reading == WorkflowState.STATUS_NEEDS_CHANGES:
        return "changes"
    if not path.live:
        return "draft"
    return "published-with-draft" if path.has_unpublished_changes else "published"


STATES = {
    "draft": lambda: _("Draft"),
    "review": lambda: _("Waits for a reading"),
    "changes": lambda: _("Changes are asked for"),
    "published": lambda: _("Published"),
    "published-with-draft": lambda: _("Published, with changes"),
}


def module_row(module: Module, *, user) -> dict:
    return {
        "id": module.pk,
        "title": typography(module.title, module.language),
        "facts": f"{wording.duration(module.minutes)} · {wording.uses_words(module.uses)}",
        "is_of_others": module.owner_id != user.pk,
        "organisation": module.organisation,
        "url": reverse("module", args=[module.pk]),
    }


def module_page(module: Module, *, search: str, user) -> dict:
    """Return the context of `building/module.html`, without its forms."""
    pins = module.kit_rows.select_related("version__kit").defer("version__values")
    news = {row.pin.pk: row.newest for row in queries.newer_versions([module.key])}
    return {
        "module": module,
        "title": typography(module.title, module.language),
        "pins": [pin_row(pin, news.get(pin.pk)) for pin in pins],
        "search": search,
        "found": [piece_of_kit(version, {}) | {"kit_id": version.kit_id} for version in queries.found_kits(search)],
        "paths": [
            {"title": path.title, "url": reverse("path", args=[path.slug])}
            for path in queries.published_paths_with(module)
        ],
        "copied_from": module.copied_from,
    }


def pin_row(pin, newest) -> dict:
    slug = pin.version.kit.slug
    row = {
        "id": pin.pk,
        "title": pin.version.title,
        "number": pin.version.number,
        "url": reverse("kit-version", args=[slug, pin.version.number]),
        "newer": None,
    }
    if newest is not None:
        compare = reverse("kit-difference", args=[slug, pin.version.number, newest.number])
        row["newer"] = {"number": newest.number, "compare_url": compare, "about": f"{pin.pk}:{newest.number}"}
    return row
