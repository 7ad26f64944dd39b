"""What the page of a kit says of its files, and how its texts open."""

import dataclasses

import pytest
from django.utils import translation

from outillerie.kits.formats.content import Credit, File, KitContent, Source
from outillerie.kits.formats.credits import is_credited_with_kit
from outillerie.kits.formats.text import SafeHtml
from outillerie.kits.origins import own_attribution
from outillerie.templatetags.kits_tags import boxed, led_by

CONTENT = KitContent(
    title="Où est Camille",
    organisation="Hub des Beffrois",
    credits=(Credit(name="Odile Carillon", organisation="Atelier du Canal"),),
    licence="CC-BY-SA-4.0",
)
FILE = File(name="plateau.pdf", title="Plateau", author="Odile Carillon", licence="CC-BY-SA-4.0")


@pytest.mark.parametrize("author", ["", "Odile Carillon", "Hub des Beffrois"])
def test_a_file_by_those_who_made_the_kit_needs_no_credit_of_its_own(author):
    assert is_credited_with_kit(dataclasses.replace(FILE, author=author), CONTENT) is True


@pytest.mark.parametrize(
    "change",
    [
        {"author": "Lucas Terril"},
        # The credit of the kit names its people and its organisation, not those that its people belong to.
        {"author": "Atelier du Canal"},
        {"licence": "CC-BY-4.0"},
        {"source": "https://exemple.fr/plateau"},
    ],
)
def test_a_file_of_another_author_licence_or_source_has_its_own_credit(change):
    assert is_credited_with_kit(dataclasses.replace(FILE, **change), CONTENT) is False


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, ""),
        ({"author": "Lucas Terril", "source": "https://hub.example/a/"}, "Lucas Terril · CC BY-SA 4.0"),
        (
            {"author": "Lucas <Terril>"},
            "«\u00a0Plateau\u00a0» par Lucas &lt;Terril&gt;, sous licence "
            '<a href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr" rel="license">CC BY-SA 4.0</a>.',
        ),
    ],
)
def test_a_file_says_whose_it_is_in_short_when_its_source_is_credited_below(change, shown):
    content = dataclasses.replace(CONTENT, sources=(Source(title="A", url="https://hub.example/a/"),))
    with translation.override("fr"):
        assert own_attribution(dataclasses.replace(FILE, **change), content) == shown


def test_a_text_opens_with_its_label_inside_its_first_paragraph():
    assert led_by(SafeHtml("<p>Un.</p>\n<p>Deux.</p>\n"), "But :") == "<p><b>But :</b> Un.</p>\n<p>Deux.</p>\n"


def test_a_text_that_opens_with_a_list_has_its_label_above():
    assert led_by(SafeHtml("<ul>\n<li>Un</li>\n</ul>"), "But :") == "<p><b>But :</b> </p><ul>\n<li>Un</li>\n</ul>"


def test_a_text_that_nobody_cleaned_is_escaped():
    assert led_by("<i>Un</i>", "<b>") == "<p><b>&lt;b&gt;</b> &lt;i&gt;Un&lt;/i&gt;</p>"


def test_one_paragraph_is_its_own_box():
    assert boxed(SafeHtml("<p>Un.</p>\n"), "say") == '<p class="say">Un.</p>\n'


@pytest.mark.parametrize("html", ["<p>Un.</p><p>Deux.</p>", "<p>Un.</p><ul><li>Deux</li></ul>", "<ul><li>Un</li></ul>"])
def test_several_paragraphs_have_a_box_around_them(html):
    assert boxed(SafeHtml(html), "say") == f'<div class="say">{html}</div>'
