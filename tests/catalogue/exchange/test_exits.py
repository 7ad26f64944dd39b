"""What leaves the site of the catalogue: LHÉO, JSON-LD, CSV, XLSX; and what never does (rule 7)."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from catalogue.exchange import exports
from catalogue.exchange.formats.lheo_check import faults
from outillerie.accounts.groups import STAFF
from tests.catalogue.documents.situations import full_path, registered_title, run, trainer
from tests.catalogue.factories import module, path, path_draft, skill_framework, skill_of
from tests.factories import person

pytestmark = pytest.mark.django_db
NAMES = ("lheo", "paths-csv", "paths-xlsx")


def coming(page, **facts):
    day = timezone.localdate()
    return run(page, **{"starts_on": day + timedelta(30), "ends_on": day + timedelta(60), **facts})


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def sheet_of(response, title):
    return load_workbook(io.BytesIO(response.content))[title]


def test_the_public_catalogue_is_lheo(client):
    coming(full_path())
    response = client.get(reverse("lheo"))
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert faults(fromstring(response.content)) == []


def test_a_catalogue_that_says_too_little_is_no_lheo(client):
    path()
    response = client.get(reverse("lheo"))
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_the_staff_reads_what_lheo_leaves_out_and_why(client):
    coming(full_path())
    path("Café IA")
    client.force_login(person("samir@beffrois.example", group=STAFF))
    page = client.get(reverse("lheo-report"))
    rows = {row["title"]: row for row in page.context["rows"]}
    assert (rows["Aidant numérique"]["is_written"], rows["Aidant numérique"]["gaps"]) == (True, [])
    assert rows["Café IA"]["is_written"] is False
    assert len(rows["Café IA"]["gaps"]) > 3
    assert [row["title"] for row in page.context["rows"]] == ["Café IA", "Aidant numérique"]


def test_the_report_is_for_the_staff(client):
    assert client.get(reverse("lheo-report")).status_code == 302
    client.force_login(trainer())
    assert client.get(reverse("lheo-report")).status_code == 403


def test_leak_05_private_withdrawn_and_unwritten_paths_are_in_no_export(client):
    coming(full_path("Parcours public"))
    hidden = full_path("Parcours secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    withdrawn = full_path("Parcours retiré")
    withdrawn.unpublish()
    path_draft("Parcours brouillon")
    coming(hidden)
    coming(withdrawn)
    for name in NAMES:
        data = client.get(reverse(name)).content
        text = data.decode(errors="ignore") if name != "paths-xlsx" else cells_of(data)
        assert [word for word in ("public", "secret", "retiré", "brouillon") if f"Parcours {word}" in text] == [
            "public"
        ]


def cells_of(data):
    book = load_workbook(io.BytesIO(data))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_table_has_one_row_a_path_in_words(client):
    page = full_path(certification=registered_title(), blocks=[("Bloc", [module(minutes=90)])])
    session = coming(page)
    [row] = rows_of(client.get(reverse("paths-csv")))
    assert (row["Titre"], row["Durée (heures)"] if "Durée (heures)" in row else row["Duration (hours)"]) == (
        "Aidant numérique",
        "1,5",
    )
    assert f"{session.starts_on:%d/%m/%Y}" in row.values()
    assert "RNCP34137" in row.values()
    assert [code for code in ("onsite", "hybrid", "remote", "True", "False") if code in row.values()] == []


def test_atk_csvi_01_no_cell_is_a_formula(client):
    attack = '=HYPERLINK("http://evil.example","x")'
    page = full_path(attack, blocks=[("+1+1", [module("@SUM(A1)", minutes=60)])], contact_name="-2+3")
    coming(page, place="=1+1", commune="\t=1+1")
    text = client.get(reverse("paths-csv")).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{attack}" in cells
    book = load_workbook(io.BytesIO(client.get(reverse("paths-xlsx")).content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert attack in cells_of(client.get(reverse("paths-xlsx")).content)


def test_the_workbook_has_three_sheets_with_dates_hours_and_frozen_headers(client):
    page = full_path(blocks=[("Bloc", [module("Écouter", minutes=90), (module("Orienter", minutes=60), False)])])
    session = coming(page)
    response = client.get(reverse("paths-xlsx"))
    book = load_workbook(io.BytesIO(response.content))
    assert [sheet.max_row for sheet in book] == [2, 3, 2]
    assert [sheet.freeze_panes for sheet in book] == ["B2"] * 3
    paths, modules, sessions = book
    assert 1.5 in [cell.value for cell in paths[2]]
    assert [modules.cell(row, 8).value for row in (2, 3)] == [1.5, 1]
    first_day = sessions.cell(2, 2)
    assert (first_day.value.date(), first_day.number_format) == (session.starts_on, "dd/mm/yyyy")


def test_a_cell_that_no_sheet_accepts_loses_only_what_it_refuses(client):
    page = full_path(summary="avant\x0baprès")
    assert page.versions.get().content.summary
    assert client.get(reverse("paths-xlsx")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_exports_ask_a_fixed_number_of_questions(count, django_assert_num_queries):
    title = registered_title()
    for rank in range(count):
        coming(full_path(f"Parcours {rank}", certification=title))
    with django_assert_num_queries(4):
        assert len(exports.public_offers()) == count


# --- schema.org


def course(page):
    return json.loads(exports.json_ld(page.versions.first(), page.runs.all()))


def test_a_path_is_a_course_with_its_sessions_and_its_skills():
    framework = skill_framework()
    piece = module("Écouter", minutes=90, skills=[(skill_of(framework, "1.1"), "assessed", 2)])
    page = full_path(blocks=[("Accueillir", [piece])])
    session = coming(page, place="Médiathèque", commune="Roubaix", postcode="59100")
    found = course(page)
    assert (found["@type"], found["timeRequired"], found["provider"]["legalName"]) == (
        "Course", "PT1H30M", "Hub des Beffrois SCIC",
    )  # fmt: skip
    assert [(term["@type"], term["termCode"], term["name"]) for term in found["teaches"]] == [
        ("DefinedTerm", "1.1", "Protéger les appareils")
    ]
    assert found["offers"]["price"] == "1500.00"
    [instance] = found["hasCourseInstance"]
    assert (instance["startDate"], instance["courseMode"]) == (session.starts_on.isoformat(), "Onsite")
    assert instance["location"]["address"]["addressLocality"] == "Roubaix"


def test_only_a_registered_title_is_a_credential():
    assert "educationalCredentialAwarded" not in course(full_path())
    found = course(full_path("Certifié", certification=registered_title()))["educationalCredentialAwarded"]
    assert (found["identifier"], found["name"]) == ("RNCP34137", "Responsable d’espace de médiation numérique")


def test_cancelled_and_past_sessions_are_no_instances():
    page = full_path()
    coming(page, is_cancelled=True)
    run(page, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))
    assert "hasCourseInstance" not in course(page)


def test_no_text_can_end_the_script_of_data():
    page = full_path("</script><script>alert(1)</script>")
    text = exports.json_ld(page.versions.first())
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>"


def test_a_free_path_says_so():
    found = course(full_path(price_cents=0))
    assert (found["isAccessibleForFree"], found["offers"]["category"]) == (True, "Free")


def test_the_file_is_the_same_course(client):
    page = full_path()
    response = client.get(reverse("path-jsonld", args=[page.slug]))
    assert (response["Content-Type"], json.loads(response.content)) == ("application/ld+json", course(page))
