import dataclasses
import datetime
import functools
import io

import pytest
from PIL import Image

from outillerie.kits.documents import Sheet, kit_html, kit_pdf, shown_pictures
from outillerie.kits.formats.content import Credit, KitContent, Source, Step
from tests.outillerie.printing.reading import (
    booklet_words,
    bookmarks_of,
    everything_in,
    fonts_of,
    images_of,
    opened,
    tags_of,
    words_of,
)
from tests.outillerie.printing.samples import (
    BARE,
    CAMILLE,
    FACILITATOR_WORDS,
    MARKED,
    PARTICIPANT_WORDS,
    WITHOUT_MINUTES,
    WITHOUT_STEPS,
    of_many_steps,
    with_a_step_of,
)

A4 = (595.28, 841.89)
LYING_A4 = (841.89, 595.28)


def sheet(**options):
    given = {
        "number": 3,
        "published_on": datetime.date(2025, 10, 14),
        "page_url": "https://outillerie.example/kits/ou-est-camille/v3/",
        "domain": "com",
        "glyph": "loupe",
        "audiences": ("ados",),
    }
    return Sheet(**{**given, **options})


def square(colour):
    output = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(output, "WEBP")
    return output.getvalue()


PICTURES = {"public.webp": square("#1F4B99"), "secret.webp": square("#C8390E")}


@functools.cache
def printed(content, **options):
    return kit_pdf(content, sheet(**options), pictures=PICTURES)


def sizes_of(pdf):
    return [(round(float(page.mediabox.width), 2), round(float(page.mediabox.height), 2)) for page in opened(pdf).pages]


def order_of(pdf, *words):
    """Return `words` in the order in which the document says them first."""
    text = words_of(pdf)
    assert [word for word in words if word not in text] == []
    return sorted(words, key=text.index)


def test_a_sheet_is_a4_and_a_booklet_is_two_sides_of_a_lying_a4():
    assert set(sizes_of(printed(CAMILLE))) == {A4}
    assert sizes_of(printed(CAMILLE, format="a5")) == [LYING_A4, LYING_A4]


def test_the_document_says_what_it_is():
    reader = opened(printed(CAMILLE))
    root = reader.root_object
    assert reader.metadata.title == "Où est Camille\u00a0?"
    assert reader.metadata.author == "Nadia Lefort, Inès Carlier"
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert reader.attachments == {}


def test_everything_shown_is_tagged():
    tags = tags_of(printed(CAMILLE))
    count = {tag: sum(1 for _, found, _ in tags if found == tag) for tag in ("/H1", "/H2", "/H3", "/L", "/LI")}
    assert count == {"/H1": 1, "/H2": 8, "/H3": 5, "/L": 6, "/LI": 21}


def test_every_figure_has_its_words():
    for options in ({}, {"format": "a4", "edition": "participant"}):
        figures = [words for _, tag, words in tags_of(printed(MARKED, **options)) if tag == "/Figure"]
        assert figures
        assert "" not in figures


def test_bookmarks_follow_the_headings():
    titles = [title for _, title in bookmarks_of(printed(CAMILLE))]
    assert titles[0] == "Où est Camille\u00a0?"
    steps = [title for level, title in bookmarks_of(printed(CAMILLE)) if level == 2]
    assert steps == [step.title for step in CAMILLE.steps]


def test_every_font_is_embedded():
    fonts = fonts_of(printed(CAMILLE))
    assert set(fonts.values()) == {True}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} == {"Atkinson", "Bricolage"}


def test_words_are_drawn_in_the_order_of_reading():
    head = ("Où est Camille", "Un jeu d’enquête", "reconnaître quatre signes", "12 cartes")
    steps = tuple(step.title for step in CAMILLE.steps)
    rest = ("Imprimer les 12 cartes", "Si un jeune se confie", "Les douze cartes")
    expected = [*head, *steps, *rest]
    assert order_of(printed(CAMILLE), *reversed(expected)) == expected


