"""The certificate of a badge: one page whatever it says, tagged, that carries its proof. No database."""

import datetime
import io
import json
from dataclasses import replace

import pytest
from django.utils.translation import override
from PIL import Image

from badges.achievements.pictures import PNG, accepted_upload
from badges.backpack.certificate import (
    CertificatePaper,
    Line,
    certificate_html,
    certificate_pdf,
    cut,
    frame_svg,
    rows_of,
    rows_taken,
    shown_lines,
    sizes,
)
from badges.verification.pdf import attached_credential
from outillerie.drawing import badge_svg
from outillerie.drawing.tokens import DOMAINS
from tests.badges.achievements.test_pictures import as_png
from tests.outillerie.printing.reading import fonts_of, images_of, opened, tags_of, words_of

DAY = datetime.date(2025, 10, 14)
CREDENTIAL = json.dumps({"type": ["OpenBadgeCredential"], "name": "Aidant numérique"}, ensure_ascii=False).encode()
BLOCKS = (
    Line(label="Bloc 1", title="Accueillir sans faire à la place", domain=2, on=datetime.date(2025, 3, 12)),
    Line(label="Bloc 2", title="Protéger les données des personnes", domain=4, on=datetime.date(2025, 5, 1)),
)
PAPER = CertificatePaper(
    name="Ondine Exemple",
    title="Aidant numérique",
    sentence="qui a réuni les deux blocs du parcours",
    image=badge_svg(2, 3, "relais").encode(),
    caption="Badge écrou, niveau 3.",
    level=3,
    domain=2,
    glyph="relais",
    framework="DigComp 2.2",
    lines=BLOCKS,
    issuer_name="Hub des Beffrois",
    place="Roubaix",
    signatory="La direction du Hub",
    awarded_on=DAY,
    verify_url="https://outillerie.example/v/7K3FQ2ND/",
    code="7K3FQ2ND",
    credential_json=CREDENTIAL,
)
LONGEST = replace(
    PAPER,
    name=("Marie-Antoinette de la Rochefoucauld-Montmorency " * 4)[:160],
    title=("Accompagner les démarches en ligne sans faire à la place " * 3)[:120],
    lines=tuple(replace(line, title=line.title * 4) for line in BLOCKS * 10),
    issuer_name="Hub du numérique " * 7,
    signatory="La direction du hub et de ses partenaires " * 2,
    language="en",
)


@pytest.fixture(scope="module")
def certificate():
    return certificate_pdf(PAPER)


def test_the_certificate_is_one_page_of_a4_on_its_side(certificate):
    (page,) = opened(certificate).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]


def test_the_certificate_says_who_what_when_and_where_to_verify(certificate):
    words = words_of(certificate)
    for text in (
        "Ondine Exemple", "qui a réuni les deux blocs du parcours Aidant numérique", "Hub des Beffrois",
        "Bloc 1 · Accueillir sans faire à la place", "12 mars 2025", "1er mai 2025", "DigComp 2.2", "14 octobre 2025",
        "La direction du Hub", "outillerie.example/v", "7K3F-Q2ND",
    ):  # fmt: skip
        assert text in words


def test_the_certificate_carries_its_badge_to_the_byte(certificate):
    assert attached_credential(certificate) == CREDENTIAL
    (reference, *_twice) = opened(certificate).root_object["/AF"]
    described = reference.get_object()
    embedded = described["/EF"]["/F"].get_object()
    assert (described["/UF"], described["/AFRelationship"], embedded["/Subtype"]) == (
        "badge.json", "/Source", "/application/json",
    )  # fmt: skip
    assert embedded["/Params"]["/ModDate"] == "D:20251014120000Z"


def test_the_certificate_is_an_archive_that_can_be_listened_to(certificate):
    reader = opened(certificate)
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("3", "A")
    assert (reader.root_object["/MarkInfo"]["/Marked"], reader.root_object["/Lang"]) == (True, "fr")
    assert all(fonts_of(certificate).values())
    tags = tags_of(certificate)
    badge, code = [alternative for _depth, tag, alternative in tags if tag == "/Figure" and alternative]
    assert (badge, code.endswith("https://outillerie.example/v/7K3FQ2ND/")) == ("Badge écrou, niveau 3.", True)
    assert ("/H1" in {tag for _depth, tag, _ in tags}, "/LI" in {tag for _depth, tag, _ in tags}) == (True, True)


def test_the_same_paper_gives_the_same_bytes_and_the_longest_still_fits_one_page(certificate):
    assert certificate_pdf(PAPER) == certificate
    longest = certificate_pdf(LONGEST, is_economical=True)
    assert len(opened(longest).pages) == 1
    assert "and 12 others" in words_of(longest)


FOUR = (
    *BLOCKS,
    Line(label="Bloc 3", title="Faire une démarche ensemble", domain=1, on=datetime.date(2025, 6, 18)),
    Line(label="Bloc 4", title="Orienter vers le bon relais", domain=5, on=datetime.date(2025, 9, 30)),
)


