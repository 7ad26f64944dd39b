"""No word that a document shows is lost on the way to the kit, whatever it holds."""

import itertools
import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import asdict
from functools import partial
from xml.sax.saxutils import escape

import pypandoc
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outillerie.kits.formats.content import KitContent, Material, Step
from outillerie.kits.formats.documents import read_document
from outillerie.kits.formats.kept_words import MOST_IN_A_ROW, STEP_TEXTS, TEXTS, exact_minutes, lost_passages
from outillerie.kits.formats.text import render
from tests.documents import docx, odt, olist, otable, p, run, table, text_box

# The same examples at each run; each starts pandoc, so they are few. Raise the number by hand after a change.
few = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

# What a sheet gives a meaning to, or Markdown, or HTML, or a site: the words beside must come out all the same.
TRAPS = [
    "Objectifs", "Matériel", "Déroulé", "Préparation :", "Variantes", "Évaluation", "Pour aller plus loin",
    "Notes", "Annexe", "Conclusion", "Fiche atelier", "Programme", "Logiciels", "Participants", "Contact",
    "Total", "Fin", "Durée : 1h30", "Durée", "Public : seniors", "Étape 1 :", "(10 min)", "10 min -",
    "14h00 - 14h10 :", "Pause", "8 à 12 personnes", "Vous dites :", "Auteur :", "Description :", "Source :",
    "Thème :", "Titre :", "Licence CC BY-SA 4.0", "Cette fiche est réalisée par", "publié le 3 mai par",
    "À la fin, les participants savent :", "un", "deux (fourni)", "12", "- ", "•", "1.", "#", "*", "|", "---",
    "```", "`code`", "$x$", "\\", "&amp;", "[x]: y", "{{", "}}", "{#a .b}", "::: {.menu}",
    "https://exemple.org/a_b",
]  # fmt: skip
HEADERS = ["Étape", "Durée", "Contenu", "Matériel", "Participants", "Quoi", "Objectif", "Horaire"]


class Writer:
    """Draws texts, each with words that are nowhere else."""

    def __init__(self, draw):
        self._draw = draw
        self._numbers = itertools.count()
        self.one_of = lambda *choices: draw(st.sampled_from(choices))
        self.count = lambda most: draw(st.integers(1, most))

    def word(self):
        return "zq" + "".join("abcdefghij"[int(digit)] for digit in str(next(self._numbers)))

    def text(self, most=5, separators=(" ", " ", " ", "\n", "\t")):
        kinds = self._draw(st.lists(st.sampled_from(["word", "word", "trap", "pair"]), min_size=1, max_size=most))
        separator = self.one_of(*separators)
        return separator.join(map(self._piece, kinds))

    def line(self, most=4):
        return self.text(most, separators=(" ",))

    def several(self, make, most=4):
        return [make() for _ in range(self.count(most))]

    def _piece(self, kind):
        if kind == "trap":
            return self.one_of(*TRAPS)
        mark = self.one_of("-", "'", "’", ", ", ". ", "*", "(", "/", ":", "\u00a0: ") if kind == "pair" else ""
        return f"{self.word()}{mark}{self.word()}" if mark else self.word()


# --- Word


def word_runs(writer, most=3):
    more = partial(writer.one_of, "", "<w:u w:val='single'/>", "<w:caps/>", "<w:i/>")

    def make():
        is_bold, size = writer.one_of(True, False), writer.one_of(None, None, 20)
        return run(f"{writer.text()} ", bold=is_bold, size=size, more=more())

    return writer.several(make, most)


def word_block(writer, depth=0):
    kind = writer.one_of("paragraph", "heading", "list", "box", *(["table"] if depth < 2 else []))
    if kind == "table":
        return word_table(writer, depth)
    if kind == "list":
        number = writer.one_of(1, 2)
        make = lambda: p(*word_runs(writer, 1), number=number, level=writer.one_of(0, 0, 1))  # noqa: E731
        return "".join(writer.several(make))
    if kind == "box" and not depth:
        return p(*word_runs(writer, 1), text_box(word_block(writer, 2)), *word_runs(writer, 1))
    style = writer.one_of("Titre", "Titre1", "Titre1", "Titre2", "Sous-titre", "Citation") if kind == "heading" else ""
    return p(*word_runs(writer), style=style)


