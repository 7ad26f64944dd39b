"""The facets of the search of kits: their names in addresses, their possible values, and the words people read."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from outillerie.discovery.shelf import SHORTEST, TITLE, Facet, Shelf
from outillerie.kits.cards import audience_labels
from outillerie.kits.facets import licence_family
from outillerie.kits.models import KitFacet
from outillerie.kits.models.kits import Level, Mode
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.queries import themes_by_code
from outillerie.licences.licence import LICENCES

CARDS_PER_PAGE = 9
NEWEST, PROVEN = "recents", "eprouves"
FACETS = (
    Facet(code="domain", name="domaine", legend=_("Theme")),
    # Sixty themes would drown the other facets: a theme page leads here, and its theme can then be taken off.
    Facet(code="theme", name="theme", legend=_("Precise theme"), is_offered=False),
    Facet(code="duration", name="duree", legend=_("Duration"), kind="radio"),
    Facet(code="audience", name="public", legend=_("Audience")),
    Facet(code="level", name="niveau", legend=_("Level")),
    Facet(code="group", name="groupe", legend=_("Group size")),
    Facet(code="mode", name="modalite", legend=_("Mode")),
    Facet(code="place", name="lieu", legend=_("At the venue")),
    Facet(code="licence", name="licence", legend=_("Licence")),
    Facet(code="language", name="langue", legend=_("Language")),
)
FACET_CODES = tuple(facet.code for facet in FACETS)

DURATIONS = {
    "30": _("30 min or less"),
    "60": _("1 h or less"),
    "120": _("2 h or less"),
    "more": _("More than 2 h"),
}
GROUPS = {"small": _("1 to 5 people"), "medium": _("6 to 12 people"), "large": _("13 people or more")}
PLACES = {
    "unplugged": _("Without a computer"),
    "offline": _("Without a connection"),
    "easy_to_read": _("Easy-to-read version"),
}


def values_of(code: str) -> dict[str, str]:
    """Return every value that the facet may take, in the order of reading, with its label."""
    return _VALUES[code]()


def _labels(choices) -> dict[str, str]:
    return {str(value): label for value, label in choices}


def _themes() -> dict[str, str]:
    return {code: theme.label for code, theme in themes_by_code().items()}


def _licences() -> dict[str, str]:
    families = dict.fromkeys(licence_family(identifier) for identifier in LICENCES)
    return {family: "Licence Ouverte" if family == "etalab" else family.replace("-", " ") for family in families}


def _languages() -> dict[str, str]:
    return {code: get_language_info(code)["name_translated"] for code in LANG_INFO if "name" in LANG_INFO[code]}


_VALUES = {
    "domain": lambda: _labels(Domain.choices),
    "theme": _themes,
    "duration": lambda: DURATIONS,
    "audience": audience_labels,
    "level": lambda: _labels(Level.choices),
    "group": lambda: GROUPS,
    "mode": lambda: _labels(Mode.choices),
    "place": lambda: PLACES,
    "licence": _licences,
    "language": _languages,
}


def count_label(count: int) -> str:
    if not count:
        return gettext("No kit")
    return ngettext("%(count)s kit", "%(count)s kits", count) % {"count": count}


KITS = Shelf(
    route="kits",
    facets=FACETS,
    values_of=values_of,
    orders={
        NEWEST: _("The newest"),
        PROVEN: _("The most proven"),
        SHORTEST: _("The shortest"),
        TITLE: _("By title"),
    },
    per_page=CARDS_PER_PAGE,
    rows=KitFacet,
    owner="kit_id",
    count_label=count_label,
)
