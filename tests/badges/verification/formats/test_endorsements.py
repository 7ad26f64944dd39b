"""Endorsements of elsewhere: judged as badges are, and never taken for one."""

from datetime import UTC, datetime

import pytest

from badges.openbadges import tokens
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.serialising import serialise
from badges.verification.formats.foreign import judge
from badges.verification.formats.recognising import recognised
from tests.badges.openbadges.samples import BADGE, ENDORSEMENT
from tests.badges.verification.world import DID, INDEX, LIST, NOW, RSA_METHOD, badge, changed, listed, signed

URL = ENDORSEMENT.id


def endorsement(**changes) -> dict:
    return endorsement_credential(ENDORSEMENT) | changes


@pytest.fixture
def world(world):
    world.put(URL, signed(endorsement()))
    return world


def verdict_on(document, world, *, now=NOW, **options):
    content = serialise(document) if isinstance(document, dict) else document.encode()
    return judge(recognised(content), outside=world, now=now, **options)


def said(verdict):
    return verdict.code, verdict.reason


def test_a_right_endorsement_says_who_endorses_what(world):
    verdict = verdict_on(signed(endorsement()), world)
    assert said(verdict) == ("unknown_issuer", "not-in-directory")
    assert (verdict.facts.form, verdict.facts.endorses) == ("endorsement", ENDORSEMENT.subject)
    assert (verdict.facts.issuer_name, verdict.facts.description) == (ENDORSEMENT.endorser.name, ENDORSEMENT.comment)
    assert [(check.name, check.outcome, check.reason) for check in verdict.checks[1:]] == [
        ("content", "passed", "signed"), ("dates", "passed", "no-end"), ("status", "passed", "still-there")
    ]  # fmt: skip


def test_a_token_is_judged_as_its_document_is(world, rsa_key):
    token = tokens.vc_jwt(endorsement(), kid=RSA_METHOD, key=rsa_key)
    assert said(verdict_on(token, world)) == ("unknown_issuer", "not-in-directory")


@pytest.mark.parametrize("path", ["credentialSubject.endorsementComment", "credentialSubject.id", "validFrom"])
def test_a_changed_endorsement_is_altered(world, path):
    value = "2020-01-01T00:00:00Z" if path == "validFrom" else "https://evil.example/"
    assert said(verdict_on(changed(signed(endorsement()), path, value), world)) == ("altered", "wrong-signature")


def test_an_endorsement_whose_author_does_not_answer_cannot_be_checked(world):
    del world.pages[DID]
    assert said(verdict_on(signed(endorsement()), world)) == ("cannot_check", "unreachable")


def test_dates_decide(world):
    ended = signed(endorsement(validUntil="2026-11-20T00:00:00Z"))
    assert verdict_on(ended, world).code == "expired"
    assert verdict_on(signed(endorsement()), world, now=datetime(2026, 10, 1, tzinfo=UTC)).code == "not_yet_valid"


@pytest.mark.parametrize(
    ("status", "body"), [(410, b""), (410, {"withdrawn": True}), (200, {"id": URL, "withdrawn": True})]
)
def test_what_was_taken_back_says_so_at_its_address(world, status, body):
    """A plain file server answers 200 for what the archive keeps of it."""
    world.put(URL, body, status)
    assert said(verdict_on(signed(endorsement()), world)) == ("revoked", "withdrawn")


@pytest.mark.parametrize(("status", "body"), [(404, b""), (500, b"<html>"), (200, b"<html>")])
def test_an_address_that_says_nothing_of_it_is_no_word_against_it(world, status, body):
    world.put(URL, body, status)
    assert verdict_on(signed(endorsement()), world).code == "unknown_issuer"


def test_an_address_that_does_not_answer_now_says_nothing(world):
    del world.pages[URL]
    assert said(verdict_on(signed(endorsement()), world)) == ("cannot_check", "unreachable")


def test_a_name_that_is_no_address_is_not_asked(world):
    document = signed(endorsement(id="urn:uuid:6f2a1b6e-6d1c-4a2e-9d9a-2f7b1c3d4e5f"))
    assert verdict_on(document, world).check("status").reason == "no-status"
    assert world.asked == [DID]


def test_the_list_of_its_author_decides_when_it_names_one(world):
    status = badge()["credentialStatus"]
    document = signed(endorsement(credentialStatus=status))
    assert verdict_on(document, world).check("status").reason == "not-revoked"
    world.put(LIST, signed(listed(INDEX)))
    assert said(verdict_on(document, world)) == ("revoked", "revoked")
    assert URL not in world.asked


def test_its_address_is_not_asked_before_its_proof_is_right(world):
    verdict_on(changed(signed(endorsement()), "name", "Docteur"), world)
    assert world.asked == [DID]


def test_what_says_that_it_is_a_badge_too_is_judged_as_a_badge(world):
    both = signed(badge() | {"type": ["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"]})
    assert (verdict_on(both, world).facts.form, verdict_on(both, world).facts.identifier) == ("ob3", BADGE.id)


@pytest.mark.parametrize("path", ["credentialSubject.id", "credentialSubject"])
def test_an_endorsement_of_nothing_is_not_read(world, path):
    assert verdict_on(signed(changed(endorsement(), path, None)), world).code == "unreadable"


def test_an_endorsement_is_nobodys(world):
    verdict = verdict_on(signed(endorsement()), world, address="a@example.com")
    assert verdict.check("recipient").reason == "nobody-named"