def test_the_same_version_gives_the_same_bytes():
    for page_format in ("a4", "a5"):
        printed.cache_clear()
        first = printed(MARKED, format=page_format)
        printed.cache_clear()
        assert printed(MARKED, format=page_format) == first


@pytest.mark.parametrize("page_format", ["a4", "a5"])
def test_participants_read_nothing_meant_for_the_facilitator(page_format):
    pdf = printed(MARKED, format=page_format, edition="participant")
    everything = everything_in(pdf)
    html = kit_html(MARKED, sheet(format=page_format, edition="participant"))
    assert [word for word in FACILITATOR_WORDS if word in booklet_words(pdf)] == []
    assert [word for word in FACILITATOR_WORDS if word.encode() in everything] == []
    assert [word for word in FACILITATOR_WORDS if word in html] == []


def test_participants_read_all_that_is_for_them():
    text = words_of(printed(MARKED, edition="participant"))
    assert [word for word in PARTICIPANT_WORDS if word not in text] == []


def test_the_facilitator_reads_everything():
    text = words_of(printed(MARKED))
    unseen = {"Extratroc", "secret.webp", "Vuetroc", "Vuesecrete", "Vuillon"}
    missing = [word for word in (*FACILITATOR_WORDS, *PARTICIPANT_WORDS) if word not in text]
    # Alternative texts are in the tags, not on the page; the credits name the pictures by them.
    assert [word for word in missing if word not in unseen] == []


def test_only_the_pictures_of_the_edition_are_embedded():
    assert shown_pictures(MARKED, sheet()) == ("public.webp", "secret.webp")
    assert shown_pictures(MARKED, sheet(edition="participant")) == ("public.webp",)
    assert len({image.data for image in images_of(printed(MARKED))}) == 2
    assert len({image.data for image in images_of(printed(MARKED, edition="participant"))}) == 1


def test_the_booklet_opens_on_its_cover_and_closes_on_its_back():
    outside = opened(printed(CAMILLE, format="a5")).pages[0]
    forms = outside["/Resources"]["/XObject"]
    assert outside.extract_xform_text(forms["/Right"]).startswith("Où est\nCamille")
    assert "outillerie.example/kits/ou-est-camille/v3" in outside.extract_xform_text(forms["/Left"])


def test_the_back_of_a_booklet_names_the_work_that_the_kit_adapts():
    sources = (Source(title="Un jeu", relation="part"), Source(title="Le casier"), Source(title="Avant", through="x"))
    content = dataclasses.replace(CAMILLE, language="en", sources=sources)
    assert ", by Nadia Lefort and Inès Carlier, based on “Le casier”.</p>" in kit_html(content, sheet(format="a5"))


@pytest.mark.parametrize(
    ("people", "is_told"),
    [
        ((Credit(name="Un"), Credit(name="Deux")), 0),
        ((Credit(name="Un"), Credit(name="Deux"), Credit(name="Trois")), 1),
        ((Credit(name="Un"), Credit(name="Deux", role="illustrator")), 1),
    ],
)
def test_a_booklet_credits_everybody_in_full_when_its_back_cannot(people, is_told):
    html = kit_html(dataclasses.replace(CAMILLE, credits=people), sheet(format="a5"))
    assert html.count('<section class="credits">') == is_told


def test_a_long_booklet_still_closes_on_its_back():
    people = tuple(Credit(name=f"Une personne au nom interminable, numéro {number}") for number in range(30))
    content = dataclasses.replace(of_many_steps(12), title="Titre " * 40, credits=people)
    for is_large_print in (False, True):
        outside = opened(kit_pdf(content, sheet(format="a5", is_large_print=is_large_print), pictures={})).pages[0]
        back = outside.extract_xform_text(outside["/Resources"]["/XObject"]["/Left"])
        assert "outillerie.example/kits/ou-est-camille/v3" in back
        assert "\u00ab\u00a0Titre" in back or "“Titre" in back


