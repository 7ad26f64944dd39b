"""The national standard of venues, line by line: what is read, mended, tolerated, refused."""

from datetime import date

import pytest

from catalogue.venues.formats.former import converted, is_former
from catalogue.venues.formats.pivot import NONE, is_right, is_siret, mended
from catalogue.venues.formats.standard import COLUMNS, WORDS, read_line, written_line
from catalogue.venues.formats.vocabulary import known, values_of
from tests.catalogue.venues.samples import LINE, line

ZERO_FIRST = "05520277700011"


def sentences(remarks):
    return [remark.message % remark.parts for remark in remarks]


def test_the_standard_has_32_columns_and_each_is_a_field():
    assert (len(COLUMNS), len(set(COLUMNS.values()))) == (32, 32)


def test_a_line_becomes_the_facts_of_a_venue():
    cells = line(
        code_insee="59512",
        latitude="50,692",
        longitude="3.178",
        telephone="03 20 00 00 00",
        courriels="contact@example.org;accueil@example.org",
        site_web="www.example.org|https://example.com/a;b",
        services="Accès internet et matériel informatique;Loisirs et créations numériques",
        date_maj="05/01/2026",
    )
    reading = read_line(cells)
    assert (reading.faults, reading.remarks) == ((), ())
    kept = {name: value for name, value in reading.facts.items() if value not in ("", [], None)}
    assert kept == {
        "standard_id": "essai-1",
        "name": "Médiathèque des Tisserands",
        "commune": "Roubaix",
        "postcode": "59100",
        "insee_code": "59512",
        "address": "12 rue Exemple",
        "latitude": 50.692,
        "longitude": 3.178,
        "phone": "+33320000000",
        "emails": ["contact@example.org", "accueil@example.org"],
        "websites": ["https://www.example.org", "https://example.com/a;b"],
        "source": "Essai",
        "updated_on": date(2026, 1, 5),
        "services": ["Accès internet et matériel informatique", "Loisirs et créations numériques"],
    }


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("formations_labels", "Étapes numériques(La Poste)", "Étapes numériques (La Poste)"),
        ("formations_labels", "Étapes numériques (La Poste)", "Étapes numériques (La Poste)"),
        ("formations_labels", "Formé à « Mon Espace Santé »", "Formé à « Mon Espace Santé »"),
        ("modalites_acces", "Ce lieu n’accueille pas de public", "Ce lieu n'accueille pas de public"),
        ("modalites_acces", "Ce lieu n'accueille pas de public", "Ce lieu n'accueille pas de public"),
        ("frais_a_charge", "GRATUIT", "Gratuit"),
        ("itinerance", "itinerant", "Itinérant"),
        ("typologie", "tiers_lieux", "TIERS_LIEUX"),
    ],
)
def test_defects_that_everyone_has_are_tolerated(column, written, read):
    assert known(column, written) == read


def test_every_word_of_the_standard_is_known_to_itself():
    assert [(key, word) for key in WORDS for word in values_of(key) if known(key, word) != word] == []


@pytest.mark.parametrize("column", ["id", "nom", "commune", "code_postal", "adresse", "date_maj"])
def test_a_line_without_a_required_value_is_refused_and_told_why(column):
    reading = read_line({**LINE, column: " "})
    assert sentences(reading.faults) == [f"“{column}” is empty."]


