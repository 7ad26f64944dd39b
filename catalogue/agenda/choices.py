"""By what sessions are looked for: the facets, their names in addresses, the words of their values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import TrainingMode
from catalogue.paths.queries import public_paths
from catalogue.sessions.models import SessionFormat
from outillerie.accounts.models import Organisation
from outillerie.kits.cards import audience_labels
from outillerie.kits.models import KitPage
from outillerie.kits.queries import public_kits, themes_by_code

# How far “near” is, in kilometres.
RADII = (10, 20, 50)
# A list longer than this is no choice any more.
MOST_VALUES = 8


@dataclass(frozen=True)
class AgendaFacet:
    """`code` is that of the rows, `name` the parameter in addresses. One that is not offered is chosen elsewhere: a
    link leads to it, and it can then be taken off."""

    code: str
    name: str
    legend: str | Promise
    is_offered: bool = True


@dataclass(frozen=True)
class Choice:
    """A value chosen: as addresses say it, as the rows hold it, as people read it."""

    value: str
    row: str
    label: str


FACETS = (
    AgendaFacet("format", "format", _("Format")),
    AgendaFacet("mode", "modalite", _("Mode")),
    AgendaFacet("audience", "public", _("Audience")),
    AgendaFacet("path", "parcours", _("Learning path")),
    AgendaFacet("organisation", "organisme", _("Organisation")),
    AgendaFacet("kit", "kit", _("Workshop kit"), is_offered=False),
)
THEME = AgendaFacet("theme", "theme", _("Theme"), is_offered=False)
ALL_FACETS = (*FACETS, THEME)


def coded(labels: Callable[[], Mapping[str, str]]) -> Callable[..., list[Choice]]:
    """Return a reader of values that are the same in addresses and in rows."""

    def read(*, values: Iterable[str] = (), rows: Iterable[str] = ()) -> list[Choice]:
        wanted = {*values, *rows}
        return [Choice(code, code, str(label)) for code, label in labels().items() if code in wanted]

    return read


def formats() -> dict[str, str]:
    return dict(SessionFormat.objects.values_list("code", "label"))


def theme_labels() -> dict[str, str]:
    return {code: theme.label for code, theme in themes_by_code().items()}


def paths(*, values: Iterable[str] = (), rows: Iterable[str] = ()) -> list[Choice]:
    return named(public_paths(), "title", values, rows)


def kits(*, values: Iterable[str] = (), rows: Iterable[str] = ()) -> list[Choice]:
    kits = public_kits() if values or rows else KitPage.objects.none()
    return named(kits, "title", values, rows)


def organisations(*, values: Iterable[str] = (), rows: Iterable[str] = ()) -> list[Choice]:
    return named(Organisation.objects.all(), "name", values, rows)


def named(found, title: str, values: Iterable[str], rows: Iterable[str]) -> list[Choice]:
    """Return those of `found` with one of these slugs or numbers: what is not public has no name, and no place."""
    found = found.filter(slug__in=list(values)) if values else found.filter(pk__in=[int(row) for row in rows])
    pairs = found.order_by(title).values_list("slug", "pk", title)
    return [Choice(slug, str(pk), label) for slug, pk, label in pairs]


READERS: dict[str, Callable[..., list[Choice]]] = {
    "format": coded(formats),
    "mode": coded(lambda: dict(TrainingMode.choices)),
    "audience": coded(audience_labels),
    "theme": coded(theme_labels),
    "path": paths,
    "organisation": organisations,
    "kit": kits,
}
