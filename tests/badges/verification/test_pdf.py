"""The badge that a PDF carries, whoever made the file."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from badges.verification import pdf
from badges.verification.pdf import attached_credential

JSON = b' {"type": ["OpenBadgeCredential"]}'


def document(*files):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    return written(writer)


def written(writer):
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize("name", ["badge.json", "Assertion.JSON", "credential.jsonld", "a.jwt"])
def test_a_badge_is_found_under_any_name_of_its_kind(name):
    content = b"aa.bb.cc" if name == "a.jwt" else JSON
    assert attached_credential(document((name, content), ("notes.txt", b"{}"), ("photo.json", b"\x89PNG"))) == content


@pytest.mark.parametrize("files", [(), (("notes.txt", JSON),), (("a.json", JSON), ("b.json", b'{"b":1}'))])
def test_none_or_several_are_no_badge(files):
    assert attached_credential(document(*files)) is None


def test_the_same_badge_twice_is_one():
    assert attached_credential(document(("a.json", JSON), ("b.json", JSON))) == JSON


def test_two_files_of_one_name_are_two():
    assert attached_credential(document(("a.json", JSON), ("a.json", b'{"b":1}'))) is None


def test_a_file_that_grows_without_end_is_not_read(monkeypatch):
    bomb = document(("a.json", b"{" + b" " * 3_000_000))
    writer = PdfWriter(io.BytesIO(bomb))
    for item in writer._objects:
        if isinstance(item, DictionaryObject) and item.get("/Type") == "/EmbeddedFile":
            item._data = zlib.compress(item._data)
            item[NameObject("/Filter")] = NameObject("/FlateDecode")
    bomb = written(writer)
    assert (len(bomb) < 20_000, attached_credential(bomb)) == (True, None)
    monkeypatch.setattr(pdf, "MOST_TEXT", 4_000_000)
    assert len(attached_credential(bomb)) == 3_000_001


def test_a_tree_of_names_that_turns_round_ends():
    writer = PdfWriter(io.BytesIO(document(("a.json", JSON))))
    tree = writer._root_object["/Names"]["/EmbeddedFiles"].get_object()
    reference = writer._add_object(tree)
    writer._root_object["/Names"][NameObject("/EmbeddedFiles")] = reference
    tree[NameObject("/Kids")] = ArrayObject([reference] * 40)
    assert attached_credential(written(writer)) == JSON


def test_a_heavy_file_is_not_read(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_BYTES", 100)
    assert attached_credential(document(("a.json", JSON))) is None


@given(st.binary(max_size=80), st.integers(0, 900))
def test_whatever_comes_in_there_is_a_badge_or_none(noise, at):
    whole = document(("a.json", JSON))
    for data in (noise, b"%PDF-" + noise, whole[:at] + noise + whole[at:], whole[:at]):
        assert attached_credential(data) in (None, JSON) or noise
