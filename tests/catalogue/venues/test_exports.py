"""Our file of venues is judged by frictionless against the official schema.

One defect of that schema is tolerated, by mending it: its pattern for «Étapes numériques (La Poste)» lacks the space
that everyone publishes. A test shows that nothing else is.
"""

import json

import pytest
from frictionless import Resource, Schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.venues.exports import csv_lines
from catalogue.venues.formats.standard import COLUMNS, WORDS, read_line
from catalogue.venues.formats.vocabulary import values_of
from catalogue.venues.imports import import_venues
from catalogue.venues.models import Venue
from tests.catalogue.venues.samples import HINAURA, LA_POSTE, csv_file, data, line

pytestmark = pytest.mark.django_db
SCHEMA = "standard-mediation-num-schema-v1.0.2.json"
DEFECT, MENDED = r"Étapes numériques\\(La Poste\\)", r"Étapes numériques ?\\(La Poste\\)"


def mended_schema() -> dict:
    text = data(SCHEMA).decode()
    assert text.count(DEFECT) == 1
    return json.loads(text.replace(DEFECT, MENDED))


def errors_of(file: bytes, schema: dict) -> list[tuple[int, str, str]]:
    """Return what frictionless says of a file: row, column, kind of error."""
    resource = Resource(data=file, format="csv", encoding="utf-8", schema=Schema.from_descriptor(schema))
    report = resource.validate()
    assert report.stats["tasks"] == 1
    return [(error.row_number, error.field_name, error.type) for error in report.tasks[0].errors]


def exported() -> bytes:
    return b"".join(csv_lines())


def test_the_real_venues_go_out_valid(territories):
    import_venues(data(HINAURA))
    import_venues(data(LA_POSTE))
    file = exported()
    assert file.count(b"\r\n") == 1 + 693
    assert errors_of(file, mended_schema()) == []


def test_the_only_defect_tolerated_is_the_missing_space():
    import_venues(csv_file(line(formations_labels="Étapes numériques (La Poste)"), line(id="essai-2")))
    assert errors_of(exported(), json.loads(data(SCHEMA))) == [(2, "formations_labels", "constraint-error")]
    assert errors_of(exported(), mended_schema()) == []


def test_the_control_a_wrong_file_is_judged_wrong():
    wrong = csv_file(line(code_postal="5910", telephone="03", services="Tricot", date_maj="hier"))
    columns = {field for _row, field, _kind in errors_of(wrong, mended_schema())}
    assert columns == {"code_postal", "telephone", "services", "date_maj"}


def test_what_goes_out_comes_back_equal(territories):
    import_venues(data(HINAURA))
    before = {venue.standard_id: venue.imported for venue in Venue.objects.all()}
    file = exported()
    Venue.objects.all().delete()
    assert import_venues(file).created == 687
    assert {venue.standard_id: venue.imported for venue in Venue.objects.all()} == before


def test_a_hidden_venue_is_in_no_line_and_neither_are_its_addresses():
    import_venues(csv_file(line(), line(id="essai-2", nom="Caché", courriels="secret@example.org")))
    Venue.objects.filter(standard_id="essai-2").update(is_shown=False)
    assert (b"secret@example.org" in exported(), exported().count(b"\r\n")) == (False, 2)


def test_a_summary_longer_than_the_standard_is_cut_and_goes_whole_to_the_presentation():
    import_venues(csv_file(line(presentation_resume="mot " * 110)))
    assert errors_of(exported(), mended_schema()) == []
    assert ("mot " * 109).strip().encode() in exported()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_ATK_CSV_01_no_cell_is_a_formula(start):
    formula = f'{start}HYPERLINK("http://a.example","x")'
    import_venues(csv_file(line(nom=formula, presentation_resume=formula, autres_formations_labels=formula)))
    file = exported().decode()
    assert f",{start}" not in file and f'"{start}' not in file.replace(f"\"'{start}", "")
    assert Venue.objects.get().name == formula


def test_ATK_CSV_01_numbers_stay_numbers():
    import_venues(csv_file(line(latitude="-21.1", longitude="-3.5", telephone="+262262000000")))
    assert b",-21.1,-3.5," in exported() and b",+262262000000," in exported()


def test_the_file_is_at_a_public_address(client):
    import_venues(csv_file(line()))
    response = client.get("/lieux/lieux-mediation-numerique.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response.streaming_content) == exported()


text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
lists = {COLUMNS[key]: st.lists(st.sampled_from(values_of(key)), max_size=4, unique=True) for key in WORDS}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.fixed_dictionaries(
        dict.fromkeys(("nom", "commune", "adresse", "complement_adresse", "presentation_detail", "source"), text)
        | {"presentation_resume": st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=520)}
        | {
            key: st.text(max_size=40)
            for key in ("pivot", "telephone", "courriels", "site_web", "code_insee", "horaires")
        }
        | {"autres_formations_labels": text, "latitude": st.floats().map(str), "longitude": st.floats(-9, 9).map(str)}
    ),
    words=st.fixed_dictionaries(lists),
)
def test_whatever_a_venue_says_its_line_is_valid(cells, words):
    reading = read_line(line(**cells))
    if reading.faults:
        return
    Venue.objects.all().delete()
    Venue.objects.create(slug="essai", **{**reading.facts, **words})
    assert errors_of(exported(), mended_schema()) == []
