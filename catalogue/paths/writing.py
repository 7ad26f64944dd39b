"""What trainers write of a path beside its blocks: its facts and its sessions; what is missing, for the hub's staff."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Max
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.paths.facts import EditedMeanwhile, read_token, save_facts, shown_token
from catalogue.paths.formats.completeness import missing
from catalogue.paths.formats.state import state_of
from catalogue.paths.forms import PathFactsForm, RunForm
from catalogue.paths.lacks import conflict_rows, gap_rows, lacks_of
from catalogue.paths.models import LearningPathPage, PathRun, PathVersion
from catalogue.paths.permissions import can_edit_path, can_manage_catalogue
from catalogue.paths.queries import draft_of
from catalogue.paths.reading import run_row
from catalogue.paths.runs import cancel_run, save_run
from catalogue.paths.wording import state_words
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

METHODS = ["GET", "HEAD", "POST"]
CHOICE = "change-"
KEPT = "path_facts_kept"
MOST_KEPT = 200_000
FRAME = ("csrfmiddlewaretoken", "base")


def own_path(request, path_id: int) -> LearningPathPage:
    """Return a path; for whoever may not write it, there is no such page."""
    path = get_object_or_404(LearningPathPage.objects.select_related("organisation", "latest_revision"), pk=path_id)
    if not can_edit_path(request.user, path):
        raise Http404
    return path


@never_cache
@require_http_methods(METHODS)
@throttled(most=60, costs=lambda request: request.method == "POST")
def facts(request, path_id):
    if not request.user.is_authenticated:
        return signed_out(request, path_id)
    path = own_path(request, path_id)
    draft = draft_of(path)
    if request.method == "POST":
        return save(request, path, draft)
    kept = kept_answer(request, path_id)
    form = PathFactsForm(kept, instance=draft, user=request.user)
    token = kept["base"] if kept else shown_token(draft_of(path), by=request.user)
    return show(request, path, form, token, is_kept=kept is not None)


def save(request, path: LearningPathPage, draft: LearningPathPage):
    form = PathFactsForm(request.POST, instance=draft, user=request.user)
    token = request.POST.get("base", "")
    if not form.is_valid():
        return show(request, path, form, token, status=422)
    read = read_token(token, path.pk)
    try:
        save_facts(
            path.pk, form.cleaned_data, base=read["facts"] if read else {}, by=request.user, choices=chosen(request)
        )
    except EditedMeanwhile as meanwhile:
        return ask(request, path, form, token, meanwhile)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, path, form, token, status=422)
    request.session.pop(KEPT, None)
    messages.success(request, _("The facts of this path are saved in its draft."))
    return redirect("path-facts", path.pk)


def show(request, path, form, token: str, *, is_kept: bool = False, status: int = 200):
    context = {"path": path, "form": form, "base": token, "is_kept": is_kept, **lacks_of(draft_of(path))}
    return render(request, "paths/facts.html", context, status=status)


def ask(request, path, form, token: str, meanwhile: EditedMeanwhile):
    """Show what both people wrote: nothing is saved before one has chosen."""
    pairs = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "path": path,
        "base": token,
        "pairs": [pair for pair in pairs if pair[0] not in FRAME and not pair[0].startswith(CHOICE)],
        "rows": conflict_rows(meanwhile.conflicts, form),
    }
    return render(request, "paths/conflict.html", context, status=409)


def chosen(request) -> dict[str, str]:
    """Return what was chosen of each fact that two people changed, by its name."""
    answers = {name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE)}
    return {name: value for name, value in answers.items() if value in ("mine", "theirs")}


def signed_out(request, path_id: int):
    """Ask to sign in, then to come back here. What was typed waits in the session, for whoever the page was made for."""
    read = read_token(request.POST.get("base", ""), path_id)
    typed = request.POST.urlencode()
    if read and len(typed) <= MOST_KEPT:
        request.session[KEPT] = {"path": path_id, "by": read["by"], "typed": typed}
        messages.warning(request, _("You have been signed out. Sign in again: your text is kept."))
    return redirect_to_login(request.path)


def kept_answer(request, path_id: int) -> QueryDict | None:
    """Return what this very person typed on this page, and that is not saved yet."""
    kept = request.session.get(KEPT)
    if kept is None or (kept["path"], kept["by"]) != (path_id, request.user.pk):
        return None
    return QueryDict(kept["typed"])


@login_required
@never_cache
@require_http_methods(METHODS)
@throttled(most=60, costs=lambda request: request.method == "POST")
def runs(request, path_id):
    """List the sessions of a path, and announce one."""
    path = own_path(request, path_id)
    return write_run(request, path, PathRun(path=path, mode=path.mode))


@login_required
@never_cache
@require_http_methods(METHODS)
@throttled(most=60, costs=lambda request: request.method == "POST")
def run(request, path_id, run_id):
    path = own_path(request, path_id)
    found = get_object_or_404(path.runs, pk=run_id)
    if request.method == "POST" and "cancel" in request.POST:
        cancel_run(found)
        messages.success(request, _("The session is cancelled. Those who enrolled in it stay enrolled in the path."))
        return redirect("path-runs", path.pk)
    return write_run(request, path, found)


def write_run(request, path: LearningPathPage, found: PathRun):
    form = RunForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_run(form.save(commit=False))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is saved."))
            return redirect("path-runs", path.pk)
    context = {"path": path, "form": form, "run": found, "rows": run_rows(path)}
    return render(request, "paths/runs.html", context, status=422 if form.errors else 200)


def run_rows(path: LearningPathPage) -> list[dict]:
    """Return all the sessions of `path`, the latest first, with where each stands today."""
    today = timezone.localdate()
    return [
        run_row(row) | {"pk": row.pk, "is_cancelled": row.is_cancelled, "state": state_words(state_of([row], today))}
        for row in path.runs.order_by("-starts_on", "-pk")
    ]


@login_required
@require_safe
def completeness(request):
    """List the published paths with what each lacks: for the hub's staff."""
    if not can_manage_catalogue(request.user):
        raise Http404
    newest = PathVersion.objects.values("path").annotate(last=Max("pk")).values("last")
    versions = PathVersion.objects.filter(pk__in=newest, path__live=True).select_related("path").order_by("title")
    today = timezone.localdate()
    rows = [report_row(version, missing(version.content, today)) for version in versions]
    return render(request, "paths/completeness.html", {"rows": sorted(rows, key=lambda row: -row["needed"])})


def report_row(version: PathVersion, gaps) -> dict:
    return {
        "path": version.path,
        "title": version.title,
        "number": version.number,
        "needed": sum(gap.is_needed for gap in gaps),
        "gaps": gap_rows(gaps, version.path),
    }
