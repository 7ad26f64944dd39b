"""`manage.py badge_keys`: every word, its sentences and how it ends."""

import io
import json
import stat

import pytest
from django.core.management import CommandError, call_command

from badges.issuing import keys
from badges.issuing.models import KeyRequest, SigningKey
from tests.badges.factories import issuer, pair, rsa_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "quick_keys")]
FORMER = "the secret of last year, which was long enough to be one, ok"


@pytest.fixture
def quick_keys(monkeypatch):
    """An RSA key of 3072 bits takes up to a second to make."""
    monkeypatch.setattr(keys, "new_pair", lambda: pair(1))


def said(*words) -> str:
    out = io.StringIO()
    call_command("badge_keys", *words, stdout=out)
    return out.getvalue()


def refused(*words) -> tuple[int, str]:
    with pytest.raises(CommandError) as refusal:
        said(*words)
    return refusal.value.returncode, str(refusal.value)


def test_keys_are_listed_created_and_created_once():
    issuer("nu", has_keys=False, name="Hub nu")
    assert said("list") == "nu: Hub nu\n"
    assert said("create", "nu") == "Keys made: 1, 2.\n"
    assert said("create", "nu") == "This issuer has its keys already. Nothing is changed.\n"
    lines = said("list", "nu").splitlines()
    assert [line.split(" since ")[0] for line in lines] == ["nu: Hub nu", "  1 ed25519 active", "  2 rsa active"]
    assert refused("list", "rien") == (1, "No issuer has the address rien. Those known: nu.")


def test_two_people_of_the_staff_rotate(hub, ines, marc, odile):
    done = said("rotate", "hub", "--by", ines.email, "--confirmed-by", marc.email, "--reason", "Chaque année.")
    assert done == "The keys are replaced. Save them: manage.py badge_keys export.\n"
    asked = KeyRequest.objects.get()
    assert (asked.asked_by, asked.decided_by, asked.state, asked.reason) == (ines, marc, "confirmed", "Chaque année.")
    same = refused("rotate", "hub", "--by", ines.email, "--confirmed-by", ines.email)
    assert same == (1, "Somebody else must confirm it: keys are changed by two people.")
    stranger = refused("rotate", "hub", "--by", ines.email, "--confirmed-by", odile.email)
    assert stranger == (1, "One of these two addresses is not of the hub’s staff.")
    assert (hub.keys.count(), KeyRequest.objects.count()) == (4, 1)


def test_alone_says_why_and_it_is_recorded(hub, ines):
    needed = (1, "Give --by and --confirmed-by, two people of the staff, or --alone with its reason.")
    assert refused("rotate", "hub") == needed
    assert refused("rotate", "hub", "--by", ines.email) == needed
    said("rotate", "hub", "--alone", "Une seule salariée en août.")
    asked = KeyRequest.objects.get()
    assert (asked.state, asked.reason, asked.decided_by) == ("confirmed", "Une seule salariée en août.", None)


def test_a_compromised_key_is_named_and_dated(hub):
    words = ["compromise", "hub", "--alone", "Poste volé.", "--since"]
    for text in ("hier", "0001-01-01"):
        assert refused(*words, text, "--key", "1") == (1, "--since is a moment: 2026-11-22T08:00.")
    assert refused(*words, "2026-11-22T08:00", "--key", "9") == (1, "This issuer has no key 9.")
    late = refused(*words, "2999-01-01", "--key", "1")
    assert late[1].startswith("A key cannot be compromised from a moment to come.")
    done = said(*words, "2026-01-22T08:00+00:00", "--key", "1")
    assert done == "The key is declared compromised. The worker signs again the badges that it had signed.\n"
    assert "  1 ed25519 compromised since " in said("list", "hub")
    assert said("list", "hub").splitlines()[1].endswith("compromised-since 2026-01-22T08:00:00+00:00")


