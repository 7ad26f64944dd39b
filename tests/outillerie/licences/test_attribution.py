import html
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from outillerie.licences.attribution import (
    Part,
    as_html,
    as_markdown,
    as_text,
    attribution_lines,
    web_address,
)
from outillerie.licences.licence import licence

BY_SA = licence("CC-BY-SA-4.0")
BY = licence("CC-BY-4.0")

KIT = Part(
    title="Des mots de passe costauds",
    authors=("Anne Leblanc", "Bob & Cie", "Zoé Martin"),
    source_url="https://exemple.fr/kits/mots-de-passe/?v=2&a=1",
    licence=BY_SA,
    changes="durée raccourcie",
    organisation="Hub des Beffrois",
)
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) *a* _b_ `c` & &lt; \"d\" 'e' \u202e"


class Reader(HTMLParser):
    """The text, the elements and the links of a piece of HTML."""

    def __init__(self, source):
        super().__init__()
        self.text, self.elements, self.links = "", [], []
        self.feed(source)

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.links.append(dict(attributes).get("href"))


def test_a_credit_in_french_has_title_authors_source_licence_and_changes():
    assert as_text(KIT) == (
        "«\u00a0Des mots de passe costauds\u00a0» par Anne Leblanc, Bob & Cie et Zoé Martin (Hub "
        "des Beffrois), "
        "https://exemple.fr/kits/mots-de-passe/?v=2&a=1, sous licence CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/deed.fr). Modifications\u00a0: durée raccourcie."
    )


def test_a_credit_in_english_links_to_the_english_deed():
    assert as_text(KIT, language="en") == (
        "“Des mots de passe costauds” by Anne Leblanc, Bob & Cie and Zoé Martin (Hub des Beffrois), "
        "https://exemple.fr/kits/mots-de-passe/?v=2&a=1, licensed under CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/deed.en). Changes: durée raccourcie."
    )


def test_the_html_links_the_title_and_the_licence_and_escapes_the_rest():
    assert as_html(KIT) == (
        '<a href="https://exemple.fr/kits/mots-de-passe/?v=2&amp;a=1">«\u00a0Des mots de passe '
        "costauds\u00a0»</a>"
        " par Anne Leblanc, Bob &amp; Cie et Zoé Martin (Hub des Beffrois), sous licence "
        '<a href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr" rel="license">CC BY-SA 4.0</a>.'
        " Modifications\u00a0: durée raccourcie."
    )


def test_the_markdown_has_the_same_links():
    assert as_markdown(KIT) == (
        "[«\u00a0Des mots de passe costauds\u00a0»](<https://exemple.fr/kits/mots-de-passe/?v=2&a=1>)"
        " par Anne Leblanc, Bob & Cie et Zoé Martin (Hub des Beffrois), sous licence "
        "[CC BY-SA 4.0](<https://creativecommons.org/licenses/by-sa/4.0/deed.fr>)."
        " Modifications\u00a0: durée raccourcie."
    )


@pytest.mark.parametrize(
    ("part", "credit"),
    [
        (Part(title="Une affiche"), "«\u00a0Une affiche\u00a0» par auteur inconnu, licence non précisée."),
        (Part(title=" \n"), "Sans titre par auteur inconnu, licence non précisée."),
        (
            Part(title="Une affiche", authors=("", " "), organisation="Hub"),
            "«\u00a0Une affiche\u00a0» par Hub, licence non précisée.",
        ),
        (
            Part(title="Une affiche", authors=("Hub",), organisation="Hub"),
            "«\u00a0Une affiche\u00a0» par Hub, licence non précisée.",
        ),
        (
            Part(title="Une\naffiche", authors=("A",), licence=licence("etalab-2.0"), changes="Recadrée."),
            "«\u00a0Une affiche\u00a0» par A, sous Licence Ouverte 2.0 "
            "(https://www.etalab.gouv.fr/licence-ouverte-open-licence/). Modifications\u00a0: Recadrée.",
        ),
        (
            Part(title="Une affiche", authors=("A",), source_url="javascript:alert(1)"),
            "«\u00a0Une affiche\u00a0» par A, licence non précisée.",
        ),
    ],
)
def test_what_is_missing_is_said_and_the_sentence_stays_a_sentence(part, credit):
    assert as_text(part) == credit


