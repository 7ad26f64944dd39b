"""What reading a foreign sheet gives: its content, its files, and the account of everything that did
not pass."""

from dataclasses import dataclass, field

from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.refusals import FormatRefused, gettext_noop


class SheetRefused(FormatRefused):
    """Nothing can be read; the sentence says why and what to do."""


LOSS_LABELS = {
    "missing_picture": gettext_noop("picture missing beside the sheet"),
    "remote_picture": gettext_noop("picture on another site, not copied"),
    "unreadable": gettext_noop("file beside the sheet that cannot be read"),
    "missing_file": gettext_noop("file missing beside the sheet"),
    "iframe": gettext_noop("embedded page, replaced by a link"),
    "embed": gettext_noop("embedded medium, replaced by a link"),
    "script": gettext_noop("script removed"),
    "form": gettext_noop("form removed"),
    "liquid": gettext_noop("site template tag removed"),
    "ingredient": gettext_noop("shared passage that the sheet only refers to"),
    "tracker": gettext_noop("tracking pixel removed"),
    "unsafe_link": gettext_noop("unsafe link, its text is kept"),
    "dead_link": gettext_noop("link that leads nowhere, its text is kept"),
    "navigation": gettext_noop("navigation of the site removed"),
    "comments": gettext_noop("comments of the page removed"),
    "share": gettext_noop("share buttons removed"),
    "footer": gettext_noop("footer and widgets of the site removed"),
    "margin_comments": gettext_noop("comments in the margin, left out"),
    "deletions": gettext_noop("passages crossed out by tracked changes, left out"),
    "hidden": gettext_noop("hidden text, left out"),
    "contents": gettext_noop("table of contents, left out"),
    "headers": gettext_noop("headers and footers, kept among the complements"),
    "objects": gettext_noop("charts, diagrams and other objects: only their words are kept"),
    "unknown_duration": gettext_noop("duration missing or not understood"),
    "unknown_audience": gettext_noop("audience not understood"),
    "unknown_licence": gettext_noop("licence missing or not understood"),
}


@dataclass(frozen=True)
class Loss:
    """Something that did not pass: its kind (a key of `LOSS_LABELS`), what it was, and how many times."""

    kind: str
    detail: str = ""
    count: int = 1


@dataclass(frozen=True)
class Note:
    """Something the person who checks the import should know: an English msgid and what it is about."""

    sentence: str
    detail: str = ""

    def __str__(self):
        return f"{self.sentence} {self.detail}".strip()


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for every sheet of a folder that does not say otherwise: its `source.yml`."""

    licence: str = ""
    author: str = ""
    organisation: str = ""
    source_url: str = ""
    language: str = "fr"
    changes: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """`content` shows its pictures as `images/<name>` and links its files as `fichiers/<name>`."""

    content: KitContent
    pictures: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    notes: tuple[Note, ...] = ()


class Account:
    """Losses and notes, gathered while a sheet is read; equal ones are counted together."""

    def __init__(self):
        self._losses: dict[tuple[str, str], int] = {}
        self._notes: dict[Note, None] = {}

    def lose(self, kind: str, detail: str = "", count: int = 1):
        key = (kind, " ".join(detail.split())[:300])
        self._losses[key] = self._losses.get(key, 0) + count

    def note(self, sentence: str, detail: str = ""):
        self._notes[Note(sentence, detail)] = None

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(Loss(kind, detail, count) for (kind, detail), count in self._losses.items())

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes)
