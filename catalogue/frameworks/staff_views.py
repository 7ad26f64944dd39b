"""The pages where the hub's staff writes, imports and follows frameworks. For others they do not exist."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.frameworks import authoring, queries
from catalogue.frameworks.forms import (
    FrameworkFileForm,
    FrameworkForm,
    SkillForm,
    SkillTextForm,
    VersionForm,
)
from catalogue.frameworks.importing import (
    LARGEST_FILE,
    changes_since,
    forget_file,
    keep_file,
    kept_framework,
    outcome_rows,
)
from catalogue.frameworks.imports import import_framework, read_file
from catalogue.frameworks.models import Skill, SkillFramework, SkillText
from catalogue.frameworks.permissions import can_edit_framework
from catalogue.frameworks.reading import framework_label, skill_words
from catalogue.frameworks.views import found_framework
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.errors import Refused

FORM = require_http_methods(["GET", "HEAD", "POST"])
WRITTEN_LANGUAGES = ("fr", "en")


def for_staff(view):
    """Open a page to those who manage the catalogue; it answers 404 to others who are signed in."""

    @login_required
    @wraps(view)
    def allowed(request, *args, **kwargs):
        if not can_manage_catalogue(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return allowed


def for_authors(view):
    """Give the view the framework of its address, if it is written here: an imported one is not changed by hand."""

    @for_staff
    @wraps(view)
    def allowed(request, code, version, **parts):
        framework = found_framework(request, code, version)
        if not can_edit_framework(request.user, framework):
            raise Http404
        return view(request, framework, **parts)

    return allowed


def sent(request):
    return request.POST if request.method == "POST" else None


def bench_url(framework: SkillFramework, anchor: str = "") -> str:
    address = reverse("framework-edit", args=[framework.code, framework.version])
    return f"{address}#{anchor}" if anchor else address


@FORM
@for_staff
def new_framework(request):
    form = FrameworkForm(sent(request), instance=SkillFramework())
    if form.is_valid():
        made = authoring.begin_framework(form.instance, form.cleaned_data["level_names"], by=request.user)
        messages.success(request, _("The framework is begun. Add its first skills."))
        return redirect(bench_url(made))
    return render(request, "frameworks/facts.html", {"form": form, "framework": None})


@FORM
@for_authors
def framework_facts(request, framework):
    shown = framework_label(framework)
    form = FrameworkForm(sent(request), instance=framework)
    if form.is_valid():
        try:
            authoring.change_framework(form.instance, form.cleaned_data["level_names"], by=request.user)
        except Refused as refusal:
            form.add_error("level_names", str(refusal))
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect(bench_url(framework))
    kept = SkillFramework.objects.get(pk=framework.pk)
    return render(request, "frameworks/facts.html", {"form": form, "framework": kept, "label": shown})


@require_safe
@for_staff
def framework_bench(request, code, version):
    """Show the whole tree, and what may be done with each skill."""
    framework = found_framework(request, code, version)
    context = {
        "framework": framework,
        "label": framework_label(framework),
        "rows": bench_rows(framework),
        "can_edit": can_edit_framework(request.user, framework),
    }
    return render(request, "frameworks/bench.html", context)


def bench_rows(framework: SkillFramework) -> list[dict]:
    """Return the skills in reading order, with what moves each one among its neighbours."""
    skills = [skill for skill in queries.tree_of(framework) if not skill.is_retired]
    neighbours: dict[int | None, list[int]] = {}
    for skill in skills:
        skill.framework = framework
        neighbours.setdefault(skill.parent_id, []).append(skill.pk)
    return [
        {
            "id": skill.pk,
            "words": skill_words(skill),
            "kind": skill.kind,
            "depth": min(skill.depth, 5),
            "is_first": neighbours[skill.parent_id][0] == skill.pk,
            "is_last": neighbours[skill.parent_id][-1] == skill.pk,
        }
        for skill in skills
    ]


def found_skill(framework: SkillFramework, pk: int) -> Skill:
    found = get_object_or_404(framework.skills.prefetch_related("texts"), pk=pk, is_retired=False)
    found.framework = framework
    return found


@FORM
@for_authors
def new_skill(request, framework):
    parent = request.GET.get("sous", "")
    above = found_skill(framework, int(parent)) if parent.isdecimal() and len(parent) < 12 else None
    skill = Skill(framework=framework, parent=above)
    return write_skill(request, skill, is_new=True)


@FORM
@for_staff
def edit_skill(request, code, version, pk):
    """Change a skill that the hub wrote; of one that was imported, its translations alone."""
    skill = found_skill(found_framework(request, code, version), pk)
    if can_edit_framework(request.user, skill.framework):
        return write_skill(request, skill)
    return translate_skill(request, skill)


def write_skill(request, skill: Skill, *, is_new: bool = False):
    form = SkillForm(sent(request), instance=skill, tree=bench_tree(skill.framework))
    texts = text_forms(request, skill, languages={skill.framework.language, *WRITTEN_LANGUAGES})
    # Both are judged, so that all the errors show at once.
    if all([form.is_valid(), *(text.is_valid() for text in texts)]):
        try:
            authoring.keep_skill(form.instance, [text.instance for text in texts])
        except Refused as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, _("The skill is kept."))
            return redirect(bench_url(skill.framework, f"skill-{skill.pk}"))
    context = {
        "framework": skill.framework,
        "label": framework_label(skill.framework),
        "form": form,
        "texts": texts,
        "is_new": is_new,
    }
    return render(request, "frameworks/edit_skill.html", context)


def bench_tree(framework: SkillFramework) -> list[Skill]:
    return [skill for skill in queries.tree_of(framework) if not skill.is_retired]


def text_forms(request, skill: Skill, *, languages) -> list[SkillTextForm]:
    """Return a form for each language, the framework's own first: only that one must say something."""
    known = {text.language: text for text in skill.texts.all()} if skill.pk else {}
    own = skill.framework.language
    ordered = sorted({*languages, *known}, key=lambda language: (language != own, language != "fr", language))
    return [
        SkillTextForm(
            sent(request),
            instance=known.get(language) or SkillText(language=language, is_official=language == own),
            prefix=language,
            is_required=language == own,
        )
        for language in ordered
        if language in languages
    ]


