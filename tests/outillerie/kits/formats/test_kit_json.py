"""kit.json says what it says to any reader, and refuses what readers would understand differently."""

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from outillerie.kits.formats import kit_json
from outillerie.kits.formats.content import (
    Credit,
    File,
    KitContent,
    Picture,
    Source,
    Step,
    fingerprint,
    to_dict,
)
from outillerie.kits.formats.kit_json import Publication
from outillerie.kits.formats.refusals import FormatRefused

KIT = KitContent(
    title="Mots de passe",
    hook="Choisir un bon mot de passe.",
    duration=90,
    objectives=("Choisir un mot de passe",),
    steps=(Step(title="Accueil", minutes=10),),
    files=(File(name="fiche.pdf", title="Fiche"),),
    credits=(
        Credit(name="Jeanne"),
        Credit(name="Ali", role="illustrator"),
        Credit(name="Zoé", role="translator"),
    ),
    organisation="Hub des Beffrois",
    licence="CC-BY-4.0",
    source_url="https://example.org/origine",
)
PUBLICATION = Publication(
    number=3,
    published_at=datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
    page_url="https://example.org/kits/mots-de-passe/v3/",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    fingerprint=fingerprint(KIT),
)


def document(**changes):
    """Return a kit.json whose `kit` has `changes`."""
    values = json.loads(kit_json.write(KIT))
    values["kit"] |= changes
    return json.dumps(values).encode()


def refusal(data):
    with pytest.raises(FormatRefused) as refused:
        kit_json.read(data)
    return str(refused.value)


def test_a_reader_of_schema_org_understands_the_outer_object():
    values = json.loads(kit_json.write(KIT, PUBLICATION))
    del values["kit"], values["@context"]
    assert values == {
        "@type": "LearningResource",
        "url": "https://example.org/kits/mots-de-passe/v3/",
        "version": 3,
        "datePublished": "2026-01-31T09:30:00+00:00",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "name": "Mots de passe",
        "description": "Choisir un bon mot de passe.",
        "inLanguage": "fr",
        "timeRequired": "PT90M",
        "teaches": ["Choisir un mot de passe"],
        "creator": [{"@type": "Person", "name": "Jeanne"}],
        "contributor": [{"@type": "Person", "name": "Ali"}],
        "translator": [{"@type": "Person", "name": "Zoé"}],
        "publisher": {"@type": "Organization", "name": "Hub des Beffrois"},
        "isBasedOn": "https://example.org/origine",
        "format": "outillerie-kit/1",
        "fingerprint": fingerprint(KIT),
    }


def test_the_context_is_in_the_document_and_points_nowhere():
    context = json.loads(kit_json.write(KIT))["@context"]
    assert context["@vocab"] == "https://schema.org/"
    assert context["kit"] == {"@id": "urn:outillerie-kit:1:kit", "@type": "@json"}


def test_the_content_and_the_publication_read_back():
    assert kit_json.read(kit_json.write(KIT, PUBLICATION)) == (KIT, PUBLICATION)


def test_a_draft_has_a_fingerprint_and_no_publication():
    assert kit_json.read(kit_json.write(KIT)) == (KIT, Publication(fingerprint=fingerprint(KIT)))


def test_the_same_kit_gives_the_same_bytes():
    assert kit_json.write(KIT, PUBLICATION) == kit_json.write(KIT, PUBLICATION)


def test_the_published_schema_is_a_valid_schema_and_accepts_what_is_written():
    schema = json.loads(kit_json.SCHEMA_PATH.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(kit_json.write(KIT, PUBLICATION)))) == []


def test_the_published_schema_names_every_field():
    schema = json.loads(kit_json.SCHEMA_PATH.read_text(encoding="utf-8"))
    assert set(schema["$defs"]["kit"]["properties"]) == set(to_dict(KIT))
    for name, part in {"step": Step, "file": File, "picture": Picture, "credit": Credit, "source": Source}.items():
        assert set(schema["$defs"][name]["properties"]) == {field.name for field in dataclasses.fields(part)}


def test_the_fingerprint_of_a_kit_that_needs_no_later_field_is_what_it_was_before_them():
    old = KitContent(
        title="x",
        steps=(Step(title="s"),),
        files=(File(name="a", title="b"),),
        pictures=(Picture(name="p"),),
    )
    assert fingerprint(old) == "2f9cb2d5c160ddb06e4b4d86c4c82bcb8d3d4914fc5f456f644217d350b2a8f9"


def test_each_later_field_changes_the_fingerprint_when_it_says_something():
    later = [
        KitContent(title="x", steps=(Step(title="s"),)),
        KitContent(title="x", steps=(Step(title="s", author="Alice"),)),
        KitContent(title="x", steps=(Step(title="s", licence="CC-BY-4.0"),)),
        KitContent(title="x", files=(File(name="a", title="b"),)),
        KitContent(title="x", files=(File(name="a", title="b", is_mixed=True),)),
        KitContent(title="x", pictures=(Picture(name="p"),)),
        KitContent(title="x", pictures=(Picture(name="p", is_mixed=False),)),
        KitContent(title="x", sources=(Source(title="A"),)),
    ]
    assert len({fingerprint(content) for content in later}) == len(later)


