"""What organisers and the staff take away: who came, and what was done in the shape of La Coop. Names taken are noted."""

from dataclasses import dataclass
from tempfile import TemporaryFile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.outcomes import exports
from catalogue.outcomes.access import note_access_to_attendance
from catalogue.outcomes.exports import Filters
from catalogue.outcomes.forms import ExportForm
from catalogue.outcomes.queries import attendance_count, sessions_to_report
from catalogue.outcomes.views import recorded_session
from catalogue.sessions.models import PeerSession
from catalogue.venues.models import Territory
from outillerie.accounts.models import Organisation
from outillerie.pages.throttling import throttled

CSV, JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FILES = 20
# A workbook is made whole before it leaves; CSV leaves as it is made.
MOST_LINES_OF_A_WORKBOOK = 40_000


@dataclass(frozen=True)
class Table:
    """A file to take away: `stream` gives bytes as they come, `write` fills a file. `names` says that it holds names."""

    media_type: str
    names: bool
    stream: object = None
    write: object = None


TABLES = {
    "presences.csv": Table(CSV, True, stream=exports.attendance_csv),
    "presences.xlsx": Table(XLSX, True, write=exports.attendance_xlsx),
    "coop-collectif.csv": Table(CSV, False, stream=exports.coop_csv),
    "coop-collectif.xlsx": Table(XLSX, False, write=exports.coop_xlsx),
    "coop-collectif.json": Table(JSON, False, stream=exports.coop_json),
}


@never_cache
@require_safe
@throttled(most=MOST_FILES)
@login_required
def session_table(request, pk, name):
    """Give one table of one session."""
    session = recorded_session(request, pk)
    sessions = PeerSession.objects.filter(pk=session.pk)
    return table_answer(request, sessions, Filters(), name, f"{session.starts_at:%Y-%m-%d}-{name}")


@never_cache
@require_safe
@login_required
def choose(request):
    """Ask what the export is of: the files are made when they are fetched."""
    form = export_form(request)
    is_asked = bool(request.GET) and form.is_valid()
    sessions = filters_of(form).sessions(sessions_to_report(request.user)) if is_asked else None
    context = {
        "form": form,
        "count": sessions.count() if sessions is not None else None,
        "tables": TABLES,
        "query": request.GET.urlencode(),
    }
    return render(request, "outcomes/exports.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@throttled(most=MOST_FILES)
@login_required
def period_table(request, name):
    """Give one table of all the sessions that this person answers for, of a period."""
    form = export_form(request)
    if not form.is_valid():
        raise Http404
    filters = filters_of(form)
    sessions = filters.sessions(sessions_to_report(request.user))
    return table_answer(request, sessions, filters, name, f"{timezone.localdate():%Y-%m-%d}-{name}")


def export_form(request) -> ExportForm:
    """Return the form of what may be chosen: the departments and the organisations of one's own sessions."""
    sessions = sessions_to_report(request.user).order_by()
    organisations = Organisation.objects.filter(pk__in=sessions.values("organisation"))
    departments = Territory.objects.filter(kind=Territory.Kind.DEPARTMENT)
    return ExportForm(request.GET or {}, departments=departments, organisations=organisations)


def filters_of(form: ExportForm) -> Filters:
    return Filters(**{name: form.cleaned_data.get(name) for name in ("since", "until", "department", "organisation")})


def table_answer(request, sessions: QuerySet[PeerSession], filters: Filters, name: str, file_name: str):
    """Answer with the table `name` of `sessions`. Whose names leave is noted before they do (GDPR-13)."""
    table = TABLES.get(name)
    if table is None:
        raise Http404
    if table.write is not None and attendance_count(sessions) > MOST_LINES_OF_A_WORKBOOK:
        words = _(
            "A workbook holds at most %(most)s lines. Choose a shorter period, or take the CSV, which has no limit."
        )
        messages.error(request, words % {"most": number_format(MOST_LINES_OF_A_WORKBOOK)})
        return redirect(f"{reverse('session-exports')}?{request.GET.urlencode()}")
    if table.names:
        note_access_to_attendance(sessions, by=request.user)
    if table.stream is not None:
        response = StreamingHttpResponse(table.stream(sessions), content_type=table.media_type)
        response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    else:
        # On the disk: a season of a region does not fit in the memory of a small server. The answer closes it.
        file = TemporaryFile()  # noqa: SIM115
        table.write(sessions, file, filters=filters, by=request.user)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=file_name, content_type=table.media_type)
    response["Cache-Control"] = "private, no-store"
    return response
