import contextlib
import threading
import time

import pytest
from pyld import jsonld

from badges.openbadges import canonical
from badges.openbadges.canonical import canonical_nquads
from badges.openbadges.credential import open_badge
from badges.openbadges.faults import NotCanonical
from tests.badges.openbadges.samples import BADGE, sample

DOCUMENT = open_badge(BADGE)
SUBJECT = DOCUMENT["credentialSubject"]
INNER = {"name": "https://evil.example/name"}


def refusal_of(document):
    with pytest.raises(NotCanonical) as refusal:
        canonical_nquads(document)
    return refusal.value.code


def test_ATK_LD_01_an_unknown_context_is_refused():
    document = {**DOCUMENT, "@context": [*DOCUMENT["@context"], "https://evil.example/context.json"]}
    assert refusal_of(document) == "unknown-context"


def test_ATK_LD_01_a_context_by_http_is_refused():
    document = {**DOCUMENT, "@context": ["http://www.w3.org/ns/credentials/v2"]}
    assert refusal_of(document) == "unknown-context"


@pytest.mark.parametrize(
    "document",
    [
        {**DOCUMENT, "@context": [*DOCUMENT["@context"], INNER]},
        {**DOCUMENT, "@context": {"@vocab": "https://evil.example/"}},
        {**DOCUMENT, "@context": [*DOCUMENT["@context"], None]},
        {**DOCUMENT, "credentialSubject": {**SUBJECT, "@context": INNER}},
        {**DOCUMENT, "evidence": [{"type": ["Evidence"], "@context": INNER}]},
        {name: value for name, value in DOCUMENT.items() if name != "@context"},
    ],
    ids=["beside", "alone", "null", "in the subject", "in an array", "none"],
)
def test_ATK_LD_01_a_context_written_in_the_document_is_refused(document):
    assert refusal_of(document) == "inner-context"


def test_ATK_LD_02_a_term_that_no_context_defines_is_refused():
    assert refusal_of({**DOCUMENT, "evilClaim": "x"}) == "undefined-term"
    assert refusal_of({**DOCUMENT, "credentialSubject": {**SUBJECT, "grade": "20/20"}}) == "undefined-term"


def test_ATK_LD_02_the_sample_with_an_undefined_term_is_refused():
    assert refusal_of(sample("generated/undefined_term.json")) == "undefined-term"


@pytest.mark.parametrize(
    "document",
    [
        {**DOCUMENT, "type": ["VerifiableCredential", "EvilCredential"]},
        {**DOCUMENT, "id": "badges/1"},
        {**DOCUMENT, "id": "//evil.example/1"},
        {**DOCUMENT, "image": {"id": "/logo.png", "type": "Image"}},
        {**DOCUMENT, "credentialSchema": [{"id": "https://x.example/", "type": "UnknownValidator"}]},
    ],
    ids=["type", "id", "host", "image", "schema"],
)
def test_ATK_LD_02_a_relative_name_is_refused(document):
    assert refusal_of(document) == "relative-address"


def test_without_the_third_context_the_type_of_the_schema_is_unknown():
    assert refusal_of({**DOCUMENT, "@context": DOCUMENT["@context"][:2]}) == "relative-address"


def test_what_json_ld_does_not_allow_is_refused():
    assert refusal_of({**DOCUMENT, "id": 7}) == "wrong-shape"


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0c", "\x1f", "\x7f"])
def test_a_control_character_that_programs_write_differently_is_refused(sign):
    assert refusal_of({**DOCUMENT, "name": f"a{sign}b"}) == "control-character"


def clique(size):
    """Return a poisoned document: `size` nameless nodes, each of which names all the others."""
    nodes = [{"id": f"_:n{place}"} for place in range(size)]
    return {
        **DOCUMENT,
        "evidence": [{**node, "type": ["Evidence"], "image": [o for o in nodes if o != node]} for node in nodes],
    }


@pytest.mark.parametrize("size", [7, 8, 12])
def test_ATK_LD_03_a_poisoned_graph_is_refused_before_it_costs(size):
    assert refusal_of(clique(size)) == "intricate"


def test_ATK_LD_03_twins_of_twins_are_refused_before_they_cost():
    """No `_:` names are needed: twelve nodes that look alike, under two that do, have 479 million orders."""
    twins = [{"type": "Image", "caption": "the same"}] * 12
    assert refusal_of({**DOCUMENT, "evidence": [{"type": ["Evidence"], "image": twins}] * 2}) == "intricate"


def test_ATK_LD_03_ten_thousand_nameless_nodes_that_differ_are_no_poison():
    evidence = [{"type": ["Evidence"], "name": f"{place}"} for place in range(300)]
    assert canonical_nquads({**DOCUMENT, "evidence": evidence}).count("Evidence> .\n") == 300


def test_the_bound_lets_twins_through_that_cost_nothing():
    evidence = [{"type": ["Evidence"], "name": "the same"}] * 40
    assert canonical_nquads({**DOCUMENT, "evidence": evidence}).count("Evidence> .\n") == 40


def most_at_once(monkeypatch):
    """Return how many of eight threads were inside PyLD at the same time, and how many forms they obtained."""
    inside, most, found = set(), [], set()
    run = jsonld.JsonLdProcessor.to_rdf

    def slowly(*arguments):
        inside.add(threading.get_ident())
        time.sleep(0.02)
        most.append(len(inside))
        inside.discard(threading.get_ident())
        return run(*arguments)

    monkeypatch.setattr(jsonld.JsonLdProcessor, "to_rdf", slowly)
    threads = [threading.Thread(target=lambda: found.add(canonical_nquads(DOCUMENT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(most), len(found)


def test_threads_enter_pyld_one_by_one(monkeypatch):
    assert most_at_once(monkeypatch) == (1, 1)


def test_without_the_lock_they_would_enter_together(monkeypatch):
    """The control."""
    monkeypatch.setattr(canonical, "LOCK", contextlib.nullcontext())
    assert most_at_once(monkeypatch)[0] > 1
