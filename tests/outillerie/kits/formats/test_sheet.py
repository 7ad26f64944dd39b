"""A sheet is read as people write it, and refused with a sentence when it cannot be."""

from pathlib import Path

import pytest

from outillerie.kits.formats import front_matter, sheet
from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Source, Step
from outillerie.kits.formats.refusals import FormatRefused

BY_HAND = Path(__file__).parents[3] / "data" / "kits" / "mots-de-passe" / "kit.md"


def read(front="", body=""):
    return sheet.read(f"---\ntitre: Atelier\n{front}\n---\n{body}")


def refusal(text):
    with pytest.raises(FormatRefused) as refused:
        sheet.read(text)
    return str(refused.value)


def test_a_sheet_written_by_hand_becomes_a_kit():
    assert sheet.read(BY_HAND.read_text(encoding="utf-8")) == KitContent(
        title="Des mots de passe solides",
        hook="Une heure pour ne plus jamais noter son mot de passe sous le clavier.",
        themes=("securite", "mots-de-passe"),
        audiences=("adultes",),
        minimum_age=12,
        level=1,
        duration=60,
        setup_minutes=15,
        participants_min=4,
        participants_max=10,
        facilitators=1,
        is_unplugged=True,
        objectives=("Expliquer ce qui rend un mot de passe solide", "Composer une phrase de passe"),
        material=(
            Material(label="Cartes à découper", quantity="1 jeu par groupe", is_provided=True),
            Material(label="Tableau blanc"),
        ),
        organisation="Hub des Beffrois",
        credits=(Credit(name="Camille Roseau"), Credit(name="Idris Lemaire", role="illustrator")),
        licence="CC-BY-SA-4.0",
        changes="2026-01-31",
        cover="plan.webp",
        files=(File(name="cartes.txt", title="Cartes à découper", role="handout"),),
        pictures=(Picture(name="plan.webp", alt="La salle, en cercle"),),
        prerequisites_participants="Savoir lire.",
        steps=(
            Step(title="Accueil", minutes=10, aim="Se connaître.", facilitator="Saluer chacun."),
            Step(
                title="Jeu des cartes",
                minutes=40,
                facilitator="Distribuer les [cartes](fichiers/cartes.txt).",
                say="«Lequel tient le plus longtemps ?»\n\n```\n### Ceci n’est pas une étape\n```",
            ),
            Step(title="Pause café", minutes=5, is_break=True),
            Step(title="Bilan", participants="##### Un titre à eux\n\nChacun dit un mot."),
        ),
        variants=(
            "### Temps court\n\nSans les cartes.\n\n## Notes de terrain\n\nCette partie reste dans les variantes."
        ),
        further_reading="![La salle](images/plan.webp)",
        body="Testé dans trois bibliothèques.\n\nPrévoir large.",
        extra={"rome": 1.1},
    )


def test_a_sheet_is_pleasant_to_read():
    kit = KitContent(
        title="Mots de passe",
        hook="Oui : et alors ?",
        duration=60,
        objectives=("Choisir",),
        material=(Material(label="Cartes", is_provided=True),),
        steps=(
            Step(title="Accueil", minutes=10, aim="Se connaître."),
            Step(title="Pause", minutes=5, is_break=True, supports="### Café\n\nChaud."),
        ),
        variants="### Temps court\n\nSans carte.",
        changes="Un.\nDeux.",
    )
    assert sheet.write(kit) == (
        "---\nformat: outillerie-kit/1\ntitre: Mots de passe\naccroche: 'Oui : et alors ?'\nduree: 60\n"
        "objectifs:\n  - Choisir\nmateriel:\n  - nom: Cartes\n    fourni: true\n"
        "modifications: |-\n  Un.\n  Deux.\n---\n\n"
        "## Déroulé\n\n### Accueil (10 min)\n\n#### But\n\nSe connaître.\n\n"
        "### Pause (5 min, pause)\n\n#### Supports\n\n ### Café\n\nChaud.\n\n"
        "## Variantes\n\n### Temps court\n\nSans carte.\n"
    )


