"""What a kit lacks, and what would help: no database."""

import dataclasses

import pytest

from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Step
from outillerie.kits.formats.quality import Advice, external_links, helpful, needed, objective_advice, quality

WHOLE = KitContent(
    title="Où est Camille ?",
    hook="Un jeu.",
    themes=("bases-risques-cyber-et-protection",),
    audiences=("adultes",),
    participants_max=8,
    duration=30,
    objectives=("reconnaître un message qui fait mal",),
    steps=(Step(title="Accueillir", minutes=10), Step(title="Trier", minutes=20)),
    watch_points="Le temps.",
    credits=(Credit(name="Élise"),),
    licence="CC-BY-SA-4.0",
)


def having(**facts):
    return dataclasses.replace(WHOLE, **facts)


def codes(advices):
    return [advice.code for advice in advices]


def test_a_whole_kit_lacks_nothing():
    assert quality(WHOLE) == ()


def test_an_empty_kit_lacks_what_search_and_reuse_rest_on():
    assert [(advice.code, advice.part, advice.field) for advice in needed(KitContent(title=""))] == [
        ("title", "idea", "title"),
        ("theme", "idea", "main_theme"),
        ("objective", "idea", "objectives"),
        ("audience", "audience", "audiences"),
        ("timed_step", "steps", "steps"),
        ("licence", "licence", "licence"),
    ]


def test_rows_without_their_name_are_found_at_their_place():
    content = having(
        material=(Material(label="Cartes"), Material(label="", quantity="3")),
        steps=(*WHOLE.steps, Step(title="", say="Bonjour.")),
        credits=(*WHOLE.credits, Credit(name="", organisation="Médiathèque")),
    )
    assert needed(content) == (
        Advice("needed", "material_label", "material", "material", 1),
        Advice("needed", "step_title", "steps", "steps", 2),
        Advice("needed", "credit_name", "licence", "credits", 1),
    )


def test_a_mix_that_the_licence_does_not_allow_is_to_solve():
    step = Step(title="Pris ailleurs", minutes=5, author="Autre", licence="CC-BY-NC-SA-4.0")
    assert codes(needed(having(steps=(step,)))) == ["mix"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"hook": ""}, "hook"),
        ({"participants_max": None}, "group"),
        ({"duration": None}, "duration"),
        ({"watch_points": ""}, "watch_points"),
        ({"pictures": (Picture(name="a.webp"),)}, "alt"),
        ({"files": (File(name="a.pdf", title="A"),)}, "accessible"),
        ({"credits": (Credit(name="Élise", role="illustrator"),)}, "author"),
        ({"objectives": ("les mots de passe",)}, "objective_verb"),
        ({"objectives": ("Comprendre internet",)}, "objective_weak"),
    ],
)
def test_each_thing_that_would_help_is_said_alone(facts, code):
    assert codes(helpful(having(**facts))) == [code]


@pytest.mark.parametrize("role", ["easy_to_read", "source"])
def test_an_easy_version_or_an_editable_source_is_enough(role):
    files = (File(name="a.pdf", title="A"), File(name="b.odt", title="B", role=role))
    assert helpful(having(files=files)) == ()


def test_the_time_placed_is_compared_with_the_time_announced():
    assert helpful(having(duration=45)) == (Advice("helps", "timing", "steps", "duration", None, -15),)
    untimed = (*WHOLE.steps, Step(title="Conclure"))
    assert helpful(having(duration=45, steps=untimed)) == (Advice("helps", "minutes_missing", "steps", "steps", 2),)


@pytest.mark.parametrize(("minutes", "expected"), [(90, []), (91, ["break"])])
def test_a_break_is_asked_after_an_hour_and_a_half(minutes, expected):
    long = having(duration=minutes, steps=(Step(title="Chercher", minutes=minutes),))
    assert codes(helpful(long)) == expected
    assert codes(helpful(dataclasses.replace(long, steps=(*long.steps, Step(title="Pause", is_break=True))))) == (
        ["minutes_missing"]
    )


@pytest.mark.parametrize(
    "objective",
    [
        "reconnaître un hameçonnage", "Citer trois personnes", "- envoyer un message", "s’inscrire en ligne",
        "se connecter au wifi", "ne pas cliquer trop vite", "voir la différence", "écrire un message",
    ],
)  # fmt: skip
def test_an_objective_that_can_be_seen_is_fine(objective):
    assert objective_advice(objective) == ""


@pytest.mark.parametrize(
    ("objective", "code"),
    [
        ("comprendre le cloud", "objective_weak"), ("Savoir envoyer un message", "objective_weak"),
        ("se familiariser avec la souris", "objective_weak"), ("être capable de trier", "objective_weak"),
        ("Les mots de passe", "objective_verb"), ("Premier contact", "objective_verb"), ("Atelier photo", "objective_verb"),
        ("Histoire d’internet", "objective_verb"), ("pour trier", "objective_verb"), ("", "objective_verb"),
    ],
)  # fmt: skip
def test_an_objective_that_cannot_be_seen_is_said(objective, code):
    assert objective_advice(objective) == code


def test_the_verbs_of_another_language_are_not_judged():
    assert helpful(having(language="en", objectives=("sort messages",))) == ()


def test_addresses_are_counted_once_wherever_they_are():
    content = having(
        body="https://a.fr et (https://b.fr/x).",
        steps=(Step(title="Voir", minutes=30, say="https://a.fr"),),
        credits=(Credit(name="Élise", url="https://c.fr"),),
        objectives=("ouvrir http://d.fr",),
    )
    assert external_links(content) == 4
