"""Where a path stands, what it lacks and what changed, in words."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.utils import translation

from catalogue.paths.formats.completeness import Gap
from catalogue.paths.formats.content import KitPin, SkillUse
from catalogue.paths.formats.difference import differences
from catalogue.paths.formats.state import Standing, State
from catalogue.paths.lacks import SENTENCES, gap_sentence
from catalogue.paths.wording import change_rows, price_words, run_words, state_words
from tests.catalogue.paths.contents import complete_path, plain_block, plain_module


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Dates:
    starts_on: date
    ends_on: date | None = None
    enrolment_opens_on: date | None = None
    enrolment_closes_on: date | None = None


RUN = Dates(date(2026, 12, 10), date(2027, 1, 20), date(2026, 11, 5), date(2026, 12, 5))


@pytest.mark.parametrize(
    ("state", "words", "call"),
    [
        (State.ONGOING_OPEN, "Enrolment open until Dec. 5, 2026", "Begin this path"),
        (State.FUTURE_OPEN, "Enrolment open until Dec. 5, 2026", "Begin this path"),
        (State.FUTURE_NOT_YET_OPEN, "Enrolment opens on Nov. 5, 2026", "Ask about the next dates"),
        (State.FUTURE_CLOSED, "Enrolment closed for the next session", "Ask about the next dates"),
        (State.ONGOING_CLOSED, "Session under way, enrolment closed", "Ask about the next dates"),
        (State.ARCHIVED_CLOSED, "The last session ended on Jan. 20, 2027", "Ask about the next dates"),
    ],
)
def test_each_state_says_its_day_and_what_to_do(state, words, call):
    said = state_words(Standing(state=state, run=RUN))
    assert (said.words, said.call) == (words, call)


def test_states_without_a_session_say_so():
    said = [state_words(Standing(state=state)) for state in (State.ALWAYS_OPEN, State.TO_BE_SCHEDULED)]
    assert [(words.words, words.is_open, words.when) for words in said] == [
        ("You begin when you want", True, ""),
        ("Dates to come", False, ""),
    ]


def test_a_session_is_said_by_its_days():
    assert run_words(Dates(date(2026, 12, 10))) == "Dec. 10, 2026"
    assert run_words(Dates(date(2026, 12, 10), date(2026, 12, 12))) == "From 10 December to Dec. 12, 2026"


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (None, ""),
        (0, "Free of charge"),
        (45_000, "450\u00a0€ including tax"),
        (125_050, "1\u00a0250,50\u00a0€ including tax"),
    ],
)
def test_a_price_is_said_in_euros(cents, words):
    assert price_words(cents) == words


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_gap_has_a_whole_sentence(code):
    detail = "2026-01-02" if "%(day)s" in str(SENTENCES[code]) else "Sur devis"
    sentence = gap_sentence(Gap("needed", code, "title", block=0, module=0, detail=detail))
    assert sentence.endswith((".", "…"))
    assert "%(" not in sentence


def said(old, new) -> list[tuple[str, str, str]]:
    return [(row["title"], row["old"], row["new"]) for row in change_rows(differences(old, new), old, new)]


def test_codes_and_numbers_change_in_words():
    old, new = complete_path(mode="onsite"), complete_path(mode="remote", price_cents=0, level=3, place="Roubaix")
    assert said(old, new) == [
        ("Level", "nothing", "Mastery"),
        ("Mode", "On site", "Remote"),
        ("Price including tax, in cents", "nothing", "Free of charge"),
    ]


def test_a_module_that_moves_says_from_where_to_where():
    first, second = plain_module("m1", "Un"), plain_module("m2", "Deux")
    old = complete_path(blocks=(plain_block("b1", "Bleu", (first, second)), plain_block("b2", "Vert", ())))
    other = complete_path(blocks=(plain_block("b1", "Bleu", (first,)), plain_block("b2", "Vert", (second,))))
    swapped = complete_path(blocks=(plain_block("b1", "Bleu", (second, first)), plain_block("b2", "Vert", ())))
    assert said(old, other) == [("Module “Deux”", "Bleu", "Vert")]
    assert said(old, swapped) == [("Module “Un”", "", "elsewhere in the block “Bleu”")]


def test_what_a_module_asks_is_said_in_words():
    pin = KitPin(slug="camille", number=2, title="Camille", sha256="a")
    use = SkillUse(
        identifier="s", framework="essai", framework_version="1", code="1.1", statement="Trier", level="Pratique"
    )
    base = plain_module("m1", "Un", kits=(pin,), skills=(use,))
    changed = replace(
        base,
        minutes=90,
        rule={"kind": "evidence", "at_least": 1},
        kits=(replace(pin, number=3),),
        skills=(),
        requires=("m0",),
    )
    before = plain_module("m0", "Zéro")
    old, new = (complete_path(blocks=(plain_block(modules=(before, module)),)) for module in (base, changed))
    assert said(old, new) == [
        ("Module “Un”: duration in minutes", "2\u00a0h", "1\u00a0h\u00a030\u00a0min"),
        ("Module “Un”: when it is completed", "Pass the assessment", "Submit a piece of evidence that is accepted"),
        ("Module “Un”: to do before", "nothing", "Zéro"),
        ("Module “Un”: kit", "Camille, version 2", "Camille, version 3"),
        ("Module “Un”: skill", "1.1 Trier (practised, Pratique)", ""),
    ]