def test_what_a_kit_is_made_from_is_said_in_rows_and_under_each_step():
    kit = KitContent(
        title="Mots de passe",
        sources=(
            Source(title="A", authors=("Alice",), url="https://example.org/a/v1/", licence="CC-BY-4.0", version=1),
            Source(title="Z", relation="part", through="https://example.org/a/v1/"),
        ),
        files=(File(name="a.pdf", title="Fiche", is_mixed=True),),
        pictures=(Picture(name="p.webp", is_mixed=False),),
        steps=(Step(title="Trier", say="Bonjour.", author="Sami", source="https://example.org/x/", licence="CC0-1.0"),),
    )
    assert sheet.write(kit) == (
        "---\nformat: outillerie-kit/1\ntitre: Mots de passe\n"
        "sources:\n  - titre: A\n    auteurs:\n      - Alice\n    adresse: https://example.org/a/v1/\n"
        "    licence: CC-BY-4.0\n    version: 1\n  - titre: Z\n    relation: element\n    par: https://example.org/a/v1/\n"
        "fichiers:\n  - nom: a.pdf\n    titre: Fiche\n    modifie: true\nimages:\n  - nom: p.webp\n    modifie: false\n---\n\n"
        "## Déroulé\n\n### Trier\n\n#### Vous dites\n\nBonjour.\n\n"
        "#### Crédit\n\n- Auteur : Sami\n- Source : https://example.org/x/\n- Licence : CC0-1.0\n"
    )
    assert sheet.read(sheet.write(kit)) == kit


def test_what_is_written_under_a_credit_by_hand_is_not_lost():
    body = "## Déroulé\n### Trier\n#### Crédit\n\nAvec l’accord de Sami.\n\n* Auteur\u00a0: Sami\n- Auteur : Zoé\n"
    assert read(body=body + "#### Crédit\n- Licence: CC0-1.0").steps == (
        Step(title="Trier", author="Sami", licence="CC0-1.0", facilitator="Avec l’accord de Sami.\n\n- Auteur : Zoé"),
    )


@pytest.mark.parametrize(
    ("heading", "step"),
    [
        ("### Accueil", Step(title="Accueil")),
        ("### Accueil (10 min)", Step(title="Accueil", minutes=10)),
        ("### Accueil (10 mn) ###", Step(title="Accueil", minutes=10)),
        ("### Accueil (1 h 30)", Step(title="Accueil", minutes=90)),
        ("### Accueil (2h)", Step(title="Accueil", minutes=120)),
        ("### Pause (10 min, pause)", Step(title="Pause", minutes=10, is_break=True)),
        ("### Pause (pause)", Step(title="Pause", is_break=True)),
        ("### Jeu (2 équipes)", Step(title="Jeu (2 équipes)")),
        ("### Jeu \\(10 min)", Step(title="Jeu (10 min)")),
        ("### C\\#", Step(title="C#")),
        ("###", Step(title="")),
    ],
)
def test_the_heading_of_a_step_gives_its_title_and_its_minutes(heading, step):
    assert read(body=f"## Déroulé\n\n{heading}\n").steps == (step,)


@pytest.mark.parametrize(
    ("front", "field", "value"),
    [
        ("duree: 1h30", "duration", 90),
        ("duree: 90", "duration", 90),
        ("duree:", "duration", None),
        ("langue: no", "language", "no"),
        ("accroche: 2026-01-31", "hook", "2026-01-31"),
        ("accroche: 1.10", "hook", "1.10"),
        ("accroche: true", "hook", "true"),
        ("accroche: 'null'", "hook", "null"),
        ("accroche: ~", "hook", ""),
        ("sources: [A]", "sources", (Source(title="A"),)),
        ("sources: [{titre: A, auteurs: Alice}]", "sources", (Source(title="A", authors=("Alice",)),)),
        ("sans_connexion: oui", "is_offline", True),
        ("sans_connexion: yes", "is_offline", True),
        ("sans_connexion: non", "is_offline", False),
        ("objectifs: Un seul", "objectives", ("Un seul",)),
        ("materiel: [Cartes]", "material", (Material(label="Cartes"),)),
        ("modalite: hybride", "mode", "hybrid"),
        ("fichiers: [a.pdf]", "files", (File(name="a.pdf", title="a.pdf"),)),
        (
            "autres: {a: 1, b: no, c: 1.5, d: null, e: true}",
            "extra",
            {"a": 1, "b": "no", "c": 1.5, "d": None, "e": True},
        ),
        ("inconnu: 3", "extra", {"inconnu": 3}),
        ('accroche: "Cafe\u0301"', "hook", "Café"),
        ('accroche: "a\\0b"', "hook", "ab"),
    ],
)
def test_a_key_of_the_front_matter_is_read_as_its_field_expects(front, field, value):
    assert getattr(read(front), field) == value


