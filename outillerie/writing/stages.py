"""The six stages of writing a kit: each is one part of the editor of the back office, on a page of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel

from outillerie.kits import panels
from outillerie.kits.models import KitPage
from outillerie.writing.parts import ASKED, with_credit


@dataclass(frozen=True)
class Stage:
    """`code` names it in programs, `slug` in addresses; `fields` are those of `KitContent` that it writes."""

    code: str
    slug: str
    number: int
    title: str
    lead: str
    panels: tuple[Panel, ...]
    fields: tuple[str, ...]

    @property
    def url_name(self) -> str:
        return f"writing-{self.code}"

    def url(self, kit_id: int) -> str:
        return reverse(self.url_name, args=[kit_id])

    @property
    def template(self) -> str:
        return f"writing/stages/{self.code}.html"

    @property
    def before(self) -> "Stage | None":
        return STAGES[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> "Stage | None":
        return STAGES[self.number] if self.number < len(STAGES) else None


STAGES = (
    Stage(
        "idea", "idee", 1, _("The idea"),
        _("What is it about, and what does one learn? A title is enough to begin."),
        tuple(panels.IDEA), ("title", "hook", "language", "themes", "objectives", "cover"),
    ),
    Stage(
        "audience", "public", 2, _("The audience"),
        _("For whom, for how many people, in which conditions?"),
        tuple(panels.AUDIENCE),
        (
            "audiences", "minimum_age", "level", "participants_min", "participants_max", "facilitators", "mode",
            "prerequisites_participants", "prerequisites_facilitator",
        ),
    ),
    Stage(
        "material", "materiel", 3, _("The material"),
        _("What to gather and to prepare before the group comes."),
        tuple(panels.MATERIAL), ("material", "is_unplugged", "is_offline", "preparation"),
    ),
    Stage(
        "steps", "deroule", 4, _("The steps"),
        _("Cut the workshop into moments. Someone else must be able to run it by reading you."),
        tuple(panels.STEPS),
        (
            "duration", "setup_minutes", "steps", "variants", "evaluation", "watch_points", "further_reading", "body",
        ),
    ),
    Stage(
        "files", "fichiers", 5, _("The files"),
        _("What is given out, shown or printed, and the pictures that your texts show."),
        tuple(panels.FILES), ("files", "pictures"),
    ),
    Stage(
        "licence", "licence", 6, _("The licence"),
        _("What others may do with your kit, and who is thanked for it."),
        tuple(panels.LICENCE), ("licence", "organisation", "credits", "source_url", "changes", "extra"),
    ),
)  # fmt: skip
STAGE = {stage.code: stage for stage in STAGES}


@cache
def fields_form(stage: Stage) -> type:
    """Return the form of the fields of `stage` that are no rows: the very one of the editor."""
    single = [panel for panel in leaves(stage.panels) if isinstance(panel, FieldPanel)]
    return ObjectList(single, base_form_class=panels.KitForm).bind_to_model(KitPage).get_form_class()


@cache
def row_panels(stage: Stage) -> dict[str, InlinePanel]:
    """Return the lists of rows of `stage`, by name."""
    inline = (panel for panel in leaves(stage.panels) if isinstance(panel, InlinePanel))
    return {panel.relation_name: panel.bind_to_model(KitPage) for panel in inline}


@cache
def row_form(stage: Stage, name: str) -> type:
    """Return the form of one row of a list: the very one of the editor, with the credit of a file or picture."""
    form = row_panels(stage)[name].child_edit_handler.get_form_class()
    return with_credit(form, name) if name in ASKED else form


def leaves(children) -> Iterator[Panel]:
    """Return the panels that hold an answer, out of those that only group them."""
    for panel in children:
        if inside := getattr(panel, "children", None):
            yield from leaves(inside)
        else:
            yield panel


@cache
def field_texts(stage: Stage, name: str = "") -> dict[str, tuple[str, str]]:
    """Return the label and the help that the editor shows for each field of `stage`, or of the rows of its list `name`."""
    shown = row_panels(stage)[name].panel_definitions if name else stage.panels
    return {
        panel.field_name: (panel.heading, panel.help_text) for panel in leaves(shown) if isinstance(panel, FieldPanel)
    }
