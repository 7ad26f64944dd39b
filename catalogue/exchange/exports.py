"""The public catalogue as other programs read it: LHÉO, schema.org, tables. Private paths have no exit here (rule 7)."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.certifications.models import CertificationBlock
from catalogue.exchange.formats.course import Terms, course
from catalogue.exchange.formats.lheo import Published, published
from catalogue.exchange.formats.offer import Offer, Session
from catalogue.exchange.formats.tables import (
    MODULE_COLUMNS,
    PATH_COLUMNS,
    SESSION_COLUMNS,
    Cell,
    module_rows,
    path_row,
    session_rows,
    table,
)
from catalogue.exchange.wording import header, in_words
from catalogue.frameworks.formats import spreadsheet_text
from catalogue.frameworks.models import Skill
from catalogue.paths.formats.content import PathContent
from catalogue.paths.models import PathRun, PathVersion
from catalogue.paths.queries import public_paths
from outillerie.discovery.exports import ScriptJson, script_json
from outillerie.pages.queries import absolute

DATES = ("starts_on", "ends_on", "enrolment_opens_on", "enrolment_closes_on")
PLACES = ("mode", "place", "address", "postcode", "commune", "department")


def lheo() -> Published:
    """Return the public catalogue as LHÉO 2.3, and what became of each path."""
    return published(public_offers(), timezone.localdate())


def json_ld(version: PathVersion, runs: Iterable[PathRun] = ()) -> ScriptJson:
    """Return the JSON-LD of a public version, for `<script type="application/ld+json">{{ json_ld }}</script>`."""
    return script_json(course_of(version, runs))


def course_of(version: PathVersion, runs: Iterable[PathRun] = ()) -> dict:
    return course(offer_of(version, runs), terms_of(version.content), today=timezone.localdate())


def json_ld_file(version: PathVersion, runs: Iterable[PathRun] = ()) -> str:
    return json.dumps(course_of(version, runs), ensure_ascii=False, indent=1)


def csv_table() -> bytes:
    """Return the public catalogue, one row a path, for any office program."""
    today = timezone.localdate()
    rows = (path_row(offer, today) for offer in public_offers())
    return spreadsheet_text.table([headers(PATH_COLUMNS), *(map(csv_cell, row) for row in worded(PATH_COLUMNS, rows))])


def xlsx_workbook() -> bytes:
    """Return the public catalogue as a workbook: its paths, their modules, their sessions."""
    # Seventeen megabytes that only those who ask for a workbook should cost.
    from catalogue.exchange.formats.workbook import Sheet, workbook

    today, offers = timezone.localdate(), public_offers()
    parts = (
        (_("Paths"), PATH_COLUMNS, (path_row(offer, today) for offer in offers)),
        (_("Modules"), MODULE_COLUMNS, (row for offer in offers for row in module_rows(offer))),
        (_("Sessions"), SESSION_COLUMNS, (row for offer in offers for row in session_rows(offer, today))),
    )
    sheets = [Sheet(title, headers(columns), worded(columns, rows)) for title, columns, rows in parts]
    return workbook(sheets, title=_("Catalogue of learning paths"))


def headers(columns: Iterable[str]) -> list[str]:
    return [header(column) for column in columns]


def worded(columns: Iterable[str], rows: Iterable[dict[str, Cell]]) -> list[list[Cell]]:
    return table(columns, (in_words(row) for row in rows))


def csv_cell(cell: Cell) -> str:
    """Return a cell as French office programs write it: «1,5», «14/10/2026»."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return "" if cell is None else str(cell)


# --- From the database


def public_offers() -> list[Offer]:
    """Return every path that everybody may read, as its newest version says it, in a fixed number of statements."""
    versions = list(newest_versions())
    runs = runs_by_path(version.path_id for version in versions)
    blocks = blocks_by_certification(version.content for version in versions)
    return [offer_of(version, runs[version.path_id], blocks) for version in versions]


def newest_versions():
    newest = PathVersion.objects.filter(path=OuterRef("path")).order_by("-number").values("number")[:1]
    versions = PathVersion.objects.filter(path__in=public_paths(), number=Subquery(newest))
    return versions.select_related("path").order_by("title", "pk")


def runs_by_path(path_ids: Iterable[int]) -> dict[int, list[PathRun]]:
    found = defaultdict(list)
    for run in PathRun.objects.filter(path__in=list(path_ids), is_cancelled=False):
        found[run.path_id].append(run)
    return found


def blocks_by_certification(contents: Iterable[PathContent]) -> dict[str, frozenset[str]]:
    """Return the codes of the blocks of each certification that `contents` lead to, by its code."""
    codes = {content.certification.code for content in contents if content.is_registered}
    rows = CertificationBlock.objects.filter(certification__code__in=codes, code__isnull=False)
    found = defaultdict(set)
    for certification, block in rows.values_list("certification__code", "code"):
        found[certification].add(block)
    return {code: frozenset(blocks) for code, blocks in found.items()}


def offer_of(
    version: PathVersion, runs: Iterable[PathRun] = (), blocks: dict[str, frozenset[str]] | None = None
) -> Offer:
    content = version.content
    named = content.certification
    return Offer(
        slug=version.path.slug,
        url=absolute(reverse("path", args=[version.path.slug])),
        number=version.number,
        published_at=timezone.localtime(version.published_at).isoformat(timespec="seconds"),
        content=content,
        sessions=tuple(session_of(run) for run in runs if not run.is_cancelled),
        certification_blocks=(blocks or {}).get(named.code, frozenset()) if named else frozenset(),
    )


def session_of(run: PathRun) -> Session:
    return Session(key=str(run.pk), **{name: getattr(run, name) for name in (*DATES, *PLACES)})


def terms_of(content: PathContent) -> Terms:
    """Return the addresses of the skills of `content` and of their frameworks, where these say one."""
    identifiers = {use.identifier for module in content.modules() for use in module.skills}
    rows = Skill.objects.filter(identifier__in=identifiers).select_related("framework").only(
        "identifier", "uri", "framework__code", "framework__version", "framework__uri"
    ) if identifiers else ()  # fmt: skip
    return Terms(
        skills={str(row.identifier): row.uri for row in rows if row.uri},
        frameworks={
            (row.framework.code, row.framework.version): row.framework.uri for row in rows if row.framework.uri
        },
    )