@pytest.mark.parametrize(
    ("front", "sentence"),
    [
        ("niveau: 5", "«niveau» expects a number from 1 to 4 in the front matter."),
        ("age_minimum: douze", "«age_minimum» expects a whole number in the front matter."),
        ("duree: longtemps", "«duree» expects a duration in the front matter."),
        ("sans_ordinateur: parfois", "«sans_ordinateur» expects «oui» or «non» in the front matter."),
        (
            "modalite: onsite",
            "«modalite» expects one of these words in the front matter: presentiel, distanciel, hybride, itinerant.",
        ),
        ("accroche: [a]", "«accroche» expects a text in the front matter."),
        ("materiel: [[a]]", "«materiel» expects a list of rows in the front matter."),
        (
            "sources: [{titre: a, relation: copie}]",
            "«relation» expects one of these words in the front matter: adaptation, element, contribution.",
        ),
        ("materiel: [{quantite: 3}]", "«materiel» has a row without «nom»."),
        (
            "materiel: [{nom: a, prix: 3}]",
            "«materiel» has a row with a key that the format does not know: «prix».",
        ),
        ("autres: [a]", "«autres» expects «key: value» lines."),
        ("fichiers: [../a.pdf]", "«../a.pdf» is not a safe name for a file."),
        ("images: [a.png, A.PNG]", "Two files of the kit are named «A.PNG»."),
        ("titre: deux", "The front matter gives «titre» twice."),
        (
            "format: outillerie-kit/2",
            "This sheet follows the format «outillerie-kit/2»; this site reads «outillerie-kit/1».",
        ),
        ("a: &x [1]", "The front matter uses a YAML anchor or alias: write the value again."),
        ("a: *x", "The front matter uses a YAML anchor or alias: write the value again."),
        ("a: !!python/object:os.system x", "The front matter uses a YAML tag: write a plain value."),
        ("a: !!binary x", "The front matter uses a YAML tag: write a plain value."),
        ("? [a]\n: 1", "The front matter has a list where a key is expected."),
        ("a: " + "[" * 30_000, "The front matter nests lists more than 20 deep."),
        ("a: " + "x" * 100_000, "The front matter is longer than 100 kB."),
        ("a: 'jamais fermé", "The front matter is not YAML: line 3."),
        ("a: b: c", "The front matter is not YAML: line 3."),
    ],
    ids=lambda value: value[:40],
)
def test_a_front_matter_that_is_not_right_is_refused_with_its_place(front, sentence):
    assert refusal(f"---\ntitre: Atelier\n{front}\n---\n") == sentence


def test_laughs_cost_nothing():
    laughs = "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(20))
    assert refusal(f"---\n{laughs}---\n") == ("The front matter uses a YAML anchor or alias: write the value again.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This sheet does not begin with a front matter between two «---» lines."),
        ("# Titre\n", "This sheet does not begin with a front matter between two «---» lines."),
        ("---\ntitre: a\n", "This sheet does not begin with a front matter between two «---» lines."),
        ("---\n---\n", "This sheet has no title: add a «titre» line to the front matter."),
        ("---\n- a\n---\n", "The front matter is not a list of «key: value» lines."),
        ("---\ntitre: a\n---\n" + "\n" * 60_000, "This sheet is too long to be read."),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_a_text_that_is_no_sheet_is_refused(text, sentence):
    assert refusal(text) == sentence


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistake():
    assert sheet.read("\ufeff---\r\ntitre: a\r\n---\r\n\r\n## Variantes\r\n\r\nb\r\n") == KitContent(
        title="a", variants="b"
    )


def test_a_section_given_twice_is_joined():
    assert read(body="## Variantes\n\na\n\n## Évaluation\n\nb\n\n## Variantes\n\nc").variants == "a\n\nc"


def test_a_heading_is_known_however_its_accents_are_written():
    assert read(body="## E\u0301valuation ##\n\na").evaluation == "a"


def test_a_fence_that_is_never_closed_swallows_nothing():
    kit = KitContent(title="a", preparation="```\ncode", variants="b", evaluation="~~~\n## Variantes")
    assert sheet.read(sheet.write(kit)) == kit


def test_both_yaml_parsers_read_the_same(monkeypatch):
    import yaml

    text = BY_HAND.read_text(encoding="utf-8")
    quick = sheet.read(text)
    monkeypatch.setattr(front_matter, "_LOADER", yaml.SafeLoader)
    assert sheet.read(text) == quick
