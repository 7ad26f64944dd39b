"""The catalogues on paper, made by the worker once for each state of them, and kept until the next."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.browsing.cards import main_domain, run_label
from catalogue.browsing.documents import PrintedCatalogue, PrintedPath, catalogue_pdf
from catalogue.browsing.models import CatalogueEdition, CataloguePrint
from catalogue.browsing.queries import Offer, newest_versions, offers, shown_path_ids
from catalogue.paths.models import PathVersion
from outillerie.discovery.text import fold
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.outbox.actions import handles
from outillerie.pages.arranging import forget_prints
from outillerie.pages.queries import absolute, read_hub
from outillerie.printing.renderer import RenderingFailed

# What a catalogue looks like: another number makes every one of them again.
LAYOUT = 1
DATES_PRINTED = 4


@dataclass(frozen=True)
class Listed:
    """A path that a catalogue prints: as it stands, and its newest version."""

    offer: Offer
    version: PathVersion


def listed_paths(edition: CatalogueEdition | None, today: date, *, with_content: bool = False) -> list[Listed]:
    """Return the public paths of `edition` in its order, or every one of them when there is none.

    Without their content, versions are light rows.
    """
    offered = offers(today)
    ids = list(offered) if edition is None else [pk for pk in shown_path_ids(edition) if pk in offered]
    versions = newest_versions(ids, with_content=with_content)
    return [Listed(offered[pk], versions[pk]) for pk in ids if pk in versions]


def state_of(edition: CatalogueEdition | None, today: date) -> str:
    """Return the SHA-256 of everything that the catalogue shows on the day `today`; nothing when it has no path."""
    listed = listed_paths(edition, today)
    if not listed:
        return ""
    # In one language, whoever asks: the same state has one print.
    with override(settings.LANGUAGE_CODE):
        paths = [[row.offer.slug, row.version.number, row.version.sha256, dates_of(row.offer)] for row in listed]
        said = [LAYOUT, *words_of(edition), paths]
    return sha256(json.dumps(said).encode()).hexdigest()


def words_of(edition: CatalogueEdition | None) -> list[str]:
    """Return the name of the hub, then the title, introduction, organisation and address of the catalogue."""
    hub = read_hub().hub_name
    if edition is None:
        return [hub, _("Catalogue of learning paths"), "", "", reverse("paths")]
    return [hub, edition.title, edition.introduction, edition.organisation.name, edition.get_absolute_url()]


def dates_of(offer: Offer) -> list[str]:
    return [run_label(run) for run in offer.runs[:DATES_PRINTED]]


@handles("catalogue-print", lease=timedelta(minutes=8))
def make_print(payload: dict) -> None:
    """Make a catalogue and keep it, instead of those of older states. Running again makes the same bytes."""
    made = CataloguePrint.objects.select_related("edition__organisation").filter(pk=payload["print"]).first()
    if made is None or made.state == CataloguePrint.State.READY:
        return
    today = timezone.localdate()
    if state_of(made.edition, today) != made.sha256:
        # The catalogue changed meanwhile: whoever asks again asks for what it has become.
        made.delete()
        return
    try:
        data = catalogue_pdf(catalogue_of(made.edition, today, edited_on=timezone.localdate(made.requested_at)))
    except (RenderingFailed, FormatRefused):
        CataloguePrint.objects.filter(pk=made.pk).update(state=CataloguePrint.State.FAILED)
        return
    made.file.save(f"{name_of(made.edition)}.pdf", ContentFile(data), save=False)
    made.size, made.state, made.ready_at = len(data), CataloguePrint.State.READY, timezone.now()
    made.save()
    forget_prints(CataloguePrint.objects.filter(edition=made.edition).exclude(pk=made.pk))


def name_of(edition: CatalogueEdition | None) -> str:
    return edition.slug if edition else "catalogue"


def catalogue_of(edition: CatalogueEdition | None, today: date, *, edited_on: date) -> PrintedCatalogue:
    """Return what to print: public paths alone, each at its newest version. The whole catalogue goes by domain."""
    with override(settings.LANGUAGE_CODE):
        return printed_catalogue(edition, today, edited_on)


def printed_catalogue(edition: CatalogueEdition | None, today: date, edited_on: date) -> PrintedCatalogue:
    listed = listed_paths(edition, today, with_content=True)
    if edition is None:
        listed.sort(key=lambda row: (main_domain(row.version.content), fold(row.offer.title), row.offer.pk))
    hub_name, title, introduction, organisation, path = words_of(edition)
    return PrintedCatalogue(
        title=title,
        introduction=introduction,
        hub_name=hub_name,
        organisation=organisation,
        page_url=absolute(path),
        edited_on=edited_on.isoformat(),
        paths=tuple(printed_path(row) for row in listed),
    )


def printed_path(row: Listed) -> PrintedPath:
    return PrintedPath(
        content=row.version.content,
        url=absolute(reverse("path", args=[row.offer.slug])),
        dates=tuple(dates_of(row.offer)),
        version=row.version.number,
        published_on=timezone.localdate(row.version.published_at).isoformat(),
    )
