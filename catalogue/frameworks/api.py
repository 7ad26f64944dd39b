"""The CASE 1.1 service, read-only: `/ims/case/v1p1/…` (https://www.imsglobal.org/spec/case/v1p1, REST binding).

Whoever aligns a badge or a resource finds here what the URI of a skill leads to. Frameworks that are being written are
not here. `CFItems` and `CFAssociations` can be listed too, which the standard does not have.
"""

import functools
import uuid
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import conditional_page, require_safe

from catalogue.frameworks.exports import framework_of, framework_with, items_of, link_of
from catalogue.frameworks.formats import case_writing
from catalogue.frameworks.formats.case_words import DEFINITIONS
from catalogue.frameworks.formats.framework import Framework, Item
from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText
from outillerie.pages.throttling import throttled

PREFIX = "ims/case/v1p1/"
BASE = f"{settings.BASE_URL}/{PREFIX}".rstrip("/")
LIMIT, MOST = 100, 500
KEPT_SECONDS = 300
# Whole frameworks of thousands of items are costly.
PACKAGES_PER_MINUTE = 60
# By the field of CASE that sorts, the column that holds it.
DOCUMENT_SORTS = {
    "identifier": "identifier",
    "title": "title",
    "version": "version",
    "creator": "creator",
    "publisher": "publisher",
    "language": "language",
    "adoptionStatus": "status",
    "lastChangeDateTime": "changed_at",
}
ITEM_SORTS = {"identifier": "identifier", "humanCodingScheme": "code", "CFItemType": "kind"}

Row = dict


class _Problem(Exception):
    """The answer is an error of the standard: HTTP status, «codeMinor» and a sentence."""

    def __init__(self, status: int, code: str, sentence: str):
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence


def case_view(view: Callable) -> Callable:
    """Return a view of the service: what `view` returns as JSON, for any site, and its refusals as CASE words them."""

    @require_safe
    @conditional_page
    @functools.wraps(view)
    def answered(request, **arguments):
        try:
            response = view(request, **arguments)
        except _Problem as problem:
            response = _json(status_info(problem), status=problem.status)
        if response.status_code == 429:
            return response
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count"
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if response.status_code == 200 else "no-store"
        return response

    return answered


def status_info(problem: _Problem) -> Row:
    """Return the payload «imsx_StatusInfo» of an error."""
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": problem.code}
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": problem.sentence,
        "imsx_CodeMinor": {"imsx_codeMinorField": [field]},
    }


@case_view
def documents(request):
    rows = _sorted(request, public_frameworks(), DOCUMENT_SORTS, "title")
    page, headers = _page(request, rows, rows.count())
    frameworks = _with_levels(page)
    found = [case_writing.document_of(framework, base=BASE) | _package_link(framework) for framework in frameworks]
    return _listed(request, "CFDocuments", found, headers)


@case_view
def document(request, identifier):
    framework = _with_levels([_found(public_frameworks(), identifier)])[0]
    return _json(case_writing.document_of(framework, base=BASE) | _package_link(framework))


@case_view
@throttled(most=PACKAGES_PER_MINUTE)
def package(request, identifier):
    row = _found(public_frameworks(), identifier)
    return _json(case_writing.package_of(framework_of(row), base=BASE))


@case_view
def items(request):
    rows = _sorted(request, public_skills().filter(is_retired=False), ITEM_SORTS, "framework_id", "order")
    page, headers = _page(request, rows, rows.count())
    return _listed(request, "CFItems", [row for _item, row in _item_rows(page)], headers)


@case_view
def item(request, identifier):
    return _json(_item_rows([_found(public_skills(), identifier)])[0][1])


@case_view
def item_associations(request, identifier):
    skill = _found(public_skills(), identifier)
    neighbours = Q(pk=skill.pk) | Q(parent=skill, is_retired=False)
    placed = public_skills().filter(neighbours).order_by("order")
    links = _public_links().filter(Q(origin=skill) | Q(target=skill))
    row = _item_rows([skill])[0][1]
    return _json({"CFItem": row, "CFAssociations": [*_places(placed), *_link_rows(links), *_kept(skill)]})


@case_view
def associations(request):
    """List the places of items in their trees, then the correspondences."""
    skills = public_skills().filter(is_retired=False).order_by("framework_id", "order", "pk")
    links = _public_links().filter(origin__is_retired=False).order_by("origin__framework_id", "origin__order", "pk")
    count = skills.count()
    offset, limit = _bounds(request)
    page = [*_places(skills[offset : offset + limit])]
    if len(page) < limit:
        start = max(offset - count, 0)
        page += _link_rows(links[start : start + limit - len(page)])
    headers = _headers(request, offset, limit, count + links.count())
    return _listed(request, "CFAssociations", page, headers)