def test_every_author_is_named_however_many():
    names = tuple(f"Personne {number}" for number in range(200))
    credit = as_text(Part(title="Carte", authors=names))
    assert credit == f"«\u00a0Carte\u00a0» par {', '.join(names[:-1])} et Personne 199, licence non précisée."


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://exemple.fr/a?b=c&d=%20#e", "https://exemple.fr/a?b=c&d=%20#e"),
        (" http://exemple.fr ", "http://exemple.fr"),
        (
            "https://fr.wikipedia.org/wiki/Été_(saison)",
            "https://fr.wikipedia.org/wiki/%C3%89t%C3%A9_%28saison%29",
        ),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//exemple.fr", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ('https://exemple.fr/"onclick="x', ""),
        ("https://exemple.fr/\njavascript:x", ""),
        ("https://exemple.fr/\ud800", ""),
        ("exemple.fr", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(address, kept):
    assert web_address(address) == kept


def test_hostile_text_stays_text_in_html():
    hostile = {"title": HOSTILE, "authors": (HOSTILE,), "changes": HOSTILE, "organisation": HOSTILE + "!"}
    page = Reader(as_html(Part(**hostile, source_url="https://exemple.fr/?a=1&lt=2", licence=BY)))
    assert page.elements == ["a", "a"]
    assert page.links == [
        "https://exemple.fr/?a=1&lt=2",
        "https://creativecommons.org/licenses/by/4.0/deed.fr",
    ]
    assert page.text.count("<script>alert(1)</script>") == 4
    assert "\u202e" not in page.text


def test_hostile_text_stays_text_in_markdown():
    part = Part(title=HOSTILE, authors=(HOSTILE,), changes=HOSTILE, licence=BY)
    page = Reader(MarkdownIt("commonmark").render(as_markdown(part)))
    assert page.elements == ["p", "a"]
    assert page.text.strip() == Reader(as_html(part)).text


words = st.text(max_size=40)


@given(words, st.lists(words, max_size=3), words, words)
def test_the_three_forms_say_the_same_words(title, authors, organisation, changes):
    part = Part(title=title, authors=tuple(authors), organisation=organisation, changes=changes, licence=BY)
    text = as_text(part).replace(" (https://creativecommons.org/licenses/by/4.0/deed.fr)", "")
    assert html.unescape(Reader(as_html(part)).text) == html.unescape(text)
    rendered = Reader(MarkdownIt("commonmark").render(as_markdown(part)))
    assert rendered.elements == ["p", "a"]
    assert rendered.text.strip() == Reader(as_html(part)).text.strip()
    assert "\n" not in text


@pytest.mark.parametrize(
    ("relation", "french", "english"),
    [
        ("adaptation", "D’après «\u00a0B\u00a0»", "Based on “B”"),
        ("part", "Avec des éléments de «\u00a0B\u00a0»", "With parts of “B”"),
        ("contribution", "Avec une contribution tirée de «\u00a0B\u00a0»", "With a contribution from “B”"),
        ("step", "Étape reprise\u00a0: «\u00a0B\u00a0»", "Step taken elsewhere: “B”"),
    ],
)
def test_the_credit_says_what_the_part_is_to_the_work(relation, french, english):
    part = Part(title="B", authors=("Bachir",), licence=licence("etalab-2.0"), relation=relation)
    rights = "Licence Ouverte 2.0 (https://www.etalab.gouv.fr/licence-ouverte-open-licence/)."
    assert as_text(part) == f"{french} par Bachir, sous {rights}"
    assert as_text(part, language="en") == f"{english} by Bachir, licensed under {rights}"


def test_a_credit_names_the_version_taken_and_the_work_it_was_met_through():
    part = Part(title="A", authors=("Alice",), relation="adaptation", version=2, through="B")
    assert as_text(part) == (
        "D’après «\u00a0A\u00a0» (source de «\u00a0B\u00a0»), version 2, par Alice, licence non précisée."
    )
    assert as_text(part, language="en") == "Based on “A” (source of “B”), version 2, by Alice, licence not stated."


def test_those_who_helped_are_named_after_the_authors():
    part = Part(title="A", authors=("Alice",), organisation="Hub", contributors=("Bob", "", "Zoé"))
    assert as_text(part) == "«\u00a0A\u00a0» par Alice (Hub), avec Bob et Zoé, licence non précisée."
    assert as_text(part, language="en") == "“A” by Alice (Hub), with Bob and Zoé, licence not stated."


def test_parts_with_the_same_credit_are_named_together_and_link_together():
    part = Part(title="A", others=("B", "C"), authors=("Lou",), source_url="https://exemple.fr/", relation="step")
    assert as_text(part) == (
        "Étapes reprises\u00a0: «\u00a0A\u00a0», «\u00a0B\u00a0» et «\u00a0C\u00a0» par Lou, https://exemple.fr/, "
        "licence non précisée."
    )
    assert as_html(part, language="en") == (
        'Steps taken elsewhere: <a href="https://exemple.fr/">“A”, “B” and “C”</a> by Lou, licence not stated.'
    )


def test_each_sentence_is_said_once():
    photo = Part(title="Photo", authors=("Lou",), licence=BY)
    assert attribution_lines([KIT, photo, photo]) == [as_text(KIT), as_text(photo)]


def test_the_lines_take_the_form_and_the_language_asked_for():
    photo = Part(title="Photo", authors=("Lou",), licence=BY)
    assert attribution_lines([KIT, photo], form=as_html, language="en") == [
        as_html(KIT, language="en"),
        "“Photo” by Lou, licensed under "
        '<a href="https://creativecommons.org/licenses/by/4.0/deed.en" rel="license">CC BY 4.0</a>.',
    ]
