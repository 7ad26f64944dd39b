"""What foreign sheets bring with them: pictures, files, links, the rest of a web site, and attacks."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outillerie.kits.formats.content import File
from outillerie.kits.formats.dialects import (
    LOSS_LABELS,
    Defaults,
    Dialect,
    Loss,
    SheetRefused,
    detect,
    read_project,
    read_sheet,
    read_source,
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


def sheet(text, *, name="fiche.md", beside=None, **defaults):
    beside = beside or {}
    return read_sheet(text, name=name, pictures=beside.get, defaults=Defaults(**defaults))


def losses(result):
    return [(loss.kind, loss.detail, loss.count) for loss in result.losses if not loss.kind.startswith("unknown")]


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
    text = f"![](data:image/gif;base64,{base64.b64encode(GIF).decode()}) ![](data:image/gif;base64,{embedded})"
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
    result = sheet("[La fiche à imprimer](https://exemple.org/docs/Fiche.pdf)", beside={"Fiche.pdf": b"%PDF-1.7"})
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
        "::: {#comments .comments-area}\n### Laisser un commentaire\n:::\n"
        "::: {.widget}\nArchives\n:::\n:::\n:::\n"
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
    options = b"---\nlanguage: python\nfilename: main.py\n---\n"
    step = b"## Coder\n\n--- code ---\n" + options + b"print('ok')\n--- /code ---\n"
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
    assert sheet("# T\n\nOn parle de la licence CC BY-NC.", licence="CC-BY-SA-3.0").content.licence == "CC-BY-SA-3.0"


def test_a_licence_without_its_version_is_to_be_checked():
    result = sheet("---\ntitre: T\nlicence: CC BY\n---\nUn texte.")
    assert result.content.licence == "CC-BY-4.0"
    assert "The licence is named without its version: check it. CC BY" in [str(note) for note in result.notes]


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
