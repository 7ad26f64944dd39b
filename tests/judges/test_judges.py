"""The judges themselves: what they say of badges that are known to be good, revoked, expired, altered, badly worded."""

import json
import os
import re
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator

from badges.openbadges.contexts import context
from tests.judges import javascript, ob2
from tests.judges.javascript import js_verdicts
from tests.judges.ob2 import ob2_verdicts
from tests.judges.world import DATA, SCHEMA, answer, standards
from tests.judges.worlds_of_2_0 import ASSERTION, HOLDER, REVOKED, hosted_world

needs_node = pytest.mark.skipif(not javascript.IS_HERE, reason="no JavaScript verifiers: bin/judges installs them")
needs_ob2 = pytest.mark.skipif(not ob2.IS_HERE, reason="no validator of Open Badges 2.0: bin/judges installs it")
HERE = Path(__file__).parent


@pytest.mark.parametrize("judge", [javascript, ob2], ids=["javascript", "ob2"])
def test_the_judges_of_badges_are_here(judge):
    if not judge.IS_HERE and os.environ.get("CI") != "true":
        pytest.skip("judges of badges: run bin/judges")
    assert judge.IS_HERE


def sample(name):
    return json.loads((DATA / "generated" / f"{name}.json").read_text(encoding="utf-8"))


def world_of_samples():
    site = "https://commons.example"
    return {f"{site}/issuers/hub/did.json": answer(sample("did")), f"{site}/status/1": answer(sample("status1"))}


@needs_node
def test_two_javascript_verifiers_tell_good_badges_from_the_others():
    names = ["good", "good_array", "revoked", "expired", "tampered", "undefined_term"]
    said = js_verdicts([sample(name) for name in names], world_of_samples())
    assert {
        name: [verdicts[judge].verdict for judge in verdicts] for name, verdicts in zip(names, said, strict=True)
    } == {
        "good": ["valid", "valid"],
        "good_array": ["valid", "valid"],
        "revoked": ["revoked", "revoked"],
        "expired": ["expired", "expired"],
        "tampered": ["altered", "altered"],
        "undefined_term": ["refused", "refused"],
    }
    assert said[1]["dcc"].schema is True


@needs_node
def test_nothing_is_valid_when_its_issuer_or_its_status_list_cannot_be_read():
    world = world_of_samples()
    without_issuer, without_list = list(world.items())[1:], list(world.items())[:1]
    for known in (dict(without_issuer), dict(without_list)):
        (said,) = js_verdicts([sample("good_array")], known)
        assert "valid" not in {verdict.verdict for verdict in said.values()}


def test_the_official_schema_takes_a_good_badge_and_refuses_a_bad_one():
    judge = Draft201909Validator(json.loads(standards()[SCHEMA][2]))
    good = sample("good_array")
    bad = deepcopy(good)
    del bad["credentialSubject"]["achievement"]["criteria"]
    assert (judge.is_valid(good), judge.is_valid(bad)) == (True, False)


def test_openvc_core_verifies_the_same_badges_when_their_proof_stands_alone():
    """It takes no array of proofs, and the schema takes nothing else: it is given the same proof, out of its array."""
    from tests.judges.openvc_core import openvc_verdict

    names = ["good", "revoked", "expired", "tampered"]
    said = [openvc_verdict(sample(name), world_of_samples()) for name in names]
    assert said == ["valid", "revoked", "expired", "refused"]


@needs_ob2
def test_the_official_validator_of_2_0_tells_good_badges_from_the_others():
    world = hosted_world()
    expired = deepcopy(json.loads(world[ASSERTION][2])) | {"expires": "2026-11-02T00:00:00Z"}
    said = ob2_verdicts(
        [(ASSERTION, HOLDER), (ASSERTION, "bob@example.org"), (REVOKED, ""), ("https://badges.example.org/none", "")],
        world,
    )
    assert [report.valid for report in said] == [True, False, False, False]
    assert [report.valid for report in ob2_verdicts([(ASSERTION, "")], world | {ASSERTION: answer(expired)})] == [False]


def test_the_locks_of_the_judges_pin_every_file_and_name_no_host():
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    lock = (HERE / "ob2-validator.txt").read_text()
    pinned = re.findall(r"^([\w.-]+==\S+)(.*(?:\n[ ]+--hash.*)*)", lock, re.MULTILINE)
    assert len(pinned) == 28 and [name for name, hashes in pinned if "--hash=sha256:" not in hashes] == []
    assert "://" not in lock


def test_judges_read_the_contexts_that_the_site_signs_with():
    address = "https://www.w3.org/ns/credentials/v2"
    assert json.loads(standards()[address][2]) == context(address)