def test_a_value_that_the_standard_does_not_have_is_left_out_and_told_but_labels_are_kept():
    reading = read_line(line(services="Tricot|Loisirs et créations numériques", formations_labels="Label d’ici"))
    assert reading.facts["services"] == ["Loisirs et créations numériques"]
    assert (reading.facts["labels"], reading.facts["other_labels"]) == ([], ["Label d’ici"])
    assert sentences(reading.remarks) == [
        "“Tricot” is not a value of “services” in the standard: it is left out.",
        "“Label d’ici” is not a value of “formations_labels” in the standard: it is kept among other labels.",
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://[", "rien"])
def test_an_address_that_is_not_of_the_web_is_left_out(url):
    reading = read_line(line(prise_rdv=url, site_web=url, fiche_acces_libre=url))
    assert [reading.facts[name] for name in ("booking_url", "websites", "accessibility_url")] == ["", [], ""]
    assert len(reading.remarks) == 3


@pytest.mark.parametrize(
    ("written", "read"), [("2300", "02300"), ("2300.0", "02300"), ("59 100", "59100"), ("59100", "59100")]
)
def test_the_zero_that_a_spreadsheet_lost_is_given_back(written, read):
    assert read_line(line(code_postal=written)).facts["postcode"] == read


@pytest.mark.parametrize(("written", "read"), [("2173", "02173"), ("2a004", "2A004"), ("59512", "59512"), ("x", "")])
def test_codes_of_communes_are_mended(written, read):
    assert read_line(line(code_insee=written)).facts["insee_code"] == read


@pytest.mark.parametrize("place", [("91", "3"), ("50", "181"), ("nan", "3"), ("1e400", "3"), ("50", ""), ("0", "0")])
def test_coordinates_go_by_two_and_stay_on_the_earth(place):
    reading = read_line(line(latitude=place[0], longitude=place[1]))
    assert (reading.facts["latitude"], reading.facts["longitude"]) == (None, None)


def test_a_summary_too_long_goes_whole_to_the_presentation():
    long = "mot " * 200
    facts = read_line(line(presentation_resume=long)).facts
    assert (len(facts["summary"]), facts["description"]) == (499, long.strip())


# --- the number of the organisation


@pytest.mark.parametrize("number", ["43493312300029", "35600000060857", "35600000049837", "W751234567"])
def test_a_right_number(number):
    assert is_right(number)


@pytest.mark.parametrize("number", ["43493312300028", "35600000060858", "12345678901234", "ABC"])
def test_a_wrong_number(number):
    assert not is_right(number)


def test_fourteen_zeros_are_nobody_and_nothing_is_said_of_them():
    assert (is_siret(NONE), is_right(NONE)) == (False, True)
    reading = read_line(LINE)
    assert (reading.facts["pivot"], reading.remarks) == ("", ())


def test_a_wrong_siret_is_kept_and_told():
    reading = read_line(line(pivot="43493312300028"))
    assert (reading.facts["pivot"], sentences(reading.remarks)) == (
        "43493312300028",
        ["The number 43493312300028 is not the SIRET of anybody: check it."],
    )


def test_a_siret_that_lost_its_zero_gets_it_back():
    assert is_siret(ZERO_FIRST)
    assert [mended(text) for text in (ZERO_FIRST[1:], f"{ZERO_FIRST[1:]}.0", "434 933 123 00029")] == [
        ZERO_FIRST,
        ZERO_FIRST,
        "43493312300029",
    ]


# --- the former standard


def test_a_header_of_v0_is_told_from_one_of_v1():
    assert is_former(["id", "nom", "conditions_acces", "labels_autres"])
    assert not is_former(COLUMNS)
    assert not is_former(["id", "nom", "conditions_acces", "frais_a_charge"])


def test_a_line_of_v0_becomes_one_of_v1():
    former = {
        **LINE,
        "cle_ban": "13001_3079_00001",
        "courriel": "contact@example.org",
        "services": "Prendre en main un ordinateur;Utiliser le numérique au quotidien;Créer avec le numérique",
        "publics_accueillis": "Adultes;Surdité;Personnes en situation d'illettrisme",
        "conditions_acces": "Adhésion : L’accès demande d’adhérer;Accepte le Pass numérique : oui",
        "labels_nationaux": "CNFS;Fabriques de Territoire;French Tech",
        "labels_autres": "SudLabs",
        "modalites_accompagnement": "A ma place : une personne habilitée fait les démarches à ma place",
        "accessibilite": "https://acceslibre.beta.gouv.fr/app/x",
    }
    reading = read_line(converted(former))
    kept = ("services", "audiences", "specific_support", "fees", "national_programmes", "labels", "other_labels")
    assert [reading.facts[name] for name in kept] == [
        ["Maîtrise des outils numériques du quotidien", "Loisirs et créations numériques"],
        [],
        ["Surdité", "Illettrisme"],
        ["Payant"],
        ["Conseillers numériques"],
        ["Fabriques de Territoire"],
        ["French Tech", "SudLabs"],
    ]
    assert reading.facts["support_modes"] == ["Accompagnement individuel"]
    assert reading.facts["emails"] == ["contact@example.org"]
    assert reading.facts["accessibility_url"] == "https://acceslibre.beta.gouv.fr/app/x"
    assert (reading.faults, reading.remarks) == ((), ())


def test_women_only_stays_exclusive_in_v1():
    assert converted({"publics_accueillis": "Uniquement femmes;Seniors (+ 65 ans)"}) == {
        "publics_specifiquement_adresses": "Femmes"
    }


def test_what_we_write_is_read_back_equal():
    cells = line(
        services="Loisirs et créations numériques", latitude="50.5", longitude="-3.25", telephone="+33320000000"
    )
    facts = read_line(cells).facts
    assert read_line(written_line(facts)).facts == facts
