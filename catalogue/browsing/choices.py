"""The facets of the search of paths. The values of some come from what public paths say today."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.frameworks.models import Skill, SkillFramework
from catalogue.paths.models import PathFacet, TrainingMode
from outillerie.discovery import choices as kits
from outillerie.discovery.counts import Among
from outillerie.discovery.shelf import SHORTEST, TITLE, Facet, Shelf
from outillerie.discovery.text import fold
from outillerie.kits.cards import audience_labels
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

SOONEST = "dates"
OPEN, WITHIN_A_MONTH, WITHIN_A_QUARTER, ANY_TIME = "ouvert", "mois", "trimestre", "permanent"

# A list longer than this is no choice any more: words find the rest.
MOST_VALUES = 6

FACETS = (
    Facet(code="domain", name="domaine", legend=_("Theme")),
    Facet(code="when", name="dates", legend=_("Next dates")),
    Facet(code="length", name="duree", legend=_("Duration")),
    Facet(code="level", name="niveau", legend=_("Level")),
    Facet(code="mode", name="modalite", legend=_("Mode")),
    Facet(code="audience", name="public", legend=_("Audience")),
    Facet(code="place", name="lieu", legend=_("Where the sessions take place"), most=MOST_VALUES),
    Facet(code="certification", name="certification", legend=_("Certification"), most=MOST_VALUES),
    Facet(code="block", name="bloc", legend=_("Block of the certification"), most=MOST_VALUES),
    Facet(code="framework", name="referentiel", legend=_("Skill framework"), most=MOST_VALUES),
    # Hundreds of skills would drown the other facets: the page of a skill leads here, and it can then be taken off.
    Facet(code="skill", name="competence", legend=_("Skill"), is_offered=False),
    Facet(code="organisation", name="organisme", legend=_("Organisation"), most=MOST_VALUES),
    Facet(code="language", name="langue", legend=_("Language")),
)
# Their values are those of the public paths themselves.
SAID_BY_PATHS = ("place", "certification", "block", "framework", "organisation")
WHEN = {
    OPEN: _("One may enrol now"),
    WITHIN_A_MONTH: _("Begins within a month"),
    WITHIN_A_QUARTER: _("Begins within three months"),
    ANY_TIME: _("Begins when one wants"),
}
LENGTHS = {"day": _("A day or less"), "days": _("2 to 5 days"), "long": _("More than 5 days")}
ORDERS = {SOONEST: _("The soonest open"), SHORTEST: _("The shortest"), TITLE: _("By title")}
PATHS_PER_PAGE = 7

Values = Mapping[str, Mapping[str, str]]


def path_shelf(public: set[int], *, skills: Iterable[str] = ()) -> Shelf:
    """Return the shelf of the `public` paths. `skills` are those that an address asks for, known or not."""
    values = values_of_paths(public, skills)
    return Shelf(
        route="paths",
        facets=FACETS,
        values_of=lambda code: FIXED[code]() if code in FIXED else values.get(code, {}),
        orders=ORDERS,
        per_page=PATHS_PER_PAGE,
        rows=PathFacet,
        owner="path_id",
        count_label=count_label,
    )


FIXED: dict[str, Callable] = {
    "domain": lambda: {str(value): label for value, label in Domain.choices},
    "when": lambda: WHEN,
    "length": lambda: LENGTHS,
    "level": lambda: {str(value): label for value, label in Level.choices},
    "mode": lambda: dict(TrainingMode.choices),
    "audience": audience_labels,
    "language": lambda: kits.values_of("language"),
}


def values_of_paths(public: set[int], skills: Iterable[str]) -> Values:
    """Return what the `public` paths say of themselves, by facet: each value with its label, in the order of labels.

    A skill is among them when it is one of `skills`: nothing else tells which ones a private path works on.
    """
    wanted = Q(facet__in=SAID_BY_PATHS) | Q(facet="skill", value__in=[text for text in skills if is_uuid(text)])
    rows = PathFacet.objects.filter(wanted, Among("path_id", public)).order_by()
    found = defaultdict(dict)
    for code, value in rows.values_list("facet", "value").distinct():
        found[code][value] = value
    if found["framework"]:
        found["framework"] = framework_titles(found["framework"])
    if found["skill"]:
        found["skill"] = skill_labels(found["skill"])
    return {code: dict(sorted(labels.items(), key=lambda pair: fold(pair[1]))) for code, labels in found.items()}


def is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def framework_titles(codes: Iterable[str]) -> dict[str, str]:
    """Return the title of the newest version of each framework; one that is no longer here keeps its code."""
    rows = SkillFramework.objects.filter(code__in=codes).order_by("changed_at").values_list("code", "title")
    return {code: code for code in codes} | dict(rows)


def skill_labels(identifiers: Iterable[str]) -> dict[str, str]:
    """Return what each skill says, in the language of the page when it can."""
    found = {}
    for skill in Skill.objects.filter(identifier__in=identifiers).prefetch_related("texts"):
        text = skill.text(get_language() or "fr")
        found[str(skill.identifier)] = " ".join(filter(None, [skill.code, text.statement if text else ""]))
    return found


def count_label(count: int) -> str:
    if not count:
        return gettext("No path")
    return ngettext("%(count)s path", "%(count)s paths", count) % {"count": count}