@case_view
def association(request, identifier):
    key = _uuid(identifier)
    if skill := public_skills().filter(identifier=case_writing.place_identifier(str(key))).first():
        return _json(_places([skill])[0])
    if rows := _link_rows(_public_links().filter(identifier=key)):
        return _json(rows[0])
    return _json(_kept_row("CFAssociations", key))


@case_view
def definition(request, name, identifier):
    """Give one definition: a set of one where the standard says a set."""
    key = str(_uuid(identifier))
    for framework in _with_levels(public_frameworks()):
        kinds = Skill.objects.filter(framework__identifier=framework.identifier).exclude(kind="")
        names = list(kinds.order_by("kind").values_list("kind", flat=True).distinct()) if name == "CFItemTypes" else []
        for row in case_writing.definitions_of(framework, base=BASE, kinds=names).get(name, []):
            if str(row.get("identifier", "")).lower() == key:
                return _json({name: [row]} if name in SETS else row)
    raise _unknown()


@case_view
def rubric(request, identifier):
    return _json(_kept_row("CFRubrics", _uuid(identifier)))


@case_view
def nothing(request, anything=""):
    raise _Problem(404, "unknownobject", "This address is not one of the service.")


def _json(values: Row, **options) -> JsonResponse:
    return JsonResponse(values, json_dumps_params={"ensure_ascii": False}, **options)


def public_frameworks() -> QuerySet[SkillFramework]:
    return SkillFramework.objects.exclude(status=SkillFramework.Status.DRAFT).order_by("title", "pk")


def public_skills() -> QuerySet[Skill]:
    draft = SkillFramework.Status.DRAFT
    return Skill.objects.exclude(framework__status=draft).select_related("framework", "level", "parent")


def _public_links() -> QuerySet[SkillLink]:
    draft = SkillFramework.Status.DRAFT
    links = SkillLink.objects.exclude(origin__framework__status=draft).exclude(target__framework__status=draft)
    return links.select_related("origin__framework")


def _found[Model](rows: QuerySet[Model], identifier: str) -> Model:
    row = rows.filter(identifier=_uuid(identifier)).first()
    if row is None:
        raise _unknown()
    return row


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise _Problem(400, "invalid_uuid", "This identifier is not a UUID.") from None


def _unknown() -> _Problem:
    return _Problem(404, "unknownobject", "Nothing here has this identifier.")


def _sorted(request: HttpRequest, rows: QuerySet, sorts: dict[str, str], *default: str) -> QuerySet:
    name, direction = request.GET.get("sort", ""), request.GET.get("orderBy", "asc")
    if not name:
        return rows.order_by(*default, "pk")
    if name not in sorts or direction not in {"asc", "desc"}:
        raise _Problem(400, "invalid_sort_field", f"Sort by {', '.join(sorts)}, «asc» or «desc».")
    return rows.order_by(f"{'-' if direction == 'desc' else ''}{sorts[name]}", "pk")


def _bounds(request: HttpRequest) -> tuple[int, int]:
    """Return where a page starts and how many rows it has at most."""
    numbers = {"offset": 0, "limit": LIMIT}
    for name in numbers:
        text = request.GET.get(name, str(numbers[name]))
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise _Problem(400, "invalid_selection_field", f"«{name}» is not a number of rows.")
        numbers[name] = int(text)
    return numbers["offset"], min(max(numbers["limit"], 1), MOST)


def _page(request: HttpRequest, rows: QuerySet, count: int) -> tuple[list, dict[str, str]]:
    offset, limit = _bounds(request)
    return list(rows[offset : offset + limit]), _headers(request, offset, limit, count)


