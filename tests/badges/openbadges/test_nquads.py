"""Our documents written directly are those of PyLD, byte for byte: PyLD is the judge, called as it comes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from badges.openbadges import contexts, integrity, status_list
from badges.openbadges.credential import achievement_document, open_badge
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.nquads import written_directly
from badges.openbadges.values import (
    AchievementFacts,
    Alignment,
    CredentialFacts,
    EndorsementFacts,
    EvidenceItem,
    Profile,
    Recipient,
    StatusEntry,
)
from tests.badges.openbadges.samples import ACHIEVEMENT, AWARDED, BADGE, ENDORSEMENT, HUB, KEY, METHOD, sample

# Every sign that quoting, sorting or encoding may get wrong, more often than chance would bring them.
TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\"\\\n\r\t\x00\x07\x0b\x1f\x7f\x85  é😀\ufeff'<>^@_:")), max_size=12
)
SAID = TEXT.filter(bool)
WORD = st.text(st.sampled_from("abzAZ09-._~%/?=&+,;()!$*@:"), min_size=1, max_size=8)
ADDRESS = st.builds("https://x.example/{}".format, WORD) | st.builds("http://y.example/{}#{}".format, WORD, WORD)
MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
CREDITS = st.none() | st.integers(0, 10**6).map(float) | st.floats(0, 1e6) | st.sampled_from([0.1, 1e-7, 2.5])

PROFILES = st.builds(
    Profile,
    id=st.builds("did:web:x.example:{}".format, st.sampled_from(["hub", "other", "x%3A80"])),
    hosted_id=ADDRESS,
    name=SAID,
    url=st.just("") | ADDRESS,
    email=TEXT,
    description=TEXT,
    image=st.just("") | ADDRESS,
)
ALIGNMENTS = st.builds(
    Alignment, name=SAID, url=ADDRESS, framework=TEXT, code=TEXT, description=TEXT, type=st.sampled_from(["", "CFItem"])
)
ACHIEVEMENTS = st.builds(
    AchievementFacts,
    id=ADDRESS,
    hosted_id=ADDRESS,
    name=SAID,
    description=SAID,
    criteria_url=ADDRESS,
    image=ADDRESS,
    creator=PROFILES,
    criteria=TEXT,
    caption=TEXT,
    language=st.sampled_from(["fr", "en", "br-FR"]),
    version=st.sampled_from(["1", "12"]),
    field_of_study=TEXT,
    code=TEXT,
    credits=CREDITS,
    tags=st.lists(SAID, max_size=4).map(lambda tags: tuple(tags + tags[:1])),
    # The same alignment twice, sometimes: two nodes that nothing tells apart.
    alignments=st.lists(ALIGNMENTS, max_size=4).flatmap(
        lambda found: st.sampled_from([tuple(found), tuple(found + found[:1])])
    ),
    related=st.lists(st.tuples(ADDRESS, st.sampled_from(["en", "de"])), max_size=2).map(tuple),
)
EVIDENCE = st.builds(EvidenceItem, name=SAID, narrative=TEXT, url=st.just("") | ADDRESS, genre=TEXT)
BADGES = st.builds(
    CredentialFacts,
    id=ADDRESS,
    hosted_id=ADDRESS,
    issuer=PROFILES,
    achievement=ACHIEVEMENTS,
    recipient=st.builds(
        Recipient,
        subject=st.uuids().map("urn:uuid:{}".format),
        identity_hash=st.binary(max_size=4).map(lambda data: f"sha256${data.hex()}"),
        salt=st.binary(min_size=1, max_size=4).map(bytes.hex),
    ),
    valid_from=MOMENT,
    awarded_at=MOMENT,
    status=st.builds(StatusEntry, list_url=ADDRESS, index=st.integers(0, 131_071)),
    valid_until=st.none() | MOMENT,
    narrative=TEXT,
    activity_start=st.none() | MOMENT,
    activity_end=st.none() | MOMENT,
    credits_earned=CREDITS,
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
)
ENDORSEMENTS = st.builds(
    EndorsementFacts, id=ADDRESS, endorser=PROFILES, subject=ADDRESS, name=SAID, comment=TEXT, valid_from=MOMENT
)


def judged(document):
    """Return the canonical N-Quads of `document` as PyLD alone writes them."""
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": lambda address, options: {
            "document": contexts.context(address),
            "documentUrl": address,
            "contextUrl": None,
        },
    }
    return jsonld.normalize(document, options)


def assert_the_same_or_left_to_pyld(document, *, alike):
    """Two nameless nodes that say the same are left to PyLD; nothing else of ours is."""
    written = written_directly(document)
    assert (written is None) is alike
    assert written in {None, judged(document)}


def has_twins(facts):
    """Whether two nameless nodes of this badge say the same."""
    parts = open_badge(facts)
    subject = parts["credentialSubject"]["achievement"]
    lists = [subject.get("alignment", []), [item for item in parts.get("evidence", []) if "id" not in item]]
    return any(items.count(item) > 1 for items in lists for item in items)


@settings(max_examples=60)
@given(BADGES)
def test_a_badge_is_written_as_pyld_writes_it(facts):
    assert_the_same_or_left_to_pyld(open_badge(facts), alike=has_twins(facts))


@settings(max_examples=25)
@given(ENDORSEMENTS)
def test_an_endorsement_is_written_as_pyld_writes_it(facts):
    assert_the_same_or_left_to_pyld(endorsement_credential(facts), alike=False)


@settings(max_examples=10)
@given(st.sets(st.integers(0, 131_071), max_size=5), PROFILES, ADDRESS, MOMENT)
def test_a_status_list_is_written_as_pyld_writes_it(revoked, issuer, address, moment):
    bits = status_list.empty_bits()
    for index in revoked:
        bits = status_list.with_bit(bits, index)
    document = status_list.status_credential(id=address, issuer=issuer, bits=bits, valid_from=moment)
    assert_the_same_or_left_to_pyld(document, alike=False)


@pytest.mark.parametrize(
    "document",
    [open_badge(BADGE), endorsement_credential(ENDORSEMENT), achievement_document(ACHIEVEMENT)],
    ids=["badge", "endorsement", "achievement"],
)
def test_our_samples_and_their_proofs_are_written_as_pyld_writes_them(document):
    signed = integrity.sign(document, method=METHOD, key=KEY, created=AWARDED)
    [proof] = signed["proof"]
    del proof["proofValue"]
    assert written_directly(document) == judged(document)
    configuration = {"@context": document["@context"], **proof}
    assert written_directly(configuration) == judged(configuration)


@pytest.mark.parametrize("name", ["good_array", "good", "revoked", "expired"])
def test_badges_with_results_are_written_as_pyld_writes_them(name):
    document = sample(f"generated/{name}.json")
    del document["proof"]
    assert written_directly(document) == judged(document)


def test_the_official_vector_is_written_directly_as_it_was_published():
    vector = sample("vectors/1edtech-ob30-eddsa-rdfc-2022/vector.json")
    assert written_directly(vector["unsigned"]) == judged(vector["unsigned"])


BADGE_DOCUMENT = open_badge(BADGE)
SUBJECT = BADGE_DOCUMENT["credentialSubject"]
OTHER_SHAPES = {
    "an unknown member": {**BADGE_DOCUMENT, "evilClaim": "x"},
    "a member of another type": {**BADGE_DOCUMENT, "identityHash": "x"},
    "a member that would hold a proof": {**BADGE_DOCUMENT, "proof": {"type": "DataIntegrityProof"}},
    "a full address": {**BADGE_DOCUMENT, "https://schema.org/name": "x"},
    "a keyword": {**BADGE_DOCUMENT, "@included": [{"id": "https://x.example/"}]},
    "null": {**BADGE_DOCUMENT, "name": None},
    "an empty array": {**BADGE_DOCUMENT, "evidence": []},
    "an array in an array": {**BADGE_DOCUMENT, "evidence": [[{"type": ["Evidence"], "name": "x"}]]},
    "an empty object": {**BADGE_DOCUMENT, "credentialSubject": {}},
    "a relative address": {**BADGE_DOCUMENT, "id": "badges/1"},
    "an address with a space": {**BADGE_DOCUMENT, "id": "https://x.example/a b"},
    "an address with an accent": {**BADGE_DOCUMENT, "id": "https://x.example/é"},
    "a nameless name": {**BADGE_DOCUMENT, "id": "_:b0"},
    "an unknown type": {**BADGE_DOCUMENT, "type": ["VerifiableCredential", "EvilCredential"]},
    "a type that is no text": {**BADGE_DOCUMENT, "type": [{"id": "https://x.example/"}]},
    "a type that stands for another": {**BADGE_DOCUMENT, "type": ["VerifiableCredential", "AchievementCredential"]},
    "two types with words of their own": {**BADGE_DOCUMENT, "type": ["VerifiableCredential", "Achievement"]},
    "a number where a text is": {**BADGE_DOCUMENT, "name": 7},
    "a number where an address is": {**BADGE_DOCUMENT, "image": 7},
    "a huge number": {**BADGE_DOCUMENT, "credentialSubject": {**SUBJECT, "creditsEarned": 10**21}},
    "a control character": {**BADGE_DOCUMENT, "name": "a\x07"},
    "a member with a list": {
        **BADGE_DOCUMENT,
        "credentialSubject": {"type": ["ResultDescription"], "allowedValue": ["x"]},
    },
    "a context in another place": {**BADGE_DOCUMENT, "credentialSubject": {**SUBJECT, "@context": []}},
    "an inner context": {**BADGE_DOCUMENT, "@context": [*BADGE_DOCUMENT["@context"], {"x": "https://x.example/"}]},
    "contexts in another order": {**BADGE_DOCUMENT, "@context": BADGE_DOCUMENT["@context"][::-1]},
    "one context, no array": {**BADGE_DOCUMENT, "@context": BADGE_DOCUMENT["@context"][0]},
    "no context": {name: value for name, value in BADGE_DOCUMENT.items() if name != "@context"},
    "a wrong purpose": {
        "@context": BADGE_DOCUMENT["@context"],
        "type": "DataIntegrityProof",
        "proofPurpose": "somethingElse",
    },
}


@pytest.mark.parametrize("name", OTHER_SHAPES)
def test_another_shape_is_left_to_pyld(name):
    assert written_directly(OTHER_SHAPES[name]) is None


def test_a_status_list_has_no_word_of_badges():
    bits = status_list.empty_bits()
    document = status_list.status_credential(id="https://x.example/1", issuer=HUB, bits=bits, valid_from=AWARDED)
    assert written_directly(document) is not None
    assert written_directly({**document, "narrative": "x"}) is None


@pytest.mark.parametrize("credits", [0, 0.1, 2.5, 3.0, 1e-7, 123456.789, 1e20])
def test_numbers_are_written_as_pyld_writes_them(credits):
    document = {**BADGE_DOCUMENT, "credentialSubject": {**SUBJECT, "creditsEarned": credits}}
    assert written_directly(document) == judged(document)
