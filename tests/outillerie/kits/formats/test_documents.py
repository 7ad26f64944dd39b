"""What a document becomes, from what mediators really write."""

import importlib.util
import json
from pathlib import Path

import pytest

from outillerie.kits.formats import sheet
from outillerie.kits.formats.content import KitContent, Material, Step, to_dict
from outillerie.kits.formats.documents import NOTICE_LABELS, Reading, read_document
from outillerie.kits.formats.office.titles import Line, title_among
from outillerie.kits.formats.understood import Understood
from tests.documents import (
    docx,
    items,
    p,
    parts_of,
    run,
    table,
    text_box,
)

DOCUMENTS = Path(__file__).parents[3] / "data/documents"
EXPECTED = json.loads((DOCUMENTS / "expected.json").read_text("utf-8"))
NOTHING = to_dict(KitContent(title=""))


def read(*body, **more) -> Reading:
    return read_document("essai.docx", docx(*body, **more))


def bold(text):
    return p(run(text, bold=True))


def filled(values, nothing):
    return {key: value for key, value in values.items() if value not in (nothing.get(key), "", [], None, False)}


def kit_of(content):
    values = filled(to_dict(content), NOTHING)
    rows = ("steps", "material", "pictures", "credits")
    return values | {key: [filled(row, {}) for row in values[key]] for key in rows if key in values}


# --- the corpus


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_document_becomes_the_kit_that_its_author_meant(name):
    reading = read_document(name, (DOCUMENTS / name).read_bytes())
    assert kit_of(reading.content) == EXPECTED[name]["kit"] | {"body": "\n\n".join(EXPECTED[name]["leftovers"])}
    assert list(reading.leftovers) == EXPECTED[name]["leftovers"]
    assert list(reading.notices) == EXPECTED[name]["notices"]
    assert set(reading.notices) <= NOTICE_LABELS.keys()


def test_the_documents_are_those_that_the_script_writes():
    specification = importlib.util.spec_from_file_location("make", DOCUMENTS / "make.py")
    make = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(make)
    assert sorted(make.FILES) == sorted(EXPECTED)
    for name, written in make.FILES.items():
        kept = (DOCUMENTS / name).read_bytes()
        assert (parts_of(written()) == parts_of(kept)) if kept.startswith(b"PK") else (written() == kept)


def test_what_was_understood_is_said_in_the_words_of_the_document():
    reading = read(
        p("Mon atelier", style="Titre"),
        p("Durée\u00a0:\t1 h 30"),
        p("Public : seniors"),
        p("Matériel", style="Titre1"),
        items("2 ordinateurs", "Des feutres"),
        p("Déroulé", style="Titre1"),
        items("Accueil (10 min) : " + "un mot, " * 40, "Pause (5 min)", number=2),
    )
    assert reading.understood == (
        Understood("title", "Mon atelier"),
        Understood("audiences", "seniors"),
        Understood("duration", "1 h 30"),
        Understood("material", "ordinateurs (2)"),
        Understood("material", "Des feutres"),
        Understood("steps", "Accueil (10\u00a0min)"),
        Understood("steps", "Pause (5\u00a0min)"),
    )
    assert (reading.leftovers, reading.content.body) == ((), "")


def test_a_sheet_of_ours_reads_as_it_was_written():
    kit = KitContent(title="Atelier", duration=45, body="Reste.", steps=(Step(title="Accueil", minutes=10),))
    reading = read_document("kit.md", sheet.write(kit).encode())
    assert (reading.content, reading.leftovers) == (kit, ("Reste.",))


# --- titles


@pytest.mark.parametrize(
    "body",
    [
        (p("Le titre", style="Titre"), p("Du texte.")),
        (p("Le titre", style="Titre1"), p("Du texte.")),
        (
            p(run("Le titre", size=24)),
            p("Du texte, bien plus long que le titre."),
            bold("Matériel"),
            items("Du papier"),
        ),
        (bold("Le titre"), p("Du texte."), p("Matériel", style="Titre1"), p("Déroulé", style="Titre1"), p("Jouer.")),
        (p("FICHE ATELIER"), bold("Le titre"), p("Du texte.")),
        (p("Titre : Le titre"), p("Du texte.")),
        (p("Le titre", style="Titre1"), p("Matériel", style="Titre1"), items("Du papier")),
        (table((bold("Le titre"),)), p("Du texte.")),
        (p(text_box(p("Le titre", style="Titre"))), p("Du texte.")),
    ],
)
def test_the_title_is_found_however_it_was_made(body):
    assert read(*body).content.title == "Le titre"


def test_a_document_without_title_takes_the_name_of_its_file():
    assert (
        read_document("Mon_bel-atelier.docx", docx(p("Durée : 1 h"), p("Du texte."))).content.title == "Mon bel atelier"
    )


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([Line("Durée : 2 h", is_loud=True), Line("Gros", is_loud=True)], ""),
        ([Line("Objectifs", is_loud=True)], ""),
        ([Line("Étape 1", is_loud=True)], ""),
        ([Line("Accueil (10 min)", is_loud=True)], ""),
        ([Line("Une phrase entière.", is_loud=True)], ""),
        ([Line("petit"), Line("Gros", is_loud=True)], ""),
        ([Line("Fiche d’animation", is_titled=True), Line("Vrai titre", is_loud=True)], "Vrai titre"),
        ([Line("Gros", is_loud=True), Line("Vrai titre", is_titled=True)], "Vrai titre"),
        ([], ""),
    ],
)
def test_a_line_is_a_title_only_when_nothing_says_that_it_is_something_else(lines, title):
    assert title_among(lines) == title


