"""Choosing the skills of something, on any page and without script: search, choose, say what is done, add.

A page that lets people choose gives `alignment_workbench(request, rows)` to `components/skill_picker.html` as `picker`,
and passes each POST to `do_alignment`. Both work on any `rows` whose model is an `Aligned`, or is like one without `use`.
"""

from django.contrib import messages
from django.utils.translation import gettext as _

from catalogue.frameworks import actions
from catalogue.frameworks.forms import AlignmentForm, UseForm
from catalogue.frameworks.models import SkillFramework, Use
from catalogue.frameworks.queries import current_frameworks, levels_of
from catalogue.frameworks.reading import aligned_words, framework_label, level_label, skill_words
from catalogue.frameworks.searching import search_skills
from outillerie.discovery.search_request import query_text
from outillerie.errors import Refused

MOST_FOUND = 12
# The names that the search has in the address of the page.
WORDS, FRAMEWORK = "competence", "referentiel"


def alignment_workbench(request, rows, *, refused: AlignmentForm | None = None, kept=()) -> dict:
    """Return what `components/skill_picker.html` shows: what is chosen, the search, and what it finds.

    `refused` is what `do_alignment` returned. `kept` are the names of other parameters of the address that the search
    must keep.
    """
    text, framework = query_text(request.GET.get(WORDS, "")), chosen_framework(request)
    form = refused or searched_form(request, rows)
    return {
        "text": text,
        "frameworks": [
            {"code": row.code, "label": framework_label(row), "is_chosen": framework == row}
            for row in current_frameworks()
        ],
        "kept": [(name, request.GET[name]) for name in kept if name in request.GET],
        "found": [skill_words(skill) for skill in form.shown_skills()],
        "form": form,
        "rows": chosen_rows(rows),
        "action": request.get_full_path(),
    }


def chosen_framework(request) -> SkillFramework | None:
    """Return the framework that the search is bound to, nothing for any."""
    code = request.GET.get(FRAMEWORK, "")
    return current_frameworks().filter(code=code).first() if code else None


def chosen_rows(rows) -> list[dict]:
    """Return what is already said, in the order of the frameworks, each with the levels that it could have."""
    fetched = rows.select_related("skill__framework", "level").prefetch_related("skill__texts")
    listed = list(fetched.order_by("skill__framework__title", "skill__framework", "skill__order", "pk"))
    levels: dict[int, list] = {}
    for level in levels_of({row.skill.framework_id for row in listed}):
        levels.setdefault(level.framework_id, []).append({"id": level.pk, "label": level_label(level)})
    uses = Use.choices if has_use(rows) else []
    return [
        {"words": aligned_words(row), "levels": levels.get(row.skill.framework_id, []), "uses": uses} for row in listed
    ]


def has_use(rows) -> bool:
    return any(field.name == "use" for field in rows.model._meta.fields)


def do_alignment(request, rows) -> AlignmentForm | None:
    """Do what was sent by the picker, and say it; return the form when it was refused, to be shown again.

    `deed` is "add", or "change" or "remove" followed by the number of a row: "remove-12".
    """
    deed, _sign, number = request.POST.get("deed", "").partition("-")
    row_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    if deed == "add":
        return add(request, rows)
    if deed == "remove":
        actions.remove_alignment(rows, row_id)
        messages.success(request, _("The skill is removed."))
    elif deed == "change":
        change(request, rows, row_id)
    return None


def searched_form(request, rows, data=None) -> AlignmentForm:
    """Return the form that adds one of the skills that the address of the page searches."""
    text, framework = query_text(request.GET.get(WORDS, "")), chosen_framework(request)
    found = search_skills(text, framework=framework, most=MOST_FOUND) if text else []
    return AlignmentForm(data, found=found, framework=framework, has_use=has_use(rows), auto_id="skill-%s")


def add(request, rows) -> AlignmentForm | None:
    form = searched_form(request, rows, request.POST)
    if not form.is_valid():
        return form
    try:
        actions.align(rows, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return form
    messages.success(request, _("The skill is added."))
    return None


def change(request, rows, row_id: int) -> None:
    frameworks = rows.filter(pk=row_id).values("skill__framework")
    form = UseForm(request.POST, frameworks=frameworks, has_use=has_use(rows))
    if not form.is_valid():
        messages.error(request, _("Choose a level of the list, and what is done with the skill."))
        return
    try:
        actions.change_alignment(rows, row_id, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your changes are kept."))