def test_a_backup_gives_back_lost_keys_and_holds_no_open_secret(hub, tmp_path):
    file = tmp_path / "keys.json"
    keys.rotate_keys(hub, by=None, pair=pair(1))
    assert said("export", "hub", str(file)).startswith("Saved in ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = list(SigningKey.objects.values_list("number", "kind", "state", "public", "retired_at"))
    SigningKey.objects.all().delete()
    assert said("import", "hub", str(file)) == "Keys restored: 4.\n"
    assert list(SigningKey.objects.values_list("number", "kind", "state", "public", "retired_at")) == before
    assert keys.secret_bytes(keys.rsa_of(hub.keys.get(number=4))) == keys.secret_bytes(rsa_key(1))
    assert said("import", "hub", str(file)) == "Keys restored: 0.\n"
    assert refused("export", "hub", str(file)) == (1, f"{file} exists already: give another name.")


def test_a_backup_of_another_secret_issuer_or_form_is_refused(hub, tmp_path, settings):
    file = tmp_path / "keys.json"
    said("export", "hub", str(file))
    other = issuer("autre", has_keys=False, name="Autre")
    assert refused("import", "autre", str(file))[1].startswith("This backup is of did:web:127.0.0.1%3A8000")
    for damage in ("{}", "[]", "[", json.dumps({"form": "other"})):
        (tmp_path / "bad.json").write_text(damage)
        assert refused("import", "autre", str(tmp_path / "bad.json"))[0] == 1
    assert refused("import", "autre", str(tmp_path / "none.json"))[1].endswith("none.json cannot be read.")
    settings.BADGE_KEYS_SECRET = FORMER
    SigningKey.objects.all().delete()
    assert refused("import", "hub", str(file))[1].startswith("A signing key cannot be opened")
    assert (hub.keys.count(), other.keys.count()) == (0, 0)


def test_a_backup_never_takes_the_place_of_keys_that_it_does_not_know(hub, tmp_path):
    file = tmp_path / "keys.json"
    said("export", "hub", str(file))
    SigningKey.objects.all().delete()
    keys.create_keys(hub, pair=pair(1))
    assert refused("import", "hub", str(file)) == (
        1, "A key of this backup has the number of another key of this issuer. Nothing is changed.",
    )  # fmt: skip
    keys.rotate_keys(hub, by=None, pair=pair())
    SigningKey.objects.filter(number__lt=3).delete()
    assert refused("import", "hub", str(file)) == (
        1, "This issuer already signs with keys that this backup does not know. Nothing is changed.",
    )  # fmt: skip


def test_a_backup_whose_public_half_is_anothers_is_refused(hub, tmp_path):
    file = tmp_path / "keys.json"
    said("export", "hub", str(file))
    text = json.loads(file.read_text())
    text["keys"][0]["public"] = "z6MkOther"
    file.write_text(json.dumps(text))
    SigningKey.objects.all().delete()
    assert refused("import", "hub", str(file))[0] == 1
    assert hub.keys.count() == 0


def test_keys_made_since_the_secret_changed_do_not_keep_the_former_ones_from_being_closed_again(
    hub, settings, monkeypatch
):
    former, settings.BADGE_KEYS_SECRET = settings.BADGE_KEYS_SECRET, FORMER
    keys.rotate_keys(hub, by=None, pair=pair(1))
    for count in (2, 0):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{former}\n"))
        assert said("reseal") == f"Keys closed with the new secret: {count}.\n"
    for number, expected in ((2, rsa_key(0)), (4, rsa_key(1))):
        assert keys.secret_bytes(keys.rsa_of(hub.keys.get(number=number))) == keys.secret_bytes(expected)


def test_keys_are_closed_again_with_a_new_secret_all_or_none(hub, settings, monkeypatch):
    former, settings.BADGE_KEYS_SECRET = settings.BADGE_KEYS_SECRET, FORMER
    monkeypatch.setattr("sys.stdin", io.StringIO("not the former one\n"))
    assert refused("reseal")[0] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{former}\n"))
    assert said("reseal") == "Keys closed with the new secret: 2.\n"
    assert keys.secret_bytes(keys.rsa_of(hub.keys.get(number=2))) == keys.secret_bytes(rsa_key(0))