def _headers(request: HttpRequest, offset: int, limit: int, count: int) -> dict[str, str]:
    """Return how many rows there are, and where the other pages are (RFC 8288)."""
    last = max((count - 1) // limit * limit, 0)
    pages = {"first": 0, "prev": offset - limit, "next": offset + limit, "last": last}
    if offset <= 0:
        del pages["prev"]
    if offset + limit >= count:
        del pages["next"]
    links = (f'<{_address(request, max(start, 0), limit)}>; rel="{name}"' for name, start in pages.items())
    return {"X-Total-Count": str(count), "Link": ", ".join(links)}


def _address(request: HttpRequest, offset: int, limit: int) -> str:
    kept = {name: request.GET[name] for name in ("sort", "orderBy", "fields") if name in request.GET}
    return f"{settings.BASE_URL}{request.path}?{urlencode({**kept, 'limit': limit, 'offset': offset})}"


def _listed(request: HttpRequest, name: str, rows: list[Row], headers: dict[str, str]) -> JsonResponse:
    """Return a page of rows, with only the fields that were asked for."""
    if wanted := {field for field in request.GET.get("fields", "").split(",") if field}:
        if rows and not any(wanted <= row.keys() for row in rows):
            raise _Problem(400, "invalid_selection_field", "One of the «fields» is in no row.")
        rows = [{field: value for field, value in row.items() if field in wanted} for row in rows]
    return _json({name: rows}, headers=headers)


def _package_link(framework: Framework) -> Row:
    """Return what a document says when it stands alone: where its package is."""
    uri = f"{BASE}/CFPackages/{framework.identifier}"
    return {"CFPackageURI": {"title": framework.title, "identifier": framework.identifier, "uri": uri}}


def _with_levels(rows: Iterable[SkillFramework]) -> list[Framework]:
    """Return frameworks without their items: one question for all their levels."""
    rows = list(rows)
    levels: dict[int, list[ProficiencyLevel]] = {}
    for level in ProficiencyLevel.objects.filter(framework__in=rows).order_by("rank"):
        levels.setdefault(level.framework_id, []).append(level)
    return [framework_with(row, levels=levels.get(row.pk, [])) for row in rows]


def _read(skills: Iterable[Skill]) -> list[tuple[Framework, Item]]:
    """Return each skill as an item, with its framework: two questions, whatever their number."""
    skills = list(skills)
    rows = {skill.framework_id: skill.framework for skill in skills}
    frameworks = dict(zip(rows, _with_levels(rows.values()), strict=True))
    parents = {skill.parent_id: str(skill.parent.identifier) for skill in skills if skill.parent}
    levels = [skill.level for skill in skills if skill.level]
    read = items_of(skills, levels, SkillText.objects.filter(skill__in=skills), parents=parents)
    return [(frameworks[skill.framework_id], each) for skill, each in zip(skills, read, strict=True)]


def _item_rows(skills: Iterable[Skill]) -> list[tuple[Item, Row]]:
    return [
        (each, case_writing.item_of(each, framework, base=BASE, is_alone=True)) for framework, each in _read(skills)
    ]


def _places(skills: Iterable[Skill]) -> list[Row]:
    """Return the associations that place items: their number is their rank in reading order."""
    skills = list(skills)
    above = list(
        Skill.objects.filter(pk__in={skill.parent_id for skill in skills if skill.parent_id}).select_related(
            "framework", "level", "parent"
        )
    )
    parents = {each.identifier: each for _framework, each in _read(above)}
    rows = []
    for skill, (framework, each) in zip(skills, _read(skills), strict=True):
        row = case_writing.child_of(each, parents.get(each.parent), framework, number=skill.order + 1, base=BASE)
        rows.append(row | {"CFDocumentURI": case_writing.document_link(framework, BASE)})
    return rows


def _link_rows(links: Iterable[SkillLink]) -> list[Row]:
    links = list(links)
    skills = {link.origin_id: link.origin for link in links}
    whole = Skill.objects.filter(pk__in=skills).select_related("framework", "level", "parent")
    origins = {each.identifier: (framework, each) for framework, each in _read(whole)}
    rows = []
    for link in links:
        framework, origin = origins[str(link.origin.identifier)]
        row = case_writing.link_of(link_of(link), origin, framework, base=BASE)
        rows.append(row | {"CFDocumentURI": case_writing.document_link(framework, BASE)})
    return rows


def _kept(skill: Skill) -> list[Row]:
    """Return the associations of other kinds that a package had for this item."""
    rows = skill.framework.extra.get("CFAssociations", [])
    own = str(skill.identifier)
    return [
        row
        for row in rows
        if isinstance(row, dict) and own in str([row.get("originNodeURI"), row.get("destinationNodeURI")])
    ]


def _kept_row(name: str, key: uuid.UUID) -> Row:
    """Return what a package had, and that was only kept, by its identifier."""
    for row in public_frameworks().filter(**{"extra__has_key": name}):
        for kept in row.extra[name]:
            if isinstance(kept, dict) and str(kept.get("identifier", "")).lower() == str(key):
                return kept
    raise _unknown()


# The standard gives these as sets.
SETS = {"CFItemTypes", "CFSubjects", "CFConcepts"}
api_urls = [
    path(f"{PREFIX}CFDocuments", documents, name="case-documents"),
    path(f"{PREFIX}CFDocuments/<str:identifier>", document, name="case-document"),
    path(f"{PREFIX}CFPackages/<str:identifier>", package, name="case-package"),
    path(f"{PREFIX}CFItems", items, name="case-items"),
    path(f"{PREFIX}CFItems/<str:identifier>", item, name="case-item"),
    path(f"{PREFIX}CFItemAssociations/<str:identifier>", item_associations, name="case-item-associations"),
    path(f"{PREFIX}CFAssociations", associations, name="case-associations"),
    path(f"{PREFIX}CFAssociations/<str:identifier>", association, name="case-association"),
    path(f"{PREFIX}CFRubrics/<str:identifier>", rubric, name="case-rubric"),
    *(
        path(f"{PREFIX}{name}/<str:identifier>", definition, {"name": name}, name=f"case-{name.lower()}")
        for name in DEFINITIONS
    ),
    path(f"{PREFIX}<path:anything>", nothing, name="case-nothing"),
]