def translate_skill(request, skill: Skill):
    languages = {*WRITTEN_LANGUAGES} - {text.language for text in skill.texts.all() if text.is_official}
    texts = text_forms(request, skill, languages=languages)
    if request.method == "POST" and all(text.is_valid() for text in texts):
        authoring.keep_texts(skill, [text.instance for text in texts])
        messages.success(request, _("The translation is kept. It is marked as unofficial."))
        return redirect(bench_url(skill.framework, f"skill-{skill.pk}"))
    context = {
        "framework": skill.framework,
        "label": framework_label(skill.framework),
        "skill": skill_words(skill),
        "texts": texts,
    }
    return render(request, "frameworks/edit_skill.html", context)


@require_POST
@for_authors
def move_skill(request, framework, pk):
    skill = found_skill(framework, pk)
    up = request.POST.get("vers") == "haut"
    try:
        place = authoring.move_skill(skill, up=up)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(bench_url(framework))
    messages.success(request, _("The skill is now in place %(place)s.") % {"place": place})
    return redirect(bench_url(framework, f"{'up' if up else 'down'}-{pk}"))


@FORM
@for_authors
def remove_skill(request, framework, pk):
    """Ask before removing: what is under a skill goes with it."""
    skill = found_skill(framework, pk)
    if request.method == "POST":
        retired = authoring.remove_skill(skill)
        said = (
            _("The skill is retired: something points to it, and keeps it.") if retired else _("The skill is removed.")
        )
        messages.success(request, said)
        return redirect(bench_url(framework))
    context = {
        "framework": framework,
        "label": framework_label(framework),
        "words": skill_words(skill),
        "below_count": len(authoring.family(skill)) - 1,
    }
    return render(request, "frameworks/remove_skill.html", context)


@require_POST
@for_authors
def change_status(request, framework):
    deeds = {"adopt": authoring.adopt_framework, "withdraw": authoring.withdraw_framework}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        deed(framework, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(bench_url(framework))
    messages.success(request, _("Your changes are kept."))
    return redirect(framework)


@FORM
@for_authors
def new_version(request, framework):
    form = VersionForm(sent(request))
    if form.is_valid():
        try:
            made = authoring.begin_version(framework, form.cleaned_data["version"], by=request.user)
        except Refused as refusal:
            form.add_error("version", str(refusal))
        else:
            messages.success(request, _("The new version is begun, as a draft. The one before stays as it is."))
            return redirect(bench_url(made))
    return render(
        request,
        "frameworks/new_version.html",
        {"form": form, "framework": framework, "label": framework_label(framework)},
    )


@FORM
@for_staff
def import_file(request):
    """Read a file, and lead to what it would change."""
    form = FrameworkFileForm(sent(request), request.FILES or None)
    if form.is_valid():
        file, code, version = (form.cleaned_data[name] for name in ("file", "code", "version"))
        if file.size > LARGEST_FILE:
            form.add_error("file", _("This file is too heavy: 20 MB at most."))
        else:
            data = file.read()
            try:
                read_file(data, file.name, code=code, version=version)
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                token = keep_file(data, file.name, code=code, version=version, by=request.user)
                return redirect("framework-import-preview", token)
    return render(request, "frameworks/import.html", {"form": form})


@FORM
@for_staff
def import_preview(request, token):
    """Show what the file would change; once it is confirmed, change it."""
    try:
        framework = kept_framework(token, by=request.user)
        outcome = import_framework(framework, by=request.user, dry_run=request.method != "POST")
        if request.method != "POST":
            shown = outcome_rows(framework, outcome)
            return render(request, "frameworks/import_preview.html", {**shown, "token": token})
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("framework-import")
    forget_file(token, by=request.user)
    messages.success(request, _("The framework is imported."))
    return redirect(outcome.framework)


@require_safe
def changes(request, code, version):
    """Show what a version changes from the one that it replaces; staff also sees what that touches."""
    framework = found_framework(request, code, version)
    before = framework.replaces
    if before is None:
        raise Http404
    found_framework(request, before.code, before.version)
    context = {
        "framework": framework,
        "label": framework_label(framework),
        "before": {"label": framework_label(before), "url": before.get_absolute_url()},
        "is_staff": can_manage_catalogue(request.user),
        **changes_since(framework, before),
    }
    return render(request, "frameworks/changes.html", context)
