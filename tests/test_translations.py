"""French is complete, says what the code says, and what Django reads is what translators wrote."""

import gettext
import importlib.machinery
import importlib.util
import io
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def load_messages():
    loader = importlib.machinery.SourceFileLoader("messages", str(ROOT / "bin" / "messages"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("messages", loader))
    sys.modules["messages"] = module
    loader.exec_module(module)
    return module


messages = load_messages()
Entry, Text = messages.Entry, messages.Text
FRENCH_LETTERS = re.compile("[àâçéèêëîïôùûœ]", re.IGNORECASE)
# Names that English writes as French does: a standard, a form of the State.
FRENCH_NAMES = re.compile("LHÉO|certificat de réalisation")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sdif]|%[sdif](?![a-z])|\{\w*\}")
# French puts a space that does not break before these signs, and its apostrophe is curled.
TYPING_MISTAKES = [
    (re.compile(r"(?<![\u00a0\u202f])[;!?](?!\w)"), "no-break space before ; ! ?"),
    (re.compile(r"(?<![\u00a0\u202f]):(?=\s|$)"), "no-break space before :"),
    (re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"), "no-break spaces inside « »"),
    (re.compile(r"(?<=[a-zà-ÿ])'(?=[a-zà-ÿ%{«])", re.IGNORECASE), "’ and not '"),
]


def entries_of(language):
    path = messages.LOCALE / language / "LC_MESSAGES" / "django.po"
    return messages.read_po(path)


def untranslated(texts, entries):
    return [text.singular for text in texts if text not in entries or not entries[text].is_complete]


def wrong_placeholders(entries):
    return [
        entry.text.singular
        for entry in entries
        if placeholders(*entry.translations) != placeholders(entry.text.singular, entry.text.plural)
    ]


def placeholders(*texts):
    return {name for text in texts for name in PLACEHOLDERS.findall(text)}


def mistyped(entries):
    return [
        f"{mistake}: {translation}"
        for entry in entries
        for translation in entry.translations
        for pattern, mistake in TYPING_MISTAKES
        if pattern.search(translation)
    ]


def test_every_text_of_the_interface_has_its_french():
    assert untranslated(messages.texts_of_the_site(), entries_of("fr")) == []


def test_no_translation_is_kept_without_a_use():
    assert sorted(text.singular for text in entries_of("fr").keys() - messages.texts_of_the_site().keys()) == []


def test_a_text_that_is_not_written_in_english_has_its_english():
    texts = messages.texts_of_the_site()
    french = [text for text in texts if FRENCH_LETTERS.search(FRENCH_NAMES.sub("", text.singular))]
    assert untranslated(french, entries_of("en")) == []


def test_translations_keep_the_placeholders():
    assert wrong_placeholders(entries_of("fr").values()) == []


def test_french_is_typed_as_french():
    assert mistyped(entries_of("fr").values()) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_texts_are_those_of_the_translators(language):
    folder = messages.LOCALE / language / "LC_MESSAGES"
    compiled = messages.mo_of(list(entries_of(language).values()), language)
    assert (folder / "django.mo").read_bytes() == compiled


# --- the checks themselves can fail ---


def test_texts_are_found_in_code():
    source = (
        "from django.utils.translation import gettext_lazy as _, npgettext as several\n"
        'a = _("One" " two")\nb = several("month", "%(n)s May", "%(n)s Mays", n)\nc = other("No")\n'
    )
    assert messages.texts_of_python(source) == [Text("One two"), Text("%(n)s May", "%(n)s Mays", "month")]


def test_a_computed_text_is_refused():
    with pytest.raises(ValueError, match="line 2: a text to translate is written whole"):
        messages.texts_of_python('from django.utils.translation import gettext as _\n_("Hello %s" % name)\n')


def test_a_text_marked_where_it_is_written_may_be_translated_by_its_name():
    source = "from django.utils.translation import gettext as _\n_(refusal.message)\n_(LABELS[kind])\n_(label)\n"
    assert messages.texts_of_python(source + "label = gettext_noop('Step')") == [Text("Step")]


def test_texts_are_found_in_templates():
    source = (
        '{% load i18n %}{% translate "Who’s next?" %}{{ x|default:_("Nothing") }}'
        '{% translate "May" context "month" %}{% blocktranslate count n=rows|length trimmed %}One\n kit'
        "{% plural %}{{ n }} kits{% endblocktranslate %}"
    )
    assert messages.texts_of_template(source) == [
        Text("Who’s next?"),
        Text("Nothing"),
        Text("May", context="month"),
        Text("One kit", "%(n)s kits"),
    ]


def test_a_missing_an_empty_and_a_doubtful_translation_are_refused():
    texts = [Text("Kit"), Text("Step"), Text("File"), Text("Word")]
    entries = {
        Text("Kit"): Entry(Text("Kit"), ["Kit"]),
        Text("Step"): Entry(Text("Step"), [""]),
        Text("File"): Entry(Text("File"), ["Dossier"], is_fuzzy=True),
    }
    assert untranslated(texts, entries) == ["Step", "File", "Word"]


def test_a_lost_placeholder_is_refused():
    good = Entry(Text("%(n)s kit", "%(n)s kits"), ["%(n)s kit", "%(n)s kits"])
    lost = Entry(Text("By {name}"), ["Par {nom}"])
    assert wrong_placeholders([good, lost]) == ["By {name}"]


@pytest.mark.parametrize("wrong", ["Quoi ?", "Quoi?", "Note : oui", "Note: oui", "« oui »", "l'atelier"])
def test_french_typed_as_english_is_refused(wrong):
    assert len(mistyped([Entry(Text("x"), [wrong])])) == 1


@pytest.mark.parametrize(
    "right",
    ["Quoi\u00a0?", "Note\u00a0: oui", "«\u00a0oui\u00a0»", "l’atelier", "https://a.fr/?b=1", "10:30"],
)
def test_french_typed_as_french_passes(right):
    assert mistyped([Entry(Text("x"), [right])]) == []


def test_what_is_written_is_read_back(tmp_path):
    entries = [
        Entry(Text('A "quoted"\nline'), ["Une ligne «\u00a0citée\u00a0»\nici"], ["a.py"]),
        Entry(Text("%(n)s kit", "%(n)s kits", "shelf"), ["%(n)s kit", "%(n)s kits"], ["b.html", "c.html"]),
        Entry(Text("Later"), [""], ["d.py"], is_fuzzy=True),
    ]
    (tmp_path / "django.po").write_text(messages.po_of(entries, "fr"))
    assert list(messages.read_po(tmp_path / "django.po").values()) == entries


def test_the_compiled_file_is_one_that_gettext_reads():
    entries = [
        Entry(Text("Step"), ["Étape"]),
        Entry(Text("%(n)s kit", "%(n)s kits", "shelf"), ["%(n)s trousse", "%(n)s trousses"]),
        Entry(Text("Later"), [""]),
    ]
    read = gettext.GNUTranslations(io.BytesIO(messages.mo_of(entries, "fr")))
    assert [read.npgettext("shelf", "%(n)s kit", "%(n)s kits", n) for n in (0, 1, 2)] == [
        "%(n)s trousse",
        "%(n)s trousse",
        "%(n)s trousses",
    ]
    assert (read.gettext("Step"), read.gettext("Later")) == ("Étape", "Later")


def test_pairs_fill_only_what_is_missing(tmp_path):
    texts = {Text("Step"): ["a.py"], Text("Kit"): ["a.py"]}
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        messages.po_of([Entry(Text("Step"), ["Étape"]), Entry(Text("Gone"), ["Parti"])], "fr")
    )
    entries = messages.up_to_date("fr", texts, {"Step": "Pas", "Kit": "Kit d’atelier"}, locale=tmp_path)
    assert [(entry.text.singular, entry.translations) for entry in entries] == [
        ("Kit", ["Kit d’atelier"]),
        ("Step", ["Étape"]),
    ]
