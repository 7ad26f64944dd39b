"""Badges in SVG drawings. The judge is openbadges-bakery 2.0.0, whose sample files are in `tests/data/open-badges`."""

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import openbadges_bakery
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.openbadges.baking import OB2, OB3, UnreadableImage
from badges.openbadges.svg import bake, sanitised, unbake
from outillerie.drawing import badge_svg

FIXTURES = Path(__file__).parents[2] / "data" / "open-badges" / "fixtures"
URL = "https://badges.example/a?b=1&c=2"
HOSTED = json.dumps({"id": URL, "name": "Été « bleu » <b>"}, ensure_ascii=False)
CREDENTIAL = '{"type":["OpenBadgeCredential"]}'
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
WITH_3 = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    b'<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    b'<![CDATA[{"type":["OpenBadgeCredential"]}]]></openbadges:credential><path d="M0 0h9"/></svg>'
)


def refusal_of(act, *arguments):
    with pytest.raises(UnreadableImage) as refusal:
        act(*arguments)
    return refusal.value.code


def children_of(svg):
    return [child.tag for child in ElementTree.fromstring(svg)]


def test_a_credential_is_the_first_thing_in_the_drawing():
    assert bake(DRAWING, credential=CREDENTIAL) == WITH_3


def test_a_token_stands_in_an_attribute():
    baked = bake(DRAWING, credential="aa.bb.cc")
    assert b' verify="aa.bb.cc"></openbadges:credential>' in baked
    assert unbake(baked) == {OB3: "aa.bb.cc"}


def test_both_forms_live_in_one_drawing():
    baked = bake(DRAWING, credential=CREDENTIAL, assertion=HOSTED, assertion_url=URL)
    assert unbake(baked) == {OB3: CREDENTIAL, OB2: HOSTED}
    assert children_of(baked) == [
        "{https://purl.imsglobal.org/ob/v3p0}credential",
        "{http://openbadges.org}assertion",
        "{http://www.w3.org/2000/svg}path",
    ]
    assert ElementTree.fromstring(baked)[1].get("verify") == URL


def test_baking_again_replaces_and_keeps_everything_else_to_the_byte():
    once = bake(DRAWING, credential='{"old":1}', assertion="old.old.old")
    again = bake(once, credential=CREDENTIAL)
    assert unbake(again) == {OB3: CREDENTIAL, OB2: "old.old.old"}
    assert bake(bake(DRAWING, credential='{"old":1}'), credential=CREDENTIAL) == WITH_3


@pytest.mark.parametrize(
    "start", [b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- <svg> -->\n<!DOCTYPE svg>']
)
def test_what_stands_before_the_drawing_does_not_move_the_badge(start):
    assert bake(start + DRAWING, credential=CREDENTIAL) == start.removeprefix(b"\xef\xbb\xbf") + WITH_3


def test_a_first_tag_may_hold_anything():
    tag = b"<s:svg xmlns:s='http://www.w3.org/2000/svg' title='a > \"b\" xmlns:openbadges=' viewBox='0 0 9 9'\n>"
    baked = bake(tag + b"<s:g/></s:svg>", credential=CREDENTIAL, assertion_url=URL)
    assert unbake(baked) == {OB3: CREDENTIAL, OB2: URL}
    assert ElementTree.fromstring(baked).get("title") == 'a > "b" xmlns:openbadges='


def test_texts_that_xml_cannot_hold_are_written_as_json_can():
    assert json.loads(unbake(bake(DRAWING, credential='{"a":"\ufffe]]>\uffff"}'))[OB3]) == {"a": "\ufffe]]>\uffff"}
    with pytest.raises(ValueError, match="cannot hold"):
        bake(DRAWING, credential="\x00")


@given(st.dictionaries(st.text(max_size=9), st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)))
def test_any_document_comes_back_as_it_was(document):
    text = json.dumps(document, ensure_ascii=False)
    found = unbake(bake(DRAWING, credential=text, assertion=text, assertion_url=URL))
    assert [json.loads(found[form]) for form in (OB3, OB2)] == [document, document]


# --- openbadges-bakery, both ways ---


def test_its_sample_is_read():
    document = json.loads(unbake((FIXTURES / "baked_example.svg").read_bytes())[OB2])
    assert (document["uid"], document["verify"]["url"]) == ("abcdef12345", "https://example.org/assertion.json")
    assert unbake((FIXTURES / "unbaked_example.svg").read_bytes()) == {}


