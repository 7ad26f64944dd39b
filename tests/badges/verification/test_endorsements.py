"""Endorsements signed here, by every way of giving them; and those of others, of what is here."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command

from badges.awarding.models import Credential
from badges.backpack.actions import hide_badge, show_badge
from badges.endorsing.actions import endorse, withdraw_endorsement
from badges.issuing.models import SigningKey
from badges.openbadges import png
from badges.openbadges.baking import OB3
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.serialising import serialise
from badges.verification import confined, sources
from badges.verification.formats.outside import Answer
from badges.verification.formats.verdict import CODES
from badges.verification.judging import judge
from badges.verification.models import KnownIssuer
from badges.verification.offline import judge_with
from badges.verification.reasons import CONTENT, OF_ENDORSEMENTS, OTHERS
from badges.verification.wording import ENDORSEMENT_QUESTIONS, ENDORSEMENT_TITLES, QUESTIONS, sentence_of
from tests.badges.factories import credential, issuer
from tests.badges.openbadges.samples import ENDORSEMENT, HUB
from tests.badges.verification.formats.test_recognising import picture
from tests.badges.verification.world import NOW, changed, laid_out, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    found = credential()
    show_badge(found)
    return Credential.objects.get(pk=found.pk)


@pytest.fixture
def canal():
    return issuer("canal", name="Atelier du Canal")


@pytest.fixture
def endorsed(canal, held):
    """An endorsement of what may be earned."""
    return endorse(endorser=canal, comment="Nous le demandons.", by=None, achievement=held.version.achievement)


def said(content):
    verdict = judge(content).verdict
    return verdict.code, verdict.reason


def content_of(endorsement) -> bytes:
    return bytes(endorsement.document)


def set_key(endorsement, **values):
    SigningKey.objects.filter(pk=endorsement.key_id).update(**values)


def test_it_is_authentic_and_says_who_endorses_what(endorsed):
    verdict = judge(content_of(endorsed)).verdict
    assert (verdict.code, verdict.facts.form) == ("valid", "endorsement")
    assert (verdict.facts.endorsed, verdict.facts.issuer_name) == ("Accueillir avec bienveillance", "Atelier du Canal")
    assert verdict.facts.description == "Nous le demandons."


def test_other_spaces_change_nothing_and_its_address_leads_to_it(endorsed):
    spaced = json.dumps(json.loads(content_of(endorsed)), indent=2, sort_keys=True).encode()
    url = json.loads(content_of(endorsed))["id"].encode()
    assert [said(way) for way in (spaced, url)] == [("valid", "")] * 2
    assert said(url.replace(b"-4", b"-5")) == ("unreadable", "unknown-here")


@pytest.mark.parametrize(
    "path", ["credentialSubject.endorsementComment", "credentialSubject.id", "name", "issuer.name"]
)
def test_one_word_changed_is_seen(endorsed, path):
    content = serialise(changed(json.loads(content_of(endorsed)), path, "x"))
    assert said(content) == ("altered", "other-bytes")
    assert judge(content).verdict.facts.description == ""


def test_ATK_OB_06_what_nobody_signed_here_is_forged(endorsed):
    other = f"{settings.PERMANENT_URL}/openbadges/endorsements/00000000-0000-4000-8000-000000000000.json"
    assert said(serialise(json.loads(content_of(endorsed)) | {"id": other})) == ("altered", "not-ours")
    forgotten = content_of(endorsed)
    endorsed.delete()
    assert said(forgotten) == ("cannot_check", "no-trace")
    assert "Ce document porte notre signature" in sentence_of(judge(forgotten).verdict, now=NOW)


def test_ATK_OB_06_what_somebody_else_signed_in_our_name_is_forged(endorsed):
    stolen = replace(ENDORSEMENT, id=json.loads(content_of(endorsed))["id"])
    assert said(serialise(signed(endorsement_credential(stolen)))) == ("altered", "other-bytes")


def test_what_was_taken_back_says_so(endorsed):
    withdraw_endorsement(endorsed)
    assert said(content_of(endorsed)) == ("revoked", "withdrawn-here")


def test_ATK_JWT_04_a_compromised_key_signed_right_before_and_wrong_after(endorsed):
    set_key(endorsed, state="compromised", compromised_since=endorsed.endorsed_at + timedelta(seconds=1))
    assert said(content_of(endorsed)) == ("valid", "")
    set_key(endorsed, compromised_since=endorsed.endorsed_at)
    assert said(content_of(endorsed)) == ("altered", "compromised-key")


def test_what_is_hidden_has_no_name(canal, held):
    """Its endorsement stays authentic; the badge that it endorses is as if there were none."""
    found = endorse(endorser=canal, comment="Vu.", by=None, credential=held)
    assert judge(content_of(found)).verdict.facts.endorsed == "Accueillir avec bienveillance"
    hide_badge(held)
    verdict = judge(content_of(found)).verdict
    assert (verdict.code, verdict.facts.endorsed) == ("valid", "")


def test_a_picture_with_an_endorsement_alone_holds_no_badge(endorsed):
    baked = png.bake(picture(), {OB3: content_of(endorsed).decode()})
    assert said(baked) == ("unreadable", "endorsement-only")
    address = json.loads(content_of(endorsed))["id"]
    assert said(png.bake(picture(), {OB3: address})) == ("unreadable", "endorsement-only")


def test_the_page_says_in_words_that_it_is_no_badge(client, endorsed):
    client.cookies[settings.DISPLAY_COOKIE_NAME] = "language=en"
    shown = client.post("/verifier/", {"text": content_of(endorsed).decode()}).content.decode()
    assert "This endorsement is authentic" in shown
    assert "This document is not a badge: in it, Atelier du Canal endorses “Accueillir avec bienveillance”." in shown
    assert "It was signed by Atelier du Canal" in shown
    assert 'href="/openbadges/achievements/accueillir/1/achievement.json"' in shown
    assert "Nous le demandons." in shown


def test_programs_are_told_that_it_is_no_badge(client, endorsed, held):
    answers = [
        client.post("/api/v1/verify", content, content_type="application/json").json()
        for content in (content_of(endorsed), bytes(held.documents.get(form="ob3").content))
    ]
    assert [(answer["code"], answer["kind"]) for answer in answers] == [("valid", "endorsement"), ("valid", "badge")]


def test_the_command_says_it_too(endorsed, tmp_path, capsys):
    path = tmp_path / "endorsement.json"
    path.write_bytes(content_of(endorsed))
    call_command("verify", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["kind"] == "endorsement"


# --- those of others ---


@pytest.fixture
def elsewhere(world, tmp_path, monkeypatch):
    """What the neighbouring hub publishes, read in a folder in place of the network."""
    ask = confined.ask_apart

    def publish(document) -> bytes:
        world.put(document["id"], document)
        laid_out(world, tmp_path)
        return serialise(document)

    monkeypatch.setattr(
        confined, "ask_apart", lambda *given, **options: ask(*given, **options | {"folder": str(tmp_path)})
    )
    return publish


def test_another_hub_endorses_a_badge_of_ours(elsewhere, held):
    subject = json.loads(bytes(held.documents.get(form="ob3").content))["credentialSubject"]["achievement"]["id"]
    content = elsewhere(signed(endorsement_credential(replace(ENDORSEMENT, subject=subject))))
    assert said(content) == ("unknown_issuer", "not-in-directory")
    KnownIssuer.objects.create(identifier=HUB.id, name="Hub voisin")
    verdict = judge(content).verdict
    assert (verdict.code, verdict.facts.endorsed) == ("valid", "Accueillir avec bienveillance")


def test_an_endorsement_of_what_nobody_here_knows_gives_its_address_only(client, elsewhere):
    client.cookies[settings.DISPLAY_COOKIE_NAME] = "language=en"
    content = elsewhere(signed(endorsement_credential(replace(ENDORSEMENT, subject="https://unknown.example/1"))))
    shown = client.post("/verifier/", {"text": content.decode()}).content.decode()
    assert "in it, somebody endorses something that is not shown here: https://unknown.example/1." in shown
    assert 'href="https://unknown.example/1"' not in shown


def test_a_picture_that_leads_to_an_endorsement_alone_holds_no_badge(elsewhere, monkeypatch):
    content = elsewhere(signed(endorsement_credential(ENDORSEMENT)))
    monkeypatch.setattr(sources.Gate, "read", lambda *_: Answer(200, content))
    assert said(ENDORSEMENT.id.encode()) == ("unknown_issuer", "not-in-directory")
    assert said(png.bake(picture(), {OB3: ENDORSEMENT.id})) == ("unreadable", "endorsement-only")


def test_offline_it_is_as_old_as_the_folder(world, tmp_path):
    document = signed(endorsement_credential(ENDORSEMENT))
    world.put(ENDORSEMENT.id, document)
    laid_out(world, tmp_path)
    verdict = judge_with(tmp_path, serialise(document), now=NOW)
    assert (verdict.code, verdict.check("status").reason) == ("valid", "in-copy")
    baked = png.bake(picture(), {OB3: serialise(document).decode()})
    assert judge_with(tmp_path, baked, now=NOW).reason == "endorsement-only"


def test_what_is_said_otherwise_of_an_endorsement_is_said_of_a_badge_too():
    """No verdict and no reason of endorsements alone: programs read the same words for both."""
    assert set(ENDORSEMENT_TITLES) <= set(CODES)
    assert set(OF_ENDORSEMENTS) <= {*CONTENT, *OTHERS}
    assert set(ENDORSEMENT_QUESTIONS) <= set(QUESTIONS)


def test_whose_an_endorsement_is_cannot_be_said(endorsed):
    assert judge(content_of(endorsed), address="lea@example.org").verdict.check("recipient").reason == "nobody-named"
