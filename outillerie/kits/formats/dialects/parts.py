"""The parts of a kit, gathered section by section; what fits no field goes to the last one, in order."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from outillerie.kits.formats.content import Material, Step
from outillerie.kits.formats.dialects.markdown import markdown_of
from outillerie.kits.formats.dialects.words import folded

TEXT_FIELDS = (
    "prerequisites_participants",
    "prerequisites_facilitator",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
    "body",
)
# What opens the last text of a kit, before what its sections left.
_TEXTS = (*TEXT_FIELDS, "introduction")


@dataclass
class Parts:
    material: list[Material] = field(default_factory=list)
    objectives: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {name: [] for name in _TEXTS})

    def add(self, name: str, blocks: list[Tag], *, title: str = ""):
        """Add `blocks` to the text `name`, under `title` when the field says something else."""
        if markdown := markdown_of(blocks, top_level=4 if title else 3):
            self.texts[name].append((title, markdown))

    def add_line(self, name: str, text: str, *, title: str = ""):
        paragraph = BeautifulSoup("", "html.parser").new_tag("p")
        paragraph.string = text
        self.add(name, [paragraph], title=title)

    def text(self, name: str) -> str:
        """Return the Markdown of a field. A title repeats nothing: alone and as good as the field's
        name, it goes."""
        pieces = (self.texts["introduction"] if name == "body" else []) + self.texts[name]
        is_alone = len(pieces) == 1 and name != "body"
        return "\n\n".join(
            markdown if not title or (is_alone and _is_plain(title)) else f"### {title}\n\n{markdown}"
            for title, markdown in pieces
        )


def _is_plain(title: str) -> bool:
    """Tell whether a title adds nothing to the name of its field: few words, no number, no colon."""
    return ":" not in title and len(folded(title).split()) <= 4 and not any(c.isdigit() for c in title)
