"""Paths as LHÉO 2.3: what is written, what is reported instead."""

import dataclasses
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.exchange.formats.lheo import published
from catalogue.exchange.formats.lheo_check import faults
from catalogue.exchange.formats.lheo_writing import Cut, Gap
from tests.catalogue.exchange.samples import BLOCKS, COMPLETE, PROVIDER, SESSION, TODAY, offer

NAMESPACE = "{http://lheo.gouv.fr/2.3}"


def formation(**facts):
    xml = published([offer(**facts)], TODAY).xml
    return fromstring(xml).find(f"{NAMESPACE}offres/{NAMESPACE}formation")


def text_of(element, name):
    return element.findtext(f".//{NAMESPACE}{name}")


def texts_of(element, name):
    return [found.text for found in element.iter(f"{NAMESPACE}{name}")]


def gaps(**facts):
    [report] = published([offer(**facts)], TODAY).reports
    return report.gaps


def test_a_complete_path_is_written_and_nothing_is_reported():
    document = published([offer()], TODAY)
    [report] = document.reports
    assert (report.is_written, report.gaps, report.cuts, report.faults) == (True, (), (), ())


def test_the_facts_of_a_path_stand_where_the_standard_wants_them():
    found = formation()
    assert found.get("numero") == "aidant-numerique"
    assert {
        name: text_of(found, name)
        for name in (
            "intitule-formation", "objectif-formation", "certifiante", "code-RNCP", "code-NSF", "modalites-enseignement",
            "modalites-entrees-sorties", "debut", "fin", "etat-recrutement", "prix-total-TTC", "nombre-heures-total",
            "numero-activite", "SIRET", "code-bloc", "validation-blocs", "urlweb",
        )
    } == {
        "intitule-formation": "Aidant numérique",
        "objectif-formation": "Accueillir une personne\nProtéger ses données",
        "certifiante": "1",
        "code-RNCP": "34137",
        "code-NSF": "320",
        "modalites-enseignement": "1",
        "modalites-entrees-sorties": "0",
        "debut": "20260302",
        "fin": "20260630",
        "etat-recrutement": "1",
        "prix-total-TTC": "1500.00",
        "nombre-heures-total": "2",
        "numero-activite": "32591234567",
        "SIRET": "12345678901234",
        "code-bloc": "RNCP34137BC01",
        "validation-blocs": "0",
        "urlweb": "https://outillerie.example/parcours/aidant-numerique/",
    }  # fmt: skip


def test_modules_are_required_or_not():
    assert texts_of(formation(), "reference-module") == ["Écouter", "Orienter"]
    assert texts_of(formation(), "type-module") == ["1", "2"]


def test_all_the_blocks_of_the_certification_make_a_whole_validation():
    assert text_of(formation(certification_blocks=frozenset({"RNCP34137BC01"})), "validation-blocs") == "1"


def test_a_path_that_leads_to_no_registered_title_says_so_everywhere():
    unregistered = dataclasses.replace(COMPLETE.certification, register="", code="")
    found = formation(certification=unregistered)
    assert text_of(found, "certifiante") == "0"
    assert text_of(found, "resultats-attendus") == "Attestation de fin de formation"
    assert (text_of(found, "code-RNCP"), text_of(found, "code-bloc")) == (None, None)