def word_table(writer, depth):
    columns = writer.count(3)
    make = lambda: tuple(word_block(writer, depth + 1) + p("") for _ in range(columns))  # noqa: E731
    rows = writer.several(make, 3)
    if writer.one_of(True, False):
        rows.insert(0, tuple(writer.one_of(*HEADERS) for _ in range(columns)))
    return table(*rows)


@st.composite
def word_documents(draw):
    writer = Writer(draw)
    body = writer.several(partial(word_block, writer), 6)
    footer = p(run(writer.line()))
    return docx(*body, beside={"footer1": footer}), without_marks(without_fallbacks("".join([*body, footer])))


def without_fallbacks(xml):
    """Return `xml` with each text box once: Word writes it twice."""
    return re.sub(r"<mc:Fallback>.*?</mc:Fallback>", " ", xml, flags=re.DOTALL)


def without_marks(xml):
    return re.sub(r"<[^>]*>", " ", xml)


# --- LibreOffice


def odf_text(writer):
    text = escape(writer.text()).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return writer.one_of(f"{text} ", f"<text:span text:style-name='T1'>{text} </text:span>")


def odf_paragraph(writer):
    return (
        f"<text:p text:style-name='{writer.one_of('Standard', 'Title')}'>{odf_text(writer)}{odf_text(writer)}</text:p>"
    )


def odf_block(writer, depth=0):
    kind = writer.one_of("paragraph", "heading", "list", "box", *(["table"] if depth < 2 else []))
    if kind == "table":
        columns = writer.count(3)
        make = lambda: tuple(odf_block(writer, depth + 1) for _ in range(columns))  # noqa: E731
        header = tuple(odf_paragraph(writer) for _ in range(columns))
        return otable(header, *writer.several(make, 2))
    if kind == "heading":
        return f"<text:h text:outline-level='{writer.count(3)}'>{odf_text(writer)}</text:h>"
    if kind == "list":
        return olist(*writer.several(partial(odf_paragraph, writer)), style=writer.one_of("L1", "L2"))
    box = f"<draw:frame><draw:text-box>{odf_paragraph(writer)}</draw:text-box></draw:frame>"
    return odf_paragraph(writer).replace("</text:p>", f"{box if kind == 'box' else ''}</text:p>")


@st.composite
def open_documents(draw):
    writer = Writer(draw)
    body = writer.several(partial(odf_block, writer), 6)
    footer = odf_paragraph(writer)
    return odt(*body, footer=footer), without_marks("".join([*body, footer]))


# --- Markdown and text


def markdown_block(writer):
    kind = writer.one_of("paragraph", "heading", "list", "bold", "table")
    if kind == "heading":
        return f"{'#' * writer.count(4)} {writer.line()}"
    if kind == "list":
        return "\n".join(writer.several(lambda: f"{writer.one_of('-', '1.', '*')} {writer.line()}"))
    if kind == "bold":
        return f"**{writer.line()}**"
    if kind == "table":
        make = lambda: f"| {writer.line(2).replace('|', '')} | {writer.line(2).replace('|', '')} |"  # noqa: E731
        return "\n".join([make(), "|---|---|", *writer.several(make, 2)])
    return writer.text(separators=(" ", "\n"))


@st.composite
def markdown_texts(draw):
    writer = Writer(draw)
    return "\n\n".join(writer.several(partial(markdown_block, writer), 8))


# --- what must hold


