"""Every domain word has its line in docs/glossary.md: one word for one thing, in code and on screen."""

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
OUR_APPS = ("accounts", "outillerie", "catalogue", "badges")


def missing_words(names, glossary):
    explained = set(re.findall(r"`(\w+)`", "\n".join(line for line in glossary.splitlines() if line.startswith("|"))))
    return [name for name in names if name not in explained]


def our_models():
    configurations = (config for config in apps.get_app_configs() if config.label in OUR_APPS)
    return sorted(model.__name__ for config in configurations for model in config.get_models())


def test_every_model_is_in_the_glossary():
    assert missing_words(our_models(), GLOSSARY.read_text(encoding="utf-8")) == []


def test_a_word_explained_twice_is_refused():
    words = re.findall(r"^\| `(\w+)`", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_model_that_only_the_prose_mentions_is_missing():
    glossary = "A `Kit` and a `Loom`.\n\n| code | French |\n| --- | --- |\n| `Kit` | kit d’atelier |\n"
    assert missing_words(["Kit", "Loom", "Ki"], glossary) == ["Loom", "Ki"]
