"""The validator of LHÉO 2.3, with its controls: what is wrong is found, where it is."""

import pytest
from defusedxml.ElementTree import fromstring

from catalogue.exchange.formats.lheo import published
from catalogue.exchange.formats.lheo_check import Fault, codes_of, faults, limits_of, structure
from tests.catalogue.exchange.samples import TODAY, offer

FORMATION = "lheo/offres/formation"


def written():
    return fromstring(published([offer()], TODAY).xml)


def inside(root, name):
    return next(element for element in root.iter() if element.tag.endswith(f"}}{name}"))


def test_what_we_write_is_lheo():
    assert faults(written()) == []


def test_the_structure_is_the_whole_standard():
    assert len(structure()["elements"]) == 170
    assert len(structure()["tables"]) == 19
    assert codes_of("modalites-enseignement") == {"0", "1", "2"}
    assert limits_of("intitule-formation") == (1, 255)
    assert limits_of("debut") == (8, 8)


def test_another_namespace_is_refused():
    assert faults(fromstring('<lheo xmlns="http://www.lheo.org/1.3.0"><offres/></lheo>')) == [
        Fault("lheo", "unknown", "http://www.lheo.org/1.3.0")
    ]


def test_an_offer_without_a_path_is_refused():
    empty = fromstring('<lheo xmlns="http://lheo.gouv.fr/2.3"><offres/></lheo>')
    assert faults(empty) == [Fault("lheo/offres", "missing", "formation")]


def test_elements_out_of_order_are_refused():
    root = written()
    formation = inside(root, "formation")
    first = formation[0]
    formation.remove(first)
    formation.insert(1, first)
    assert faults(root) == [Fault(FORMATION, "order", "domaine-formation")]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("intitule-formation", "a" * 256, ("long", "255")),
        ("intitule-formation", "", ("short", "1")),
        ("numero-activite", "123", ("short", "11")),
        ("certifiante", "2", ("code", "2")),
        ("code-niveau-entree", "9", ("code", "9")),
        ("etat-recrutement", "ouvert", ("code", "ouvert")),
        ("debut", "20262002", ("shape", "20262002")),
        ("nombre-heures-total", "2,5", ("number", "2,5")),
    ],
)
def test_a_value_that_the_standard_does_not_hold_is_refused(name, text, fault):
    root = written()
    inside(root, name).text = text
    assert [(found.code, found.detail) for found in faults(root)] == [fault]


def test_too_many_codes_are_refused():
    root = written()
    domain = inside(root, "domaine-formation")
    code = inside(domain, "code-FORMACODE")
    for rank in range(5):
        domain.insert(rank, code)
    assert faults(root) == [Fault(f"{FORMATION}/domaine-formation", "many", "code-FORMACODE")]


def test_an_unknown_element_an_unknown_attribute_and_loose_words_are_refused():
    root = written()
    formation = inside(root, "formation")
    formation.tag = formation.tag.replace("formation", "offre")
    assert Fault("lheo/offres", "unknown", "offre") in faults(root)
    root = written()
    inside(root, "formation").set("couleur", "bleu")
    assert faults(root) == [Fault(FORMATION, "attribute", "couleur")]
    root = written()
    inside(root, "formation").text = "des mots"
    assert faults(root) == [Fault(FORMATION, "text", "")]


def test_a_missing_element_is_refused():
    root = written()
    formation = inside(root, "formation")
    formation.remove(inside(formation, "organisme-formation-responsable"))
    assert faults(root) == [Fault(FORMATION, "missing", "organisme-formation-responsable")]