def words(text):
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def strings_of(value, key=""):
    """Yield each text of `value` with the name of its field."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from strings_of(part, name)
    elif isinstance(value, tuple):
        for part in value:
            yield from strings_of(part, key)


def shown_words(content):
    """Return the words that a reader of the kit meets: its Markdown as the page renders it, the rest as it is."""
    found = Counter()
    for name, text in strings_of(asdict(content)):
        is_markdown = name in (*TEXTS, *STEP_TEXTS)
        found += words(BeautifulSoup(render(text), "html.parser").get_text() if is_markdown else text)
    return found


def lost_words(name, data, shown):
    """Return the words that the document shows and its kit does not."""
    reading = read_document(name, data)
    assert reading.content.body == "\n\n".join(reading.leftovers)
    ours = Counter({word: count for word, count in words(shown).items() if word.startswith("zq")})
    return ours - shown_words(reading.content)


@few
@given(word_documents())
def test_no_word_of_a_word_document_is_lost(document):
    assert lost_words("essai.docx", *document) == Counter()


@few
@given(open_documents())
def test_no_word_of_an_odt_is_lost(document):
    assert lost_words("essai.odt", *document) == Counter()


@few
@given(markdown_texts())
def test_no_word_of_a_markdown_sheet_is_lost(text):
    # Markdown shows neither where a link leads nor the name after a fence, and its stars join words.
    shown = text.replace("[x]: y", "").replace("```", "").replace("*zq", " zq")
    assert lost_words("essai.md", shown.encode(), shown) == Counter()


@few
@given(markdown_texts())
def test_no_word_of_a_plain_text_is_lost(text):
    assert lost_words("essai.txt", text.encode(), text) == Counter()


@settings(few, max_examples=10)
@given(markdown_texts(), st.sampled_from(["docx", "odt"]))
def test_no_word_is_lost_of_what_another_program_wrote(text, kind):
    text = re.sub(r"[\\{}$`|:\[\]]|https\S*", "", text)
    command = [pypandoc.get_pandoc_path(), "--from=commonmark", f"--to={kind}", "--output=-"]
    data = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    assert lost_words(f"essai.{kind}", data, text) == Counter()


# --- how lines are looked for

KIT = KitContent(
    title="Les mots de passe",
    duration=90,
    participants_min=8,
    participants_max=12,
    audiences=("seniors-personnes-agees",),
    objectives=("Oser cliquer",),
    material=(Material(label="ordinateurs", quantity="2"),),
    steps=(Step(title="Accueil", minutes=10, facilitator="On se **présente**."), Step(title="Pause", is_break=True)),
)


@pytest.mark.parametrize(
    "line",
    [
        "Les mots de passe",
        "LES MOTS DE PASSE",
        "Durée : 1h30",
        "Durée\u00a0: une heure et demie",
        "1 h 30",
        "8 à 12 personnes",
        "Public : seniors",
        "Matériel",
        "- deux ordinateurs",
        "2 ordinateurs.",
        "Objectifs pédagogiques :",
        "Étape 1 – Accueil (10 min) : on se présente",
        "10’ Accueil",
        "2. Pause",
        "Ce que fait l’animateur",
    ],
)
def test_a_line_is_kept_when_a_field_says_it(line):
    assert lost_passages([line], KIT) == []


@pytest.mark.parametrize(
    "line",
    [
        "Les mots de passe oubliés",
        "passe de mots les autres",
        "Durée : environ 1h30",
        "Accueil (15 min)",
        "Accueil (10 à 15 min)",
        "9 à 12 personnes",
        "Public : seniors isolés",
        "Matériel de Monique",
        "trois ordinateurs",
        "Variantes pour malentendants",
        "Objectif lune",
    ],
)
def test_a_line_that_says_anything_more_is_lost(line):
    assert lost_passages([line], KIT) == [[line]]


def test_a_word_keeps_one_line_only():
    assert lost_passages(["Oser cliquer", "Les mots de passe", "Oser cliquer"], KIT) == [["Oser cliquer"]]


def test_lost_neighbours_make_one_passage_and_hours_another():
    lines = ["perdu un", "perdu deux", "Les mots de passe", "perdu trois", "9h30", "Accueil", "10h - 11h : perdu"]
    assert lost_passages(lines, KIT) == [
        ["9h30 : Accueil", "10h - 11h : perdu"],
        ["perdu un", "perdu deux"],
        ["perdu trois"],
    ]


def test_a_book_is_only_counted():
    text = "mot " * (MOST_IN_A_ROW + 1)
    kit = KitContent(title="Livre", body=text)
    assert lost_passages(["mot"] * (MOST_IN_A_ROW + 1), kit) == []
    assert lost_passages(["mot"] * (MOST_IN_A_ROW + 2), kit) == [["mot"]]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 h 30", 90),
        ("1h", 60),
        ("(20 min)", 20),
        ("5’", 5),
        ("une demi-heure", 30),
        ("12", 12),
        ("environ 20 min", None),
        ("10 à 15 min", None),
        ("14h-15h", None),
        ("", None),
    ],
)
def test_minutes_are_exact_when_nothing_else_is_said(text, minutes):
    assert exact_minutes(text) == minutes
