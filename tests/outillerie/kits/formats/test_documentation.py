"""The published documentation of the format says what the code reads."""

import re
from pathlib import Path

from outillerie.kits.formats import kit_json, sheet
from outillerie.kits.formats.sheet_fields import CREDIT_ROLES, FIELDS, FILE_ROLES, MODES, RELATIONS
from outillerie.kits.formats.step_credits import CREDIT

DOCUMENTATION = (Path(__file__).parents[4] / "docs" / "kit-format.md").read_text(encoding="utf-8")


def example(language):
    return re.search(rf"```{language}\n(.*?)```", DOCUMENTATION, re.DOTALL)[1]


def test_the_json_of_the_documentation_is_read():
    content, publication = kit_json.read(example("json").encode())
    assert (content.title, content.steps[0].minutes, publication.number) == (
        "Des mots de passe solides",
        10,
        3,
    )
    assert publication.fingerprint == kit_json.fingerprint(content)


def test_the_sheet_of_the_documentation_is_read():
    content = sheet.read(example("markdown"))
    assert [(step.title, step.minutes, step.is_break) for step in content.steps] == [
        ("Accueil", 10, False),
        ("Pause", 5, True),
    ]
    assert (content.duration, content.is_unplugged, content.files[0].role) == (60, True, "handout")


def test_the_documentation_names_every_key_word_and_heading():
    words = set(re.findall(r"`([^`\n]+)`", DOCUMENTATION))
    headings = {*sheet.SECTIONS, *sheet.STEP_SECTIONS, CREDIT} - {"But"}
    assert {*FIELDS, *MODES, *CREDIT_ROLES, *FILE_ROLES, *RELATIONS, *headings} - words == set()