def test_it_reads_what_we_bake_beside_the_other_form():
    drawing = (FIXTURES / "unbaked_example.svg").read_bytes()
    both = bake(drawing, credential=CREDENTIAL, assertion=HOSTED, assertion_url=URL)
    assert openbadges_bakery.unbake(io.BytesIO(both)) == URL
    signed = bake(drawing, credential=CREDENTIAL, assertion="aa.bb.cc")
    assert openbadges_bakery.unbake(io.BytesIO(signed)) == "aa.bb.cc"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rfc3986")
def test_we_read_what_it_bakes_and_replace_it():
    theirs = openbadges_bakery.bake(io.BytesIO(badge_svg(2, 3, "voix").encode()), HOSTED, io.BytesIO()).read()
    assert unbake(theirs) == {OB2: HOSTED}
    ours = bake(theirs, assertion="aa.bb.cc", credential=CREDENTIAL)
    assert unbake(ours) == {OB2: "aa.bb.cc", OB3: CREDENTIAL}
    assert openbadges_bakery.unbake(io.BytesIO(ours)) == "aa.bb.cc"


# --- attacks ---

SAFE_ELEMENTS = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "use", "symbol",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern", "title", "desc", "text", "tspan",
}  # fmt: skip
HOSTILE = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"
 onload="steal()" xml:base="https://evil.example/"><!-- c --><?xml-stylesheet href="https://evil.example/a.css"?>
