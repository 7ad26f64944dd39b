"""The forms a version is taken away in: sheets, booklets, archive. The worker makes each once; storage keeps it."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outillerie.kits.documents import Sheet, kit_pdf
from outillerie.kits.exports import archive_of, blobs_of, content_of, pictures_of
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.models import Audience, KitPage, KitPrint, KitVersion
from outillerie.kits.queries import domain_of, themes_by_code
from outillerie.outbox.actions import handles
from outillerie.pages.queries import absolute
from outillerie.printing.renderer import RenderingFailed

STYLESHEETS = Path(settings.BASE_DIR) / "outillerie" / "static" / "outillerie" / "css"
ZIP = "application/zip"
PDF = "application/pdf"


@dataclass(frozen=True)
class Form:
    label: str | Promise
    icon: str
    note: str | Promise = ""
    paper: str = "a4"
    edition: str = "facilitator"
    is_economical: bool = False
    is_large_print: bool = False
    ending: str = "pdf"

    @property
    def media_type(self) -> str:
        return ZIP if self.ending == "zip" else PDF


FORMS = {
    "fiche-a4": Form(_("A4 sheet (PDF)"), "file"),
    "carnet-a5": Form(_("A5 booklet to fold"), "book", _("Print on both sides, short edge."), paper="a5"),
    "hors-ligne": Form(_("Everything, offline (ZIP)"), "zip", _("Opens without the internet."), ending="zip"),
    "fiche-participants": Form(_("Participants’ sheet (PDF)"), "people", edition="participant"),
    "carnet-participants": Form(_("Participants’ booklet"), "people", paper="a5", edition="participant"),
    "fiche-econome": Form(_("Ink-saving A4 sheet"), "printer", is_economical=True),
    "fiche-gros-caracteres": Form(_("Large-print A4 sheet"), "text-size", is_large_print=True),
}
IN_ARCHIVE = ("fiche-a4", "carnet-a5", "fiche-participants")


@handles("print")
def make_print(payload: dict) -> None:
    """Make a printed form and keep it. Running again makes the same bytes, so a crash half-way costs nothing."""
    made = KitPrint.objects.select_related("version__kit").get(pk=payload["print"])
    if made.state == KitPrint.State.READY:
        return
    try:
        data = form_bytes(made.version, made.form)
    except (RenderingFailed, FormatRefused):
        # Trying again would fail again: the page says so, and the kit's author can act.
        KitPrint.objects.filter(pk=made.pk).update(state=KitPrint.State.FAILED)
        return
    made.file.save(
        f"{made.version.kit.slug}-v{made.version.number}-{made.form}.{FORMS[made.form].ending}",
        ContentFile(data),
        save=False,
    )
    made.size, made.state, made.ready_at = len(data), KitPrint.State.READY, timezone.now()
    made.save()


def form_bytes(version: KitVersion, form: str) -> bytes:
    if FORMS[form].ending == "pdf":
        return kit_pdf(version.content, sheet_of(version, form), pictures=pictures_of(version))
    pages = {f"{name}.pdf": form_bytes(version, name) for name in IN_ARCHIVE}
    offline = {"index.html": offline_page(version).encode(), "style.css": offline_stylesheet()}
    return archive_of(version, extras={**offline, **pages})


def draft_pdf(draft: KitPage) -> bytes:
    """Return the A4 sheet of a draft, to look at before it is published. It has no number and no address."""
    content, blobs = content_of(draft), blobs_of(draft)
    version = KitVersion(kit=draft, number=0, title=content.title, published_at=timezone.now())
    version.content = content
    pictures = {picture.name: blobs[picture.sha256] for picture in content.pictures}
    return kit_pdf(content, sheet_of(version, "fiche-a4"), pictures=pictures)


def sheet_of(version: KitVersion, form: str) -> Sheet:
    chosen, content = FORMS[form], version.content
    theme = themes_by_code().get(content.themes[0]) if content.themes else None
    audiences = Audience.objects.filter(code__in=content.audiences)
    return Sheet(
        number=version.number,
        published_on=timezone.localdate(version.published_at),
        page_url=absolute(f"/kits/{version.kit.slug}/v{version.number}/"),
        domain=domain_of(content) or 1,
        glyph=theme.glyph if theme else "boussole",
        audiences=tuple(audience.label for audience in audiences),
        format=chosen.paper,
        edition=chosen.edition,
        is_economical=chosen.is_economical,
        is_large_print=chosen.is_large_print,
    )


def offline_page(version: KitVersion) -> str:
    """Return the page of the archive: one file of HTML that a browser opens without a server."""
    from outillerie.kits.reading import offline_reading

    language = version.content.language if version.content.language in {"fr", "en"} else "fr"
    with translation.override(language):
        return render_to_string("kits/offline.html", offline_reading(version))


def offline_stylesheet() -> bytes:
    """Return the look of the archive's page: the colours and spaces of the site, the faces of the reader."""
    return b"\n".join((STYLESHEETS / name).read_bytes() for name in ("tokens.css", "print/offline.css"))
