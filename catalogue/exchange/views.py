"""The public catalogue for other programs, and for the hub’s staff what one of them refuses.

A private or withdrawn path is in none of them (rule 7). Answers may be kept five minutes: no longer than a path that has
just been withdrawn may be seen elsewhere.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.exchange import exports
from catalogue.exchange.reading import report_rows
from catalogue.paths.permissions import can_manage_catalogue
from catalogue.paths.queries import newest_version
from catalogue.paths.views import published_path
from outillerie.pages.queries import current_generation
from outillerie.pages.throttling import throttled

FIVE_MINUTES = "public, max-age=300"
KEPT_SECONDS = 300
MOST_FILES = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return the file that `make` makes, made once for each state of the site: whole catalogues take seconds."""
    key = f"exchange|{name}|{get_language()}|{timezone.localdate()}|{current_generation()}"
    return caches["pages"].get_or_set(key, make, KEPT_SECONDS)


def file(data: bytes | str, media_type: str, name: str = "") -> HttpResponse:
    headers = {"Cache-Control": FIVE_MINUTES}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(data, media_type, headers=headers)


@require_safe
@throttled(most=MOST_FILES)
def lheo(request):
    """Give the catalogue as LHÉO. An empty offer is no LHÉO: say so rather than give a wrong document."""
    xml = kept("lheo", lambda: exports.lheo().xml)
    if not xml:
        words = _("No path of this catalogue says everything that LHÉO asks for yet.")
        return HttpResponse(words, "text/plain; charset=utf-8", status=404)
    return file(xml, "application/xml; charset=utf-8")


@require_safe
@throttled(most=MOST_FILES)
@login_required
def lheo_report(request):
    """Say to the hub’s staff which paths LHÉO leaves out, and what is missing in each."""
    if not can_manage_catalogue(request.user):
        raise PermissionDenied
    rows = report_rows(exports.lheo().reports)
    written = sum(1 for row in rows if row["is_written"])
    return render(request, "exchange/lheo_report.html", {"rows": rows, "written": written, "left": len(rows) - written})


@require_safe
@throttled(most=MOST_FILES)
def paths_csv(request):
    return file(kept("csv", exports.csv_table), "text/csv; charset=utf-8", "parcours.csv")


@require_safe
@throttled(most=MOST_FILES)
def paths_xlsx(request):
    return file(kept("xlsx", exports.xlsx_workbook), XLSX, "parcours.xlsx")


@require_safe
def path_jsonld(request, slug):
    page = published_path(request, slug)
    version = newest_version(page)
    text = exports.json_ld_file(version, page.runs.all())
    response = file(text, "application/ld+json")
    if page.get_view_restrictions():
        response["Cache-Control"] = "private, no-store"
    return response
