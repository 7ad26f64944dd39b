"""What reads foreign sheets: one habit of authors at a time, and what nobody should be able to send."""

import base64

import pytest

from outillerie.kits.formats.content import Material
from outillerie.kits.formats.dialects import (
    Defaults,
    SheetRefused,
    decode_sheet,
    read_sheet,
)
from outillerie.kits.formats.dialects.headings import kind_of, without_step_mark
from outillerie.kits.formats.dialects.lists import material_of
from outillerie.kits.formats.dialects.minutes import only_minutes, timed
from outillerie.kits.formats.dialects.people import ages_in, audiences_in, numbers_in
from outillerie.kits.formats.dialects.themes import themes_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


def sheet(text, *, name="fiche.md", beside=None, **defaults):
    beside = beside or {}
    return read_sheet(text, name=name, pictures=beside.get, defaults=Defaults(**defaults))


def losses(result):
    return [(loss.kind, loss.detail, loss.count) for loss in result.losses if not loss.kind.startswith("unknown")]


# --- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_sheet_is_read_whatever_its_encoding(encoding):
    assert decode_sheet("# Créer à plusieurs : l’été".encode(encoding)) == "# Créer à plusieurs : l’été"


def test_accents_mangled_by_an_earlier_tool_are_mended():
    mangled = "Créer une démarche".encode().decode("cp1252")
    assert decode_sheet(mangled.encode()) == "Créer une démarche"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This sheet is empty."),
        (b"\xef\xbb\xbf \n\t\n", "This sheet is empty."),
        (
            b"%PDF-1.7 ...",
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            b"PK\x03\x04....",
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            bytes(range(32)) * 4,
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            b"abc \x81\x8d",
            "The characters of this file cannot be read. Save it as UTF-8, then import it again.",
        ),
        (
            b"a" * (2 * 1024 * 1024 + 1),
            "This sheet is larger than 2 MB. Keep the text in it and put pictures and files beside it.",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_with_one_sentence(data, sentence):
    with pytest.raises(SheetRefused) as refusal:
        decode_sheet(data)
    assert str(refusal.value) == sentence


def test_a_page_nested_too_deep_is_refused():
    with pytest.raises(SheetRefused) as refusal:
        sheet("<div>" * 5000 + "texte")
    assert str(refusal.value) == (
        "The parts of this page are nested too deep to be read. Save it as plain text, then import it again."
    )


# --- front matter


def test_a_front_matter_without_its_end_gives_its_first_lines():
    result = sheet("---\ntitre: Sans fin\nduree: 1h\n\nLe texte.")
    assert (result.content.title, result.content.duration) == ("Sans fin", 60)
    assert [str(note) for note in result.notes][:1] == ["The front matter is never closed: its first lines were taken."]


def test_a_broken_front_matter_is_read_line_by_line():
    text = "---\ntitle: Coder : premiers pas\nauteurs:\n- Léa\n- Omar\npublic: 'Ados\n---\n\nLe texte."
    result = sheet(text)
    assert result.content.title == "Coder : premiers pas"
    assert [credit.name for credit in result.content.credits] == ["Léa", "Omar"]
    assert result.content.audiences == ("enfants-mineurs",)


def test_a_bomb_of_aliases_is_only_lines():
    result = sheet("---\ntitle: T\na: &a [x, x]\nb: *a\n---\nTexte.")
    assert result.content.title == "T"
    assert result.content.extra == {"a": "&a [x, x]", "b": "*a"}


def test_two_dashes_that_open_no_front_matter_are_a_rule():
    assert sheet("---\n\nUn texte qui commence par un filet.").content.extra == {}


def test_html_in_a_value_is_only_its_text():
    result = sheet("---\ntitle: Un <b>titre</b><script>alert(1)</script>\n---\nTexte.")
    assert result.content.title == "Un titre"


def test_hours_written_like_sixties_of_yaml_stay_hours():
    assert sheet("---\nduree: 1:30\n---\nTexte.").content.duration == 90


# --- words of sheets


@pytest.mark.parametrize(
    ("text", "title", "minutes"),
    [
        ("Accueil (10 min)", "Accueil", 10),
        ("10' – Brise-glace", "Brise-glace", 10),
        ("0:00–0:10 Accueil", "Accueil", 10),
        ("14h00 - 14h15 : Bilan", "Bilan", 15),
        ("de 9h à 9h30 : café", "café", 30),
        ("Le jeu [1h30]", "Le jeu", 90),
        ("Débat (20 min, en groupe)", "Débat (en groupe)", 20),
        ("Accueil | 5 min", "Accueil", 5),
        ("10 minutes pour chercher", "10 minutes pour chercher", None),
        ("1h de jeu", "1h de jeu", None),
        ("Question 1 : la photo", "Question 1 : la photo", None),
        ("Les 12 cartes", "Les 12 cartes", None),
    ],
)
def test_minutes_are_taken_out_of_a_title(text, title, minutes):
    assert (timed(text).title, timed(text).minutes) == (title, minutes)


@pytest.mark.parametrize(("text", "minutes"), [("(10 min)", 10), ("Durée : 1h", 60), ("Il dure 10 min", None)])
def test_a_line_that_is_only_minutes_is_told_from_a_sentence(text, minutes):
    assert only_minutes(text) == minutes


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Préparation", "preparation"),
        ("AU PRÉALABLE :", "preparation"),
        ("🎯 Objectifs pédagogiques", "objectives"),
        ("Ce qu’il te faut", "material"),
        ("What you need", "material"),
        ("3. Déroulement de l’atelier", "flow"),
        ("Variantes possibles…", "variants"),
        ("Points de vigilance", "watch_points"),
        ("Pour aller plus loin", "further_reading"),
        ("Pré-requis", "prerequisites"),
        ("Fiche technique", "facts"),
        ("Annexes", "body"),
        ("Le jeu de la bouteille", None),
        ("Étape 2 : le cactus", None),
    ],
)
def test_a_heading_says_what_it_holds(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Étape 1 : le cactus", "le cactus"),
        ("Etape 3 - Lancement", "Lancement"),
        ("Première étape : le vrai ou faux", "le vrai ou faux"),
        ("2) Monter", "Monter"),
        ("Étape 1", "Étape 1"),
        ("Défi : effets sonores", "Défi : effets sonores"),
        ("Question 2 : la photo", "Question 2 : la photo"),
    ],
)
def test_a_title_loses_its_number_when_something_else_is_left(title, bare):
    assert without_step_mark(title) == bare


