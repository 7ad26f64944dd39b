"""What a browser sent from a page of writing, with the form that judges it."""

from functools import cached_property

from django.http import QueryDict

from outillerie.kits.formats.content import KitContent
from outillerie.kits.models import KitPage
from outillerie.writing.exports import base_of, base_token, read_token, written
from outillerie.writing.forms import ROW_WORDS, Mistake, StageForm
from outillerie.writing.rows import Deed, Typed, is_blank
from outillerie.writing.stages import Stage, row_panels
from outillerie.writing.wording import moved_words, removed_words

CHOICE = "change-"
# The words of `remix/change_choice.html`: theirs is taken, both stay, or mine.
CHOICES = {"accept": "theirs", "both": "both", "decline": "mine"}
# What a page needs of an answer, and no answer of the kit.
FRAME = ("csrfmiddlewaretoken", "do", "base", "removed", "message")


class Answer:
    """The answer to one stage. Its rows may be moved, removed and added before it is judged."""

    def __init__(self, posted: QueryDict, draft: KitPage, stage: Stage, *, by):
        self.posted, self.draft, self.stage, self.by = posted, draft, stage, by
        self.theirs = written(draft)
        self.token = posted.get("base", "")
        self.page = (read_token(self.token) or {}).get("page", "")
        self.base = base_of(self.token, self.theirs, kit_id=draft.pk, stage=stage)
        self.typed = Typed(posted, row_panels(stage))
        self.added = ""

    def rearrange(self, deed: Deed) -> dict:
        """Do to the rows what a button asks. Return what the next page says of it: where focus goes, what was removed."""
        if deed.verb == "add" and deed.target in self.typed.rows:
            return self._add(deed.target)
        if deed.verb in ("up", "down"):
            return self._move(deed)
        if deed.verb == "remove":
            return self._remove(deed)
        if deed.verb == "own":
            return self._sign(deed)
        if deed.verb == "undo":
            return self._restore()
        return {}

    def _add(self, name: str) -> dict:
        self.added = name
        rows = self.typed.rows[name]
        self.typed.rows[name] = [row for row in rows if not is_blank(row)]
        return {"added": name, "focus": first_field(name, len(self.typed.rows[name]))}

    def _move(self, deed: Deed) -> dict:
        is_up = deed.verb == "up"
        target = self.typed.move(deed.target, deed.place, -1 if is_up else 1)
        place = deed.place if target is None else target
        said = moved_words(self._row_name(deed.target, deed.place), None if target is None else target + 1, is_up=is_up)
        return {"focus": f"{deed.verb}-{deed.target}-{place}", "said": said}

    def _remove(self, deed: Deed) -> dict:
        name = self._row_name(deed.target, deed.place)
        removed = self.typed.remove(deed.target, deed.place)
        if not removed:
            return {}
        return {"removed": removed, "list": deed.target, "said": removed_words(name), "focus": "undo"}

    def _sign(self, deed: Deed) -> dict:
        """Say that the person who writes made a file or a picture."""
        rows = self.typed.rows.get(deed.target, [])
        if deed.place < len(rows):
            rows[deed.place] |= {"author": [self.by.shown_name()], "source": [""], "licence": [""]}
        return {"focus": f"{deed.target}-{deed.place}"}

    def _restore(self) -> dict:
        found = self.typed.restore(self.posted.get("removed", ""))
        return {"focus": first_field(*found)} if found else {}

    def _row_name(self, name: str, place: int) -> str:
        return ROW_WORDS[name] % {"number": place + 1} if name in ROW_WORDS else ""

    @cached_property
    def form(self) -> StageForm:
        return StageForm(self.stage, self.draft, user=self.by, base=self.base, typed=self.typed, added=self.added)

    @property
    def mistakes(self) -> list[Mistake]:
        return self.form.mistakes

    @cached_property
    def content(self) -> KitContent:
        return self.form.content

    @property
    def choices(self) -> dict[str, str]:
        """Return what was chosen of each change that two people made, by key."""
        chosen = {name.removeprefix(CHOICE): value for name, value in self.posted.items() if name.startswith(CHOICE)}
        return {key: CHOICES[value] for key, value in chosen.items() if value in CHOICES}

    def base_known(self, token: str) -> KitContent:
        """Return what the page says it showed, or `token`, newer, when the server knows that it saved since."""
        return base_of(token, self.theirs, kit_id=self.draft.pk, stage=self.stage) if token else self.base

    def is_what_was_kept(self, kept: KitContent) -> bool:
        """Say whether the draft now says what this page does: nobody else changed this stage meanwhile."""
        return all(getattr(kept, name) == getattr(self.content, name) for name in self.stage.fields)

    @cached_property
    def next_token(self) -> str:
        """Return what the page shows once it is saved: what it says, whatever others wrote beside."""
        return base_token(self.content, self.stage, kit=self.draft, by=self.by, page=self.page)

    @property
    def next_origins(self) -> dict[str, list[int]]:
        """Return, for each row of the page, its place in what it shows from now on."""
        origins: dict[str, list[int]] = {}
        for name, rows in self.form.rows.items():
            counts = iter(range(len(rows)))
            origins[name] = [-1 if row.is_blank else next(counts) for row in rows]
        return origins

    def show_again(self) -> None:
        """Have the page go on from what it says."""
        origins = self.next_origins
        self.token = self.next_token
        for name, rows in self.form.rows.items():
            for row, origin in zip(rows, origins[name], strict=True):
                row.origin = origin

    def pairs(self) -> list[tuple[str, str]]:
        """Return what was typed, to be sent again by a page that asks something first."""
        data = self.typed.data()
        return [
            (name, value)
            for name in data
            if name not in FRAME and not name.startswith(CHOICE)
            for value in data.getlist(name)
        ]


def first_field(name: str, place: int) -> str:
    fields = {"objectives": "text", "material": "label", "steps": "title", "credits": "name"}
    return f"id_{name}-{place}-{fields[name]}" if name in fields else f"{name}-{place}"