def test_readers_of_schema_org_learn_what_the_kit_is_made_from_nearest_first():
    sources = (
        Source(title="B", url="https://example.org/b/v2/"),
        Source(title="Sans adresse"),
        Source(title="A", url="https://example.org/a/v1/", through="https://example.org/b/v2/"),
    )
    written = kit_json.write(dataclasses.replace(KIT, sources=sources))
    assert json.loads(written)["isBasedOn"] == [
        "https://example.org/b/v2/",
        "https://example.org/a/v1/",
        "https://example.org/origine",
    ]
    assert kit_json.read(written)[0].sources == sources


def test_a_field_of_a_later_version_is_kept_for_those_who_know_it():
    content, _ = kit_json.read(document(rooms=2))
    assert content.extra == {"rooms": 2}


def test_a_byte_order_mark_is_not_a_mistake():
    assert kit_json.read(b"\xef\xbb\xbf" + kit_json.write(KIT))[0] == KIT


def test_texts_are_composed_and_stripped_of_what_nobody_sees():
    content, _ = kit_json.read(document(title=" Cafe\u0301\u202e "))
    assert content.title == "Café"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"[" * 10_000 + b"]" * 10_000, "kit.json nests values more than 30 deep."),
        (b'{"a":' * 10_000, "kit.json nests values more than 30 deep."),
        (b'{"a": 1e400}', "kit.json holds something that is not a finite number."),
        (b'{"a": NaN}', "kit.json holds something that is not a finite number."),
        (b'{"a": -Infinity}', "kit.json holds something that is not a finite number."),
        (b'{"a": 1, "a": 2}', "kit.json says the same thing twice: a key is repeated in an object."),
        (b'{"a": 9007199254740992}', "kit.json holds a number too large to be read exactly."),
        (b'{"a": ' + b"9" * 100_000 + b"}", "kit.json holds a number too large to be read exactly."),
        (b'{"a": "\\ud800"}', "kit.json holds a character that no text may hold."),
        (b'{"\\udfff": 1}', "kit.json holds a character that no text may hold."),
        (b'{"a": "x\\u0000y"}', "kit.json holds a character that no text may hold."),
        (b'{"a": "x\x00y"}', "kit.json is not JSON: line 1, column 9."),
        (b'{"a": "\xff"}', "kit.json is not written in UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "kit.json is not written in UTF-8."),
        (b'{"a": ', "kit.json is not JSON: line 1, column 7."),
        (b'{"a": "' + b'\\"' * 100_000, "kit.json is not JSON: line 1, column 7."),
        (b"", "kit.json is not JSON: line 1, column 1."),
        (b"null", "kit.json does not follow the format at «/» (rule «type»)."),
        (b'{"a": 1}', "kit.json does not follow the format at «/» (rule «required»)."),
        (b" " * 5_000_001, "kit.json is larger than 5 MB."),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_ATK_JSON_01_what_readers_understand_differently_is_refused(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": 3}, "kit.json does not follow the format at «kit/title» (rule «type»)."),
        ({"title": "x" * 2001}, "kit.json does not follow the format at «kit/title» (rule «maxLength»)."),
        ({"mode": "flying"}, "kit.json does not follow the format at «kit/mode» (rule «enum»)."),
        ({"level": 5}, "kit.json does not follow the format at «kit/level» (rule «maximum»)."),
        ({"duration": 30.0}, "kit.json does not follow the format at «kit/duration» (rule «type»)."),
        ({"duration": True}, "kit.json does not follow the format at «kit/duration» (rule «type»)."),
        (
            {"steps": [{"minutes": 3}]},
            "kit.json does not follow the format at «kit/steps/0» (rule «required»).",
        ),
        (
            {"sources": [{"title": "A", "relation": "copie"}]},
            "kit.json does not follow the format at «kit/sources/0/relation» (rule «enum»).",
        ),
        (
            {"sources": [{"title": "A", "authors": "Alice"}]},
            "kit.json does not follow the format at «kit/sources/0/authors» (rule «type»).",
        ),
        ({"steps": {}}, "kit.json does not follow the format at «kit/steps» (rule «type»)."),
        ({"files": [{"name": "../x", "title": ""}]}, "«../x» is not a safe name for a file."),
        ({"pictures": [{"name": "a/b.png"}]}, "«a/b.png» is not a safe name for a file."),
        (
            {"files": [{"name": "Fiche.pdf", "title": ""}, {"name": "fiche.PDF", "title": ""}]},
            "Two files of the kit are named «fiche.PDF».",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_value_that_is_not_of_the_format_is_refused_with_its_place(changes, sentence):
    assert refusal(document(**changes)) == sentence


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("format", "outillerie-kit/2", "kit.json does not follow the format at «format» (rule «pattern»)."),
        ("url", "javascript:alert(1)", "kit.json does not follow the format at «url» (rule «pattern»)."),
        ("datePublished", "hier", "kit.json gives a date of publication that is not one."),
        ("@type", "Book", "kit.json does not follow the format at «@type» (rule «const»)."),
    ],
)
def test_what_surrounds_the_content_is_checked_too(key, value, sentence):
    values = json.loads(kit_json.write(KIT, PUBLICATION)) | {key: value}
    assert refusal(json.dumps(values).encode()) == sentence


def test_a_later_minor_version_is_read():
    values = json.loads(kit_json.write(KIT)) | {"format": "outillerie-kit/1.2"}
    assert kit_json.read(json.dumps(values).encode())[0] == KIT


def test_a_refusal_keeps_its_sentence_apart_from_its_values_for_translation():
    with pytest.raises(FormatRefused) as refused:
        kit_json.read(b"{")
    assert refused.value.message == "kit.json is not JSON: line %(line)s, column %(column)s."
    assert refused.value.parts == {"line": 1, "column": 2}
