"""Badges of the running site and of its archive, before judges that others wrote: good, revoked, expired, altered, and
with a word that no context defines."""

import json
from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone
from jsonschema import Draft201909Validator

from badges.awarding.actions import award_by_hand, revoke
from badges.awarding.models import Credential
from badges.awarding.signing import issue
from badges.hosting.archiving import write_archive
from badges.issuing.keys import declare_compromised, rotate_keys
from tests.badges import factories
from tests.badges.hosting.conftest import SITE, given
from tests.judges import javascript, ob2
from tests.judges.javascript import js_verdicts
from tests.judges.ob2 import ob2_verdicts
from tests.judges.openvc_core import openvc_verdict
from tests.judges.plain_server import served
from tests.judges.site import world_of_site
from tests.judges.world import SCHEMA, standards

needs_node = pytest.mark.skipif(not javascript.IS_HERE, reason="no JavaScript verifiers: bin/judges installs them")
needs_ob2 = pytest.mark.skipif(not ob2.IS_HERE, reason="no validator of Open Badges 2.0: bin/judges installs it")


@pytest.fixture
def badges(version):
    """Return a good badge, one of a key that was replaced since, a revoked one, an expired one."""
    old = given(version, "old@example.org")
    rotate_keys(version.achievement.issuer, by=None, pair=factories.pair(1))
    good, revoked = given(version), given(version, "bob@example.org")
    revoke(revoked, by=None, reason="Délivré par erreur.")
    expired = award_by_hand(version, by=None, email="eve@example.org", name="Ève", reason="Oui.")
    begun = timezone.now().replace(microsecond=0) - timedelta(days=30)
    Credential.objects.filter(pk=expired.pk).update(valid_from=begun, valid_until=begun + timedelta(days=10))
    issue(expired.pk)
    return {"good": good, "old": old, "revoked": revoked, "expired": expired}


def texts(badges, form):
    return {name: badge.documents.get(form=form).content for name, badge in badges.items()}


def documents(badges):
    """Return the Open Badges 3.0 documents, and two that somebody changed."""
    found = {name: json.loads(bytes(content)) for name, content in texts(badges, "ob3").items()}
    return found | changed(found["good"])


def changed(good: dict) -> dict[str, dict]:
    altered, undefined = deepcopy(good), deepcopy(good)
    altered["credentialSubject"]["achievement"]["name"] = "Diriger une centrale"
    # Dropped in silence by whoever does not look: the signature would still hold.
    undefined["credentialSubject"]["salary"] = "12000"
    return {"altered": altered, "undefined": undefined}


EXPECTED = {
    "good": ["valid", "valid"],
    "old": ["valid", "valid"],
    "revoked": ["revoked", "revoked"],
    "expired": ["expired", "expired"],
    "altered": ["altered", "altered"],
    "undefined": ["refused", "refused"],
}


@needs_node
def test_two_javascript_verifiers_judge_the_badges_of_the_site(client, badges):
    asked = documents(badges)
    said = dict(zip(asked, js_verdicts(asked.values(), world_of_site(client)), strict=True))
    assert {name: [one.verdict for one in verdicts.values()] for name, verdicts in said.items()} == EXPECTED
    assert [said[name]["dcc"].schema for name in badges] == [True] * 4


@needs_node
def test_two_javascript_verifiers_judge_the_badges_of_the_archive_given_by_a_plain_file_server(badges, tmp_path):
    folder = write_archive(tmp_path / "archive").site
    addresses = {name: f"{SITE}/openbadges/credentials/{badge.uuid}.json" for name, badge in badges.items()}
    good = json.loads((folder / addresses["good"].removeprefix(f"{SITE}/")).read_bytes())
    asked = addresses | changed(good)
    with served(folder) as address:
        said = js_verdicts(asked.values(), mirrors={SITE: address})
    assert {
        name: [one.verdict for one in verdicts.values()] for name, verdicts in zip(asked, said, strict=True)
    } == EXPECTED


@needs_node
def test_another_library_verifies_the_tokens_with_the_key_that_the_issuer_publishes(client, badges):
    tokens = {name: bytes(content).decode() for name, content in texts(badges, "jwt").items()}
    head, payload, signature = tokens["good"].split(".")
    tokens["altered"] = f"{head}.{payload[:-6]}AAAAAA.{signature}"
    said = js_verdicts(tokens.values(), world_of_site(client))
    # A token says nothing of revocation by itself: the credential in it names its status list.
    assert [verdicts["jose"].verdict for verdicts in said] == ["valid", "valid", "valid", "expired", "refused"]


def test_openvc_core_judges_the_badges_of_the_site(client, badges):
    """Their tokens, it does not read: it permits no RS256, which 1EdTech asks for."""
    world = world_of_site(client)
    asked = documents(badges)
    said = {name: openvc_verdict(document, world) for name, document in asked.items()}
    assert said == {name: words[0] for name, words in EXPECTED.items()} | {"altered": "refused"}


def test_what_the_site_signs_follows_the_official_schema(client, badges):
    judge = Draft201909Validator(json.loads(standards()[SCHEMA][2]), format_checker=Draft201909Validator.FORMAT_CHECKER)
    for badge in badges.values():
        document = json.loads(client.get(f"/openbadges/credentials/{badge.uuid}.json").content)
        assert [error.message for error in judge.iter_errors(document)] == []


@needs_ob2
def test_the_official_validator_of_2_0_judges_the_badges_of_the_site(client, badges):
    paths = [f"openbadges/assertions/{badge.uuid}.json" for badge in badges.values()]
    world = world_of_site(client, badges=paths)
    hosted = [(f"{SITE}/{path}", badge.email) for path, badge in zip(paths, badges.values(), strict=True)]
    signed = [(bytes(content).decode(), badges[name].email) for name, content in texts(badges, "jws").items()]
    said = ob2_verdicts([*hosted, *signed, (hosted[0][0], "somebody@example.org")], world)
    expected = {"good": True, "old": True, "revoked": False, "expired": False}
    assert dict(zip(badges, (report.valid for report in said[:4]), strict=True)) == expected, said
    # It accepts one key an issuer: a badge leads to the issuer as the key that signed it knows it, for ever.
    assert dict(zip(badges, (report.valid for report in said[4:8]), strict=True)) == expected, said
    assert said[8].valid is False


@needs_ob2
def test_the_official_validator_of_2_0_refuses_what_a_compromised_key_signed(client, version):
    token = bytes(given(version).documents.get(form="jws").content).decode()
    before = world_of_site(client)
    declare_compromised(
        version.achievement.issuer.keys.get(kind="rsa"), since=timezone.now(), by=None, private=factories.rsa_key(1)
    )
    said = [ob2_verdicts([(token, "ada@example.org")], world)[0] for world in (before, world_of_site(client))]
    assert [report.valid for report in said] == [True, False], said


@needs_ob2
def test_the_official_validator_of_2_0_reads_baked_images_and_the_archive(client, badges, tmp_path):
    image = tmp_path / "badge.png"
    image.write_bytes(client.get(f"/openbadges/credentials/{badges['good'].uuid}.png").content)
    folder = write_archive(tmp_path / "archive").site
    with served(folder) as address:
        said = ob2_verdicts(
            [
                (image, "ada@example.org"),
                *((f"{SITE}/openbadges/assertions/{badge.uuid}.json", "") for badge in badges.values()),
            ],
            mirrors={SITE: address},
        )
    # The archive says «revoked» with 200: what the validator reads is a badge that lacks everything.
    assert [report.valid for report in said] == [True, True, True, False, False], said
