"""Our own badges: bytes compared with those that were signed, then their row."""

import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfWriter

from badges.awarding.models import Credential
from badges.issuing.models import SigningKey
from badges.openbadges import png
from badges.openbadges.baking import OB2, OB3
from badges.openbadges.serialising import serialise
from badges.openbadges.tokens import compact
from badges.verification import confined
from badges.verification.judging import judge, judge_code
from badges.verification.models import KnownIssuer
from badges.verification.wording import sentence_of
from tests.badges import factories
from tests.badges.openbadges.samples import HUB
from tests.badges.verification.formats.test_recognising import picture
from tests.badges.verification.world import badge, changed, laid_out, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    return factories.credential()


@pytest.fixture(autouse=True)
def nothing_is_read_apart(request, monkeypatch):
    """Our own badges need no other process, and no network."""
    if "apart" not in request.fixturenames:
        monkeypatch.setattr(confined, "ask_apart", None)


def document(given, form="ob3") -> bytes:
    return bytes(given.documents.get(form=form).content)


def said(content, **options):
    verdict = judge(content, **options).verdict
    return verdict.code, verdict.reason


def set_row(given, **values):
    Credential.objects.filter(pk=given.pk).update(**values)


@pytest.mark.parametrize("form", ["ob3", "jwt", "ob2", "jws"])
def test_each_form_of_a_badge_of_ours_is_valid(given, form):
    judgement = judge(document(given, form))
    assert (judgement.verdict.code, judgement.credential, judgement.by_code) == ("valid", given, False)
    assert judgement.document == document(given, form)


def test_it_is_found_in_a_picture_by_its_addresses_and_by_its_code(given):
    baked = png.bake(picture(), {OB3: document(given).decode(), OB2: document(given, "ob2").decode()})
    base = settings.PERMANENT_URL
    ways = [
        baked,
        f"{base}/openbadges/credentials/{given.uuid}.json".encode(),
        f"{base}/openbadges/credentials/{given.uuid}.png".encode(),
        f"{base}/openbadges/assertions/{given.uuid}.json".encode(),
        f"{base}/badge/{given.uuid}/".encode(),
        f"{base}/v/{given.code}/".encode(),
        f"{given.code[:4]}-{given.code[4:].lower()}".encode(),
    ]
    assert [(judge(way).verdict.code, judge(way).credential) for way in ways] == [("valid", given)] * len(ways)
    assert [judge(way).by_code for way in ways] == [False] * 5 + [True] * 2


def test_other_spaces_and_another_order_change_nothing_of_what_it_says(given):
    document_ = json.loads(document(given))
    assert said(json.dumps(document_, indent=2, sort_keys=True).encode()) == ("valid", "")


@pytest.mark.parametrize("path", ["credentialSubject.achievement.name", "validFrom", "issuer.name", "name"])
def test_one_word_changed_is_seen_without_any_canonical_form(given, path):
    assert said(serialise(changed(json.loads(document(given)), path, "x"))) == ("altered", "other-bytes")


def test_true_is_not_one(given):
    """To Python they are equal; to whoever reads the badge they are not."""
    path = "credentialSubject.identifier.0.hashed"
    assert said(serialise(changed(json.loads(document(given)), path, 1))) == ("altered", "other-bytes")


def test_a_token_with_another_signature_is_not_ours(given):
    token = document(given, "jwt").decode()
    assert said(f"{token[:-8]}AAAAAAAA".encode()) == ("altered", "other-bytes")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "{base}/openbadges/credentials/00000000-0000-4000-8000-000000000000.json"},
        {"id": "{base}/openbadges/credentials/x.json"},
        {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"},
    ],
)
def test_ATK_OB_06_what_says_that_it_is_ours_and_is_not_is_forged(apart, given, change):
    change = {name: value.format(base=settings.PERMANENT_URL) for name, value in change.items()}
    assert said(serialise(json.loads(document(given)) | change)) == ("altered", "not-ours")


def forgotten(given, form="ob3") -> bytes:
    """Return a badge that was awarded after the backup that was restored."""
    content = document(given, form)
    given.documents.all().delete()
    given.delete()
    return content