# --- facts, lists, tables


@pytest.mark.parametrize(
    "body",
    [
        (p("Durée :\t1 h 30"), p("Participants :\t8 à 12")),
        (p("Durée\t1 h 30"), p("Participants\t\t8 à 12")),
        (p("Durée : 1 h 30\tParticipants : 8 à 12"),),
        (p("Durée : 1 h 30\nParticipants : 8 à 12"),),
        (p(run("Durée", bold=True), " : 1h30"), p(run("Participants : ", bold=True), "de 8 à 12 personnes")),
        (table(("Durée", "1 h 30"), ("Participants", "8 à 12")),),
        (table((bold("Durée :"), "1h30"), ("Participants", "8 à 12 personnes")),),
        (items("Durée : 1 h 30", "Participants : 8 à 12"),),
    ],
)
def test_facts_are_read_wherever_they_stand(body):
    reading = read(p("Atelier", style="Titre"), *body, p("Bienvenue dans cet atelier où l’on apprend."))
    content = reading.content
    assert (content.duration, content.participants_min, content.participants_max) == (90, 8, 12)
    assert (content.hook, reading.leftovers) == ("Bienvenue dans cet atelier où l’on apprend.", ())


@pytest.mark.parametrize(
    ("fact", "leftover"),
    [
        ("Durée : 1 h 30 selon le groupe", True),
        ("Durée : environ 1 h 30", True),
        ("Durée : une heure et demie", False),
        ("Public : seniors", False),
        ("Public : tout public", False),
        ("Public : seniors du quartier", True),
        ("Participants : 12 personnes maximum", False),
        ("Participants : 12, dont un aidant", True),
        ("Niveau : débutant", False),
        ("Mode : en ligne", False),
        ("Lieu : la médiathèque", True),
    ],
)
def test_a_fact_that_says_more_than_its_field_is_kept_whole(fact, leftover):
    reading = read(p("Atelier", style="Titre"), p(fact))
    assert reading.leftovers == ((fact,) if leftover else ())


@pytest.mark.parametrize(
    "lines",
    [
        items("un plan", "des feutres"),
        p("- un plan") + p("- des feutres"),
        p("• un plan\n• des feutres"),
        p("\u2013\u00a0un plan") + p("\u2013\u00a0des feutres"),
        p("1) un plan") + p("2) des feutres"),
        p("\uf0b7\tun plan") + p("\uf0b7\tdes feutres"),
    ],
)
def test_a_list_is_one_even_typed_by_hand(lines):
    reading = read(
        p("Atelier", style="Titre"), p("Matériel", style="Titre1"), lines, p("Notes", style="Titre1"), p("Fin.")
    )
    assert reading.content.material == (Material(label="plan", quantity="1"), Material(label="des feutres"))


def test_a_table_of_steps_gives_each_column_to_its_field():
    reading = read(
        p("Atelier", style="Titre"),
        table(
            ("Déroulé de la séance",),
            ("Étape", "Durée", "Ce que fait l’animateur", "Ce que font les participants", "Salle"),
            ("Accueil", "10 min", "Salue.", "S’installent.", "Grande salle"),
            ("Pause", "5’", "", "", ""),
        ),
    )
    assert reading.content.steps == (
        Step(
            title="Accueil", minutes=10, facilitator="Salue.\n\n**Salle** : Grande salle", participants="S’installent."
        ),
        Step(title="Pause", minutes=5, is_break=True),
    )
    assert (reading.leftovers, reading.content.duration) == ((), 15)


def test_a_numbered_list_is_the_steps_of_a_session():
    flow = p("Déroulé", style="Titre1"), items("Se présenter", "Jouer : par équipes de deux", number=2)
    steps = read(p("Atelier", style="Titre"), *flow).content.steps
    assert steps == (Step(title="Se présenter"), Step(title="Jouer", facilitator="Par équipes de deux"))


def test_what_is_said_aloud_has_its_place_in_a_step():
    step = p("Accueil (10 min)", style="Titre2"), p("Saluer."), p(run("Vous dites :", bold=True), " « Bonjour ! »")
    content = read(p("Atelier", style="Titre"), p("Déroulé", style="Titre1"), *step).content
    assert content.steps == (Step(title="Accueil", minutes=10, facilitator="Saluer.", say="« Bonjour ! »"),)


def test_underlined_or_large_lines_are_headings_where_nobody_used_a_style():
    text = "Un texte ordinaire, plus long que tous les titres de la page."
    titles = (
        p(run("Matériel", more='<w:u w:val="single"/>')),
        p(run("Variantes", size=16)),
        p(run("Évaluation", more="<w:caps/>")),
    )
    content = read(
        p(run("Jouer", size=20)), titles[0], items("Du papier"), titles[1], p(text), titles[2], p(text)
    ).content
    assert (content.title, content.material, content.variants, content.evaluation) == (
        "Jouer",
        (Material(label="Du papier"),),
        text,
        text,
    )


def test_no_break_spaces_and_smart_marks_stay():
    text = "L’animatrice demande\u00a0: «\u202fQui a déjà cliqué\u202f?\u00a0» — trop tard…"
    assert read(p("Atelier", style="Titre"), p("Bonjour."), p(text)).content.body.endswith(text)
