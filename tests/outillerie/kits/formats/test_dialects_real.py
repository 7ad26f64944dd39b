"""The 18 real sheets of `fixtures/demo/imported/`: what a facilitator finds in each, what did not pass."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from outillerie.kits.formats.content import KitContent, clean_text
from outillerie.kits.formats.dialects import (
    Dialect,
    decode_sheet,
    detect,
    read_project,
    read_sheet,
    read_source,
)
from outillerie.kits.formats.dialects.facts import Facts
from outillerie.kits.formats.dialects.front_matter import split_front_matter
from outillerie.kits.formats.dialects.imported import Account, Imported
from outillerie.kits.formats.dialects.parts import TEXT_FIELDS
from outillerie.kits.formats.dialects.references import References
from outillerie.kits.formats.dialects.sheet import take_tags, tree_of
from outillerie.kits.formats.text import plain

COLLECTIONS = Path(__file__).parents[4] / "fixtures/demo/imported"
NOTHING2HIDE = COLLECTIONS / "nothing2hide"
RASPBERRY_PI = COLLECTIONS / "raspberry-pi-foundation"


EXPECTED = json.loads((Path(__file__).parents[3] / "data/sheets/expected/real.json").read_text())
FILLED = (
    "objectives",
    "material",
    "prerequisites_participants",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
    "body",
)
STEP_TEXTS = ("aim", "facilitator", "say", "participants", "supports")
SHEETS = sorted(path.stem for path in NOTHING2HIDE.glob("*.md"))


def picture_beside(name: str) -> bytes | None:
    path = NOTHING2HIDE / "images" / Path(name).name
    return path.read_bytes() if path.is_file() else None


def imported(name: str) -> Imported:
    if name not in SHEETS:
        return read_project(RASPBERRY_PI / name, defaults=read_source((RASPBERRY_PI / "source.yml").read_text()))
    return read_sheet(
        decode_sheet((NOTHING2HIDE / f"{name}.md").read_bytes()),
        name=f"{name}.md",
        pictures=picture_beside,
        defaults=read_source((NOTHING2HIDE / "source.yml").read_text()),
    )


def seen(result: Imported) -> dict:
    """Return what `expected/real.json` holds of a sheet."""
    content = result.content
    losses: Counter = Counter()
    for loss in result.losses:
        losses[loss.kind] += loss.count
    return {
        "title": content.title,
        "duration": content.duration,
        "audiences": list(content.audiences),
        "participants": [content.participants_min, content.participants_max],
        "themes": list(content.themes),
        "steps": [step.title for step in content.steps],
        "pictures": len(content.pictures),
        "filled": [name for name in FILLED if getattr(content, name)],
        "credits": [[credit.name, credit.role] for credit in content.credits],
        "licence": content.licence,
        "losses": dict(losses),
    }


def texts_of(content: KitContent) -> list[str]:
    steps = [getattr(step, name) for step in content.steps for name in STEP_TEXTS]
    return [getattr(content, name) for name in TEXT_FIELDS] + steps


def words(text: str) -> Counter:
    return Counter(re.findall(r"\w+", text.lower()))


def test_every_real_sheet_has_its_expectation():
    projects = sorted(path.name for path in RASPBERRY_PI.iterdir() if path.is_dir())
    assert sorted(EXPECTED) == sorted([*SHEETS, *projects])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_sheet_fills_the_fields_a_facilitator_looks_for(name):
    assert seen(imported(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_text_of_a_real_sheet_holds_html_or_a_picture_the_kit_lacks(name):
    result = imported(name)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for text in texts_of(result.content):
        tokens = [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]
        assert [token.content for token in tokens if token.type.startswith("html")] == []
        shown = {token.attrs["src"].removeprefix("images/") for token in tokens if token.type == "image"}
        assert shown - set(result.pictures) == set()


@pytest.mark.parametrize("name", SHEETS)
def test_no_word_of_a_real_sheet_is_lost(name):
    _, body = split_front_matter(clean_text((NOTHING2HIDE / f"{name}.md").read_text()), Account())
    tree = tree_of(body, Account())
    References(picture_beside, "https://nothing2hide.org", Account()).resolve(tree)
    take_tags(tree, Facts(), Account())
    blocks = [block for block in tree.find_all(True, recursive=False) if not re.fullmatch("h[1-6]", block.name)]
    content = imported(name).content
    kept = [content.hook, *content.objectives, *map(plain, texts_of(content))]
    missing = words(" ".join(block.get_text(" ") for block in blocks)) - words(" ".join(kept))
    assert missing == Counter()


@pytest.mark.parametrize("name", EXPECTED)
def test_no_step_of_a_real_sheet_is_given_minutes_that_its_author_did_not_write(name):
    assert [step.minutes for step in imported(name).content.steps] == [None] * len(EXPECTED[name]["steps"])


def test_a_title_loses_the_name_of_its_site():
    name = "fake-news-et-autres-manipulations-de-linformation"
    assert imported(name).content.title == "Fake news et autres manipulations de l'information"


def test_a_short_description_is_the_hook_and_is_not_repeated():
    content = imported("devine-mon-mot-de-passe").content
    assert content.hook == (
        "On parle souvent de mot de passe pour protéger des comptes. Mais comment se fabriquer un mot de"
        " passe solide ? La réponse dans cet atelier déconnecté."
    )
    assert content.body == ""
    assert content.is_unplugged is True


def test_a_long_description_gives_the_hook_an_objective_and_the_rest():
    content = imported("qui-veut-donner-ses-donnees").content
    assert content.hook == (
        "Facebook ou Google en savent plus sur nous que certains de nos amis, pas uniquement parce qu’ils"
        " récupèrent nos infos mais aussi parce que nous leur donnons sciemment."
    )
    assert content.objectives == (
        "Montrer à quel point les questions de certains réseaux sociaux nécessaires à la création d’un profil"
        " sont intrusives",
    )
    assert content.body.startswith("Dans cet atelier, on va faire comprendre à travers un jeu de la bouteille que")


def test_the_permalink_of_a_sheet_is_its_source():
    assert imported("fausse-une").content.source_url == (
        "https://nothing2hide.org/fr/fiches-pedagogiques/faire-une-fausse-une-de-media-credible-ou-amusante/"
    )


def test_the_lines_of_hand_written_html_stay_apart():
    text = imported("fausse-une").content.steps[1].facilitator.replace("\xa0", " ")
    assert [line[:24] for line in text.split("\n\n")[-1].split("\\\n")] == [
        "Expliquez en quoi un tit",
        "Dans la majorité des cas",
        "L'art de créer une infor",
        "Exemple : Une photo pris",
    ]


def test_a_site_variable_becomes_the_address_of_the_source():
    assert (
        "[vérificateur de mots de passe](https://nothing2hide.org/fr/verifier-la-robustesse-de-votre-mot-de-passe/)"
        in imported("devine-mon-mot-de-passe").content.steps[-1].facilitator
    )


def test_the_group_that_a_sheet_says_it_comes_from_is_credited_with_its_address():
    bam = imported("la-data-expliquee-aux-ados").content.credits[1]
    assert (bam.name, bam.role, bam.url) == (
        "Collectif BAM",
        "contributor",
        "https://collectifbam.fr/projets/realisations/atelier-1-2-3-data/details",
    )


def test_a_picture_is_taken_with_its_address_and_its_digest():
    picture = imported("acces-a-linformation-en-ligne").content.pictures[1]
    assert (picture.name, picture.alt, picture.media_type, picture.size, picture.source) == (
        "acces-info-fiche-personnages.png",
        "Fiche personnage",
        "image/png",
        67596,
        "https://nothing2hide.org/assets/img/sites/3/2019/02/acces-info-fiche-personnages.png",
    )


def test_words_that_no_code_says_are_kept_aside():
    assert imported("connaissez-vous-le-rgpd").content.extra == {
        "public": "Ado, adultes",
        "category": ["Les données à l'ère d'Internet"],
    }


def test_a_quiz_keeps_its_questions_inside_its_step():
    quiz = imported("connaissez-vous-le-rgpd").content.steps[0].facilitator
    assert quiz.count("##### ") == 18
    assert "##### Quand est-ce que le RGPD est applicable ?\n\n1. en mai 2018\n" in quiz


def test_a_project_speaks_to_participants_and_its_hints_are_quotations():
    step = imported("boat-race").content.steps[2]
    assert step.facilitator == ""
    assert step.participants.startswith("Le joueur contrôlera le sprite du bateau avec la souris.\n\nAjoute du code")
    assert re.findall(r"^> \*\*(.+)\*\*$", step.participants, re.MULTILINE) == [
        "Indice 1",
        "Indice 2",
        "Indice 3",
    ]


def test_the_collapsed_parts_of_a_project_fill_its_fields():
    content = imported("boat-race").content
    assert content.objectives == (
        "Utiliser des opérateurs pour comparer des nombres dans Scratch",
        "Ajouter du code pour détecter quand un sprite touche une couleur dans Scratch",
        "Utiliser une variable pour enregistrer le temps dans Scratch",
    )
    assert [(row.quantity, row.label, row.is_digital) for row in content.material] == [
        ("1", "ordinateur capable d'exécuter Scratch 3", True),
        (
            "",
            'Scratch 3 (en ligne : https://rpf.io/scratchon ou hors ligne : https://rpf.io/scratchoff")',
            True,
        ),
    ]
    assert content.further_reading.startswith("Félicitations pour avoir terminé le projet")


def test_a_project_has_its_cover_its_own_address_and_no_invented_duration():
    content = imported("rock-paper-scissors").content
    assert content.cover == "rock-paper-scissors.png"
    assert content.source_url == "https://projects.raspberrypi.org/fr-FR/projects/rock-paper-scissors"
    assert (content.duration, content.extra["duration"]) == (None, "2")


def test_a_picture_shown_for_the_screen_and_for_paper_is_shown_once():
    introduction = imported("boat-race").content.steps[0].participants
    assert introduction.count("images/boat-race-demo.png") == 1


def test_the_collections_are_recognised():
    assert detect(NOTHING2HIDE) is Dialect.COLLECTION
    assert detect(NOTHING2HIDE / "fausse-une.md") is Dialect.SHEET
    assert detect(RASPBERRY_PI) is Dialect.COLLECTION
    assert detect(RASPBERRY_PI / "boat-race") is Dialect.RASPBERRY_PI