def test_a_code_of_the_specific_register_keeps_its_letters():
    specific = dataclasses.replace(COMPLETE.certification, register="rs", code="RS6208")
    assert text_of(formation(certification=specific), "code-RS") == "RS6208"


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({"objectives": ()}, Gap("path", "objectives")),
        ({"prerequisites": ""}, Gap("path", "prerequisites")),
        ({"pace": ""}, Gap("path", "pace")),
        ({"public_codes": ()}, Gap("path", "public_codes")),
        ({"public_codes": ("820",)}, Gap("path", "public_codes", "code")),
        ({"entry_level": ""}, Gap("path", "entry_level")),
        ({"entry_level": "9"}, Gap("path", "entry_level", "code")),
        ({"contact_email": ""}, Gap("path", "contact_email")),
        ({"funding": ""}, Gap("path", "funding")),
        ({"nsf": (), "formacodes": (), "rome": ()}, Gap("path", "codes")),
        ({"provider": None}, Gap("path", "organisation")),
        ({"provider": dataclasses.replace(PROVIDER, siret="")}, Gap("provider", "siret")),
        ({"provider": dataclasses.replace(PROVIDER, activity_number="")}, Gap("provider", "activity_number")),
        ({"provider": dataclasses.replace(PROVIDER, address="rue " * 60)}, Gap("provider", "address", "long")),
        ({"contact_name": "a" * 51}, Gap("path", "contact_name", "long")),
        ({"sessions": ()}, Gap("session", "starts_on")),
    ],
)
def test_a_path_that_lacks_a_mandatory_fact_is_reported_and_not_written(facts, gap):
    document = published([offer(**facts)], TODAY)
    [report] = document.reports
    assert (report.gaps, report.is_written, document.xml) == ((gap,), False, b"")


def test_the_other_paths_are_written_all_the_same():
    document = published([offer(objectives=()), offer()], TODAY)
    assert [report.is_written for report in document.reports] == [False, True]
    assert faults(fromstring(document.xml)) == []


def test_a_session_that_is_over_is_no_date_to_come():
    over = dataclasses.replace(SESSION, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 4), enrolment_closes_on=None)
    assert gaps(sessions=[over]) == (Gap("session", "starts_on"),)


def test_a_path_that_one_may_begin_at_any_time_has_a_session_without_days():
    found = formation(sessions=(), is_always_open=True)
    assert [text_of(found, name) for name in ("modalites-entrees-sorties", "debut", "fin", "etat-recrutement")] == [
        "1", "00000000", "99999999", "1",
    ]  # fmt: skip


def test_a_free_path_needs_no_funding_and_says_that_none_is_possible():
    assert text_of(formation(funding="", price_cents=0), "prise-en-charge-frais-possible") == "0"
    assert text_of(formation(funding="Aucune prise en charge"), "prise-en-charge-frais-possible") == "0"
    assert text_of(formation(), "prise-en-charge-frais-possible") == "1"


def test_a_text_that_is_too_long_is_cut_at_a_word_and_reported():
    document = published([offer(methods="Mises en situation. " * 20)], TODAY)
    [report] = document.reports
    assert report.cuts == (Cut("methods", 200),)
    [cut] = texts_of(fromstring(document.xml), "modalites-pedagogiques")
    assert len(cut) <= 200
    assert cut.endswith(("situation.…", "en…", "Mises…"))


def test_more_codes_than_the_standard_holds_are_reported():
    document = published([offer(rome=("K1201", "K1202", "K1203", "K1204", "K1205", "K1206"))], TODAY)
    assert document.reports[0].cuts == (Cut("codes", 5),)
    assert texts_of(fromstring(document.xml), "code-ROME") == ["K1201", "K1202", "K1203", "K1204", "K1205"]


ANY_TEXT = st.text(st.characters(codec=None), min_size=1, max_size=400)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_makes_a_well_formed_document_or_a_report(title, prerequisites, place):
    """Control characters, halves of characters, markup, entities: whatever people type."""
    session = dataclasses.replace(SESSION, place=place)
    blocks = (dataclasses.replace(BLOCKS[0], title=title),)
    content = {"title": title, "prerequisites": prerequisites, "audience": place, "blocks": blocks}
    document = published([offer(sessions=[session], **content)], TODAY)
    [report] = document.reports
    assert report.faults == ()
    assert report.is_written or report.gaps
    if report.is_written:
        assert faults(fromstring(document.xml)) == []


@pytest.mark.parametrize("nothing", ["\x08", " ", "\ud800"])
def test_a_text_of_signs_that_no_document_holds_is_missing(nothing):
    assert gaps(title=nothing) == (Gap("path", "title"),)
    assert gaps(accessibility=nothing, audience=nothing, contact_phone=nothing) == ()


def test_what_xml_forbids_is_left_out_and_markup_is_words():
    found = formation(title="A\x00B\x0b\ud800 <script>&amp;</script>")
    assert text_of(found, "intitule-formation") == "AB <script>&amp;</script>"