def test_in_large_characters_four_blocks_hold_on_one_page_in_18_points(certificate):
    large = certificate_pdf(replace(PAPER, lines=FOUR), is_large_print=True)
    (page,) = opened(large).pages
    assert "Bloc 4 · Orienter vers le bon relais" in words_of(large)
    assert attached_credential(large) == CREDENTIAL
    assert (letters(page)[:2], letters(opened(certificate).pages[0])[:2]) == ([16, 18], [9.5, 10])


def letters(page):
    """Return the sizes of the letters of a page, in points, the smallest first."""
    found = set()

    def read(text, around, matrix, font, size):
        if text.strip():
            found.add(round(size * abs(matrix[3] * around[3]), 1))

    page.extract_text(visitor_text=read)
    return sorted(found)


def test_in_large_characters_what_the_first_page_cannot_hold_has_a_page_of_its_own():
    longest = replace(
        LONGEST,
        framework="DigComp 3.0 – European Digital Competence Framework, Référentiel national de la médiation",
        valid_until=datetime.date(2029, 9, 30),
        verify_url="https://badges.mediation-numerique-des-hauts-de-france.example/v/7K3FQ2ND/",
    )
    pages = [page.extract_text() for page in opened(certificate_pdf(longest, is_large_print=True)).pages]
    assert len(pages) == 2
    # The column of the badge is as tall as the page, and what would not fit in it would not be printed.
    assert "attached to this file" in " ".join(pages[0].split())
    assert ("The trainer in charge" in pages[0], "Bloc 1" in pages[0]) == (True, False)
    assert ("What earned it" in pages[1], "and 7 others" in pages[1]) == (True, True)


def test_a_badge_of_pixels_is_printed():
    kind, picture = accepted_upload(io.BytesIO(as_png(Image.new("RGB", (100, 100), "#8E2A4E"))))
    pdf = certificate_pdf(replace(PAPER, image=picture))
    assert (kind, len(images_of(pdf))) == (PNG, 1)


def test_ATK_PDF_01_what_people_wrote_stays_words():
    hostile = "<link rel=attachment href=file:///etc/passwd><img src=https://evil.example/a>{{ paper.code }}"
    html = certificate_html(replace(PAPER, name=hostile, title=hostile, sentence=hostile, lines=(Line(title=hostile),)))
    assert (html.count("<link rel=attachment"), html.count("<img src=https"), html.count("{{ paper.code }}")) == (
        0,
        0,
        5,
    )


def test_a_certificate_without_more_says_no_more():
    bare = CertificatePaper(
        name="Ada", title="T", image=b"", issuer_name="Hub", awarded_on=DAY, verify_url="https://o.example/v/7K3FQ2ND/",
        code="7K3FQ2ND", credential_json=b"{}", language="en",
    )  # fmt: skip
    html = certificate_html(bare)
    assert ("gathered" in html, "Framework" in html, "who earned the badge" in html) == (False, False, True)
    assert ("Issued on Oct. 14, 2025" in html, "Valid without limit" in html) == (True, True)


def test_a_badge_that_ends_says_when():
    ending = replace(PAPER, valid_until=datetime.date(2028, 10, 14), language="en")
    assert "Valid until Oct. 14, 2028" in certificate_html(ending)


def test_letters_shrink_as_texts_grow():
    assert sizes("Ondine Exemple", "Aidant numérique", 4) == []
    assert sizes("n" * 30, "t" * 50, 6) == ["name--long", "title--long", "lines--several"]
    assert sizes("n" * 160, "t" * 120, 12) == ["name--endless", "title--endless", "lines--many"]


@pytest.mark.parametrize(
    ("count", "signs", "shown"), [(0, 9, 0), (1, 9, 1), (12, 9, 12), (13, 9, 11), (6, 100, 6), (7, 100, 7)]
)
def test_no_more_rows_are_shown_than_there_is_room_for(count, signs, shown):
    lines = shown_lines((Line(label="Bloc", title="t" * signs),) * count)
    assert (len(lines), rows_of(lines) <= 12) == (shown, True)


def test_long_texts_around_the_lines_leave_less_room_for_them():
    wordy = replace(PAPER, issuer_name="h" * 60, sentence="s" * 64, signatory="d" * 42)
    assert (rows_taken(PAPER), rows_taken(wordy), len(shown_lines((Line(title="t"),) * 12, room=9))) == (0, 3, 8)


def test_a_title_that_is_cut_says_so():
    assert (cut("Accueillir sans faire", 60), cut("Accueillir sans faire", 13)) == (
        "Accueillir sans faire",
        "Accueillir…",
    )


@pytest.mark.parametrize("domain", DOMAINS)
def test_an_economical_frame_has_no_ground(domain):
    frames = [frame_svg(domain, is_economical=economical) for economical in (False, True)]
    # The white sheet, and the ground under it.
    assert ([frame.count("<rect") for frame in frames], [len(frame) < 6_000 for frame in frames]) == (
        [2, 1],
        [True] * 2,
    )


def test_a_certificate_speaks_the_language_of_its_badge():
    with override("fr"):
        assert "This certificate is given to" in certificate_html(replace(PAPER, language="en"))
