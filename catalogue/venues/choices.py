"""By what venues are looked for: the facets, and the words of the standard as people read them."""

from collections.abc import Callable

from django.core.cache import caches
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.venues.formats.vocabulary import values_of
from catalogue.venues.models import Venue
from catalogue.venues.queries import public_venues
from outillerie.discovery.shelf import TITLE, Facet, Shelf
from outillerie.discovery.text import fold
from outillerie.pages.queries import KEPT_SECONDS, current_generation

VENUES_PER_PAGE = 10
ACCESS_PAGE = "fiche"
# Facet → field of a venue, column of the standard.
STANDARD = {
    "service": ("services", "services"),
    "audience": ("audiences", "publics_specifiquement_adresses"),
    "access": ("specific_support", "prise_en_charge_specifique"),
    "fee": ("fees", "frais_a_charge"),
}
FACETS = (
    Facet(code="service", name="service", legend=_("Services")),
    Facet(code="audience", name="public", legend=_("Only for")),
    Facet(code="access", name="accueil", legend=_("Accessibility")),
    Facet(code="fee", name="frais", legend=_("Fees")),
)


def worded(token: str) -> str:
    """Return a word of the standard as it is printed here: its apostrophe is curved."""
    return token.replace("'", "’")


def values(code: str) -> dict[str, str]:
    """Return the values of a facet, by their word in addresses."""
    found = {slugify(token): worded(token) for token in values_of(STANDARD[code][1])}
    return found | {ACCESS_PAGE: gettext("Has a page on acceslibre")} if code == "access" else found


def count_label(count: int) -> str:
    if not count:
        return gettext("No venue")
    return ngettext("%(count)s venue", "%(count)s venues", count) % {"count": count}


# Its facts are in columns of the venue itself: `venues_with` reads them.
SHELF = Shelf(
    route="venues",
    facets=FACETS,
    values_of=values,
    orders={TITLE: _("By title")},
    per_page=VENUES_PER_PAGE,
    rows=Venue,
    owner="pk",
    count_label=count_label,
)


def venues_with() -> tuple[dict[int, str], dict[str, dict[str, set[int]]]]:
    """Return (words, having): what each shown venue is called, folded, by id in the order of names; and the ids of those
    that have each value of each facet. Made once for each state of the site."""
    make: Callable = _venues_with
    return caches["pages"].get_or_set(f"venues-with|{current_generation()}", make, KEPT_SECONDS)


def _venues_with() -> tuple[dict[int, str], dict[str, dict[str, set[int]]]]:
    fields = [field for field, _column in STANDARD.values()]
    having: dict[str, dict[str, set[int]]] = {code: {value: set() for value in values(code)} for code in STANDARD}
    words = []
    rows = public_venues().order_by().values_list("pk", "name", "commune", "accessibility_url", *fields)
    for pk, name, commune, access_page, *lists in rows.iterator(5_000):
        words.append((fold(f"{name} {commune}"), pk))
        for code, tokens in zip(STANDARD, lists, strict=True):
            for token in tokens:
                if (value := slugify(token)) in having[code]:
                    having[code][value].add(pk)
        if access_page:
            having["access"][ACCESS_PAGE].add(pk)
    # Databases do not agree on where «É» goes.
    return {pk: text for text, pk in sorted(words)}, having