def test_every_page_says_whose_work_it_is_and_where_it_comes_from():
    pages = [" ".join(page.extract_text().split()) for page in opened(printed(of_many_steps(40))).pages]
    assert len(pages) == 5
    for number, page in enumerate(pages, start=1):
        assert "Où est Camille" in page
        assert "Nadia Lefort" in page
        assert "CC BY-SA 4.0" in page
        assert "outillerie.example/kits/ou-est-camille/v3" in page
        assert f" {number} " in page


def test_a_moment_never_splits():
    pages = [page.extract_text() for page in opened(printed(of_many_steps(40))).pages]
    for number in range(1, 41):
        title, text = f"Moment {number}\n", f"Repère {number}."
        assert [title in page for page in pages] == [text in page for page in pages]


def test_a_moment_longer_than_a_page_begins_where_it_can_and_loses_nothing():
    pages = [page.extract_text() for page in opened(printed(with_a_step_of(1200))).pages]
    assert "Le long moment" in pages[0]
    read = words_of(printed(with_a_step_of(1200)))
    assert read.count("consigne") == 16 * 5


@pytest.mark.parametrize("content", [WITHOUT_MINUTES, WITHOUT_STEPS, BARE], ids=["no minutes", "no steps", "bare"])
@pytest.mark.parametrize("page_format", ["a4", "a5"])
def test_a_kit_that_says_little_is_printed_all_the_same(content, page_format):
    assert content.title.split()[0] in booklet_words(printed(content, format=page_format))


def test_a_kit_without_minutes_has_no_rule():
    html = kit_html(WITHOUT_MINUTES, sheet())
    assert html.count("--tick") == 0
    assert html.count("moment__number") == 5


def test_ticks_count_the_minutes():
    html = kit_html(CAMILLE, sheet())
    assert html.count("--tick: 25.0000%; --height: 21.0mm") == 2
    assert html.count("--tick: 12.5000%; --height: 29.6mm") == 2
    assert html.count("--tick: 16.6667%; --height: 22.2mm") == 1


def test_what_people_typed_stays_text():
    hostile = "</style><script>alert(1)</script><img src=x onerror=y>{{ 7|add:7 }}{% now 'Y' %}&amp;"
    content = dataclasses.replace(
        KitContent(title=hostile, hook=hostile, objectives=(hostile,), organisation=hostile, preparation=hostile),
        steps=(Step(title=hostile, minutes=5, aim=hostile, say=hostile),),
        credits=(Credit(name=hostile),),
        changes=hostile,
    )
    for page_format in ("a4", "a5"):
        html = kit_html(content, sheet(format=page_format, audiences=(hostile,)))
        assert html.count("<script") == 0
        assert html.count("onerror=y>") == 0
        assert "{{ 7|add:7 }}" in html
    assert "<script>alert(1)</script>" in words_of(kit_pdf(content, sheet(), pictures={}))


def test_a_kit_prints_in_its_own_language_whatever_the_interface(settings):
    english = dataclasses.replace(CAMILLE, language="en")
    assert '<html lang="en"' in kit_html(english, sheet())
    assert "Material to prepare" in kit_html(english, sheet())
    assert "4 participants" in kit_html(english, sheet())


def test_a_format_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="No sheet is called a3"):
        sheet(format="a3")
    with pytest.raises(ValueError, match="No sheet is called a4 for nobody"):
        sheet(edition="nobody")


@pytest.mark.parametrize("domain", ["info", "com", "crea", "secu", "prob"])
def test_every_domain_prints_and_an_economical_sheet_has_no_solid_ground(domain):
    assert sizes_of(printed(BARE, domain=domain)) == [A4]
    assert sizes_of(printed(BARE, domain=domain, is_economical=True)) == [A4]


@pytest.mark.parametrize(("is_large_print", "smallest"), [(False, 9.5), (True, 13)])
def test_small_letters_stay_readable(is_large_print, smallest):
    sizes = set()

    def visit(text, matrix, text_matrix, _font, size):
        if text.strip():
            sizes.add(round(size * abs(matrix[0] * text_matrix[0]), 1))

    for page in opened(printed(CAMILLE, is_large_print=is_large_print)).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= smallest
