"""An activity has the attributes and the columns of La Coop, in its own words."""

from datetime import date

from catalogue.outcomes.formats.coop import OURS, THEIRS, Activity, columns, resource, row
from catalogue.outcomes.formats.headcounts import Headcounts, completed
from catalogue.outcomes.vocabulary import codes, labels

ACTIVITY = Activity(
    uid="7d9f",
    title="Protéger ses comptes",
    day=date(2026, 10, 13),
    minutes=120,
    place_type="lieu_activite",
    venue="Médiathèque des Tisserands",
    venue_id="essai-1",
    address="12 rue Exemple",
    commune="Roubaix",
    postcode="59100",
    insee="59512",
    participants=completed(Headcounts(total=3, gender={"feminin": 2}), codes(), named=4),
    material=("ordinateur", "telephone"),
    themes=("securite_numerique",),
    to_choose=("Accessibilité",),
    level="debutant",
    tags=("Échange entre pairs",),
    animation="echange",
)


def test_the_attributes_are_those_of_its_api():
    found = resource(ACTIVITY)
    assert (found["type"], found["id"]) == ("activite", "7d9f")
    people = found["attributes"].pop("beneficiaires")
    assert found["attributes"] == {
        "type": "collectif",
        "accompagnements": 7,
        "date": "2026-10-13",
        "duree": 120,
        "type_lieu": "lieu_activite",
        "structure_id": "essai-1",
        "lieu_code_postal": "59100",
        "lieu_commune": "Roubaix",
        "lieu_code_insee": "59512",
        "materiel": ["ordinateur", "telephone"],
        "thematiques": ["securite_numerique"],
        "tags": ["Échange entre pairs"],
        "titre_atelier": "Protéger ses comptes",
        "niveau_atelier": "debutant",
    }
    assert people["total"] == 7
    assert people["genres"] == {"masculin": 0, "feminin": 2, "non_communique": 5}
    assert (sum(people["tranches_age"].values()), sum(people["statuts"].values())) == (7, 7)
    assert found["meta"] == {"thematiques_a_choisir": ["Accessibilité"], "type_animation": "echange"}


def test_its_columns_come_first_and_ours_last():
    found = columns(labels())
    assert (tuple(found[: len(THEIRS)]), tuple(found[-len(OURS) :])) == (THEIRS, OURS)
    assert "Tranche d’âge : 70 ans et plus" in found
    assert len(found) == len(THEIRS) + 3 + 8 + 5 + len(OURS) == len(row(ACTIVITY, labels()))


def test_cells_are_words():
    said = dict(zip(columns(labels()), row(ACTIVITY, labels()), strict=True))
    assert {
        "Date": date(2026, 10, 13),
        "Type": "Collectif",
        "Participants": 7,
        "Canaux d’accompagnement": "Lieu d’activité",
        "Durée (min)": 120,
        "Matériel numérique utilisé": "Ordinateur, Téléphone",
        "Thématique(s) d’accompagnement": "Prévention en sécurité numérique",
        "Niveau d’autonomie (ou de l’atelier)": "Débutant",
        "Genre : Féminin": 2,
        "Genre : Non communiqué": 5,
        "Thématiques à choisir": "Accessibilité",
        "Type d’animation": "Échange",
    }.items() <= said.items()


def test_every_code_of_the_vocabulary_is_said_in_words():
    assert [(kind, code) for kind, rows in labels().items() for code, label in rows.items() if not label] == []
    assert (len(labels()["themes"]), len(codes()["age"]), len(codes()["gender"]), len(codes()["status"])) == (
        30,
        8,
        3,
        5,
    )
