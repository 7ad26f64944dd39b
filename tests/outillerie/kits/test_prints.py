"""What is taken away: made by the worker, kept by storage, whole without a server."""

import hashlib
import zipfile
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from outillerie.kits.actions import request_print
from outillerie.kits.formats.content import Material, counted_label
from outillerie.kits.models import KitPage, KitPrint
from outillerie.kits.prints import FORMS, draft_pdf, form_bytes, make_print
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.outillerie.printing.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def camille():
    call_command("import_kits", "fixtures/demo/kits/ou-est-camille", stdout=StringIO())
    return KitPage.objects.get().versions.get()


@pytest.fixture
def archive(camille):
    return zipfile.ZipFile(BytesIO(form_bytes(camille, "hors-ligne")))


def test_the_page_of_the_archive_leads_only_to_what_the_archive_holds(archive):
    page = BeautifulSoup(archive.read("index.html"), "html.parser")
    addresses = [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]
    local = {address for address in addresses if not address.startswith(("http", "#", "tel:", "mailto:"))}
    assert local - set(archive.namelist()) == set()
    assert "style.css" in local
    assert page.select("script") == []


def test_the_page_of_the_archive_holds_the_whole_kit(archive):
    words = BeautifulSoup(archive.read("index.html"), "html.parser").get_text(" ", strip=True)
    for expected in ("Préparation", "Accueillir", "Camille a votre âge", "Variantes", "30\u00a0min", "CC BY-SA 4.0"):
        assert expected in words, expected


def test_the_checksums_of_the_archive_are_true(archive):
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums


def test_a_form_is_asked_of_the_worker_once(camille):
    first, again = request_print(camille, "fiche-a4"), request_print(camille, "fiche-a4")
    assert (first.pk, first.state) == (again.pk, KitPrint.State.WAITING)
    assert OutboxMessage.objects.filter(kind="print").count() == 1


def test_PDF_04_making_a_form_again_changes_nothing(camille):
    made = request_print(camille, "fiche-a4")
    make_print({"print": made.pk})
    made.refresh_from_db()
    kept = made.file.read()
    make_print({"print": made.pk})
    assert (made.state, kept) == (KitPrint.State.READY, form_bytes(camille, "fiche-a4"))


def test_a_form_that_cannot_be_laid_out_is_said_to_have_failed(client, monkeypatch):
    kit = factories.kit(slug="camille")
    made = request_print(kit.versions.get(), "fiche-a4")
    monkeypatch.setattr("outillerie.printing.renderer.SECONDS", 0)
    make_print({"print": made.pk})
    assert client.get(f"{kit.url}v1/fiche-a4.pdf").status_code == 503


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.ending == "pdf"])
def test_every_form_is_a_pdf(form):
    assert form_bytes(factories.kit().versions.get(), form).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("quantity", "label", "read"),
    [("12", "Cartes", "cartes"), ("2", "PC portable", "PC portable"), ("1 jeu", "Écran", "Écran"), ("1", "é", "é")],
)
def test_a_label_reads_well_after_its_number(quantity, label, read):
    assert counted_label(Material(label=label, quantity=quantity)) == read


def test_a_draft_is_printed_without_number_address_or_code():
    page = factories.draft(title="Un projet")
    text = words_of(draft_pdf(KitPage.objects.get(pk=page.pk)))
    assert "Un projet" in text
    assert "brouillon" in text
    assert ("version 0" in text.lower(), "/v0" in text, "publié" in text) == (False, False, False)