<script>steal()</script><script xlink:href="https://evil.example/a.js"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onclick="steal()"><img src="x" onerror="steal()"/></body>
</foreignObject><a href="javascript:steal()"><rect width="9" height="9" onclick="steal()" fill="#123456"/></a>
<use href="https://evil.example/a.svg#x"/><use xlink:href="//evil.example/a.svg#x"/><use href="data:image/svg+xml,x"/>
<image href="https://evil.example/a.png"/><image href="file:///etc/passwd"/>
<style>@import url(https://evil.example/a.css); path{background:url(https://evil.example/b)} .c{fill:url(//evil.example/d)}
</style><path class="c" d="M0 0h9" style="fill:url(https://evil.example/e);filter:url(#f);stroke:expression(steal())"/>
<animate attributeName="href" to="javascript:steal()"/><set attributeName="onclick" to="steal()"/>
<g><animateTransform attributeName="transform"/></g><filter id="f"><feImage href="https://evil.example/f"/></filter>
<path fill="image-set('https://evil.example/g')" mask="url('https://evil.example/h#i')" d="M1 1h1"/>
<text font-family="x;background:url(//evil.example)">Texte &lt;script&gt;</text>
<cursor href="https://evil.example/i"/><handler xmlns="http://www.w3.org/2001/xml-events">steal()</handler>
<metadata><r xmlns="x:x">steal</r></metadata><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>
</svg>"""


def test_ATK_SVG_01_only_what_draws_is_left():
    assert sanitised(HOSTILE) == (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#123456"/>'
        b'<use/><use/><use/><path d="M0 0h9"/><g/><path d="M1 1h1"/>'
        b"<text>Texte &lt;script&gt;</text></svg>"
    )


def assert_harmless(svg):
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert name in SAFE_ELEMENTS
        for key, value in element.attrib.items():
            assert not key.lower().startswith(("on", "{", "style", "class", "src"))
            assert key != "href" or value.startswith("#")
            assert key == "aria-label" or not any(sign in value.lower() for sign in (":", "\\", "//", "url(h", "@"))


NAMES = st.sampled_from(
    [*SAFE_ELEMENTS, "script", "foreignObject", "a", "switch", "style", "animate", "set", "image", "SCRIPT", "x:y"]
)
KEYS = st.sampled_from(
    ["id", "href", "xlink:href", "fill", "style", "class", "onload", "onclick", "transform", "viewBox", "d", "mask",
     "font-family", "xml:base", "aria-label", "ONLOAD", "src", "to"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(
        ["#a", "url(#a)", "url(//e)", "javascript:x()", "fill:url(#a)", "0 0 1 1", "NaN", "rotate(1)", "a", "url( '#a' ) red",
         "@import 'x'", "data:text/html,x", "fill:\\75rl(//e)", ".a{fill:red}", "https://e"]
    ),
)  # fmt: skip


def written(name, attributes, children):
    pairs = "".join(f" {key}={value}" for key, value in attributes.items())
    return f"<{name}{pairs}>{''.join(children)}</{name}>"


QUOTED = VALUES.map(lambda value: '"' + value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") + '"')
ELEMENTS = st.recursive(
    VALUES.map(lambda value: value.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inside: st.builds(written, NAMES, st.dictionaries(KEYS, QUOTED, max_size=4), st.lists(inside, max_size=4)),
    max_leaves=12,
)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="x:x" viewBox="0 0 9 9">'


@given(st.lists(ELEMENTS, max_size=5))
def test_ATK_SVG_01_whatever_goes_in_what_comes_out_is_harmless(parts):
    try:
        clean = sanitised(f"{HEAD}{''.join(parts)}</svg>".encode())
    except UnreadableImage as refusal:
        assert refusal.code in {"too-many-parts", "not-svg"}
        return
    assert_harmless(clean)
    assert sanitised(clean) == clean


@given(st.binary(max_size=200), st.integers(0, len(HOSTILE)))
def test_ATK_SVG_01_noise_is_refused_or_harmless(noise, at):
    for data in (noise, b"<svg>" + noise, HOSTILE[:at] + noise + HOSTILE[at:], HOSTILE[:at]):
        for act in (sanitised, unbake):
            try:
                result = act(data)
            except UnreadableImage as refusal:
                assert refusal.code
            else:
                if act is sanitised:
                    assert_harmless(result)


ENTITY = '<!DOCTYPE svg [<!ENTITY {name} {value}>]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">&x;</svg>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "drawing",
    [
        ENTITY.format(name="x", value='"ha"'),
        ENTITY.format(name="x", value='SYSTEM "file:///etc/passwd"'),
        ENTITY.format(name="x", value='PUBLIC "-" "https://evil.example/"'),
        ENTITY.format(name="% x", value='SYSTEM "https://evil.example/a.dtd"'),
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]><svg xmlns="http://www.w3.org/2000/svg">&l9;</svg>',
    ],
)
def test_ATK_SVG_02_entities_are_refused(drawing):
    assert [refusal_of(act, drawing.encode()) for act in (sanitised, unbake, bake)] == ["entities"] * 3


def test_ATK_SVG_02_a_doctype_that_declares_nothing_is_read_over_and_nothing_is_fetched():
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert sanitised(doctype + DRAWING) == DRAWING


@pytest.mark.parametrize(
    "drawing",
    [DRAWING.decode().encode("utf-16"), b'<?xml version="1.0" encoding="windows-1252"?>' + DRAWING,
     DRAWING.replace(b"M0", b"\xe9"), b"<html/>", b"<svg xmlns='x'/>", b"<svg", b"", b"\x89PNG", DRAWING * 2],
)  # fmt: skip
def test_ATK_SVG_02_what_two_programs_could_read_as_two_drawings_is_refused(drawing):
    assert refusal_of(sanitised, drawing) == "not-svg"


@pytest.mark.parametrize(
    "box",
    ["0 0 1e308 1e308", "NaN NaN NaN NaN", "0 0 0 9", "0 0 9 -9", "0 0 9", "inf 0 9 9", "0 0 1e-9 9", "a b c d", ""],
)
def test_ATK_SVG_03_a_box_that_nothing_can_be_drawn_in_is_refused(box):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'
    assert refusal_of(sanitised, drawing.encode()) == "bad-size"


def test_ATK_SVG_03_a_drawing_without_box_has_that_of_its_size():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20px"/>'
    assert sanitised(drawing.format("20").encode()) == b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"/>'
    assert [refusal_of(sanitised, drawing.format(width).encode()) for width in ("100%", "0", "9.9.9")] == [
        "bad-size"
    ] * 3


def test_ATK_SVG_03_a_hundred_thousand_paths_are_refused():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + b"<path/>" * 100_000 + b"</svg>"
    assert [refusal_of(act, drawing) for act in (sanitised, unbake)] == ["too-many-parts"] * 2


def test_ATK_SVG_03_a_deep_drawing_is_refused():
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + b"<g>" * 5_000 + b"</g>" * 5_000 + b"</svg>"
    )
    assert [refusal_of(act, drawing) for act in (sanitised, unbake)] == ["too-many-parts"] * 2


def test_ATK_SVG_03_parts_that_show_one_another_without_end_are_refused():
    grown = "".join(
        f'<g id="g{n}">{f"<use href='#g{n - 1}'/>" * 10}</g>' if n else '<path id="g0" d="M0 0h1"/>' for n in range(9)
    )
    itself = '<pattern id="p" width="1" height="1"><path fill="url(#p)" d="M0 0h1"/></pattern>'
    two = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert [refusal_of(sanitised, f"{HEAD}{part}</svg>".encode()) for part in (grown, itself, two)] == [
        "too-many-parts"
    ] * 3


def test_ATK_SVG_03_the_second_element_of_a_name_cannot_hide_the_first():
    drawing = f'{HEAD}<g id="a"><path d="M1 1"/></g><path id="a" d="M2 2"/><use href="#a"/></svg>'
    assert sanitised(drawing.encode()).count(b'id="a"') == 1


def test_ATK_SVG_04_a_badge_that_is_there_already_is_replaced():
    foreign = bake(DRAWING, credential='{"evil":1}', assertion=HOSTED, assertion_url=URL)
    ours = bake(foreign, credential=CREDENTIAL, assertion="aa.bb.cc")
    assert unbake(ours) == {OB3: CREDENTIAL, OB2: "aa.bb.cc"}
    assert (b"evil" in ours, children_of(ours).count("{http://openbadges.org}assertion")) == (False, 1)
    assert sanitised(foreign) == DRAWING


def test_ATK_SVG_04_a_badge_inside_a_badge_goes_with_it():
    drawing = WITH_3.replace(b"<![CDATA[", b'<a:assertion xmlns:a="http://openbadges.org" verify="x"/><![CDATA[')
    assert bake(drawing, credential=CREDENTIAL, assertion="aa.bb.cc") == bake(
        DRAWING, credential=CREDENTIAL, assertion="aa.bb.cc"
    )


def test_ATK_SVG_04_two_badges_of_one_form_are_refused():
    badge = b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">{}</o:credential>'
    assert refusal_of(unbake, WITH_3.replace(b"<path", badge + b"<path")) == "several-badges"


@pytest.mark.parametrize("text", ['{"a":"]]>"}', '{"a":"]]]]>>"}', '{"a":"]]><script/>"}', '{"a":"<![CDATA[]]>"}'])
def test_ATK_SVG_04_the_end_of_a_cdata_section_ends_nothing(text):
    baked = bake(DRAWING, credential=text, assertion=text, assertion_url='https://e.example/"><script/>')
    assert unbake(baked) == {OB3: text, OB2: text}
    assert children_of(baked)[2:] == ["{http://www.w3.org/2000/svg}path"]


def test_ATK_SVG_04_a_second_drawing_is_refused():
    assert refusal_of(bake, DRAWING + DRAWING) == "not-svg"


# --- drawings of people ---


def test_a_drawing_of_ours_comes_out_to_the_byte():
    drawing = badge_svg(3, 4, "photo", title="Badge « photo » & <b>").encode()
    assert sanitised(drawing) == drawing


def test_styles_become_attributes():
    drawing = f"""{HEAD}<defs><style>/* Illustrator */ .cls-1, .cls-2 {{ fill: #f00; stroke-width: 2 }} .cls-2{{fill:blue}}
    </style></defs><switch><g><path class="cls-2 x" fill="green" d="M0 0"/></g></switch>
    <path style="fill: #0f0; position: fixed; opacity:.5" class="cls-1" d="M1 1"/></svg>"""
    assert b'<g><path fill="blue" d="M0 0" stroke-width="2"/></g>' in sanitised(drawing.encode())
    assert b'<path d="M1 1" fill="#0f0" stroke-width="2" opacity=".5"/>' in sanitised(drawing.encode())


def test_gradients_and_parts_shown_twice_still_are():
    drawing = (
        f'{HEAD}<defs><linearGradient id="a" xlink:href="#b"/><g id="g"><path fill="url( \'#a\' ) red"/></g></defs>'
        '<use xlink:href="#g" transform="rotate(45, 3 3) scale(1e-1)"/></svg>'
    )
    assert sanitised(drawing.encode()).partition(b'9">')[2] == (
        b'<defs><linearGradient id="a" href="#b"/><g id="g"><path fill="url(#a) red"/></g></defs>'
        b'<use href="#g" transform="rotate(45, 3 3) scale(1e-1)"/></svg>'
    )


def test_a_long_value_is_refused_without_a_long_thought():
    # Regular expressions that try every way to cut these would never end.
    spaces = " " * 200_000
    values = [f"rotate(1){spaces}!", f"url(#a){spaces}!", f"rgb(1){spaces}!", f"{spaces}!"]
    paths = "".join(f'<path transform="{value}" fill="{value}"/>' for value in values)
    comments = "<style>" + "/*" * 200_000 + "</style>"
    assert sanitised(f"{HEAD}{paths}{comments}</svg>".encode()).endswith(b'9"><path/><path/><path/><path/></svg>')
