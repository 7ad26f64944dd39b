"""Ten thousand plausible kits, the same at every run: made of the texts of real ones."""

import dataclasses
import random

from outillerie.kits.formats.content import KitContent, Step
from outillerie.kits.imports import Seed, index_planted, plant
from outillerie.kits.models import Audience, KitPage, Theme
from outillerie.kits.settling import settled

BATCH = 500
LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-NC-SA-4.0", "etalab-2.0")


def grow(count: int) -> None:
    """Plant `count` kits whose facts vary and whose texts are sentences of the kits that are already there."""
    chance = random.Random(2026)
    models = [kit.versions.first().content for kit in KitPage.objects.live()]
    sentences = [text for model in models for text in texts_of(model)]
    themes = list(Theme.objects.values_list("code", flat=True))
    audiences = list(Audience.objects.values_list("code", flat=True))
    for start in range(0, count, BATCH):
        seeds = [
            Seed(settled(variant(number, chance, sentences, themes, audiences), {}), slug=f"essai-{number}")
            for number in range(start, min(start + BATCH, count))
        ]
        index_planted(plant(seeds))


def texts_of(content: KitContent) -> list[str]:
    texts = [content.hook, content.preparation, *(step.facilitator for step in content.steps)]
    return [
        sentence.strip() for text in texts for sentence in text.replace("\n", " ").split(". ") if len(sentence) > 30
    ]


def variant(number, chance, sentences, themes, audiences) -> KitContent:
    def words(count):
        return ". ".join(chance.sample(sentences, count))[:1500]

    minutes = [chance.choice((5, 10, 15, 20, 30)) for _ in range(chance.randint(3, 8))]
    fewest = chance.randint(1, 8)
    model = KitContent(
        title=f"{words(1)[:60]} {number}",
        hook=words(1)[:300],
        themes=tuple(chance.sample(themes, 2)),
        audiences=tuple(chance.sample(audiences, chance.randint(1, 3))),
        level=chance.randint(1, 4),
        duration=sum(minutes),
        participants_min=fewest,
        participants_max=fewest + chance.randint(0, 15),
        mode=chance.choice(("onsite", "onsite", "remote", "hybrid", "mobile")),
        is_unplugged=chance.random() < 0.3,
        is_offline=chance.random() < 0.4,
        objectives=tuple(words(1)[:200] for _ in range(3)),
        preparation=words(2),
        licence=chance.choice(LICENCES),
        steps=tuple(Step(title=f"Étape {i}", minutes=m, facilitator=words(2)) for i, m in enumerate(minutes, start=1)),
    )
    return dataclasses.replace(model, language="fr")
