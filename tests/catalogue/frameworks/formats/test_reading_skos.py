"""SKOS as others publish it: Turtle, RDF/XML and JSON-LD say the same."""

import pytest

from catalogue.frameworks.formats.reading import read_framework

TURTLE = b"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
@prefix dct: <http://purl.org/dc/terms/> . # a comment
@base <https://voc.example/> .

<s> a skos:ConceptScheme ;
    dct:title "Comp\xc3\xa9tences"@fr, "Skills"@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dct:issued "2024" ; dct:creator [ a <urn:x:Person> ; <urn:x:name> "Camille" ] ;
    skos:hasTopConcept <s/2> , <s/10> .

<s/10> a skos:Concept ; skos:topConceptOf <s> ; skos:notation "10" ; skos:prefLabel 'Dix'@fr .
<s/2> a skos:Concept ;
    skos:inScheme <s> ;
    skos:notation "2" ;
    skos:prefLabel "Deux"@fr, "Two"@en ;
    skos:altLabel "paire"@fr, "couple"@fr ; skos:hiddenLabel "2e"@fr ;
    skos:definition \"\"\"Deux \\"choses\\"
ou plus\"\"\"@fr ;
    skos:narrower <s/2.1> ;
    skos:broadMatch <https://other.example/x> ;
    skos:note ( "a" 1 2.5 true ) ;
.
<s/2.1> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Deux un"@fr ; skos:notation "2.1" .
"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
         xmlns:dct="http://purl.org/dc/terms/" xml:base="https://voc.example/" xml:lang="fr">
  <skos:ConceptScheme rdf:about="s">
    <dct:title>Compétences</dct:title><dct:title xml:lang="en">Skills</dct:title>
    <dct:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
    <dct:creator rdf:parseType="Resource"><dct:title>Camille</dct:title></dct:creator>
  </skos:ConceptScheme>
  <rdf:Description rdf:about="s/10" skos:notation="10">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/><skos:prefLabel>Dix</skos:prefLabel>
  </rdf:Description>
  <skos:Concept rdf:about="s/2">
    <skos:notation>2</skos:notation>
    <skos:prefLabel>Deux</skos:prefLabel><skos:prefLabel xml:lang="en">Two</skos:prefLabel>
    <skos:altLabel>paire</skos:altLabel><skos:altLabel>couple</skos:altLabel><skos:hiddenLabel>2e</skos:hiddenLabel>
    <skos:definition>Deux "choses"
ou plus</skos:definition>
    <skos:narrower>
      <skos:Concept rdf:about="s/2.1"><skos:prefLabel>Deux un</skos:prefLabel><skos:notation>2.1</skos:notation></skos:Concept>
    </skos:narrower>
    <skos:broadMatch rdf:resource="https://other.example/x"/>
  </skos:Concept>
</rdf:RDF>""".encode()
JSON_LD = """{
  "@context": {
    "@base": "https://voc.example/", "skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/",
    "id": "@id", "type": "@type", "title": {"@id": "dct:title", "@container": "@language"},
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"}, "hiddenLabel": {"@id": "skos:hiddenLabel", "@language": "fr"},
    "license": {"@id": "dct:license", "@type": "@id"}, "broadMatch": {"@id": "skos:broadMatch", "@type": "@id"}
  },
  "@graph": [
    {"id": "s", "type": "skos:ConceptScheme", "title": {"fr": "Compétences", "en": "Skills"},
     "license": "https://creativecommons.org/licenses/by/4.0/"},
    {"id": "s/10", "type": "skos:Concept", "skos:notation": "10", "prefLabel": {"fr": "Dix"}},
    {"id": "s/2", "type": "skos:Concept", "skos:notation": "2", "prefLabel": {"fr": "Deux", "en": "Two"},
     "altLabel": {"fr": ["paire", "couple"]}, "hiddenLabel": "2e",
     "skos:definition": {"@value": "Deux \\"choses\\"\\nou plus", "@language": "fr"},
     "skos:narrower": {"id": "s/2.1", "type": "skos:Concept", "prefLabel": {"fr": "Deux un"}, "skos:notation": "2.1"},
     "broadMatch": ["https://other.example/x"]}
  ]
}""".encode()


@pytest.mark.parametrize(("data", "name"), [(TURTLE, "a.ttl"), (RDF, "a.rdf"), (JSON_LD, "a.jsonld")])
def test_the_three_syntaxes_say_the_same(data, name):
    framework = read_framework(data, name, version="1")
    assert (framework.title, framework.code, framework.uri, framework.language) == (
        "Compétences", "competences", "https://voc.example/s", "fr",
    )  # fmt: skip
    assert (framework.licence_url, framework.valid_from) == ("https://creativecommons.org/licenses/by/4.0/", "")
    assert [(item.code, item.uri) for item in framework.items] == [
        ("2", "https://voc.example/s/2"), ("2.1", "https://voc.example/s/2.1"), ("10", "https://voc.example/s/10"),
    ]  # fmt: skip
    two, below, _ten = framework.items
    assert below.parent == two.identifier
    assert [(text.language, text.statement, text.notes, text.synonyms) for text in two.texts] == [
        ("fr", "Deux", 'Deux "choses"\nou plus', ("paire", "couple", "2e")), ("en", "Two", "", ()),
    ]  # fmt: skip
    assert [(link.target, link.strength) for link in framework.links] == [("https://other.example/x", "broader")]


def test_identifiers_are_those_of_the_version():
    first, again, second = (read_framework(TURTLE, "a.ttl", version=version) for version in ("1", "1", "2"))
    assert first.items == again.items
    assert not {item.identifier for item in first.items} & {item.identifier for item in second.items}