@pytest.mark.parametrize("form", ["ob3", "jwt"])
def test_PERM_09_what_a_restored_backup_forgot_is_neither_authentic_nor_a_forgery(apart, given, form):
    """Our key says that it is ours, and might be stolen: whoever holds it is not accused, nobody is assured."""
    content = forgotten(given, form)
    verdict = judge(content).verdict
    assert (verdict.code, verdict.reason, verdict.facts.name) == ("cannot_check", "no-trace", "")
    assert "nous n’en gardons aucune trace" in sentence_of(verdict, now=timezone.now())
    changed = content.replace(b"bienveillance", b"malveillance") if form == "ob3" else content[:-8] + b"AAAAAAAA"
    assert said(changed) == ("altered", "not-ours")
    SigningKey.objects.update(state="compromised", compromised_since=timezone.now() - timedelta(days=1))
    assert said(content) == ("altered", "not-ours")


def test_PERM_09_what_was_forgotten_is_not_accused_when_nothing_can_be_read_apart(apart, given, monkeypatch):
    content = forgotten(given)
    monkeypatch.setattr(confined, "ask_apart", lambda *_, **options: None)
    assert said(content) == ("cannot_check", "too-heavy")


def test_ATK_OB_06_a_badge_of_another_hub_may_not_take_the_name_of_ours(given):
    """Rightly signed by somebody else, with our identifier, or with that of one of our badges."""
    ours = json.loads(document(given))
    assert said(serialise(signed(badge() | {"id": ours["id"]}))) == ("altered", "other-bytes")
    stolen = changed(badge(), "credentialSubject.achievement.id", ours["credentialSubject"]["achievement"]["id"])
    assert said(serialise(signed(stolen))) == ("altered", "not-ours")


def test_a_forgery_shows_nothing_of_what_it_says(given):
    verdict = judge(serialise(json.loads(document(given)) | {"name": "Docteur"})).verdict
    assert verdict.facts.name == ""


def test_a_forged_signed_badge_of_2_0_is_not_ours(given, rsa_key):
    """With our own key: whoever stole it did not write in our tables."""
    payload = {"type": "Assertion", "id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    payload |= {
        "verification": {"type": "SignedBadge", "creator": f"{settings.PERMANENT_URL}/openbadges/keys/hub-2.json"}
    }
    assert said(compact({"alg": "RS256"}, payload, rsa_key).encode()) == ("altered", "not-ours")


def test_a_revoked_badge_says_who_when_and_why(given):
    at = timezone.now()
    set_row(given, state="revoked", revoked_at=at, revocation_reason="remis par erreur")
    verdict = judge(document(given)).verdict
    assert verdict.code == "revoked"
    assert verdict.check("status").values == {
        "issuer": "Hub des Beffrois", "revoked_at": at.isoformat(), "why": "remis par erreur"
    }  # fmt: skip


def test_dates_decide(given):
    set_row(given, valid_until=timezone.now() - timedelta(days=1))
    assert said(document(given)) == ("expired", "expired")
    set_row(given, valid_until=None, valid_from=timezone.now() + timedelta(days=1))
    assert said(document(given)) == ("not_yet_valid", "not-yet-valid")


def test_an_erased_badge_is_revoked_and_nothing_of_it_is_left(given):
    content = document(given)
    given.documents.all().delete()
    set_row(given, state="erased", name="", email="", holder=None)
    assert said(content) == ("revoked", "erased")
    assert judge_code(given.code).verdict.code == "revoked"
    assert judge(content).credential is None


def test_a_badge_that_waits_to_be_signed_is_nowhere():
    waiting = factories.credential(issued=False)
    assert judge_code(waiting.code).verdict.reason == "unknown-code"


def test_PERM_04_ATK_JWT_04_a_compromised_key_signed_right_before_and_wrong_after(given):
    key = given.documents.get(form="ob3").key
    SigningKey.objects.filter(pk=key.pk).update(
        state="compromised", compromised_since=given.issued_at + timedelta(seconds=1)
    )
    assert said(document(given)) == ("valid", "")
    SigningKey.objects.filter(pk=key.pk).update(compromised_since=given.issued_at - timedelta(seconds=1))
    assert said(document(given)) == ("altered", "compromised-key")


def test_ATK_JWT_04_a_retired_key_signs_nothing_any_more(given):
    key = given.documents.get(form="ob3").key
    SigningKey.objects.filter(pk=key.pk).update(state="retired", retired_at=given.issued_at + timedelta(seconds=1))
    assert said(document(given)) == ("valid", "")
    SigningKey.objects.filter(pk=key.pk).update(retired_at=given.issued_at - timedelta(seconds=1))
    assert said(document(given)) == ("altered", "retired-key")


