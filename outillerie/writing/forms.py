"""The forms of writing: those of the editor of the back office, with the plain fields of the site."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from outillerie.kits.formats.cells import blank_of
from outillerie.kits.formats.content import PARTS, KitContent, clean_text
from outillerie.kits.formats.text import plain
from outillerie.kits.models import KitPage
from outillerie.kits.panels import MOST_ROWS
from outillerie.writing.fields import TOO_LONG, adapt, forget_what_was_not_sent, theme_codes
from outillerie.writing.rows import ORIGIN, Row, Typed, is_blank
from outillerie.writing.stages import Stage, field_texts, fields_form, row_form, row_panels

ROW_WORDS = {
    "objectives": _("Objective %(number)s"),
    "material": _("Line %(number)s"),
    "steps": _("Moment %(number)s"),
    "credits": _("Person %(number)s"),
    "files": _("File %(number)s"),
    "pictures": _("Picture %(number)s"),
}
NUMBERED = {"steps": {"title": _("Title of moment %(number)s")}, "objectives": {"text": ROW_WORDS["objectives"]}}
EXPECTED = {
    "title",
    "main_theme",
    "audiences",
    "text",
    "label",
    "minutes",
    "duration",
    "facilitator",
    "name",
    "role",
    "licence",
}
# What these lists show comes from elsewhere: an upload, another kit.
NEVER_TYPED = {"files", "pictures"}
# A document or a picture is chosen once; the credit of a moment is asked only of one that has its own.
NOT_SHOWN = {"files": ("document", "name"), "pictures": ("image", "name"), "steps": ("author", "source", "licence")}


class BeginForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the kit"),
        help_text=_("Short and concrete. Example: sorting one’s photos. You can change it later."),
        max_length=255,
        error_messages={"required": _("Write a title to continue."), "max_length": TOO_LONG},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    # People do not see it; programs that fill everything do.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_title(self):
        if not (title := clean_text(self.cleaned_data["title"])):
            raise forms.ValidationError(_("Write a title to continue."))
        return title

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: only programs that fill everything write in it."))
        return ""


@dataclass(frozen=True)
class Mistake:
    """Something to correct: the id of its field, where it is in words, and the sentence."""

    anchor: str
    where: str
    sentence: str


@dataclass
class ShownRow:
    """One row on a page: its form, the row of the kit that it shows, and which row of the base it was (-1: a new one)."""

    list: str
    place: int
    form: forms.ModelForm
    instance: object
    origin: int = -1
    is_blank: bool = False

    @property
    def id(self) -> str:
        return f"{self.list}-{self.place}"

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def name(self) -> str:
        return ROW_WORDS[self.list] % {"number": self.number}

    @property
    def is_open(self) -> bool:
        """A moment shows all its fields when it is new, or when one of those that are folded is to correct."""
        return self.is_blank or any(name not in ("title", "minutes") for name in self.form.errors)

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.widget_type == "checkbox"]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name not in ("title", "minutes")]

    @property
    def teaser(self) -> str:
        """Return the first words of what is folded."""
        text = self.form["facilitator"].value() or self.form["participants"].value() or ""
        return Truncator(plain(text)).chars(140)


class StageForm:
    """One stage of a kit, as it is or as somebody typed it. `base` is what the page that they typed on had shown.

    `added` is the list that is given one more empty row.
    """

    def __init__(
        self, stage: Stage, kit: KitPage, *, user, base: KitContent, typed: Typed | None = None, added: str = ""
    ):
        self.stage, self.kit, self.user, self.base, self.typed = stage, kit, user, base, typed
        self.data = typed.data() if typed else None
        answers = fields_form(stage)(self.data, instance=kit, for_user=user, use_required_attribute=False)
        self.answers = self._prepared(answers, field_texts(stage))
        self.rows = {name: self._rows(name, is_longer=name == added) for name in row_panels(stage)}

    def _prepared(self, form, texts):
        adapt(form, texts, kit=self.kit, user=self.user)
        if self.typed:
            forget_what_was_not_sent(form)
        elif "cover" in form.fields and not self._kept("pictures"):
            del form.fields["cover"]
        form.defer_required_fields()
        if form.is_bound:
            form.errors  # noqa: B018  judges it, before what follows
        # Nothing refuses to be saved; what a kit cannot do without is not called optional for all that.
        for name in EXPECTED & form.fields.keys():
            form.fields[name].required = True
        return form

    def _rows(self, name: str, *, is_longer: bool) -> list[ShownRow]:
        rows = self._typed_rows(name) if self.typed else self._kept_rows(name)
        if (is_longer or not rows) and name not in NEVER_TYPED and not (rows and rows[-1].is_blank):
            rows.append(self._row(name, len(rows), None, is_blank=True))
        return rows

    def _kept_rows(self, name: str) -> list[ShownRow]:
        return [self._row(name, place, None, origin=place, kept=kept) for place, kept in enumerate(self._kept(name))]

    def _typed_rows(self, name: str) -> list[ShownRow]:
        return [
            self._row(name, place, self.data, origin=origin_of(row), is_blank=is_blank(row) and name not in NEVER_TYPED)
            for place, row in enumerate(self.typed.rows[name][:MOST_ROWS])
        ]

    def _kept(self, name: str) -> list:
        return list(getattr(self.kit, name).all())

    def _row(self, name: str, place: int, data, *, origin=-1, is_blank=False, kept=None) -> ShownRow:
        form_class = row_form(self.stage, name)
        # What is typed is judged on a row of its own: the one that the kit has may be shown again.
        judged = kept if data is None and kept else form_class._meta.model()
        form = form_class(data, instance=judged, prefix=f"{name}-{place}", use_required_attribute=False)
        self._prepared(form, row_texts(self.stage, name, place))
        shown = kept or (self._kept(name)[origin] if 0 <= origin < len(self._kept(name)) else judged)
        for field in () if self.typed else hidden_fields(name, shown):
            form.fields.pop(field, None)
        return ShownRow(name, place, form, shown, origin, is_blank)

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """Return what to correct, in the order of the page."""
        found = mistakes_of(self.answers)
        for name, rows in self.rows.items():
            found += [mistake for row in rows for mistake in mistakes_of(row.form, row.name)]
            if self.typed and len(self.typed.rows[name]) > MOST_ROWS:
                sentence = _("This list has more than %(most)s lines. The last ones are not saved.")
                found.append(Mistake(rows[-1].id, rows[-1].name, sentence % {"most": MOST_ROWS}))
        return found

    @property
    def content(self) -> KitContent:
        """Return the base with everything that was typed and is right: what is to correct stays as it was."""
        answers = {key: value for key, value in self.answers.cleaned_data.items() if key in self.answers.fields}
        found = {name: cleaned(value) for name, value in answers.items() if name in self.stage.fields}
        if "main_theme" in answers and "themes" in answers:
            found["themes"] = theme_codes(answers["main_theme"], answers["themes"])
        if "cover" in answers:
            found["cover"] = next((row.name for row in self._kept("pictures") if row.image == answers["cover"]), "")
        if "audiences" in answers:
            found["audiences"] = tuple(audience.code for audience in answers["audiences"].order_by("order"))
        if "organisation" in answers:
            found["organisation"] = answers["organisation"].name if answers["organisation"] else ""
        if "version_notes" in answers:
            found["extra"] = self.base.extra | {"version_notes": clean_text(answers["version_notes"])}
        if "version_notes" in answers and "answered_reports" in answers:
            found["extra"]["answered_reports"] = sorted(report.pk for report in answers["answered_reports"])
        lists = {name: self._row_values(name) for name in self.rows if name in self.typed.shown}
        return dataclasses.replace(self.base, **found, **lists)

    def _row_values(self, name: str) -> tuple:
        return tuple(self._row_value(row) for row in self.rows[name] if not row.is_blank)

    def _row_value(self, row: ShownRow):
        """Return what a row says, with all that its page did not show or that is to correct as it was."""
        before = getattr(self.base, row.list)
        start = before[row.origin] if 0 <= row.origin < len(before) else blank_of(row.list)
        values = {key: cleaned(value) for key, value in row.form.cleaned_data.items() if key in row.form.fields}
        if row.list not in PARTS:
            return values.get("text", start)
        known = PARTS[row.list].__dataclass_fields__
        return dataclasses.replace(start, **{key: value for key, value in values.items() if key in known})


def row_texts(stage: Stage, name: str, place: int) -> dict:
    """Return the labels and helps of a row, numbered where several would have the same."""
    texts = field_texts(stage, name)
    numbered = {field: words % {"number": place + 1} for field, words in NUMBERED.get(name, {}).items()}
    return texts | {field: (label, texts[field][1]) for field, label in numbered.items()}


def mistakes_of(form, where: str = "") -> list[Mistake]:
    return [
        Mistake(form[name].auto_id, f"{where}, {form[name].label}" if where else str(form[name].label), sentence)
        for name, sentences in form.errors.items()
        if name in form.fields
        for sentence in sentences
    ]


def hidden_fields(name: str, shown) -> tuple[str, ...]:
    fields = NOT_SHOWN.get(name, ())
    return () if name == "steps" and any(getattr(shown, field) for field in fields) else fields


def origin_of(row: Row) -> int:
    value = (row.get(ORIGIN) or [""])[0]
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else -1


def cleaned(value):
    return clean_text(value) if isinstance(value, str) else value