@pytest.mark.parametrize(
    ("text", "audiences", "ages"),
    [
        ("Ado, adultes", ("enfants-mineurs", "adultes"), (None, None)),
        ("dès 10 ans", (), (10, None)),
        ("8-12 ans", ("enfants-mineurs",), (8, 12)),
        ("ages 8 to 12", ("enfants-mineurs",), (8, 12)),
        ("Tout public", ("tous-publics",), (None, None)),
        ("60 ans et plus", ("seniors-personnes-agees",), (60, None)),
        ("Personnes allophones", ("personne-allophone-ou-refugies-demandeurs-asile",), (None, None)),
        ("Agents du service", (), (None, None)),
    ],
)
def test_words_for_people_become_codes(text, audiences, ages):
    assert audiences_in(text) == audiences
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10", (None, 10)),
        ("8 à 12", (8, 12)),
        ("12 personnes maximum", (None, 12)),
        ("à partir de 4", (4, None)),
        ("4 min, 10 max", (4, 10)),
        ("2 groupes de 5", (None, 10)),
        ("par groupes de 5", (None, None)),
        ("10 (8-12 ans)", (None, 10)),
        ("un petit groupe", (None, None)),
    ],
)
def test_numbers_of_people_are_read(text, numbers):
    assert numbers_in(text) == numbers


def test_material_is_cut_into_rows_with_quantities():
    assert material_of("12 cartes, 1 ordinateur par groupe, feutres (x6), un vidéoprojecteur (fourni), du temps") == [
        Material(label="cartes", quantity="12"),
        Material(label="ordinateur", quantity="1 par groupe", is_digital=True),
        Material(label="feutres", quantity="6"),
        Material(label="vidéoprojecteur", quantity="1", is_provided=True, is_digital=True),
        Material(label="du temps"),
    ]


def test_themes_come_from_categories_and_titles_before_descriptions():
    assert themes_of(categories="", title="Mots de passe et données", hook="On parle aussi d’impôts.") == (
        "bases-risques-cyber-et-protection",
        "coop-securite-numerique",
        "bases-donnees",
    )