def test_the_former_file_of_a_badge_issued_again_is_still_authentic(given):
    former = given.documents.get(form="ob3")
    newest = serialise(json.loads(document(given)) | {"validFrom": "2026-12-01T00:00:00Z"})
    given.documents.create(
        form="ob3",
        serial=2,
        content=newest,
        sha256=sha256(newest).hexdigest(),
        key=former.key,
        created_at=timezone.now(),
    )
    checks = [judge(content).verdict.check("content") for content in (bytes(former.content), newest)]
    assert [check.reason for check in checks] == ["our-former-bytes", "our-bytes"]


@pytest.mark.parametrize(("address", "outcome"), [("LEA@example.org", "passed"), ("lea+x@example.org", "failed")])
def test_whose_it_is_is_said_when_asked(given, address, outcome):
    assert judge(document(given), address=address).verdict.check("recipient").outcome == outcome


@override_settings(PERMANENT_URL="https://badges.example.org")
def test_a_name_that_begins_like_ours_is_not_ours(apart):
    document = changed(signed(badge()), "id", "https://badges.example.org.evil/openbadges/credentials/1.json")
    assert judge(serialise(document)).verdict.code == "cannot_check"


@pytest.fixture
def apart():
    """Let the other process be asked."""


def test_a_known_issuer_of_elsewhere_makes_a_right_badge_valid(apart, world, tmp_path, monkeypatch):
    laid_out(world, tmp_path)
    ask = confined.ask_apart
    monkeypatch.setattr(
        confined, "ask_apart", lambda *given, **options: ask(*given, **options | {"folder": str(tmp_path)})
    )
    content = serialise(signed(badge()))
    assert judge(content).verdict.code == "unknown_issuer"
    KnownIssuer.objects.create(identifier=HUB.id, name="Hub voisin")
    verdict = judge(content).verdict
    assert (verdict.code, verdict.check("issuer").values) == ("valid", {"issuer": "Hub voisin"})


@pytest.mark.parametrize(
    "url", ["http://a.example/b.json", "https://127.0.0.1/b.json", "https://user@a.example/b.json"]
)
def test_ATK_SSRF_01_an_address_that_is_not_public_is_not_read(url):
    assert judge(url.encode()).verdict.code == "cannot_check"


@pytest.mark.parametrize("url", ["https://[x", "https://a\u2100b/", "https://[::1/badge.json"])
def test_what_only_looks_like_an_address_is_not_followed(url):
    """`urlsplit` raises for them."""
    assert said(url.encode()) == ("cannot_check", "bad-address")


def test_ATK_OB_06_a_member_written_twice_is_not_our_document(given, monkeypatch):
    """Python reads the second, others the first."""
    twice = document(given).replace(b'"validFrom":', b'"validFrom":"2000-01-01T00:00:00Z","validFrom":', 1)
    monkeypatch.setattr(confined, "ask_apart", lambda *_, **options: None)
    assert json.loads(twice) == json.loads(document(given))
    assert judge(twice).verdict.code == "cannot_check"


@pytest.mark.parametrize(
    "strange", [b'"\\ud800"', b"[" * 20_000 + b"]" * 20_000, b"1" * 5_000, b"NaN"], ids=["half", "deep", "long", "nan"]
)
def test_a_document_that_says_it_is_ours_and_breaks_readers_breaks_none(apart, client, given, strange):
    content = document(given).replace(b"{", b'{"extra":' + strange + b",", 1)
    assert judge(content).verdict.code == "unreadable"
    assert client.post("/verifier/", {"text": content.decode()}).status_code == 422


def test_an_unknown_address_of_ours_is_not_asked_to_the_network():
    assert said(f"{settings.PERMANENT_URL}/openbadges/credentials/x.json".encode()) == ("unreadable", "unknown-here")


def test_two_questions_judge_a_badge(given, django_assert_num_queries):
    content = document(given)
    with django_assert_num_queries(2):
        judge(content)


def test_a_certificate_carries_its_badge(apart, given):
    """Read in the other process: a PDF is a program for whoever reads it."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("badge.json", document(given))
    writer.write(made)
    judgement = judge(made.getvalue())
    assert (judgement.verdict.code, judgement.credential) == ("valid", given)
