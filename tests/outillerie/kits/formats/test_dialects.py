"""What reads foreign sheets: one habit of authors at a time, and what nobody should be able to send."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outillerie.kits.formats.content import File, Material
from outillerie.kits.formats.dialects import (
    LOSS_LABELS,
    Defaults,
    Dialect,
    Loss,
    SheetRefused,
    decode_sheet,
    detect,
    read_project,
    read_sheet,
    read_source,
)
from outillerie.kits.formats.dialects.headings import kind_of, without_step_mark
from outillerie.kits.formats.dialects.lists import material_of
from outillerie.kits.formats.dialects.minutes import only_minutes, timed
from outillerie.kits.formats.dialects.people import ages_in, audiences_in, numbers_in
from outillerie.kits.formats.dialects.themes import themes_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


def sheet(text, *, name="fiche.md", beside=None, **defaults):
    beside = beside or {}
    return read_sheet(text, name=name, pictures=beside.get, defaults=Defaults(**defaults))


def losses(result):
    return [
        (loss.kind, loss.detail, loss.count) for loss in result.losses if not loss.kind.startswith("unknown")
    ]


# --- bytes


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_sheet_is_read_whatever_its_encoding(encoding):
    assert decode_sheet("# Créer à plusieurs : l’été".encode(encoding)) == "# Créer à plusieurs : l’été"


def test_accents_mangled_by_an_earlier_tool_are_mended():
    mangled = "Créer une démarche".encode().decode("cp1252")
    assert decode_sheet(mangled.encode()) == "Créer une démarche"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This sheet is empty."),
        (b"\xef\xbb\xbf \n\t\n", "This sheet is empty."),
        (
            b"%PDF-1.7 ...",
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            b"PK\x03\x04....",
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            bytes(range(32)) * 4,
            "This file is not text. Save it as Markdown, HTML or plain text, then import it again.",
        ),
        (
            b"abc \x81\x8d",
            "The characters of this file cannot be read. Save it as UTF-8, then import it again.",
        ),
        (
            b"a" * (2 * 1024 * 1024 + 1),
            "This sheet is larger than 2 MB. Keep the text in it and put pictures and files beside it.",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_with_one_sentence(data, sentence):
    with pytest.raises(SheetRefused) as refusal:
        decode_sheet(data)
    assert str(refusal.value) == sentence


def test_a_page_nested_too_deep_is_refused():
    with pytest.raises(SheetRefused) as refusal:
        sheet("<div>" * 5000 + "texte")
    assert str(refusal.value) == (
        "The parts of this page are nested too deep to be read. Save it as plain text, then import it again."
    )


# --- front matter


def test_a_front_matter_without_its_end_gives_its_first_lines():
    result = sheet("---\ntitre: Sans fin\nduree: 1h\n\nLe texte.")
    assert (result.content.title, result.content.duration) == ("Sans fin", 60)
    assert [str(note) for note in result.notes][:1] == [
        "The front matter is never closed: its first lines were taken."
    ]


def test_a_broken_front_matter_is_read_line_by_line():
    text = "---\ntitle: Coder : premiers pas\nauteurs:\n- Léa\n- Omar\npublic: 'Ados\n---\n\nLe texte."
    result = sheet(text)
    assert result.content.title == "Coder : premiers pas"
    assert [credit.name for credit in result.content.credits] == ["Léa", "Omar"]
    assert result.content.audiences == ("enfants-mineurs",)


def test_a_bomb_of_aliases_is_only_lines():
    result = sheet("---\ntitle: T\na: &a [x, x]\nb: *a\n---\nTexte.")
    assert result.content.title == "T"
    assert result.content.extra == {"a": "&a [x, x]", "b": "*a"}


def test_two_dashes_that_open_no_front_matter_are_a_rule():
    assert sheet("---\n\nUn texte qui commence par un filet.").content.extra == {}


def test_html_in_a_value_is_only_its_text():
    result = sheet("---\ntitle: Un <b>titre</b><script>alert(1)</script>\n---\nTexte.")
    assert result.content.title == "Un titre"


def test_hours_written_like_sixties_of_yaml_stay_hours():
    assert sheet("---\nduree: 1:30\n---\nTexte.").content.duration == 90


# --- words of sheets


@pytest.mark.parametrize(
    ("text", "title", "minutes"),
    [
        ("Accueil (10 min)", "Accueil", 10),
        ("10' – Brise-glace", "Brise-glace", 10),
        ("0:00–0:10 Accueil", "Accueil", 10),
        ("14h00 - 14h15 : Bilan", "Bilan", 15),
        ("de 9h à 9h30 : café", "café", 30),
        ("Le jeu [1h30]", "Le jeu", 90),
        ("Débat (20 min, en groupe)", "Débat (en groupe)", 20),
        ("Accueil | 5 min", "Accueil", 5),
        ("10 minutes pour chercher", "10 minutes pour chercher", None),
        ("1h de jeu", "1h de jeu", None),
        ("Question 1 : la photo", "Question 1 : la photo", None),
        ("Les 12 cartes", "Les 12 cartes", None),
    ],
)
def test_minutes_are_taken_out_of_a_title(text, title, minutes):
    assert (timed(text).title, timed(text).minutes) == (title, minutes)


@pytest.mark.parametrize(
    ("text", "minutes"), [("(10 min)", 10), ("Durée : 1h", 60), ("Il dure 10 min", None)]
)
def test_a_line_that_is_only_minutes_is_told_from_a_sentence(text, minutes):
    assert only_minutes(text) == minutes


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Préparation", "preparation"),
        ("AU PRÉALABLE :", "preparation"),
        ("🎯 Objectifs pédagogiques", "objectives"),
        ("Ce qu’il te faut", "material"),
        ("What you need", "material"),
        ("3. Déroulement de l’atelier", "flow"),
        ("Variantes possibles…", "variants"),
        ("Points de vigilance", "watch_points"),
        ("Pour aller plus loin", "further_reading"),
        ("Pré-requis", "prerequisites"),
        ("Fiche technique", "facts"),
        ("Annexes", "body"),
        ("Le jeu de la bouteille", None),
        ("Étape 2 : le cactus", None),
    ],
)
def test_a_heading_says_what_it_holds(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Étape 1 : le cactus", "le cactus"),
        ("Etape 3 - Lancement", "Lancement"),
        ("Première étape : le vrai ou faux", "le vrai ou faux"),
        ("2) Monter", "Monter"),
        ("Étape 1", "Étape 1"),
        ("Défi : effets sonores", "Défi : effets sonores"),
        ("Question 2 : la photo", "Question 2 : la photo"),
    ],
)
def test_a_title_loses_its_number_when_something_else_is_left(title, bare):
    assert without_step_mark(title) == bare


@pytest.mark.parametrize(
    ("text", "audiences", "ages"),
    [
        ("Ado, adultes", ("enfants-mineurs", "adultes"), (None, None)),
        ("dès 10 ans", (), (10, None)),
        ("8-12 ans", ("enfants-mineurs",), (8, 12)),
        ("ages 8 to 12", ("enfants-mineurs",), (8, 12)),
        ("Tout public", ("tous-publics",), (None, None)),
        ("60 ans et plus", ("seniors-personnes-agees",), (60, None)),
        ("Personnes allophones", ("personne-allophone-ou-refugies-demandeurs-asile",), (None, None)),
        ("Agents du service", (), (None, None)),
    ],
)
def test_words_for_people_become_codes(text, audiences, ages):
    assert audiences_in(text) == audiences
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10", (None, 10)),
        ("8 à 12", (8, 12)),
        ("12 personnes maximum", (None, 12)),
        ("à partir de 4", (4, None)),
        ("4 min, 10 max", (4, 10)),
        ("2 groupes de 5", (None, 10)),
        ("par groupes de 5", (None, None)),
        ("10 (8-12 ans)", (None, 10)),
        ("un petit groupe", (None, None)),
    ],
)
def test_numbers_of_people_are_read(text, numbers):
    assert numbers_in(text) == numbers


def test_material_is_cut_into_rows_with_quantities():
    assert material_of(
        "12 cartes, 1 ordinateur par groupe, feutres (x6), un vidéoprojecteur (fourni), du temps"
    ) == [
        Material(label="cartes", quantity="12"),
        Material(label="ordinateur", quantity="1 par groupe", is_digital=True),
        Material(label="feutres", quantity="6"),
        Material(label="vidéoprojecteur", quantity="1", is_provided=True, is_digital=True),
        Material(label="du temps"),
    ]


def test_themes_come_from_categories_and_titles_before_descriptions():
    assert themes_of(categories="", title="Mots de passe et données", hook="On parle aussi d’impôts.") == (
        "bases-risques-cyber-et-protection",
        "coop-securite-numerique",
        "bases-donnees",
    )


# --- pictures, files, links


def test_a_picture_is_found_by_its_name_whatever_the_address():
    text = (
        "![a](/wp-content/uploads/plan-300x200.png) ![b]({{ site.baseurl }}/assets/Plan%20B.png)"
        " ![c](https://exemple.org/vieux/plan.png)"
    )
    result = sheet(text, beside={"plan.png": PNG, "Plan B.png": GIF})
    assert result.pictures == {"plan.png": PNG, "plan-b.gif": GIF}
    assert result.content.body == "![a](images/plan.png) ![b](images/plan-b.gif) ![c](images/plan.png)"
    assert losses(result) == []


def test_two_pictures_of_one_name_keep_two_names():
    embedded = base64.b64encode(GIF + b"x").decode()
    text = (
        f"![](data:image/gif;base64,{base64.b64encode(GIF).decode()}) ![](data:image/gif;base64,{embedded})"
    )
    assert sorted(sheet(text).pictures) == ["embarquee-2.gif", "embarquee.gif"]


def test_a_missing_picture_leaves_its_words_and_a_loss():
    result = sheet("Voyez ![le plan](plan.svg), puis ![](https://exemple.org/x.jpg).")
    assert result.content.body == "Voyez *le plan*, puis ."
    assert losses(result) == [
        ("missing_picture", "plan.svg", 1),
        ("remote_picture", "https://exemple.org/x.jpg", 1),
    ]


def test_a_file_that_is_no_picture_is_not_taken_for_one():
    result = sheet("![plan](plan.png)", beside={"plan.png": b"<svg onload=alert(1)>"})
    assert result.pictures == {}
    assert ("unreadable", "plan.png", 1) in losses(result)


def test_a_tracking_pixel_leaves_no_words():
    result = sheet("Fin.\n\n![Pixel de suivi](https://exemple.org/pixel.png)")
    assert (result.content.body, losses(result)) == (
        "Fin.",
        [("tracker", "https://exemple.org/pixel.png", 1)],
    )


def test_a_document_beside_the_sheet_becomes_a_file():
    result = sheet(
        "[La fiche à imprimer](https://exemple.org/docs/Fiche.pdf)", beside={"Fiche.pdf": b"%PDF-1.7"}
    )
    assert result.files == {"fiche.pdf": b"%PDF-1.7"}
    assert result.content.body == "[La fiche à imprimer](fichiers/fiche.pdf)"
    assert result.content.files == (
        File(
            name="fiche.pdf",
            title="La fiche à imprimer",
            role="handout",
            source="https://exemple.org/docs/Fiche.pdf",
            media_type="application/pdf",
            size=8,
            sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(),
        ),
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("javascript:alert(1)", "unsafe_link"),
        ("java\tscript:alert(1)", "unsafe_link"),
        ("JaVaScRiPt:alert(1)", "unsafe_link"),
        ("data:text/html,<script>", "unsafe_link"),
        ("vbscript:x", "unsafe_link"),
        ("file:///etc/passwd", "unsafe_link"),
        ("http://127.0.0.1:4000/x", "dead_link"),
        ("http://localhost/x", "dead_link"),
        ("http://192.168.1.1/", "dead_link"),
        ("../autre/page", "dead_link"),
        ("fiches/a.pdf", "missing_file"),
    ],
)
def test_a_link_that_may_not_stay_leaves_its_words(address, kind):
    result = sheet(f'<p>Un <a href="{address}">lien</a>.</p>')
    assert result.content.body == "Un lien."
    assert [loss.kind for loss in result.losses if not loss.kind.startswith("unknown")] == [kind]


def test_a_link_inside_the_site_is_completed_from_the_source():
    result = sheet("[ici](/fr/outil) et [là](#ancre)", source_url="https://exemple.org/fiches/")
    assert result.content.body == "[ici](https://exemple.org/fr/outil) et là"


# --- what a site leaves


def test_the_residue_of_a_page_is_removed_and_counted_by_kind():
    text = (
        "::: {#page .site}\n::: {.navigation-top}\nMenu\n:::\n\n## Étape 1 : jouer\n\nOn joue.\n\n"
        "::: {#comments .comments-area}\n### Laisser un commentaire\n:::\n::: {.widget}\nArchives\n:::\n:::\n:::\n"
    )
    result = sheet(text)
    assert [(step.title, step.facilitator) for step in result.content.steps] == [("Jouer", "On joue.")]
    assert losses(result) == [("navigation", "", 1), ("comments", "", 1), ("footer", "", 1)]


def test_a_part_of_a_page_that_is_never_closed_takes_nothing_with_it():
    assert sheet("::: {.menu}\nDu texte qui compte.").content.hook == ""
    assert sheet("::: {.menu}\nDu texte qui compte.").content.body == "Du texte qui compte."


def test_attributes_and_spans_of_pandoc_leave_their_text():
    result = sheet('[Un mot]{.p-name} et `si`{:class="block"} {#ancre .x} suit.\n\n```\ncode {#garde}\n```\n')
    assert result.content.body == "Un mot et `si` suit.\n\n```\ncode {#garde}\n```"


def test_template_tags_are_removed_and_told():
    result = sheet("Avant {% include x.html %} {{ page.title }} après `{{ code }}`.")
    assert result.content.body == "Avant après `{{ code }}`."
    assert losses(result) == [("liquid", "{% include x.html %}", 1), ("liquid", "{{ page.title }}", 1)]


def test_embedded_pages_become_links():
    result = sheet('<iframe src="//player.exemple.org/v/1" title="La vidéo"></iframe>')
    assert result.content.body == "[La vidéo](https://player.exemple.org/v/1)"
    assert losses(result) == [("iframe", "https://player.exemple.org/v/1", 1)]


def test_footnotes_stay_readable():
    body = sheet("Un mot[^a] rare.\n\n[^a]: Sa définition,\n    sur deux lignes.").content.body
    assert body == "Un mot (note 1) rare.\n\n### Notes\n\n1. Sa définition, sur deux lignes."


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>texte",
        "<img src=x onerror=alert(1)>texte",
        "&lt;script&gt;alert(1)&lt;/script&gt; texte",
        "texte \\<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>texte",
        "# <b onclick=x>titre</b> <script>1</script>\n\ntexte",
        "- <a href='javascript:alert(1)'>texte</a>",
        "| a |\n|---|\n| <script>1</script>&lt;b&gt; texte |",
        "```\n<script>alert(1)</script>\n```\ntexte",
        "<details open ontoggle=alert(1)><summary>texte</summary></details>",
        "<!-- <script>alert(1)</script> --> texte",
    ],
)
def test_no_html_comes_out_of_a_sheet(attack):
    from outillerie.kits.formats.dialects.markdown import without_html

    content = sheet(f"{attack}\n").content
    for text in (content.body, content.preparation):
        assert without_html(text) == text
        assert "javascript:" not in text


# --- projects, folders, sources


def test_a_project_without_steps_is_refused():
    with pytest.raises(SheetRefused) as refusal:
        read_project({"meta.yml": b"title: Vide"}, defaults=Defaults())
    assert str(refusal.value) == "This project has no step: it needs files named step_1.md, step_2.md…"


def test_a_project_with_a_broken_description_keeps_its_steps():
    files = {
        "meta.yml": b"title: [a",
        "step_2.md": b"## Fin\n\nBravo.",
        "step_1.md": b"## Premier pas\n\n--- task ---",
    }
    result = read_project(files, defaults=Defaults(), name="mon-projet")
    assert [step.title for step in result.content.steps] == ["Premier pas", "Fin"]
    assert "meta.yml cannot be read: titles come from the steps." in [str(note) for note in result.notes]


def test_the_code_of_a_project_is_a_code_block():
    step = b"## Coder\n\n--- code ---\n---\nlanguage: python\nfilename: main.py\n---\nprint('ok')\n--- /code ---\n"
    result = read_project({"step_1.md": step}, defaults=Defaults())
    assert result.content.steps[0].participants == "```python\nprint('ok')\n```"


def test_source_yml_gives_the_defaults_of_a_folder():
    text = "licence: CC BY-SA 3.0\nauteur: Nous\nsource: https://exemple.org\nmodifications: Mise en page.\n"
    assert read_source(text) == Defaults(
        licence="CC-BY-SA-3.0", author="Nous", source_url="https://exemple.org", changes="Mise en page."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "- a",
            "source.yml cannot be read: write one «key: value» a line, among licence, auteur, organisation,",
        ),
        ("licence: à nous", "source.yml names a licence that is not known here: à nous."),
    ],
)
def test_a_source_yml_that_cannot_be_trusted_is_refused(text, sentence):
    with pytest.raises(SheetRefused) as refusal:
        read_source(text)
    assert str(refusal.value).startswith(sentence)


def test_the_licence_of_a_sheet_wins_over_the_folder_and_keeps_its_version():
    text = "# Titre\n\nUn texte.\n\n*Cet atelier est diffusé sous licence {}.*"
    assert sheet(text.format("CC BY-SA"), licence="CC-BY-SA-3.0").content.licence == "CC-BY-SA-3.0"
    assert sheet(text.format("CC BY-NC 4.0"), licence="CC-BY-SA-3.0").content.licence == "CC-BY-NC-4.0"
    assert (
        sheet("# T\n\nOn parle de la licence CC BY-NC.", licence="CC-BY-SA-3.0").content.licence
        == "CC-BY-SA-3.0"
    )


def test_what_a_path_holds_is_told_from_its_names(tmp_path):
    (tmp_path / "vide").mkdir()
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "kit.json").write_text("{}")
    (tmp_path / "own.md").write_text("---\nformat: outillerie-kit/1\ntitre: T\n---\n")
    (tmp_path / "fiche.html").write_text("<p>x</p>")
    (tmp_path / "x.exe").write_text("x")
    names = ["vide", "kit", "own.md", "fiche.html", "x.exe", "absent.md", "."]
    assert [detect(tmp_path / name) for name in names] == [
        Dialect.UNKNOWN,
        Dialect.OWN,
        Dialect.OWN,
        Dialect.SHEET,
        Dialect.UNKNOWN,
        Dialect.UNKNOWN,
        Dialect.COLLECTION,
    ]


def test_every_loss_has_its_words():
    assert LOSS_LABELS[Loss("tracker").kind] == "tracking pixel removed"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab#*_-:|<>/()[]{}%`'\"=&;1h min\n\t\xa0é", min_size=1, max_size=400))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        result = sheet(text)
    except SheetRefused as refusal:
        assert str(refusal)
    else:
        assert {loss.kind for loss in result.losses} <= set(LOSS_LABELS)
        assert result.content.title
